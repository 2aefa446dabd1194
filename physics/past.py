"""How a run stood at an earlier step: read off its rows, and the same to the last bit as when it was there."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from physics.arrays import Bools, Codes, Ints, chosen
from physics.edit import Edit, of_step
from physics.outcome import has_gone, is_final
from physics.present import Present
from physics.recording import Recording, Rows
from physics.rules import Step
from physics.standing import Standing, read

EVERY = 64
"""Steps with edits between two waypoints: so many are judged anew, at most, to come to any step."""


class Waypoint(NamedTuple):
    """How a run arrived at a step, before the edits of that step."""

    step: int
    arrived: Present


class Past:
    """The waypoints of one run. They are set on the way: what has been looked up once is near from then on."""

    def __init__(self, first: Present) -> None:
        """Begin with how the run is at step 0."""
        self._waypoints = [Waypoint(0, first)]

    @property
    def first(self) -> Present:
        """How the run is at step 0, before its edits."""
        return self._waypoints[0].arrived

    def copy(self) -> "Past":
        """The same waypoints; those of either that come later are its own."""
        past = Past(self.first)
        past._waypoints = self._waypoints.copy()
        return past

    def mark(self, step: int, arrived: Present) -> None:
        """Set a waypoint, unless there are later ones."""
        if step > self._waypoints[-1].step:
            self._waypoints.append(Waypoint(step, arrived))

    def forget_after(self, step: int) -> None:
        """Forget what was after a step: it becomes another one."""
        while self._waypoints[-1].step > step:
            self._waypoints.pop()

    def arrived_at(
        self, step: int, recording: Recording, edits: tuple[Edit, ...], full: bool, near: Waypoint
    ) -> Present:
        """How the run arrived at a recorded step; `near` is one that is known, such as where the run is now."""
        start = next(waypoint for waypoint in reversed(self._waypoints) if waypoint.step <= step)
        if start.step <= near.step <= step:
            start = near
        at, arrived = start
        passed = 0
        while at < step:
            here = of_step(edits, at)
            if here.start < here.stop:
                passed += 1
                if passed % EVERY == 0:
                    self.mark(at, arrived)
            until = min(step, edits[here.stop].step) if here.stop < len(edits) else step
            rows = recording.rows(at + 1, until + 1)
            arrived = after_rows(arrived.edited(edits[here]), rows, begun=at, full=full)
            at = until
        return arrived


def after_rows(before: Present, rows: Rows, *, begun: int, full: bool) -> Present:
    """How a run stands after `rows`, of shape (steps, balls), without an edit among them.

    `before` is how it stood at step `begun`, just before the first of the rows.
    """
    state = Step(*(getattr(rows, name)[-1].copy() for name in Step._fields))
    with np.errstate(all="ignore"):  # a ball may have diverged
        standing = _standing(before, rows, begun=begun, full=full)
    return before._replace(state=state, standing=standing)


def _standing(before: Present, rows: Rows, *, begun: int, full: bool) -> Standing:
    standing, last = before.standing, len(rows.w) - 1
    was_final = is_final(standing.outcome)
    ends = np.where(was_final, -1, _first(is_final, rows.outcome))
    stops = np.where(has_gone(standing.outcome), -1, _first(has_gone, rows.outcome)) if full else ends
    goes = (stops >= 0) & (stops <= last)
    place = np.clip(np.where(goes, stops, ends), 0, last)
    valley = before.landscape.features.valley_index(rows.w[place, np.arange(rows.w.shape[1])])
    anew = read(rows, valley, begun, place)
    return chosen(was_final & ~goes, standing, anew)._replace(hills_crossed=rows.hills_crossed[-1].copy())


def _first(is_so: Callable[[Codes], Bools], outcome: Codes) -> Ints:
    """First row (balls,) whose outcome is so, the number of rows where none is.

    It is looked for by halving, which a long run needs: what is so stays so as long as nothing is edited.
    """
    balls = np.arange(outcome.shape[1])
    low, high = np.zeros(len(balls), np.intp), np.full(len(balls), len(outcome), np.intp)
    while (low < high).any():
        middle = (low + high) // 2
        hit = is_so(outcome[np.minimum(middle, len(outcome) - 1), balls])
        is_open = low < high
        high = np.where(is_open & hit, middle, high)
        low = np.where(is_open & ~hit, middle + 1, low)
    return low
