"""The parts of figures: what pictures and films can show."""

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
