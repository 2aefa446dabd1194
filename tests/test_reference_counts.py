"""PySide6 6.12.0 on Python 3.11 loses a reference to None, True or False in each call, and soon aborts."""

import sys

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

FRAMES = 300


class Curve(QWidget):
    """Paints a few strokes, each by calls that return None or a truth value."""

    painted = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        for x in range(20):
            painter.setPen(Qt.GlobalColor.white)
            painter.drawLine(QPointF(x, 0.0), QPointF(x, self.height()))
        painter.end()
        self.setEnabled(self.isEnabled())
        self.painted += 1


def counts() -> list[int]:
    return [sys.getrefcount(value) for value in (None, True, False)]


def test_a_few_hundred_frames_lose_no_reference(qtbot: QtBot) -> None:
    curve = Curve()
    qtbot.addWidget(curve)
    with qtbot.waitExposed(curve):
        curve.show()
    curve.repaint()
    before, painted = counts(), curve.painted
    for _ in range(FRAMES):
        curve.update()
        curve.repaint()
    assert curve.painted - painted >= FRAMES
    drift = [after - start for start, after in zip(before, counts(), strict=True)]
    # The fault loses dozens in each frame; what else the process does in the meantime moves the counts by a few.
    assert max(map(abs, drift)) < FRAMES / 2
