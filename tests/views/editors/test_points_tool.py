"""Points of a curve, by mouse and typed."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt

from app.files.presets import load_preset
from app.theme.application import theme
from physics.landscape.formula import FormulaLandscape
from physics.landscape.points import PointsLandscape
from physics.landscape.simplification import to_points
from tests.views.editors.conftest import Stage, handle, points_of

SHIFT = Qt.KeyboardModifier.ShiftModifier


def test_the_points_editor_shows_handles_and_changes_nothing(stage: Stage) -> None:
    landscape = stage.session.landscape
    stage.bar.set_mode("points")
    assert stage.session.landscape is landscape
    assert stage.edit.handles.w.tolist() == to_points(landscape, max_points=60)[0].tolist()
    ink = theme().palette.ink
    at = handle(stage, 7).toPoint()
    assert stage.view.viewport().grab().toImage().pixelColor(at) == ink


def test_a_formula_becomes_points_when_a_handle_is_moved(stage: Stage) -> None:
    landscape = stage.session.landscape
    stage.bar.set_mode("points")
    count, at = len(stage.edit.handles), handle(stage, 5)
    stage.click(at)
    assert stage.session.landscape is landscape
    stage.stroke([at, at + QPointF(0.0, -20.0), at + QPointF(0.0, -40.0)])
    assert isinstance(stage.session.landscape, PointsLandscape)
    assert len(stage.session.landscape.w) == count
    away = np.array([stage.session.landscape.domain[0], stage.session.landscape.domain[1]])
    assert stage.session.landscape.height(away) == pytest.approx(landscape.height(away))


def test_dragging_moves_one_point_and_no_other(five: Stage) -> None:
    before = points_of(five)
    at = handle(five, 2)
    five.stroke([at, at + QPointF(10.0, -20.0), five.pixels(0.7, 1.75)])
    moved = points_of(five)
    assert moved[2] == pytest.approx((0.7, 1.75), abs=0.01)
    assert moved[:2] + moved[3:] == before[:2] + before[3:]


def test_a_handle_stays_between_its_neighbours_and_in_sight(five: Stage) -> None:
    lowest, highest = five.view.visible_heights
    at = handle(five, 2)
    five.stroke([at, at + QPointF(0.0, -20.0), five.pixels(5.0, 0.0) + QPointF(0.0, -9000.0)])
    w, f = points_of(five)[2]
    assert 0.0 < w < 2.0
    assert f == pytest.approx(highest, abs=0.01 * (highest - lowest))


def test_the_ends_keep_the_domain(five: Stage) -> None:
    at = handle(five, 0)
    five.stroke([at, at + QPointF(30.0, -10.0), at + QPointF(60.0, -30.0)])
    w, f = points_of(five)[0]
    assert w == -6.0
    assert f > 2.0


def test_the_curve_follows_while_the_handle_is_held_and_escape_puts_it_back(five: Stage) -> None:
    landscape, at = five.session.landscape, handle(five, 2)
    five.press(at)
    five.drag(at + QPointF(0.0, -30.0))
    assert points_of(five)[2][1] > 1.0
    five.key(Qt.Key.Key_Escape)
    assert five.session.landscape is landscape
    assert five.edit.handles.position(2) == (0.0, 1.0)
    five.release(at)
    assert five.session.landscape is landscape


def test_while_a_handle_is_held_its_limits_are_seen(five: Stage) -> None:
    at, line = handle(five, 2), handle(five, 3)
    before = five.view.viewport().grab().toImage()
    five.press(at)
    five.drag(at + QPointF(0.0, -4.0))
    during = five.view.viewport().grab().toImage()
    columns = range(round(line.x()) - 2, round(line.x()) + 2)
    high = range(5, 40)
    assert any(before.pixelColor(x, y) != during.pixelColor(x, y) for x in columns for y in high)
    five.release(at)


def test_a_double_click_on_the_curve_adds_a_point_that_is_on_it(five: Stage) -> None:
    f = float(five.session.landscape.height(np.array([1.0]))[0])
    five.double_click(five.pixels(1.0, f))
    assert len(points_of(five)) == 6
    assert points_of(five)[3] == pytest.approx((1.0, f), abs=0.02)
    assert five.edit.selected == 3


def test_a_double_click_above_or_below_the_curve_adds_a_point_there(five: Stage) -> None:
    f = float(five.session.landscape.height(np.array([1.0]))[0])
    for at in (five.pixels(1.0, f) + QPointF(0.0, -60.0), five.pixels(-1.5, -0.5)):
        there = five.view.to_curve(at)
        five.double_click(at)
        assert five.edit.position == pytest.approx(there, abs=0.02)
        assert five.session.landscape.height(np.array([there[0]])) == pytest.approx(there[1], abs=0.02)
    assert len(points_of(five)) == 7


def test_a_double_click_where_there_is_no_room_says_so(five: Stage) -> None:
    five.view.view_box.zoom(1e-3, five.pixels(0.0, 1.0))
    five.double_click(five.pixels(0.0, 1.0) + QPointF(13.0, -30.0))
    assert len(points_of(five)) == 5
    assert "no room" in five.message[-1]


def test_a_double_click_on_a_ball_off_the_curve_adds_nothing(five: Stage) -> None:
    five.session.set_parameter(five.session.selected, "alpha", 0.999)  # the longer it remembers the bigger it is
    five.session.set_start(five.session.selected, -2.5)
    ball = five.session.ball(five.session.selected)
    f = float(five.session.landscape.height(np.array([ball.start]))[0])
    top = five.pixels(ball.start, f)
    while five.view.balls.balls_at(top.x(), top.y() - 1.0):
        top -= QPointF(0.0, 1.0)
    five.double_click(top)
    assert len(points_of(five)) == 5


def test_a_double_click_beside_the_domain_shows_the_whole_curve(five: Stage) -> None:
    whole = five.view.plot_transform
    five.view.zoom(1.5)
    five.double_click(five.pixels(6.5, 2.0))
    assert len(points_of(five)) == 5
    assert five.view.plot_transform == whole


def test_a_right_click_removes_a_point_but_not_an_end_nor_one_of_four(five: Stage) -> None:
    right = Qt.MouseButton.RightButton
    five.click(handle(five, 0), right)
    assert len(points_of(five)) == 5
    assert "hold the domain" in five.message[-1]
    five.click(handle(five, 2), right)
    assert [w for w, _ in points_of(five)] == [-6.0, -3.0, 2.0, 6.0]
    five.click(handle(five, 1), right)
    assert len(points_of(five)) == 4
    assert "at least 4" in five.message[-1]


def test_a_right_button_removes_a_point_only_where_it_is_let_go_on_it(five: Stage) -> None:
    right, before = Qt.MouseButton.RightButton, points_of(five)
    five.press(handle(five, 2), right)
    assert points_of(five) == before
    five.mouse(QEvent.Type.MouseMove, handle(five, 2) + QPointF(60.0, 20.0), right)
    five.release(handle(five, 2) + QPointF(60.0, 20.0), right)
    assert points_of(five) == before


def test_the_selected_point_can_be_typed_exactly(five: Stage) -> None:
    bar = five.bar.points_bar
    five.click(handle(five, 2))
    assert (bar.w.number, bar.f.number) == (0.0, 1.0)
    for field, text in ((bar.w, "0.705"), (bar.f, "1/3")):
        field.selectAll()
        for character in text:
            five.key(Qt.Key(ord(character)), to=field)
        five.key(Qt.Key.Key_Return, to=field)
    assert points_of(five)[2] == (0.705, 1.0 / 3.0)
    five.click(handle(five, 0))
    assert not bar.w.isEnabled()
    assert bar.f.isEnabled()
    five.key(Qt.Key.Key_Escape)
    assert not bar.w.isVisible()


def test_a_position_beyond_a_neighbour_is_clamped(five: Stage) -> None:
    bar = five.bar.points_bar
    five.click(handle(five, 2))
    bar.w.selectAll()
    five.key(Qt.Key.Key_5, to=bar.w)
    five.key(Qt.Key.Key_Return, to=bar.w)
    w = points_of(five)[2][0]
    assert 1.9 < w < 2.0
    assert bar.w.number == w


def test_hovering_highlights_the_point_under_the_mouse(five: Stage) -> None:
    at = handle(five, 2)
    five.hover(at + QPointF(200.0, -200.0))
    before = five.view.viewport().grab().toImage()
    five.hover(at)
    assert five.view.viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor
    assert five.view.viewport().grab().toImage() != before


def test_a_curve_of_many_points_has_few_handles_and_the_hint_says_so(stage: Stage) -> None:
    w = np.linspace(-6.0, 6.0, 2000)
    rough = PointsLandscape(w, 0.1 * w**2 + np.sin(2.0 * w))
    stage.session.set_landscape(rough)
    stage.bar.set_mode("points")
    assert len(stage.edit.handles) <= 60
    assert "simplifies" in stage.bar.points_bar.hint.text
    at = handle(stage, 5)
    stage.stroke([at, at + QPointF(0.0, -10.0)])
    assert len(points_of(stage)) == len(stage.edit.handles)
    assert "simplifies" not in stage.bar.points_bar.hint.text


def test_another_landscape_brings_its_own_handles(five: Stage) -> None:
    five.press(handle(five, 2))
    preset = load_preset("network-loss")
    five.session.set_landscape(preset.landscape)
    assert five.edit.selected is None
    assert five.edit.handles.w[0] == preset.landscape.domain[0]
    five.drag(QPointF(50.0, 50.0))
    five.release(QPointF(50.0, 50.0))
    assert five.session.landscape is preset.landscape


def test_a_landscape_set_while_inactive_gives_its_handles_later(five: Stage) -> None:
    five.bar.set_mode("draw")
    five.session.set_landscape(FormulaLandscape("w^2", (-2.0, 2.0)))
    five.bar.set_mode("points")
    assert five.edit.handles.w[0] == -2.0


def test_rolling_balls_keep_their_speed(five: Stage) -> None:
    five.session.step_on(10)
    delta = five.session.run.state.delta.tolist()
    at = handle(five, 2)
    five.stroke([at, at + QPointF(0.0, -10.0), at + QPointF(0.0, -30.0)])
    assert five.session.run.state.delta.tolist() == delta
    assert five.session.step == 10


def test_a_double_click_on_a_point_and_a_second_point_at_one_place_change_nothing(five: Stage) -> None:
    landscape = five.session.landscape
    five.double_click(handle(five, 2))
    assert five.session.landscape is landscape
    assert not five.edit.add(1e-4)
    assert not five.edit.add(7.0)


def test_a_position_that_is_too_steep_is_refused_and_the_point_stays(five: Stage) -> None:
    landscape = five.session.landscape
    five.click(handle(five, 2))
    field = five.bar.points_bar.f
    field.selectAll()
    for character in "1e308":
        five.key(Qt.Key(ord(character.upper())), to=field)
    five.key(Qt.Key.Key_Return, to=field)
    assert field.property("refused")
    five.edit.move_selected_to(0.0, float("inf"))
    assert five.session.landscape is landscape
    assert "not a finite number" in five.message[-1]
    assert five.edit.position == (0.0, 1.0)


def test_a_drag_that_ends_too_steep_is_undone(five: Stage) -> None:
    landscape = five.session.landscape
    five.edit.begin_drag(2)
    five.edit.drag_to(0.5, 2.0)
    five.edit.drag_to(0.5, float("nan"))
    five.edit.end_drag()
    assert five.session.landscape is landscape
    assert five.edit.position == (0.0, 1.0)
