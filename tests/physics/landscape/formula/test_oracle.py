"""f, f′ and f″ of random formulas, against Taylor arithmetic in Python's own floats built from the same tree."""

import cmath
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

from physics.landscape.formula.derivative import Differentiator
from physics.landscape.formula.parser import parse
from physics.landscape.formula.program import Program

Tree = tuple[Any, ...]
"""("w",), (number,), or (operation, *trees)."""


@dataclass(frozen=True)
class Jet:
    """f, f′, f″ at one position, and the largest intermediate result, which scales rounding errors."""

    f: float
    d: float
    dd: float
    scale: float

    def after(self, g: float, dg: float, ddg: float) -> "Jet":
        """The chain rule for an outer function with these derivatives at f."""
        d, dd = dg * self.d, ddg * self.d**2 + dg * self.dd
        return jet(g, d, dd, self.scale, dg, ddg, ddg * self.d**2, dg * self.dd)


def jet(f: float, d: float, dd: float, *scales: float) -> Jet:
    return Jet(f, d, dd, max(abs(s) for s in (f, d, dd, *scales)))


def product(a: Jet, b: Jet) -> Jet:
    scales = (a.scale, b.scale, a.f * b.dd, a.dd * b.f, a.d * b.d, a.d * b.f, a.f * b.d)
    return jet(a.f * b.f, a.d * b.f + a.f * b.d, a.dd * b.f + 2 * a.d * b.d + a.f * b.dd, *scales)


def power(factor: float, u: float, n: float) -> float:
    """factor · u^n, and 0 where a derivative has used the exponent up."""
    return 0.0 if factor == 0 else factor * math.pow(u, n)


def chain(operation: str, a: Jet) -> Jet:
    """The functions of one argument, by their textbook derivatives."""
    u = a.f
    assume(operation != "abs" or abs(u) > 1e-9 * a.scale)
    s, c = math.sin(u), math.cos(u)
    t = math.tanh(u)
    root = math.sqrt(1 + u * u)
    table: dict[str, Callable[[], tuple[float, float, float]]] = {
        "sin": lambda: (s, c, -s),
        "cos": lambda: (c, -s, -c),
        "tan": lambda: (math.tan(u), 1 / c**2, 2 * math.tan(u) / c**2),
        "atan": lambda: (math.atan(u), 1 / root**2, -2 * u / root**4),
        "asin": lambda: (math.asin(u), (1 - u * u) ** -0.5, u * (1 - u * u) ** -1.5),
        "acos": lambda: (math.acos(u), -((1 - u * u) ** -0.5), -u * (1 - u * u) ** -1.5),
        "sinh": lambda: (math.sinh(u), math.cosh(u), math.sinh(u)),
        "cosh": lambda: (math.cosh(u), math.sinh(u), math.cosh(u)),
        "tanh": lambda: (t, 1 / math.cosh(u) ** 2, -2 * t / math.cosh(u) ** 2),
        "exp": lambda: (math.exp(u), math.exp(u), math.exp(u)),
        "log": lambda: (math.log(u), 1 / u, -1 / u**2),
        "log10": lambda: (math.log10(u), 1 / u / math.log(10), -1 / u**2 / math.log(10)),
        "sqrt": lambda: (math.sqrt(u), 0.5 * u**-0.5, -0.25 * u**-1.5),
        "abs": lambda: (abs(u), u / abs(u), 0.0),
        "negative": lambda: (-u, -1.0, 0.0),
    }
    return a.after(*table[operation]())


def taylor(tree: Tree, w: float) -> Jet:
    if tree[0] == "w":
        return Jet(w, 1.0, 0.0, abs(w))
    if isinstance(tree[0], float):
        return Jet(tree[0], 0.0, 0.0, abs(tree[0]))
    parts = [taylor(part, w) for part in tree[1:] if isinstance(part, tuple)]
    a, b = parts[0], parts[-1]
    if tree[0] == "^":
        n = tree[2][0]
        return a.after(power(1, a.f, n), power(n, a.f, n - 1), power(n * (n - 1), a.f, n - 2))
    if tree[0] == "**":  # u^v = exp(v log u)
        return chain("exp", product(b, chain("log", a)))
    if tree[0] in "+-":
        sign = 1 if tree[0] == "+" else -1
        return jet(a.f + sign * b.f, a.d + sign * b.d, a.dd + sign * b.dd, a.scale, b.scale)
    if tree[0] == "*":
        return product(a, b)
    if tree[0] == "/":
        return product(a, b.after(1 / b.f, -1 / b.f**2, 2 / b.f**3))
    if tree[0] in ("min", "max"):
        assume(abs(a.f - b.f) > 1e-9 * (a.scale + b.scale))
        return a if (a.f < b.f) == (tree[0] == "min") else b
    return chain(tree[0], a)


def written(tree: Tree) -> str:
    """The tree as text, every part in parentheses."""
    if tree[0] == "w":
        return "w"
    if isinstance(tree[0], float):
        return f"({tree[0]!r})" if tree[0] < 0 else repr(tree[0])
    parts = [written(part) for part in tree[1:]]
    if tree[0] == "negative":
        return f"(-{parts[0]})"
    if tree[0] in ("+", "-", "*", "/", "^", "**"):
        return f"({parts[0]} {tree[0]} {parts[1]})"
    return f"{tree[0]}({', '.join(parts)})"


