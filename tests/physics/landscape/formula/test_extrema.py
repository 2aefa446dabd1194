"""Hills, valleys and minima against closed forms."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from physics.landscape.features import Features
from physics.landscape.formula import FormulaLandscape
from physics.landscape.formula.extrema import Extrema, remove_noise

PI = np.pi


def features(text: str, lo: float, hi: float) -> Features:
    return FormulaLandscape(text, (lo, hi)).features


def test_the_default_landscape() -> None:
    found = features("0.06*(w + 3.2)^2 + 0.55*cos(2.6*w)", -6, 6)
    assert found.minima == pytest.approx([-5.95, -3.61, -1.27, 1.07, 3.40, 5.72], abs=0.006)
    assert found.is_global.tolist() == [False, True, False, False, False, False]
    assert found.curvature[1:5] == pytest.approx(np.full(4, 0.12 + 0.55 * 2.6**2), rel=1e-12)
    slope = 0.12 * (found.hills + 3.2) - 1.43 * np.sin(2.6 * found.hills)
    assert np.abs(slope).max() < 1e-13


def test_a_sine() -> None:
    found = features("sin(w)", -9, 9)
    assert found.hills == pytest.approx([-1.5 * PI, PI / 2, 2.5 * PI], abs=1e-12)
    assert found.minima[:3] == pytest.approx([-2.5 * PI, -PI / 2, 1.5 * PI], abs=1e-12)
    assert np.isnan(found.minima[3])
    assert np.isnan(found.minimum_heights[3])
    assert found.hill_heights.tolist() == [1.0, 1.0, 1.0]
    assert (found.lowest, found.highest, found.max_slope) == (-1.0, 1.0, 1.0)
    assert found.curvature == pytest.approx([1, 1, 1, 1], abs=1e-14)
    assert found.rms_slope == pytest.approx(np.sqrt(0.5 + np.sin(18) / 36), rel=1e-7)
    assert found.edge_heights[[0, -1]] == pytest.approx([np.sin(-9), np.sin(9)], abs=1e-15)


roots = st.lists(st.integers(-40, 40), min_size=1, max_size=7, unique=True).map(sorted)


@settings(max_examples=40, deadline=None)
@given(roots, st.booleans())
def test_polynomials_with_known_extrema(numbers: list[int], upside_down: bool) -> None:
    """The extrema of f with f′ = ±Π (w − r) are at the roots r.

    Rounding errors of the expanded f′ move an extremum by about eps · Σ|terms| / |f″|.
    """
    positions = np.array(numbers) / 10.0
    slope = np.polynomial.Polynomial.fromroots(positions) * (-1.0 if upside_down else 1.0)
    text = "+".join(f"({float(c)!r})*w^{n + 1}" for n, c in enumerate(slope.integ().coef[1:]))
    found = features(text, -4.75, 4.85)
    rising_after = np.sign(slope(positions + 1e-3)) > 0
    minima = found.minima[~np.isnan(found.minima)]
    terms = np.polynomial.Polynomial(np.abs(slope.coef))(np.abs(positions))
    moved = 1e-12 + 1e-14 * terms / np.abs(slope.deriv()(positions))
    assert (np.abs(minima - positions[rising_after]) <= moved[rising_after]).all()
    assert (np.abs(found.hills - positions[~rising_after]) <= moved[~rising_after]).all()
    dense = slope.deriv()(np.linspace(-4.75, 4.85, 20001))
    assert found.max_curvature == pytest.approx(np.abs(dense).max(), rel=1e-6)


def test_gramacy_and_lee() -> None:
    """Gramacy & Lee (2012): the global minimum is published as x = 0.548563444114526."""
    found = features("sin(10 pi x)/(2x) + (x - 1)^4", 0.5, 2.5)
    x = np.linspace(0.5, 2.5, 100001)
    f = np.sin(10 * PI * x) / (2 * x) + (x - 1) ** 4
    low = (f[1:-1] < f[:-2]) & (f[1:-1] < f[2:])
    assert found.minima[: low.sum()] == pytest.approx(x[1:-1][low], abs=2e-5)
    assert np.isnan(found.minima[low.sum() :]).all()
    assert found.minima[0] == pytest.approx(0.548563444114526, abs=1e-9)
    assert found.minimum_heights[0] == pytest.approx(-0.869011134989500, abs=1e-12)
    assert found.is_global[0]


def test_forrester() -> None:
    """Forrester et al. (2008): global minimum −6.02074 at 0.757249, another at 0.142590."""
    found = features("(6w - 2)^2 sin(12w - 4)", 0, 1)
    assert found.minima == pytest.approx([0.142590, 0.757249], abs=1e-6)
    assert found.minimum_heights[1] == pytest.approx(-6.02074, abs=1e-5)


FLATS: dict[tuple[str, float, float], tuple[list[float], list[float]]] = {
    ("max(w^2, 1)", -2, 3): ([], [0.0]),
    ("min(max(-w, -1), w + 3) + 0", -2.5, 3): ([-1.5], [np.nan, 2.0]),
    ("max(w, 0)", -1, 1): ([], [-0.5]),
    ("max(-w, 0)", -1, 2): ([], [1.0]),
    ("min(w, 0)", -1, 1): ([], [np.nan]),
    ("min(-w, 0)", -1, 1): ([], [np.nan]),
    ("max(min(w, 1), 0)", -1, 2): ([], [-0.5]),
    ("-max(w^2, 1)", -2, 3): ([0.0], [np.nan, np.nan]),
    ("w^3", -1, 1): ([], [np.nan]),
    ("max(w, 1) + min(w, 0)", -1, 2): ([], [np.nan]),
    ("max(w - 1, 0)^2 + max(-w, 0)^3", -1, 2): ([], [0.5]),
    ("w^2", 0, 1): ([], [0.0]),
    ("cos(w)", 0, 3): ([], [np.nan]),
    ("5", -1, 1): ([], [np.nan]),
    ("2w", -1, 1): ([], [np.nan]),
    ("abs(w)*0", -1, 1): ([], [np.nan]),
    ("abs(w - 0.1)", -1, 1): ([], [0.1]),
    ("1 - abs(w - 0.1)", -1, 1): ([0.1], [np.nan, np.nan]),
    ("abs(abs(w) - 1)", -2, 2): ([0.0], [-1.0, 1.0]),
    ("w^40", -1, 1.5): ([], [0.0]),
}


@pytest.mark.parametrize("case", FLATS, ids=str)
def test_flats_and_kinks(case: tuple[str, float, float]) -> None:
    found = features(*case)
    hills, minima = FLATS[case]
    assert found.hills == pytest.approx(hills, abs=1e-9)
    assert found.minima == pytest.approx(minima, abs=1e-9, nan_ok=True)


NONSMOOTH: dict[tuple[str, float, float], list[float]] = {
    ("abs(w)", -1, 1): [np.inf],
    ("abs(w)", 1, 2): [0.0],
    ("abs(w)*0 + w^2", -1, 1): [2.0],
    ("abs(w)^3", -1, 1): [6.0],
    ("abs(w^2)", -1, 1): [2.0],
    ("w^1.5", 0, 1): [np.inf],
    ("w + max(w - 0.3, 0)", -1, 1): [np.inf],
    ("max(w, w)", -1, 1): [0.0],
    ("1 - abs(w)", -1, 1): [np.inf, np.inf],
    ("max(cos(w), -0.5)", -1, 9): [1.0, np.inf, np.inf],
    ("cos(w) + max(w - 5, 0)", -1, 9): [1.0, np.inf],
    ("abs(w - w)", -1, 1): [np.inf],
}


@pytest.mark.parametrize("case", NONSMOOTH, ids=str)
def test_curvature_is_infinite_where_the_slope_jumps(case: tuple[str, float, float]) -> None:
    assert features(*case).curvature == pytest.approx(NONSMOOTH[case], rel=1e-6)


def test_curvature_and_slope_between_samples() -> None:
    """A needle: the extremes of f′ and f″ fall between the samples."""
    found = features("-exp(-((w - 0.123456)/0.001)^2)", -1, 1)
    assert found.minima == pytest.approx([0.123456], abs=1e-11)
    assert found.curvature == pytest.approx([2e6], rel=1e-9)
    assert found.max_slope == pytest.approx(1000 * np.sqrt(2 / np.e), rel=1e-9)


def test_curvature_of_oscillations_that_grow() -> None:
    """In each valley |f″| peaks at the minimum and at the higher rim, sometimes only just beyond a sample."""
    landscape = FormulaLandscape("cos(2w + cosh(w) + w^6)", (-2.03, 3.1))
    w = np.linspace(-2.03, 3.1, 400001)
    found = landscape.features
    sizes = np.abs(np.gradient(landscape.slope(w), w))[1:-1]
    valleys = found.valley_index(w[1:-1])
    sampled = np.zeros(found.valley_count)
    np.maximum.at(sampled, valleys, sizes)
    assert found.curvature == pytest.approx(sampled, rel=3e-3)
    assert (found.curvature > sampled * (1 - 1e-6)).all()


def test_rounding_noise_makes_no_hills() -> None:
    assert features("sin(w)^2 + cos(w)^2", -3, 3).valley_count == 1
    assert features("1e6 + w^2", -1, 1).minima == pytest.approx([0.0], abs=1e-9)
    noisy = features("1e9 + w^2 + 1e-9*sin(500w)", -1, 1)
    assert noisy.valley_count == 1
    assert noisy.minima == pytest.approx([0.0], abs=2e-3)
    upside_down = features("1e9 - w^2 + 1e-9*sin(500w)", -1, 1)
    assert upside_down.valley_count == 2
    assert upside_down.hills == pytest.approx([0.0], abs=2e-3)


heights = st.lists(st.integers(0, 30), min_size=2, max_size=30)


@settings(max_examples=200, deadline=None)
@given(heights, st.integers(0, 12), st.booleans())
def test_extrema_that_remain_differ_by_more_than_the_noise(numbers: list[int], noise: int, hill_first: bool) -> None:
    """Extrema alternate, differ by more than the noise, and the highest hill is kept if it is prominent."""
    signs = np.resize([1, -1] if hill_first else [-1, 1], len(numbers) - 1)
    f = np.concatenate([numbers[:1], numbers[0] + np.cumsum(signs * (1 + np.array(numbers[1:])))]).astype(float)
    is_hill = np.diff(f)[:-1] > 0
    extrema = Extrema(np.arange(1.0, len(f) - 1), f[1:-1], is_hill)
    kept = remove_noise(extrema, f[[0, -1]], np.zeros(2, dtype=np.bool_), np.full(len(f), 0.5 * noise))
    assert (np.diff(kept.is_hill.astype(int)) != 0).all()
    assert (np.abs(np.diff(kept.f)) > noise).all()
    assert np.isin(kept.w, extrema.w[is_hill == extrema.is_hill]).all()
    assert (is_hill[np.searchsorted(extrema.w, kept.w)] == kept.is_hill).all()
    largest = np.ptp(f) > noise
    inner = (f.argmax() in range(1, len(f) - 1)) and f.max() > max(f[0], f[-1]) + noise
    assert not (largest and inner) or f.max() in kept.f


def test_thousands_of_valleys_are_found_to_the_promised_accuracy() -> None:
    found = features("sin(5000w)", 0, 10)
    hills = (np.arange(7958) + 0.25) * 2 * PI / 5000
    assert found.hills == pytest.approx(hills, abs=1e-8)
    assert found.curvature == pytest.approx(np.full(7959, 2.5e7), rel=1e-6)
    some = features("sin(400w)", 0, 2)
    assert some.hills == pytest.approx((np.arange(128) + 0.25) * 2 * PI / 400, abs=2e-12)


def test_extreme_scales_raise_no_warning() -> None:
    assert features("1e308*sin(w)", -9, 9).valley_count == 4
    assert features("1e308*abs(w)", -1, 1).valley_count == 1
    assert features("1e-300*w^2", -1, 1).minima == pytest.approx([0.0], abs=1e-9)
    assert features("w^2", -1e150, 1e150).minima == pytest.approx([0.0], abs=1e141)
    assert features("(w - 1e6)^2", 1e6 - 1e-3, 1e6 + 1e-3).minima == pytest.approx([1e6], abs=1e-9)
    assert features("w", 1.0, 1.0 + 4e-16).valley_count == 1
    assert features("abs(w)", -1e-320, 1e-320).valley_count == 1


def test_a_domain_of_only_a_few_floats() -> None:
    """Fewer than there are cells to begin with."""
    assert features("cos(w)^3*w", 1e15, 1e15 + 64).valley_count >= 1
    assert features("(sin(log10(w) + cos(w)))^7", 1e15, 1e15 + 64).valley_count >= 1


def test_ends_that_are_lower_than_the_global_minimum() -> None:
    assert features("cos(1.5*w) - 0.8*w", -6, 6).lower_ends.tolist() == [6.0]
    assert features("-w^2*(w^2 - 2)^2 - w^2", -3, 3).lower_ends.tolist() == [-3.0, 3.0]
    assert features("w^2", -1, 1).lower_ends.tolist() == []
    assert features("w", -1, 1).lower_ends.tolist() == []  # it has no minimum at all
    assert features("max(w, 0)", -1, 1).lower_ends.tolist() == []  # the flat floor up to the end is a minimum
