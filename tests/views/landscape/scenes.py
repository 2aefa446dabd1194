"""A landscape view whose clock the test moves, and methods that act on it as a person does."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from app.session.session import Session
from app.views.landscape.landscape_view import LandscapeView
from physics.landscape.base import Landscape
from physics.landscape.formula import FormulaLandscape

ALPHAS = (0.0, 0.8, 0.9, 0.95, 0.97)
HILLS = FormulaLandscape("0.06*(w + 3.2)^2 + 0.55*cos(2.6*w)", (-6, 6), "Descending hills")
KIND = QEvent.Type
LEFT, MIDDLE, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.NoButton
NO_KEY = Qt.KeyboardModifier.NoModifier


class Scene:
    """A view, its session, and actions on them."""

    def __init__(self, view: LandscapeView, session: Session, seconds: list[float]) -> None:
        self.view, self.session, self._seconds = view, session, seconds

    def pass_time(self, seconds: float) -> None:
        """One frame after this time."""
        self._seconds[0] += seconds
        self.session.playback.frame()

    def disc_centres(self, w: float) -> QPointF:
        return self.view.to_pixels(w, height(self.session.landscape, w))

    def centre(self, ball: int) -> QPointF:
        positions = self.view.balls.positions
        return QPointF(positions.x[ball], positions.y[ball])

    def mouse(
        self,
        kind: QEvent.Type,
        at: QPointF,
        button: Qt.MouseButton = LEFT,
        keys: Qt.KeyboardModifier = NO_KEY,
        *,
        held: bool = True,
    ) -> None:
        is_move = kind == KIND.MouseMove
        buttons = NONE if kind == KIND.MouseButtonRelease or not held else button
        viewport = self.view.viewport()
        event = QMouseEvent(kind, at, viewport.mapToGlobal(at), NONE if is_move else button, buttons, keys)
        QApplication.sendEvent(viewport, event)

    def drag(self, start: QPointF, *stops: QPointF, button: Qt.MouseButton = LEFT) -> None:
        self.mouse(KIND.MouseButtonPress, start, button)
        for stop in stops:
            self.mouse(KIND.MouseMove, stop, button)
        self.mouse(KIND.MouseButtonRelease, stops[-1], button)

    def click(self, at: QPointF, keys: Qt.KeyboardModifier = NO_KEY) -> None:
        self.mouse(KIND.MouseButtonPress, at, LEFT, keys)
        self.mouse(KIND.MouseButtonRelease, at, LEFT, keys)

    def double_click(self, at: QPointF) -> None:
        self.click(at)
        self.mouse(KIND.MouseButtonDblClick, at)
        self.mouse(KIND.MouseButtonRelease, at)

    def hover(self, at: QPointF) -> None:
        self.mouse(KIND.MouseMove, at, NONE, held=False)

    def wheel(self, at: QPointF, notches: int) -> None:
        viewport, none = self.view.viewport(), Qt.ScrollPhase.NoScrollPhase
        turn = QPoint(0, 120 * notches)
        QApplication.sendEvent(
            viewport, QWheelEvent(at, viewport.mapToGlobal(at), QPoint(), turn, NONE, NO_KEY, none, False)
        )

    def key(self, key: Qt.Key, text: str) -> bool:
        event = QKeyEvent(KIND.KeyPress, key, NO_KEY, text)
        QApplication.sendEvent(self.view, event)
        return event.isAccepted()

    def ask_for_tooltip(self, at: QPointF) -> None:
        viewport, point = self.view.viewport(), at.toPoint()
        QApplication.sendEvent(viewport, QHelpEvent(KIND.ToolTip, point, viewport.mapToGlobal(point)))

    def picture(self) -> QImage:
        """What is painted, without the buttons in front of it."""
        return self.view.viewport().grab().toImage()

    def colour(self, x: float, y: float) -> QColor:
        picture = self.picture()
        ratio = picture.devicePixelRatioF()
        return picture.pixelColor(int(x * ratio), int(y * ratio))


def height(landscape: Landscape, w: float) -> float:
    return float(landscape.height(np.array([w]))[0])


MakeScene = Callable[..., Scene]
