"""Which hills and minima of a row of heights stand out, and taking away those that do not."""

import heapq
from itertools import pairwise

import numpy as np

from physics.arrays import Floats, Ints


def prominent(heights: Floats, smallest: float, most: int) -> Ints:
    """Indices of the turning points to keep, of a row that begins and ends with the curve's two ends.

    `heights` (m,) alternates hills and minima between its first and last entry, which are always kept. As long as two
    neighbours differ by less than `smallest`, or more than `most` entries are left, the two that differ least are
    taken out (next to an end, only the one that is not the end). What is left still alternates, and the heights taken
    out lie between those of their neighbours, except next to an end, where they may exceed it by what was allowed.

    This is simplification by persistence (Edelsbrunner, Letscher & Zomorodian 2002) of a curve.
    """
    before, after = list(range(-1, len(heights) - 1)), list(range(1, len(heights) + 1))
    kept = np.ones(len(heights), dtype=np.bool_)
    last = len(heights) - 1
    queue = [(abs(float(heights[i + 1] - heights[i])), i, i + 1) for i in range(last)]
    heapq.heapify(queue)
    left = len(heights)
    while queue and (queue[0][0] < smallest or left > most):
        _, i, j = heapq.heappop(queue)
        if not (kept[i] and kept[j] and after[i] == j):
            continue
        gone = [k for k in (i, j) if 0 < k < last]
        if not gone:
            break
        kept[gone] = False
        left -= len(gone)
        i, j = (before[i] if i > 0 else i), (after[j] if j < last else j)
        after[i], before[j] = j, i
        heapq.heappush(queue, (abs(float(heights[j] - heights[i])), i, j))
    return np.flatnonzero(kept)


def monotone_between(f: Floats, turns: Ints) -> Floats:
    """F (n,) made monotone between each two neighbouring indices of `turns`, by cutting what goes up and down there.

    Heights at `turns` stay. Where f is monotone already it stays bit for bit; elsewhere it becomes the mean of the
    lowest monotone curve above and the highest below.
    """
    smooth = f.copy()
    for i, j in pairwise(turns):
        piece = np.clip(f[i : j + 1], min(f[i], f[j]), max(f[i], f[j]))
        rising = piece if f[j] >= f[i] else piece[::-1]
        above = np.maximum.accumulate(rising)
        below = np.minimum.accumulate(rising[::-1])[::-1]
        rising = np.where(above == below, above, below + 0.5 * (above - below))
        smooth[i : j + 1] = rising if f[j] >= f[i] else rising[::-1]
    return smooth
