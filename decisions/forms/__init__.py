"""The forms of plans and annual reports."""
