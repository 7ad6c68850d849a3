"""What `samverkan.common.pdf` promises about every file: both standards, our fonts, the same bytes."""

import subprocess
import sys
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samverkan.common import pdf
from tests.common.printed import (
    CREATED,
    ROOT,
    TITLE,
    failures,
    fonts,
    make_html,
    make_item,
    make_person,
    render,
    render_body,
    tags,
    texts,
)


def test_minutes_follow_pdf_a_3a_and_pdf_ua_1_in_one_file(minutes):
    assert failures(minutes.content) == []


def test_draft_follows_both_standards_too(draft):
    assert failures(draft.content) == []


@pytest.mark.parametrize("name", ["minutes", "draft"])
def test_semantic_check_finds_nothing(name, request, tmp_path):
    path = tmp_path / "file.pdf"
    path.write_bytes(request.getfixturevalue(name).content)
    outloud = Path(sys.executable).with_name("outloud")
    done = subprocess.run([outloud, "--fail-on", "warning", path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@settings(max_examples=12, deadline=None)
@given(name=st.text(max_size=60), dialog=st.text(max_size=400), items=st.integers(0, 3))
def test_any_text_keeps_both_standards(name, dialog, items):
    text = dialog.replace("&", "&amp;").replace("<", "&lt;")
    html = make_html(
        attendance=[{"label": "Närvarande", "people": [make_person(name)]}],
        items=[make_item(number, dialog=f"<p>{text}</p>") for number in range(items)],
    )
    assert failures(render(html).content) == []


def test_long_word_is_broken_and_stays_whole_for_the_reader():
    file = render_body(f"<h1>Ord</h1><p>{'samf\u00adi\u200bnans' * 30}</p>")
    assert "samfinans" * 30 in texts(file)[0].replace(" ", "")
    assert failures(file.content) == []


@pytest.mark.parametrize("name", ["S", "Ö", "Åsa", "Bo", "Eva"])
def test_no_stream_ends_so_that_its_length_is_in_doubt(name):
    people = [{"label": "Närvarande", "people": [make_person(name)]}]
    file = render(make_html(attendance=people, items=[]))
    assert b"\r\nendstream" not in file.content
    assert failures(file.content) == []


def test_title_language_and_dates_stand_in_the_metadata(minutes):
    with pikepdf.open(BytesIO(minutes.content)) as document:
        assert str(document.docinfo.Title) == TITLE
        assert str(document.docinfo.Keywords) == "LGS, samverkan"
        assert str(document.docinfo.CreationDate) == "D:20260504083000Z"
        assert document.Root.Lang == "sv"
        assert document.Root.MarkInfo.Marked is True
        assert document.Root.ViewerPreferences.DisplayDocTitle is True


def test_metadata_is_readable_in_the_file_as_it_lies(minutes):
    assert b'pdfuaid:part="1"' in minutes.content
    assert b'pdfaid:part="3"' in minutes.content


def test_bookmarks_lead_to_every_item(minutes):
    with pikepdf.open(BytesIO(minutes.content)) as document, document.open_outline() as outline:
        [top] = outline.root
        titles = [bookmark.title for bookmark in top.children]
    assert top.title == "Ledningsgrupp för samverkan (LGS)"
    assert titles[:3] == ["Närvarande (2)", "Förhindrade (1)", "1 Uppföljning efterlevandestöd 1"]


def test_headings_lists_and_tables_are_tagged(minutes):
    with pikepdf.open(BytesIO(minutes.content)) as document:
        found = [str(node.S) for node in tags(document)]
        scopes = [str(node.A.Scope) for node in tags(document) if node.S == "/TH"]
    assert {"/H1", "/H2", "/H3", "/P", "/L", "/LI", "/LBody", "/Table", "/TH", "/TD", "/Link"} <= set(found)
    assert sorted(scopes) == ["/Column"] * 6


def test_only_our_fonts_and_all_embedded(minutes):
    with pikepdf.open(BytesIO(minutes.content)) as document:
        names = [str(font.BaseFont).partition("+")[2] for font in fonts(document)]
        assert all("/FontFile2" in font.FontDescriptor for font in fonts(document))
    assert names
    assert all(name.startswith("Source-") for name in names)


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Čálliid Łukasz Şirin Ďurkovičová", "Čálliid Łukasz Şirin Ďurkovičová"),
        ("A\u030angstro\u0308m", "Ångström"),
        ("Ö\u0301 b\u0301", "Ö b"),
        ("Trần", "Tran"),
        ("ruta → ny", "ruta -> ny"),
        ("5\u20116", "5-6"),
        ("ﬁnal", "final"),
        ("Klart 👍🏽", "Klart [U+1F44D][U+1F3FD]"),
        ("\u202eomvänd\u202c", "omvänd"),
    ],
)
def test_signs_are_drawn_in_our_fonts_or_named(written, printed):
    file = render_body(f"<p>{written}</p>")
    assert texts(file) == [f"{printed} 1 (1)"]
    with pikepdf.open(BytesIO(file.content)) as document:
        assert all("Source-" in str(font.BaseFont) for font in fonts(document))


def test_two_renders_are_identical(minutes):
    assert render(make_html()) == minutes


def test_another_process_makes_the_same_bytes(minutes, tmp_path):
    path = tmp_path / "minutes.html"
    path.write_text(make_html())
    program = """if True:
        import sys
        from datetime import datetime
        from pathlib import Path
        from samverkan.common import pdf
        html, created = Path(sys.argv[1]).read_text(), datetime.fromisoformat(sys.argv[3])
        about = {"subject": "LGS 23 april 2026", "keywords": ["LGS", "samverkan"]}
        print(pdf.render(html, title=sys.argv[2], created=created, **about).sha256)
    """
    command = [sys.executable, "-c", program, path, TITLE, CREATED.isoformat()]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == minutes.sha256


def test_time_zone_of_created_makes_no_difference(minutes):
    created = datetime.fromisoformat("2026-05-04T10:30:00+02:00")
    again = pdf.render(
        make_html(), title=TITLE, created=created, subject="LGS 23 april 2026", keywords=["LGS", "samverkan"]
    )
    assert again.sha256 == minutes.sha256


def test_created_without_time_zone_is_an_error():
    with pytest.raises(ValueError, match="time zone"):
        pdf.render("<p>x</p>", title=TITLE, created=datetime(2026, 5, 4))  # noqa: DTZ001 -- the point
