"""*Ta fram allt* of a meeting: where it is registered, digits that were judged, and the way of its matters between
groups. What is asked for is read back from the file, as data and as the text that is handed out.
"""

import json
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.core.files.storage import default_storage

from meetings import workflow
from meetings.archiving.everything import README, everything_of
from meetings.archiving.readable import as_text
from meetings.models import Consulted, Matter, Meeting
from meetings.workflow import consultations, handovers
from meetings.workflow.registered_answers import Came, register_answer
from samverkan.common.uploads import Checked
from tests.factories import AFTER, Cast, make_held, make_meeting
from tests.handovers import AT, Ladder, make_asked, make_ladder, make_lifted, received_of
from tests.matters import make_matter
from tests.meetings.archives import opened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]
NUMBER = "811218-9876"


@pytest.fixture
def ladder(cast: Cast) -> Ladder:
    return make_ladder(cast)


def taken_out(meeting: Meeting) -> dict[str, bytes]:
    return opened(everything_of(meeting, at=AFTER))


def read_back(meeting: Meeting, name: str) -> Any:
    return json.loads(taken_out(meeting)[f"{name}.json"])


def text(meeting: Meeting, name: str) -> list[str]:
    return taken_out(meeting)[f"{name}.txt"].decode().splitlines()


def on_agenda(matter: Matter) -> Meeting:
    meeting = make_meeting(matter.group, outcomes=0)
    meeting.items.filter(number=1).update(matter=matter)
    return meeting


def test_where_the_call_and_the_note_are_registered(cast: Cast) -> None:
    meeting = make_meeting(cast.group)
    sent = datetime(2026, 4, 1, 8, tzinfo=UTC)
    call = workflow.approve_agenda(workflow.send_agenda(meeting, by=cast.eva, at=sent), by=cast.olle, at=sent)
    workflow.register_number(call, number="SLK-2026-00077", archive_id="ark:7", by=cast.eva, at=AFTER)
    about = read_back(meeting, "mötet")
    assert [row["registration"] for row in about["agendas"]] == [{"number": "SLK-2026-00077", "archive_id": "ark:7"}]
    assert about["notes"] == []
    last = read_back(meeting, "historik")["history"][-1]
    assert last["what"] == "Kallelsen, agendans version 1: diarieförd: SLK-2026-00077 ark:7"
    said = text(meeting, "mötet")
    assert said[said.index("    Diarieföring:") :][1:3] == ["      Nummer: SLK-2026-00077", "      Arkiv-id: ark:7"]


def test_digits_that_a_chair_judged_are_told_of_with_place_and_without_the_last_four(cast: Cast) -> None:
    meeting = make_held(cast)
    meeting.items.filter(number=2).update(dialog=f"<p>Artikel {NUMBER}</p>")
    [number] = workflow.numbers_to_judge(meeting)
    workflow.rule_not_personal(meeting, number.fingerprint(meeting), reason="Artikelnummer", by=cast.olle, at=AFTER)
    assert read_back(meeting, "siffror")["rows"] == [
        {
            "shown": number.shown, "place": "punkt 2", "reason": "Artikelnummer", "at": AFTER.isoformat(),
            "by": str(cast.olle),
        }
    ]  # fmt: skip
    whole = b"".join(taken_out(meeting).values())
    assert NUMBER.encode() not in whole
    assert "Var: punkt 2" in text(meeting, "siffror")


