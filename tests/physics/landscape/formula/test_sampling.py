"""Extrema between two samples are found, or the curve is refused."""

import contextlib
import time
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from physics.arrays import Bools, Floats
from physics.landscape.features import Features
from physics.landscape.formula import FormulaError, FormulaLandscape
from physics.landscape.formula.extrema import locate_extrema
from physics.landscape.formula.sampling import Samples, contradicted_positions
from physics.landscape.formula.subdivision import BATCH_CELLS, MIN_REFINED_WIDTH, refine_cells

PI = np.pi


def features(text: str, lo: float, hi: float) -> Features:
    return FormulaLandscape(text, (lo, hi)).features


@settings(max_examples=40, deadline=None)
@given(st.floats(-0.95, 0.95), st.floats(-8, -2))
def test_a_needle_anywhere_is_found(position: float, log_width: float) -> None:
    """w² − exp(−((w − p) / s)²): its hole has f″ = 2 + 2/s² at the bottom, close to p."""
    s = 10.0**log_width
    found = features(f"w^2 - exp(-((w - ({position!r}))/{s!r})^2)", -1, 1)
    bottom = position - position * s * s
    assert np.nanmin(np.abs(found.minima - bottom)) <= 1e-9 + 2 * s**4
    assert np.nanmin(found.minimum_heights) == pytest.approx(position**2 - 1, abs=2 * s)
    assert found.lowest == np.nanmin(found.minimum_heights)
    assert found.max_curvature == pytest.approx(2 + 2 / s**2, rel=1e-9)
    assert found.valley_count == 2 or abs(position) < 10 * s


def test_curvature_in_a_needle_that_makes_no_turn() -> None:
    """A step 1e-7 wide on a steep slope, between two samples: its |f″| is 1e7 · 0.7698… with tanh″ at its largest."""
    found = features("w + 1e-7*tanh((w - 0.1234567)/1e-7)/2", -1, 1)
    assert found.valley_count == 1
    assert found.max_curvature == pytest.approx(0.5e7 * 4 / (3 * np.sqrt(3)), rel=1e-9)


CURVATURES = {
    ("sin(w)", -9, 9): 1.0,
    ("w^4 - 5w^2 + w", -3, 3): 98.0,
    ("(w^2 - 4)^2/8 + 0.6w + 1.3", -3.2, 3.2): 1.5 * 3.2**2 - 2,
    ("0.06*(w + 3.2)^2 + 0.55*cos(2.6*w)", -6, 6): 0.12 + 0.55 * 2.6**2,
    ("10 + w^2 - 10cos(2 pi w)", -5, 5): 2 + 40 * PI**2,
    ("1 - exp(-w^2/2)", -4, 4): 1.0,
    ("1/(1 + 25w^2)", -1, 1): 50.0,
    ("log(1 + exp(w))", -3, 3): 0.25,
    ("exp(w) - w", -2, 2): np.exp(2.0),
    ("tanh(w)", -3, 3): 4 / (3 * np.sqrt(3)),
}


@pytest.mark.parametrize("case", CURVATURES, ids=str)
def test_curvature_is_exact_where_it_is_known(case: tuple[str, float, float]) -> None:
    assert features(*case).max_curvature == pytest.approx(CURVATURES[case], rel=1e-9)


@pytest.mark.parametrize("half", [2.0, 10.0, 333.0, 1e4, 1e6])
def test_two_minima_that_no_sample_separates(half: float) -> None:
    found = features("(w^2 - 1)^2", -half, half)
    assert found.minima == pytest.approx([-1, 1], abs=2e-9 * half)
    assert found.hills == pytest.approx([0], abs=2e-9 * half)


@pytest.mark.parametrize(
    ("text", "sign"), [("(w^2-1)^2", 1), ("-(w^2-1)^2", -1), ("(w^2-1)^2*(w+1.7)", 1), ("-w^2*exp(w)", -1), ("w^2", 1)]
)
@pytest.mark.parametrize("shift", [0.0, 0.3, 0.4999, 0.9, 1.0, 1.2])
def test_with_sparse_samples_every_located_extremum_is_one(text: str, sign: int, shift: float) -> None:
    """Bisection that meets another extremum still ends at one: f′ changes its sign there as between its ends."""
    curve = FormulaLandscape(text, (-3.0, 3.0)).curve()
    w = np.array([-2.9, shift - 1.5, shift, 2.1])
    for positions in (w, w[[0, 2, 3]], w[[0, 3]]):
        extrema = locate_extrema(curve, positions, curve.slope(positions))
        for position, is_hill in zip(extrema.w, extrema.is_hill, strict=True):
            left, right = curve.slope(np.array([position - 1e-6, position + 1e-6]))
            assert (left > 0 > right) if is_hill else (left < 0 < right)


