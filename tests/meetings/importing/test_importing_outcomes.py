"""What a decision sentence decides."""

import pytest

from meetings.importing.known import Lookup
from meetings.importing.outcomes import Circle, classify
from meetings.importing.parsed import KnownPerson, ParsedOutcome, ParsedTask, Register

REGISTER = Register([KnownPerson("Eva Berg", "chef", "Ekhagens kommun")], ["SU", "Ekhagens kommun", "Närhälsan"])


def read(text: str) -> ParsedOutcome:
    outcome, certain = classify(text, Circle(Lookup(REGISTER), frozenset({"lgs"})))
    assert certain
    assert outcome.text == text
    return outcome


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("noted", "LGS noterar informationen."),
        ("noted", "Informationen antecknas."),
        ("noted", "Rapporten läggs till handlingarna."),
        ("noted", "Gruppen tackar för informationen."),
        ("agreed", "LGS beslutar att satsa på utbildning."),
        ("agreed", "Gruppen enades om att träffas oftare."),
        ("agreed", "Man kom överens om formen."),
        ("agreed", "Att medlen ska användas till det som finns."),
        ("agreed", "LGS noterar informationen och beslutar att starta arbetet."),
        ("decided_not_to", "LGS beslutar att inte genomföra insatsen."),
        ("decided_not_to", "Att inte gå vidare."),
        ("decided_not_to", "Förslaget avslås."),
        ("decided_not_to", "Gruppen enades om att inte delta."),
        ("establishes", "LGS fastställer handlingsplanen som godkändes av temagruppen."),
        ("establishes", "LGS beslutar att anta rutinen."),
        ("approves", "Gruppen godkänner årsrapporten."),
        ("approves", "LGS ställer sig bakom förslaget."),
        ("approves", "Ansökan bifalles."),
        ("appoints", "Gruppen utser en ny kontaktperson."),
        ("appoints", "Omval av ordförande."),
        ("recommends", "LGS rekommenderar parterna att införa rutinen."),
        ("postponed", "Frågan bordläggs till nästa möte."),
        ("postponed", "Ärendet bordlades."),
        ("prepared_further", "Ärendet bereds vidare."),
        ("prepared_further", "Underlaget behöver kompletteras innan beslut."),
        ("referred_back", "Ärendet återremitteras."),
        ("referred_back", "Gruppen beslutar att återremittera frågan."),
        ("struck", "Punkten utgår."),
        ("struck", "Ärendet avskrivs."),
        ("handed_over", "Frågan lyfts till VVG."),
        ("handed_over", "Ärendet hänskjuts till styrgruppen."),
        ("taken_home", "SU tar med sig frågan."),
        ("assigned", "LGS ger Närhälsan i uppdrag att ta fram ett förslag."),
        ("assigned", "Vårdsamverkanskontoret arbetar vidare med frågan."),
    ],
)
def test_each_kind_is_known_by_its_verb(kind: str, text: str) -> None:
    assert read(text).kind == kind


@pytest.mark.parametrize("text", ["Arbetet utgår från planen, LGS beslutar om den.", "Beslut fattas: vi antal."])
def test_a_word_that_only_looks_like_a_verb_decides_nothing(text: str) -> None:
    assert classify(text, Circle(Lookup(REGISTER), frozenset()))[0].kind == "agreed"


def test_a_decision_that_cannot_be_told_counts_as_agreed_and_is_not_certain() -> None:
    outcome, certain = classify("Tja.", Circle(Lookup(REGISTER), frozenset()))
    assert (outcome, certain) == (ParsedOutcome("agreed", "Tja."), False)


@pytest.mark.parametrize(
    ("text", "organisation"),
    [
        ("SU tar med sig frågan.", "SU"),
        ("ÄVO Göteborg tar med sig frågan.", "ÄVO Göteborg"),
        ("Eva Berg tar med sig frågan.", "Ekhagens kommun"),
        ("Representanten för SU tar med sig frågan.", "SU"),
        ("LGS tar med sig frågan.", None),
        ("Alla tar med sig frågan.", None),
    ],
)
def test_who_takes_a_question_home(text: str, organisation: str | None) -> None:
    assert (read(text).kind, read(text).organisation, read(text).tasks) == ("taken_home", organisation, ())


def test_two_organisations_that_take_a_question_home_have_a_task_each() -> None:
    text = "SU och Närhälsan tar med sig frågan."
    assert read(text) == ParsedOutcome(
        "taken_home", text, tasks=(ParsedTask("SU", text), ParsedTask("Närhälsan", text))
    )


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("Frågan bereds vidare i temagrupp barn och unga.", "temagrupp barn och unga"),
        ("Frågan behöver förankras i temagrupp psykiatri innan den tas upp.", "temagrupp psykiatri"),
        ("Ärendet bereds vidare av beredningsgruppen.", "beredningsgruppen"),
        ("Frågan lyfts till NOSAM Ekhagen.", "NOSAM Ekhagen"),
        ("Ärendet bereds vidare.", None),
    ],
)
def test_which_group_goes_on_with_a_question(text: str, group: str | None) -> None:
    assert read(text).group == group


@pytest.mark.parametrize(
    ("text", "tasks"),
    [
        ("LGS ger Närhälsan i uppdrag att skriva.", [("Närhälsan", "LGS ger Närhälsan i uppdrag att skriva.")]),
        ("Godkänns. Eva Berg tar fram ett brev.", [("Eva Berg", "Eva Berg tar fram ett brev.")]),
        ("Godkänns. Processledaren bjuder in.", [("Processledaren", "Processledaren bjuder in.")]),
        ("Frågan återkommer på nästa möte.", []),
        ("LGS återkommer till nästa möte.", []),
    ],
)
def test_who_is_left_with_what(text: str, tasks: list[tuple[str, str]]) -> None:
    assert [(task.owner, task.text) for task in read(text).tasks] == tasks
