"""Files that the program reads and writes; no Qt here."""
