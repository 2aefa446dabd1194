"""Generic controls: they know numbers, choices and the theme, but no ball and no landscape."""
