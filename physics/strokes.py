"""What a hand drew: mouse positions in any order and at any speed, as heights over the interval they cover."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from physics.arrays import Floats

SAMPLES = 513
"""Heights that a stroke is turned into; over the whole width that is about two pixels apart on the screen."""
NARROWEST = 0.001
"""A stroke that covers less than this share of the domain is a click; so near to an end of it is at the end."""


class Stroke(NamedTuple):
    """A stroke as heights f at evenly spaced positions w, over the interval that it covers."""

    w: Floats
    f: Floats


def trace(domain: tuple[float, float], w: npt.ArrayLike, f: npt.ArrayLike, edge_reach: float = 0.0) -> Stroke | None:
    """The line through the positions (w_i, f_i) in the order they were drawn; None for a click.

    The line may go backwards: what is drawn later replaces what was drawn there before. Positions outside the domain
    (or almost at its end) are moved to its end. A line that comes within `edge_reach` of an end goes on to it, level,
    from where it was nearest. This is quick enough for a preview while the hand still moves.

    Raises ValueError when w and f are not rows of equally many finite numbers.
    """
    w, f = np.asarray(w, dtype=np.float64), np.asarray(f, dtype=np.float64)
    if w.ndim != 1 or w.shape != f.shape or not (np.isfinite(w).all() and np.isfinite(f).all()):
        raise ValueError("a stroke is two rows, w and f, of equally many finite numbers")
    lo, hi = domain
    narrow = NARROWEST * (hi - lo)
    w = np.where(w < lo + narrow, lo, np.where(w > hi - narrow, hi, w))
    if len(w) == 0 or w.max() - w.min() < narrow:
        return None
    for end in domain:
        nearest = int(np.abs(w - end).argmin())
        if 0.0 < abs(w[nearest] - end) <= edge_reach:
            # There and back, so that what was drawn before and after stays as it is.
            w = np.insert(w, nearest + 1, (end, w[nearest]))
            f = np.insert(f, nearest + 1, (f[nearest], f[nearest]))
    grid = np.linspace(w.min(), w.max(), SAMPLES)
    left, right = np.minimum(w[:-1], w[1:]), np.maximum(w[:-1], w[1:])
    firsts = grid.searchsorted(left, "left")
    counts = grid.searchsorted(right, "right") - firsts
    pieces = np.repeat(np.arange(len(counts)), counts)
    within = np.arange(len(pieces)) - np.repeat(np.cumsum(counts) - counts, counts)
    newest = np.zeros(SAMPLES, dtype=np.intp)
    np.maximum.at(newest, firsts[pieces] + within, pieces)
    run = w[newest + 1] - w[newest]
    is_upright = run == 0.0
    share = np.where(is_upright, 1.0, (grid - w[newest]) / np.where(is_upright, 1.0, run))
    return Stroke(grid, f[newest] + share * (f[newest + 1] - f[newest]))


def steadied(stroke: Stroke, deviation: float) -> Floats:
    """The stroke's heights smoothed by a Gaussian of that standard deviation in w, its two end heights kept.

    Beyond each end the stroke is continued by its mirror image through the end point, which is the heat equation with
    fixed ends: it never makes a hill or a valley that was not there (Sturm 1836), up to rounding.
    """
    step = (stroke.w[-1] - stroke.w[0]) / (len(stroke.w) - 1)
    reach = min(int(np.ceil(8.0 * deviation / step)), len(stroke.w) - 1)
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) * step / deviation) ** 2)
    f = stroke.f
    before = 2.0 * f[0] - f[reach:0:-1]
    behind = 2.0 * f[-1] - f[-2 : -2 - reach : -1]
    smooth = np.convolve(np.concatenate((before, f, behind)), kernel / kernel.sum(), "valid")
    smooth[[0, -1]] = f[[0, -1]]
    return smooth
