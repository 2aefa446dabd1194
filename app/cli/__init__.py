"""The command line: simulations and lists without a window, and without Qt."""

from app.cli.program import is_headless, main

__all__ = ["is_headless", "main"]
