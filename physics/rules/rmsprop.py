"""RMSprop (Tieleman and Hinton 2012, lecture 6e of a course): each slope is divided by how large slopes were lately.

    v_t = ρ v_{t−1} + (1 − ρ) f′(w_{t−1})²
    Δ_t = α Δ_{t−1} − η f′(w_{t−1}) / (√v_t + ε)

ρ is the decay, v begins as 0, and ε keeps the quotient finite. Of several conventions: η stands inside the step that is
remembered, as in Keras, and ε outside of the root, as in PyTorch, which has η outside of the step: the same while η is
constant. With α = 0 it is the rule of the lecture. √v is remembered instead of v, so that no square overflows or
underflows: a step without momentum is never longer than η / √(1 − ρ).

No energy is known. While slopes get smaller, √v follows them, and what a slope is multiplied by grows to η/ε. Near a
minimum that is unstable if η f″ > 2 (1 + α) ε: then the ball comes near, and is driven away again.
"""

from dataclasses import replace

import numpy as np

from physics.arrays import Columns, Floats
from physics.rules.adaptive import divisor, longest_step_with_momentum, root_of_squares
from physics.rules.base import (
    ALPHA,
    EPSILON,
    ETA,
    ETA_INSIDE,
    KEEPS_STEP,
    MINUS_ETA,
    Formulas,
    Parameter,
    Resting,
    Rule,
    Scale,
    Slope,
    State,
)

RHO = Parameter("rho", "ρ", "decay", 0.0, 1.0, 0.9, Scale.MEMORY, "how much of the average of squared slopes is kept")
KEPT, ADDED = "kept", "added"
"""√ρ and √(1 − ρ) among the prepared parameters."""


class RMSprop(Rule):
    """Steps are about as long as η, however steep the ground is."""

    name = "rmsprop"
    title = "RMSprop"
    help = "RMSprop (Tieleman and Hinton 2012): the slope is divided by the root mean square of recent slopes"
    parameters = (replace(ALPHA, default=0.0), ETA, RHO, EPSILON)
    state = ("rms_slope",)
    formulas = Formulas(gradient="η·f′(w)/(√v + ε)", gradient_factor=None)
    convention = ETA_INSIDE
    convention_in_short = KEEPS_STEP
    eta_share = 0.002

    def prepared(self, parameters: Columns) -> Columns:
        rho = parameters["rho"]
        return {**super().prepared(parameters), KEPT: np.sqrt(rho), ADDED: np.sqrt(1.0 - rho)}

    def step(self, slope: Slope, parameters: Columns, before: State, after: State) -> None:  # noqa: ARG002
        root = after.rule_state["rms_slope"]
        root_of_squares(parameters[KEPT], before.rule_state["rms_slope"], parameters[ADDED], before.slope, root)
        np.multiply(parameters["alpha"], before.delta, out=after.momentum_term)
        np.divide(before.slope, divisor(root, parameters["epsilon"]), out=after.gradient_term)
        np.multiply(after.gradient_term, parameters[MINUS_ETA], out=after.gradient_term)

    def longest_step(self, resting: Resting) -> Floats:
        return longest_step_with_momentum(resting, resting.parameters["epsilon"])
