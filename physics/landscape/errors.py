"""The errors of landscapes: domains and curves that cannot be computed with. `app/text` has the sentences."""

import math
from dataclasses import dataclass
from enum import Enum, auto


@dataclass(eq=False)
class DomainError(ValueError):
    """A domain that is no interval: its ends must be finite, lo < hi, and not infinitely far apart."""

    lo: float
    hi: float

    def __str__(self) -> str:
        return repr(self)


class CurveProblem(Enum):
    """What is wrong with points, a stroke or a smoothing; each kind says which fields of the error it fills."""

    DIFFERENT_SHAPES = auto()
    """w and f are not two rows of equally many numbers but have these `shapes`."""
    TOO_FEW_POINTS = auto()
    """`count`, at least `least`."""
    W_NOT_FINITE = auto()
    """`value`, of the point at `index`."""
    F_NOT_FINITE = auto()
    """`value`, of the point at `index`."""
    NOT_INCREASING = auto()
    """w is `value` at the point at `index`, and `before` at the one before it."""
    TOO_STEEP = auto()
    """Between the point at `index` and the next one."""
    TOO_CLOSE = auto()
    """The point at `index` and the next one: floating point does not tell the curve between them apart."""
    TOO_FEW_TO_SIMPLIFY = auto()
    """At most `count` points were asked for; at least `least` are needed."""
    WRONG_SMOOTHING = auto()
    """`value` is not a fraction of the width."""
    NO_STROKE = auto()
    """w and f are not two rows of equally many finite numbers."""


@dataclass(eq=False)
class CurveError(ValueError):
    """Points, a stroke or a smoothing that give no curve."""

    kind: CurveProblem
    index: int | None = None
    """Of the point, from 0; None where it is not one point that is wrong."""
    value: float = math.nan
    before: float = math.nan
    count: int = 0
    least: int = 0
    shapes: tuple[tuple[int, ...], ...] = ()

    def __str__(self) -> str:
        return repr(self)
