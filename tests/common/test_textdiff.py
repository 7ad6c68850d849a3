"""Comparing two rich texts: nothing is lost, nothing is invented, and a change is where it is."""

from html import escape

from hypothesis import given
from hypothesis import strategies as st

from samverkan.common.textdiff import MAX_WORDS, Block, Change, blocks_of, diff

WORDS = st.sampled_from(["gruppen", "möten", "fyra", "sex", "per", "år.", "a<b", "&", "–", "LGS,"])
BLOCKS = st.builds(Block, st.sampled_from(["p", "li", "h3"]), st.lists(WORDS, min_size=1, max_size=5).map(" ".join))
TEXTS = st.lists(BLOCKS, max_size=8)


def kinds(changes: list[Change]) -> list[str]:
    return [change.kind for change in changes]


@given(TEXTS, TEXTS)
def test_applying_the_diff_gives_the_new_text_and_back_the_old(old: list[Block], new: list[Block]) -> None:
    changes = diff(old, new)
    assert [change.new for change in changes if change.new] == new
    assert [change.old for change in changes if change.old] == old


@given(TEXTS, TEXTS)
def test_the_words_of_a_changed_paragraph_are_its_whole_text(old: list[Block], new: list[Block]) -> None:
    for change in diff(old, new):
        if change.kind == "changed":
            assert change.old
            assert change.new
            assert "".join(run.text for run in change.old_runs) == change.old.text
            assert "".join(run.text for run in change.new_runs) == change.new.text
            kept = ["".join(run.text for run in runs if not run.changed) for runs in (change.old_runs, change.new_runs)]
            assert kept[0] == kept[1]


@given(TEXTS)
def test_a_text_has_not_changed_from_itself(text: list[Block]) -> None:
    assert kinds(diff(text, text)) == ["same"] * len(text)


@given(TEXTS)
def test_reading_html_gives_the_paragraphs_that_were_written(text: list[Block]) -> None:
    around = {"li": "<ul><li>{}</li></ul>", "p": "<p>{}</p>", "h3": "<h3>{}</h3>"}
    assert blocks_of("".join(around[block.kind].format(escape(block.text)) for block in text)) == text


def test_paragraphs_points_and_headings_are_told_apart() -> None:
    html = (
        "<h3>Möten</h3><p>Fyra <strong>gånger</strong><br>per år</p>"
        "<ol><li><p>Ett</p></li><li>Två<ul><li>Tre</li></ul></li></ol><p>Slut</p>"
    )
    assert blocks_of(html) == [
        Block("h3", "Möten"), Block("p", "Fyra gånger per år"), Block("li", "Ett"), Block("li", "Två"),
        Block("li", "Tre"), Block("p", "Slut"),
    ]  # fmt: skip


def test_where_a_link_leads_is_a_part_of_the_text() -> None:
    one, two = ('<p>Läs <a href="https://example.se/%s">rutinen</a>.</p>' % page for page in ("a", "b"))  # noqa: UP031
    assert blocks_of(one) == [Block("p", "Läs rutinen (https://example.se/a).")]
    assert kinds(diff(blocks_of(one), blocks_of(two))) == ["changed"]
    assert blocks_of('<p><a href="https://example.se/">https://example.se/</a></p>') == [
        Block("p", "https://example.se/")
    ]


def test_bold_is_no_change() -> None:
    assert kinds(diff(blocks_of("<p>Fyra möten</p>"), blocks_of("<p><strong>Fyra</strong> möten</p>"))) == ["same"]


def test_a_changed_word_is_marked_alone() -> None:
    change = diff([Block("p", "Gruppen har fyra möten per år.")], [Block("p", "Gruppen har sex möten per år.")])[0]
    assert [run.text for run in change.old_runs if run.changed] == ["fyra"]
    assert [run.text for run in change.new_runs if run.changed] == ["sex"]


def test_paragraphs_with_little_in_common_are_struck_and_added() -> None:
    assert kinds(diff([Block("p", "Bemanning utses av var part")], [Block("p", "Möten hålls digitalt")])) == [
        "deleted", "inserted",
    ]  # fmt: skip


def test_a_paragraph_is_found_again_among_new_ones() -> None:
    old = [Block("p", "Gruppen har fyra möten per år.")]
    new = [Block("p", "Helt ny text här."), Block("p", "Gruppen har sex möten per år."), Block("li", "Ny punkt")]
    assert kinds(diff(old, new)) == ["inserted", "changed", "inserted"]


def test_huge_texts_are_compared_without_pairing() -> None:
    old, new = ([Block("p", f"{word} {number} stycke") for number in range(60)] for word in ("före", "efter"))
    assert set(kinds(diff(old, new))) == {"deleted", "inserted"}
    long = [Block("p", "ord " * MAX_WORDS), Block("p", "ord " * MAX_WORDS + "till")]
    change = diff(long[:1], long[1:])[0]
    assert [run.text for run in change.new_runs] == [long[1].text]
