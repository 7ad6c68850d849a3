"""The stylesheet of the open site is its components, put together."""

from pathlib import Path

from django.conf import settings
from django.template.loader import get_template

from samverkan.portal import stylesheet

TEMPLATES = Path(settings.BASE_DIR) / "templates"


def test_the_bundle_is_its_parts() -> None:
    assert stylesheet.BUNDLE.read_text(encoding="utf-8") == stylesheet.bundled(), "Run manage.py bundle_css."


def test_nothing_is_fetched_from_elsewhere() -> None:
    assert "http" not in stylesheet.bundled()
    assert "@import" not in stylesheet.bundled()


def test_a_page_weighs_little() -> None:
    fonts = (TEMPLATES.parent / "static" / "fonts").glob("*.woff2")
    assert len(stylesheet.bundled().encode()) + sum(font.stat().st_size for font in fonts) < 120_000


def test_the_page_for_faults_needs_nothing() -> None:
    assert "Något gick fel hos oss" in get_template("500.html").render()
