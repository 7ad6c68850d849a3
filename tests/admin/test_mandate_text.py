"""A draft mandate is written: its facts, and its sections one at a time; nobody writes over anybody."""

from datetime import date
from typing import Any

import pytest

from groups.models import Mandate, MandateSection, User
from groups.workflow import mandate_text
from groups.workflow import mandates as workflow
from tests.admin.browsing import browser, history_reasons, said
from tests.admin.mandate_pages import at, facts, in_section, text
from tests.factories import Cast, make_group
from tests.mandates import TODAY, make_draft, make_versions

pytestmark = pytest.mark.django_db


@pytest.fixture
def eva(cast: Cast) -> Any:
    return browser(cast.eva)


@pytest.fixture
def draft(cast: Cast) -> Mandate:
    return make_draft(cast.group, by=cast.eva)


# --- Facts --------------------------------------------------------------------------------------------------


def test_facts_are_saved_with_history(draft: Mandate, eva: Any) -> None:
    values = facts(draft, title="Ny titel", document_date="2026-04-01", recipients="Ordföranden\r\nKoordinatorn")
    assert eva.post(at(draft, "uppgifter/"), values).status_code == 302
    draft.refresh_from_db()
    assert (draft.title, draft.document_date) == ("Ny titel", date(2026, 4, 1))
    assert draft.recipients == "Ordföranden\nKoordinatorn"
    assert history_reasons(Mandate, draft.pk)[-1] == "Uppgifter ändrade"


def test_facts_that_are_not_changed_leave_no_history(draft: Mandate, eva: Any) -> None:
    before = history_reasons(Mandate, draft.pk)
    answer = eva.post(at(draft, "uppgifter/"), facts(draft))
    assert said(answer) == ["Inget var ändrat."]
    assert history_reasons(Mandate, draft.pk) == before


def test_bad_facts_are_told_of_and_kept(draft: Mandate, eva: Any) -> None:
    answer = eva.post(at(draft, "uppgifter/"), facts(draft, title="", document_date="i våras", assignee="Alla vi"))
    assert answer.status_code == 422
    assert "Skriv uppdragets titel." in text(answer)
    assert "Datumet finns inte." in text(answer)
    assert "Alla vi" in text(answer)


def test_other_groups_give_another_number(draft: Mandate, cast: Cast, ann: User) -> None:
    other = make_group("tema")
    make_versions(other, 2, by=cast.eva)
    answer = browser(ann).post(at(draft, "uppgifter/"), facts(draft, groups=[cast.group.pk, other.pk]))
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert (draft.version, set(draft.groups.all())) == (3, {cast.group, other})


def test_facts_that_somebody_else_has_saved_are_not_written_over(draft: Mandate, cast: Cast, eva: Any) -> None:
    opened = facts(draft, assignee="Evas text")
    mandate_text.save_facts(
        draft, {"assignee": "Anns text"}, groups=[cast.group], seen=mandate_text.facts_token(draft), by=cast.eva
    )  # fmt: skip
    answer = eva.post(at(draft, "uppgifter/"), opened)
    assert answer.status_code == 409
    assert [words for words in ("Anns text", "Evas text", "Inget är sparat än") if words not in text(answer)] == []
    assert Mandate.objects.get().assignee == "Anns text"
    answer = eva.post(at(draft, "uppgifter/"), {**opened, "overwrite": answer.context["overwrite"]})
    assert Mandate.objects.get().assignee == "Evas text"


# --- Sections -----------------------------------------------------------------------------------------------


def test_a_section_is_added_last_and_cleaned(draft: Mandate, eva: Any) -> None:
    body = "<p onclick=x>Text</p><script>x</script>"
    answer = eva.post(at(draft, "avsnitt/nytt/"), {"heading": "Möten", "body": body})
    section = draft.sections.last()
    assert answer["Location"] == f"{at(draft)}#avsnitt-{section.pk}"
    assert (section.position, section.heading, section.body) == (2, "Möten", "<p>Text</p>")


def test_a_section_is_changed_with_history(draft: Mandate, eva: Any) -> None:
    section = draft.sections.get()
    values = {"heading": "Mål", "body": "<p>Ny text</p>", "seen": mandate_text.token_of(section)}
    assert eva.post(in_section(section), values).status_code == 302
    section.refresh_from_db()
    assert (section.heading, section.body) == ("Mål", "<p>Ny text</p>")
    assert history_reasons(MandateSection, section.pk) == ["Tillagt", "Ändrat"]


