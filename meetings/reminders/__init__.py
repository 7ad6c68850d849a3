"""What a date brings, looked for once a day: one module per noun. Each thing is said once to each person."""
