"""The inequalities that theorem H on trapped balls rests on, each for one step, with ηL up to its limit.

States are random. Names are those of docs/model.md.
"""

from typing import NamedTuple

import numpy as np
import pytest

from tests.physics.rules.random_curves import (
    COUNT,
    Curves,
    Long,
    Step,
    assert_at_most,
    draw,
    draw_alpha,
    draw_curves,
    draw_step,
)


def test_h0_no_step_raises_the_energy_nor_passes_above_it() -> None:
    chance = np.random.default_rng(1)
    curves, alpha = draw_curves(chance), draw_alpha(chance)
    eta = 2.0 * (1.0 - alpha) / curves.upper * np.minimum(draw(chance, 1e-4, 10.0), 1.0)
    step = draw_step(chance, curves, alpha, eta)
    before = step.f + alpha * step.v**2 / (2.0 * eta)
    assert_at_most(step.f_after + alpha * step.u**2 / (2.0 * eta), before, step.size)
    for share in np.linspace(0.0, 1.0, 9):
        assert_at_most(curves.derivative(0, step.x + np.longdouble(share) * step.u), before, step.size)


class Swing(NamedTuple):
    """κ, b, e and r of theorem H."""

    kappa: Long
    b: Long
    e: Long
    r: Long


def swing_of(alpha: Long, eta: Long, upper: Long) -> Swing:
    kappa, b = np.sqrt(eta * upper / alpha), 0.5 - (1.0 - alpha) / (4.0 * np.sqrt(alpha * eta * upper))
    return Swing(kappa, b, 1.0 - 2.0 * b, 1.0 - 2.0 * b * kappa)


def v_of(step: Step, b: Long) -> tuple[Long, Long]:
    """V before and after the step."""
    before = step.f + step.alpha * step.v**2 / (2.0 * step.eta) - b * step.v * step.g
    return before, step.f_after + step.alpha * step.u**2 / (2.0 * step.eta) - b * step.u * step.g_after


def trapezoid_error(step: Step) -> Long:
    """T."""
    error: Long = step.f_after - step.f - 0.5 * step.u * (step.g + step.g_after)
    return error


def little_damped(chance: np.random.Generator, curves: Curves) -> tuple[Long, Long, Swing]:
    """α and η with b > 0 and bκ < 1."""
    alpha = draw_alpha(chance)
    least = (1.0 - alpha) ** 2 / (4.0 * alpha)  # of ηL: b > 0
    eta = least * (1.0 + draw(chance, 1e-6, 1e6)) / curves.upper
    eta = np.where(eta * curves.upper < 4.0 * alpha, eta, (least + draw(chance, 1e-6, 1e-2)) / curves.upper)
    return alpha, eta, swing_of(alpha, eta, curves.upper)


def test_h_the_change_of_v_is_an_identity() -> None:
    chance = np.random.default_rng(2)
    curves = draw_curves(chance)
    alpha, eta, (kappa, b, e, r) = little_damped(chance, curves)
    step = draw_step(chance, curves, alpha, eta)
    v_before, v_after = v_of(step, b)
    bend = trapezoid_error(step) + 0.5 * e * step.u * (step.g_after - step.g)
    squares = 0.5 * alpha * e * (step.v - r * step.u) ** 2 + (1.0 - alpha) * (1.0 - b * b * kappa) * step.u**2
    size = eta * step.size * (1.0 + kappa)
    assert_at_most(np.abs(eta * (v_after - v_before) - eta * bend + squares), 0.0, size)


def test_h1_v_does_not_grow_by_more_than_the_bending_allows() -> None:
    chance = np.random.default_rng(3)
    curves = draw_curves(chance)
    alpha, eta, (kappa, b, _, _) = little_damped(chance, curves)
    step = draw_step(chance, curves, alpha, eta)
    v_before, v_after = v_of(step, b)
    gains = 0.5 * b * b * eta * curves.spread, eta * np.abs(step.u) * curves.swing(3) / 12.0
    for gain in gains:
        most = step.u**2 * (gain - (1.0 - alpha) * (1.0 - (0.25 + b * b) * kappa))
        assert_at_most(eta * (v_after - v_before), most, eta * step.size * (1.0 + kappa), b > 0.0)


def test_h1_holds_where_f_bends_less_from_the_worst_place_of_a_step_on() -> None:
    """Two parabolas with a common tangent: f″ is L up to x = 0 and L − ω beyond."""
    chance = np.random.default_rng(12)
    upper, spread, alpha = draw(chance, 1e-2, 1e2), draw(chance, 1e-2, 1e2), draw_alpha(chance)
    eta = ((1.0 - alpha) ** 2 / (4.0 * alpha) + draw(chance, 1e-6, 1.0)) / upper
    _, b, e, _ = swing_of(alpha, eta, upper)
    share = np.where(chance.random(COUNT) < 0.5, 1.0 - b, chance.random(COUNT))
    u = draw(chance, 1e-2, 1e2)
    x = -share * u
    second = upper - spread
    bend = 0.5 * second * (x + u) ** 2 - 0.5 * upper * x * x - 0.5 * u * (upper * x + second * (x + u))
    bend = bend + 0.5 * e * u * (second * (x + u) - upper * x)
    is_meant = (b > 0.0) & (share < 1.0)
    size = (upper + spread) * u**2
    assert_at_most(bend, u**2 * (0.5 * e * upper + 0.5 * b * b * spread), size, is_meant)
    assert (bend > u**2 * (0.5 * e * upper + 0.499 * b * b * spread))[is_meant].any()


