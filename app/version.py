"""The program's version, in one place: packaging reads this file without importing the rest."""

__version__ = "0.1.0"
