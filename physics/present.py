"""Where a run is: what its next step is made from."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from physics.arrays import AnyArray, Bools, Floats, spliced, taken
from physics.edit import Edit
from physics.landscape import Landscape
from physics.outcome import has_gone
from physics.rules import Rule, Step
from physics.standing import Standing, stand


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
