"""RMSprop, Adam and AdaGrad: their rows obey their formulas, nothing overflows, and rest is only called what lasts."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from physics.landscape.formula import FormulaLandscape
from physics.outcome.outcome import DIVERGED, LEFT, OUTCOMES, REPEATS, ROLLING, SETTLED, TRAPPED, Outcome
from physics.rules.adaptive import root_of_squares
from physics.rules.base import Rule, State
from physics.rules.registry import RULES, rule_named
from physics.rules.suggestion import Suggestion, suggest, suited
from physics.run.ball import Ball, adapted
from physics.run.cycle import find_cycle
from physics.run.edit import Edit
from physics.run.recording import Rows
from physics.run.run import Run
from tests.support.balls import new_ball
from tests.support.runs import HILLS

RMSPROP, ADAM, ADAGRAD = (rule_named(name) for name in ("rmsprop", "adam", "adagrad"))
ADAPTIVE = [RMSPROP, ADAM, ADAGRAD]
BOWL = FormulaLandscape("w^2/2", (-5, 5))
MOVED_BOWL = FormulaLandscape("(w - 0.3)^2/2", (-5, 5))

shares = st.sampled_from([0.0, 0.5, 0.9, 0.999, 1.0]) | st.floats(0.0, 1.0)
etas, epsilons = st.floats(1e-3, 0.3), st.floats(-20.0, 4.0).map(lambda exponent: 10.0**exponent)
places = st.floats(-5.9, 5.9)


def ball_of(rule: Rule, start: float, **values: float) -> Ball:
    return Ball(rule, adapted(rule, values), start)


def rows_of(ball: Ball, edits: tuple[Edit, ...] = (), steps: int = 60) -> Rows:
    run = Run(HILLS, [ball], edits, full=True)
    run.advance(steps)
    return run.recording.rows()


def column(rows: Rows, name: str) -> np.ndarray:
    return rows.rule_state[name][:, 0]


@pytest.mark.parametrize("rule", [RMSPROP, ADAGRAD])
@given(start=places, alpha=shares, eta=etas, rho=shares, epsilon=epsilons)
def test_the_slope_is_divided_by_a_root(
    rule: Rule, start: float, alpha: float, eta: float, rho: float, epsilon: float
) -> None:
    rows = rows_of(ball_of(rule, start, alpha=alpha, eta=eta, rho=rho, epsilon=epsilon))
    root, slope, delta = column(rows, rule.state[0]), rows.slope[:, 0], rows.delta[:, 0]
    kept, added = (rho, 1.0 - rho) if rule is RMSPROP else (1.0, 1.0)
    for t in range(1, len(root)):
        if not rows.stepped[t, 0]:
            break
        assert root[t] == pytest.approx(math.sqrt(kept * root[t - 1] ** 2 + added * slope[t - 1] ** 2), rel=1e-14)
        assert rows.momentum_term[t, 0] == alpha * delta[t - 1]
        assert rows.gradient_term[t, 0] == slope[t - 1] / (root[t] + epsilon) * -eta


@given(
    start=places,
    eta=etas,
    epsilon=epsilons,
    changes=st.lists(st.tuples(st.integers(0, 40), shares, shares), max_size=4, unique_by=lambda change: change[0]),
    alpha=shares,
    beta2=shares,
)
def test_adam_takes_averages_whose_weights_add_up_to_1_also_where_they_change(
    start: float,
    eta: float,
    epsilon: float,
    changes: list[tuple[int, float, float]],
    alpha: float,
    beta2: float,
) -> None:
    edits = tuple(Edit(step, 0, {"alpha": one, "beta2": other}) for step, one, other in changes)
    rows = rows_of(ball_of(ADAM, start, alpha=alpha, eta=eta, beta2=beta2, epsilon=epsilon), edits, 50)
    weights, square_weights = np.empty(0), np.empty(0)
    for t in range(1, len(rows.w)):
        if not rows.stepped[t, 0]:
            break
        weights = np.append(weights * rows.parameters["alpha"][t, 0], 1.0)
        square_weights = np.append(square_weights * rows.parameters["beta2"][t, 0], 1.0)
        slopes = rows.slope[:t, 0]
        scale = np.abs(slopes).max()
        average = (weights * slopes).sum() / weights.sum()
        root = math.sqrt((square_weights * slopes**2).sum() / square_weights.sum())
        assert column(rows, "average_slope")[t] == pytest.approx(average, rel=1e-13, abs=1e-13 * scale)
        assert column(rows, "rms_slope")[t] == pytest.approx(root, rel=1e-13)
        assert column(rows, "average_memory")[t] == pytest.approx(weights.sum(), rel=1e-14)
        assert column(rows, "rms_memory")[t] == pytest.approx(square_weights.sum(), rel=1e-14)
        delta = -eta * column(rows, "average_slope")[t] / (column(rows, "rms_slope")[t] + epsilon)
        largest = max(abs(rows.momentum_term[t, 0]), abs(rows.gradient_term[t, 0]))
        assert rows.delta[t, 0] == pytest.approx(delta, rel=1e-13, abs=1e-14 * largest)


@given(alpha=st.floats(0.0, 0.999), beta2=st.floats(0.0, 0.999), start=places)
def test_with_constant_decays_that_is_the_bias_correction_of_the_paper(
    alpha: float, beta2: float, start: float
) -> None:
    rows = rows_of(ball_of(ADAM, start, alpha=alpha, eta=1e-3, beta2=beta2), steps=40)
    m = v = 0.0
    for t in range(1, len(rows.w)):
        if not rows.stepped[t, 0]:
            break
        slope = rows.slope[t - 1, 0].item()
        m, v = alpha * m + (1.0 - alpha) * slope, beta2 * v + (1.0 - beta2) * slope**2
        average, square = m / (1.0 - alpha**t), v / (1.0 - beta2**t)
        assert column(rows, "average_slope")[t] == pytest.approx(average, rel=1e-10, abs=1e-10)
        assert column(rows, "rms_slope")[t] == pytest.approx(math.sqrt(square), rel=1e-10)


extreme = st.floats(-1e308, 1e308) | st.sampled_from([0.0, 5e-324, -1e-200, 1e-160, 1e154, -1e200, 1e308])


@given(
    rule=st.sampled_from(ADAPTIVE),
    slopes=st.lists(extreme, min_size=1, max_size=12),
    alpha=shares,
    eta=st.sampled_from([1e-300, 1e-8, 1.0, 1e300]),
    decay=shares,
    epsilon=st.sampled_from([1e-20, 1e-8, 1e4]),
)
def test_of_any_slopes_the_terms_are_numbers_and_what_is_remembered_is_finite(
    rule: Rule, slopes: list[float], alpha: float, eta: float, decay: float, epsilon: float
) -> None:
    values = {"alpha": alpha, "eta": eta, "rho": decay, "beta2": decay, "epsilon": epsilon}
    parameters = rule.prepared({each.name: np.array([values[each.name]]) for each in rule.parameters})
    own = rule.init(np.zeros(1))
    for slope in slopes:
        before = State(np.zeros(1), np.array([slope]), *np.zeros((3, 1)), own)
        after = State(*np.zeros((5, 1)), {name: np.empty(1) for name in own})
        with np.errstate(all="ignore"):
            rule.step(np.zeros_like, parameters, before, after)
        assert not np.isnan([after.momentum_term, after.gradient_term]).any()
        assert all(np.isfinite(kept).all() for kept in after.rule_state.values())
        own = after.rule_state
        if rule is RMSPROP and decay < 1.0:
            assert abs(after.gradient_term[0]) <= 1.001 * eta / math.sqrt(1.0 - decay)
        if rule is ADAGRAD:
            assert abs(after.gradient_term[0]) <= 1.001 * eta


@given(st.floats(0.0, 1.0), st.floats(0.0, 1e308), st.floats(0.0, 1.0), st.floats(-1e308, 1e308))
def test_a_root_of_squares_is_that_of_exact_numbers(kept: float, root: float, added: float, slope: float) -> None:
    out = np.array([root])
    root_of_squares(kept, out, added, np.array([slope]), out)
    exact = math.hypot(kept * root, added * slope)
    assert out[0] == pytest.approx(min(exact, np.finfo(np.float64).max), rel=1e-14, abs=1e-300)


@given(
    rule=st.sampled_from(RULES),
    exponent=st.integers(-300, 300),
    alpha=shares,
    eta=st.sampled_from([1e-300, 1e-9, 0.1, 10.0, 1e300]),
    decay=shares,
    epsilon=st.sampled_from([1e-20, 1e-8, 1e4]),
    start=st.sampled_from([0.0, 1e-150, 0.3, -0.9]),
)
def test_in_bowls_of_any_height_no_place_is_not_a_number(
    rule: Rule, exponent: int, alpha: float, eta: float, decay: float, epsilon: float, start: float
) -> None:
    landscape = FormulaLandscape(f"1e{exponent}*w^2", (-1, 1))
    values = {"alpha": alpha, "eta": eta, "rho": decay, "beta2": decay, "epsilon": epsilon}
    run = Run(landscape, [ball_of(rule, start, **values), new_ball(0.5, 0.1, 0.5)])
    run.advance(40, waits=True)
    rows = run.recording.rows()
    assert not np.isnan(rows.w[:, 0]).any()
    assert np.isfinite(rows.w[rows.outcome[:, 0] != DIVERGED, 0]).all()
    assert TRAPPED not in rows.outcome[:, 0] or rule.formulas.energy is not None


@pytest.mark.parametrize("rule", ADAPTIVE)
def test_a_ball_that_has_left_is_put_back_and_begins_afresh(rule: Rule) -> None:
    run = Run(BOWL, [ball_of(rule, 4.9, alpha=0.9, eta=1e4), ball_of(rule, 2.0, eta=0.01)])
    run.advance(5, waits=True)
    assert run.status.outcome[0] == LEFT
    run.edit(Edit(run.step, 0, {"eta": 0.01, "alpha": 0.0}, w=2.0, delta=0.0))
    run.advance(50)
    again = Run(BOWL, [ball_of(rule, 2.0, alpha=0.0, eta=0.01)])
    again.advance(50)
    assert run.recording.rows(6).w[:, 0].tolist() == again.recording.rows(1).w[:, 0].tolist()


@pytest.mark.parametrize("rule", ADAPTIVE)
def test_in_the_minimum_itself_a_ball_rests(rule: Rule) -> None:
    run = Run(BOWL, [ball_of(rule, 0.0, eta=0.1)])
    assert run.status.outcome[0] == SETTLED
    assert run.advance(10) == 0


@pytest.mark.parametrize(
    ("rule", "restless", "calm"),
    [
        (RMSPROP, {"rms_slope": 1.0}, None),
        (ADAM, {"average_slope": 0.0, "average_memory": 10.0, "rms_slope": 1.0, "rms_memory": 100.0}, None),
        (ADAGRAD, {"root_sum_square": 1e-3}, {"root_sum_square": 1.0}),
    ],
)
def test_a_ball_that_stands_where_its_rule_will_set_it_going_is_not_at_rest(
    rule: Rule, restless: dict[str, float], calm: dict[str, float] | None
) -> None:
    """It hardly moves, and hardly feels a slope, after a way of 1; the divisor is going to shrink, or too small."""
    ball = ball_of(rule, 1e-9, alpha=0.0, eta=0.1, beta2=0.5)
    run = Run(BOWL, [ball], rule_states=[restless], origins=[1.0])
    assert run.status.outcome[0] == ROLLING
    run.advance(2000)
    assert np.abs(run.recording.rows().w[:, 0]).max() > 1e-3
    if calm is not None:
        assert Run(BOWL, [ball], rule_states=[calm], origins=[1.0]).status.outcome[0] == SETTLED


def test_a_step_of_adam_that_waits_in_its_average_is_no_rest() -> None:
    """√v̂ makes Δ tiny; v̂ fades, and with β₁ > √β₂ the average has not faded by then."""
    values = {"alpha": 0.99, "eta": 1.0, "beta2": 0.1, "epsilon": 1.0}
    state = {"average_slope": 1.0, "average_memory": 100.0, "rms_slope": 1e9, "rms_memory": 1.1}
    edits = [Edit(0, 0, delta=-1e-9)]
    run = Run(BOWL, [ball_of(ADAM, 1e-8, **values)], edits, rule_states=[state], origins=[1.0])
    assert run.status.outcome[0] == ROLLING


@given(rule=st.sampled_from(ADAPTIVE), eta=st.floats(0.2, 0.5), start=st.floats(0.5, 2.0), alpha=st.floats(0.0, 0.9))
@settings(max_examples=20)
def test_where_the_divisor_is_large_enough_a_ball_settles(rule: Rule, eta: float, start: float, alpha: float) -> None:
    """With ε = 1 each rule is close to momentum."""
    run = Run(MOVED_BOWL, [ball_of(rule, start, alpha=alpha, eta=eta, epsilon=1.0, rho=0.5, beta2=0.5)])
    run.advance(5000)
    assert OUTCOMES[run.status.outcome[0]] is Outcome.SETTLED
    assert run.status.w[0] == pytest.approx(0.3, abs=1e-4)


def test_rmsprop_with_a_constant_learning_rate_hops_about_the_minimum_for_ever() -> None:
    run = Run(BOWL, [ball_of(RMSPROP, 4.8, alpha=0.0, eta=0.02)])
    run.advance(20_000)
    assert run.status.outcome[0] == REPEATS
    cycle = find_cycle(run, 0)
    assert cycle is not None
    assert (cycle.period, cycle.lowest) == (2, -cycle.highest)
    # From w = η/2 − ε to −w: Δ = −η w / (w + ε) with √v = w.
    assert cycle.highest == pytest.approx(0.01 - 1e-8, rel=1e-12)


def test_a_cycle_of_a_rule_with_a_state_is_one_of_its_whole_state() -> None:
    run = Run(HILLS, [ball_of(RMSPROP, 4.8, alpha=0.0, eta=0.024)])
    run.advance(20_000)
    cycle = find_cycle(run, 0)
    assert cycle is not None
    end, period = run.step, cycle.bit_period
    rows = run.recording.rows()
    for name in ("w", "delta"):
        assert getattr(rows, name)[end, 0] == getattr(rows, name)[end - period, 0]
    assert column(rows, "rms_slope")[end] == column(rows, "rms_slope")[end - period]
    assert period > cycle.period


def test_the_memory_of_adam_comes_to_a_halt_so_that_a_cycle_can_be_found() -> None:
    run = Run(HILLS, [ball_of(ADAM, 4.8, alpha=0.0, eta=0.05, beta2=0.9)])
    run.advance(20_000)
    assert run.status.outcome[0] == REPEATS
    memory = column(run.recording.rows(), "rms_memory")
    assert all(before <= after for before, after in pairwise(memory))
    assert memory[-1] == pytest.approx(10.0, rel=1e-14)


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_suggests_an_eta_of_its_own_and_no_rule_one_that_is_out_of_range(rule: Rule) -> None:
    start, eta = suggest(HILLS, rule)
    assert start == suggest(HILLS).start
    if rule in ADAPTIVE:
        assert eta == {"rmsprop": 0.024, "adam": 0.024, "adagrad": 0.26}[rule.name]
    else:
        assert eta == suggest(HILLS).eta
    preset = Suggestion(start, 0.02)
    assert suited(preset, HILLS, rule) == (eta if rule in ADAPTIVE else 0.02)
    tiny = FormulaLandscape("w", (0.0, 1e-299))
    assert rule.parameter("eta").check(suggest(tiny, rule).eta) > 0.0


@pytest.mark.parametrize("rule", ADAPTIVE)
def test_on_a_steady_slope_a_ball_crosses_the_domain_in_some_500_steps(rule: Rule) -> None:
    plane = FormulaLandscape("w", (-6.0, 6.0))
    run = Run(plane, [ball_of(rule, 6.0, alpha=0.0, eta=suggest(plane, rule).eta)])
    run.advance(1000)
    assert run.status.outcome[0] == LEFT
    assert 450 < run.status.steps[0] < 600
