"""Every form with a text area behind sign-in is guarded: what is written is not left behind without a question."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.templatetags.static import static

from tests.admin.browsing import browser
from tests.factories import Cast, make_cast
from tests.handovers import Ladder, make_asked, make_ladder
from tests.matters import make_matter

pytestmark = pytest.mark.django_db
SCRIPT = re.compile(r'<script src="([^"]*js/admin/unsaved[^"]*)" type="module">')
TEMPLATES = Path(settings.BASE_DIR) / "templates"


@pytest.fixture
def ladder() -> Ladder:
    return make_ladder(make_cast())


def guarded(html: str) -> bool:
    """Whether the page has a form that is posted with a text area, and asks once before its text is left."""
    forms = re.findall(r'<form[^>]*method="post".*?</form>', html, re.DOTALL)
    return any("<textarea" in form for form in forms) and SCRIPT.findall(html) == [static("js/admin/unsaved.js")]


def test_plain_forms_with_text_ask_before_it_is_left(ladder: Ladder) -> None:
    matter = make_matter(ladder.cast.sara, ladder.lgs, state="preparing")
    asked = make_asked(ladder)
    row = asked.consulted.get(group=ladder.nosam)
    eva, nora = browser(ladder.cast.eva), browser(ladder.nora)
    pages = [f"/admin/fragor/{matter.pk}/{tail}/" for tail in ("besvara", "remiss", "lamna-over")]
    for client, path in [(eva, "/admin/fragor/ny/"), *((eva, page) for page in pages),
                         (nora, f"/admin/remisser/{asked.pk}/svara/{row.pk}/")]:  # fmt: skip
        answer = client.get(path)
        assert (path, answer.status_code) == (path, 200)
        assert guarded(answer.content.decode()), path


def test_a_form_with_a_save_bar_asks_once(cast: Cast) -> None:
    loaded = [path for path in TEMPLATES.rglob("*.html") if "js/admin/unsaved.js" in path.read_text(encoding="utf-8")]
    assert loaded == [TEMPLATES / "base_admin.html"]
