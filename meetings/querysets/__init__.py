"""The questions that are asked of meetings, publications and matters, by name."""
