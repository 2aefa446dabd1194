"""Checks `trapped` where it is not proven: random runs on every smooth preset and on random curves.

    python -m tests.benchmarks.trapped [SECONDS [SEED]]

Prints, by α and by η L, how many runs were at some step below half their valley's depth without being provably
trapped, how many of those left the valley within 1,200 steps, and whether the program calls them trapped.
"""

import sys
import time

import numpy as np

from app.files.presets import load_preset, preset_names
from physics.arrays import Bools, Floats
from physics.landscape.base import Landscape
from physics.landscape.points import PointsLandscape
from physics.rules.momentum import DAMPED_ALPHA, SMALL_CURVATURE, is_guaranteed
from physics.run.run import Run
from tests.benchmarks.tables import print_table
from tests.support.balls import new_ball

STEPS = 1200
BALLS = 500
ALPHAS = (0.0, 0.5, 0.9, DAMPED_ALPHA, 0.99, 0.999, 1.0)
BENDS = (0.0, SMALL_CURVATURE, 0.4, 0.5, 0.6, 0.8, 1.0)


def main() -> None:
    """Try until the time is over, then print the counts."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    chance = np.random.default_rng(int(sys.argv[2]) if len(sys.argv) > 2 else 0)
    presets = [load_preset(name).landscape for name in preset_names()]
    smooth = [landscape for landscape in presets if np.isfinite(landscape.features.curvature).all()]
    shape = len(ALPHAS) - 1, len(BENDS) - 1
    claimed, wrong = np.zeros(shape, int), np.zeros(shape, int)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        landscape = smooth[chance.integers(len(smooth))] if chance.random() < 0.5 else random_curve(chance)
        alpha, bend, low, out = tried(landscape, chance)
        places = np.searchsorted(ALPHAS, alpha, "left") - 1, np.searchsorted(BENDS, bend, "left") - 1
        here = np.maximum(places[0], 0), np.maximum(places[1], 0)
        np.add.at(claimed, tuple(place[low] for place in here), 1)
        np.add.at(wrong, tuple(place[low & out] for place in here), 1)
    report(claimed, wrong)


def random_curve(chance: np.random.Generator) -> Landscape:
    """A smooth curve through a few random points."""
    w = np.cumsum(chance.uniform(0.2, 1.5, chance.integers(5, 14)))
    return PointsLandscape(w, chance.uniform(0.0, 1.0, len(w)))


def tried(landscape: Landscape, chance: np.random.Generator) -> tuple[Floats, Floats, Bools, Bools]:
    """Roll balls from random points in random valleys: α, η L, whether each was low without a proof, and left."""
    features = landscape.features
    valley = chance.integers(0, features.valley_count, BALLS)
    evenly, by_memory = chance.random(BALLS), 1.0 - 10.0 ** -chance.uniform(0.0, 5.0, BALLS)
    alpha = np.where(chance.random(BALLS) < 0.5, evenly, by_memory)
    alpha[chance.random(BALLS) < 0.05] = 1.0
    bend = chance.uniform(0.02, 1.0, BALLS)
    eta = bend / np.maximum(features.curvature[valley], 1e-12)
    start = features.edges[valley] + (features.edges[valley + 1] - features.edges[valley]) * chance.random(BALLS)
    balls = [new_ball(*values) for values in zip(alpha, eta, start, strict=True)]
    run = Run(landscape, balls, full=True)
    run.advance(STEPS)
    rows = run.recording.rows()
    rim, floor = features.rims[valley], features.minimum_heights[valley]
    at_home = rows.valley == valley + 1
    low = at_home & (rows.energy < floor + 0.5 * (rim - floor)) & ~is_guaranteed(bend, alpha)
    since = np.maximum.accumulate(low, axis=0)
    return alpha, bend, low.any(axis=0), (since & ~at_home).any(axis=0)


def report(claimed: np.ndarray, wrong: np.ndarray) -> None:
    """Print one line for each range of α, and what the program calls trapped."""
    head = ["α up to", *(f"ηL ≤ {bend:g}" for bend in BENDS[1:])]
    cells = [[f"{w:,} of {c:,}" for w, c in zip(*rows, strict=True)] for rows in zip(wrong, claimed, strict=True)]
    print_table(head, [[f"{alpha:g}", *line] for alpha, line in zip(ALPHAS[1:], cells, strict=True)])
    called = np.zeros(claimed.shape, bool)
    called[: ALPHAS.index(DAMPED_ALPHA)] = True
    called[:, 0] = True
    print(f"called trapped by the program: {wrong[called].sum():,} wrong of {claimed[called].sum():,}")


if __name__ == "__main__":
    main()