def test_a_consultation_is_there_with_whom_it_went_to_and_every_answer(ladder: Ladder) -> None:
    outside = Consulted(name="VästKom", email="vastkom@example.se")
    asked = make_asked(ladder, Consulted(group=ladder.nosam), outside, Consulted(group=ladder.theme))
    nosam, vastkom, _ = asked.consulted.all()
    consultations.answer(nosam, text="Ja.", by=ladder.nora, at=AT)
    consultations.answer(nosam, text="Ja, men.", stand="views", by=ladder.nora, at=AT + timedelta(hours=1))
    consultations.answer(vastkom, text="Vi avstår.", by=None, signed="Vera Väst", at=AT)
    consultations.set_last_day(asked, date(2026, 12, 20), by=ladder.cast.eva, at=AT)
    meeting = on_agenda(asked.matter)
    [matter] = read_back(meeting, "fragor")["rows"]
    [found] = matter["consultations"]
    assert (found["question"], found["until"], found["state"]) == ("Vill ni vara med?", "2026-12-20", "Ute för svar")
    assert (found["sent_by"], found["sent_at"]) == (str(ladder.cast.eva), AT.isoformat())
    assert found["papers"] == ["1. Underlag 1: underlag-1.pdf"]
    assert [(row["who"], row["email"]) for row in found["recipients"]] == [
        ("Gruppen NOSAM", ""), ("VästKom", "vastkom@example.se"), ("Gruppen TEMA", ""),
    ]  # fmt: skip
    said = [[(row["text"], row["stand"], row["by"]) for row in one["answers"]] for one in found["recipients"]]
    assert said == [
        [("Ja.", "", str(ladder.nora)), ("Ja, men.", "Ställer sig bakom med synpunkter", str(ladder.nora))],
        [("Vi avstår.", "", "Vera Väst")],
        [],
    ]
    assert found["recipients"][0]["answers"][1]["at"] == (AT + timedelta(hours=1)).isoformat()
    assert [step["what"] for step in found["history"]] == ["Skickad", "Sista dag 20 december 2026"]


def test_a_registered_answer_says_who_gave_it_and_brings_its_file_also_when_it_was_changed_later(
    ladder: Ladder,
) -> None:
    asked = make_asked(ladder, Consulted(group=ladder.nosam), Consulted(name="VästKom", email="vastkom@example.se"))
    nosam, vastkom = asked.consulted.all()
    day, eva = AT.date() + timedelta(days=1), ladder.cast.eva
    files = [
        Checked(words, "mejl.pdf", "application/pdf", sha256(words).hexdigest(), 4) for words in (b"Ett.", b"Tva.")
    ]
    for row, file, signed in ((nosam, files[0], "Nora N"), (vastkom, files[1], "Bo Ek, VästKom")):
        register_answer(row, text="Ja.", came=Came(signed, "phone", day, file), by=eva, at=AT + timedelta(days=2))
    consultations.answer(nosam, text="Nej.", by=ladder.nora, at=AT + timedelta(days=3))
    meeting = on_agenda(asked.matter)
    taken = taken_out(meeting)
    [matter] = json.loads(taken["fragor.json"])["rows"]
    first, second = [one["answers"] for one in matter["consultations"][0]["recipients"]]
    names = ("by", "came_by", "came_on", "registered_by")
    assert [[row.get(name) for name in names] for row in (*first, *second)] == [
        ["Nora N", "telefon", day.isoformat(), str(eva)],
        [str(ladder.nora), None, None, None],
        ["Bo Ek, VästKom", "telefon", day.isoformat(), str(eva)],
    ]
    folder = f"filer/fraga-{asked.matter_id}"
    assert [taken[f"{folder}/{row['file']}"] for row in (first[0], second[0])] == [b"Ett.", b"Tva."]
    said = taken["fragor.txt"].decode().splitlines()
    start = said.index("            Av: Bo Ek, VästKom")
    assert said[start + 1 : start + 4] == [
        "            Kom genom: telefon", "            Kom den: 24 november 2026", f"            Registrerat av: {eva}",
    ]  # fmt: skip
    default_storage.delete(f"{files[0].sha256[:2]}/{files[0].sha256}")
    assert f"- {folder}/{first[0]['file']}" in taken_out(meeting)[README].decode()


