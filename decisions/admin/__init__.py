"""Following a decision home, behind sign-in: one page per decision, one for one's own organisation, and the matrix."""
