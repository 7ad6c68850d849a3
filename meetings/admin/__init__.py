"""The verbs of a meeting behind sign-in: one module per noun, one view per step."""
