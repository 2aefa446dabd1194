"""Ticks of the landscape, and the axes around a plot."""

import pytest
from app.plotting.axes import paint_axes, plot_area_within, position_ticks, with_label_room
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from app.plotting.span import Span
from app.theme.application import apply_theme

WIDTH, HEIGHT = 232, 216


def test_ticks_are_multiples_of_the_step_with_both_ends() -> None:
    assert list(position_ticks(-6.0, 6.0, 2.0)) == [-6.0, -4.0, -2.0, 0.0, 2.0, 4.0, 6.0]
    assert list(position_ticks(0.1, 0.55, 0.2)) == pytest.approx([0.2, 0.4])


@pytest.mark.parametrize("steps", [200.0, 20_000.0, 100_000.0, 1_000_000.0])
def test_the_last_label_of_the_step_axis_is_not_cut_off(qapp: QApplication, steps: float) -> None:
    theme = apply_theme(qapp, "dark")
    area = plot_area_within(WIDTH, HEIGHT, theme.scale, Span(0.0, steps), Span(0.0, 1.0))
    image = QImage(2 * WIDTH, HEIGHT, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    paint_axes(painter, area, "w by step", theme, counts_steps=True)
    painter.end()
    labels = range(int(area.top + area.height) + 5, HEIGHT)
    inked = [x for x in range(2 * WIDTH) if any(image.pixelColor(x, y).alpha() > 0 for y in labels)]
    assert area.left + area.width - 8 < max(inked) < WIDTH


@pytest.mark.parametrize("top", [1.0, -1.0, 1e-10, -7e-11, 3e8, -1.25e217])
def test_the_labels_at_the_left_are_not_cut_off(qapp: QApplication, top: float) -> None:
    theme = apply_theme(qapp, "dark")
    values = Span(min(0.0, top), max(0.0, top))
    area = plot_area_within(WIDTH, HEIGHT, theme.scale, Span(0.0, 100.0), values)
    area = with_label_room(area, WIDTH, HEIGHT, theme)
    assert area.left + area.width < WIDTH
    beyond = 200  # room at the left for what does not belong there
    image = QImage(beyond + WIDTH, HEIGHT, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.translate(beyond, 0)
    paint_axes(painter, area, "w by step", theme, counts_steps=True)
    painter.end()
    rows = range(int(area.top), int(area.top + area.height))
    inked = [x for x in range(beyond + WIDTH) if any(image.pixelColor(x, y).alpha() > 0 for y in rows)]
    assert min(inked) > beyond
