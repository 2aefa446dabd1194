"""The range of an axis: its round ends, and how it grows."""

import math
from collections.abc import Iterable
from typing import NamedTuple

GROWTH_SHARE = 0.3
"""A range that has become too small grows by this share more than it must, so that it seldom grows."""
MAX_COORDINATE = 1e307
"""Bound of every axis, so that lengths and sums don't overflow."""
MIN_LENGTH, MIN_LENGTH_SHARE = 1e-300, 1e-12
"""Minimum length of an axis, absolute and as a share of its larger end; a shorter range is shown as level."""


class Span(NamedTuple):
    """The range from `lo` to `hi` of an axis, lo < hi."""

    lo: float
    hi: float

    @property
    def length(self) -> float:
        """hi − lo."""
        return self.hi - self.lo

    def contains(self, other: "Span") -> bool:
        """Whether the other span lies inside."""
        return self.lo <= other.lo and other.hi <= self.hi


def union(spans: Iterable[Span]) -> Span:
    """The smallest span that contains all of these."""
    all_spans = tuple(spans)
    return Span(min(span.lo for span in all_spans), max(span.hi for span in all_spans))


def rounded_out(span: Span) -> Span:
    """The span with its ends moved out to round numbers; an empty one is widened."""
    lo, hi = max(span.lo, -MAX_COORDINATE), min(span.hi, MAX_COORDINATE)
    if not is_long_enough(lo, hi):
        room = max(abs(lo), abs(hi), 1.0) / 2.0
        lo, hi = lo - room, hi + room
    grain = round_step((hi - lo) / 8.0)
    return Span(math.floor(lo / grain + 1e-9) * grain, math.ceil(hi / grain - 1e-9) * grain)


def is_long_enough(lo: float, hi: float) -> bool:
    """Whether floating point distinguishes enough values between lo and hi for an axis."""
    return hi - lo > min_length(lo, hi)


def min_length(lo: float, hi: float) -> float:
    """An axis near lo and hi is longer than this, for floating point to distinguish enough values."""
    return max(MIN_LENGTH_SHARE * max(abs(lo), abs(hi)), MIN_LENGTH)


def grown(span: Span, shown: Span, limit: Span) -> Span:
    """The span, grown generously on the side where `shown` is outside, but not beyond `limit`."""
    if span.contains(shown):
        return span
    lo, hi = min(span.lo, shown.lo), max(span.hi, shown.hi)
    more = GROWTH_SHARE * (hi - lo)
    lo, hi = (lo - more if lo < span.lo else lo), (hi + more if hi > span.hi else hi)
    return Span(min(span.lo, max(lo, limit.lo)), max(span.hi, min(hi, limit.hi)))


def round_step(least: float) -> float:
    """The smallest of 1, 2, 5, 10, 20, … (times any power of ten) that is at least `least`; `least` > 0."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(factor * power for factor in (1.0, 2.0, 5.0, 10.0) if factor * power >= least * (1.0 - 1e-9))