def test_real_hills_are_not_lost_next_to_large_heights() -> None:
    for half in (5.5, 6.0, 20.0):
        assert features("exp(w^2) + 3*cos(5*w)", -half, half).minima == pytest.approx([-0.605002, 0.605002], abs=1e-6)
    found = features("cos(w) + exp(40*(w - 1))", -20, 2)
    assert found.minima[1:-1] == pytest.approx([-5 * PI, -3 * PI, -PI], abs=1e-9)
    assert found.valley_count == 5


def test_rounding_noise_is_measured_by_the_size_of_the_terms() -> None:
    assert features("sin(w)^2 + cos(w)^2", -20, 20).valley_count == 1
    assert features("(sin(w)^2 + cos(w)^2)*1e-3 + 1e-300*w", -1, 1).valley_count == 1
    assert features("1e9 + 1e-6*sin(w)", -9, 9).valley_count == 4
    assert features("1e9 + 1e-8*sin(w)", -9, 9).valley_count == 1
    assert features("1e-9*sin(w)", -9, 9).valley_count == 4
    eighth = features("w^8-8w^7+28w^6-56w^5+70w^4-56w^3+28w^2-8w+1", 0, 2)
    assert eighth.minima == pytest.approx([1.0], abs=0.03)


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("sin(10 pi x)/(2x) + (x - 1)^4", (0.5, 2.5)),
        ("w^2 - exp(-((w-0.5)/1e-5)^2)", (-1, 1)),
        ("abs(w - 0.1) + abs(sin(7w))", (-3, 3)),
        ("max(w^2, 1) - 1e-3*cos(900w)", (-3, 3)),
        ("sin(exp(w))", (0, 7)),
        ("w^2 + 0.1*sin(1/(w^2 + 1e-3))", (-1, 1)),
        ("sin(3000w) + w", (-4, 4)),
    ],
)
def test_nothing_is_lower_or_higher_than_the_extrema_and_the_ends(text: str, domain: tuple[float, float]) -> None:
    landscape = FormulaLandscape(text, domain)
    found = landscape.features
    error = 4 * landscape.curve().height_noise(np.array(domain)).max() + 1e-9 * found.height_range
    assert found.lowest == pytest.approx(np.nanmin([*found.minimum_heights, *found.edge_heights[[0, -1]]]), abs=error)
    assert found.highest == pytest.approx(found.edge_heights.max(), abs=error)


def test_heights_that_contradict_the_slopes_are_refined() -> None:
    """Samples to the left and right of a needle, one of them in it: f falls although both slopes rise."""
    curve = FormulaLandscape("w^2 - exp(-((w-0.5)/1e-3)^2)", (-1, 1)).curve()
    w = np.linspace(-1, 1, 9)[1:]
    samples = Samples(w, curve.height(w), curve.slope(w))
    more = contradicted_positions(curve, samples)
    assert ((more > 0.25) & (more < 0.5)).all()
    extrema = locate_extrema(curve, np.union1d(w, more), curve.slope(np.union1d(w, more)))
    assert extrema.is_hill.tolist() == [False, True, False]
    assert extrema.w[2] == pytest.approx(0.5, abs=1e-6)
    smooth = FormulaLandscape("w^2 + 1e9", (-1, 1)).curve()
    assert len(contradicted_positions(smooth, Samples(w, smooth.height(w), smooth.slope(w)))) == 0


@pytest.mark.parametrize("upside_down", [False, True])
def test_a_zero_of_the_slope_with_the_wrong_curvature_is_refined(upside_down: bool) -> None:
    """A sample exactly on an extremum, and its neighbours beyond the others."""
    curve = FormulaLandscape("-(w^2-1)^2" if upside_down else "(w^2-1)^2", (-50, 50)).curve()
    w = np.array([-49.0, 0.0, 49.0])
    more = np.union1d(w, contradicted_positions(curve, Samples(w, curve.height(w), curve.slope(w))))
    extrema = locate_extrema(curve, more, curve.slope(more))
    assert extrema.w == pytest.approx([-1, 0, 1], abs=1e-9)


def test_a_contradiction_is_found_when_the_budget_of_the_enclosures_is_spent() -> None:
    """A hundred thousand times too many cells are marked; the sample in the needle still leads to it."""
    many = "+".join(f"1e-9*sin({k}000w)*cos({k}000w)" for k in range(1, 30))
    found = features(f"w - exp(-((w - 0.5)/1e-5)^2) + {many}", -1, 1)
    assert found.lowest == pytest.approx(-1.0, abs=1e-6)
    assert found.minima == pytest.approx([np.nan, 0.5], abs=1e-6, nan_ok=True)


ALIASED = [2.0**n for n in range(15, 22)] + [8192.0 * n for n in (5, 13, 21, 34, 55)]


