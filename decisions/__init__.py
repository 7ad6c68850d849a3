"""What was agreed, and what became of it."""
