"""A group that nobody runs: its chair writes, establishes and publishes its plan and its annual report."""

from datetime import date

import pytest

from decisions.models import ActionPlan, AnnualReport
from decisions.plans.documents import render_stored
from decisions.plans.rules import may_begin, writing_groups
from groups.models import Group, User, YearRule
from samverkan.common.models import OutboxMessage
from tests.admin.browsing import browser, said
from tests.factories import Cast, make_administrator, make_chair, make_group, make_member, make_user
from tests.matters import text
from tests.plans import make_plan, make_plan_group

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]
NEW = "/admin/planer/ny/?grupp=nosam&ar=2026"


@pytest.fixture
def nosam(cast: Cast) -> Group:
    """A group with a chair and a member, and nobody who runs it, whose plan was due in March."""
    group = make_plan_group(slug="nosam", by="group")
    YearRule.objects.create(group=group, plan_due="03-31", since=2026)
    make_member(cast.sara.person, group)  # type: ignore[arg-type]
    return group


@pytest.fixture
def chair(nosam: Group) -> User:
    user = make_user("cia")
    make_chair(user.person, nosam)  # type: ignore[arg-type]
    return user


def runs(group: Group, name: str = "leda") -> User:
    user = make_user(name)
    make_member(user.person, group, "process_leader")  # type: ignore[arg-type]
    return user


def todos(user: User) -> list[tuple[str, str, str]]:
    found = browser(user).get("/admin/").context["todos"]
    return [(todo.label, todo.why, todo.url) for todo in found]


def test_the_desk_leads_the_chair_to_the_new_plan_and_it_is_published(chair: User, nosam: Group) -> None:
    client = browser(chair)
    assert todos(chair) == [("Skriv handlingsplanen", "Skulle ha varit fastställd senast 31 mars 2026.", NEW)]
    page = client.get(NEW)
    assert (page.context["form"]["group"].value(), page.context["form"]["year"].value()) == (nosam.pk, "2026")
    client.post(NEW, {"group": nosam.pk, "year": "2026"})
    plan = ActionPlan.objects.get()
    path = f"/admin/planer/{plan.pk}/"
    assert todos(chair)[0][::2] == ("Fastställ handlingsplanen", path)
    written = {"introduction": "", "mal-antal": "1", "mal-1-text": "Ett mål", "mal-1-antal": "0"}
    seen = client.get(f"{path}skriv/").context["form"].head["seen"].value()
    client.post(f"{path}skriv/", {**written, "seen": seen, "done": "1"})
    seen = client.get(f"{path}faststall/").context["form"]["seen"].value()
    client.post(f"{path}faststall/", {"on": "2026-03-02", "seen": seen, "sure": "on"})
    plan.refresh_from_db()
    render_stored(plan.record)
    client.post(f"{path}publicera/")
    plan.refresh_from_db()
    assert (plan.state, todos(chair)) == ("published", [])


def test_the_chair_writes_the_report_and_approves_it_without_mail_to_themself(chair: User, nosam: Group) -> None:
    client = browser(chair)
    client.post("/admin/rapporter/ny/", {"group": nosam.pk, "year": "2025"})
    report = AnnualReport.objects.get()
    path = f"/admin/rapporter/{report.pk}/"
    seen = client.get(f"{path}skriv/").context["form"]["seen"].value()
    client.post(f"{path}skriv/", {"summary": "<p>Ett bra år.</p>", "seen": seen, "done": "1"})
    assert "Skicka för godkännande" in text(client.get(path))
    assert said(client.post(f"{path}skicka/", follow=True)) == ["Läs igenom rapporten och godkänn den."]
    assert [row[0] for row in todos(chair) if row[2] == path] == ["Godkänn årsrapporten"]
    page = text(client.get(path))
    assert ("Sedan kan du publicera den." in page, "Rapporten ligger hos ordföranden" in page) == (True, False)
    client.post(f"{path}godkann/", {"seen": client.get(path).context["seen"]})
    report.refresh_from_db()
    render_stored(report.record)
    client.post(f"{path}publicera/")
    report.refresh_from_db()
    assert report.state == "published"
    assert not OutboxMessage.objects.filter(kind="groups.mail").exists()


