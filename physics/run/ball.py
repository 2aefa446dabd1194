"""A ball: one method, its coefficients, and where it starts."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from physics.rules.base import Rule, check_alpha, check_eta

LONGEST_NAME = 200
"""Characters of a name in a file."""


@dataclass(frozen=True, slots=True)
class Ball:
    """What a ball starts with.

    Raises ValueError unless 0 ≤ alpha ≤ 1, 1e-300 ≤ eta ≤ 1e300, start is finite and the rule is one of the rules.
    """

    name: str
    rule: Rule
    alpha: float
    """Momentum coefficient α: the share of the last step that is kept, 0 to 1."""
    eta: float
    """Learning rate η, 1e-300 to 1e300."""
    start: float
    """w at step 0, in the landscape's units."""

    def __post_init__(self) -> None:
        """Refuse what the rule is not defined for."""
        object.__setattr__(self, "rule", Rule(self.rule))  # a rule's plain word is as good
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
    """Return the balls, the second of a name called (2), the third (3), as long as that is no other's name."""
    taken = {ball.name for ball in balls}
    seen: set[str] = set()
    distinct = []
    for ball in balls:
        name, number = ball.name, 2
        while name in seen or (name != ball.name and name in taken):
            name, number = with_ending(ball.name, f" ({number})"), number + 1
        seen.add(name)
        distinct.append(ball if name == ball.name else replace(ball, name=name))
    return tuple(distinct)


def with_ending(name: str, ending: str) -> str:
    """The name with something behind it, cut as far as it must be to stay short enough for a file."""
    return name[: LONGEST_NAME - len(ending)] + ending
