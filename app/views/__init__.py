"""What is drawn of a session: the landscape with its balls, and the editors on top of it."""
