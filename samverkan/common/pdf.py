"""PDF: turns our own HTML into one file that is both an archive copy and readable by everyone.

The only module that knows the PDF engine. What it promises about every file:

* it follows PDF/A-3a and PDF/UA-1 at the same time, in Swedish, tagged, with title and bookmarks;
* the same input gives the same bytes, in any process, whatever the clock says;
* nothing is fetched: style and fonts come from our own files, and no installed font is ever used.

Rendering costs time and memory, so it belongs in the worker, never in an anonymous visitor's request.
"""

import hashlib
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any
from zlib import adler32

import pikepdf
from fontTools.ttLib import TTFont
from weasyprint import CSS, HTML
from weasyprint.css import ColorProfile
from weasyprint.document import DocumentMetadata
from weasyprint.text.ffi import ffi, fontconfig, gobject, pangoft2
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from samverkan.common.print_html import PdfRefused, check_shape, drawable, one_line, tidy

__all__ = ["Pdf", "PdfRefused", "render", "warm_up"]

_STATIC = Path(__file__).resolve().parents[2] / "static"
_SHEET = "asset:print.css"
_OPTIONS = {
    "pdf_variant": "pdf/a-3a",
    "presentational_hints": False,
    "output_intent": "sRGB",  # given by us: the engine's own "srgb" leaves a file open
    "uncompressed_pdf": True,  # compressed once, in `_saved`
}
_RGB = (["r"], ["g"], ["b"])


@dataclass(frozen=True, slots=True)
class Pdf:
    """A finished file."""

    content: bytes
    pages: int

    @property
    def size(self) -> int:
        return len(self.content)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def render(
    html: str,
    *,
    title: str,
    created: datetime,
    subject: str = "",
    keywords: Sequence[str] = (),
    author: str = "",
) -> Pdf:
    """Render a whole HTML document, styled by `static/css/print.css` alone.

    Title, dates and the rest of the metadata come from the arguments, never from the HTML. `created` must
    know its time zone. Raises `PdfRefused` rather than leave out an element that is not ours.
    """
    if created.tzinfo is None:
        raise ValueError("created must be aware of its time zone")
    check_shape(html)
    with _one_at_a_time:
        metadata = DocumentMetadata(
            title=one_line(title),
            description=one_line(subject),
            keywords=[one_line(word) for word in keywords],
            authors=[one_line(author)] if author else [],
            created=created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            generator="Samverkan",
            lang="sv",
        )
        return _finish(_draw(html, metadata))


def warm_up() -> None:
    """Read fonts and style now, so that the first render is as quick as the rest."""
    _engine()


def _draw(html: str, metadata: DocumentMetadata) -> bytes:
    engine = _engine()
    try:
        source = HTML(string=html, url_fetcher=engine.fetcher)
        tidy(source.etree_element, engine.signs)
        document = source.render(
            font_config=engine.fonts,
            stylesheets=[engine.sheet],
            color_profiles={"sRGB": ColorProfile(BytesIO(engine.colours), "sRGB", "relative-colorimetric", _RGB)},
            **_OPTIONS,
        )
        document.metadata = metadata
        content: bytes = document.write_pdf(**_OPTIONS)
    except FatalURLFetchingError as error:
        raise PdfRefused(str(error)) from error
    except RecursionError as error:
        raise PdfRefused("The HTML is nested too deeply.") from error
    return content


# The engine: our fonts, our style, nothing else


@dataclass(frozen=True, slots=True)
class _Engine:
    fonts: Any
    sheet: Any
    fetcher: Any
    colours: bytes
    signs: frozenset[int]


_one_at_a_time = threading.Lock()  # the fonts are shared, and the text library behind them is not thread-safe


@cache
def _engine() -> _Engine:
    fonts = sorted((_STATIC / "fonts" / "print").glob("*.woff2"))
    assets = {f"asset:{path.name}": path.read_bytes() for path in fonts}
    assets[_SHEET] = (_STATIC / "css" / "print.css").read_bytes()
    fetcher, config = _OwnAssets(assets), _OwnFonts()
    sheet = CSS(url=_SHEET, url_fetcher=fetcher, font_config=config)
    covered = (TTFont(path).getBestCmap() for path in fonts)
    colours = files("weasyprint.pdf").joinpath("sRGB2014.icc").read_bytes()
    return _Engine(config, sheet, fetcher, colours, drawable(set().union(*covered)))


