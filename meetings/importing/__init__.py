"""Bringing a finished meeting note in: `parse` and all it builds on is pure text work without the database."""