@pytest.mark.parametrize("text", ["sin(1e5*w)", "cos(1e6*w) + w", "sin(1e9w)", *(f"cos({PI * n!r}w)" for n in ALIASED)])
def test_too_many_extrema_are_refused(text: str) -> None:
    """Also where even samples alias the oscillation."""
    with pytest.raises(FormulaError, match="TOO_MANY_EXTREMA"):
        FormulaLandscape(text, (-1, 1))


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 30000))
def test_all_valleys_are_found_or_the_curve_is_refused(n: int) -> None:
    """cos(π n w) has n − 1 extrema inside [0, 1] and is level at both ends, one of which may be a hill."""
    landscape = FormulaLandscape(f"cos(pi*{n}w)", (-0.25 / n, 1 + 0.25 / n))
    assert landscape.features.valley_count == n // 2 + 2


def test_rugged_curves_are_not_refused() -> None:
    random = np.random.default_rng(2)
    text = "+".join(f"{1 / k:.3g}*sin({k}w+{random.uniform(0, 6):.2f})" for k in range(1, 50))
    assert 20 < features(text, -3, 3).valley_count < 300
    assert features("sin(2000w) + 30*abs(w)", -3, 3).valley_count > 1000


def test_the_worst_formula_takes_about_a_second() -> None:
    """A thousand characters, 48 kinks at thousands of places: 0.9 s of processor time where this was written."""
    for factor, count in ((10, 1000), (100, 0)):
        text = "+".join(f"abs(sin({k * factor}w))^1.5" for k in range(1, 49))
        begun = time.thread_time()
        if count:
            assert features(text, -3, 3).valley_count > count
        else:
            with pytest.raises(FormulaError, match="TOO_MANY_EXTREMA"):
                features(text, -3, 3)
        assert time.thread_time() - begun < 4.0


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("+".join(f"abs(sin({k}00w))" for k in range(1, 60)), (-1e9, 1e9)),
        ("*".join(f"cos(sinh(w+{k}))" for k in range(20, 70)), (0.1, 5.0)),
        ("+".join(f"sin(exp({k}+w/100))" for k in range(1, 50)), (-100.0, 100.0)),
    ],
)
def test_sines_of_huge_numbers_take_no_longer(text: str, domain: tuple[float, float]) -> None:
    """Of those a sine takes ten times as long: before that was counted it was 50 to 100 million of them."""
    huge = np.linspace(1e15, 1e16, 1_000_000)
    million = min(_thread_time(lambda: np.sin(huge)) for _ in range(3))
    assert _thread_time(lambda: FormulaLandscape(text, domain)) < 40.0 * million


def _thread_time(work: Callable[[], object]) -> float:
    """Seconds of this thread; a formula may be refused."""
    begun = time.thread_time()
    with contextlib.suppress(FormulaError):
        work()
    return time.thread_time() - begun


def test_cells_are_refined_evenly_and_within_the_budget() -> None:
    edges = np.linspace(0.0, 1.0, BATCH_CELLS + 1)
    positions = np.array([0.1, 0.25, 0.77777])
    tested = []

    def holds(left: Floats, right: Floats) -> Bools:
        tested.append(len(left))
        return np.asarray([((a <= positions) & (positions < b)).any() for a, b in zip(left, right, strict=True)])

    found = refine_cells(holds, edges[:-1], edges[1:], 1.0, 10**6)
    assert found.unresolved <= 3 * MIN_REFINED_WIDTH
    assert np.abs(found.w[:, None] - positions).min(axis=0).max() < 64 * MIN_REFINED_WIDTH
    assert sum(tested) < 20_000
    few = refine_cells(holds, edges[:-1], edges[1:], 1.0, 300)
    assert few.unresolved > 1e-5
    nothing = refine_cells(lambda left, _: left < 0, edges[:-1], edges[1:], 1.0, 10**6)
    assert (len(nothing.w), nothing.unresolved) == (0, 0.0)


@pytest.mark.parametrize(
    "text",
    ["sin(5w) + w^2/3", "abs(w) - w^2", "max(w, cos(9w))", "exp(-w^2)*sin(20w)", "w^40", "(w^2-1)^4 + abs(w-0.3)^1.5"],
)
def test_enclosures_hold(text: str) -> None:
    """A cell without two extrema has at most one change of sign; no |f″| is above its bound."""
    curve = FormulaLandscape(text, (-2.0, 2.0)).curve()
    random = np.random.default_rng(len(text))
    left = random.uniform(-2, 2, 2000)
    right = np.minimum(left + 10.0 ** random.uniform(-6, 0, 2000), 2.0)
    inside = left + (right - left) * np.linspace(0, 1, 101)[:, None]
    signs = np.sign(curve.slope(inside))
    changes = np.count_nonzero(np.diff(signs, axis=0), axis=0) - (signs[1:-1] == 0).any(axis=0)
    twice = curve.enclosures.may_have_two_extrema(left, right)
    assert (changes[~twice & (signs[[0, -1]] != 0).all(axis=0)] <= 1).all()
    assert twice[changes > 1].all()
    assert not twice.all()
    bends = np.nan_to_num(np.abs(curve.curvature(inside)), nan=0.0, posinf=0.0).max(axis=0)
    assert (curve.enclosures.curvature_bound(left, right) >= bends).all()
