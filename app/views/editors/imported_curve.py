"""A curve file and what smoothing makes of it: the work of an import, without a window."""

import os
from collections.abc import Callable
from dataclasses import dataclass

from app.files.curves import Curve, curve_landscape, read_curve
from app.files.text import refuse_device
from physics.points import PointsLandscape
from physics.suggestion import Suggestion, suggest

SMOOTHINGS = (0.0, 0.005, 0.01, 0.02)
"""The fractions of the width that are offered."""
FEW_VALLEYS = 16
"""The least smoothing that leaves at most so many is proposed."""


@dataclass(frozen=True, eq=False)
class Smoothed:
    """The curve with one smoothing."""

    fraction: float
    """Standard deviation of the Gaussian as a fraction of the width; 0 for none."""
    landscape: PointsLandscape
    suggestion: Suggestion

    @property
    def valleys(self) -> int:
        """How many valleys are left."""
        return self.landscape.features.valley_count


@dataclass(frozen=True, eq=False)
class ImportedCurve:
    """A curve with the smoothings that are offered."""

    curve: Curve
    offers: tuple[Smoothed, ...]

    @property
    def proposed(self) -> Smoothed:
        """The least smoothing that leaves few valleys; the strongest where none does."""
        return next((offer for offer in self.offers if offer.valleys <= FEW_VALLEYS), self.offers[-1])


def import_curve(
    path: str | os.PathLike[str], progress: Callable[[float], None], is_cancelled: Callable[[], bool]
) -> ImportedCurve | None:
    """Read a curve and smooth it in every way that is offered; None when it was cancelled.

    Raises BadFile and OSError from reading, and ValueError when the curve is too steep to compute with.
    """
    refuse_device(path)
    curve = read_curve(path)
    offers: list[Smoothed] = []
    for fraction in SMOOTHINGS:
        progress((len(offers) + 1) / (len(SMOOTHINGS) + 1))
        if is_cancelled():
            return None
        offers.append(smoothed(curve, fraction))
    return ImportedCurve(curve, tuple(offers))


def smoothed(curve: Curve, fraction: float) -> Smoothed:
    """The curve with one smoothing. Raises ValueError when it is too steep to compute with."""
    landscape = curve_landscape(curve, fraction)
    return Smoothed(fraction, landscape, suggest(landscape))
