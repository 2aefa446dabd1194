"""Gradient descent with momentum: the heavy ball of Polyak (1964), with η inside the velocity.

    Δ_t = α Δ_{t−1} − η f′(w_{t−1})

as in Sutskever et al. (2013). Its energy is E = f + α Δ² / 2η. The theorems H0, H1, H2 and K1, K2 of docs/model.md say
below which energy a ball never leaves its valley; L bounds f″ there, and ηL, the dimensionless curvature, says how
large a step is for it.
"""

from collections.abc import Mapping

import numpy as np

from physics.arrays import Bools, Columns, Floats, Ints
from physics.landscape.wells import Wells
from physics.rules.base import ALPHA, ETA, ETA_INSIDE, KEEPS_STEP, MINUS_ETA, Formulas, Rule, Slope, State
from physics.rules.trapping import LAST_INDEX, NONE_HOLDS, NOT_CLAIMED, greatest_index

SURE_DAMPING = 0.99
"""In place of 1 − α, 0.99 (1 − α) covers the rounding of all bounds."""
LEAST_ALPHA_K2 = 0.3


class Momentum(Rule):
    """The slope is taken where the ball is."""

    name = "momentum"
    title = "Momentum"
    help = "Classical momentum (Polyak 1964): the slope is taken where the ball is"
    parameters = (ALPHA, ETA)
    convention = ETA_INSIDE
    convention_in_short = KEEPS_STEP
    formulas = Formulas(energy="f + α·Δw²/(2η)")

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
            return parameters["eta"] * curvature <= 2.0 * (1.0 - parameters["alpha"])

    def delta2_per_energy(self, parameters: Columns) -> Floats:
        with np.errstate(all="ignore"):
            per_energy: Floats = 2.0 * parameters["eta"] / parameters["alpha"]
        return per_energy

    def trapping_level(self, wells: Wells, row: Ints, parameters: Columns) -> Floats:
        alpha, eta = parameters["alpha"], parameters["eta"]
        with np.errstate(all="ignore"):
            index = _damped(wells, row, alpha, eta)
            level = np.where(index > NONE_HOLDS, wells.safe_c[row, index], NOT_CLAIMED)
            for theorem in (_bending, _smooth):
                more = np.flatnonzero((index < LAST_INDEX) & (alpha > 0.0))
                of_more = row[more], alpha[more], eta[more]
                index[more], its_level = theorem(wells, *of_more, index[more])
                level[more] = np.maximum(level[more], its_level)
            straight = np.flatnonzero(np.isfinite(wells.safe_depth[row]))
            if len(straight):
                of_straight = row[straight], alpha[straight], eta[straight]
                of_kinks = np.maximum(_kink(wells, *of_straight), _kink_little_damped(wells, *of_straight))
                level[straight] = np.maximum(level[straight], of_kinks)
        level[(alpha >= 1.0) | ~(level > 0.0)] = NOT_CLAIMED
        return level


def _damped(wells: Wells, row: Ints, alpha: Floats, eta: Floats) -> Ints:
    """H0: with ηL ≤ 2 (1 − α) no step raises the energy, and the level is all of c."""

    def holds(balls: Ints, index: Ints) -> Bools:
        return eta[balls] * wells.upper[row[balls], index] <= 2.0 * (1.0 - alpha[balls])

    return greatest_index(holds, np.full(len(row), NONE_HOLDS))


def _swing(upper: Floats, alpha: Floats, eta: Floats) -> tuple[Floats, Floats]:
    """κ and b: how far the energy swings, and how much of that V takes out. With b ≤ 0 H0 says more."""
    eta_upper = eta * upper
    return np.sqrt(eta_upper / alpha), 0.5 - (1.0 - alpha) / (4.0 * np.sqrt(alpha * eta_upper))


def _is_damped(gain: Floats, alpha: Floats, kappa: Floats, b: Floats) -> Bools:
    """R ≤ (1 − α)(1 − (¼ + b²)κ): what the curve's bending can add to V in a step, damping takes away."""
    return gain <= SURE_DAMPING * (1.0 - alpha) * (1.0 - (0.25 + b * b) * kappa)


