"""A session with plots, and helpers that act on them as a person does."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.files.scenario import Scenario
from app.plotting.span import Span
from app.session.session import Session
from app.views.plots.plot import Plot
from app.views.plots.plots import PlotsRow
from app.views.plots.reading import Reading, reading_point
from physics.arrays import AnyArray
from physics.landscape.points import PointsLandscape
from tests.support.balls import new_ball

NAMES = ("height", "position", "energy", "phase")
ALPHAS = (0.0, 0.8, 0.9, 0.95, 0.97)


def hills(height: float = 0.0) -> PointsLandscape:
    w = np.linspace(-6.0, 6.0, 400)
    return PointsLandscape(w, height + 0.06 * (w + 3.2) ** 2 + 0.55 * np.cos(2.6 * w))


def scene(alphas: tuple[float, ...] = ALPHAS, eta: float = 0.02) -> Session:
    balls = tuple(new_ball(alpha, eta, 4.8, name=f"ball {number}") for number, alpha in enumerate(alphas))
    return Session(Scenario("Hills", hills(), balls), now=lambda: 0.0)


def endless() -> Session:
    """Two balls that roll for ever in a bowl, as they lose no energy."""
    w = np.linspace(-6.0, 6.0, 200)
    balls = (new_ball(1.0, 0.02, 5.0, name="one"), new_ball(1.0, 0.01, 3.0, name="two"))
    return Session(Scenario("Bowl", PointsLandscape(w, 0.2 * w**2), balls), now=lambda: 0.0)


Shown = Callable[[Session], PlotsRow]


def advance(session: Session, steps: int) -> None:
    """Advance as the clock does."""
    for _ in range(steps):
        session.playback.due.emit(1)


def pixels(image: QImage) -> AnyArray:
    """Blue, green and red as an array (height, width, 3)."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    return np.array(image.constBits()).reshape(image.height(), -1, 4)[:, : image.width(), :3].astype(int)


def painted(plot: Plot) -> AnyArray:
    return pixels(plot.grab().toImage())


def box_painted(plot: Plot) -> AnyArray:
    """The pixels of the view box alone."""
    whole, corner = painted(plot), plot.in_widget(QPointF(0.0, 0.0)).toPoint()
    height, width = round(plot.view_box.height()), round(plot.view_box.width())
    return whole[corner.y() : corner.y() + height, corner.x() : corner.x() + width]


def shown_steps(plot: Plot) -> Span:
    """What the axis of a plot by step shows, after a frame."""
    painted(plot)
    return plot.view_box.spans[0]


def shown_values(plot: Plot) -> Span:
    """What the axis of values shows, after a frame."""
    painted(plot)
    return plot.view_box.spans[1]


def move_mouse(plot: Plot, at: QPointF) -> None:
    Mouse(plot).move(at)


def point_of(plot: Plot, ball: int, step: int) -> QPointF:
    """Where a plot shows a ball at a step, in pixels of the widget, after a frame."""
    painted(plot)
    return plot.in_widget(reading_point(plot.values, plot.view_box.plot_transform, Reading(ball, step)))


class Mouse:
    """A mouse on a plot; places are pixels of the widget."""

    def __init__(self, plot: Plot) -> None:
        self.plot = plot
        self._held = Qt.MouseButton.NoButton

    @property
    def _target(self) -> QWidget:
        return self.plot.viewport()

    def send(self, kind: QEvent.Type, place: QPointF, button: Qt.MouseButton) -> None:
        if kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick):
            self._held = button
        elif kind == QEvent.Type.MouseButtonRelease:
            self._held = Qt.MouseButton.NoButton
        own = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else button
        there = QPointF(self._target.mapToGlobal(place.toPoint()))
        event = QMouseEvent(kind, place, there, own, self._held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(self._target, event)

    def move(self, place: QPointF) -> None:
        self.send(QEvent.Type.MouseMove, place, Qt.MouseButton.NoButton)

    def click(self, place: QPointF, button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
        self.move(place)
        self.send(QEvent.Type.MouseButtonPress, place, button)
        self.send(QEvent.Type.MouseButtonRelease, place, button)

    def double_click(self, place: QPointF) -> None:
        self.click(place)
        self.send(QEvent.Type.MouseButtonDblClick, place, Qt.MouseButton.LeftButton)
        self.send(QEvent.Type.MouseButtonRelease, place, Qt.MouseButton.LeftButton)

    def drag(self, begin: QPointF, end: QPointF, button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
        """In ten moves."""
        self.move(begin)
        self.send(QEvent.Type.MouseButtonPress, begin, button)
        for share in np.linspace(0.1, 1.0, 10).tolist():
            self.move(begin + (end - begin) * share)
        self.send(QEvent.Type.MouseButtonRelease, end, button)

    def wheel(self, place: QPointF, notches: float) -> None:
        """Positive away from the person."""
        there = QPointF(self._target.mapToGlobal(place.toPoint()))
        turned, none = QPoint(0, round(120 * notches)), Qt.MouseButton.NoButton
        key, phase = Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
        QApplication.sendEvent(self._target, QWheelEvent(place, there, QPoint(), turned, none, key, phase, False))


def press(plot: Plot, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(plot, key)
