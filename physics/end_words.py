"""Where a run ends, in a few words with numbers."""

from physics.landscape import Landscape
from physics.outcome import BALANCED, DIVERGED, LEFT, ROLLING
from physics.rolling import UNKNOWN, Ends
from physics.words import counted


def end_words(landscape: Landscape, ends: Ends, run: int) -> str:
    """Say where run number `run` ends: `valley 3, over 2 hills, 71 steps`. Empty where it is not known yet."""
    outcome, valley, hills, steps = (column[run].item() for column in ends)
    after = counted(steps, "step")
    over = f", over {counted(hills, 'hill')}" if hills else ""
    match outcome:
        case _ if outcome == UNKNOWN:
            return ""
        case _ if outcome == LEFT:
            return f"leaves{_side(landscape, valley)}{over}, {after}"
        case _ if outcome == DIVERGED:
            return f"diverges, {after}"
        case _ if outcome == BALANCED:
            return f"balanced in valley {valley + 1}, not in a minimum{over}, {after}"
        case _ if outcome == ROLLING:
            return f"still rolling in valley {valley + 1}{over}, after {after}"
    where = f"valley {valley + 1}{_global(landscape, valley)}"
    return f"{where}{over}, {after}" if steps else f"stays in {where}"


def _side(landscape: Landscape, valley: int) -> str:
    """On which side a ball leaves; a landscape of one valley does not tell."""
    count = landscape.features.valley_count
    if count == 1:
        return ""
    return " on the left" if valley == 0 else " on the right"


def _global(landscape: Landscape, valley: int) -> str:
    return " (global)" if landscape.features.is_global[valley] else ""
