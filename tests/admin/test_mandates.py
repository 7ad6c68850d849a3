"""Mandates behind sign-in: begun, adopted, read, and found in the register."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.models import Group, Mandate, User
from groups.workflow import mandate_text
from groups.workflow import mandates as workflow
from tests.admin.browsing import browser, history_reasons, said
from tests.admin.mandate_pages import at, facts, in_section, text
from tests.factories import Cast, make_group, make_user
from tests.mandates import TODAY, give_file, make_adopted, make_draft

pytestmark = pytest.mark.django_db
ADOPTION = {
    "decided_by": "Direktören", "decided_by_group": "", "decision_date": "2026-05-04", "decision_reference": "",
    "registration_number": "RS 2026-1", "valid_from": "2026-05-04", "valid_until": "", "precision": "day",
    "review_date": "", "sure": "on",
}  # fmt: skip


@pytest.fixture
def eva(cast: Cast) -> Any:
    return browser(cast.eva)


@pytest.fixture
def draft(cast: Cast) -> Mandate:
    return make_draft(cast.group, by=cast.eva)


# --- Beginning ----------------------------------------------------------------------------------------------


def test_a_process_leader_begins_a_mandate_for_an_own_group(cast: Cast, eva: Any) -> None:
    assert "checked" in text(eva.get("/admin/uppdrag/ny/?grupp=lgs"))
    answer = eva.post("/admin/uppdrag/ny/", {"title": "Vårt uppdrag", "groups": cast.group.pk})
    assert answer.status_code == 302
    assert history_reasons(Mandate, Mandate.objects.get(title="Vårt uppdrag").pk)[0] == "Nytt utkast"


def test_only_own_groups_can_be_chosen(cast: Cast, eva: Any) -> None:
    other = Group.objects.get(slug="annan")
    answer = eva.post("/admin/uppdrag/ny/", {"title": "Andras uppdrag", "groups": other.pk})
    assert answer.status_code == 422
    assert "Välj minst en av grupperna i listan." in text(answer)
    assert "Andras uppdrag" in text(answer)  # nothing that was written is lost
    assert not Mandate.objects.exists()


def test_a_second_draft_is_refused_in_words(draft: Mandate, cast: Cast, eva: Any) -> None:
    answer = eva.post("/admin/uppdrag/ny/", {"title": "Ett till", "groups": cast.group.pk})
    assert answer.status_code == 422
    assert "Det finns redan ett utkast för LGS" in text(answer)


def test_a_new_version_is_for_the_groups_that_one_keeps(cast: Cast, eva: Any, ann: User) -> None:
    other = make_group("tema")
    former = make_adopted(cast.group, other, by=cast.eva)
    assert "TEMA behåller version 1" in text(eva.get(at(former, "ny-version/")))
    assert eva.post(at(former, "ny-version/"), {"groups": other.pk}).status_code == 422
    assert eva.post(at(former, "ny-version/"), {"groups": cast.group.pk}).status_code == 302
    draft = Mandate.objects.get(replaces=former)
    assert (list(draft.groups.all()), draft.version) == ([cast.group], 2)
    assert "behåller" not in text(browser(ann).get(at(former, "ny-version/")))
    assert f'href="{at(draft)}"' in text(eva.get(at(former)))


def test_a_draft_is_thrown_away_after_a_question(draft: Mandate, eva: Any) -> None:
    assert "Utkastet med alla sina avsnitt tas bort." in text(eva.get(at(draft, "slang/")))
    assert eva.post(at(draft, "slang/")).status_code == 302
    assert not Mandate.objects.exists()


# --- Adoption -----------------------------------------------------------------------------------------------


@time_machine.travel(TODAY, tick=False)
def test_adoption_says_what_happens_and_then_it_happens(draft: Mandate, eva: Any) -> None:
    assert "Texten låses så som den är sparad." in text(eva.get(at(draft, "anta/")))
    answer = eva.post(at(draft, "anta/"), ADOPTION)
    assert said(answer) == ["Uppdraget är antaget och låst. PDF:en blir klar om en stund."]
    draft.refresh_from_db()
    assert (draft.state, draft.decided_by, draft.registration_number) == ("adopted", "Direktören", "RS 2026-1")
    html = text(eva.get(at(draft)))
    assert draft.record.sha256 in html
    assert "Starta ny version" in html
    assert "Flytta upp" not in html


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"decided_by": " "}, "Välj gruppen som har beslutat"),
        ({"decision_date": ""}, "Skriv vilken dag beslutet togs."),
        ({"decision_date": "2026-05-05"}, "5 maj 2026 ligger i framtiden."),
        ({"valid_from": ""}, "Skriv från vilken dag uppdraget gäller."),
        ({"valid_until": "2026-05-03"}, "Uppdraget kan inte sluta gälla innan det har börjat."),
        ({"valid_until": "2026-03-03", "precision": "month"}, "Uppdraget kan inte sluta gälla innan det har börjat."),
        ({"sure": ""}, "Kryssa i att uppdraget är antaget."),
        ({"precision": "vecka"}, "Så noga anges slutet"),
    ],
)
@time_machine.travel(TODAY, tick=False)
def test_a_bad_adoption_is_told_of_and_nothing_is_lost(
    draft: Mandate, eva: Any, changes: dict[str, str], words: str
) -> None:
    answer = eva.post(at(draft, "anta/"), {**ADOPTION, **changes})
    assert answer.status_code == 422
    assert words in text(answer)
    assert "RS 2026-1" in text(answer)
    draft.refresh_from_db()
    assert draft.state == "draft"


@time_machine.travel(TODAY, tick=False)
def test_a_draft_without_text_is_not_adopted(cast: Cast, eva: Any) -> None:
    empty = make_draft(cast.group, by=cast.eva, body="")
    answer = eva.post(at(empty, "anta/"), ADOPTION)
    assert answer.status_code == 422
    assert "Skriv minst ett avsnitt med text" in text(answer)


@time_machine.travel(TODAY, tick=False)
def test_what_is_replaced_is_said_before(cast: Cast, eva: Any) -> None:
    former = make_adopted(cast.group, by=cast.eva, title="Det gamla")
    draft = workflow.start_revision(former, by=cast.eva)
    assert "Det gamla, version 1, ersätts" in text(eva.get(at(draft, "anta/")))
    eva.post(at(draft, "anta/"), ADOPTION)
    former.refresh_from_db()
    assert former.state == "superseded"


def test_an_adopted_mandate_is_completed_and_not_otherwise_changed(cast: Cast, eva: Any) -> None:
    mandate = make_adopted(cast.group, by=cast.eva)
    later = {"registration_number": "RS 2", "decision_reference": "LGS 2026:1", "review_date": "2027-01-01"}
    assert eva.post(at(mandate, "komplettera/"), later).status_code == 302
    mandate.refresh_from_db()
    assert (mandate.registration_number, mandate.review_date) == ("RS 2", date(2027, 1, 1))
    assert eva.post(at(mandate, "uppgifter/"), facts(mandate, title="Nytt")).status_code == 409
    assert eva.post(at(mandate, "slang/")).status_code == 302
    assert Mandate.objects.get().title == mandate.title


# --- Reading ------------------------------------------------------------------------------------------------


def test_preview_difference_and_files_are_for_the_group(cast: Cast, eva: Any) -> None:
    former = make_adopted(cast.group, by=cast.eva)
    give_file(former)
    draft = workflow.start_revision(former, by=cast.eva)
    section = draft.sections.get()
    seen = mandate_text.token_of(section)
    mandate_text.save_section(section, heading="Syfte", body="<p>Ny mening här.</p>", seen=seen, by=cast.eva)
    for client in (eva, browser(cast.sara)):
        assert "Ny mening här." in text(client.get(at(draft, "forhandsgranska/")))
        assert "<ins>Ny mening här.</ins>" in text(client.get(at(draft, "skillnad/")))
        assert client.get(at(former, "uppdrag.pdf")).content == b"%PDF-1.7 uppdrag"
    assert eva.get(at(former, "skillnad/")).status_code == 404
    assert browser(cast.maja).get(at(draft, "forhandsgranska/")).status_code == 404


def test_a_member_reads_a_draft_and_is_offered_no_verbs(draft: Mandate, cast: Cast) -> None:
    html = text(browser(cast.sara).get(at(draft)))
    assert "Gruppen ska stärka samverkan." in html
    assert [
        verb for verb in ("Registrera antagande", "Ändra uppgifterna", "Släng utkastet", "Starta ny") if verb in html
    ] == []


def test_a_draft_for_others_groups_too_is_not_written_by_one_process_leader(cast: Cast, eva: Any, ann: User) -> None:
    shared = make_draft(cast.group, make_group("tema"), by=ann)
    section = shared.sections.get()
    paths = [at(shared, tail) for tail in ("uppgifter/", "avsnitt/nytt/", "anta/", "slang/")]
    for path in (*paths, in_section(section), in_section(section, "ta-bort/")):
        assert eva.get(path).status_code == 403, path
        assert eva.post(path, {}).status_code == 403, path
    assert browser(ann).get(at(shared, "uppgifter/")).status_code == 200


# --- The register -------------------------------------------------------------------------------------------


def test_the_register_leads_to_the_mandates_own_page(draft: Mandate, eva: Any) -> None:
    assert eva.get(f"/admin/groups/mandate/{draft.pk}/change/")["Location"] == at(draft)
    assert eva.get("/admin/groups/mandate/add/")["Location"] == "/admin/uppdrag/ny/"
    assert eva.get(f"/admin/groups/mandate/{draft.pk}/history/").status_code == 200


@time_machine.travel(TODAY, tick=False)
def test_the_register_is_filtered_by_what_needs_somebody(cast: Cast, eva: Any) -> None:
    groups = {name: make_group(name) for name in ("snart", "ute", "oversyn", "lugn")}
    values: dict[str, dict[str, Any]] = {
        "snart": {"valid_until": date(2026, 8, 1)}, "ute": {"valid_until": date(2026, 5, 3)},
        "oversyn": {"review_date": TODAY}, "lugn": {"valid_until": date(2026, 8, 3)},
    }  # fmt: skip
    root = browser(make_user("root", is_superuser=True))
    for name, group in groups.items():
        make_adopted(group, by=cast.eva, title=f"Uppdrag {name}", **values[name])
    for name in ("snart", "ute", "oversyn"):
        html = text(root.get(f"/admin/groups/mandate/?giltighet={name}"))
        assert [title for title in groups if f"Uppdrag {title}" in html] == [name]
    assert "Uppdrag lugn" in text(root.get(f"/admin/groups/mandate/?omrade={cast.group.area_id}"))
    assert "Uppdrag lugn" not in text(root.get("/admin/groups/mandate/?typ=999"))
    assert "Uppdrag snart" not in text(eva.get("/admin/groups/mandate/"))


def test_queries_of_the_register_do_not_grow(cast: Cast, eva: Any) -> None:
    counts = []
    for more in (1, 20):
        for _ in range(more):
            make_adopted(cast.group, by=cast.eva)
        with CaptureQueriesContext(connection) as asked:
            eva.get("/admin/groups/mandate/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
