"""Gradient descent with momentum: the heavy ball of Polyak (1964), with η inside the velocity.

    Δ_t = α Δ_{t−1} − η f′(w_{t−1})

as in Sutskever et al. (2013). Its energy is E = f + α Δ² / 2η. The theorems H0, H1, H2 and K1, K2 of docs/model.md say
below which energy a ball never leaves its valley; L bounds f″ there, and ηL, the dimensionless curvature, says how
large a step is for it.
"""

from collections.abc import Mapping

import numpy as np

from physics.arrays import Bools, Columns, Floats, Ints
from physics.landscape.wells import Sides, Well
from physics.rules.base import ALPHA, ETA, Formulas, Rule, Slope, State
from physics.rules.trapping import NOT_CLAIMED, highest, level_at

MINUS_ETA = "minus_eta"
SURE_DAMPING = 0.99
"""In place of 1 − α, 0.99 (1 − α) covers the rounding of all bounds."""
LEAST_ALPHA_K2 = 0.3


class Momentum(Rule):
    """The slope is taken where the ball is."""

    name = "momentum"
    title = "Momentum"
    help = "Classical momentum (Polyak 1964): the slope is taken where the ball is"
    parameters = (ALPHA, ETA)
    formulas = Formulas(energy="f + α·Δw²/(2η)", curvature_limit="2(1 − α)")

    def prepared(self, parameters: Columns) -> Columns:
        return {**parameters, MINUS_ETA: -parameters["eta"]}

    def step(self, slope: Slope, parameters: Columns, before: State, after: State) -> None:  # noqa: ARG002
        np.multiply(parameters["alpha"], before.delta, out=after.momentum_term)
        np.multiply(parameters[MINUS_ETA], before.slope, out=after.gradient_term)

    def energy(self, parameters: Columns, f: Floats, delta: Floats) -> Floats:
        with np.errstate(all="ignore"):  # the square of a very long step overflows
            return f + parameters["alpha"] * (delta * delta) / (2.0 * parameters["eta"])

    def energy_before(self, parameters: Columns, f: Floats, momentum_term: Floats) -> Floats:
        """The same from α Δ instead of Δ; f alone where α is 0."""
        alpha, eta = parameters["alpha"], parameters["eta"]
        with np.errstate(all="ignore"):
            kinetic = momentum_term * momentum_term / (2.0 * alpha * eta)
        return f + np.where(alpha > 0.0, kinetic, 0.0)

    def is_undamped(self, values: Mapping[str, float]) -> bool:
        return values["alpha"] == 1.0

    def keeps_energy(self, parameters: Columns, curvature: Floats) -> Bools:
        with np.errstate(all="ignore"):
            return parameters["eta"] * curvature <= self.curvature_limit(parameters)

    def curvature_limit(self, parameters: Columns) -> Floats:
        limit: Floats = 2.0 * (1.0 - parameters["alpha"])
        return limit

    def delta2_per_energy(self, parameters: Columns) -> Floats:
        with np.errstate(all="ignore"):
            per_energy: Floats = 2.0 * parameters["eta"] / parameters["alpha"]
        return per_energy

    def trapping_level(self, well: Well, parameters: Columns) -> Floats:
        alpha, eta = parameters["alpha"], parameters["eta"]
        with np.errstate(all="ignore"):
            levels = [_damped(well, alpha, eta), _bending(well, alpha, eta), _smooth(well, alpha, eta)]
            if well.sides is not None:
                levels += [_kink(well, well.sides, alpha, eta), _kink_little_damped(well, well.sides, alpha, eta)]
        level: Floats = np.where(alpha < 1.0, np.maximum.reduce(levels), NOT_CLAIMED)
        return level


def _damped(well: Well, alpha: Floats, eta: Floats) -> Floats:
    """H0: with ηL ≤ 2 (1 − α) no step raises the energy."""
    index = highest(lambda i: eta * well.upper[i] <= 2.0 * (1.0 - alpha), len(alpha))
    return level_at(index, (well.c * well.kept)[index])


def _swing(well: Well, index: Ints, alpha: Floats, eta: Floats) -> tuple[Floats, Floats]:
    """κ and b: how far the energy swings, and how much of that V takes out. With b ≤ 0 H0 says more."""
    eta_upper = eta * well.upper[index]
    return np.sqrt(eta_upper / alpha), 0.5 - (1.0 - alpha) / (4.0 * np.sqrt(alpha * eta_upper))


