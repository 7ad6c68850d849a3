"""The page for those who own the installation: the work that failed, and trying it again."""

import pytest
from django.utils import timezone

from samverkan.common.models import OutboxMessage
from tests.admin.browsing import browser, said
from tests.factories import Cast, make_user

pytestmark = pytest.mark.django_db
PAGE = "/admin/utgaende/"


def given_up(**fields: object) -> OutboxMessage:
    values = {"attempts": 9, "dead_at": timezone.now(), "error": "SMTPException: nej", **fields}
    return OutboxMessage.objects.create(kind="meetings.mail", payload={}, due_at=timezone.now(), **values)


def test_what_was_given_up_is_shown_and_tried_again(cast: Cast) -> None:
    message = given_up()
    root = browser(make_user("rut", is_superuser=True))
    page = root.get(PAGE).content.decode()
    assert ("SMTPException: nej" in page, "Uppgiven" in page, "1 är uppgiven" in page) == (True, True, True)
    again = f"{PAGE}{message.pk}/igen/"
    assert said(root.post(again)) == ["Uppgiften görs om nu."]
    message.refresh_from_db()
    assert (message.dead_at, message.attempts) == (None, 0)
    assert "Ingen är uppgiven." in root.get(PAGE).content.decode()
    OutboxMessage.objects.update(done_at=timezone.now())
    assert said(root.post(again))[-1].startswith("Uppgiften är redan gjord")
    assert "Allt är gjort." in root.get(PAGE).content.decode()


@pytest.mark.parametrize("who", ["eva", "olle", "sara", "maja"])
def test_nobody_else_sees_it_or_tries_again(cast: Cast, who: str) -> None:
    message, client = given_up(), browser(getattr(cast, who))
    assert client.get(PAGE).status_code == 403
    assert client.post(f"{PAGE}{message.pk}/igen/").status_code == 403
    message.refresh_from_db()
    assert message.dead_at


@pytest.mark.parametrize("count", [1, 20])
def test_the_page_takes_the_same_queries_however_many(
    cast: Cast, count: int, django_assert_num_queries: object
) -> None:
    for _ in range(count):
        given_up()
    root = browser(make_user("rut", is_superuser=True))
    root.get(PAGE)
    with django_assert_num_queries(6):  # type: ignore[operator]
        root.get(PAGE)
