"""What happens here when something is announced."""
