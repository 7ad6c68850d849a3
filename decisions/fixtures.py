"""The fixtures of what was decided and reported, loaded after the structure."""

REPORTS: tuple[str, ...] = ("annual_reports",)
