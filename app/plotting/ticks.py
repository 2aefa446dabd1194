"""Ticks: round values on linear, logarithmic and memory scales, with their labels."""

import math
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from app.plotting.span import Span, is_long_enough, round_step
from app.text.numbers import number, scientific, tick_text
from physics.rules.base import Scale
from physics.sweep.grid import Axis

ROUNDING = 1e-9
"""Tolerance, in ticks, for ends of an axis that are multiples of the step."""


class Tick(NamedTuple):
    """A position on an axis, in the coordinates of the view box, and the label there."""

    position: float
    text: str


Room = Callable[[str], float]
"""The pixels along the axis that a label takes, with the gap to the next one."""
FindTicks = Callable[[Span, float, Room], list[Tick]]
"""Finds the ticks for what is shown of an axis, its length in pixels, and the room that labels take."""


def linear_ticks(max_count: int, *, whole: bool = False) -> FindTicks:
    """Multiples of 1, 2 or 5 times a power of ten: at most about `max_count`; `whole` for integers only."""

    def find(span: Span, pixels: float, room: Room) -> list[Tick]:
        for count in range(max_count, 0, -1):
            ticks = list(_multiples(span, span.length / count, whole=whole))
            widest = max((room(tick.text) for tick in ticks), default=0.0)
            gaps = (after.position - before.position for before, after in pairwise(ticks))
            if count == 1 or min(gaps, default=span.length) * pixels >= widest * span.length:
                return ticks
        return []

    return find


def spaced_ticks(spacing_px: float) -> FindTicks:
    """Multiples of 1, 2 or 5 times a power of ten, at least `spacing_px` apart, or more where a label is longer."""

    def find(span: Span, pixels: float, room: Room) -> list[Tick]:
        def apart(px: float) -> list[Tick]:
            return list(_multiples(span, span.length * min(1.0, px / pixels), whole=False))

        ticks = apart(spacing_px)
        widest = max((room(tick.text) for tick in ticks), default=0.0)
        return ticks if widest <= spacing_px else apart(widest)

    return find


def _multiples(span: Span, least: float, *, whole: bool) -> Iterator[Tick]:
    step = round_step(least)
    if whole:
        step = max(1.0, step)
    first, last = math.ceil(span.lo / step - ROUNDING), math.floor(span.hi / step + ROUNDING)
    return (Tick(index * step, tick_text(index * step, step)) for index in range(first, last + 1))


def decade_ticks(span: Span, pixels: float, room: Room) -> list[Tick]:
    """Powers of ten on an axis of log₁₀; round values between them where less than two powers are shown."""
    span = Span(max(span.lo, MIN_POWER), min(span.hi, MAX_POWER))
    if not span.lo < span.hi:
        return []
    step = max(1, math.ceil(room(scientific(1e-10, 0)) * span.length / pixels))
    first, last = math.ceil(span.lo / step - ROUNDING), math.floor(span.hi / step + ROUNDING)
    ticks = [Tick(float(power * step), _power_text(power * step)) for power in range(first, last + 1)]
    lo, hi = 10.0**span.lo, 10.0**span.hi
    if len(ticks) >= MIN_TICKS or not is_long_enough(lo, hi):
        return ticks
    values = _multiples(Span(lo, hi), min((hi - lo) * room("0.000") / pixels, hi), whole=False)
    return [Tick(math.log10(tick.position), tick.text) for tick in values if tick.position > 0.0]


def _power_text(power: int) -> str:
    return number(10.0**power) if -3 <= power <= 4 else scientific(float(f"1e{power}"), 0).removeprefix("1·")


MIN_POWER, MAX_POWER = -323.0, 308.0
"""Of ten, that floating point has."""
MIN_TICKS = 2
"""With fewer preferred ticks, evenly spaced ones are used: then only a small part of the scale is shown."""
MAX_NINES = 9
"""Nines of the last preferred tick for α."""


def parameter_ticks(axis: Axis) -> FindTicks:
    """Ticks on the scale of a parameter: values that people prefer where these are enough, else round ones."""

    def find(span: Span, pixels: float, room: Room) -> list[Tick]:
        lowest, highest = axis.values_at(np.array([span.lo, span.hi])).tolist()

        def position(value: float) -> float:
            scaled: float = axis.to_scale(np.array([value]))[0].item()
            return scaled

        def spaced(candidates: Iterable[tuple[float, str]]) -> list[Tick]:
            found: list[Tick] = []
            for value, text in candidates:
                if lowest <= value <= highest:
                    tick = Tick(position(value), text)
                    if all(_gap(tick, other) >= max(room(text), room(other.text)) for other in found):
                        found.append(tick)
            return found

        def _gap(one: Tick, other: Tick) -> float:
            return abs(one.position - other.position) * pixels / span.length

        ticks = spaced(_preferred(axis, lowest, highest))
        if len(ticks) < MIN_TICKS:
            ticks = spaced(_even(Span(lowest, highest), pixels, room))
        return sorted(ticks)

    return find


def _even(span: Span, pixels: float, room: Room) -> list[tuple[float, str]]:
    """Evenly spaced round values, as dense as their labels allow."""
    if not span.lo < span.hi:
        return []
    return [(tick.position, tick.text) for tick in linear_ticks(max(1, int(pixels / room("0"))))(span, pixels, room)]


def _preferred(axis: Axis, lowest: float, highest: float) -> Iterator[tuple[float, str]]:
    if axis.parameter.scale is Scale.MEMORY:
        return ((float(text), text) for text in _preferred_alphas())
    return _preferred_etas(lowest, highest) if axis.parameter.scale is Scale.LOGARITHMIC else iter(())


def _preferred_alphas() -> Iterator[str]:
    """First 0, 0.9, 0.99, …; then 0.5, 0.95, 0.995, …; then 0.8, 0.98, …."""
    yield "0"
    for digit in ("", "5", "8"):
        yield from (f"0.{'9' * nines}{digit}" for nines in range(MAX_NINES + 1) if nines or digit)


def _preferred_etas(lowest: float, highest: float) -> Iterator[tuple[float, str]]:
    """Powers of ten, then their doubles, then five times them."""
    first, last = math.floor(math.log10(lowest)), math.ceil(math.log10(highest))
    for factor in (1, 2, 5):
        for power in range(first, last + 1):
            value = float(f"{factor}e{power}")
            yield value, number(value)
