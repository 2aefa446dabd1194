"""The inequalities that the theorems on trapped balls rest on, each for one step, in long double.

f is a parabola plus sines, of which bounds of all derivatives are known everywhere, or two straight sides with a kink.
α goes to 10⁻⁶ and to 1 − 10⁻⁹, ηL to the limit of each theorem. States are random. Names are those of docs/model.md.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pytest

Long = npt.NDArray[np.longdouble]
COUNT = 20_000
EPS = float(np.finfo(np.longdouble).eps)
ROUNDING = 1000.0 * EPS
"""Of the largest of the terms that are added."""


def draw(chance: np.random.Generator, low: float, high: float) -> Long:
    """Random numbers (COUNT,), even in their logarithm."""
    return np.longdouble(10.0) ** chance.uniform(np.log10(low), np.log10(high), COUNT).astype(np.longdouble)


def draw_alpha(chance: np.random.Generator) -> Long:
    """A third each near 0, near 1 and between."""
    one = np.longdouble(1.0)
    kind = chance.integers(0, 3, COUNT)
    near_1 = one - draw(chance, 1e-9, 1.0)
    return np.choose(kind, [draw(chance, 1e-6, 1.0), near_1, chance.uniform(0.01, 0.99, COUNT)])


class Curves(NamedTuple):
    """As many curves λ x²/2 + Σ a sin(kx + φ) as balls, with what is known of each: arrays (COUNT,) or (3, COUNT)."""

    bowl: Long
    amplitude: Long
    k: Long
    phase: Long

    def derivative(self, order: int, x: Long) -> Long:
        """f of order 0, f′ of order 1 and so on."""
        turned = self.k * x + self.phase + order * np.longdouble(np.pi) / 2
        bowl = (0.5 * self.bowl * x * x, self.bowl * x, self.bowl, 0.0, 0.0, 0.0)[order]
        sines: Long = (self.amplitude * self.k**order * np.sin(turned)).sum(axis=0)
        return sines + bowl

    def swing(self, order: int) -> Long:
        """A bound of |f⁽ⁿ⁾| without the bowl."""
        bound: Long = (self.amplitude * self.k**order).sum(axis=0)
        return bound

    @property
    def upper(self) -> Long:
        """L, which is also a bound when it is higher than need be."""
        return np.maximum(self.bowl + self.swing(2), 1e-3)

    @property
    def lower(self) -> Long:
        """l."""
        return np.maximum(self.swing(2) - self.bowl, 0.0)

    @property
    def spread(self) -> Long:
        """ω."""
        return 2.0 * self.swing(2)


def draw_curves(chance: np.random.Generator) -> Curves:
    """From nearly a parabola to nothing but ripples, with hollows and hills; k is at most 3."""
    bowl = np.longdouble(chance.uniform(-0.5, 1.0, COUNT))
    ripples = draw(chance, 1e-3, 1.0) * chance.uniform(0.1, 1.0, (3, COUNT))
    return Curves(
        bowl, ripples, np.longdouble(chance.uniform(0.5, 3.0, (3, COUNT))), chance.uniform(0.0, 7.0, (3, COUNT))
    )


class Step(NamedTuple):
    """A step of the heavy ball from (x, v) to (x + u, u), with f and f′ at both places."""

    alpha: Long
    eta: Long
    x: Long
    v: Long
    u: Long
    f: Long
    g: Long
    f_after: Long
    g_after: Long

    @property
    def size(self) -> Long:
        """Of the terms of the energies, for rounding errors."""
        kinetic = (self.v**2 + self.u**2) / self.eta
        slopes = np.abs(self.v) + np.abs(self.u), np.abs(self.g) + np.abs(self.g_after)
        return np.abs(self.f) + np.abs(self.f_after) + kinetic + slopes[0] * slopes[1]


def heavy_ball_step(curves: Curves, alpha: Long, eta: Long, x: Long, u: Long) -> Step:
    """The step u from x, and with it the v before; u and v are so made that u = αv − ηf′(x)."""
    g = curves.derivative(1, x)
    v = (u + eta * g) / alpha
    after = x + u
    return Step(
        alpha, eta, x, v, u, curves.derivative(0, x), g, curves.derivative(0, after), curves.derivative(1, after)
    )


def draw_step(chance: np.random.Generator, curves: Curves, alpha: Long, eta: Long) -> Step:
    """Steps of both directions, from as good as none to as long as a ripple."""
    u = draw(chance, 1e-4, 3.0) * chance.choice([-1.0, 1.0], COUNT)
    return heavy_ball_step(curves, alpha, eta, np.longdouble(chance.uniform(-3.0, 3.0, COUNT)), u)


def assert_at_most(left: Any, right: Any, size: Any, where: Any = True) -> None:
    """Left ≤ right, but for rounding; and of the cases that count there are enough."""
    holds = left <= right + ROUNDING * size
    assert (holds | ~np.broadcast_to(where, holds.shape)).all()
    assert np.count_nonzero(np.broadcast_to(where, holds.shape)) > COUNT / 20


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


def test_n_no_step_raises_the_energy() -> None:
    chance = np.random.default_rng(6)
    curves, alpha = draw_curves(chance), draw_alpha(chance)
    upper, lower = curves.upper, curves.lower
    limit = np.minimum(1.0 / upper, (1.0 / alpha**2 - 1.0) / np.maximum(lower, 1e-300))
    eta = limit * np.minimum(draw(chance, 1e-3, 10.0), 1.0)
    is_meant = eta > 0.0
    eta = np.where(is_meant, eta, 1.0)
    x = np.longdouble(chance.uniform(-3.0, 3.0, COUNT))
    v = draw(chance, 1e-4, 3.0) * chance.choice([-1.0, 1.0], COUNT)
    slope = curves.derivative(1, x + alpha * v)
    u = alpha * v - eta * slope
    before = curves.derivative(0, x) + v * v / (2.0 * eta)
    after = curves.derivative(0, x + u) + u * u / (2.0 * eta)
    assert_at_most(after, before, np.abs(before) + (v * v + u * u) / eta + np.abs(v * slope), is_meant)


def test_n_the_place_where_the_slope_is_felt_is_below_the_rim() -> None:
    """On a parabola, where f′² = 2Lh: the worst that Lemma 1 allows."""
    chance = np.random.default_rng(7)
    alpha, upper, eta_upper = draw_alpha(chance), draw(chance, 1e-3, 1e3), draw(chance, 1e-6, 1.0)
    eta = eta_upper / upper
    x, v = chance.normal(size=COUNT) * draw(chance, 1e-3, 1.0), chance.normal(size=COUNT) * np.sqrt(eta)
    energy = 0.5 * upper * x * x + v * v / (2.0 * eta)
    there = 0.5 * upper * (x + alpha * v) ** 2
    assert_at_most(there, (1.0 + alpha**2 * eta_upper) * energy, energy + there)


class Kinks(NamedTuple):
    """As many valleys with two straight sides: f′ is −left and right."""

    left: Long
    right: Long

    def height(self, x: Long) -> Long:
        return np.where(x > 0.0, self.right * x, -self.left * x)

    def slope(self, x: Long) -> Long:
        return np.where(x > 0.0, self.right, -self.left)

    @property
    def steep(self) -> Long:
        return np.maximum(self.left, self.right)

    @property
    def gentle(self) -> Long:
        return np.minimum(self.left, self.right)

    @property
    def jump(self) -> Long:
        return self.left + self.right


def draw_kinks(chance: np.random.Generator) -> tuple[Kinks, Long, Long, Long, Long]:
    """Kinks, α, η, and states near them: x and v as long as a few steps."""
    kinks, alpha, eta = (
        Kinks(draw(chance, 0.05, 20.0), draw(chance, 0.05, 20.0)),
        draw_alpha(chance),
        draw(chance, 0.01, 10.0),
    )
    x = eta * kinks.steep * chance.normal(size=COUNT) * draw(chance, 1e-3, 10.0)
    v = eta * kinks.steep * chance.normal(size=COUNT) * draw(chance, 1e-3, 100.0)
    return kinks, alpha, eta, x, v


def test_k1_a_crossing_lifts_the_energy_no_higher_than_e0() -> None:
    chance = np.random.default_rng(8)
    kinks, alpha, eta, x, v = draw_kinks(chance)
    u = alpha * v - eta * kinks.slope(x)
    before = kinks.height(x) + alpha * v * v / (2.0 * eta)
    after = kinks.height(x + u) + alpha * u * u / (2.0 * eta)
    damping = 1.0 - alpha
    e0 = eta * kinks.jump * kinks.steep / damping + alpha * eta * kinks.jump**2 / (2.0 * damping**2)
    assert_at_most(after, np.maximum(before, e0), before + after + e0)
    assert np.count_nonzero(after > before) > COUNT / 50


def test_k2_w_grows_by_crossings_and_turns_and_by_no_more_than_was_reckoned() -> None:
    chance = np.random.default_rng(9)
    kinks, alpha, eta, x, v = draw_kinks(chance)
    u = alpha * v - eta * kinks.slope(x)
    following = alpha * u - eta * kinks.slope(x + u)
    before = kinks.height(x) + v * u / (2.0 * eta)
    after = kinks.height(x + u) + u * following / (2.0 * eta)
    size = np.abs(before) + np.abs(after) + (u * u + v * v + following**2) / eta
    crosses = (x > 0.0) != (x + u > 0.0)
    bend = np.where(crosses, 0.5 * kinks.jump * np.abs(u), 0.0)
    assert_at_most(after - before, bend - (1.0 - alpha) / (2.0 * eta) * u * (v + u), size)
    turn = (1.0 - alpha) * eta * kinks.steep**2 / (8.0 * alpha**2)
    assert_at_most(after - before, bend + turn, size)
    slope = kinks.slope(x)
    assert_at_most(kinks.height(x), before + eta * slope**2 / (8.0 * alpha), size)


def test_k2_from_turn_to_crossing_w_loses_more_than_a_crossing_gains() -> None:
    """All of a fall from rest to the next crossing, with α from 0.3 on, and crossings longer than p₀."""
    chance = np.random.default_rng(10)
    kinks, alpha, eta, _, _ = draw_kinks(chance)
    alpha = np.maximum(alpha, 0.3)
    steep, jump, damping = kinks.steep, kinks.jump, 1.0 - alpha
    x = eta * steep * draw(chance, 1.0, 1e4) * chance.choice([-1.0, 1.0], COUNT)
    v = np.zeros(COUNT, np.longdouble)
    w_first = kinks.height(x)
    w_last, length = w_first.copy(), np.zeros(COUNT, np.longdouble)
    falling = np.ones(COUNT, np.bool_)
    for _ in range(300):
        u = alpha * v - eta * kinks.slope(x)
        following = alpha * u - eta * kinks.slope(x + u)
        crosses = falling & ((x > 0.0) != (x + u > 0.0))
        w_last = np.where(crosses, kinks.height(x + u) + u * following / (2.0 * eta), w_last)
        length = np.where(crosses, np.abs(u), length)
        falling &= ~crosses
        x, v = np.where(falling, x + u, x), np.where(falling, u, v)
    p0 = eta * steep * (1.0 + np.sqrt(3.0 * jump / (2.0 * steep * damping)))
    turn = damping * eta * steep**2 / (8.0 * alpha**2)
    size = np.abs(w_first) + np.abs(w_last) + length**2 / eta
    crossed = ~falling
    w0 = steep * p0 + p0**2 / (2.0 * eta)
    assert_at_most(w_last, np.where(length > p0, w_first - turn, w0), size, crossed)
    assert np.count_nonzero(crossed & (length > p0)) > COUNT / 50


def test_kn_the_energy_grows_by_gaining_steps_alone_and_by_no_more_than_gamma() -> None:
    chance = np.random.default_rng(11)
    kinks, alpha, eta, x, v = draw_kinks(chance)
    there = x + alpha * v
    slope = kinks.slope(there)
    u = alpha * v - eta * slope
    before = kinks.height(x) + v * v / (2.0 * eta)
    after = kinks.height(x + u) + u * u / (2.0 * eta)
    size = before + after + np.abs(v * slope)
    gains = (there > 0.0) != (x + u > 0.0)
    gamma = eta * kinks.steep * (kinks.jump - 0.5 * kinks.gentle)
    assert_at_most(after, np.where(gains, before + gamma, before - 0.5 * eta * kinks.gentle**2), size)
    assert_at_most(np.abs(x + u), eta * kinks.steep, size / kinks.gentle, gains)
    assert_at_most(kinks.height(there), before + 0.5 * eta * kinks.steep**2, size + eta * kinks.steep**2)
