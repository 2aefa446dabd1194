"""The parts of figures: what pictures and films can show."""

from collections.abc import Collection

from app.text.translation import N_

LANDSCAPE, MAP, STEP = "landscape", "map", "step"
PLOTS = ("height", "position", "energy", "phase")
PART_TITLES = {
    LANDSCAPE: N_("Landscape"),
    MAP: N_("Outcome map"),
    STEP: N_("One step"),
    "height": N_("f(w) by step"),
    "position": N_("w by step"),
    "energy": N_("energy by step"),
    "phase": N_("Δw against w"),
}
"""By their names, in the order in which they are read; translated where they are shown."""
RUN_PARTS = tuple(name for name in PART_TITLES if name != MAP)
"""Those that follow from a run alone."""

SLIDE_PX = 1280, 720
"""A slide of 16:9, 13⅓ inches wide, with 96 pixels per inch."""
COLUMN_MM = 85.0
"""Width of a column of a page."""
MM_PER_INCH, PX_PER_INCH = 25.4, 96
LANDSCAPE_WIDTH_PX, PLOT_WIDTH_PX = 900.0, 560.0
"""Width of a figure whose texts have their usual size: with a landscape, and of a map or plots alone."""
MIN_TEXT_SCALE, MAX_TEXT_SCALE = 0.75, 4.0


def text_scale(width: int, names: Collection[str]) -> float:
    """The size of texts in a figure of these parts, this many pixels wide, as a multiple of the usual one."""
    usual = LANDSCAPE_WIDTH_PX if LANDSCAPE in names or len(names) > 1 else PLOT_WIDTH_PX
    return min(max(width / usual, MIN_TEXT_SCALE), MAX_TEXT_SCALE)
