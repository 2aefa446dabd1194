"""The state of a run at one step, and how an earlier one is read off the recorded rows."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from physics.arrays import AnyArray, Bools, Codes, Floats, Ints, chosen, spliced, taken
from physics.landscape.base import Landscape
from physics.outcome.outcome import has_gone, is_final
from physics.rules.base import Rule, Step
from physics.run.edit import Edit, of_step
from physics.run.recording import Recording, Rows
from physics.run.status import Standing, read, stand


class Parameters(NamedTuple):
    """What one ball's step is made with."""

    alpha: float
    eta: float
    looks_ahead: bool


class InForce(NamedTuple):
    """What the next step is made with: arrays (n,)."""

    alpha: Floats
    eta: Floats
    looks_ahead: Bools

    @property
    def ahead(self) -> Bools | None:
        """Which balls look ahead; None where none does, which spares its cost."""
        return self.looks_ahead if self.looks_ahead.any() else None

    def of(self, ball: int) -> Parameters:
        """What the next step of one ball is made with."""
        return Parameters(*(column[ball].item() for column in self))

    def is_same(self, other: "InForce") -> bool:
        """Whether every ball has the same values."""
        return all(np.array_equal(one, another) for one, another in zip(self, other, strict=True))


class Present(NamedTuple):
    """The state of a run at the step that it is at; replaced as a whole, its arrays are never changed."""

    landscape: Landscape
    in_force: InForce
    state: Step
    standing: Standing
    set_out: Floats
    """(n,) the w from which each ball set out at last: where it was put by hand, else its start."""

    def spliced(self, place: int, other: "Present") -> "Present":
        """Return this with the balls of `other` before ball `place`."""
        return Present(
            self.landscape,
            spliced(self.in_force, place, other.in_force),
            spliced(self.state, place, other.state),
            spliced(self.standing, place, other.standing),
            np.insert(self.set_out, [place] * len(other.set_out), other.set_out),
        )

    def only(self, places: Sequence[int]) -> "Present":
        """Return this with only the balls at `places`, in that order."""
        return Present(
            self.landscape,
            taken(self.in_force, places),
            taken(self.state, places),
            taken(self.standing, places),
            self.set_out[list(places)],
        )

    def edited(self, edits: Sequence[Edit]) -> "Present":
        """Return this with the edits of one step in force, and everybody whom they concern judged anew, once."""
        if not edits:
            return self
        landscape = self.landscape
        columns: dict[str, AnyArray] = {
            "alpha": self.in_force.alpha,
            "eta": self.in_force.eta,
            "rule": self.in_force.looks_ahead,
        }
        columns |= {"w": self.state.w, "delta": self.state.delta}
        columns = {name: column.copy() for name, column in columns.items()}
        stays_gone = has_gone(self.standing.outcome)
        concerned, placed = np.zeros((2, len(stays_gone)), np.bool_)
        for edit in edits:
            if edit.landscape is not None:
                landscape = edit.landscape
                concerned |= ~stays_gone
                continue
            for name, value in edit.changes().items():
                columns[name][edit.ball] = value is Rule.NESTEROV if name == "rule" else value
            placed[edit.ball] |= edit.w is not None
            concerned[edit.ball] |= placed[edit.ball] or not stays_gone[edit.ball]
        in_force = InForce(columns["alpha"], columns["eta"], columns["rule"])
        with np.errstate(all="ignore"):
            state = self.state._replace(w=columns["w"], slope=landscape.slope(columns["w"]), delta=columns["delta"])
        steps = np.full(len(concerned), edits[0].step, np.int32)
        anew = stand(landscape, state, *in_force, steps=steps, hills_crossed=self.standing.hills_crossed)
        set_out = np.where(placed, columns["w"], self.set_out)
        return Present(landscape, in_force, state, self.standing.judged_anew(anew, concerned, placed), set_out)


def beginning(landscape: Landscape, in_force: InForce, w: Floats) -> Present:
    """Return the present of balls at rest at their starts."""
    nothing, zero = np.zeros_like(w), np.zeros(len(w), np.int32)
    with np.errstate(all="ignore"):
        state = Step(w, landscape.slope(w), nothing, nothing, nothing)
    standing = stand(landscape, state, *in_force, steps=zero, hills_crossed=zero)
    return Present(landscape, in_force, state, standing, w)


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
