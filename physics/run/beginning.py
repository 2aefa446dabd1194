"""What a run begins with, and its state at step 0."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from physics.forcing.forcing import NO_FORCING, Forcing
from physics.landscape.base import Landscape
from physics.rules.dispatch import code_of, initial_rule_state, parameter_columns, state_columns
from physics.rules.suggestion import suggest
from physics.run.ball import Ball
from physics.run.state import RunState, initial_state


class Beginning(NamedTuple):
    """What a run begins with."""

    landscape: Landscape
    balls: tuple[Ball, ...]
    forcing: Forcing = NO_FORCING


def with_starts_inside(landscape: Landscape, balls: Sequence[Ball]) -> tuple[Ball, ...]:
    """Return the balls, those that start outside the domain moved to where the landscape suggests."""
    lo, hi = landscape.domain
    if all(lo <= ball.start <= hi for ball in balls):
        return tuple(balls)
    start = suggest(landscape).start
    return tuple(ball if lo <= ball.start <= hi else replace(ball, start=start) for ball in balls)


def state_at_start(
    landscape: Landscape,
    balls: Sequence[Ball],
    forcing: Forcing = NO_FORCING,
    rule_states: Sequence[Mapping[str, float]] | None = None,
    origins: Sequence[float] | None = None,
) -> RunState:
    """The state of balls that begin, or that go on from a state in which they were."""
    rule = np.array([code_of(ball.rule) for ball in balls], np.int8)
    parameters = parameter_columns([ball.parameters for ball in balls])
    w = np.array([ball.start for ball in balls], np.float64)
    own = initial_rule_state(rule, w) if rule_states is None else state_columns(rule_states)
    origin = w if origins is None else np.array(origins, np.float64)
    return initial_state(landscape, rule, parameters, w, own, origin, forcing)
