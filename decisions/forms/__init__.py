"""The forms of reports, plans and annual reports."""
