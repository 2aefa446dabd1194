"""A session with plots, and helpers that act on them as a person does."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtWidgets import QApplication

from app.files.scenario import Scenario
from app.session.session import Session
from app.views.plots.plots import Plot, PlotsRow
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


Shown = Callable[[Session], PlotsRow]


def advance(session: Session, steps: int) -> None:
    """Advance as the clock does."""
    for _ in range(steps):
        session.playback.due.emit(1)


def painted(plot: Plot) -> AnyArray:
    image = plot.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.array(image.constBits()).reshape(image.height(), -1, 4)[:, :, :3].astype(int)


def move_mouse(plot: Plot, at: QPointF) -> None:
    buttons = Qt.MouseButton.NoButton
    global_at = QPointF(plot.mapToGlobal(at.toPoint()))
    event = QMouseEvent(QEvent.Type.MouseMove, at, global_at, buttons, buttons, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(plot, event)


def point_of(plot: Plot, session: Session, ball: int, step: int) -> QPointF:
    row = session.run.recording.row(step)
    return plot.area.point(step if plot.kind.by_step else row.w[ball], plot.kind.value(row)[ball])
