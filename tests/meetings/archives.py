"""Zip files that records are taken out as, opened again."""

import hashlib
import io
import zipfile

from samverkan.common import archives


def opened(content: bytes) -> dict[str, bytes]:
    """The files of a zip, each checked against the manifest, which names them all."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    manifest = files.pop(archives.MANIFEST).decode().splitlines()
    said = {line[66:]: line[:64] for line in manifest}
    assert said == {name: hashlib.sha256(body).hexdigest() for name, body in files.items()}
    return files
