"""Nesterov's accelerated gradient (1983), in the form of Sutskever et al. (2013).

    Δ_t = α Δ_{t−1} − η f′(w_{t−1} + α Δ_{t−1})

Its energy is E = f + Δ² / 2η, without α. The theorems N and KN of docs/model.md say below which energy a ball never
leaves its valley.
"""

import numpy as np

from physics.arrays import Bools, Columns, Floats, Ints
from physics.landscape.wells import Wells
from physics.rules.base import ALPHA, ETA, ETA_INSIDE, KEEPS_STEP, MINUS_ETA, Formulas, Rule, Slope, State
from physics.rules.trapping import NONE_HOLDS, NOT_CLAIMED, greatest_index

MIN_TELLING_ALPHA = 1e-280
"""With a smaller α the product α Δ loses digits of Δ, or is 0."""


class Nesterov(Rule):
    """The slope is taken where the momentum alone would lead."""

    name = "nesterov"
    title = "Nesterov"
    help = "Nesterov's momentum: the slope is taken where the momentum alone would lead"
    parameters = (ALPHA, ETA)
    convention = ETA_INSIDE
    convention_in_short = KEEPS_STEP
    formulas = Formulas(gradient="η·f′(w + α·Δwₜ₋₁)", slope="f′(w + α·Δwₜ₋₁)", energy="f + Δw²/(2η)")

    def step(self, slope: Slope, parameters: Columns, before: State, after: State) -> None:
        np.multiply(parameters["alpha"], before.delta, out=after.momentum_term)
        np.multiply(parameters[MINUS_ETA], slope(before.w + after.momentum_term), out=after.gradient_term)

    def slope_position(self, w: Floats, momentum_term: Floats) -> Floats:
        return w + momentum_term

    def energy(self, parameters: Columns, f: Floats, delta: Floats) -> Floats:
        with np.errstate(all="ignore"):  # the square of a very long step overflows
            return f + delta * delta / (2.0 * parameters["eta"])

    def energy_before(self, parameters: Columns, f: Floats, momentum_term: Floats) -> Floats:
        """The same from α Δ instead of Δ; NaN where α is so small that α Δ does not tell Δ."""
        alpha = np.where(parameters["alpha"] > MIN_TELLING_ALPHA, parameters["alpha"], np.nan)
        return self.energy(parameters, f, momentum_term / alpha)

    def delta2_per_energy(self, parameters: Columns) -> Floats:
        per_energy: Floats = 2.0 * parameters["eta"]
        return per_energy

    def trapping_level(self, wells: Wells, row: Ints, parameters: Columns) -> Floats:
        alpha, eta = parameters["alpha"], parameters["eta"]
        with np.errstate(all="ignore"):
            level = _smooth(wells, row, alpha, eta)
            straight = np.flatnonzero(np.isfinite(wells.safe_depth[row]))
            if len(straight):
                level[straight] = np.maximum(level[straight], _kink(wells, row[straight], eta[straight]))
        level[~(level > 0.0)] = NOT_CLAIMED
        return level


def _smooth(wells: Wells, row: Ints, alpha: Floats, eta: Floats) -> Floats:
    """N: with ηL ≤ 1 and α² (1 + ηl) ≤ 1 no step raises the energy, and none leads out on its way."""

    def holds(balls: Ints, index: Ints) -> Bools:
        at, a, e = (row[balls], index), alpha[balls], eta[balls]
        return (e * wells.upper[at] <= 1.0) & (a**2 * (1.0 + e * wells.lower[at]) <= 1.0)

    index = greatest_index(holds, np.full(len(row), NONE_HOLDS))
    at = row, np.maximum(index, 0)
    return np.where(index > NONE_HOLDS, wells.safe_c[at] / (1.0 + alpha**2 * eta * wells.upper[at]), NOT_CLAIMED)


def _kink(wells: Wells, row: Ints, eta: Floats) -> Floats:
    """KN: two straight sides; between two steps that gain at the kink there are enough that lose."""
    left, right = wells.falling[row], wells.rising[row]
    steep, gentle = np.maximum(left, right), np.minimum(left, right)
    per_step = left + right - 0.5 * gentle
    least_between = np.ceil(2.0 * steep * per_step / gentle**2)
    swing = eta * steep**2 * (1.0 + 0.5 * (least_between + 1.0) ** 2)
    room = wells.safe_depth[row] - eta * steep * per_step - 0.5 * eta * steep**2
    return np.where(swing < room, room, NOT_CLAIMED)
