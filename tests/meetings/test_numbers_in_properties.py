"""A number in the properties of a file: it stops the note, and is shown in its own words and not in the file's XML."""

import pikepdf
import pytest

from meetings import gate
from meetings.gate.numbers import Passage
from meetings.models import Meeting
from meetings.snapshot import minutes_content
from tests.admin.browsing import address, browser
from tests.common.crafted import office, pdf
from tests.factories import Cast, make_held, make_paper
from tests.numbers import NUMBER, TEN

SHOWN = f"{TEN[:6]}-••••"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
CORE = (
    f'<?xml version="1.0"?><cp:coreProperties xmlns:cp="{PACKAGE}" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    f"<dc:title>Lista om {NUMBER}, maj</dc:title><dc:creator>Eva Ek</dc:creator>"
    "<cp:revision>3</cp:revision></cp:coreProperties>"
)
PLACE = "filens egenskaper i underlag 1"


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return make_held(cast, items=1)


def with_properties(file: pikepdf.Pdf) -> None:
    file.docinfo["/Title"] = f"Lista om {NUMBER}, maj"
    with file.open_metadata() as said:
        said["dc:title"] = f"Lista om {NUMBER}, maj"
        said["pdf:Keywords"] = f"för {NUMBER}"


def found(meeting: Meeting) -> list[gate.PersonalNumber]:
    return gate.unsettled_numbers(meeting, minutes_content(meeting))


def test_of_an_office_document_the_value_is_shown_alone(meeting: Meeting) -> None:
    make_paper(meeting, number=1, content=office("docx", **{"docProps__core.xml": CORE}))
    (number,) = found(meeting)
    assert number.places == [PLACE]
    assert number.passages == [Passage(PLACE, f"Lista om {SHOWN}, maj")]


def test_of_a_pdf_the_values_are_shown_without_the_xml_around_them(cast: Cast, meeting: Meeting) -> None:
    make_paper(meeting, number=1, suffix="pdf", content=pdf(with_properties))
    (number,) = found(meeting)
    assert number.places == [PLACE]
    assert sorted(passage.text for passage in number.passages) == [f"Lista om {SHOWN}, maj", f"för {SHOWN}"]
    page = browser(cast.olle).get(address(meeting, "personnummer/")).content.decode()
    assert ("Filens egenskaper i underlag 1" in page, "rdf:" in page, "xmpmeta" in page) == (True, False, False)
