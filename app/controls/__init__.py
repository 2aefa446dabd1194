"""Generic controls: they know nothing of balls or landscapes, only of numbers, choices and the theme."""
