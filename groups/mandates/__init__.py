"""Mandates as they are sealed, read, compared, shown to stand, and kept as files."""
