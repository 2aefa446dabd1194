"""What a landscape is called once it has been changed by hand."""

from physics.ball import with_ending
from physics.formula import FormulaLandscape
from physics.landscape import Landscape

OWN_FORMULA = "Your formula"
DRAWN = "Drawn curve"
CHANGED = ", changed"


def name_of(landscape: Landscape) -> str:
    """What the scene is called when it is named after this landscape; a typed formula is no name."""
    return OWN_FORMULA if is_untitled_formula(landscape) else landscape.title


def name_when_changed(landscape: Landscape) -> str:
    """What a landscape is called after it was drawn over, or after its points were moved."""
    if is_untitled_formula(landscape):
        return DRAWN
    if landscape.title == DRAWN or landscape.title.endswith(CHANGED):
        return landscape.title
    return with_ending(landscape.title, CHANGED)


def is_untitled_formula(landscape: Landscape) -> bool:
    """Whether a formula has no other title than its own text."""
    return isinstance(landscape, FormulaLandscape) and landscape.title == landscape.text
