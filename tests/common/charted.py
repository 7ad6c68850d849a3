"""Documents with a chart, as Word and PowerPoint write them: the drawing, its values and the workbook behind it."""

from io import BytesIO
from xml.sax.saxutils import escape

import xlsxwriter

from tests.common.crafted import MAIN, OOXML, RELATIONS, archive

CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
FOLDERS = {"docx": "word", "xlsx": "xl", "pptx": "ppt"}
#: Where the chart stands, in the part that people read; a Word document has more around it than a slide.
FRAME = (
    f'<p:sld xmlns:p="p" xmlns:a="{DRAWING}" xmlns:c="{CHART}" xmlns:r="r"><p:graphicFrame><p:nvGraphicFramePr>'
    '<p:cNvPr id="4" name="Diagram 3"%s/></p:nvGraphicFramePr><a:graphic><a:graphicData><c:chart r:id="rId2"/>'
    "</a:graphicData></a:graphic></p:graphicFrame></p:sld>"
)
INLINE = (
    f'<w:document xmlns:w="w" xmlns:wp="wp" xmlns:a="{DRAWING}" xmlns:c="{CHART}" xmlns:r="r"><w:p><w:r><w:drawing>'
    '<wp:inline><wp:docPr id="4" name="Diagram 3"%s/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData>'
    '<c:chart r:id="rId2"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p></w:document>'
)
PLACES = {
    "docx": ("word/document.xml", INLINE),
    "pptx": ("ppt/slides/slide1.xml", FRAME),
    "xlsx": ("xl/drawings/drawing1.xml", FRAME),
}


def workbook(*cells: str | float) -> bytes:
    """A workbook as programs write it, with the cells in its second column."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Blad1")
        for row, cell in enumerate(cells or ("Vårdcentraler", 12)):
            sheet.write(row, 0, f"Rad {row + 1}")
            sheet.write(row, 1, cell)
    return out.getvalue()


def chart(*, names: tuple[str, ...] = ("2025", "2026"), values: tuple[str, ...] = ("12", "15")) -> str:
    """The chart's own part, with the names and values that it was drawn from last."""
    cats = "".join(f'<c:pt idx="{at}"><c:v>{escape(name)}</c:v></c:pt>' for at, name in enumerate(names))
    vals = "".join(f'<c:pt idx="{at}"><c:v>{escape(value)}</c:v></c:pt>' for at, value in enumerate(values))
    return (
        f'<c:chartSpace xmlns:c="{CHART}" xmlns:r="r"><c:chart><c:plotArea><c:barChart><c:ser>'
        f"<c:cat><c:strRef><c:f>Blad1!$A$1:$A$2</c:f><c:strCache>{cats}</c:strCache></c:strRef></c:cat>"
        "<c:val><c:numRef><c:f>Blad1!$B$1:$B$2</c:f><c:numCache><c:formatCode>General</c:formatCode>"
        f"{vals}</c:numCache></c:numRef></c:val></c:ser></c:barChart></c:plotArea></c:chart>"
        '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def charted(
    suffix: str,
    *,
    sheet: bytes = b"",
    name: str = "Microsoft_Excel_Worksheet.xlsx",
    target: str = "",
    kind: str = "package",
    mode: str = "Internal",
    drawn: str = "",
    words: str = "",
    **parts: bytes | str,
) -> bytes:
    """A document with one chart; ``sheet`` is what lies behind it, ``words`` its text for those who do not see."""
    folder, (place, frame) = FOLDERS[suffix], PLACES[suffix]
    main, path = MAIN[suffix]
    to = target or f"../embeddings/{name}"
    row = f'<Relationship Id="rId1" Type="{RELATIONS}{kind}" TargetMode="{mode}" Target="{to}"/>'
    made: dict[str, bytes | str] = {
        "[Content_Types].xml": (
            f'<Types xmlns="x"><Default Extension="xlsx" ContentType="{OOXML}spreadsheetml.sheet"/>'
            f'<Override PartName="/{path}" ContentType="{main}"/>'
            f'<Override PartName="/{folder}/charts/chart1.xml" ContentType="{OOXML}drawingml.chart+xml"/></Types>'
        ),
        path: "<document>Text.</document>",
        place: frame % (f' descr="{escape(words)}"' if words else ""),
        f"{folder}/charts/chart1.xml": drawn or chart(),
        f"{folder}/charts/_rels/chart1.xml.rels": f'<Relationships xmlns="y">{row}</Relationships>',
        f"{folder}/embeddings/{name}": sheet or workbook(),
    }
    return archive(made | {key.replace("__", "/"): part for key, part in parts.items()})