def test_a_section_without_a_heading_is_refused_and_its_text_kept(draft: Mandate, eva: Any) -> None:
    section = draft.sections.get()
    answer = eva.post(in_section(section), {"heading": "", "body": "<p>Lång text</p>", "seen": ""})
    assert answer.status_code == 422
    assert "Skriv avsnittets rubrik." in text(answer)
    assert "Lång text" in text(answer)


def test_a_section_that_somebody_else_has_saved_is_not_written_over(draft: Mandate, cast: Cast, eva: Any) -> None:
    section = draft.sections.get()
    opened = {"heading": "Syfte", "body": "<p>Evas text</p>", "seen": mandate_text.token_of(section)}
    mandate_text.save_section(section, heading="Syfte", body="<p>Anns text</p>", seen=opened["seen"], by=cast.eva)
    answer = eva.post(in_section(section), opened)
    assert answer.status_code == 409
    assert [
        words for words in ("<p>Anns text</p>", "Evas text", "Inget är sparat än") if words not in text(answer)
    ] == []
    assert MandateSection.objects.get().body == "<p>Anns text</p>"
    assert eva.post(in_section(section), {**opened, "overwrite": answer.context["overwrite"]}).status_code == 302
    assert MandateSection.objects.get().body == "<p>Evas text</p>"


def test_a_second_conflict_is_a_conflict_again(draft: Mandate, cast: Cast, eva: Any) -> None:
    section = draft.sections.get()
    opened = {"heading": "Syfte", "body": "<p>Evas text</p>", "seen": mandate_text.token_of(section)}
    for words in ("Ett", "Två"):
        section.refresh_from_db()
        seen = mandate_text.token_of(section)
        mandate_text.save_section(section, heading="Syfte", body=f"<p>{words}</p>", seen=seen, by=cast.eva)
        answer = eva.post(in_section(section), opened)
        assert answer.status_code == 409
        opened["overwrite"] = answer.context["overwrite"]
    assert eva.post(in_section(section), opened).status_code == 302


def test_a_section_that_is_gone_or_closed_loses_no_text(draft: Mandate, cast: Cast, eva: Any) -> None:
    section = draft.sections.get()
    other = mandate_text.add_section(draft, heading="Möten", body="<p>Text</p>", by=cast.eva)
    mandate_text.remove_section(other, by=cast.eva)
    assert eva.post(in_section(other), {"heading": "Möten", "body": "x", "seen": ""}).status_code == 404
    workflow.adopt(draft, decided_by="Chefen", decision_date=TODAY, valid_from=TODAY, by=cast.eva)
    answer = eva.post(in_section(section), {"heading": "Syfte", "body": "<p>Evas text</p>", "seen": ""})
    assert answer.status_code == 409
    assert "redan antaget" in text(answer)
    assert "Evas text" in text(answer)


def test_sections_change_places(draft: Mandate, cast: Cast, eva: Any) -> None:
    for heading in ("Två", "Tre"):
        mandate_text.add_section(draft, heading=heading, body="", by=cast.eva)

    def order() -> list[str]:
        return list(draft.sections.order_by("position").values_list("heading", flat=True))

    last = draft.sections.get(heading="Tre")
    for way, expected in (
        ("upp", ["Syfte", "Tre", "Två"]), ("upp", ["Tre", "Syfte", "Två"]), ("upp", ["Tre", "Syfte", "Två"]),
        ("ner", ["Syfte", "Tre", "Två"]),
    ):  # fmt: skip
        assert eva.post(in_section(last, "flytta/"), {"at": way}).status_code == 302
        assert order() == expected


def test_a_section_with_text_is_asked_about_before_it_goes(draft: Mandate, cast: Cast, eva: Any) -> None:
    section = draft.sections.get()
    assert "Gruppen ska stärka samverkan." in text(eva.get(in_section(section, "ta-bort/")))
    assert "Gruppen ska stärka samverkan." in text(eva.post(in_section(section, "ta-bort/")))
    assert draft.sections.exists()
    eva.post(in_section(section, "ta-bort/"), {"sure": "ja"})
    assert not draft.sections.exists()
    assert history_reasons(MandateSection, section.pk)[-1] == "Borttaget"
    empty = mandate_text.add_section(draft, heading="Tomt", body="", by=cast.eva)
    eva.post(in_section(empty, "ta-bort/"))
    assert not draft.sections.exists()
