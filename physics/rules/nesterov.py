"""Nesterov's accelerated gradient (1983), in the form of Sutskever et al. (2013).

    Δ_t = α Δ_{t−1} − η f′(w_{t−1} + α Δ_{t−1})

Its energy is E = f + Δ² / 2η, without α. The theorems N and KN of docs/model.md say below which energy a ball never
leaves its valley.
"""

import numpy as np

from physics.arrays import Bools, Columns, Floats, Ints
from physics.landscape.wells import Sides, Well
from physics.rules.base import ALPHA, ETA, Formulas, Rule, Slope, State
from physics.rules.momentum import MINUS_ETA
from physics.rules.trapping import NOT_CLAIMED, highest, level_at


class Nesterov(Rule):
    """The slope is taken where the momentum alone would lead."""

    name = "nesterov"
    title = "Nesterov"
    help = "Nesterov's momentum: the slope is taken where the momentum alone would lead"
    parameters = (ALPHA, ETA)
    formulas = Formulas(gradient="η·f′(w + α·Δw)", energy="f + Δw²/(2η)")

    def prepared(self, parameters: Columns) -> Columns:
        return {**parameters, MINUS_ETA: -parameters["eta"]}

    def step(self, slope: Slope, parameters: Columns, before: State, after: State) -> None:
        np.multiply(parameters["alpha"], before.delta, out=after.momentum_term)
        np.multiply(parameters[MINUS_ETA], slope(before.w + after.momentum_term), out=after.gradient_term)

    def slope_position(self, w: Floats, momentum_term: Floats) -> Floats:
        return w + momentum_term

    def energy(self, parameters: Columns, f: Floats, delta: Floats) -> Floats:
        with np.errstate(all="ignore"):  # the square of a very long step overflows
            return f + delta * delta / (2.0 * parameters["eta"])

    def energy_before(self, parameters: Columns, f: Floats, momentum_term: Floats) -> Floats:
        """The same from α Δ instead of Δ; f alone where α is 0."""
        alpha = parameters["alpha"]
        with np.errstate(all="ignore"):
            energy = self.energy(parameters, f, momentum_term / alpha)
        return np.where(alpha > 0.0, energy, f)

    def delta2_per_energy(self, parameters: Columns) -> Floats:
        per_energy: Floats = 2.0 * parameters["eta"]
        return per_energy

    def trapping_level(self, well: Well, parameters: Columns) -> Floats:
        alpha, eta = parameters["alpha"], parameters["eta"]
        with np.errstate(all="ignore"):
            level = _smooth(well, alpha, eta)
            if well.sides is not None:
                level = np.maximum(level, _kink(well, well.sides, eta))
        return level


def _smooth(well: Well, alpha: Floats, eta: Floats) -> Floats:
    """N: with ηL ≤ 1 and α² (1 + ηl) ≤ 1 no step raises the energy, and none leads out on its way."""

    def holds(index: Ints) -> Bools:
        return (eta * well.upper[index] <= 1.0) & (alpha**2 * (1.0 + eta * well.lower[index]) <= 1.0)

    index = highest(holds, len(alpha))
    return level_at(index, (well.c * well.kept)[index] / (1.0 + alpha**2 * eta * well.upper[index]))


def _kink(well: Well, sides: Sides, eta: Floats) -> Floats:
    """KN: two straight sides; between two steps that gain at the kink there are enough that lose."""
    steep, gentle = max(sides.left, sides.right), min(sides.left, sides.right)
    per_step = sides.left + sides.right - 0.5 * gentle
    least_between = np.ceil(2.0 * steep * per_step / gentle**2)
    swing = eta * steep**2 * (1.0 + 0.5 * (least_between + 1.0) ** 2)
    room = well.depth * sides.kept - eta * steep * per_step - 0.5 * eta * steep**2
    return np.where((swing < room) & (room > 0.0), room, NOT_CLAIMED)
