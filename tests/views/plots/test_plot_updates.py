"""What is on the screen is what is painted from nothing: nothing old is left beside what has changed."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication

from app.session.session import Session
from app.views.plots.plots import PlotsRow
from tests.views.plots.scenes import NAMES, Mouse, Shown, advance, pixels, press, scene

Act = Callable[[PlotsRow, Session], None]


def zoom(row: PlotsRow, _session: Session) -> None:
    Mouse(row.plot("position")).wheel(QPointF(120.0, 90.0), 3.0)


def zoom_and_fit(row: PlotsRow, session: Session) -> None:
    zoom(row, session)
    QApplication.processEvents()
    row.plot("position").fit_button.click()


def log(row: PlotsRow, _session: Session) -> None:
    row.plot("energy").set_log(True)


def read(row: PlotsRow, _session: Session) -> None:
    press(row.plot("height"), Qt.Key.Key_Right, Qt.Key.Key_Left)


ACTS: dict[str, Act] = {
    "zoom": zoom,
    "zoom and fit": zoom_and_fit,
    "logarithmic axis": log,
    "read": read,
    "steps": lambda _row, session: advance(session, 70),
    "seek": lambda _row, session: session.seek(12),
    "select": lambda _row, session: session.select(1),
    "restart": lambda _row, session: session.restart(),
    "remove": lambda _row, session: session.remove(2),
    "large": lambda row, _session: row.plot("phase").large_wanted.emit(),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_after_an_act_the_screen_shows_what_a_new_painting_shows(shown: Shown, act: Act) -> None:
    session = scene()
    row = shown(session)
    advance(session, 40)
    for _ in range(3):
        QApplication.processEvents()
    act(row, session)
    for _ in range(3):
        QApplication.processEvents()
    on_screen = pixels(row.screen().grabWindow(row.winId()).toImage())
    for name in NAMES:
        plot = row.plot(name)
        if plot.isVisible():
            left, top = plot.x(), plot.y()
            seen = on_screen[top : top + plot.height(), left : left + plot.width()]
            assert seen.std() > 1.0
            painted_again = pixels(plot.grab().toImage())
            np.testing.assert_array_equal(seen, painted_again, err_msg=name)
