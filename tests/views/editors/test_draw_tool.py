import math

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.theme.application import theme
from physics.landscape.formula import FormulaLandscape
from physics.landscape.points import PointsLandscape
from tests.views.editors.conftest import Stage


def wave(stage: Stage, left: float, right: float, count: int = 40) -> list[QPointF]:
    """A stroke with one hill and one valley between two w, around f = 2."""
    w = np.linspace(left, right, count)
    return [stage.pixels(x, 2.0 + 0.8 * math.sin(2.0 * math.pi * (x - w[0]) / (w[-1] - w[0]))) for x in w]


def height(stage: Stage, *w: float) -> list[float]:
    return stage.session.landscape.height(np.array(w)).tolist()


@pytest.fixture
def drawing(stage: Stage) -> Stage:
    stage.bar.set_mode("draw")
    return stage


def test_a_stroke_replaces_what_it_covers_and_the_rest_stays(drawing: Stage) -> None:
    before = height(drawing, -5.5, 4.0, 5.5)
    drawing.stroke(wave(drawing, -4.0, 2.0))
    assert isinstance(drawing.session.landscape, PointsLandscape)
    assert height(drawing, -5.5, 4.0, 5.5) == pytest.approx(before, abs=0.03)
    assert height(drawing, -2.5, 0.5) == pytest.approx([2.8, 1.2], abs=0.1)


def test_a_stroke_may_go_backwards(drawing: Stage) -> None:
    points = wave(drawing, -4.0, 2.0)
    drawing.stroke(points[::-1])
    assert height(drawing, -2.5, 0.5) == pytest.approx([2.8, 1.2], abs=0.1)


def test_a_shaky_stroke_has_no_extra_valleys(drawing: Stage) -> None:
    points = wave(drawing, -6.0, 6.0, 200)
    shaken = [point + QPointF(0.0, 1.5 * (-1) ** i) for i, point in enumerate(points)]
    drawing.stroke(shaken)
    assert len(drawing.session.landscape.features.hills) == 1


def test_outside_the_domain_a_stroke_is_moved_to_its_ends(drawing: Stage) -> None:
    lo, hi = drawing.session.landscape.domain
    drawing.stroke(wave(drawing, lo - 1.0, hi + 1.0))
    assert drawing.session.landscape.domain == (lo, hi)


def test_a_stroke_from_edge_to_edge_leaves_no_sliver(drawing: Stage) -> None:
    lo, hi = drawing.session.landscape.domain
    left, right = (drawing.pixels(end, 2.0) + QPointF(off, 0.0) for end, off in ((lo, 19.0), (hi, -19.0)))
    drawing.stroke([left, drawing.pixels(0.0, 3.0), right])
    assert height(drawing, lo, hi) == pytest.approx([2.0, 2.0], abs=0.05)
    assert len(drawing.session.landscape.features.hills) == 1


def test_mouse_moves_are_compressed_except_during_a_stroke(drawing: Stage) -> None:
    merged = Qt.ApplicationAttribute.AA_CompressHighFrequencyEvents
    QApplication.setAttribute(merged, True)
    try:
        drawing.press(drawing.pixels(-3.0, 2.0))
        assert not QApplication.testAttribute(merged)
        drawing.drag(drawing.pixels(0.0, 3.0))
        drawing.release(drawing.pixels(0.0, 3.0))
        assert QApplication.testAttribute(merged)
        drawing.press(drawing.pixels(-3.0, 2.0))
        drawing.bar.set_mode("points")
        assert QApplication.testAttribute(merged)
    finally:
        QApplication.setAttribute(merged, False)


def test_a_stroke_is_painted_where_it_is_after_the_view_was_zoomed(drawing: Stage) -> None:
    colour = theme().palette.focus
    drawing.press(drawing.pixels(-3.0, 3.0))
    drawing.drag(drawing.pixels(1.0, 3.0))
    drawing.view.zoom(0.5)
    drawing.drag(drawing.pixels(1.5, 3.0))
    middle = drawing.pixels(0.5, 3.0).toPoint()
    image = drawing.view.viewport().grab().toImage()
    near = [image.pixelColor(middle.x(), middle.y() + dy) for dy in range(-2, 3)]
    assert any(abs(pixel.blue() - colour.blue()) + abs(pixel.red() - colour.red()) < 60 for pixel in near)
    drawing.release(drawing.pixels(1.5, 3.0))


def test_a_stroke_is_clamped_to_the_visible_heights(drawing: Stage) -> None:
    lowest, highest = drawing.view.visible_heights
    middle = drawing.pixels(0.0, 1.0)
    drawing.stroke([middle, middle + QPointF(150.0, -5000.0), middle + QPointF(250.0, 5000.0)])
    features = drawing.session.landscape.features
    assert lowest <= features.lowest < features.highest <= highest


def test_a_click_with_or_without_a_slight_movement_changes_nothing(drawing: Stage) -> None:
    landscape = drawing.session.landscape
    at = drawing.pixels(0.0, 2.0)
    drawing.click(at)
    drawing.stroke([at, at + QPointF(1.0, 1.0), at])
    assert drawing.session.landscape is landscape


def test_the_right_button_draws_nothing(drawing: Stage) -> None:
    landscape = drawing.session.landscape
    drawing.press(drawing.pixels(0.0, 2.0), Qt.MouseButton.RightButton)
    drawing.drag(drawing.pixels(2.0, 2.0))
    drawing.release(drawing.pixels(2.0, 2.0), Qt.MouseButton.RightButton)
    assert drawing.session.landscape is landscape


