"""What goes on after the window has gone: whatever is told then, nobody of it listens."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMetaMethod, QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.files.default import default_scenario
from app.window import Window
from app.window.settings import clean_settings
from app.window.startup import new_window
from tests.support.qt import deliver_deletions

WORDS = {"QString": "words", "int": 1, "double": 0.5, "bool": True}
"""What signals carry, by type; everything else is nothing."""


@pytest.fixture
def closed(qapp: QApplication, qtbot: QtBot) -> Window:
    """A window that was closed and deleted, and of which Python still knows."""
    window = new_window(qapp, default_scenario(), clean_settings())
    window.show()
    qtbot.waitExposed(window)
    window.session.step_on(40)
    window.close_now()
    window.deleteLater()
    deliver_deletions()
    return window


def tellers(window: Window) -> Iterator[QObject]:
    """All that outlives the views and tells them what is new."""
    session = window.session
    yield from (window.theme, session, window.threshold_summary, window.ghost_run, window.outcome_map.model)
    yield from (window.balls_panel.slider_outcomes, *session.findChildren(QObject))


def signals_of(teller: QObject) -> Iterator[tuple[str, list[object]]]:
    """Its signals, with something to carry; those that every object has are left out."""
    meta = teller.metaObject()
    for number in range(QObject.staticMetaObject.methodCount(), meta.methodCount()):
        method = meta.method(number)
        if method.methodType() == QMetaMethod.MethodType.Signal:
            types = [bytes(kind.data()).decode() for kind in method.parameterTypes()]
            yield bytes(method.name().data()).decode(), [WORDS.get(kind) for kind in types]


def test_no_signal_reaches_a_view_of_a_window_that_is_gone(closed: Window) -> None:
    told = []
    for teller in tellers(closed):
        for name, values in signals_of(teller):
            told.append(name)
            getattr(teller, name).emit(*values)
    assert {"frame_due", "step_changed", "theme_changed"} <= set(told)
