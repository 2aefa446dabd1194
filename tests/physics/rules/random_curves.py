"""Random α, curves and steps in long double, and inequalities that hold but for rounding.

f is a parabola plus sines, of which bounds of all derivatives are known everywhere. α goes to 10⁻⁶ and to 1 − 10⁻⁹.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

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