class _OwnAssets(URLFetcher):  # type: ignore[misc]  # the engine has no types
    """Answers `asset:` addresses from memory; any other address stops the render."""

    def __init__(self, assets: dict[str, bytes]) -> None:
        super().__init__(allowed_protocols=["asset"], allow_redirects=False, fail_on_errors=True)
        self._assets = assets

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        if url not in self._assets:
            raise FatalURLFetchingError(f"A document fetches nothing: {url[:200]}")
        kind = "text/css" if url == _SHEET else "font/woff2"
        return URLFetcherResponse(url, self._assets[url], {"Content-Type": kind})


class _OwnFonts(FontConfiguration):  # type: ignore[misc]  # the engine has no types
    """Starts from an empty font list instead of the machine's, so that no other font can slip in."""

    def __init__(self) -> None:
        ffi.cdef("FcConfig *FcConfigCreate(void);")
        self._config = fontconfig.FcConfigCreate()
        self.font_map = ffi.gc(pangoft2.pango_ft2_font_map_new(), gobject.g_object_unref)
        pangoft2.pango_fc_font_map_set_config(ffi.cast("PangoFcFontMap *", self.font_map), self._config)
        fontconfig.FcConfigDestroy(self._config)  # the font map keeps its own reference
        self._folder = None
        self.strut_layouts: dict[object, object] = {}
        self.font_features: dict[object, object] = {}


# The second standard: PDF/UA-1 on top of PDF/A-3a

_UA_XMP = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


def _finish(content: bytes) -> Pdf:
    """Declare PDF/UA-1 beside PDF/A-3a, and make good what the engine leaves out of the tags."""
    with pikepdf.open(BytesIO(content)) as pdf:
        xmp = pdf.Root.Metadata.read_bytes()
        pdf.Root.Metadata.write(xmp.replace(b"</rdf:RDF>", _UA_XMP + b"</rdf:RDF>"))
        told = _scope_headers(pdf)
        for number, page in enumerate(pdf.pages):
            _set_margins_aside(pdf, page, told.get(number, set()))
        return Pdf(_saved(pdf), len(pdf.pages))


def _saved(pdf: pikepdf.Pdf) -> bytes:
    """The bytes, with no stream that ends in a carriage return.

    PDF/A wants every stream's length to be beyond doubt, and a carriage return before the final line feed could
    belong to either. A packed stream ends in a checksum of its content, so one more byte of content moves it.
    """
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream) and adler32(content := thing.read_bytes()) % 256 == ord("\r"):
            thing.write(content + b"\n")
            if "/Length1" in thing:  # a font says its unpacked length too
                thing.Length1 = len(content) + 1
    for mode in (pikepdf.ObjectStreamMode.generate, pikepdf.ObjectStreamMode.disable):
        out = BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=mode)
        if b"\r\nendstream" not in out.getvalue():
            break
    return out.getvalue()


def _scope_headers(pdf: pikepdf.Pdf) -> dict[int, set[int]]:
    """Say of every header cell whether it heads a row or a column. Returns the tagged content by page."""
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    told: dict[int, set[int]] = {}
    todo: list[tuple[Any, str]] = [(pdf.Root.StructTreeRoot.K[0], "")]
    while todo:
        node, group = todo.pop()
        if node.S == "/TH":
            node.A.Scope = pikepdf.Name.Column if group == "/THead" else pikepdf.Name.Row
        group = str(node.S) if node.S in ("/THead", "/TBody") else group
        for kid in node.get("/K", ()):
            if isinstance(kid, int):
                told.setdefault(numbers[node.Pg.objgen], set()).add(kid)
            elif "/S" in kid:
                todo.append((kid, group))
    return told


_MARK = re.compile(rb"/\w+\s<</MCID (\d+)>>\sBDC\s")
_DECORATION = b"/Artifact <</Type /Pagination>> BDC\n"


def _set_margins_aside(pdf: pikepdf.Pdf, page: pikepdf.Page, told: set[int]) -> None:
    """Mark running head, foot and watermark as decoration, which is never read aloud.

    The engine marks them as text outside the tag tree. Text is written in hexadecimal, so no text can look
    like a mark.
    """
    parents = pdf.Root.StructTreeRoot.ParentTree.Nums[2 * int(page.obj.StructParents) + 1]

    def mark(match: re.Match[bytes]) -> bytes:
        number = int(match[1])
        if number in told:
            return match[0]
        parents[number] = None
        return _DECORATION

    content = page.Contents.read_bytes()
    page.Contents.write(_MARK.sub(mark, content))
