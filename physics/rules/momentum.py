"""Gradient descent with momentum: the heavy ball of Polyak (1964), with η inside the velocity.

    Δ_t = α Δ_{t−1} − η f′(w_{t−1})

as in Sutskever et al. (2013). L is max|f″| in a valley, and ηL, the dimensionless curvature, says how large a step is
for it.
"""

import numpy as np

from physics.arrays import Bools, Columns, Floats, Ints
from physics.landscape.bounds import MEASURED, NEVER_TRAPPED, PROVEN, TrappingTable
from physics.landscape.features import Features
from physics.rules.base import ALPHA, ETA, Formulas, Rule, Slope, State

MINUS_ETA = "minus_eta"
HEAVY_BALL_ENERGY = "f + α·Δw²/(2η)"
SMALL_CURVATURE = 0.25
"""Up to this ηL no ball below half its valley's depth was seen to get out, for any α …"""
DAMPED_ALPHA = 0.97
"""… and up to this α none with ηL ≤ 1: measured by tests/benchmarks/trapped.py."""


class Momentum(Rule):
    """The slope is taken where the ball is."""

    name = "momentum"
    title = "Momentum"
    help = "Classical momentum (Polyak 1964): the slope is taken where the ball is"
    parameters = (ALPHA, ETA)
    formulas = Formulas(energy=HEAVY_BALL_ENERGY, curvature_limit="2(1 − α)")

    def prepared(self, parameters: Columns) -> Columns:
        return {**parameters, MINUS_ETA: -parameters["eta"]}

    def step(self, slope: Slope, parameters: Columns, before: State, after: State) -> None:  # noqa: ARG002
        np.multiply(parameters["alpha"], before.delta, out=after.momentum_term)
        np.multiply(parameters[MINUS_ETA], before.slope, out=after.gradient_term)

    def energy(self, parameters: Columns, f: Floats, delta: Floats) -> Floats:
        return heavy_ball_energy(parameters, f, delta)

    def energy_before(self, parameters: Columns, f: Floats, momentum_term: Floats) -> Floats:
        return heavy_ball_energy_before(parameters, f, momentum_term)

    def keeps_energy(self, parameters: Columns, curvature: Floats) -> Bools:
        with np.errstate(all="ignore"):
            return is_guaranteed(parameters["eta"] * curvature, parameters["alpha"])

    def curvature_limit(self, parameters: Columns) -> Floats:
        return guaranteed_limit(parameters["alpha"])

    def is_trapped(self, features: Features, valley: Ints, energy: Floats, parameters: Columns) -> Bools:
        """Either proven, or measured.

        Measured: below half the valley's depth, with steps so small that no exception was seen, which is ηL ≤ ¼, or
        ηL ≤ 1 with α ≤ 0.97. (Close to α = 1 nothing damps the energy. It swings around a conserved quantity by a
        factor of up to (1 + √(ηL)/2) / (1 − √(ηL)/2), which may be more than 2.)
        """
        alpha, eta_curvature = parameters["alpha"], parameters["eta"] * features.curvature[valley]
        with np.errstate(invalid="ignore"):
            below_rim = energy < features.trapping_rims[valley]
            below_half = energy < features.half_depths[valley]
        return (below_rim & is_guaranteed(eta_curvature, alpha)) | (below_half & has_small_steps(eta_curvature, alpha))

    def trapping_bounds(self, table: TrappingTable, parameters: Columns) -> tuple[Ints, Floats]:
        alpha, eta = parameters["alpha"], parameters["eta"]
        eta_curvature = eta * table.least_curvature
        measured = np.where(has_small_steps(eta_curvature, alpha), MEASURED, NEVER_TRAPPED)
        return np.where(is_guaranteed(eta_curvature, alpha), PROVEN, measured), 2.0 * eta / alpha


def heavy_ball_energy(parameters: Columns, f: Floats, delta: Floats) -> Floats:
    """E = f(w) + α · Δ² / (2 η), for arrays that broadcast.

    Where the curvature of a valley is at most L and ηL ≤ 2 (1 − α), E never grows, and f stays ≤ E along the whole
    straight line from one position to the next. (From f(w + sΔ′) ≤ f + s f′Δ′ + s² L Δ′² / 2 with
    f′ = (αΔ − Δ′) / η.) So a ball whose energy is below the lower rim of its valley can never leave it.
    """
    with np.errstate(all="ignore"):  # the square of a very long step overflows
        return f + parameters["alpha"] * (delta * delta) / (2.0 * parameters["eta"])


def heavy_ball_energy_before(parameters: Columns, f: Floats, momentum_term: Floats) -> Floats:
    """The same from α Δ instead of Δ; f alone where α is 0."""
    alpha, eta = parameters["alpha"], parameters["eta"]
    with np.errstate(all="ignore"):
        kinetic = momentum_term * momentum_term / (2.0 * alpha * eta)
    return f + np.where(alpha > 0.0, kinetic, 0.0)


def is_guaranteed(eta_curvature: Floats, alpha: Floats) -> Bools:
    """Whether energy provably never grows: ηL ≤ 2 (1 − α)."""
    return eta_curvature <= guaranteed_limit(alpha)


def guaranteed_limit(alpha: Floats) -> Floats:
    """The largest ηL with which energy provably never grows: 2 (1 − α)."""
    return 2.0 * (1.0 - alpha)


def has_small_steps(eta_curvature: Floats, alpha: Floats) -> Bools:
    """Whether steps are so small that no ball in the lower half of its valley was seen to get out."""
    return (eta_curvature <= SMALL_CURVATURE) | ((eta_curvature <= 1.0) & (alpha <= DAMPED_ALPHA))
