"""When, and what was said: meetings, agendas, attendance, notes, their adjustment and publication."""
