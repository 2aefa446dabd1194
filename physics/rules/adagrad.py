"""AdaGrad (Duchi, Hazan and Singer 2011): each slope is divided by the root of the sum of all squared slopes so far.

    G_t = G_{t−1} + f′(w_{t−1})²
    Δ_t = α Δ_{t−1} − η f′(w_{t−1}) / (√G_t + ε)

G begins as 0, and ε keeps the quotient finite. Of several conventions: ε stands outside of the root, as in PyTorch, and
G is not started above 0. With α = 0 it is the rule of the paper and of PyTorch; momentum is added as for RMSprop, with
η inside the step that is remembered. √G is remembered instead of G, so that no square overflows or underflows.

No energy is known. G never shrinks, so steps get shorter the longer a ball rolls, and where rest is stable it lasts.
"""

from dataclasses import replace

import numpy as np

from physics.arrays import Columns, Floats
from physics.rules.adaptive import divisor, longest_step_with_momentum, root_of_squares
from physics.rules.base import ALPHA, EPSILON, ETA, MINUS_ETA, Formulas, Resting, Rule, Slope, State


class AdaGrad(Rule):
    """Steps are about η / √t long after t steps on a steady slope."""

    name = "adagrad"
    title = "AdaGrad"
    help = "AdaGrad (Duchi and others 2011): the slope is divided by the root of the sum of all squared slopes so far"
    parameters = (replace(ALPHA, default=0.0), ETA, replace(EPSILON, default=1e-10))
    state = ("root_sum_square",)
    formulas = Formulas(gradient="η·f′(w)/(√G + ε)", gradient_factor=None)
    convention = "With α = 0 as in PyTorch; momentum is added as for RMSprop, with η inside the step."
    convention_in_short = "α: share of the last step kept; with 0 as torch"
    eta_share = 0.022
    """About 1/(2√500): on a steady slope the ball crosses the domain in 500 steps, as it does with the other rules."""

    def step(self, slope: Slope, parameters: Columns, before: State, after: State) -> None:  # noqa: ARG002
        root = after.rule_state["root_sum_square"]
        root_of_squares(1.0, before.rule_state["root_sum_square"], 1.0, before.slope, root)
        np.multiply(parameters["alpha"], before.delta, out=after.momentum_term)
        np.divide(before.slope, divisor(root, parameters["epsilon"]), out=after.gradient_term)
        np.multiply(after.gradient_term, parameters[MINUS_ETA], out=after.gradient_term)

    def longest_step(self, resting: Resting) -> Floats:
        least = resting.rule_state["root_sum_square"] + resting.parameters["epsilon"]
        return longest_step_with_momentum(resting, least)
