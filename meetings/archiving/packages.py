"""The package of an adjusted version, for a registry or an archive (L9): files, metadata, history and checksums."""

import json
from collections.abc import Iterator

from meetings.archiving.metadata import file_entry, history_of, metadata_of
from meetings.models import MinutesVersion, StoredDocument
from meetings.papers import files_named
from meetings.reading import variant_of
from meetings.states import MinutesState
from samverkan.common import archives, canonical
from samverkan.common.canonical import Json
from samverkan.common.refusals import StepRefused
from samverkan.common.stored import content_of

RECORD, PUBLIC = "handling", "offentlig"


def package_of(version: MinutesVersion) -> bytes:
    """A zip with the record, its public variant and the papers, what is said of them and their checksums.

    The same bytes for as long as nothing has been added. Raises StepRefused before the version is adjusted and its
    files are stored, and when one of them is lost.
    """
    if version.state != MinutesState.ADJUSTED:
        raise StepRefused("Anteckningen är inte justerad än. Paketet finns när den är det.")
    stored = [*_texts(version), *_uploaded(version), *papers_of(version)]
    files = {path: content_of(document.path, name=document.name) for path, document, _ in stored}
    files |= {
        f"{RECORD}/anteckning.json": version.content.encode(),
        f"{RECORD}/sigill.json": version.seal.encode(),
        f"{PUBLIC}/anteckning.json": canonical.dumps(variant_of(version)).encode(),
    }
    metadata = metadata_of(version, [file_entry(path, document, title) for path, document, title in stored])
    whole: Json = {**metadata, "history": history_of(version.meeting)}
    files["metadata.json"] = canonical.dumps(whole).encode()
    files["metadata.xml"] = archives.xml("package", whole)
    return archives.zipped(files)


def package_name(version: MinutesVersion) -> str:
    """``lgs-2026-04-23-version-1.zip``."""
    return f"{version.meeting.group.slug}-{version.meeting.day_key}-version-{version.number}.zip"


def papers_of(version: MinutesVersion) -> Iterator[tuple[str, StoredDocument, str]]:
    """The files of the papers that the version names, with their place in a package and their titles."""
    for said, document in files_named(version.meeting, json.loads(version.content)):
        yield f"underlag/{said['number']:02}-{archives.safe_name(said['name'])}", document, said["title"]


def _uploaded(version: MinutesVersion) -> Iterator[tuple[str, StoredDocument, str]]:
    """The finished note that was uploaded, when the version says that it is the text of one."""
    said = json.loads(version.content).get("file")
    notes = StoredDocument.objects.filter(meeting=version.meeting, kind=StoredDocument.Kind.NOTE)
    if said and (document := notes.filter(sha256=said["sha256"]).first()):
        yield f"{RECORD}/uppladdad-{archives.safe_name(document.name)}", document, "Den uppladdade anteckningen"


def _texts(version: MinutesVersion) -> Iterator[tuple[str, StoredDocument, str]]:
    public = canonical.sha256(canonical.dumps(variant_of(version)))
    wanted = (
        (StoredDocument.Kind.RECORD, version.sha256, RECORD, "Handlingen"),
        (StoredDocument.Kind.PUBLIC, public, PUBLIC, "Den publicerade anteckningen"),
    )
    for kind, source, folder, title in wanted:
        document = StoredDocument.objects.filter(meeting=version.meeting, kind=kind, source_sha256=source).first()
        if document is None:
            raise StepRefused("PDF:en är inte klar än. Vänta en stund och försök igen.")
        yield f"{folder}/anteckning.pdf", document, title
