"""Hills and minima of a row of samples: find them, drop those that are not prominent, make the rest monotone."""

import heapq
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from physics.arrays import Bools, Floats, Ints


@dataclass(frozen=True, eq=False)
class SampleExtrema:
    """Hills and minima of a row of heights, from left to right; they alternate.

    Each is a run of equal heights, from index `first` to index `last`; most are a single sample.
    """

    first: Ints
    last: Ints
    is_hill: Bools

    def positions(self, w: Floats) -> Floats:
        """The position of each among the samples' positions w: that of its sample, or the middle of its flat."""
        return w[self.first] + 0.5 * (w[self.last] - w[self.first])


def find_sample_extrema(f: Floats) -> SampleExtrema:
    """Hills and minima of the heights f (n,), which are joined by monotone pieces.

    A minimum is a descent, possibly a flat, and an ascent; a hill is the reverse. A flat that ends a descent at an end
    of the row is a minimum too; one that ends an ascent there is no hill. A shelf is neither.
    """
    steps = np.sign(np.diff(f))
    moving = np.flatnonzero(steps)
    if len(moving) == 0:
        none = np.empty(0, dtype=np.int64)
        return SampleExtrema(none, none, np.empty(0, dtype=np.bool_))
    direction = steps[moving]
    change = np.flatnonzero(direction[1:] != direction[:-1])
    first, last, is_hill = moving[change] + 1, moving[change + 1], direction[change] > 0
    if moving[0] > 0 and direction[0] > 0:
        first, last, is_hill = np.r_[0, first], np.r_[moving[0], last], np.r_[False, is_hill]
    if moving[-1] < len(steps) - 1 and direction[-1] < 0:
        first, last, is_hill = np.r_[first, moving[-1] + 1], np.r_[last, len(steps)], np.r_[is_hill, False]
    return SampleExtrema(first, last, is_hill)


def ends_and_extrema(f: Floats) -> Ints:
    """Indices of both ends of f (n,) and of the last sample of each hill and minimum between them."""
    steps = np.sign(np.diff(f))
    moving = np.flatnonzero(steps)
    inner = moving[1:][steps[moving[1:]] != steps[moving[:-1]]]
    return np.concatenate(([0], inner, [len(f) - 1]))


def find_prominent(heights: Floats, min_prominence: float, max_count: int) -> Ints:
    """Indices of the prominent entries of `heights` (m,): two ends and, alternating between them, hills and minima.

    Both ends are always kept. As long as two neighbours differ by less than `min_prominence`, or more than `max_count`
    entries are left, the two that differ least are removed (next to an end, only the one that is not the end). What is
    left still alternates. The heights removed lie between those of their remaining neighbours, except next to an end,
    which they may exceed by less than the prominence that was removed.

    This is simplification by persistence (Edelsbrunner, Letscher & Zomorodian 2002) of a curve.
    """
    before, after = list(range(-1, len(heights) - 1)), list(range(1, len(heights) + 1))
    is_kept = np.ones(len(heights), dtype=np.bool_)
    last = len(heights) - 1
    queue = [(abs(float(heights[i + 1] - heights[i])), i, i + 1) for i in range(last)]
    heapq.heapify(queue)
    count = len(heights)
    while queue and (queue[0][0] < min_prominence or count > max_count):
        _, i, j = heapq.heappop(queue)
        if not (is_kept[i] and is_kept[j] and after[i] == j):
            continue
        removed = [k for k in (i, j) if 0 < k < last]
        if not removed:
            break
        is_kept[removed] = False
        count -= len(removed)
        i, j = (before[i] if i > 0 else i), (after[j] if j < last else j)
        after[i], before[j] = j, i
        heapq.heappush(queue, (abs(float(heights[j] - heights[i])), i, j))
    return np.flatnonzero(is_kept)


def make_monotone(f: Floats, kept: Ints) -> Floats:
    """Copy of f (n,), monotone between each two neighbouring indices in `kept`, where its heights stay.

    Where f is monotone already, it stays bit for bit; elsewhere it becomes the mean of the lowest monotone curve above
    it and the highest below.
    """
    monotone = f.copy()
    for i, j in pairwise(kept):
        piece = np.clip(f[i : j + 1], min(f[i], f[j]), max(f[i], f[j]))
        rising = piece if f[j] >= f[i] else piece[::-1]
        above = np.maximum.accumulate(rising)
        below = np.minimum.accumulate(rising[::-1])[::-1]
        rising = np.where(above == below, above, below + 0.5 * (above - below))
        monotone[i : j + 1] = rising if f[j] >= f[i] else rising[::-1]
    return monotone
