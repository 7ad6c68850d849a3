"""The worker's part of the light path: the files of an uploaded note are made, and then it is published."""

import logging

from groups.models import User
from meetings.documents import render_stored
from meetings.models import MinutesVersion
from meetings.workflow.light_path import PUBLISH
from meetings.workflow.publication import publish
from samverkan.common import outbox
from samverkan.common.models import OutboxMessage
from samverkan.common.refusals import StepRefused

log = logging.getLogger(__name__)


@outbox.handles(PUBLISH)
def publish_when_ready(message: OutboxMessage) -> None:
    """Make the files and publish; done again it changes nothing, and a note taken off the site stays off it.

    Where the group waits for something more, the note stays adjusted, and is published by hand from its page.
    """
    version = MinutesVersion.objects.select_related("meeting__group").get(pk=message.payload["version"])
    render_stored(version)
    if version.publications.exists():
        return
    try:
        publish(version, by=User.objects.get(pk=message.payload["by"]))
    except StepRefused as refusal:
        log.warning("The uploaded note %s was not published: %s", version.pk, refusal)