def test_a_handover_is_there_with_both_groups_and_why_it_came_back(ladder: Ladder) -> None:
    lifted = make_lifted(ladder, ladder.cast.sara)
    handovers.send_back(lifted, reason="Kostnaden saknas.", by=ladder.cast.eva, at=AT + timedelta(hours=1))
    assert lifted.matter is not None
    [matter] = read_back(on_agenda(lifted.matter), "fragor")["rows"]
    [found] = matter["handovers"]
    assert (found["from_group"], found["to_group"], found["kind"]) == ("Gruppen NOSAM", "Gruppen LGS", "Lyfts")
    assert (found["sent_at"], found["sent_by"]) == (AT.isoformat(), str(ladder.nora))
    assert (found["state"], found["reason"], found["answer"]) == ("Skickad tillbaka", "Kostnaden saknas.", "")
    assert (found["decided_by"], found["decided_at"]) == (str(ladder.cast.eva), (AT + timedelta(hours=1)).isoformat())
    assert [(step["what"], step["reason"]) for step in found["history"]] == [
        ("Skickad", ""), ("Skickad tillbaka", "Kostnaden saknas."),
    ]  # fmt: skip


def test_the_answer_is_there_in_the_meetings_of_both_groups(ladder: Ladder) -> None:
    lifted = make_lifted(ladder, ladder.cast.sara)
    received = received_of(handovers.accept(lifted, by=ladder.cast.eva, at=AT))
    received.state, received.answer = "closed", "LGS enas om att dela lika."
    received.save()
    handovers.follow(received, by=ladder.cast.eva, at=AT)
    assert lifted.matter is not None
    for matter in (received, lifted.matter):
        [row] = read_back(on_agenda(matter), "fragor")["rows"]
        assert [(one["state"], one["answer"]) for one in row["handovers"]] == [
            ("Besvarad", "LGS enas om att dela lika.")
        ]


def test_the_text_says_what_the_data_say_in_swedish(ladder: Ladder) -> None:
    asked = make_asked(ladder)
    consultations.answer(asked.consulted.get(), text="Ja.\nMen vänta.", by=ladder.nora, at=AT)
    workflow.register_number(asked.matter, number="SLK-1", archive_id="", by=ladder.cast.eva, at=AT)
    meeting = on_agenda(asked.matter)
    said = text(meeting, "fragor")
    start = said.index("Remisser:")
    assert said[start : said.index("Vad som har hänt:", start)] == [
        "Remisser:",
        "  - Fråga: Vill ni vara med?",
        "    Skickad: 23 november 2026 kl. 10.00",
        f"    Skickad av: {ladder.cast.eva}",
        "    Svar senast: 14 december 2026",
        "    Läge: Ute för svar",
        "    Underlag:",
        "      - 1. Underlag 1: underlag-1.pdf",
        "    Tillfrågade:",
        "      - Vem: Gruppen NOSAM",
        "        Svar:",
        "          - Text: Ja.",
        "              Men vänta.",
        "            När: 23 november 2026 kl. 10.00",
        f"            Av: {ladder.nora}",
        "            Vad: Svarat",
        "    Vad som har hänt:",
        "      - När: 23 november 2026 kl. 10.00",
        "        Vad: Skickad",
        f"        Av: {ladder.cast.eva}",
    ]
    assert said[said.index("Diarieföring:") + 1] == "  Nummer: SLK-1"
    assert all(name in taken_out(meeting)[README].decode() for name in ("fragor.txt", "mötet.txt"))


def test_another_matter_of_the_group_is_not_taken_out(ladder: Ladder) -> None:
    make_matter(ladder.cast.sara, ladder.lgs, title="Kanariefågel")
    meeting = on_agenda(make_asked(ladder).matter)
    assert b"Kanarief" not in b"".join(taken_out(meeting).values())


def test_empty_fields_are_left_out_of_the_text() -> None:
    rows: Any = [{"text": "Ja", "comment": "", "papers": [], "registration": {"number": "", "archive_id": ""}}]
    assert as_text("Rubrik", rows) == "Rubrik\r\n\r\nText: Ja\r\n"
