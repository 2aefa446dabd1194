"""A map of a session whose clock the test moves."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.files.scenario import Scenario
from app.prediction.ghost import GhostRun
from app.session.session import Session
from app.theme.application import Theme, apply_theme
from app.views.outcome_map import OutcomeMapPanel
from app.views.outcome_map.map_view import MapView
from tests.support.scenes import HILLS, Seconds, balls

NONE = Qt.KeyboardModifier.NoModifier


class Mouse:
    """A mouse on the map."""

    def __init__(self, view: MapView) -> None:
        self.view = view

    def at(self, x: float, y: float) -> QPointF:
        """The point of two values on the axes, in pixels of the view."""
        pixel_axes = self.view.pixel_axes()
        assert pixel_axes is not None
        # A whole pixel, as that of a mouse: the view asks for no others.
        return QPointF(self.view.in_widget(QPointF(pixel_axes[0].pixel(x), pixel_axes[1].pixel(y))).toPoint())

    def send(self, kind: QEvent.Type, place: QPointF, button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
        pressed = kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)
        if pressed:
            self.held = button
        elif kind == QEvent.Type.MouseButtonRelease:
            self.held = Qt.MouseButton.NoButton
        own = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else button
        event = QMouseEvent(kind, place, self.view.viewport().mapToGlobal(place), own, self.held, NONE)
        QApplication.sendEvent(self.view.viewport(), event)

    held = Qt.MouseButton.NoButton

    def click(self, place: QPointF) -> None:
        self.send(QEvent.Type.MouseButtonPress, place)
        self.send(QEvent.Type.MouseButtonRelease, place)

    def double_click(self, place: QPointF) -> None:
        self.click(place)
        self.send(QEvent.Type.MouseButtonDblClick, place)
        self.send(QEvent.Type.MouseButtonRelease, place)

    def move(self, place: QPointF) -> None:
        self.send(QEvent.Type.MouseMove, place)

    def drag(self, *places: QPointF, button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
        self.send(QEvent.Type.MouseButtonPress, places[0], button)
        for place in places[1:]:
            self.send(QEvent.Type.MouseMove, place)
        self.send(QEvent.Type.MouseButtonRelease, places[-1], button)

    def wheel(self, place: QPointF, notches: float) -> None:
        turn, on_screen = QPoint(0, round(120 * notches)), self.view.viewport().mapToGlobal(place)
        none, no_phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
        event = QWheelEvent(place, on_screen, QPoint(), turn, none, NONE, no_phase, False)
        QApplication.sendEvent(self.view.viewport(), event)


@pytest.fixture
def session(qtbot: QtBot) -> Iterator[Session]:
    made = Session(Scenario("Descending hills", HILLS, balls(0.0, 0.8, 0.9, 0.95, 0.97)), Seconds())
    yield made
    made.pause()


@pytest.fixture
def ghost_run(session: Session) -> Iterator[GhostRun]:
    made = GhostRun(session)
    yield made
    made.stop()


@pytest.fixture
def dark(qapp: QApplication) -> Iterator[Theme]:
    yield apply_theme(qapp, "dark")
    apply_theme(qapp, "dark")


@pytest.fixture
def panel(session: Session, ghost_run: GhostRun, dark: Theme, qtbot: QtBot) -> Iterator[OutcomeMapPanel]:
    made = OutcomeMapPanel(session, dark, ghost_run)
    qtbot.addWidget(made)
    made.resize(352, 300)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.stop()


@pytest.fixture
def complete(panel: OutcomeMapPanel, qtbot: QtBot) -> Callable[[], None]:
    """Wait until the map of the session as it is now is complete."""

    def wait() -> None:
        qtbot.waitUntil(
            lambda: (
                panel.model.picture is not None
                and panel.model.picture.grid == panel.model.grid
                and panel.model.picture.share == 1.0
                and not panel.model.computation.is_busy
            )
        )

    return wait


@pytest.fixture
def mouse(panel: OutcomeMapPanel) -> Mouse:
    return Mouse(panel.view)
