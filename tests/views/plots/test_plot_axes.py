"""What stands around a plot."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from app.theme import apply_theme
from app.views.plot_frame import frame_within, paint_around
from app.views.plot_span import Span

WIDTH, HEIGHT = 232, 216


@pytest.mark.parametrize("steps", [200.0, 20_000.0, 100_000.0, 1_000_000.0])
def test_the_last_label_of_the_step_axis_is_not_cut_off(qapp: QApplication, steps: float) -> None:
    theme = apply_theme(qapp, "dark")
    frame = frame_within(WIDTH, HEIGHT, theme.scale, Span(0.0, steps), Span(0.0, 1.0))
    image = QImage(2 * WIDTH, HEIGHT, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    paint_around(painter, frame, "w by step", theme, counts_steps=True)
    painter.end()
    labels = range(int(frame.top + frame.height) + 5, HEIGHT)
    inked = [x for x in range(2 * WIDTH) if any(image.pixelColor(x, y).alpha() > 0 for y in labels)]
    assert frame.left + frame.width - 8 < max(inked) < WIDTH
