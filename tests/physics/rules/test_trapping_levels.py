"""Levels: what the theorems give where all can be worked out on paper, and the same however it is asked for."""

import gc
import math
import weakref

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from physics.landscape.base import Landscape
from physics.landscape.formula import FormulaLandscape
from physics.landscape.points import PointsLandscape
from physics.landscape.wells import SHARES, Wells
from physics.rules import trapping_levels as levels_module
from physics.rules.base import Rule
from physics.rules.dispatch import code_of
from physics.rules.registry import RULES
from physics.rules.trapping_levels import (
    MAX_KINDS,
    MAX_VALLEYS,
    NOT_COMPUTED,
    level_in_valley,
    trapping_level,
    trapping_levels,
)
from physics.run.run import Run
from physics.sweep.initial_states import InitialStates
from physics.sweep.sweep import sweep_now
from tests.support.balls import MOMENTUM, NESTEROV, new_ball
from tests.support.runs import DIPS, HILLS

BOWL = FormulaLandscape("w^2/2", (-2.0, 2.0))
"""f″ = 1 and the rim at 2."""
KINK = FormulaLandscape("max(-w, 0) + 3*max(w, 0)", (-2.0, 1.0))
"""Sides of the slopes −1 and 3; the rim at 2, on the left."""
COUNT = 101
SAW = PointsLandscape(
    np.arange(2.0 * COUNT + 1.0), np.where(np.arange(2 * COUNT + 1) % 2, np.arange(2 * COUNT + 1) % 5, 9.0)
)
"""More valleys than levels are computed for beforehand."""
KEPT = 2e-6
"""More than the share that is kept back for rounding in these landscapes."""


def level_of(landscape: Landscape, rule_name: str, alpha: float, eta: float) -> float:
    rule = next(rule for rule in RULES if rule.name == rule_name)
    return trapping_level(landscape, rule, {"alpha": alpha, "eta": eta}, 0)


@given(st.just(0.0) | st.floats(1e-3, 1.0), st.floats(1e-3, 4.0))
def test_in_a_bowl_momentum_has_the_levels_of_h0_and_h1(alpha: float, eta: float) -> None:
    level = level_of(BOWL, "momentum", alpha, eta)
    if alpha == 1.0:
        assert level == -math.inf
    elif eta <= 2.0 * (1.0 - alpha):
        assert level == pytest.approx(2.0, rel=KEPT)
    elif alpha == 0.0:
        assert level == -math.inf
    else:
        kappa = math.sqrt(eta / alpha)
        b = 0.5 - (1.0 - alpha) / (4.0 * math.sqrt(alpha * eta))
        if b * kappa < 1.0 - 1e-9 and (0.25 + b * b) * kappa < 1.0 - 1e-9:  # f″ is constant, so R is 0
            assert level == pytest.approx(2.0 * (1.0 - b * kappa), rel=KEPT, abs=KEPT)
        elif (0.25 + b * b) * kappa > 1.0 + 1e-9:
            assert level == -math.inf


@given(st.floats(0.0, 1.0), st.floats(1e-3, 4.0))
def test_in_a_bowl_nesterovs_rule_has_the_levels_of_n(alpha: float, eta: float) -> None:
    level = level_of(BOWL, "nesterov", alpha, eta)
    if eta <= 1.0:
        assert level == pytest.approx(2.0 / (1.0 + alpha**2 * eta), rel=KEPT)
    else:
        assert level == -math.inf


def test_beside_a_kink_momentum_has_the_levels_of_k1_and_k2() -> None:
    steep, gentle, jump = 3.0, 1.0, 4.0
    found = set()
    for alpha in (0.0, 0.2, 0.3, 0.5, 0.8, 0.9, 0.97, 0.99, 0.999, 1.0):
        for eta in (1e-4, 1e-3, 0.01, 0.1, 1.0):
            damping = 0.99 * (1.0 - alpha)
            expected = -math.inf
            if alpha < 1.0 and eta * jump * steep / damping + alpha * eta * jump**2 / (2.0 * damping**2) < 2.0:
                expected = 2.0
                found.add("K1")
            elif 0.3 <= alpha < 1.0:
                longest = eta * steep * (1.0 + math.sqrt(3.0 * jump / (2.0 * steep * damping)))
                sigma = eta * steep**2 / (8.0 * alpha**2)
                energies = np.linspace(0.0, 2.0, 200_001)
                after = energies + (jump - 0.5 * gentle) * (eta * steep + np.sqrt(2.0 * eta * energies)) + sigma
                if steep * longest + longest**2 / (2.0 * eta) + sigma < 2.0 and after[0] < 2.0:
                    expected = float(energies[after < 2.0].max())
                    found.add("K2")
            assert level_of(KINK, "momentum", alpha, eta) == pytest.approx(expected, abs=3e-5), (alpha, eta)
    assert found == {"K1", "K2"}


