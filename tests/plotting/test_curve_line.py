import numpy as np
import pytest

from app.plotting.curve_line import CurveLine
from app.plotting.span import Span
from app.plotting.transform import PlotTransform
from physics.landscape.formula import FormulaLandscape
from physics.landscape.points import PointsLandscape

SHOWN = PlotTransform(Span(-6.5, 6.5), Span(-4.0, 5.0), 900, 520)
NEEDLE = FormulaLandscape("0.1*w^2 - 3*exp(-((w - 2.0003)/0.002)^2)", (-6, 6))


def test_a_needle_narrower_than_a_pixel_shows_to_its_tip() -> None:
    line = CurveLine(NEEDLE, SHOWN)
    lowest = line.y.argmax()
    features = NEEDLE.features
    deepest = int(np.nanargmin(features.minimum_heights))
    assert line.y[lowest] == pytest.approx(SHOWN.y(features.minimum_heights[deepest]))
    assert line.x[lowest] == pytest.approx(SHOWN.x(features.minima[deepest]))


def test_the_line_runs_from_left_to_right_with_two_points_a_pixel() -> None:
    line = CurveLine(NEEDLE, SHOWN)
    assert (np.diff(line.x) >= 0).all()
    assert len(line.x) >= 2 * (SHOWN.x(6.0) - SHOWN.x(-6.0))
    assert (line.left, line.right) == pytest.approx((SHOWN.x(-6.0), SHOWN.x(6.0)))


@pytest.mark.parametrize("slope", [-3.0, 0.0, 0.5])
def test_up_from_a_straight_slope_is_at_its_right_angle(slope: float) -> None:
    ramp = PointsLandscape([-6, -2, 2, 6], np.array([-6, -2, 2, 6]) * slope)
    line = CurveLine(ramp, SHOWN)
    right, down = line.normals_at(np.array([100.0, 450.0]))
    along = np.array([1.0 / SHOWN.per_x, -slope / SHOWN.per_y])
    assert right * along[0] + down * along[1] == pytest.approx([0.0, 0.0], abs=1e-6 * np.hypot(*along))
    assert np.hypot(right, down) == pytest.approx([1.0, 1.0])
    assert (down < 0).all()


def test_heights_are_known_along_the_curve_and_nowhere_else() -> None:
    line = CurveLine(NEEDLE, SHOWN)
    assert line.nearest_height(SHOWN.x(-3.0)) == pytest.approx(SHOWN.y(0.9), abs=1.0)
    assert line.nearest_height(2.0) == np.inf
    assert line.nearest_height(898.0) == np.inf


def test_lowest_and_highest_between_two_places() -> None:
    line = CurveLine(NEEDLE, SHOWN)
    top, bottom = line.lowest_and_highest(SHOWN.x(-4.0), SHOWN.x(-1.0))
    assert (top, bottom) == pytest.approx((SHOWN.y(1.6), SHOWN.y(0.1)), abs=1.0)
    assert line.lowest_and_highest(-50.0, -40.0) == (np.inf, -np.inf)


@pytest.mark.parametrize("where", [(10.0, 20.0), (-20.0, -10.0)])
def test_a_curve_out_of_sight_has_no_line_but_still_a_way_up(where: tuple[float, float]) -> None:
    line = CurveLine(NEEDLE, PlotTransform(Span(*where), Span(-4.0, 5.0), 900, 520))
    assert not line.is_visible
    right, down = line.normals_at(np.array([450.0]))
    assert np.isfinite([right, down]).all()
