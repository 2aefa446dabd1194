"""What the runs of a sweep start from."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from physics.arrays import Codes, Columns, Floats
from physics.forcing.forcing import NO_FORCING, Forcing
from physics.forcing.schedule import NEVER
from physics.rules.base import Rule
from physics.rules.dispatch import code_of, initial_rule_state
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
        """`count` runs from this state, with other values of some parameters, or of the start: from rest there."""
        changes = changes or {}
        rule = np.full(count, code_of(self.rule), np.int8)
        columns = {
            name: changes[name]
            if name in changes and name in self.parameters
            else np.full(count, self.parameters.get(name, np.nan))
            for name in parameters()
        }
        if START.name in changes:
            w = changes[START.name]
            return InitialStates(rule, columns, w, np.zeros(count), initial_rule_state(rule, w), w)
        own = {name: np.full(count, self.rule_state.get(name, np.nan)) for name in state_names()}
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
