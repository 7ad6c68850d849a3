"""The year of a group: how often it meets, on which days, and what is counted from a date."""
