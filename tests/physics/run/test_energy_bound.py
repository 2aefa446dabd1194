"""Energy bounds: the words, and that what is called proven holds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.text.energy_bounds import energy_bound_text
from app.text.outcomes import sentence
from physics.landscape.base import Landscape
from physics.landscape.formula import FormulaLandscape
from physics.landscape.points import PointsLandscape
from physics.outcome.outcome import TRAPPED
from physics.rules.base import Rule
from physics.run.edit import Edit
from physics.run.energy_bound import Certainty, EnergyBound, find_energy_bound
from physics.run.run import Run
from tests.support.balls import MOMENTUM, NESTEROV, new_ball
from tests.support.runs import DIPS, HILLS, WELL

BOWL = FormulaLandscape("0.1*w^2", (-6, 6))


def run_of(landscape: Landscape, alpha: float, eta: float, start: float, steps: int = 0, rule: Rule = MOMENTUM) -> Run:
    run = Run(landscape, [new_ball(alpha, eta, start, rule=rule, name="ball")])
    run.advance(steps)
    return run


def energy_bound_of(run: Run) -> EnergyBound:
    energy_bound = find_energy_bound(run, 0)
    assert energy_bound is not None
    return energy_bound


def words_of(run: Run) -> str:
    return energy_bound_text(energy_bound_of(run))


@given(
    st.sampled_from([HILLS, DIPS, WELL, BOWL]),
    st.floats(0.0, 1.0),
    st.floats(0.001, 0.3),
    st.floats(0.0, 1.0),
    st.integers(0, 40),
)
def test_a_ball_stays_where_it_is_proven_to_stay(
    landscape: Landscape, alpha: float, eta: float, share: float, steps: int
) -> None:
    run = run_of(landscape, alpha, eta, landscape.domain[0] + share * landscape.width, steps)
    energy_bound = find_energy_bound(run, 0)
    if energy_bound is None or energy_bound.reach is None:
        return
    begun, reach, hair = run.step, energy_bound.reach, 1e-9 * landscape.width
    run.advance(300)
    rows = run.recording.rows(begun)
    w = rows.w[rows.stepped]
    assert reach.leads_out_left or (w >= reach.left - hair).all()
    assert reach.leads_out_right or (w <= reach.right + hair).all()
    energy = rows.energy[rows.stepped & np.isfinite(rows.energy) & (rows.w >= landscape.domain[0])]
    assert (energy <= energy_bound.energy + 1e-9 * landscape.features.height_range).all()


@given(st.floats(0.0, 1.0), st.floats(0.001, 1.0), st.floats(-6.0, 6.0), st.integers(0, 60))
def test_it_says_trapped_exactly_when_the_outcome_does(alpha: float, eta: float, start: float, steps: int) -> None:
    run = run_of(HILLS, alpha, eta, start, steps)
    energy_bound = find_energy_bound(run, 0)
    if energy_bound is not None:
        is_trapped = energy_bound.known is Certainty.TRAPPED
        assert is_trapped == (run.status.outcome[0] == TRAPPED)
        assert is_trapped or not energy_bound.energy < energy_bound.level
        said = sentence(run, 0)
        assert is_trapped == (said.startswith("Caught in valley") or "can't get out" in said or "no step can" in said)


def test_trapped_once_it_stays_so_though_its_energy_swings_above_the_rim() -> None:
    run = Run(BOWL, [new_ball(0.998, 8.0, 2.57)], [Edit(0, 0, delta=-3.2545)])
    energy_bound = energy_bound_of(run)
    assert energy_bound.energy < energy_bound.level < BOWL.features.rims[0]
    run.advance(400)
    rows = run.recording.rows()
    assert (rows.outcome == TRAPPED).all()
    above = np.flatnonzero(rows.energy[:, 0] >= BOWL.features.rims[0])
    assert len(above)
    then = run.as_of(int(above[0]))
    assert words_of(then).endswith(" · caught")
    assert sentence(then, 0).startswith("Caught in valley 1, which has the global minimum: its energy, now ")


def test_the_words_of_the_default_scenario() -> None:
    ball = run_of(HILLS, 0.95, 0.02, 4.8, 38)
    assert words_of(ball) == "energy 0.729: enough for 2 more hills"
    ball.advance(2)
    assert words_of(ball) == "energy 0.686: enough for 1 more hill"
    ball.advance(10)
    assert words_of(ball) == "caught: 0.301 below the rim"


@pytest.mark.parametrize(
    ("landscape", "alpha", "eta", "start", "rule", "words"),
    [
        (BOWL, 1.0, 0.5, 3.0, MOMENTUM, "energy 0.9 · with α = 1 no proof that it stays"),
        (BOWL, 0.9, 20.0, 3.0, MOMENTUM, "energy 0.9 · a step may lead out"),
        (FormulaLandscape("1e10 + w^2", (-2, 2)), 0.9, 0.1, 1.9, MOMENTUM, "caught from 0.842 below the rim"),
        (HILLS, 0.97, 0.02, 4.8, MOMENTUM, "energy 4.39 · caught below 2.46"),
        (HILLS, 0.5, 0.02, 4.8, NESTEROV, "energy 4.39 · caught below 2.5"),
        (
            PointsLandscape([-2, -1, 0, 1, 2], [4, 1, 0, 1, 4]),
            0.9,
            1.0,
            1.5,
            MOMENTUM,
            "energy 2.25 · caught below 1.13",
        ),
        (
            FormulaLandscape("abs(w)", (-6, 6)),
            0.5,
            0.02,
            3.0,
            MOMENTUM,
            "caught: 3 below the rim",
        ),
        (FormulaLandscape("0.5*w", (-6, 6)), 0.5, 0.02, 3.0, MOMENTUM, "energy 1.5: enough to leave on the left"),
        (FormulaLandscape("-0.5*w", (-6, 6)), 0.5, 0.02, 3, MOMENTUM, "energy −1.5: enough to leave on the right"),
        (
            FormulaLandscape("1-w^2", (-1, 1)),
            0.5,
            0.02,
            0.5,
            MOMENTUM,
            "energy 0.75: enough to leave on the right",
        ),
    ],
)
def test_words(landscape: Landscape, alpha: float, eta: float, start: float, rule: Rule, words: str) -> None:
    assert words_of(run_of(landscape, alpha, eta, start, 0, rule)) == words


def test_over_level_ground_a_ball_that_moves_may_leave_on_either_side() -> None:
    level = Run(PointsLandscape([0, 1, 2, 3], [1, 1, 1, 1]), [new_ball(0.5, 0.02, 0.4, name="ball")])
    assert find_energy_bound(level, 0) is None, "it is at rest"
    level.edit(Edit(0, 0, delta=0.2))
    assert words_of(level) == "energy 1.5: enough to leave on either side"


def test_the_sharpest_of_the_valleys_that_it_may_come_to_counts() -> None:
    sharp_on_the_left = FormulaLandscape("0.1*(w - 3)^2 - 1 + 1.2*exp(-4*(w - 1)^2) - 3*exp(-60*(w + 3)^2)", (-6, 6))
    curvature = sharp_on_the_left.features.curvature
    assert 0.02 * curvature[-1] <= 0.2 < 0.02 * curvature.max()
    near, far = (run_of(sharp_on_the_left, 0.9, 0.02, start) for start in (5.0, 6.0))
    assert energy_bound_of(near).known is Certainty.TRAPPED
    far.edit(Edit(0, 0, delta=-0.5))
    assert energy_bound_of(far).known is Certainty.NOTHING


@pytest.mark.parametrize(
    ("landscape", "alpha", "eta", "start", "steps"),
    [
        (BOWL, 0.5, 0.5, 3.0, 5000),
        (HILLS, 0.5, 0.02, float(HILLS.features.hills[1]), 0),
        (FormulaLandscape("0.5*w", (-6, 6)), 0.9, 0.5, 3.0, 500),
        (FormulaLandscape("w^2", (-1e150, 1e150)), 0.9, 1e200, 9e149, 50),
    ],
)
def test_what_is_at_rest_or_gone_has_no_energy_bound(
    landscape: Landscape, alpha: float, eta: float, start: float, steps: int
) -> None:
    assert find_energy_bound(run_of(landscape, alpha, eta, start, steps), 0) is None


def test_of_a_ball_beside_one_that_left_another_landscape() -> None:
    run = Run(HILLS, [new_ball(0.97, 0.02, 5.5), new_ball(0.9, 0.02, 4.8)])
    run.edit(Edit(0, ball=0, delta=3.0))
    run.advance(2)
    run.edit(Edit(2, landscape=BOWL))
    run.advance(1)
    assert run.status.valley.max() > 0 == BOWL.features.valley_count - 1
    bound = find_energy_bound(run, 1)
    assert bound is not None
    assert bound.valley == 0
