"""The status of one ball, as sentences about it need it."""

from collections.abc import Mapping
from enum import Enum, auto
from typing import NamedTuple

from app.text.numbers import hills_text, steps_text
from app.text.translation import _
from physics.landscape.base import Landscape
from physics.outcome.cycle import Cycle
from physics.outcome.outcome import OUTCOMES, Outcome
from physics.rules.base import Rule
from physics.rules.trapping_levels import trapping_level
from physics.run.cycle import find_cycle
from physics.run.deciding_parameters import last_parameters
from physics.run.run import Run


class Side(Enum):
    """A side of a landscape or of a valley."""

    LEFT = auto()
    RIGHT = auto()


class BallStatus(NamedTuple):
    """The status of one ball, and its parameters: those of its next step, or of its last one if it has stopped."""

    landscape: Landscape
    outcome: Outcome
    steps: int
    w: float
    delta: float
    energy: float
    """NaN if its rule has none."""
    valley: int
    """Index, from 0."""
    hills: int
    rule: Rule
    values: Mapping[str, float]
    """The parameters, by name."""
    cycle: Cycle | None
    """What it repeats; None unless its outcome is `repeats`."""
    is_noisy: bool = False
    """Whether it feels noise, so that nothing is certain of it."""
    has_changing_eta: bool = False
    """Whether its η still changes, so that it can't be said yet where it stays."""

    @property
    def rims(self) -> tuple[float, float]:
        """Heights of the left and the right end of its valley."""
        left, right = self.landscape.features.edge_heights[self.valley : self.valley + 2].tolist()
        return left, right

    @property
    def level(self) -> float:
        """The energy below which it is trapped in its valley; −inf where that is never claimed."""
        return trapping_level(self.landscape, self.rule, self.values, self.valley)

    @property
    def is_global(self) -> bool:
        """Whether its valley has a global minimum."""
        return bool(self.landscape.features.is_global[self.valley])


def ball_status(run: Run, ball: int) -> BallStatus:
    """The status of a ball of a run, by its index."""
    status, parameters = run.status, last_parameters(run, ball)
    return BallStatus(
        landscape=run.landscape,
        outcome=OUTCOMES[int(status.outcome[ball])],
        steps=int(status.steps[ball]),
        w=float(status.w[ball]),
        delta=float(status.delta[ball]),
        energy=float(status.energy[ball]),
        valley=int(status.valley[ball]),
        hills=int(status.hills_crossed[ball]),
        rule=parameters.rule,
        values=parameters.values,
        cycle=find_cycle(run, ball),
        is_noisy=run.forcing.is_noisy,
        has_changing_eta=run.forcing.certain_from > run.step,
    )


def travelled(ball: BallStatus) -> str:
    """How far a ball has come: 3 hills and 598 steps; 59 steps."""
    steps = steps_text(ball.steps)
    return _("{hills} and {steps}").format(hills=hills_text(ball.hills), steps=steps) if ball.hills else steps
