"""Zip files for those who keep records: the same bytes for the same content, every file with its checksum."""

import hashlib
import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

MANIFEST = "manifest-sha256.txt"
ZIP = "application/zip"
_STAMP = (1980, 1, 1, 0, 0, 0)
_NOT_IN_NAMES = re.compile(r"[^\w.,()+\- ]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The files, path → content, and a manifest with the SHA-256 of each, as ``sha256sum --check`` reads it."""
    manifest = "".join(f"{hashlib.sha256(files[path]).hexdigest()}  {path}\n" for path in sorted(files))
    whole = {**files, MANIFEST: manifest.encode()}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(whole):
            entry = zipfile.ZipInfo(path, _STAMP)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            archive.writestr(entry, whole[path])
    return target.getvalue()


def safe_name(name: str) -> str:
    """The name as it can stand in a zip file: no folders, no signs that some system can't have."""
    return _NOT_IN_NAMES.sub("_", name).strip(". ")[-120:] or "fil"


def xml(root: str, data: Mapping[str, Any]) -> bytes:
    """The data as XML: a field is an element with its name, a list has one ``row`` for each of its members.

    An empty field is an empty element; moments and days are written as ISO 8601.
    """
    element = Element(root)
    _fill(element, data)
    indent(element)
    written: bytes = tostring(element, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _fill(element: Element, value: Any) -> None:
    if isinstance(value, Mapping):
        for name, part in value.items():
            _fill(SubElement(element, name), part)
    elif isinstance(value, list):
        for part in value:
            _fill(SubElement(element, "row"), part)
    elif value is not None:
        element.text = _CONTROLS.sub("", str(value).lower() if isinstance(value, bool) else str(value))
