"""How an agenda is built, and the files with it."""
