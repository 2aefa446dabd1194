"""Numbers at the ends of floating point are drawn or refused, and never fatal."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt

from app.files.scenario import Scenario
from app.session.session import Session
from app.views.plots.plots import PlotsRow
from physics.landscape.base import Landscape
from physics.landscape.errors import CurveError, DomainError
from physics.landscape.formula import FormulaLandscape
from physics.landscape.points import PointsLandscape
from tests.support.balls import new_ball
from tests.views.plots.scenes import NAMES, Mouse, Shown, advance, painted, press

HEIGHTS = (5e-324, 1e-320, 1e-300, 1e-12, 1e12, 1e300, 1e307, 1.7e308)
WIDTHS = (1e-12, 1e-6, 1e12, 1e300)
KEYS = Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_A


def session_over(landscape: Landscape, etas: tuple[float, ...]) -> Session:
    lo, hi = landscape.domain
    start = lo + 0.8 * (hi - lo) if hi - lo < np.inf else 0.4 * hi
    balls = tuple(new_ball(alpha, eta, start, name="ball") for eta in etas for alpha in (0.0, 0.9, 1.0))
    return Session(Scenario("Extreme", landscape, balls), now=lambda: 0.0)


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
            for notches in (0.0, 10.0, 150.0, -300.0):
                mouse.wheel(middle, notches)
                painted(plot)
                assert np.isfinite(plot.view_box.spans).all()
            mouse.drag(middle, middle + QPointF(40.0, 30.0))
            press(plot, *KEYS)
            painted(plot)
            mouse.move(middle)
            painted(plot)
            plot.copy_data()


@pytest.mark.parametrize("height", HEIGHTS)
def test_heights(shown: Shown, height: float) -> None:
    w = np.linspace(-6.0, 6.0, 50)
    try:
        landscape = PointsLandscape(w, height * np.cos(w))
        session = session_over(landscape, (0.02 / height if 1e-280 < height < 1e280 else 0.02, 1e-300, 1e300))
    except (CurveError, ValueError):
        return  # refused
    use(shown(session), session)


@pytest.mark.parametrize("lift", [0.0, 1e-320, 1e300, -1e307])
@pytest.mark.parametrize("width", WIDTHS)
def test_widths(shown: Shown, width: float, lift: float) -> None:
    w = np.linspace(-width, width, 50)
    try:
        landscape = PointsLandscape(w, lift + np.cos(np.linspace(-6.0, 6.0, 50)))
        session = session_over(landscape, (0.02, 1e300))
    except (CurveError, ValueError):
        return
    use(shown(session), session)


@pytest.mark.parametrize("text", ["1e-320*w^2", "1e307*cos(w)", "exp(100*w)", "1e300*w", "0*w", "w^2*1e-300 + 1e300"])
@pytest.mark.parametrize("domain", [(-6.0, 6.0), (-1e300, 1e300), (1e12, 1e12 + 1.0)])
def test_formulas(shown: Shown, text: str, domain: tuple[float, float]) -> None:
    try:
        landscape = FormulaLandscape(text, domain)
        session = session_over(landscape, (0.02, 1e300))
    except (CurveError, DomainError, ValueError):
        return
    use(shown(session), session)


def test_from_the_smallest_landscape_to_the_largest_in_one_run(shown: Shown) -> None:
    w = np.linspace(-6.0, 6.0, 50)
    session = session_over(PointsLandscape(w, 1e-320 * np.cos(w)), (0.02,))
    row = shown(session)
    use(row, session)
    session.seek(session.run.last)
    session.set_landscape(PointsLandscape(w, 1e306 * np.cos(w)))
    use(row, session)
