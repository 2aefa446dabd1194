"""Trials of the verdict `trapped`: many balls, most of them where it is in doubt, and whether they leave."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from app.files.presets import load_preset, preset_names
from physics.arrays import Bools, Columns, Floats, Ints, map_arrays, take_balls
from physics.landscape.base import Landscape
from physics.landscape.formula import FormulaLandscape
from physics.landscape.points import PointsLandscape
from physics.outcome.outcome import TRAPPED, OutcomeInput, evaluate
from physics.rules.base import State
from physics.rules.dispatch import delta2_per_energy, groups_of, stepper
from physics.rules.registry import RULES
from physics.rules.trapping_levels import level_in_valley, trapping_levels

STEPS = 20_000
BLOCK_STEPS = 200
VERGE = 1e-3
"""A ball is on the verge if its energy is less than this share of its level below it: half of them start so."""
CANDIDATES = 4
"""Balls drawn for each that rolls, as there is no level for some."""
WITH_ENERGY = [code for code, rule in enumerate(RULES) if rule.formulas.energy is not None]
"""The codes of the rules that trap at all."""
HALVINGS = 60
"""Of the way to the minimum until a ball is low enough."""


class Trial(NamedTuple):
    """Arrays (n,)."""

    called_trapped: Bools
    on_verge: Bools
    """Whether the ball was called trapped on the verge."""
    left: Bools
    """Whether the ball was called trapped and left its valley."""


class Balls(NamedTuple):
    """Balls in motion: arrays (n,)."""

    rule: Ints
    parameters: Columns
    valley: Ints
    w: Floats
    delta: Floats


def landscapes(chance: np.random.Generator, count: int) -> Iterator[tuple[str, Landscape]]:
    """`count` landscapes, with the names of their kinds: all presets, in turn with drawn curves and nasty wells."""
    names = preset_names()
    for index in range(count):
        turn, kind = divmod(index, 3)
        if kind == 0:
            yield "presets", load_preset(names[turn % len(names)]).landscape
        elif kind == 1:
            yield "drawn curves", drawn_curve(chance)
        else:
            yield "nasty wells", nasty_well(chance)


def drawn_curve(chance: np.random.Generator) -> Landscape:
    """A curve through a few random points, with a valley."""
    w = np.cumsum(chance.uniform(0.05, 1.5, chance.integers(5, 14)))
    f = chance.uniform(0.0, 1.0, len(w))
    f[chance.integers(1, len(f) - 1)] = 0.0
    return PointsLandscape(w, f)


def nasty_well(chance: np.random.Generator) -> Landscape:
    """A well of random sides: both straight, or bent like w², |w|³ or w⁴; narrow or wide; near 0 or far from it.

    One in three has a kink on its right side, too.
    """
    at, width = chance.choice([0.0, 10.0, 1e4, -1e7]), 10.0 ** chance.uniform(-2.0, 2.0)
    sides = []
    powers = [1, 1] if chance.random() < 0.3 else chance.choice([2, 3, 4], 2)
    for sign, power in zip(("-", ""), powers, strict=True):
        height = 10.0 ** chance.uniform(-1.0, 1.0)
        sides.append(f"{height:.6g}*max({sign}(w - {at:.17g})/{width:.6g}, 0)^{power}")
    if chance.random() < 1.0 / 3.0:
        sides.append(f"{chance.uniform(0.0, 1.0):.6g}*max((w - {at:.17g})/{width:.6g} - {chance.random():.6g}, 0)")
    return FormulaLandscape(" + ".join(sides), (at - width, at + width * chance.uniform(0.3, 3.0)))


def run_trial(
    landscape: Landscape, chance: np.random.Generator, count: int, *, raised: float = 1.0, steps: int = STEPS
) -> Trial:
    """Roll up to `count` balls that have a level; levels are raised by this factor above the floor, but not the rim."""
    with np.errstate(all="ignore"):
        balls, level = _balls_with_levels(landscape, chance, count, raised)
        balls = _below_levels(landscape, balls, level, chance)
        rule, parameters, valley, w, delta = balls
        height, slope = landscape.height(w), landscape.slope(w)
        states = groups_of(rule), parameters, lambda _: level, w, height, slope, delta, {}, w
        evaluation = evaluate(landscape, OutcomeInput(*states))
        energy = height + delta**2 / delta2_per_energy(rule, parameters)
    called = (evaluation.outcome == TRAPPED) & (evaluation.valley == valley)
    floor = landscape.features.minimum_heights[valley]
    on_verge = called & (energy - floor > (1.0 - VERGE) * (level - floor))
    left = np.zeros(len(w), np.bool_)
    for code in WITH_ENERGY:  # balls of one rule roll faster
        chosen = np.flatnonzero(called & (rule == code))
        left[chosen] = leave(landscape, take_balls(balls, chosen), steps)
    return Trial(called, on_verge, left)


def _balls_with_levels(
    landscape: Landscape, chance: np.random.Generator, count: int, raised: float
) -> tuple[Balls, Floats]:
    """Balls at rest for which there is a level, and their levels (n,), n ≤ `count`."""
    balls = random_balls(landscape, chance, CANDIDATES * count)
    rule, parameters, valley, w, _ = balls
    levels = trapping_levels(landscape, rule, parameters)
    floor, rim = landscape.features.minimum_heights[valley], landscape.features.rims[valley]
    level = level_in_valley(landscape, rule, parameters, levels, valley, np.arange(len(w)))
    if raised != 1.0:
        level = np.minimum(floor + raised * (level - floor), np.maximum(level, rim))
    chosen = np.flatnonzero(level > floor)[:count]
    return take_balls(balls, chosen), level[chosen]


def random_balls(landscape: Landscape, chance: np.random.Generator, count: int) -> Balls:
    """Balls at rest in any valley with a minimum, of any rule with an energy; α often near 1, ηL up to 2 (1 + α)."""
    features = landscape.features
    valley = chance.choice(np.flatnonzero(~np.isnan(features.minima)), count)
    rule = np.array(WITH_ENERGY, np.int8)[chance.integers(0, len(WITH_ENERGY), count)]
    alpha = np.where(chance.random(count) < 0.5, chance.random(count), 1.0 - 10.0 ** -chance.uniform(0.0, 6.0, count))
    alpha[chance.random(count) < 0.02] = 1.0
    eta = 2.0 * (1.0 + alpha) * 10.0 ** chance.uniform(-3.0, 0.0, count) / sharpness(landscape, valley)
    w = features.edges[valley] + (features.edges[valley + 1] - features.edges[valley]) * chance.random(count)
    near = features.minima[valley] + (w - features.minima[valley]) * 10.0 ** chance.uniform(-3.0, 0.0, count)
    w = np.where(chance.random(count) < 0.5, w, near)
    return Balls(rule, {"alpha": alpha, "eta": eta}, valley, w, np.zeros(count))


def sharpness(landscape: Landscape, valley: Ints) -> Floats:
    """(n,) about max|f″| in each valley, by differences of the slope."""
    features, found = landscape.features, np.ones(landscape.features.valley_count)
    for index in set(valley.tolist()):
        w = np.linspace(features.edges[index], features.edges[index + 1], 201)
        bend = np.abs(np.diff(landscape.slope(w)) / np.diff(w))
        found[index] = max(float(np.nanmax(bend)), 1e-12)
    return found[valley]


def _below_levels(landscape: Landscape, balls: Balls, level: Floats, chance: np.random.Generator) -> Balls:
    """The balls so near to their minima, and pushed so, that half are on the verge and the others anywhere below."""
    count, features = len(level), landscape.features
    minimum, floor = features.minima[balls.valley], features.minimum_heights[balls.valley]
    share = np.where(chance.random(count) < 0.5, 1.0 - VERGE * chance.random(count), chance.random(count))
    energy, w = floor + share * (level - floor), balls.w
    for _ in range(HALVINGS):
        w = np.where(landscape.height(w) > energy, 0.5 * (minimum + w), w)
    room = np.maximum(energy - landscape.height(w), 0.0)
    per_energy = np.minimum(delta2_per_energy(balls.rule, balls.parameters), 1e300)
    return balls._replace(w=w, delta=np.sqrt(per_energy * room) * chance.choice([-1.0, 1.0], count))


def leave(landscape: Landscape, balls: Balls, steps: int) -> Bools:
    """(n,) whether each ball is out of its valley after any of the next steps.

    A ball whose state, to the last bit, is one that it has had is on a cycle, and is not stepped on.
    """
    features, left = landscape.features, np.zeros(len(balls.w), np.bool_)
    index = np.arange(len(balls.w))
    kept, keep_at = (balls.w, balls.delta), BLOCK_STEPS
    for begin in range(0, steps, BLOCK_STEPS):
        if not len(balls.w):
            break
        with np.errstate(all="ignore"):
            balls, lowest, highest = _rolled(landscape, balls, min(BLOCK_STEPS, steps - begin))
        is_out = ~((lowest >= features.edges[balls.valley]) & (highest <= features.edges[balls.valley + 1]))
        left[index[is_out]] = True
        on = np.flatnonzero(~is_out & ~((balls.w == kept[0]) & (balls.delta == kept[1])))
        balls, index, kept = take_balls(balls, on), index[on], (kept[0][on], kept[1][on])
        if begin + BLOCK_STEPS >= keep_at:
            kept, keep_at = (balls.w, balls.delta), 2 * keep_at
    return left


def _rolled(landscape: Landscape, balls: Balls, steps: int) -> tuple[Balls, Floats, Floats]:
    """The balls some steps later, and the lowest and the highest w of each."""
    zeros = np.zeros((3, len(balls.w)))
    before = State(balls.w.copy(), landscape.slope(balls.w), *zeros[:2], balls.delta.copy(), {})
    after: State = map_arrays(np.empty_like, before)
    lowest, highest = balls.w.copy(), balls.w.copy()
    step = stepper(landscape, groups_of(balls.rule), balls.parameters)
    for _ in range(steps):
        step(before, after)
        before, after = after, before
        np.minimum(lowest, before.w, out=lowest)
        np.maximum(highest, before.w, out=highest)
    return balls._replace(w=before.w, delta=before.delta), lowest, highest
