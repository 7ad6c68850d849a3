"""Personal numbers in what the registers say of groups, people and documents: others read it at once."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from groups.forms.composition import ChangeForm
from groups.forms.documents import DocumentForm
from groups.forms.groups import GroupForm, GroupTypeForm
from groups.forms.mandates import FactsForm, NewMandateForm, SectionForm
from groups.forms.registers import CorrectionForm, PersonForm
from groups.forms.seats import SeatTextForm
from groups.forms.steps import NoNumbers, PlainForm
from groups.models import GoverningDocument, Group, Mandate, MandateSection
from groups.workflow import documents, mandate_text, mandates
from samverkan.common.admin_site import site
from samverkan.common.refusals import StepRefused
from tests.admin.browsing import browser
from tests.factories import Cast, make_administrator

pytestmark = pytest.mark.django_db
SAID = "Gäller 19121212-1212"
SENTENCE = "Det här ser ut som ett personnummer: 19121212-XXXX. Skriv utan det och skicka igen."


@pytest.mark.parametrize(
    "form",
    [
        ChangeForm, CorrectionForm, DocumentForm, FactsForm, GroupForm, GroupTypeForm, NewMandateForm, PersonForm,
        SeatTextForm, SectionForm,
    ],
)  # fmt: skip
def test_every_form_of_a_free_text_stops_them(form: type) -> None:
    assert issubclass(form, NoNumbers)


def test_so_do_the_forms_of_all_registers() -> None:
    for register in site._registry.values():
        assert issubclass(register.form, PlainForm), register
        assert all(issubclass(inline.form, PlainForm) for inline in register.inlines), register


def test_the_sentence_stands_at_the_field_and_what_was_written_stays(cast: Cast) -> None:
    form = SectionForm({"heading": "Rubrik", "body": f"<p>{SAID[:15]}<strong>{SAID[15:]}</strong></p>", "seen": ""})
    assert not form.is_valid()
    assert list(form.errors) == ["body"]
    assert form.errors["body"][0].startswith("Det här ser ut som ett personnummer:")
    ann = make_administrator("ann", cast.group.area)
    place = f"/admin/groups/group/{cast.group.pk}/change/"
    page = browser(ann).post(place, {"name": cast.group.name, "purpose": SAID}).content.decode()
    assert "Det här ser ut som ett personnummer:" in page
    assert SAID in page
    assert Group.objects.get(pk=cast.group.pk).purpose != SAID


def test_what_was_there_before_and_is_not_changed_is_left_alone(cast: Cast) -> None:
    Group.objects.filter(pk=cast.group.pk).update(purpose=SAID)
    group = Group.objects.get(pk=cast.group.pk)
    form = GroupForm({"name": "Nytt", "purpose": SAID}, instance=group)
    assert "purpose" not in form.errors


def _section(cast: Cast) -> MandateSection:
    mandate = mandates.draft([cast.group], title="Uppdrag", by=cast.eva)
    return mandate_text.add_section(mandate, heading="Syfte", body="<p>Text.</p>", by=cast.eva)


def _facts(cast: Cast) -> Any:
    mandate: Mandate = mandates.draft([cast.group], title="Uppdrag", by=cast.eva)
    seen = mandate_text.facts_token(mandate)
    return mandate_text.save_facts(mandate, {"assignee": SAID}, groups=[cast.group], seen=seen, by=cast.eva)


def _adopted(cast: Cast) -> Any:
    section = _section(cast)
    MandateSection.objects.filter(pk=section.pk).update(body=f"<p>{SAID}</p>")
    day = date(2026, 11, 1)
    return mandates.adopt(Mandate.objects.get(), decision_date=day, valid_from=day, decided_by="LGS", by=cast.eva)


def _document(cast: Cast, **fields: str) -> Any:
    document = GoverningDocument(group=cast.group, kind="routine", **{"title": "Rutin", **fields})
    return documents.register(document, by=cast.eva)


def _changed(cast: Cast) -> Any:
    document = _document(cast)
    document.summary = SAID
    return documents.change(document, by=cast.eva)


STEPS: dict[str, Callable[[Cast], Any]] = {
    "title of a mandate": lambda c: mandates.draft([c.group], title=SAID, by=c.eva),
    "facts of a mandate": _facts,
    "new section": lambda c: mandate_text.add_section(_section(c).mandate, heading=SAID, body="", by=c.eva),
    "section": lambda c: mandate_text.save_section(_section(c), heading="A", body=f"<p>{SAID}</p>", seen="", by=c.eva),
    "adoption": _adopted,
    "title of a document": lambda c: _document(c, title=SAID),
    "summary of a document": lambda c: _document(c, summary=SAID),
    "change of a document": _changed,
}


@pytest.mark.parametrize("name", STEPS)
def test_the_steps_stop_them_too(cast: Cast, name: str) -> None:
    with pytest.raises(StepRefused, match="Det här ser ut som ett personnummer"):
        STEPS[name](cast)


def test_no_label_of_a_register_ends_with_a_colon(cast: Cast) -> None:
    ann = make_administrator("ann", cast.group.area)
    for place in (f"groups/group/{cast.group.pk}/change/", "groups/person/add/"):
        page = browser(ann).get(f"/admin/{place}").content.decode()
        assert "<label" in page
        assert ":</label>" not in page
