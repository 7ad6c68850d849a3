"""One stylesheet for the open site, put together from one file per component.

The parts are what people edit; ``static/css/public.css`` is what a browser fetches, in one request. A test
holds the two together, and ``manage.py bundle_css`` writes the file.
"""

import re
from pathlib import Path

from django.conf import settings

FOLDER = Path(settings.BASE_DIR) / "static" / "css"
BUNDLE = FOLDER / "public.css"
COMPONENTS = (
    "agenda", "anchoring", "attendance", "breadcrumb", "button", "chip", "composition", "date_block", "demo_banner",
    "diff", "document", "facts", "figures", "filter_form", "flow", "group_tree", "hero", "icon", "mandate",
    "minutes_body", "neighbours", "notice", "organisation", "outcome", "pagination", "relations", "rows",
    "search", "site_foot", "site_head", "structure", "toc",
)  # fmt: skip
#: A comment and the line break after it; readers of the site need none.
COMMENT = re.compile(r" */\*.*?\*/\n*", re.DOTALL)


def bundled() -> str:
    """The text of the bundle: tokens first, so that the order of the layers is the first thing said; no comments."""
    names = ["tokens", "base", "layout", *(f"components/{name}" for name in COMPONENTS)]
    parts = [(FOLDER / f"{name}.css").read_text(encoding="utf-8").strip() for name in names]
    head = "/* Put together by manage.py bundle_css from the files beside it; edit those. */"
    return "\n\n".join([head, *(COMMENT.sub("", part).strip() for part in parts)]) + "\n"


def write() -> Path:
    """Write the bundle anew; returns where."""
    BUNDLE.write_text(bundled(), encoding="utf-8")
    return BUNDLE
