"""A ball: its update rule, its coefficients and its start."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from physics.rules.base import Rule, check_alpha, check_eta

LONGEST_NAME = 200
"""Characters of a name in a file."""


@dataclass(frozen=True, slots=True)
class Ball:
    """What a ball starts with.

    Raises ValueError unless 0 ≤ alpha ≤ 1, 1e-300 ≤ eta ≤ 1e300, start is finite and the rule is a `Rule` or its name.
    """

    name: str
    rule: Rule
    alpha: float
    """Momentum coefficient α, 0 to 1."""
    eta: float
    """Learning rate η, 1e-300 to 1e300."""
    start: float
    """w at step 0, in the landscape's units."""

    def __post_init__(self) -> None:
        """Check the values."""
        object.__setattr__(self, "rule", Rule(self.rule))
        check_alpha(self.alpha)
        check_eta(self.eta)
        if not math.isfinite(self.start):
            raise ValueError(f"start: {self.start!r} is not a finite number")


def ball_name(alpha: float) -> str:
    """Name a ball after its momentum: α 0, α 0.90, α 0.95, α 0.999, α 1."""
    if alpha in (0.0, 1.0):
        return f"α {alpha:.0f}"
    two_decimals = f"{alpha:.2f}"
    return f"α {two_decimals if float(two_decimals) == alpha else repr(alpha)}"


def with_distinct_names(balls: Sequence[Ball]) -> tuple[Ball, ...]:
    """Return the balls with (2), (3) … appended to names that occur again, skipping numbers that are in use."""
    in_use = {ball.name for ball in balls}
    seen: set[str] = set()
    distinct = []
    for ball in balls:
        name, number = ball.name, 2
        while name in seen or (name != ball.name and name in in_use):
            name, number = with_ending(ball.name, f" ({number})"), number + 1
        seen.add(name)
        distinct.append(ball if name == ball.name else replace(ball, name=name))
    return tuple(distinct)


def with_ending(name: str, ending: str) -> str:
    """Append to a name, cutting the name where the result would be too long for a file."""
    return name[: LONGEST_NAME - len(ending)] + ending
