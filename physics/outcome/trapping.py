"""The energy of a ball, and the conditions under which it can never leave its valley again."""

import numpy as np

from physics.arrays import Bools, Floats, Ints
from physics.landscape.features import Features

SMALL_BEND = 0.25
"""η L up to which no ball below half its valley's depth was seen to get out, whatever its α …"""
LOOSE_ALPHA = 0.97
"""… and α up to which none was with η L ≤ 1: tests/benchmarks/trapped.py tries it."""


def is_trapped(features: Features, valley: Ints, energy: Floats, alpha: Floats, eta: Floats) -> Bools:
    """Whether balls of the classical rule, in these valleys and with this energy, will never leave them.

    Either proven, or below half the valley's depth with a step so small that no exception was measured: η L ≤ ¼, or
    with α ≤ 0.97 also η L ≤ 1. (Nearer to α = 1 nothing damps the energy, which swings around what is conserved by a
    factor of up to (1 + √(ηL)/2) / (1 − √(ηL)/2), and that may be more than 2.)
    """
    bend = eta * features.curvature[valley]
    with np.errstate(invalid="ignore"):
        below_rim = energy < features.trapping_rims[valley]
        below_half = energy < features.half_depths[valley]
    return (below_rim & is_guaranteed(bend, alpha)) | (below_half & is_small(bend, alpha))


def is_guaranteed(bend: Floats, alpha: Floats) -> Bools:
    """Whether energy provably never grows: η L ≤ 2 (1 − α), with `bend` = η L."""
    return bend <= 2.0 * (1.0 - alpha)


def is_small(bend: Floats, alpha: Floats) -> Bools:
    """Whether steps are so small that no ball in the lower half of its valley was seen to get out."""
    return (bend <= SMALL_BEND) | ((bend <= 1.0) & (alpha <= LOOSE_ALPHA))


def energy(f: Floats, delta: Floats, alpha: Floats, eta: Floats) -> Floats:
    """E = f(w) + α · Δ² / (2 η), for arrays that broadcast.

    On a curve whose curvature is at most L in a valley, E never grows while η L ≤ 2 (1 − α), and f stays ≤ E along the
    whole straight move from one position to the next. (From f(w + sΔ′) ≤ f + s f′Δ′ + s² L Δ′² / 2 with
    f′ = (αΔ − Δ′) / η.) So a ball whose energy is below the lower rim of its valley can never leave it.
    """
    with np.errstate(all="ignore"):  # a step may be so long that its square is more than a number holds
        return f + alpha * (delta * delta) / (2.0 * eta)
