"""Tries to find a ball that is called trapped and leaves: python -m tests.benchmarks.trapped [RUNS [SEED]].

Both rules, on all presets, on drawn curves and on nasty wells: narrow, lopsided, kinked, far from 0. α is in [0, 1] and
η L up to 2 (1 + α). Half of the balls start on the verge of the verdict. Prints, for each kind of landscape, how many
were called trapped and how many of those left their valley within 20,000 steps, also with levels raised by a tenth.
"""

import sys
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from app.files.presets import load_preset, preset_names
from physics.arrays import Bools, Floats, Ints
from physics.landscape.base import Landscape
from physics.landscape.formula import FormulaLandscape
from physics.landscape.points import PointsLandscape
from physics.rules.base import State
from physics.rules.dispatch import delta2_per_energy, groups_of, stepper, trapping_levels
from physics.rules.registry import RULES
from tests.benchmarks.tables import print_table

BALLS = 1000
STEPS = 20_000
VERGE = 1e-3
"""Half of the balls start within this share below the verge."""


class Tried(NamedTuple):
    """Arrays (n,)."""

    claimed: Bools
    """Whether the ball was called trapped."""
    left: Bools
    """Whether it left its valley."""


def main() -> None:
    """Try until there were so many runs, then print the counts."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    chance = np.random.default_rng(int(sys.argv[2]) if len(sys.argv) > 2 else 0)
    counts: dict[str, list[int]] = {}
    for kind, landscape in landscapes(chance, runs // BALLS):
        count = counts.setdefault(kind, [0, 0, 0, 0, 0])
        exact, raised = tried(landscape, chance), tried(landscape, chance, raised=1.1)
        found = BALLS, exact.claimed, exact.claimed & exact.left, raised.claimed, raised.claimed & raised.left
        counts[kind] = [a + int(np.sum(b)) for a, b in zip(count, found, strict=True)]
    head = "landscapes", "balls", "trapped", "that left", "with levels raised by a tenth", "that left"
    print_table(head, [(kind, *(f"{count:,}" for count in row)) for kind, row in counts.items()])


def landscapes(chance: np.random.Generator, count: int) -> Iterator[tuple[str, Landscape]]:
    """So many landscapes, with the names of their kinds."""
    presets = [load_preset(name).landscape for name in preset_names()]
    for index in range(count):
        if index % 3 == 0:
            yield "presets", presets[chance.integers(len(presets))]
        elif index % 3 == 1:
            yield "drawn curves", drawn_curve(chance)
        else:
            yield "nasty wells", nasty_well(chance)


def drawn_curve(chance: np.random.Generator) -> Landscape:
    """A curve through a few random points."""
    w = np.cumsum(chance.uniform(0.05, 1.5, chance.integers(5, 14)))
    return PointsLandscape(w, chance.uniform(0.0, 1.0, len(w)))


def nasty_well(chance: np.random.Generator) -> Landscape:
    """A well of random sides: straight, or bent like w², |w|³ or w⁴; narrow or wide; near 0 or far from it."""
    at, width = chance.choice([0.0, 10.0, 1e4, -1e7]), 10.0 ** chance.uniform(-2.0, 2.0)
    sides = []
    for sign in ("-", ""):
        power, height = chance.choice([1, 2, 3, 4]), 10.0 ** chance.uniform(-1.0, 1.0)
        sides.append(f"{height:.6g}*max({sign}(w - {at:.17g})/{width:.6g}, 0)^{power}")
    return FormulaLandscape(" + ".join(sides), (at - width, at + width * chance.uniform(0.3, 3.0)))


def tried(landscape: Landscape, chance: np.random.Generator, *, raised: float = 1.0, steps: int = STEPS) -> Tried:
    """Roll `BALLS` balls; their levels above the floor are multiplied by `raised`."""
    features = landscape.features
    valleys = np.flatnonzero(~np.isnan(features.minima))
    if not len(valleys):
        return Tried(np.zeros(BALLS, np.bool_), np.zeros(BALLS, np.bool_))
    valley = chance.choice(valleys, BALLS)
    rule = chance.integers(0, len(RULES), BALLS).astype(np.int8)
    alpha = np.where(chance.random(BALLS) < 0.5, chance.random(BALLS), 1.0 - 10.0 ** -chance.uniform(0.0, 6.0, BALLS))
    alpha[chance.random(BALLS) < 0.02] = 1.0
    eta = 2.0 * (1.0 + alpha) * 10.0 ** chance.uniform(-3.0, 0.0, BALLS) / sharpness(landscape, valley)
    w = features.edges[valley] + (features.edges[valley + 1] - features.edges[valley]) * chance.random(BALLS)
    near = features.minima[valley] + (w - features.minima[valley]) * 10.0 ** chance.uniform(-3.0, 0.0, BALLS)
    w = np.where(chance.random(BALLS) < 0.5, w, near)
    parameters = {"alpha": alpha, "eta": eta}
    with np.errstate(all="ignore"):
        levels = trapping_levels(rule, landscape.wells, parameters, range(features.valley_count))[valley, range(BALLS)]
        floor, ground = features.minimum_heights[valley], landscape.height(w)
        level = floor + raised * (levels - floor)
        share = np.where(chance.random(BALLS) < 0.5, 1.0 - VERGE * chance.random(BALLS), chance.random(BALLS))
        room = np.maximum(share * (level - floor) - (ground - floor), 0.0)
        per_energy = np.minimum(delta2_per_energy(rule, parameters), 1e300)
        delta = np.where(np.isfinite(room), np.sqrt(per_energy * room), 0.0) * chance.choice([-1.0, 1.0], BALLS)
        energy = ground + np.where(per_energy > 0.0, delta**2 / per_energy, 0.0)
        claimed = np.isfinite(level) & (energy < level) & (features.valley_index(w) == valley)
    return Tried(claimed, leaves(landscape, rule, parameters, w, delta, valley, claimed, steps))


def sharpness(landscape: Landscape, valley: Ints) -> Floats:
    """(n,) about max|f″| in each valley, by differences of the slope."""
    features, found = landscape.features, np.ones(landscape.features.valley_count)
    for index in set(valley.tolist()):
        w = np.linspace(features.edges[index], features.edges[index + 1], 201)
        bend = np.abs(np.diff(landscape.slope(w)) / np.diff(w))
        found[index] = max(float(np.nanmax(bend)), 1e-12)
    return found[valley]


def leaves(
    landscape: Landscape,
    rule: Ints,
    parameters: dict[str, Floats],
    w: Floats,
    delta: Floats,
    valley: Ints,
    claimed: Bools,
    steps: int,
) -> Bools:
    """Whether each of the claimed balls is out of its valley after any of the next steps."""
    left = np.zeros(len(w), np.bool_)
    balls = np.flatnonzero(claimed)
    if not len(balls):
        return left
    features = landscape.features
    begin, end = features.edges[valley[balls]], features.edges[valley[balls] + 1]
    of_balls = {name: column[balls] for name, column in parameters.items()}
    zeros = np.zeros(len(balls))
    states = [State(w[balls].copy(), landscape.slope(w[balls]), zeros.copy(), zeros.copy(), delta[balls].copy(), {})]
    states.append(State(*(column.copy() for column in states[0][:-1]), {}))
    step = stepper(landscape, groups_of(rule[balls]), of_balls)
    out = np.zeros(len(balls), np.bool_)
    with np.errstate(all="ignore"):
        for index in range(steps):
            before, after = states[index % 2], states[1 - index % 2]
            step(before, after)
            out |= ~((after.w >= begin) & (after.w <= end))
    left[balls] = out
    return left


if __name__ == "__main__":
    main()
