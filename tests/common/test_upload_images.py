"""Uploaded pictures are drawn anew, and those that are too large or damaged are refused."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from samverkan.common.uploads import UploadRefused, check
from tests.common.crafted import picture, upload


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(UploadRefused) as refused:
        check(upload(name, content))
    return str(refused.value)


def test_a_picture_loses_what_the_camera_wrote_and_what_follows_it() -> None:
    exif = Image.Exif()
    exif[0x8825], exif[0x010E] = {1: "N", 2: (57.0, 42.0, 0.0)}, "kanariefågel"
    sent = picture("JPEG", exif=exif.tobytes(), comment=b"hemlig") + b"<script>alert(1)</script>"
    kept = check(upload("foto.jpg", sent)).content
    assert b"Exif" in sent
    assert not any(word in kept for word in (b"Exif", b"hemlig", b"<script>"))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_pictures_of_every_mode_are_drawn_anew(mode: str) -> None:
    with Image.open(BytesIO(check(upload("a.png", picture(mode=mode))).content)) as kept:
        assert kept.size == (3, 2)


def test_a_turned_photo_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    with Image.open(BytesIO(check(upload("a.jpg", picture("JPEG", exif=exif.tobytes()))).content)) as kept:
        assert kept.size == (2, 3)


def test_a_picture_for_print_is_taken_in() -> None:
    with Image.open(BytesIO(check(upload("a.jpg", picture("JPEG", mode="CMYK"))).content)) as kept:
        assert kept.mode == "RGB"


def declaring(width: int, height: int) -> bytes:
    """A small file that says it is a large picture."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    packed = [struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in chunks]
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


@pytest.mark.parametrize("side", [6400, 9600, 40_000])
def test_a_picture_of_too_many_points_is_refused(side: int) -> None:
    assert refusal("stor.png", declaring(side, side)).startswith("Bilden har för många bildpunkter. Minska den")


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.png", picture(size=(90, 90))[:60]), ("a.jpg", b"\xff\xd8\xff\xe0<html>")],
    ids=["cut off", "not a picture"],
)
def test_a_damaged_picture_is_refused(name: str, content: bytes) -> None:
    assert refusal(name, content).startswith("Bilden går inte att läsa. Öppna den i ett bildprogram")
