"""Plans and annual reports as texts that are established, frozen and read: their states, rules, content and files."""
