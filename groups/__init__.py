"""Who: areas, organisations, people, groups, mandates, composition and offices."""
