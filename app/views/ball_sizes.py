"""How large the balls are: heavier with more momentum, smaller in a crowd."""

import numpy as np

from physics.arrays import Floats
from physics.memory import SCALE_END

SMALLEST, LARGEST = 8.0, 15.0
"""Radius in pixels at scale 1: of a ball that remembers nothing, and of one that remembers 1000 steps or all."""
CROWD = 12
"""Up to so many balls have their full size."""
SMALLEST_SHARE = 0.42
USUAL_AREA = 1000.0 * 540.0
"""Pixels of a view, at scale 1, in which balls have the sizes above; in larger ones they are somewhat larger."""


def view_share(width: int, height: int, scale: float) -> float:
    """How much larger balls are in a view of so many pixels."""
    share: float = (width * height / (USUAL_AREA * scale**2)) ** 0.3
    return min(1.35, max(0.85, share))


def ball_radii(alpha: Floats, scale: float) -> Floats:
    """Return (n,) radii in pixels, in steps of a half: they grow with log₁₀ of the memory 1/(1 − α)."""
    with np.errstate(divide="ignore"):
        decades = np.minimum(-np.log10(1.0 - alpha), SCALE_END)
    share = max(SMALLEST_SHARE, min(1.0, (CROWD / max(1, len(alpha))) ** 0.25))
    radii = (SMALLEST + (LARGEST - SMALLEST) * decades / SCALE_END) * share * scale
    rounded: Floats = np.round(2.0 * radii) / 2.0
    return rounded
