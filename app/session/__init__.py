"""The session: everything that changes while the window is open, and the commands that change it."""
