import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.plotting.span import Span, is_long_enough
from app.plotting.transform import Margins, PlotTransform, fitted_spans

MARGINS = Margins(40.0, 60.0, 30.0, 90.0)
SHOWN = PlotTransform(Span(-6.0, 6.0), Span(-1.0, 5.0), 900, 520)
pixels = st.floats(-2000.0, 2000.0)


def fitted_transform(domain: tuple[float, float], heights: tuple[float, float], size: tuple[int, int]) -> PlotTransform:
    return PlotTransform(*fitted_spans(domain, heights, size, MARGINS), *size)


@given(pixels, pixels)
def test_pixels_and_curve_coordinates_are_each_others_inverse(x: float, y: float) -> None:
    assert SHOWN.x(SHOWN.x_at(x)) == pytest.approx(x, abs=1e-9)
    assert SHOWN.y(SHOWN.y_at(y)) == pytest.approx(y, abs=1e-9)


def test_the_ends_of_the_ranges_are_the_ends_of_the_view() -> None:
    assert (SHOWN.x(-6.0), SHOWN.x(6.0)) == pytest.approx((0.0, 900.0))
    assert (SHOWN.y(5.0), SHOWN.y(-1.0)) == pytest.approx((0.0, 520.0))


def test_a_fitted_curve_fills_the_view_but_for_its_margins() -> None:
    fitted = fitted_transform((-2.0, 3.0), (10.0, 20.0), (900, 520))
    assert (fitted.x(-2.0), fitted.x(3.0)) == pytest.approx((40.0, 870.0))
    assert (fitted.y(20.0), fitted.y(10.0)) == pytest.approx((60.0, 430.0))


def test_in_a_small_view_margins_leave_room_for_the_curve() -> None:
    fitted = fitted_transform((0.0, 1.0), (0.0, 1.0), (60, 50))
    assert fitted.x(1.0) - fitted.x(0.0) >= 0.7 * 60 - 1e-9
    assert fitted.y(0.0) - fitted.y(1.0) >= 0.4 * 50 - 1e-9


@pytest.mark.parametrize("level", [0.0, 1.0, -1e6, 1e-30])
def test_a_level_curve_is_centred(level: float) -> None:
    fitted = fitted_transform((0.0, 1.0), (level, level), (900, 520))
    assert fitted.y(level) == pytest.approx((60.0 + 430.0) / 2.0)


def test_y_is_clipped_to_a_few_view_heights() -> None:
    y = SHOWN.clipped_y(np.array([-1e300, 0.0, 1e300]))
    assert y[1] == SHOWN.y(0.0)
    assert (np.abs(y) <= 4.0 * 520).all()
    assert y[0] > 520
    assert y[2] < 0


def test_x_is_clipped_to_a_few_view_widths() -> None:
    x = PlotTransform(Span(0.0, 1e-300), Span(0.0, 1.0), 900, 520).clipped_x(np.array([-1e300, 5e-301, 1e300]))
    assert x[1] == pytest.approx(450.0)
    assert (np.abs(x) <= 4.0 * 900).all()
    assert x[0] < 0
    assert x[2] > 900


@pytest.mark.parametrize("heights", [(-1.7e308, 1.7e308), (0.0, 5e-324), (1e300, 1e300), (-1e-310, 1e-310)])
@pytest.mark.parametrize("domain", [(-1e300, 1e300), (0.0, 1e-300), (1.0, 1.0 + 1e-9)])
def test_any_finite_numbers_are_fitted(domain: tuple[float, float], heights: tuple[float, float]) -> None:
    fitted = fitted_transform(domain, heights, (900, 520))
    assert is_long_enough(*fitted.x_span)
    assert is_long_enough(*fitted.y_span)
    assert (fitted.x(domain[0]), fitted.x(domain[1])) == pytest.approx((40.0, 870.0))
    assert np.isfinite(fitted.clipped_y(np.array([-1.7e308, *heights, 1.7e308]))).all()
