"""Clean lines, plain words and safe inline HTML."""

import pytest

from meetings.importing.blocks import html
from meetings.importing.text import inline, normalise, plain


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("\ufeffa\r\nb\rc", ["a", "b", "c"]),
        ("a\x0cb", ["a", "b"]),
        ("a\xa0b\u200bc\xadd", ["a bcd"]),
        ("e\u0308 \ufb01ne", ["ë fine"]),
        ("<p>Eva</p>", ["", "Eva", "", ""]),
        ("Eva<br/>Olle", ["Eva", "Olle"]),
        ("<ul><li>Eva</li><li class='x'>Olle</li></ul>", ["", "", "- Eva", "- Olle", "", ""]),
        ("Eva <!-- Olle --> Sara", ["Eva  Sara"]),
        ("Eva <!-- Olle", ["Eva <!-- Olle"]),
        ("Eva\n2 (3)\nSida 1 (3)\nSida\n3 av 3\nOlle", ["Eva", "Olle"]),
        ("R&amp;D&nbsp;x", ["R&D x"]),
        ("hård \\\nradbrytning", ["hård", "radbrytning"]),
    ],
)
def test_normalising_gives_clean_lines(source: str, lines: list[str]) -> None:
    assert [line.rstrip() for line in normalise(source)] == lines


def test_an_unknown_tag_is_text_and_not_removed() -> None:
    assert normalise("<script>x</script> 1 < 2") == ["<script>x</script> 1 < 2"]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("**Rubrik** och *mer*", "Rubrik och mer"),
        ("[anteckning \\(LGS\\)](#)", "anteckning (LGS)"),
        ("[*Presentation.*](#)", "Presentation."),
        ("en\\*stjärna och 2 * 3 * 4", "en*stjärna och 2 * 3 * 4"),
        ("fil_namn_ett och _kursiv_", "fil_namn_ett och kursiv"),
        ("***mycket*** viktigt", "mycket viktigt"),
        ("  två   rader\n här ", "två rader här"),
    ],
)
def test_plain_keeps_the_words_and_drops_the_marks(source: str, words: str) -> None:
    assert plain(source) == words


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("**fet** och *kursiv* & <p>", "<strong>fet</strong> och <em>kursiv</em> &amp; &lt;p&gt;"),
        ("***båda***", "<em><strong>båda</strong></em>"),
        ("[död](#) och [tom]()", "död och tom"),
        ("[sida](https://example.org/?a=1&b=2)", '<a href="https://example.org/?a=1&amp;b=2">sida</a>'),
        ("[skriv](mailto:eva@example.org)", '<a href="mailto:eva@example.org">skriv</a>'),
        ("[x](javascript:alert)", "x"),
        ("[a [b](#)](javascript:alert)", "a b"),
        ("[a [b](#)](https://example.org)", '<a href="https://example.org">a b</a>'),
        ('[x](https://e.org/"onclick=)', '<a href="https://e.org/&quot;onclick=">x</a>'),
        ("\\<script> och \\[inte\\](länk)", "&lt;script&gt; och [inte](länk)"),
        ("*a __b* c__", "a b c"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
    ],
)
def test_inline_keeps_links_that_open_and_escapes_the_rest(source: str, expected: str) -> None:
    assert inline(source) == expected


def test_lines_become_paragraphs_lists_and_small_headings() -> None:
    lines = ["Ett stycke", "på två rader", "", "### Syfte", "Mer", "- ett", "  fortsatt", "- två", "", "1. a", "2. b"]
    assert html(lines) == (
        "<p>Ett stycke på två rader</p><h3>Syfte</h3><p>Mer</p><ul><li>ett fortsatt</li><li>två</li></ul>"
        "<ol><li>a</li><li>b</li></ol>"
    )


def test_a_list_that_starts_in_the_middle_stays_text_so_that_its_number_stays() -> None:
    assert html(["3. tredje", "", "- punkt", "", "- till"]) == "<p>3. tredje</p><ul><li>punkt</li><li>till</li></ul>"
