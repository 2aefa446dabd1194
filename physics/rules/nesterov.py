"""Nesterov's accelerated gradient (1983), in the form of Sutskever et al. (2013).

Δ_t = α Δ_{t−1} − η f′(w_{t−1} + α Δ_{t−1})
"""

import numpy as np

from physics.arrays import Columns, Floats
from physics.rules.base import ALPHA, ETA, Formulas, Rule, Slope, State
from physics.rules.momentum import HEAVY_BALL_ENERGY, MINUS_ETA, heavy_ball_energy, heavy_ball_energy_before


class Nesterov(Rule):
    """The slope is taken where the momentum alone would lead. No condition for being trapped is known."""

    name = "nesterov"
    title = "Nesterov"
    help = "Nesterov's momentum: the slope is taken where the momentum alone would lead"
    parameters = (ALPHA, ETA)
    formulas = Formulas(gradient="η·f′(w + α·Δw)", energy=HEAVY_BALL_ENERGY)

    def prepared(self, parameters: Columns) -> Columns:
        return {**parameters, MINUS_ETA: -parameters["eta"]}

    def step(self, slope: Slope, parameters: Columns, before: State, after: State) -> None:
        np.multiply(parameters["alpha"], before.delta, out=after.momentum_term)
        np.multiply(parameters[MINUS_ETA], slope(before.w + after.momentum_term), out=after.gradient_term)

    def slope_position(self, w: Floats, momentum_term: Floats) -> Floats:
        return w + momentum_term

    def energy(self, parameters: Columns, f: Floats, delta: Floats) -> Floats:
        return heavy_ball_energy(parameters, f, delta)

    def energy_before(self, parameters: Columns, f: Floats, momentum_term: Floats) -> Floats:
        return heavy_ball_energy_before(parameters, f, momentum_term)
