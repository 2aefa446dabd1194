"""Round values for the axes of a map."""

import math
from collections.abc import Iterable, Iterator

from app.views.outcome_map.frame import Side
from app.views.plot_span import MINUS, round_step, tick_text
from physics.grid import Axis, Quantity

FEWEST = 2
"""With fewer ticks on an uneven scale, evenly spaced values are taken: then only a small part of it is in view."""
LONGEST = 14
"""Letters of a label without a power of ten."""
NEARLY = 1e-9
NINES = 9
"""Ticks for α go up to so many nines."""


def axis_ticks(side: Side, apart: float, letter: float = 0.0) -> list[tuple[float, str]]:
    """Values and labels, the more usual ones first, no two nearer than `apart` pixels.

    Where labels stand side by side, a `letter` of them is so many pixels wide, and they keep clear of each other.
    """
    chosen = _spread(side, apart, letter, _usual(side.axis))
    if len(chosen) < FEWEST:
        chosen = _spread(side, apart, letter, _even(side, apart, letter))
    return sorted(chosen)


def _spread(
    side: Side, apart: float, letter: float, candidates: Iterable[tuple[float, str]]
) -> list[tuple[float, str]]:
    chosen: list[tuple[float, str]] = []
    for value, label in candidates:
        least = max(apart, (len(label) + 1) * letter)
        inside = side.axis.lowest <= value <= side.axis.highest
        if inside and all(abs(side.pixel(value) - side.pixel(other)) >= least for other, _ in chosen):
            chosen.append((value, label))
    return chosen


def _even(side: Side, apart: float, letter: float) -> list[tuple[float, str]]:
    """Evenly spaced round values, as close as their labels allow."""
    lowest, highest = side.axis.lowest, side.axis.highest
    length = abs(side.end - side.begin)
    for least in (apart, 2.0 * apart, 4.0 * apart):
        step = round_step((highest - lowest) * min(1.0, least / length))
        decimals = max(0, -math.floor(math.log10(step) + NEARLY))
        numbers = range(math.ceil(lowest / step - NEARLY), math.floor(highest / step + NEARLY) + 1)
        labels = [_label(number * step, step, decimals) for number in numbers]
        if all((len(label) + 1) * letter <= least for label in labels):
            break
    return [(float(label.replace(MINUS, "-")), label) for label in labels]


def _label(value: float, step: float, decimals: int) -> str:
    """All decimals that the step needs, or powers of ten where that is far too long."""
    plain = f"{value:.{decimals}f}".replace("-", MINUS)
    return plain if len(plain) <= LONGEST else tick_text(value, step)


def _usual(axis: Axis) -> Iterator[tuple[float, str]]:
    if axis.quantity is Quantity.ALPHA:
        return ((float(text), text) for text in _usual_alphas())
    return _usual_etas(axis) if axis.quantity is Quantity.ETA else iter(())


def _usual_alphas() -> Iterator[str]:
    """The numbers 0, 0.9, 0.99 and so on, then those halfway between them, then the rest that people use."""
    yield "0"
    for digit in ("", "5", "8"):
        yield from (f"0.{'9' * nines}{digit}" for nines in range(NINES + 1) if nines or digit)


def _usual_etas(axis: Axis) -> Iterator[tuple[float, str]]:
    """Powers of ten, then twice and five times as much."""
    first, last = math.floor(math.log10(axis.lowest)), math.ceil(math.log10(axis.highest))
    for factor in (1, 2, 5):
        for power in range(first, last + 1):
            value = float(f"{factor}e{power}")
            yield value, f"{value:g}"
