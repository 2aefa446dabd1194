"""One more rule, as somebody may write it: a class in one file.

    m_t = β m_{t−1} + (1 − β) f′(w_{t−1})
    Δ_t = α Δ_{t−1} − η sign(m_t)

Only the sign of the averaged slope counts, as in signSGD with momentum (Bernstein et al. 2018).
"""

import numpy as np

from physics.arrays import Columns
from physics.rules.base import ALPHA, ETA, Formulas, Parameter, Rule, Scale, Slope, State

BETA = Parameter("beta", "β", "averaging", 0.0, 1.0, 0.75, Scale.LINEAR, "how much of the averaged slope is kept")


class SignMomentum(Rule):
    """Every gradient term is as long as η. No energy is known."""

    name = "sign"
    title = "Sign"
    help = "Momentum on the sign of an averaged slope"
    parameters = (ALPHA, ETA, BETA)
    state = ("mean_slope",)
    formulas = Formulas(gradient="η·sign(m)", gradient_factor=None)

    def step(self, slope: Slope, parameters: Columns, before: State, after: State) -> None:
        beta, mean = parameters["beta"], after.rule_state["mean_slope"]
        np.multiply(beta, before.rule_state["mean_slope"], out=mean)
        mean += (1.0 - beta) * before.slope
        np.multiply(parameters["alpha"], before.delta, out=after.momentum_term)
        np.multiply(-parameters["eta"], np.sign(mean), out=after.gradient_term)
