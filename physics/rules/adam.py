"""Adam (Kingma and Ba 2015): an average of slopes, divided by the root of an average of their squares.

    m_t = β₁ m_{t−1} + (1 − β₁) f′(w_{t−1})          m̂_t = m_t / (1 − β₁ᵗ)
    v_t = β₂ v_{t−1} + (1 − β₂) f′(w_{t−1})²         v̂_t = v_t / (1 − β₂ᵗ)
    Δ_t = −η m̂_t / (√v̂_t + ε)

β₁ is the parameter α. The bias correction, the division by 1 − βᵗ, makes m̂ and v̂ averages whose weights add up to 1
from the first step on. It is computed with the memory n so far, the sum of the weights if that of the newest is 1:

    n_t = 1 + β₁ n_{t−1}          m̂_t = (β₁ n_{t−1} / n_t) m̂_{t−1} + (1 / n_t) f′(w_{t−1})

n begins as 0 and grows to 1 / (1 − β₁); v̂ has a memory of its own. For constant β this is the same. It stays an
average where a β is changed on the way, which the power βᵗ of a count t does not tell, and at β = 1, where it is the
mean of all slopes so far. What is remembered are m̂, √v̂ (so that no square overflows or underflows) and the two
memories. For β < 1 these come to a halt to the last bit, so a ball that goes round is found to repeat, as it could
not be with a count of steps.

η multiplies the whole step, as in the paper, in PyTorch and in Keras: Δ is not remembered, and an edit of Δ alone does
not change the next step. The momentum term is what the slopes before contribute, the gradient term what the newest one
does. No energy is known. Near a minimum, slopes may be multiplied by up to η/ε: rest lasts if η f″ ≤ 2 ε.
"""

from dataclasses import replace

import numpy as np

from physics.arrays import Columns, Floats
from physics.rules.adaptive import delta_at_lasting_rest, divisor, root_of_squares
from physics.rules.base import (
    ALPHA,
    EPSILON,
    ETA,
    MINUS_ETA,
    Formulas,
    Parameter,
    Resting,
    Rule,
    Scale,
    Slope,
    State,
)

BETA2 = Parameter(
    "beta2",
    "β₂",
    "decay of squares",
    0.0,
    1.0,
    0.999,
    Scale.MEMORY,
    "how much of the average of squared slopes is kept",
)


class Adam(Rule):
    """Steps are at first as long as η, and never much longer."""

    name = "adam"
    title = "Adam"
    help = "Adam (Kingma and Ba 2015): an average of slopes, divided by the root of an average of their squares"
    parameters = (replace(ALPHA, help="β₁, the share of the old average of slopes that is kept"), ETA, BETA2, EPSILON)
    state = ("average_slope", "average_memory", "rms_slope", "rms_memory")
    formulas = Formulas(momentum="−c·α·m", momentum_factor=None, gradient="c·(1 − α)·f′(w)", gradient_factor=None)
    convention = (
        "c is η/(√v + ε), with bias correction; η multiplies the whole step, as in the paper, PyTorch and Keras."
    )
    convention_in_short = "α is β₁: share of the old average; η outside, as torch"
    eta_share = 0.002

    def step(self, slope: Slope, parameters: Columns, before: State, after: State) -> None:  # noqa: ARG002
        old, new = before.rule_state, after.rule_state
        kept, added = _shares(parameters["alpha"], old["average_memory"], new["average_memory"])
        square_kept, square_added = _shares(parameters["beta2"], old["rms_memory"], new["rms_memory"])
        root_of_squares(np.sqrt(square_kept), old["rms_slope"], np.sqrt(square_added), before.slope, new["rms_slope"])
        kept *= old["average_slope"]
        added *= before.slope
        np.add(kept, added, out=new["average_slope"])
        below = divisor(new["rms_slope"], parameters["epsilon"])
        np.divide(kept, below, out=after.momentum_term)
        np.divide(added, below, out=after.gradient_term)
        np.multiply(after.momentum_term, parameters[MINUS_ETA], out=after.momentum_term)
        np.multiply(after.gradient_term, parameters[MINUS_ETA], out=after.gradient_term)

    def longest_step(self, resting: Resting) -> Floats:
        parameters, delta = resting.parameters, resting.delta
        eta, epsilon = parameters["eta"], parameters["epsilon"]
        average = np.abs(resting.rule_state["average_slope"])
        with np.errstate(all="ignore"):
            is_stable = eta * resting.curvature <= 2.0 * epsilon
            bound = eta * np.maximum(average, np.abs(resting.slope)) / epsilon
            own_delta = delta_at_lasting_rest(is_stable, resting.w, delta, bound)
            return np.maximum(own_delta, np.where(is_stable, eta * average / epsilon, 0.0))


def _shares(decay: Floats, memory: Floats, out: Floats) -> tuple[Floats, Floats]:
    """Write the memory after a step into `out`; return the shares that the average and what is new have in it."""
    kept = decay * memory
    np.add(kept, 1.0, out=out)
    kept /= out
    return kept, 1.0 / out
