"""Outcomes: what each word promises must be kept."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.files.presets import load_preset
from physics.landscape.base import Landscape
from physics.landscape.formula import FormulaLandscape
from physics.landscape.points import PointsLandscape
from physics.outcome.outcome import LEFT, OUTCOMES, ROLLING, TRAPPED, Outcome, has_gone, is_final
from physics.rules.base import Rule
from physics.rules.registry import RULES
from physics.rules.trapping_levels import trapping_level
from physics.run.ball import Ball
from physics.run.recording import Rows
from physics.run.run import Run
from tests.support.balls import MOMENTUM, new_ball

HILLS = FormulaLandscape("0.06*(w + 3.2)^2 + 0.55*cos(2.6*w)", (-6, 6))
DIPS = PointsLandscape([-6, -4, -2, 0, 1, 3, 6], [3, 0, 1, -1, 1.5, 0.5, 0])
PLATEAU = load_preset("plateau").landscape
alphas = st.one_of(st.floats(0, 1), st.floats(0, 3).map(lambda u: 1 - 10**-u))


def outcome(run: Run, ball: int = 0) -> Outcome:
    return OUTCOMES[run.status.outcome[ball]]


def run_of(landscape: Landscape, *balls: Ball, steps: int = 20_000) -> Run:
    run = Run(landscape, balls)
    run.advance(steps)
    return run


def is_heavy_ball(alpha: float, eta: float = 0.02, start: float = 4.8) -> Ball:
    return new_ball(alpha, eta, start)


@pytest.mark.parametrize(
    ("alpha", "valley"), [(0, 5), (0.5, 5), (0.8, 5), (0.85, 5), (0.9, 4), (0.92, 3), (0.95, 2), (0.96, 2)]
)
def test_the_default_landscape_tells_the_story_of_momentum(alpha: float, valley: int) -> None:
    run = run_of(HILLS, is_heavy_ball(alpha))
    assert (outcome(run), run.status.valley[0] + 1) == (Outcome.SETTLED, valley)
    assert HILLS.features.is_global[run.status.valley[0]] == (valley == 2)
    assert run.status.hills_crossed[0] == 5 - valley


def test_too_much_momentum_overshoots_and_leaves() -> None:
    run = run_of(HILLS, is_heavy_ball(0.97))
    assert outcome(run) is Outcome.LEFT
    assert run.step == run.status.steps[0] == 55
    assert run.status.w[0] < -6
    assert run.status.hills_crossed[0] == 4
    assert run.recording.rows().valley[-1, 0] == 0


@given(
    landscape=st.sampled_from([HILLS, DIPS, PLATEAU]),
    alpha=alphas,
    eta_curvature=st.floats(1e-3, 2),
    place=st.floats(0, 1),
)
@settings(max_examples=150)
def test_a_trapped_ball_never_leaves_its_valley(
    landscape: Landscape, alpha: float, eta_curvature: float, place: float
) -> None:
    start = landscape.domain[0] + place * landscape.width
    rows = _rows(alpha, eta_curvature / landscape.features.max_curvature, start, 1500, landscape)
    trapped = np.flatnonzero((rows.outcome[:, 0] == TRAPPED) & rows.stepped[:, 0])
    if len(trapped):
        after = rows.valley[trapped[0] :, 0]
        assert (after == after[0]).all()


@given(alpha=alphas, eta=st.floats(1e-3, 0.5), start=st.floats(-6, 6))
def test_energy_never_grows_while_steps_are_small(alpha: float, eta: float, start: float) -> None:
    rows = _rows(alpha, eta, start, 300)
    inside = rows.stepped[:, 0] & ~has_gone(rows.outcome[:, 0])
    if eta * HILLS.features.max_curvature <= 2 * (1 - alpha):
        e = MOMENTUM.energy({"alpha": alpha, "eta": eta}, rows.f[inside, 0], rows.delta[inside, 0])
        # E is a sum of terms that nearly cancel: it is rounded to a few units in the last place of the largest of them,
        # which on this landscape is below its highest point.
        assert (np.diff(e) <= 8 * np.finfo(float).eps * HILLS.features.highest).all()


@given(eta=st.floats(1e-3, 2), start=st.floats(-6, 6))
def test_without_momentum_and_with_small_steps_no_hill_is_crossed(eta: float, start: float) -> None:
    rows = _rows(0.0, eta, start, 200)
    if eta * HILLS.features.max_curvature < 2:
        assert rows.hills_crossed[-1, 0] == 0


@given(alpha=alphas, eta=st.floats(1e-3, 3), start=st.floats(-6, 6), rule=st.sampled_from(RULES))
def test_outcomes_and_counts_agree_with_the_path(alpha: float, eta: float, start: float, rule: Rule) -> None:
    run = run_of(HILLS, new_ball(alpha, eta, start, rule=rule, name="a"), steps=400)
    rows, hills = run.recording.rows(), HILLS.features.hills
    w = rows.w[:, 0]
    crossed = sum(int(((hills <= max(a, b)) & (hills > min(a, b))).sum()) for a, b in itertools.pairwise(w))
    assert rows.hills_crossed[-1, 0] == crossed
    inside = (w >= -6) & (w <= 6)
    assert (inside[:-1]).all()
    assert (rows.outcome[-1, 0] == LEFT) == (not inside[-1])
    assert not is_final(rows.outcome[:-1, 0]).any()


def test_a_ball_on_a_hilltop_is_balanced_and_in_a_minimum_settled() -> None:
    features = HILLS.features
    run = run_of(HILLS, is_heavy_ball(0.9, start=features.hills[2]), is_heavy_ball(0.9, start=features.minima[1]))
    assert [outcome(run, 0), outcome(run, 1)] == [Outcome.BALANCED, Outcome.SETTLED]
    assert run.step == 0


def test_a_shelf_balances_a_ball() -> None:
    shelf = PointsLandscape([0, 1, 2, 3, 4], [4, 2, 2, 1, 0])
    run = run_of(shelf, is_heavy_ball(0.0, eta=0.05, start=1.5))
    assert outcome(run) is Outcome.BALANCED


def test_a_step_too_long_to_be_a_number_diverges() -> None:
    steep = FormulaLandscape("exp(w)", (-1, 700))
    run = run_of(steep, is_heavy_ball(0.9, eta=1e300, start=699.0))
    assert outcome(run) is Outcome.DIVERGED
    assert run.recording.rows().valley[-1, 0] == 0


def test_nearly_full_memory_and_a_long_step_are_not_trusted() -> None:
    # Found by trying: it is below half its valley's depth at step 1, and gets out at step 635.
    ball = is_heavy_ball(1.0, eta=0.9960159362549801, start=1.5488420532346563)
    run = run_of(PLATEAU, ball, steps=1)
    assert outcome(run) is Outcome.ROLLING
    run.advance(1000)
    assert outcome(run) is Outcome.LEFT


def test_on_a_constant_every_ball_is_balanced() -> None:
    flat = FormulaLandscape("3", (0, 1))
    assert outcome(run_of(flat, is_heavy_ball(0.9, start=0.5))) is Outcome.BALANCED


def test_rounding_traps_no_ball_where_a_slope_leads_out() -> None:
    # The cubic gives the right end a rounding below the point that it was drawn through: no rim that holds a ball.
    w, f = [0.0, 1.0, 2.0, 2.3, 3.1], [1.0, -0.5, 0.7, 0.5, 0.1]
    ends = [PointsLandscape([a * s for a in w], [b * t for b in f]) for s in (1, 0.7, 0.3) for t in (1, 0.7, 0.3)]
    assert any(curve.height(np.array(curve.domain))[1] < curve.f[-1] for curve in ends)
    for curve in ends:
        run = run_of(curve, is_heavy_ball(0.0, eta=1e-4, start=curve.domain[1]))
        assert outcome(run) is Outcome.LEFT
        assert run.recording.rows().outcome[0, 0] == ROLLING


@pytest.mark.parametrize(("alpha", "start"), [(0.5, 0.5), (0.5, 0.95), (0.999, 0.5), (1.0, 0.1)])
def test_a_ball_is_trapped_from_its_level_on(alpha: float, start: float) -> None:
    bowl = FormulaLandscape("w^2/2", (-1, 1))
    run = Run(bowl, [is_heavy_ball(alpha, eta=1.5, start=start)])
    level = trapping_level(bowl, MOMENTUM, {"alpha": alpha, "eta": 1.5}, 0)
    assert (outcome(run) is Outcome.TRAPPED) == (start**2 / 2.0 < level)
    assert (level > 0.0) == (alpha < 1.0)


def _rows(alpha: float, eta: float, start: float, steps: int, landscape: Landscape = HILLS) -> Rows:
    run = Run(landscape, [is_heavy_ball(alpha, eta, start)], full=True)
    run.advance(steps)
    return run.recording.rows()
