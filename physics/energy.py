"""The energy of a ball: its height plus what its speed is worth in height."""

import numpy as np

from physics.arrays import Floats


def energy(f: Floats, delta: Floats, alpha: Floats, eta: Floats) -> Floats:
    """E = f(w) + α · Δ² / (2 η), for arrays that broadcast.

    On a curve whose curvature is at most L in a valley, E never grows while η L ≤ 2 (1 − α), and f stays ≤ E along the
    whole straight move from one position to the next. (From f(w + sΔ′) ≤ f + s f′Δ′ + s² L Δ′² / 2 with
    f′ = (αΔ − Δ′) / η.) So a ball whose energy is below the lower rim of its valley can never leave it.
    """
    with np.errstate(all="ignore"):  # a step may be so long that its square is more than a number holds
        return f + alpha * (delta * delta) / (2.0 * eta)
