"""Two who report on the same decisions at the same moment."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from decisions import workflow
from decisions.models import Anchoring
from groups.models import Organisation
from tests.factories import Cast, make_published

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_all_that_two_say_at_once_is_said_once_and_refused_to_none(
    cast: Cast, parties: dict[str, Organisation]
) -> None:
    """Each has looked before the other has reported: what is anchored by then is passed over, and not refused."""
    make_published(cast, items=4)
    rows, barrier, said = list(Anchoring.objects.filter(organisation__name="Sahlgrenska")), Barrier(8), list[object]()

    def press() -> None:
        try:
            barrier.wait(timeout=30)
            said.append(workflow.report_all_anchored(rows, by=cast.sara))
        except Exception as error:
            said.append(error)
        finally:
            connection.close()

    presses = [Thread(target=press) for _ in range(8)]
    for one in presses:
        one.start()
    for one in presses:
        one.join(timeout=60)
    assert sorted(map(str, said)) == ["0"] * 7 + ["4"]
    assert set(Anchoring.objects.filter(pk__in=[row.pk for row in rows]).values_list("state", flat=True)) == {
        "anchored"
    }
