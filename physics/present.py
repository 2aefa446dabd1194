"""Where a run is: what its next step is made from."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from physics.arrays import Bools, Floats, spliced, taken
from physics.edit import Edit
from physics.landscape import Landscape
from physics.outcome import has_gone
from physics.rules import Rule, Step
from physics.standing import Standing, stand


class InForce(NamedTuple):
    """What the next step is made with: arrays (n,)."""

    alpha: Floats
    eta: Floats
    looks_ahead: Bools

    def changed(self, edit: Edit) -> "InForce":
        """Return this with the α, η and rule of an edit of one ball."""
        alpha, eta, looks_ahead = self.alpha.copy(), self.eta.copy(), self.looks_ahead.copy()
        if edit.alpha is not None:
            alpha[edit.ball] = edit.alpha
        if edit.eta is not None:
            eta[edit.ball] = edit.eta
        if edit.rule is not None:
            looks_ahead[edit.ball] = edit.rule is Rule.NESTEROV
        return InForce(alpha, eta, looks_ahead)


class Present(NamedTuple):
    """The state of a run at its newest step; replaced as a whole, its arrays are never changed."""

    landscape: Landscape
    in_force: InForce
    state: Step
    standing: Standing

    def spliced(self, place: int, other: "Present") -> "Present":
        """Return this with the balls of `other` before ball `place`."""
        return Present(
            self.landscape,
            spliced(self.in_force, place, other.in_force),
            spliced(self.state, place, other.state),
            spliced(self.standing, place, other.standing),
        )

    def only(self, places: Sequence[int]) -> "Present":
        """Return this with only the balls at `places`, in that order."""
        return Present(
            self.landscape, taken(self.in_force, places), taken(self.state, places), taken(self.standing, places)
        )

    def edited(self, edit: Edit) -> "Present":
        """Return this with an edit in force, and everybody whom it concerns judged anew."""
        landscape, in_force = self.landscape, self.in_force
        w, delta = self.state.w.copy(), self.state.delta.copy()
        concerned = ~has_gone(self.standing.outcome)
        if edit.landscape is not None:
            landscape = edit.landscape
        else:
            others = np.arange(len(w)) != edit.ball
            concerned = ~others & (concerned | (edit.w is not None))
            in_force = in_force.changed(edit)
            w[edit.ball] = w[edit.ball] if edit.w is None else edit.w
            delta[edit.ball] = delta[edit.ball] if edit.delta is None else edit.delta
        with np.errstate(all="ignore"):
            state = self.state._replace(w=w, slope=landscape.slope(w), delta=delta)
        steps = np.full(len(w), edit.step, np.int32)
        anew = stand(landscape, state, *in_force, steps=steps, hills_crossed=self.standing.hills_crossed)
        return Present(landscape, in_force, state, self.standing.judged_anew(anew, concerned))


def beginning(landscape: Landscape, in_force: InForce, w: Floats) -> Present:
    """Return the present of balls at rest at their starts."""
    nothing, zero = np.zeros_like(w), np.zeros(len(w), np.int32)
    with np.errstate(all="ignore"):
        state = Step(w, landscape.slope(w), nothing, nothing, nothing)
    return Present(landscape, in_force, state, stand(landscape, state, *in_force, steps=zero, hills_crossed=zero))
