"""What a run begins with, and how edits of step 0 change it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from physics.forcing.forcing import NO_FORCING, Forcing
from physics.landscape.base import Landscape
from physics.rules.suggestion import suggest
from physics.run.ball import START, Ball
from physics.run.edit import Edit


class Beginning(NamedTuple):
    """What a run begins with."""

    landscape: Landscape
    balls: tuple[Ball, ...]
    forcing: Forcing = NO_FORCING

    def edited(self, edits: Sequence[Edit]) -> tuple["Beginning", tuple[Edit, ...]]:
        """What the run begins with after these edits, and what of them stays an edit: a speed Δ at the start.

        A ball that is placed begins there. One that would begin outside another landscape begins where that suggests.
        """
        landscape, forcing, balls = self.landscape, self.forcing, list(self.balls)
        moving = []
        for edit in edits:
            if edit.ball is None:
                landscape = edit.landscape or landscape
                forcing = forcing if edit.noise is None else forcing.with_noise(edit.noise)
                continue
            start = {} if edit.w is None else {START.name: edit.w}
            balls[edit.ball] = balls[edit.ball].changed({**edit.parameters, **start}, edit.rule)
            if edit.delta:
                moving.append(Edit(0, edit.ball, delta=edit.delta))
        inside = tuple(balls) if landscape is self.landscape else with_starts_inside(landscape, balls)
        return Beginning(landscape, inside, forcing), tuple(moving)


def with_starts_inside(landscape: Landscape, balls: Sequence[Ball]) -> tuple[Ball, ...]:
    """Return the balls, those that start outside the domain moved to where the landscape suggests."""
    lo, hi = landscape.domain
    if all(lo <= ball.start <= hi for ball in balls):
        return tuple(balls)
    start = suggest(landscape).start
    return tuple(ball if lo <= ball.start <= hi else replace(ball, start=start) for ball in balls)
