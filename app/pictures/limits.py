"""Sizes and speeds of pictures and films, and their limits; without Qt, for the help of the command line."""

PX_PER_INCH = 96
"""Logical pixels: those of a figure before its pixel ratio."""
MIN_PICTURE_SIDE, MAX_PICTURE_SIDE = 100, 8000
"""Logical pixels."""
MAX_PICTURE_SCALE = 3
"""Pixels of a PNG for each logical pixel."""
SLIDE_PX = 1280, 720
"""A slide of 16:9, 13⅓ inches wide."""
DEFAULT_MAP_SIZE = 640, 640
"""Of a picture of a map alone."""
COLUMN_MM = 85.0
"""Width of a column of a page."""

MIN_FILM_SIDE, MAX_FILM_SIDE = 64, 4096
DEFAULT_FILM_SIZE = 960, 540
"""Pixels."""
MIN_SPEED, MAX_SPEED = 0.05, 100_000.0
"""Steps per second: slow motion needs seconds for a step, and the longest run should still be a film of ten seconds."""
SLOW_MOTION_SPEED = 0.25
"""Steps per second in slow motion where nobody has chosen it: a second for each moment."""
USUAL_DURATION_S = 10.0
"""Of a film whose speed nobody has chosen."""
MIN_FPS, MAX_FPS, DEFAULT_FPS = 1.0, 50.0, 25.0
"""Frames per second. Browsers play GIFs with shorter frames at a tenth of the speed."""
