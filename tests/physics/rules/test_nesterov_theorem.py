"""The inequalities that theorem N on trapped balls rests on, each for one step, with ηL up to its limit.

States are random. Names are those of docs/model.md.
"""

import numpy as np

from tests.physics.rules.random_curves import COUNT, assert_at_most, draw, draw_alpha, draw_curves


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