class NextOrder(NamedTuple):
    """A step under H2: how much ηW grows in it, and what is to bound that, arrays (COUNT,)."""

    growth: Long
    gain: Long
    """R₂ without its term (1 − α)θ(1 + ¼θκ)."""
    damping: Long
    """(1 − α)(1 − (¼ + b²)κ)."""
    alpha: Long
    theta: Long
    swing: Swing
    u: Long
    size: Long


def next_order(chance: np.random.Generator) -> NextOrder:
    curves = draw_curves(chance)
    alpha, eta, swing = little_damped(chance, curves)
    step = draw_step(chance, curves, alpha, eta)
    big = np.maximum(curves.upper, curves.lower)
    theta = eta * big / 6.0
    w_before, w_after = v_of(step, swing.b)
    after = step.x + step.u
    following = alpha * step.u - eta * step.g_after
    w_before = w_before + step.v * step.u * curves.derivative(2, step.x) / 12.0 + eta * step.g**2 / 12.0
    w_after = w_after + step.u * following * curves.derivative(2, after) / 12.0 + eta * step.g_after**2 / 12.0
    steepest = np.abs(curves.bowl) * (np.abs(step.x) + np.abs(step.u)) + curves.swing(1)
    bend, longest = 3.0 * big * curves.swing(3) + steepest * curves.swing(4), np.abs(step.u)
    gain = eta * longest * (eta * bend / 72.0 + curves.swing(5) * longest**2 / 720.0)
    damping = (1.0 - alpha) * (1.0 - (0.25 + swing.b**2) * swing.kappa)
    size = eta * step.size * (1.0 + swing.kappa + theta)
    return NextOrder(eta * (w_after - w_before), gain, damping, alpha, theta, swing, step.u, size)


def test_h2_w_does_not_grow_by_more_than_the_next_order_allows() -> None:
    growth, gain, damping, alpha, theta, (kappa, b, _, _), u, size = next_order(np.random.default_rng(4))
    most = u**2 * (gain + (1.0 - alpha) * theta * (1.0 + 0.25 * theta * kappa) - damping)
    is_meant = (theta < 1.0) & (b > 0.0) & (b * kappa < 1.0)
    assert_at_most(growth, most, size, is_meant)


@pytest.mark.parametrize("seed", range(4))
def test_h2_its_term_of_damping_is_never_used_up(seed: int) -> None:
    """Without (1 − α)θ(1 + ¼θκ) W does not grow more either, where H2 can claim anything: no ball can show its absence.

    It bounds −(1 − α)(u/12)(uf″(x′) + vf″(x)), which is a loss where f″ > 0. Where f″ is some −m < 0, it is at most
    about (1 − α)ηmu²/6 times 1/η, and there ½eηu(f′(x′) − f′(x)), which the proof takes for ½eηLu², is −½eηmu² instead.
    Of what remains, how f″ changes within one step, 1 − α times ηD₃|u| is a small part of R₂ and of the squares.
    """
    growth, gain, damping, _, theta, (kappa, b, _, _), u, size = next_order(np.random.default_rng(seed))
    k = b * kappa + 0.5 * theta * kappa
    is_meant = (theta < 1.0) & (b > 0.0) & (k * k < 1.0 - theta) & (damping > 0.0)
    assert_at_most(growth, u**2 * (gain - damping), size, is_meant)


def test_h_the_energy_is_between_bounds_of_v_and_w() -> None:
    """Whatever h, v and f″ are, as long as f′² ≤ 2Lh."""
    chance = np.random.default_rng(5)
    curves = draw_curves(chance)
    alpha, eta, (kappa, b, _, _) = little_damped(chance, curves)
    upper, lower = curves.upper, curves.lower
    h, kinetic = draw(chance, 1e-6, 1.0), draw(chance, 1e-6, 1.0)
    v = np.sqrt(2.0 * eta * kinetic / alpha) * chance.choice([-1.0, 1.0], COUNT)
    g = np.sqrt(2.0 * upper * h) * np.where(chance.random(COUNT) < 0.3, 1.0, chance.uniform(-1.0, 1.0, COUNT))
    second = np.where(chance.random(COUNT) < 0.5, upper, -lower)
    for theta in (np.zeros(COUNT, np.longdouble), eta * np.maximum(upper, lower) / 6.0):
        k = b * kappa + 0.5 * theta * kappa
        of_theta = np.where(theta > 0.0, 1.0, 0.0)
        turn = v * (alpha * v - eta * g) * second / 12.0 + eta * g * g / 12.0
        w = h + kinetic - b * v * g + of_theta * turn
        is_meant = (theta < 1.0) & (b > 0.0) & (k * k < 1.0 - theta)
        size = (h + kinetic) * (1.0 + kappa + theta)
        assert_at_most((1.0 - k * k / (1.0 - theta)) * h, w, size, is_meant)
        assert_at_most((1.0 - k * k / (1.0 - theta)) * (1.0 - theta) * kinetic, w, size, is_meant)
        assert_at_most(w, (1.0 + k + theta) * (h + kinetic), size, is_meant)