def test_a_vice_chair_who_sends_the_report_back_tells_the_other(chair: User, nosam: Group) -> None:
    other = make_user("vice")
    make_chair(other.person, nosam, office="vice_chair")  # type: ignore[arg-type]
    client = browser(chair)
    client.post("/admin/rapporter/ny/", {"group": nosam.pk, "year": "2025"})
    path = f"/admin/rapporter/{AnnualReport.objects.get().pk}/"
    seen = client.get(f"{path}skriv/").context["form"]["seen"].value()
    client.post(f"{path}skriv/", {"summary": "<p>Ett år.</p>", "seen": seen})
    client.post(f"{path}skicka/")
    browser(other).post(f"{path}lamna-tillbaka/", {"reason": "Skriv mer."})
    mails = OutboxMessage.objects.filter(kind="groups.mail")
    told = {(row.payload["template"], row.payload["person"]) for row in mails}
    assert told == {("report_to_approve", other.person_id), ("report_returned", chair.person_id)}


def test_where_somebody_runs_it_the_chair_reads_who_writes_and_has_no_button(chair: User, nosam: Group) -> None:
    leader = runs(nosam)
    why = f"Skulle ha varit fastställd senast 31 mars 2026. Den skrivs av {leader.person}."
    assert todos(chair) == [("Handlingsplanen är försenad", why, "")]
    page = text(browser(chair).get("/admin/"))
    assert ("Handlingsplanen är försenad" in page, 'href=""' in page) == (True, False)
    plan = make_plan(nosam, by=leader)
    assert todos(chair) == [("Handlingsplanen är försenad", why, f"/admin/planer/{plan.pk}/")]
    assert todos(leader)[0][0] == "Fastställ handlingsplanen"


def test_who_may_begin(cast: Cast, chair: User, nosam: Group) -> None:
    on = date(2026, 11, 20)
    assert (may_begin(chair, nosam), list(writing_groups(chair, on=on))) == (True, [nosam])
    assert (may_begin(cast.sara, nosam), may_begin(cast.olle, cast.group)) == (False, False)
    runs(nosam)
    assert (may_begin(chair, nosam), list(writing_groups(chair, on=on))) == (False, [])


@pytest.mark.parametrize(("who", "begin", "write"), [("chair", 200, 200), ("sara", 403, 403), ("olle", 403, 404)])
def test_the_pages_let_in_the_chair_alone(
    cast: Cast, chair: User, nosam: Group, who: str, begin: int, write: int
) -> None:  # fmt: skip
    plan = make_plan(nosam, by=chair)
    client = browser(chair if who == "chair" else getattr(cast, who))
    assert [client.get(path).status_code for path in ("/admin/planer/ny/", f"/admin/planer/{plan.pk}/skriv/")] == [
        begin, write,
    ]  # fmt: skip


def test_the_groups_page_offers_a_new_plan_to_the_chair_and_a_process_leader_to_who_appoints(
    chair: User, nosam: Group
) -> None:
    ann = make_administrator("ann", nosam.area)
    path, link = "/admin/grupper/nosam/", "/admin/grupper/nosam/utse/?roll=process_leader"
    page = text(browser(chair).get(path))
    assert ("Ny handlingsplan" in page, "Ny årsrapport" in page, link in page) == (True, True, False)
    page = browser(ann).get(path).content.decode()
    assert link in page
    assert browser(ann).get(link).context["form"]["role"].value() == "process_leader"
    assert 'name="roll"' in browser(ann).get(link).content.decode()
    runs(nosam)
    assert link not in browser(ann).get(path).content.decode()
    assert "Ny handlingsplan" not in text(browser(chair).get(path))


def test_another_group_that_somebody_runs_does_not_hinder(chair: User, nosam: Group) -> None:
    runs(make_group("grannen"))
    assert may_begin(chair, nosam)