def _bending(wells: Wells, row: Ints, alpha: Floats, eta: Floats, beyond: Ints) -> tuple[Ints, Floats]:
    """H1: f″ is bounded, and may jump. For water higher than at index `beyond`, where H0 says no more."""

    def holds(balls: Ints, index: Ints) -> Bools:
        at, a, e = (row[balls], index), alpha[balls], eta[balls]
        kappa, b = _swing(wells.upper[at], a, e)
        longest = np.sqrt(2.0 * e * wells.c[at] / a)
        gain = np.fmin(0.5 * b * b * e * wells.spread[at], e * longest * wells.third[at] / 12.0)
        return (b <= 0.0) | ((b * kappa < 1.0) & _is_damped(gain, a, kappa, b))

    index = greatest_index(holds, beyond)
    at = row, np.maximum(index, 0)
    kappa, b = _swing(wells.upper[at], alpha, eta)
    return index, np.where((index > beyond) & (b > 0.0), wells.safe_c[at] * (1.0 - b * kappa), NOT_CLAIMED)


def _smooth(wells: Wells, row: Ints, alpha: Floats, eta: Floats, beyond: Ints) -> tuple[Ints, Floats]:
    """H2: f has five derivatives. Of second order in the step, so that it holds closer to α = 1 than H1.

    For water higher than at index `beyond`: for lower water H0 and H1 give higher levels.
    """

    def factors(at: tuple[Ints, Ints], a: Floats, e: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        kappa, b = _swing(wells.upper[at], a, e)
        theta = e * np.maximum(wells.upper[at], wells.lower[at]) / 6.0
        return kappa, b, theta, b * kappa + 0.5 * theta * kappa

    def holds(balls: Ints, index: Ints) -> Bools:
        at, a, e = (row[balls], index), alpha[balls], eta[balls]
        kappa, b, theta, k = factors(at, a, e)
        upper, c = wells.upper[at], wells.c[at]
        bend = 3.0 * np.maximum(upper, wells.lower[at]) * wells.third[at] + np.sqrt(2.0 * upper * c) * wells.fourth[at]
        longest = np.sqrt(2.0 * e * c / (a * (1.0 - theta)))
        gain = e * longest * (e * bend / 72.0 + wells.fifth[at] * longest**2 / 720.0)
        gain += (1.0 - a) * theta * (1.0 + 0.25 * theta * kappa)
        return (b <= 0.0) | ((theta < 1.0) & (k * k < 1.0 - theta) & _is_damped(gain, a, kappa, b))

    index = greatest_index(holds, beyond)
    at = row, np.maximum(index, 0)
    _, b, theta, k = factors(at, alpha, eta)
    share = (1.0 - k * k / (1.0 - theta)) / (1.0 + k + theta)
    return index, np.where((index > beyond) & (b > 0.0), wells.safe_c[at] * share, NOT_CLAIMED)


def _kink(wells: Wells, row: Ints, alpha: Floats, eta: Floats) -> Floats:
    """K1: two straight sides; what a step gains at the kink is less than the depth."""
    left, right, level = wells.falling[row], wells.rising[row], wells.safe_depth[row]
    steep, jump = np.maximum(left, right), left + right
    damping = SURE_DAMPING * (1.0 - alpha)
    gain = eta * jump * steep / damping + alpha * eta * jump**2 / (2.0 * damping**2)
    return np.where(gain < level, level, NOT_CLAIMED)


def _kink_little_damped(wells: Wells, row: Ints, alpha: Floats, eta: Floats) -> Floats:
    """K2: two straight sides and α ≥ 0.3; what is gained at one crossing is lost before the next."""
    left, right = wells.falling[row], wells.rising[row]
    steep, gentle, jump = np.maximum(left, right), np.minimum(left, right), left + right
    longest = eta * steep * (1.0 + np.sqrt(3.0 * jump / (2.0 * steep * SURE_DAMPING * (1.0 - alpha))))
    after = steep * longest + longest**2 / (2.0 * eta)
    room = wells.safe_depth[row] - eta * steep**2 / (8.0 * alpha**2)
    # E + A (ηG + √(2ηE)) < room, a quadratic inequality for √E.
    per_step = jump - 0.5 * gentle
    half = 0.5 * per_step * np.sqrt(2.0 * eta)
    root = np.sqrt(half**2 + room - per_step * eta * steep) - half
    holds = (alpha >= LEAST_ALPHA_K2) & (after < room) & (root > 0.0)
    return np.where(holds, root**2, NOT_CLAIMED)
