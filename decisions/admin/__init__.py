"""What is done with decisions behind sign-in."""