numbers = st.floats(-4, 4, allow_subnormal=False).map(lambda value: (round(value, 3) + 0.0,))
exponents = st.sampled_from([2.0, 3.0, 4.0, 5.0, 7.0, 1.0, 0.0, -1.0, -2.0, -3.0, 0.5, 1.5, 2.5, -0.5, -1.25])
ONE = ["sin", "cos", "tan", "atan", "asin", "acos", "sinh", "cosh", "tanh", "exp", "log", "log10", "sqrt", "negative"]


def grown(parts: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    return st.one_of(
        st.tuples(st.sampled_from(["+", "-", "*", "/"]), parts, parts),
        st.tuples(st.sampled_from(["min", "max", "**"]), parts, parts),
        st.tuples(st.just("^"), parts, exponents.map(lambda n: (n,))),
        st.tuples(st.sampled_from([*ONE, "abs"]), parts),
    )


trees = st.recursive(st.one_of(st.just(("w",)), numbers), grown, max_leaves=12)


def computed(text: str, w: float) -> tuple[float, float, float]:
    """What the formula gives for f, f′, f″."""
    graph, root = parse(text)
    differentiator = Differentiator(graph)
    slope = differentiator.derivative(root)
    roots = (root, slope, differentiator.derivative(slope))
    f, d, dd = (float(Program(graph, node)(np.array([w]))[0]) for node in roots)
    return f, d, dd


@settings(max_examples=400, deadline=None)
@given(trees, st.floats(-3, 3))
def test_f_slope_and_curvature_agree_with_taylor_arithmetic(tree: Tree, w: float) -> None:
    try:
        expected = taylor(tree, w)
    except (ValueError, ZeroDivisionError, OverflowError):
        reject()
    assume(expected.scale < 1e6)
    found = computed(written(tree), w)
    assert found == pytest.approx((expected.f, expected.d, expected.dd), rel=1e-9, abs=1e-9 * max(1, expected.scale))


SMOOTH: dict[str, Callable[[complex], complex]] = {
    "0.06*(w + 3.2)^2 + 0.55*cos(2.6*w)": lambda w: 0.06 * (w + 3.2) ** 2 + 0.55 * cmath.cos(2.6 * w),
    "exp(-w²/2) · sin(5w)": lambda w: cmath.exp(-w * w / 2) * cmath.sin(5 * w),
    "1/(1 + 25 w^2)": lambda w: 1 / (1 + 25 * w * w),
    "tanh(9w)/cosh(w) + atan(3w)": lambda w: cmath.tanh(9 * w) / cmath.cosh(w) + cmath.atan(3 * w),
    "log(1 + exp(3w))": lambda w: cmath.log(1 + cmath.exp(3 * w)),
    "sqrt(w^2 + 0.01) + w^-2 + 2^w": lambda w: cmath.sqrt(w * w + 0.01) + 1 / w**2 + 2**w,
    "(w + 4)^w + (w + 4)^1.7": lambda w: (w + 4) ** w + (w + 4) ** 1.7,
    "e^(w/3)*log10(w + 5)": lambda w: cmath.exp(w / 3) * cmath.log10(w + 5),
    "asin(w/4) + acos(w/5)^3": lambda w: cmath.asin(w / 4) + cmath.acos(w / 5) ** 3,
    "w^100/1e30 + (w/3)^-65": lambda w: w**100 / 1e30 + (w / 3) ** -65,
}


@pytest.mark.parametrize("text", SMOOTH)
def test_slope_agrees_with_the_complex_step(text: str) -> None:
    """f′(w) = Im f(w + ih) / h, which loses no digits (Squire & Trapp 1998)."""
    for w in (-2.7, -1.3, -0.4, 0.9, 2.2):
        exact = (SMOOTH[text](complex(w, 1e-30)) / 1e-30).imag
        f, slope, _ = computed(text, w)
        assert slope == pytest.approx(exact, rel=1e-9)
        assert f == pytest.approx(SMOOTH[text](complex(w, 0.0)).real, rel=1e-12)


def test_small_powers_are_repeated_multiplications() -> None:
    w = 1.1
    assert computed("w^2", w)[0] == w * w
    assert computed("w^3", w)[0] == w * w * w
    assert computed("w^4", w)[0] == (w * w) * (w * w)
    assert computed("w^-2", w)[0] == 1.0 / (w * w)
    assert computed("w^1", w) == (w, 1.0, 0.0)


def test_tanh_keeps_its_relative_accuracy_far_out() -> None:
    """1 − tanh² would lose every digit there."""
    assert computed("tanh(w)", 20.0)[1] == pytest.approx(4 * math.exp(-40.0), rel=1e-14)
    assert computed("tanh(w)", 800.0) == (1.0, 0.0, 0.0)


def test_the_slope_in_a_kink_is_the_mean_of_both_sides() -> None:
    assert computed("abs(w)", 0.0)[1] == 0.0
    assert computed("max(w, 3w)", 0.0)[1] == 2.0
    assert computed("min(w, 3w)", 0.0)[1] == 2.0
    assert computed("max(w, w)", 0.0)[1] == 1.0


def test_derivatives_have_no_needless_operations() -> None:
    graph, root = parse("0.06*(w + 3.2)^2 + 0.55*cos(2.6*w)")
    nodes = graph.dependencies(Differentiator(graph).derivative(root))
    assert sum(graph.nodes[node].operation not in ("variable", "constant") for node in nodes) == 6
    graph, root = parse("0*sin(w) + 1*w - w*0 + 5")
    assert graph.value(Differentiator(graph).derivative(root)) == 1.0
