"""Uploaded pictures: drawn anew, so that place, camera and whatever was hidden after the picture are gone."""

from io import BytesIO

from PIL import Image, ImageOps

#: A picture of 40 million points takes some 160 MB of memory while it is drawn anew.
MAX_POINTS = 40_000_000

TOO_LARGE = "Bilden har för många bildpunkter. Minska den till högst 6 000 × 6 000 och välj den igen."
BROKEN = "Bilden går inte att läsa. Öppna den i ett bildprogram, spara den på nytt och välj den igen."
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


def drawn_anew(content: bytes, suffix: str) -> bytes | str:
    """The picture as new bytes of the same format, turned the right way up; or a sentence when it is refused."""
    form = "PNG" if suffix == "png" else "JPEG"
    try:
        with Image.open(BytesIO(content), formats=[form]) as picture:
            if picture.width * picture.height > MAX_POINTS:
                return TOO_LARGE
            picture.verify()
        with Image.open(BytesIO(content), formats=[form]) as picture:
            return _saved(picture, form)
    except _BOMBS:
        return TOO_LARGE
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError):  # what Pillow raises for damaged files
        return BROKEN


def _saved(picture: Image.Image, form: str) -> bytes:
    ImageOps.exif_transpose(picture, in_place=True)
    kept = picture.convert("RGB") if form == "JPEG" and picture.mode not in {"L", "RGB"} else picture
    kept.load()
    kept.info = {key: value for key, value in kept.info.items() if key == "transparency"}
    out = BytesIO()
    kept.save(out, form, **({"quality": 92} if form == "JPEG" else {}))
    return out.getvalue()
