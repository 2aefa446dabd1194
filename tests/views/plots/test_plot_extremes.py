"""Numbers at the ends of floating point are drawn or refused, and never fatal."""

from itertools import product

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt

from app.files.scenario import Scenario
from app.plotting.span import min_length
from app.plotting.view_box import MIN_LENGTH_FACTOR
from app.session.session import Session
from app.views.plots.plot import Plot
from app.views.plots.plots import PlotsRow
from physics.landscape.base import Landscape
from physics.landscape.errors import CurveError, CurveProblem
from physics.landscape.formula import FormulaError, FormulaLandscape
from physics.landscape.formula.errors import FormulaProblem
from physics.landscape.points import PointsLandscape
from tests.support.balls import new_ball
from tests.views.plots.scenes import NAMES, Mouse, Shown, advance, painted, press

HEIGHTS = (5e-324, 1e-320, 1e-300, 1e-12, 1e12, 1e300)
REFUSED_HEIGHTS = (1e307, 1.7e308)
WIDTHS = (1e-12, 1e-6, 1e12, 1e300)
USUAL, WIDE, FAR = (-6.0, 6.0), (-1e300, 1e300), (1e12, 1e12 + 1.0)
DOMAINS = (USUAL, WIDE, FAR)
TEXTS = ("1e-320*w^2", "1e307*cos(w)", "exp(100*w)", "1e300*w", "0*w", "w^2*1e-300 + 1e300")
REFUSED_FORMULAS = {
    ("1e-320*w^2", WIDE): FormulaProblem.HEIGHT_NOT_FINITE,
    ("1e307*cos(w)", WIDE): FormulaProblem.TOO_MANY_EXTREMA,
    ("exp(100*w)", WIDE): FormulaProblem.HEIGHT_NOT_FINITE,
    ("exp(100*w)", FAR): FormulaProblem.HEIGHT_NOT_FINITE,
    ("1e300*w", WIDE): FormulaProblem.HEIGHT_NOT_FINITE,
    ("1e300*w", FAR): FormulaProblem.HEIGHT_NOT_FINITE,
    ("w^2*1e-300 + 1e300", WIDE): FormulaProblem.HEIGHT_NOT_FINITE,
}
KEYS = Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_A


def session_over(landscape: Landscape, etas: tuple[float, ...]) -> Session:
    lo, hi = landscape.domain
    start = lo + 0.8 * (hi - lo) if hi - lo < np.inf else 0.4 * hi
    balls = tuple(new_ball(alpha, eta, start, name="ball") for eta in etas for alpha in (0.0, 0.9, 1.0))
    return Session(Scenario("Extreme", landscape, balls), now=lambda: 0.0)


def zoom_to_the_limit(plot: Plot, notches: float) -> None:
    """Turn the wheel in the middle of the plot; the same again then changes nothing."""
    middle, before = QPointF(plot.rect().center()), plot.view_box.spans
    Mouse(plot).wheel(middle, notches)
    painted(plot)
    reached = plot.view_box.spans
    assert np.isfinite(reached).all()
    for span, earlier in zip(reached, before, strict=True):
        if notches < 0.0:
            assert span.length > earlier.length
        elif earlier.length > MIN_LENGTH_FACTOR * min_length(*earlier):
            assert span.length < earlier.length
        else:  # floating point does not tell more values apart
            assert span == earlier
    Mouse(plot).wheel(middle, notches)
    np.testing.assert_allclose([span.length for span in plot.view_box.spans], [span.length for span in reached], 1e-6)


def use(row: PlotsRow, session: Session) -> None:
    """Draw, zoom in and out as far as it goes, pan, read, and draw with a logarithmic axis."""
    advance(session, 30)
    session.seek(20)
    for name in NAMES:
        plot = row.plot(name)
        mouse, middle = Mouse(plot), QPointF(plot.rect().center())
        for is_log in (False, True) if plot.kind.log_title else (False,):
            if plot.kind.log_title:
                plot.set_log(is_log)
            painted(plot)
            zoom_to_the_limit(plot, 300.0)
            zoom_to_the_limit(plot, -600.0)
            mouse.wheel(middle, 10.0)
            painted(plot)
            mouse.drag(middle, middle + QPointF(40.0, 30.0))
            press(plot, *KEYS)
            painted(plot)
            mouse.move(middle)
            painted(plot)
            plot.copy_data()


@pytest.mark.parametrize("height", HEIGHTS)
def test_heights(shown: Shown, height: float) -> None:
    w = np.linspace(-6.0, 6.0, 50)
    landscape = PointsLandscape(w, height * np.cos(w))
    eta = 0.02 / height if 1e-280 < height < 1e280 else 0.02
    session = session_over(landscape, (eta, 1e-300, 1e300))
    use(shown(session), session)


@pytest.mark.parametrize("height", REFUSED_HEIGHTS)
def test_heights_whose_slopes_overflow_are_refused(height: float) -> None:
    w = np.linspace(-6.0, 6.0, 50)
    with pytest.raises(CurveError) as refusal:
        PointsLandscape(w, height * np.cos(w))
    assert refusal.value.kind == CurveProblem.TOO_STEEP


@pytest.mark.parametrize("lift", [0.0, 1e-320, 1e300, -1e307])
@pytest.mark.parametrize("width", WIDTHS)
def test_widths(shown: Shown, width: float, lift: float) -> None:
    w = np.linspace(-width, width, 50)
    landscape = PointsLandscape(w, lift + np.cos(np.linspace(-6.0, 6.0, 50)))
    session = session_over(landscape, (0.02, 1e300))
    use(shown(session), session)


@pytest.mark.parametrize(("text", "domain"), [each for each in product(TEXTS, DOMAINS) if each not in REFUSED_FORMULAS])
def test_formulas(shown: Shown, text: str, domain: tuple[float, float]) -> None:
    session = session_over(FormulaLandscape(text, domain), (0.02, 1e300))
    use(shown(session), session)


@pytest.mark.parametrize(("text", "domain"), REFUSED_FORMULAS)
def test_formulas_that_overflow_or_turn_too_often_are_refused(text: str, domain: tuple[float, float]) -> None:
    with pytest.raises(FormulaError) as refusal:
        FormulaLandscape(text, domain)
    assert refusal.value.kind == REFUSED_FORMULAS[text, domain]


def test_from_the_smallest_landscape_to_the_largest_in_one_run(shown: Shown) -> None:
    w = np.linspace(-6.0, 6.0, 50)
    session = session_over(PointsLandscape(w, 1e-320 * np.cos(w)), (0.02,))
    row = shown(session)
    use(row, session)
    session.seek(session.run.last)
    session.set_landscape(PointsLandscape(w, 1e306 * np.cos(w)))
    use(row, session)