@pytest.mark.parametrize("eta", [1e-4, 5e-4, 8e-4, 0.01, 0.1])
def test_beside_a_kink_nesterovs_rule_has_the_levels_of_kn(eta: float) -> None:
    steep, gentle, jump = 3.0, 1.0, 4.0
    gamma, between = eta * steep * (jump - 0.5 * gentle), math.ceil(2.0 * steep * (jump - 0.5 * gentle) / gentle**2)
    swing, room = eta * steep**2 * (1.0 + 0.5 * (between + 1) ** 2), 2.0 - gamma - 0.5 * eta * steep**2
    expected = room if swing < room else -math.inf
    assert level_of(KINK, "nesterov", 0.9, eta) == pytest.approx(expected, rel=1e-5)
    assert math.isfinite(expected) == (eta < 9e-4)


def written_out(wells: Wells, valley: int, alpha: float, eta: float) -> float:
    """The greatest of the levels of H0, H1 and H2 above the floor, each for the highest water for which it holds."""
    best = {"H0": -math.inf, "H1": -math.inf, "H2": -math.inf}
    damping = 0.99 * (1.0 - alpha)
    for i in range(len(SHARES)):
        c, big_l, small_l, omega, d3, d4, d5, kept = (column[valley, i].item() for column in wells[2:10])
        if eta * big_l <= 2.0 * (1.0 - alpha):
            best["H0"] = kept
        if not (0.0 < alpha < 1.0 and 0.0 < big_l < math.inf):
            continue
        kappa, b = math.sqrt(eta * big_l / alpha), 0.5 - (1.0 - alpha) / (4.0 * math.sqrt(alpha * eta * big_l))
        if b <= 0.0:
            continue
        allowed = damping * (1.0 - (0.25 + b**2) * kappa)
        s = math.sqrt(2.0 * eta * c / alpha)
        if b * kappa < 1.0 and min(0.5 * b**2 * eta * omega, eta * s * d3 / 12.0) <= allowed:
            best["H1"] = kept * (1.0 - b * kappa)
        theta = eta * max(big_l, small_l) / 6.0
        k = b * kappa + 0.5 * theta * kappa
        if theta < 1.0 and k**2 < 1.0 - theta:
            s = math.sqrt(2.0 * eta * c / (alpha * (1.0 - theta)))
            g = 3.0 * max(big_l, small_l) * d3 + math.sqrt(2.0 * big_l * c) * d4
            r = eta * s * (eta * g / 72.0 + d5 * s**2 / 720.0) + (1.0 - alpha) * theta * (1.0 + 0.25 * theta * kappa)
            if r <= allowed:
                best["H2"] = kept * (1.0 - k**2 / (1.0 - theta)) / (1.0 + k + theta)
    return max(best.values())


@pytest.mark.parametrize("landscape", [HILLS, DIPS, FormulaLandscape("w^2 + max(w, 0)^2 + cos(w)", (-3.0, 2.0))])
def test_on_bent_ground_momentum_has_the_best_level_of_h0_h1_and_h2(landscape: Landscape) -> None:
    wells, chance = landscape.wells.select(range(landscape.features.valley_count)), np.random.default_rng(0)
    by_h0 = 0
    for _ in range(300):
        valley = int(chance.choice(np.flatnonzero(wells.depth > 0.0)))
        alpha = float(np.where(chance.random() < 0.5, chance.random(), 1.0 - 10.0 ** -chance.uniform(0.0, 5.0)))
        eta = float(10.0 ** chance.uniform(-4.0, 0.3))
        level = trapping_level(landscape, MOMENTUM, {"alpha": alpha, "eta": eta}, valley)
        expected = wells.floor[valley] + written_out(wells, valley, alpha, eta) - landscape.wells.level_margin
        assert level == pytest.approx(expected, rel=1e-9, abs=1e-12)
        by_h0 += eta * wells.upper[valley, -1] <= 2.0 * (1.0 - alpha)
    assert 20 < by_h0 < 280


@given(st.sampled_from(RULES), st.floats(0.0, 1.0), st.floats(1e-3, 3.0))
def test_no_level_is_above_the_rim(rule: Rule, alpha: float, eta: float) -> None:
    levels = [trapping_level(HILLS, rule, {"alpha": alpha, "eta": eta}, valley) for valley in range(6)]
    assert (np.array(levels) < HILLS.features.rims).all()