def _is_damped(gain: Floats, alpha: Floats, kappa: Floats, b: Floats) -> Bools:
    """R ≤ (1 − α)(1 − (¼ + b²)κ): what the curve's bending can add to V in a step, damping takes away."""
    return gain <= SURE_DAMPING * (1.0 - alpha) * (1.0 - (0.25 + b * b) * kappa)


def _bending(well: Well, alpha: Floats, eta: Floats) -> Floats:
    """H1: f″ is bounded, and may jump."""

    def holds(index: Ints) -> Bools:
        kappa, b = _swing(well, index, alpha, eta)
        longest = np.sqrt(2.0 * eta * well.c[index] / alpha)
        gain = np.fmin(0.5 * b * b * eta * well.spread[index], eta * longest * well.third[index] / 12.0)
        return (b <= 0.0) | ((b * kappa < 1.0) & _is_damped(gain, alpha, kappa, b))

    index = highest(holds, len(alpha))
    kappa, b = _swing(well, index, alpha, eta)
    return np.where(b > 0.0, level_at(index, (well.c * well.kept)[index] * (1.0 - b * kappa)), NOT_CLAIMED)


def _smooth(well: Well, alpha: Floats, eta: Floats) -> Floats:
    """H2: f has five derivatives; of second order in the step, so that it holds closer to α = 1."""

    def factors(index: Ints) -> tuple[Floats, Floats, Floats, Floats]:
        kappa, b = _swing(well, index, alpha, eta)
        theta = eta * np.maximum(well.upper[index], well.lower[index]) / 6.0
        return kappa, b, theta, b * kappa + 0.5 * theta * kappa

    def holds(index: Ints) -> Bools:
        kappa, b, theta, k = factors(index)
        upper, third = well.upper[index], well.third[index]
        steepest = np.sqrt(2.0 * upper * well.c[index])
        bend = 3.0 * np.maximum(upper, well.lower[index]) * third + steepest * well.fourth[index]
        longest = np.sqrt(2.0 * eta * well.c[index] / (alpha * (1.0 - theta)))
        gain = eta * longest * (eta * bend / 72.0 + well.fifth[index] * longest**2 / 720.0)
        gain += (1.0 - alpha) * theta * (1.0 + 0.25 * theta * kappa)
        return (b <= 0.0) | ((theta < 1.0) & (k * k < 1.0 - theta) & _is_damped(gain, alpha, kappa, b))

    index = highest(holds, len(alpha))
    _, b, theta, k = factors(index)
    share = (1.0 - k * k / (1.0 - theta)) / (1.0 + k + theta)
    return np.where(b > 0.0, level_at(index, (well.c * well.kept)[index] * share), NOT_CLAIMED)


def _kink(well: Well, sides: Sides, alpha: Floats, eta: Floats) -> Floats:
    """K1: two straight sides; what a step gains at the kink is less than the depth."""
    steep, jump = max(sides.left, sides.right), sides.left + sides.right
    damping = SURE_DAMPING * (1.0 - alpha)
    gain = eta * jump * steep / damping + alpha * eta * jump**2 / (2.0 * damping**2)
    level = well.depth * sides.kept
    return np.where((gain < level) & (level > 0.0), level, NOT_CLAIMED)


def _kink_little_damped(well: Well, sides: Sides, alpha: Floats, eta: Floats) -> Floats:
    """K2: two straight sides and α ≥ 0.3; what is gained at one crossing is lost before the next."""
    steep, gentle = max(sides.left, sides.right), min(sides.left, sides.right)
    jump, depth = sides.left + sides.right, well.depth * sides.kept
    longest = eta * steep * (1.0 + np.sqrt(3.0 * jump / (2.0 * steep * SURE_DAMPING * (1.0 - alpha))))
    after = steep * longest + longest**2 / (2.0 * eta)
    room = depth - eta * steep**2 / (8.0 * alpha**2)
    # E + A (ηG + √(2ηE)) < room, a quadratic inequality for √E.
    per_step = jump - 0.5 * gentle
    half = 0.5 * per_step * np.sqrt(2.0 * eta)
    root = np.sqrt(half**2 + room - per_step * eta * steep) - half
    holds = (alpha >= LEAST_ALPHA_K2) & (after < room) & (root > 0.0)
    return np.where(holds, root**2, NOT_CLAIMED)