def test_the_landscape_follows_the_stroke_and_the_range_is_frozen(drawing: Stage, qtbot: QtBot) -> None:
    landscape, transform = drawing.session.landscape, drawing.view.plot_transform
    points = wave(drawing, -4.0, 2.0)
    drawing.press(points[0])
    for point in points[1:]:
        drawing.drag(point)
    assert drawing.session.landscape is not landscape
    qtbot.waitUntil(lambda: height(drawing, 0.5)[0] == pytest.approx(1.2, abs=0.1))
    assert drawing.view.plot_transform == transform
    drawing.release(points[-1])
    assert height(drawing, 0.5) == pytest.approx([1.2], abs=0.1)


def test_escape_reverts_the_stroke(drawing: Stage) -> None:
    landscape, title = drawing.session.landscape, drawing.session.title
    points = wave(drawing, -4.0, 2.0)
    drawing.press(points[0])
    for point in points[1:]:
        drawing.drag(point)
    assert drawing.session.title != title
    drawing.key(Qt.Key.Key_Escape)
    assert (drawing.session.landscape, drawing.session.title) == (landscape, title)
    drawing.drag(points[3])
    drawing.release(points[3])
    assert drawing.session.landscape is landscape


def test_another_editor_reverts_the_stroke(drawing: Stage) -> None:
    landscape = drawing.session.landscape
    points = wave(drawing, -4.0, 2.0)
    drawing.press(points[0])
    for point in points[1:]:
        drawing.drag(point)
    drawing.bar.set_mode("points")
    assert drawing.session.landscape is landscape


def test_a_landscape_set_by_something_else_ends_the_stroke_and_stays(drawing: Stage) -> None:
    points = wave(drawing, -4.0, 2.0)
    drawing.press(points[0])
    for point in points[1:]:
        drawing.drag(point)
    other = FormulaLandscape("w^2", (-6.0, 6.0))
    drawing.session.set_landscape(other)
    drawing.drag(points[5])
    drawing.release(points[5])
    assert drawing.session.landscape is other


def test_rolling_balls_keep_their_speed_and_the_previews_are_few(drawing: Stage) -> None:
    drawing.session.step_on(20)
    delta = drawing.session.run.state.delta.copy()
    drawing.stroke(wave(drawing, -4.0, 2.0, 200))
    assert drawing.session.step == 20
    assert drawing.session.run.state.delta.tolist() == delta.tolist()
    assert len(drawing.session.run.edits) == 1


def test_the_title_says_that_the_curve_was_changed_once(drawing: Stage) -> None:
    drawing.stroke(wave(drawing, -4.0, 2.0))
    drawing.stroke(wave(drawing, -2.0, 4.0))
    assert drawing.session.title == drawing.session.landscape.title == "Descending hills, changed"
    assert drawing.bar.title.text() == "Descending hills, changed"


def test_a_title_given_by_the_person_stays(drawing: Stage) -> None:
    drawing.session.set_title("Lesson 3")
    drawing.stroke(wave(drawing, -4.0, 2.0))
    assert drawing.session.title == "Lesson 3"


def test_the_raw_stroke_is_painted(drawing: Stage) -> None:
    colour = theme().palette.focus
    start, end = drawing.pixels(-3.0, 3.0), drawing.pixels(1.0, 3.0)
    drawing.press(start)
    drawing.drag(end)
    middle = (0.5 * (start + end)).toPoint()
    image = drawing.view.viewport().grab().toImage()
    near = [image.pixelColor(middle.x(), middle.y() + dy) for dy in range(-2, 3)]
    assert any(abs(pixel.blue() - colour.blue()) + abs(pixel.red() - colour.red()) < 60 for pixel in near)
    drawing.release(end)


def test_the_pen_is_under_the_mouse_except_with_ctrl_and_outside(drawing: Stage) -> None:
    at = drawing.pixels(-1.0, 4.5)
    untouched = drawing.view.viewport().grab().toImage()
    drawing.hover(at, Qt.KeyboardModifier.ControlModifier)
    clean = drawing.view.viewport().grab().toImage()
    drawing.hover(at)
    assert drawing.view.viewport().cursor().shape() == Qt.CursorShape.CrossCursor
    with_pen = drawing.view.viewport().grab().toImage()
    assert with_pen != clean
    drawing.hover(at, Qt.KeyboardModifier.ControlModifier)
    assert drawing.view.viewport().cursor().shape() == Qt.CursorShape.ArrowCursor
    assert drawing.view.viewport().grab().toImage() == clean
    drawing.hover(at)
    QApplication.sendEvent(drawing.view, QEvent(QEvent.Type.Leave))
    assert drawing.view.viewport().grab().toImage() == untouched


def test_with_ctrl_a_ball_is_dragged_and_nothing_is_drawn(drawing: Stage) -> None:
    landscape, session = drawing.session.landscape, drawing.session
    ball = session.ball(session.selected)
    at = drawing.pixels(ball.start, float(landscape.height(np.array([ball.start]))[0])) + QPointF(-4.0, -8.0)
    drawing.press(at, modifiers=Qt.KeyboardModifier.ControlModifier)
    drawing.drag(at + QPointF(-50.0, 0.0))
    drawing.drag(at + QPointF(-100.0, 0.0))
    drawing.release(at + QPointF(-100.0, 0.0))
    assert session.landscape is landscape
    assert session.ball(session.selected).start < ball.start - 0.5
