"""The inequalities that theorems K and KN on balls trapped beside a kink rest on, each for one step.

f is two straight sides. States are random. Names are those of docs/model.md.
"""

from typing import NamedTuple

import numpy as np

from tests.physics.rules.random_curves import COUNT, Long, assert_at_most, draw, draw_alpha


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
