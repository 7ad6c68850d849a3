"""Who is invited to a meeting, what the invitation says, and the feeds that calendars subscribe to."""
