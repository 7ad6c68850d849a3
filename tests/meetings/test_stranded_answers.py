"""The answers to a closed consultation that did not become a paper: said, offered to be gathered again, and done."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from meetings.models import Consultation, Matter
from meetings.querysets.handovers import ANSWERS
from meetings.states import MatterState
from meetings.workflow import consultations as workflow
from meetings.workflow import matters
from samverkan.common import outbox
from samverkan.common.models import OutboxMessage
from samverkan.common.refusals import StepRefused
from tests.admin.browsing import browser, history_reasons
from tests.factories import make_cast
from tests.handovers import AT, Ladder, make_asked, make_ladder
from tests.matters import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]
LATE = AT + timedelta(minutes=16)


@pytest.fixture
def ladder() -> Ladder:
    return make_ladder(make_cast())


@pytest.fixture
def stranded(ladder: Ladder) -> Consultation:
    """A closed consultation whose paper could not be drawn; the work was given up."""
    asked = make_asked(ladder)
    with time_machine.travel(AT, tick=False):
        workflow.close(asked, by=ladder.cast.eva)
    OutboxMessage.objects.filter(kind=ANSWERS).update(dead_at=AT, error="MemoryError")
    asked.refresh_from_db()
    return asked


def test_answers_that_did_not_become_a_paper_are_gathered_again_by_who_keeps_the_matter(
    ladder: Ladder, stranded: Consultation
) -> None:
    page = f"/admin/remisser/{stranded.pk}/"
    again, matter = f"{page}sammanstall/", f"/admin/fragor/{stranded.matter_id}/"
    with time_machine.travel(AT + timedelta(minutes=14), tick=False):
        eva = browser(ladder.cast.eva)
        with pytest.raises(StepRefused, match="sammanställs just nu"):
            workflow.gather_again(stranded, by=ladder.cast.eva)
        assert "Sammanställ igen" not in text(eva.get(page))
        assert "Sammanställ svaren" not in text(eva.get("/admin/"))
    with time_machine.travel(LATE, tick=False):
        with pytest.raises(StepRefused, match="välj ”Sammanställ igen”"):
            matters.take_in(stranded.matter, by=ladder.cast.eva)
        assert "Svaren kunde inte sammanställas" in text(eva.get(matter))
        assert "Sammanställ svaren på remissen igen" in text(eva.get("/admin/"))
        assert "Sammanställ svaren" not in text(browser(ladder.nora).get("/admin/"))
        shown = text(browser(ladder.cast.sara).get(page))
        assert ("Svaren kunde inte sammanställas" in shown, f'action="{again}"' in shown) == (True, False)
        assert f'action="{again}"' in eva.get(page).content.decode()
        assert browser(ladder.cast.sara).post(again).status_code == 403
        eva.post(again)
        assert OutboxMessage.objects.filter(kind=ANSWERS, dead_at=None, done_at=None).count() == 1
        assert history_reasons(Consultation, stranded.pk)[-1] == "Sammanställs igen"
        assert "Svaren sammanställs till ett underlag." in text(eva.get(page))
        eva.post(again)
        assert OutboxMessage.objects.filter(kind=ANSWERS).count() == 2
        outbox.run_due(at=timezone.now())
        found = Matter.objects.get()
        assert (found.state, found.papers.count()) == (MatterState.BACK_AGAIN, 2)
        assert "kunde inte sammanställas" not in text(eva.get(page))


def test_the_desk_asks_once_more_only_while_answers_are_stranded(
    ladder: Ladder, stranded: Consultation, django_assert_max_num_queries: Any
) -> None:
    with time_machine.travel(LATE, tick=False):
        eva = browser(ladder.cast.eva)
        eva.get("/admin/")
        with django_assert_max_num_queries(28):
            assert "Sammanställ svaren" in text(eva.get("/admin/"))
