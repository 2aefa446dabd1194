"""What the runs of a sweep start from."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

import numpy as np

from physics.arrays import Codes, Columns, Floats, Ints, concatenate, take_balls
from physics.forcing.forcing import NO_FORCING, Forcing
from physics.forcing.schedule import NEVER
from physics.rules.base import Rule
from physics.rules.dispatch import code_of, with_all_names
from physics.rules.registry import parameters, state_names
from physics.run.ball import START, Ball, Values
from physics.run.run import Run


class InitialStates(NamedTuple):
    """Parameters and states that runs start from: arrays (n,)."""

    rule: Codes
    parameters: Columns
    """By name; NaN where a run's rule has no such parameter."""
    w: Floats
    delta: Floats
    """The last step; 0 at rest."""
    rule_state: Columns
    """By name; NaN where a run's rule has no such state."""
    origin: Floats
    """The w at which each ball was last placed by hand, else its start."""

    @property
    def size(self) -> int:
        """The number of runs."""
        return len(self.w)

    def starts(self, indices: Ints) -> "InitialStates":
        """Those of the runs with these indices, in that order."""
        return take_balls(self, indices)


class Runs(Protocol):
    """Runs whose initial states are made a part at a time, by those who advance them.

    Other processes get it with each piece of work, so it had better be small when pickled, as a grid is.
    """

    @property
    def size(self) -> int:
        """The number of runs."""

    def starts(self, indices: Ints) -> InitialStates:
        """The initial states of the runs with these indices, in that order; with the same names each time."""


def concatenate_states(parts: Sequence[InitialStates]) -> InitialStates:
    """Return the runs of all parts, which may follow different rules, in order."""
    used = {name for part in parts for name in (*part.parameters, *part.rule_state)}

    def completed(part: InitialStates) -> InitialStates:
        own_parameters, own_state = (
            with_all_names(columns, [name for name in names if name in used], part.w.shape)
            for columns, names in ((part.parameters, parameters()), (part.rule_state, state_names()))
        )
        return part._replace(parameters=own_parameters, rule_state=own_state)

    return concatenate([completed(part) for part in parts])


class BallState(NamedTuple):
    """One ball at one step: all that its next steps on a landscape follow from."""

    rule: Rule
    parameters: Values
    w: float
    delta: float
    """The last step; 0 at rest."""
    rule_state: Values
    origin: float
    """The w at which it was last placed by hand, else its start."""
    forcing: Forcing = NO_FORCING
    """Noise and schedule, counted from the next step on."""

    @property
    def can_be_trapped(self) -> bool:
        """Whether it may be proven that it stays in a valley: not with noise or under 1/t, nor without an energy."""
        return self.forcing.certain_from != NEVER and self.rule.formulas.energy is not None

    def initial_states(self, count: int, changes: Mapping[str, Floats] | None = None) -> InitialStates:
        """`count` runs from this state, with other values of some parameters, or of the start: from rest there.

        The columns are those of the rule alone.
        """
        changes = changes or {}
        rule = np.full(count, code_of(self.rule), np.int8)
        columns = {
            name: changes[name] if name in changes else np.full(count, self.parameters[name])
            for name in parameters()
            if name in self.parameters
        }
        if START.name in changes:
            w = changes[START.name]
            return InitialStates(rule, columns, w, np.zeros(count), self.rule.init(w), w)
        own = {name: np.full(count, self.rule_state[name]) for name in self.rule.state}
        w, delta, origin = (np.full(count, number) for number in (self.w, self.delta, self.origin))
        return InitialStates(rule, columns, w, delta, own, origin)

    def with_parameter(self, name: str, value: float) -> "BallState":
        """Return the same with another value of one of its parameters."""
        return self._replace(parameters=Values({**self.parameters, name: value}))


def ball_state(run: Run, ball: int) -> BallState:
    """The state of one ball of a run, now."""
    rule, values = run.ball_parameters(ball)
    state = run.state
    own = {name: state.rule_state[name][ball].item() for name in rule.state}
    w, delta, origin = (column[ball].item() for column in (state.w, state.delta, run.origin))
    return BallState(rule, Values(values), w, delta, Values(own), origin, run.forcing.from_step(run.step))


def state_at_rest(ball: Ball, forcing: Forcing = NO_FORCING) -> BallState:
    """The state of a ball that begins."""
    own = {name: column[0].item() for name, column in ball.rule.init(np.array([ball.start])).items()}
    return BallState(ball.rule, Values(ball.parameters), ball.start, 0.0, Values(own), ball.start, forcing)
