"""The rule: bit for bit as written, and against closed forms."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from physics.landscape.formula import FormulaLandscape
from physics.rules.base import Rule
from physics.run.ball import Ball
from physics.run.recording import Rows
from physics.run.run import Run
from tests.support.balls import NESTEROV, new_ball
from tests.support.rules import HEAVY_BALLS

HILLS = FormulaLandscape("0.06*(w + 3.2)^2 + 0.55*cos(2.6*w)", (-6, 6))

alphas = st.floats(0, 1)
etas = st.floats(1e-4, 0.3)
starts = st.floats(-6, 6)


def rows_of(landscape: FormulaLandscape, ball: Ball, steps: int) -> Rows:
    run = Run(landscape, [ball], full=True)
    run.advance(steps)
    return run.recording.rows()


@given(alpha=alphas, eta=etas, start=starts, rule=st.sampled_from(HEAVY_BALLS))
def test_rows_obey_the_rule_bit_for_bit(alpha: float, eta: float, start: float, rule: Rule) -> None:
    rows = rows_of(HILLS, new_ball(alpha, eta, start, rule=rule, name="a"), 60)
    w, delta = start, 0.0
    for t in range(1, len(rows.w)):
        if not rows.stepped[t, 0]:
            break
        momentum = alpha * delta
        place = w + momentum if rule is NESTEROV else w
        assert rule.slope_position(np.array([w]), np.array([momentum])).item() == place
        gradient = -eta * HILLS.slope(np.array([place])).item()
        delta = momentum + gradient
        w = w + delta
        assert (momentum, gradient, delta, w) == (
            rows.momentum_term[t, 0],
            rows.gradient_term[t, 0],
            rows.delta[t, 0],
            rows.w[t, 0],
        )
        assert rows.f[t, 0] == HILLS.height(np.array([w])).item()
        assert rows.slope[t, 0] == HILLS.slope(np.array([w])).item()


@given(alpha=alphas, eta_curvature=st.floats(1e-3, 4.5), steps=st.integers(1, 40))
def test_on_a_quadratic_a_run_is_a_power_of_a_matrix(alpha: float, eta_curvature: float, steps: int) -> None:
    bowl = FormulaLandscape("w^2/2", (-1e12, 1e12))
    rows = rows_of(bowl, new_ball(alpha, eta_curvature, 3.0, name="a"), steps)
    # (w, Δ) → (w + αΔ − ηλw, αΔ − ηλw) with λ = 1.
    matrix = np.array([[1 - eta_curvature, alpha], [-eta_curvature, alpha]])
    expected = np.linalg.matrix_power(matrix, len(rows.w) - 1) @ [3.0, 0.0]
    # Rounding is amplified at most as the matrix amplifies: by its norm to the number of steps.
    tolerance = 1e-13 * max(1.0, np.linalg.norm(matrix, 2)) ** len(rows.w) * len(rows.w)
    assert np.allclose([rows.w[-1, 0], rows.delta[-1, 0]], expected, rtol=0, atol=tolerance)


@pytest.mark.parametrize("alpha", [0.0, 0.3, 0.9])
def test_a_quadratic_converges_exactly_below_two_times_one_plus_alpha(alpha: float) -> None:
    bowl = FormulaLandscape("w^2/2", (-1e9, 1e9))
    bound = 2 * (1 + alpha)
    below = rows_of(bowl, new_ball(alpha, 0.99 * bound, 1.0, name="a"), 4000)
    above = rows_of(bowl, new_ball(alpha, 1.01 * bound, 1.0, name="a"), 4000)
    assert abs(below.w[-1, 0]) < 1e-6
    assert np.abs(above.w[:, 0]).max() > 1e6


def test_critical_damping_is_the_fastest_way_down_a_quadratic() -> None:
    bowl, eta_curvature = FormulaLandscape("w^2/2", (-10, 10)), 0.04
    critical = (1 - math.sqrt(eta_curvature)) ** 2

    def distance(alpha: float) -> float:
        rows = rows_of(bowl, new_ball(alpha, eta_curvature, 1.0, name="a"), 60)
        return float(np.abs(rows.w[-8:, 0]).max())

    assert distance(critical) < distance(critical - 0.1)
    assert distance(critical) < distance(critical + 0.1)


@given(alpha=st.floats(0, 0.99), eta=st.floats(1e-3, 0.05), start=st.floats(-5, 5))
def test_at_constant_values_the_path_is_that_of_sgd_with_eta_outside(alpha: float, eta: float, start: float) -> None:
    rows = rows_of(HILLS, new_ball(alpha, eta, start, name="a"), 30)
    w, buffer, amplification = start, 0.0, 1.0
    for t in range(1, len(rows.w)):
        if not rows.stepped[t, 0]:
            break
        gradient = HILLS.slope(np.array([w])).item()
        buffer = alpha * buffer + gradient
        w = w - eta * buffer
        # A difference grows by at most 1 + α + ηL a step (L ≤ 4); each step rounds by a few units in the last place.
        amplification *= 1 + alpha + 4 * eta
        assert abs(w - rows.w[t, 0]) <= 1e-14 * (1 + abs(w)) * amplification


@given(alpha=st.floats(0, 0.95), eta=st.floats(1e-3, 0.05), start=st.floats(-5, 5))
def test_nesterov_looks_ahead_as_in_the_form_of_keras_and_pytorch(alpha: float, eta: float, start: float) -> None:
    rows = rows_of(HILLS, new_ball(alpha, eta, start, rule=NESTEROV, name="a"), 30)
    y, velocity, amplification = start, 0.0, 1.0
    for t in range(1, len(rows.w)):
        if not rows.stepped[t, 0]:
            break
        gradient = HILLS.slope(np.array([y])).item()
        velocity = alpha * velocity - eta * gradient
        y = y + alpha * velocity - eta * gradient
        nesterov = rows.w[t, 0] + alpha * rows.delta[t, 0]
        amplification *= 2 + 2 * alpha + 8 * eta
        assert abs(y - nesterov) <= 1e-14 * (1 + abs(y)) * amplification


def test_of_a_rule_with_another_energy_the_theorem_about_it_is_not_claimed() -> None:
    parameters = {"alpha": np.array([0.5, 0.9]), "eta": np.array([0.1, 0.2])}
    assert not NESTEROV.keeps_energy(parameters, np.zeros(2)).any()
