"""Values are read off the plots with the mouse."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from app.theme.application import apply_theme
from app.views.plots.reading import paint_label
from tests.views.plots.scenes import NAMES, Shown, advance, endless, move_mouse, painted, point_of, scene


@pytest.mark.parametrize("name", NAMES)
def test_the_mouse_reads_the_nearest_ball_and_step(shown: Shown, name: str) -> None:
    session = scene()
    plot = shown(session).plot(name)
    advance(session, 60)
    painted(plot)
    without = painted(plot)
    at = point_of(plot, 4, 17)
    move_mouse(plot, at + QPointF(0.3, -0.3))
    assert plot.reading == (4, 17)
    assert (painted(plot) != without).any(), "a label and a dot"
    QApplication.sendEvent(plot, QEvent(QEvent.Type.Leave))
    assert plot.reading is None
    np.testing.assert_array_equal(painted(plot), without)


def test_the_parts_of_a_reading(shown: Shown) -> None:
    session = scene()
    row = shown(session)
    advance(session, 38)
    for name, symbol in {"height": "f(w)", "position": "w", "energy": "energy"}.items():
        plot = row.plot(name)
        move_mouse(plot, point_of(plot, 4, 17))
        rows = session.run.recording.row(17)
        value = plot.kind.value(rows)[4]
        assert plot.reading_parts() == ("ball 4", "step 17", f"{symbol} {value:.3f}".replace("-", "\u2212"))
    plot = row.plot("phase")
    move_mouse(plot, point_of(plot, 4, 17))
    assert [part.split()[0] for part in plot.reading_parts()] == ["ball", "step", "w", "Δw"]


def test_far_from_every_line_nothing_is_read(shown: Shown) -> None:
    session = scene()
    plot = shown(session).plot("height")
    advance(session, 20)
    move_mouse(plot, QPointF(plot.width() - 10.0, 60.0))
    assert plot.reading is None
    assert plot.reading_parts() == ()


@pytest.mark.parametrize("name", NAMES)
def test_a_long_run_is_read_exactly_too(shown: Shown, name: str) -> None:
    session = endless()
    session.playback.due.emit(120_000)
    plot = shown(session).plot(name)
    plot.grab()
    at = point_of(plot, 1, 70_001)
    move_mouse(plot, at)
    assert plot.reading is not None
    found = point_of(plot, *plot.reading)
    assert (found - at).manhattanLength() < 2.0


def test_a_reading_is_cleared_with_its_run(shown: Shown) -> None:
    session = scene()
    plot = shown(session).plot("height")
    advance(session, 40)
    move_mouse(plot, point_of(plot, 0, 30))
    assert plot.reading is not None
    session.set_parameter(0, "eta", 0.03)
    session.restart()
    assert plot.reading is None
    painted(plot)


def test_the_label_of_a_ball_with_a_long_name_stays_within_its_plot(qapp: QApplication) -> None:
    theme, within = apply_theme(qapp, "dark"), QRectF(40, 20, 120, 100)
    picture = QImage(200, 140, QImage.Format.Format_ARGB32)
    picture.fill(0)
    painter = QPainter(picture)
    paint_label(painter, QPointF(100, 100), ("long " * 40, "step 7"), within, theme)
    painter.end()
    columns = [x for x in range(200) for y in range(140) if picture.pixel(x, y)]
    assert within.left() <= min(columns) < max(columns) <= within.right()
