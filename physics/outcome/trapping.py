"""The energy of a ball, and conditions under which it can never leave its valley again.

L is max|f″| in a valley, and ηL, the dimensionless curvature, says how large a step is for it.
"""

import numpy as np

from physics.arrays import Bools, Floats, Ints
from physics.landscape.bounds import CELLS, TrappingTable
from physics.landscape.features import Features

SMALL_CURVATURE = 0.25
"""Up to this ηL no ball below half its valley's depth was seen to get out, for any α …"""
DAMPED_ALPHA = 0.97
"""… and up to this α none with ηL ≤ 1: measured by tests/benchmarks/trapped.py."""


def is_trapped(features: Features, valley: Ints, energy: Floats, alpha: Floats, eta: Floats) -> Bools:
    """Whether balls of the momentum rule, in these valleys and with this energy, will never leave them.

    Either proven, or measured: below half the valley's depth, with steps so small that no exception was seen, which is
    ηL ≤ ¼, or ηL ≤ 1 with α ≤ 0.97. (Close to α = 1 nothing damps the energy. It swings around a conserved quantity by
    a factor of up to (1 + √(ηL)/2) / (1 − √(ηL)/2), which may be more than 2.)
    """
    eta_curvature = eta * features.curvature[valley]
    with np.errstate(invalid="ignore"):
        below_rim = energy < features.trapping_rims[valley]
        below_half = energy < features.half_depths[valley]
    return (below_rim & is_guaranteed(eta_curvature, alpha)) | (below_half & has_small_steps(eta_curvature, alpha))


def is_guaranteed(eta_curvature: Floats, alpha: Floats) -> Bools:
    """Whether energy provably never grows: ηL ≤ 2 (1 − α)."""
    return eta_curvature <= 2.0 * (1.0 - alpha)


def has_small_steps(eta_curvature: Floats, alpha: Floats) -> Bools:
    """Whether steps are so small that no ball in the lower half of its valley was seen to get out."""
    return (eta_curvature <= SMALL_CURVATURE) | ((eta_curvature <= 1.0) & (alpha <= DAMPED_ALPHA))


def trapping_bound_index(table: TrappingTable, alpha: Floats, eta: Floats) -> Ints:
    """The offset (n,) into the table for balls of the momentum rule: of proven bounds, of measured ones or of none."""
    eta_curvature = eta * table.least_curvature
    is_measured = has_small_steps(eta_curvature, alpha)
    return np.where(is_guaranteed(eta_curvature, alpha), 0, np.where(is_measured, CELLS, 2 * CELLS))


def energy(f: Floats, delta: Floats, alpha: Floats, eta: Floats) -> Floats:
    """E = f(w) + α · Δ² / (2 η), for arrays that broadcast.

    Where the curvature of a valley is at most L and ηL ≤ 2 (1 − α), E never grows, and f stays ≤ E along the whole
    straight line from one position to the next. (From f(w + sΔ′) ≤ f + s f′Δ′ + s² L Δ′² / 2 with
    f′ = (αΔ − Δ′) / η.) So a ball whose energy is below the lower rim of its valley can never leave it.
    """
    with np.errstate(all="ignore"):  # the square of a very long step overflows
        return f + alpha * (delta * delta) / (2.0 * eta)
