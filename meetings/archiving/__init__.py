"""What is taken out of a meeting for those who keep its records: the package of a version, and everything."""
