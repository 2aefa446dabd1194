"""Hills and minima of a sampled curve between its samples: those of the cubic spline through them."""

import numpy as np

from physics.arrays import Bools, Floats, Ints
from physics.landscape.monotone_spline import relaxed
from physics.landscape.sample_extrema import find_sample_extrema

SPLINE_SWEEPS = 52
"""Each halves the error of the spline's slopes at least."""
MAX_EXCESS = 0.002
"""An extremum farther than this share of the curve's height beyond its sample is doubtful, and not added."""
MIN_DISTANCE = 0.05
"""An extremum nearer to a sample than this share of the gap between two is not added."""


def add_interpolated_extrema(w: Floats, f: Floats) -> tuple[Floats, Floats]:
    """The samples (w, f) (n,), w strictly increasing, n ≥ 4, and the extrema of their cubic spline beside their own.

    A hill or minimum of the samples, of one sample or two equal ones, gets the spline's beside it, if that is higher
    or lower by less than 0.2 % of the curve's height and at least 5 % of the gap away from both samples around it. A
    curve that turned at the sample instead would bend more than anything in the data. There are as many hills and
    minima as before, if no position or height is too large or too small to compute with.
    """
    with np.errstate(over="ignore", invalid="ignore", divide="ignore", under="ignore"):
        h = np.diff(w)
        m = np.diff(f) / h
        d = spline_slopes(h, m)
        gap, sign, height = _gaps_of_extrema(f, d)
        h, m, before, after = h[gap], m[gap], d[gap], d[gap + 1]
        share = _shares_of_extrema(m, before, after, sign)
        rise = before + share * (3.0 * m - 2.0 * before - after + share * (before + after - 2.0 * m))
        extremum_w, extremum_f = w[gap] + share * h, f[gap] + share * h * rise
        excess = sign * (extremum_f - height)
        is_added: Bools = (share >= MIN_DISTANCE) & (share <= 1.0 - MIN_DISTANCE)
        is_added &= (excess > 0.0) & (excess < MAX_EXCESS * (f.max() - f.min()))
    extremum_w, extremum_f = extremum_w[is_added], extremum_f[is_added]
    order = np.argsort(extremum_w)
    places = gap[is_added][order] + 1
    return np.insert(w, places, extremum_w[order]), np.insert(f, places, extremum_f[order])


def spline_slopes(h: Floats, m: Floats) -> Floats:
    """(n,) slopes at the points of the cubic spline through them (C²), from the distances h and secants m (n − 1,).

    f″ is constant in the first and in the last gap. Solved by sweeps, each of which looks at all neighbours at once.
    """
    share = h[1:] / (h[:-1] + h[1:])
    parabola = share * m[:-1] + (1.0 - share) * m[1:]
    inner = parabola
    for _ in range(SPLINE_SWEEPS):
        d = np.concatenate((2.0 * m[:1] - inner[:1], inner, 2.0 * m[-1:] - inner[-1:]))
        inner = relaxed(d, parabola, share)
    return np.concatenate((2.0 * m[:1] - inner[:1], inner, 2.0 * m[-1:] - inner[-1:]))


def _gaps_of_extrema(f: Floats, d: Floats) -> tuple[Ints, Floats, Floats]:
    """For each hill and minimum of the samples f (n,): the gap of the spline's, its sign and the sample's height.

    The sign is 1 for a hill and −1 for a minimum. `d` (n,) are the spline's slopes. Flats of three samples and more
    are left out.
    """
    extrema = find_sample_extrema(f)
    is_flat = extrema.last > extrema.first
    is_sharp = extrema.last - extrema.first <= 1
    sign = np.where(extrema.is_hill, 1.0, -1.0)
    gap = np.where(is_flat | (sign * d[extrema.first] > 0.0), extrema.first, extrema.first - 1)
    return gap[is_sharp], sign[is_sharp], f[extrema.first[is_sharp]]


def _shares_of_extrema(m: Floats, before: Floats, after: Floats, sign: Floats) -> Floats:
    """Where in its gap (0 to 1) each cubic with these secants and end slopes has its hill or minimum (sign 1 or −1).

    NaN or not between 0 and 1 where it has none.
    """
    # f′ = before + 2 q t + r t², and f″ ∝ q + r t = −sign · root at the turn.
    q, r = 3.0 * m - 2.0 * before - after, 3.0 * (before + after - 2.0 * m)
    root = np.sqrt(q * q - before * r)
    return np.where(sign * q <= 0.0, before / (sign * root - q), (-sign * root - q) / r)
