"""What a ball's energy still allows, what of that is proven, and the few words that stand at its energy line."""

from enum import Enum, auto
from typing import NamedTuple

import numpy as np

from physics.outcome import TRAPPED, is_final
from physics.reach import Reach, find_reach
from physics.run import Run
from physics.trapping import is_guaranteed
from physics.words import counted, number


class Known(Enum):
    """What is known of where a ball may go."""

    REACH = auto()
    """Proven: it stays where the curve is no higher than its energy, and may get over the hills there."""
    TRAPPED = auto()
    """Proven: that is inside one valley, for ever."""
    MEASURED = auto()
    """It is so far below the rim that no ball was seen to get out; no proof."""
    NOTHING = auto()
    """A step may gain energy, or the rule is Nesterov's."""


class Prospect(NamedTuple):
    """What a ball that still moves may do."""

    known: Known
    energy: float
    valley: int
    """Index, from 0, of the valley that it is in."""
    reach: Reach | None
    """Where it is proven to stay; None where nothing is proven."""
    words: str


def find_prospect(run: Run, ball: int) -> Prospect | None:
    """What ball number `ball` (from 0) may still do; None when it is at rest or has gone."""
    standing = run.standing
    energy, valley = float(standing.energy[ball]), int(standing.valley[ball])
    if is_final(standing.outcome[ball]) or not np.isfinite(energy):
        return None
    reach, doubt = _proven_reach(run, ball, energy, valley)
    is_trapped = standing.outcome[ball] == TRAPPED
    if reach is None and not is_trapped:
        words = f"energy {number(energy)} · no guarantee{doubt}"
        return Prospect(Known.NOTHING, energy, valley, None, words)
    below = f"{number(run.landscape.features.rims[valley] - energy)} below the rim"
    if reach is None:
        return Prospect(Known.MEASURED, energy, valley, None, f"{below}, no proof")
    if is_trapped:
        return Prospect(Known.TRAPPED, energy, valley, reach, f"trapped: {below}")
    return Prospect(Known.REACH, energy, valley, reach, f"energy {number(energy)}: enough {_ways(reach)}")


def _proven_reach(run: Run, ball: int, energy: float, valley: int) -> tuple[Reach | None, str]:
    """Where the ball stays for certain; else None, and why that is not certain.

    Its energy must not grow in any valley that it may come to.
    """
    alpha, eta, looks_ahead = (column[ball].item() for column in run.in_force)
    if looks_ahead:
        return None, " for Nesterov's rule"
    curvature = run.landscape.features.curvature
    if not _keeps_energy(alpha, eta, curvature[valley].item()):
        return None, _why(curvature[valley].item())
    reach = find_reach(run.landscape, float(run.standing.w[ball]), energy)
    sharpest = curvature[reach.first_valley : reach.last_valley + 1].max().item()
    return (reach, "") if _keeps_energy(alpha, eta, sharpest) else (None, _why(sharpest))


def _keeps_energy(alpha: float, eta: float, curvature: float) -> bool:
    # A product of Python's own floats overflows without a warning, to ∞.
    return bool(is_guaranteed(np.array(eta * curvature), np.array(alpha)))


def _why(curvature: float) -> str:
    return ": at a kink a step may gain energy" if np.isinf(curvature) else ": a step may gain energy"


def _ways(reach: Reach) -> str:
    """For 2 more hills; or where none is in the way: to leave on the left, on either side."""
    if reach.hills:
        return f"for {counted(reach.hills, 'more hill')}"
    if reach.leads_out_left and reach.leads_out_right:
        return "to leave on either side"
    return f"to leave on the {'left' if reach.leads_out_left else 'right'}"
