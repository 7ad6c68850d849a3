"""Are the records of meetings what they were: versions and their seals, publications, agendas, stored files?"""

import json
from collections.abc import Iterator

from meetings import sealing
from meetings.answer_files import answer_files
from meetings.models import AgendaVersion, Consulted, MatterPaper, MinutesVersion, Publication, StoredDocument
from samverkan.common import canonical, integrity

_DIFFERS = "texten stämmer inte med sin kontrollsumma."


@integrity.check("anteckningar")
def versions() -> Iterator[str]:
    for version in MinutesVersion.objects.select_related("meeting__group").order_by("pk").iterator():
        if not sealing.verify(version):
            yield f"{version}: {_DIFFERS}"
        elif version.seal and json.loads(version.seal)["content_sha256"] != version.content_sha256:
            yield f"{version}: sigillet är gjort för en annan text."


@integrity.check("publicerade anteckningar")
def publications() -> Iterator[str]:
    for row in Publication.objects.select_related("meeting__group").order_by("pk").iterator():
        if canonical.sha256(row.content) != row.sha256:
            yield f"{row}: {_DIFFERS}"


@integrity.check("agendor")
def agendas() -> Iterator[str]:
    for row in AgendaVersion.objects.select_related("meeting__group").order_by("pk").iterator():
        if canonical.sha256(row.content) != row.content_sha256:
            yield f"{row}: {_DIFFERS}"


@integrity.check("filer till möten och frågor")
def files() -> Iterator[str]:
    documents = StoredDocument.objects.select_related("meeting__group").order_by("pk")
    yield from integrity.file_drift((row.path, row.sha256, f"{row.meeting}, {row.name}") for row in documents)
    papers = MatterPaper.objects.select_related("matter").order_by("pk")
    yield from integrity.file_drift((row.path, row.sha256, f"{row.matter}, {row.name}") for row in papers)
    answers = answer_files(Consulted.objects.all())
    yield from integrity.file_drift(
        (row.file_path, row.file_sha256, f"Svar på remiss, {row.file_name}") for row in answers
    )