def random_columns(count: int) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    chance = np.random.default_rng(count)
    rule = chance.integers(0, 2, count).astype(np.int8)
    return rule, {"alpha": chance.uniform(0.0, 1.0, count), "eta": 10.0 ** chance.uniform(-3.0, 0.0, count)}


@pytest.mark.parametrize("kinds", [0, 1, 30, 400, 2000])
@pytest.mark.parametrize("hash_factor", [levels_module.HASH_FACTOR, 0])
def test_levels_of_many_balls_are_those_of_each_alone(
    kinds: int, hash_factor: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(levels_module, "HASH_FACTOR", hash_factor)  # with 0 all with one η have the same hash
    rule, parameters = random_columns(kinds)
    count = 3 * kinds
    rule, parameters = np.tile(rule, 3), {name: np.tile(column, 3) for name, column in parameters.items()}
    parameters["eta"][count // 2 :] = 0.02
    levels = trapping_levels(HILLS, rule, parameters)
    assert levels.shape == (6, count)
    are_too_many = kinds > MAX_KINDS or (count > MAX_KINDS and not hash_factor)
    assert (levels == NOT_COMPUTED).all() == (are_too_many or not count)
    every_valley = np.repeat(np.arange(6)[:, np.newaxis], count, axis=1)
    some = level_in_valley(HILLS, rule, parameters, levels, every_valley[2:4, ::5], np.arange(0, count, 5))
    found = level_in_valley(HILLS, rule, parameters, levels, every_valley, np.arange(count))
    assert np.array_equal(found[2:4, ::5], some)
    assert np.array_equal(found, levels)
    for ball in range(0, count, 97):
        values = {name: column[ball].item() for name, column in parameters.items()}
        alone = [trapping_level(HILLS, RULES[rule[ball]], values, valley) for valley in range(6)]
        assert levels[:, ball].tolist() == alone


def test_levels_that_are_kept_are_forgotten_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(levels_module, "MAX_KEPT", 40)
    landscape = FormulaLandscape("w^2 - w", (-1.0, 1.0))
    rule, parameters = random_columns(30)
    before = trapping_levels(landscape, rule, parameters)
    assert len(levels_module._kept_levels[landscape.wells]) == 30
    trapping_levels(landscape, rule[:20], {name: column[:20] * 0.5 for name, column in parameters.items()})
    assert len(levels_module._kept_levels[landscape.wells]) == 20
    assert np.array_equal(trapping_levels(landscape, rule, parameters), before)


def test_levels_are_kept_no_longer_than_their_landscape() -> None:
    landscape = FormulaLandscape("w^2 - 2*w", (-1.0, 2.0))
    trapping_levels(landscape, *random_columns(3))
    wells = weakref.ref(landscape.wells)
    assert wells() in levels_module._kept_levels
    del landscape
    gc.collect()
    assert wells() is None


def test_with_many_valleys_levels_are_those_of_the_valleys_that_balls_are_in() -> None:
    assert SAW.features.valley_count > MAX_VALLEYS
    rule, parameters = random_columns(50)
    levels = trapping_levels(SAW, rule, parameters)
    assert levels.shape == (0, 50)
    valley = np.random.default_rng(0).integers(0, SAW.features.valley_count, (7, 50))
    found = level_in_valley(SAW, rule, parameters, levels, valley, np.arange(50))
    assert found.shape == valley.shape
    for row, ball in ((0, 0), (3, 20), (6, 49)):
        values = {name: column[ball].item() for name, column in parameters.items()}
        assert found[row, ball] == trapping_level(SAW, RULES[rule[ball]], values, int(valley[row, ball]))
    nobody = np.empty((7, 0), np.intp)
    assert level_in_valley(SAW, rule[:0], {}, levels[:, :0], nobody, np.arange(0)).shape == (7, 0)


@pytest.mark.parametrize("rule", [MOMENTUM, NESTEROV])
def test_with_many_valleys_a_sweep_ends_as_live_runs_do(rule: Rule) -> None:
    alpha, w = np.linspace(0.0, 0.98, 40), np.linspace(3.3, 2.0 * COUNT - 3.0, 40)
    codes = np.full(40, code_of(rule), np.int8)
    states = InitialStates(codes, {"alpha": alpha, "eta": np.full(40, 0.01)}, w, np.zeros(40), {}, w)
    results = sweep_now(SAW, states, last=3000)
    for index in range(0, 40, 3):
        run = Run(SAW, [new_ball(alpha[index].item(), 0.01, w[index].item(), rule)])
        run.advance(3000)
        decided = np.flatnonzero(run.recording.rows().outcome[:, 0])
        first = int(decided[0]) if len(decided) else run.last
        assert (results.steps[index], results.outcome[index]) == (first, run.recording.row(first).outcome[0])
