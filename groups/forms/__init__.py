"""The forms of the registers: one module per noun."""
