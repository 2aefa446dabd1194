"""The outcome map as a person uses it."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from app.files.scenario import Scenario
from app.prediction.ghost import GhostRun
from app.prediction.outcome_map import FINE_SIZE
from app.session.session import Session
from app.text.numbers import number
from app.theme.application import Theme
from app.theme.palette import DARK
from app.views.outcome_map import OutcomeMapPanel
from app.views.outcome_map.dots import DOT_RADIUS_PX, RIM_WIDTH_PX, dots_of, paint_dots
from app.views.outcome_map.legend import legend_entries
from physics.forcing.forcing import NOISY_LAST_STEP, Forcing
from physics.landscape.formula import FormulaLandscape
from physics.landscape.points import PointsLandscape
from physics.outcome.outcome import LEFT, REPEATS, ROLLING, SETTLED, TRAPPED
from physics.rules.base import ALPHA, ETA
from physics.rules.suggestion import Suggestion
from physics.run.ball import START
from physics.sweep.initial_states import state_at_rest
from physics.sweep.sweep import sweep_now
from tests.support.balls import MOMENTUM, NESTEROV, new_ball
from tests.support.scenes import HILLS, assert_replays
from tests.views.outcome_map.conftest import Mouse


def pixel(panel: OutcomeMapPanel, place: QPointF) -> int:
    return panel.view.grab().toImage().pixel(place.toPoint()) & 0xFFFFFF


def end_of(alpha: float, eta: float, start: float, *, nesterov: bool = False) -> tuple[int, int]:
    ball = new_ball(alpha, eta, start, NESTEROV if nesterov else MOMENTUM)
    results = sweep_now(HILLS, state_at_rest(ball).initial_states(1))
    return results.outcome[0].item(), results.valley[0].item()


def hue_of(panel: OutcomeMapPanel, place: QPointF) -> int:
    return panel.view.grab().toImage().pixelColor(place.toPoint()).hue()


def place_of_dot(panel: OutcomeMapPanel, ball: int) -> QPointF:
    pixel_axes = panel.view.pixel_axes()
    assert pixel_axes is not None
    dots = dots_of(panel.model, *pixel_axes)
    return panel.view.in_widget(QPointF(dots.x[dots.ball == ball][0], dots.y[dots.ball == ball][0]))


def test_the_picture_has_the_outcomes_of_runs(
    panel: OutcomeMapPanel, complete: Callable[[], None], mouse: Mouse
) -> None:
    complete()
    for alpha, start in ((0.5, -3.0), (0.5, 0.8), (0.3, 3.0), (0.5, 5.6), (0.2, -1.5)):
        valley = end_of(alpha, 0.02, start)[1]
        assert hue_of(panel, mouse.at(alpha, start)) == pytest.approx(DARK.valley(valley).hue(), abs=3)
    assert end_of(0.99, 0.02, 4.0)[0] == LEFT
    assert pixel(panel, mouse.at(0.99, 4.0)) == int(DARK.outcomes.left[1:], 16)


def test_hovering_starts_a_ghost_run(panel: OutcomeMapPanel, ghost_run: GhostRun, mouse: Mouse) -> None:
    mouse.move(mouse.at(0.95, 4.8))
    assert ghost_run.run is not None
    ball = ghost_run.run.balls[0]
    assert (ball.parameters["alpha"], ball.parameters["eta"]) == (pytest.approx(0.95, abs=2e-3), 0.02)
    assert ball.start == pytest.approx(4.8, abs=0.05)
    assert ball.name.startswith("α 0.9")
    assert "start 4." in ball.name
    QTest.mouseMove(panel.view)
    panel.view.leaveEvent(QEvent(QEvent.Type.Leave))
    assert ghost_run.run is None


def test_a_click_moves_the_start_of_the_selected_ball(session: Session, mouse: Mouse) -> None:
    session.select(1)
    mouse.click(mouse.at(0.99, -1.0))
    ball = session.ball(1)
    assert ball.parameters["alpha"] == pytest.approx(0.99, abs=1e-3)
    assert ball.start == pytest.approx(-1.0, abs=0.1)
    assert session.step == 0
    assert session.run.edits == ()


def test_a_click_later_puts_the_ball_there_at_rest_and_it_replays(session: Session, mouse: Mouse) -> None:
    session.step_on(20)
    mouse.click(mouse.at(0.9, 1.0))
    assert session.run.state.delta[session.selected] == 0.0
    assert session.run.state.w[session.selected] == pytest.approx(1.0, abs=0.1)
    assert session.run.parameters["alpha"][session.selected] == pytest.approx(0.9, abs=5e-3)
    session.step_on(30)
    assert_replays(session)


def test_a_ball_that_is_put_somewhere_ends_as_the_map_shows(
    session: Session, panel: OutcomeMapPanel, mouse: Mouse, complete: Callable[[], None]
) -> None:
    session.step_on(20)
    mouse.click(mouse.at(0.93, 4.0))
    complete()
    hue = hue_of(panel, mouse.at(*panel.model.position_of(session.selected)) + QPointF(0.0, 11.0))
    session.step_on(2000)
    assert session.run.status.outcome[session.selected] == SETTLED
    assert hue == pytest.approx(DARK.valley(session.run.status.valley[session.selected].item()).hue(), abs=4)


def test_dots_can_be_dragged_and_select_their_ball(session: Session, panel: OutcomeMapPanel, mouse: Mouse) -> None:
    dot = place_of_dot(panel, 2)
    mouse.drag(dot, dot + QPointF(10.0, 20.0), mouse.at(0.5, -3.0))
    assert session.selected == 2
    assert session.ball(2).parameters["alpha"] == pytest.approx(0.5, abs=0.02)
    assert session.ball(2).start == pytest.approx(-3.0, abs=0.1)


def test_a_press_on_a_dot_alone_changes_nothing(session: Session, panel: OutcomeMapPanel, mouse: Mouse) -> None:
    before = session.balls
    dot = place_of_dot(panel, 1)
    mouse.click(dot + QPointF(2.0, 1.0))
    assert session.selected == 1
    assert session.balls == before


def test_the_wheel_zooms_about_the_mouse_and_a_double_click_returns(
    session: Session, panel: OutcomeMapPanel, mouse: Mouse, complete: Callable[[], None], qtbot: QtBot
) -> None:
    complete()
    here = mouse.at(0.99, 4.0)
    for _ in range(8):
        mouse.wheel(here, 1.0)
    grid = panel.model.grid
    assert grid is not None
    assert panel.model.is_zoomed
    assert 0.9 < grid.x.lowest < 0.99 < grid.x.highest < 0.999
    assert 1.0 < grid.y.lowest < 4.0 < grid.y.highest < 6.0
    complete()
    before = session.balls
    mouse.double_click(here)
    assert not panel.model.is_zoomed
    qtbot.wait(30)
    assert session.balls == before


def test_in_a_zoomed_map_a_single_click_still_puts_the_ball(
    session: Session, panel: OutcomeMapPanel, mouse: Mouse, qtbot: QtBot
) -> None:
    mouse.wheel(mouse.at(0.9, 0.0), 3.0)
    mouse.click(mouse.at(0.9, 0.5))
    qtbot.waitUntil(lambda: abs(session.ball(session.selected).start - 0.5) < 0.1)


def test_a_zoomed_picture_can_be_moved(panel: OutcomeMapPanel, mouse: Mouse) -> None:
    mouse.wheel(mouse.at(0.9, 0.0), 5.0)
    grid = panel.model.grid
    assert grid is not None
    mouse.drag(mouse.at(0.9, 0.0), mouse.at(0.9, 0.0) + QPointF(0.0, 30.0), button=Qt.MouseButton.MiddleButton)
    moved = panel.model.grid
    assert moved is not None
    assert moved.y.lowest > grid.y.lowest
    assert moved.x == grid.x


def test_all_three_maps_have_the_outcomes_of_runs(
    session: Session, panel: OutcomeMapPanel, mouse: Mouse, complete: Callable[[], None]
) -> None:
    session.select(2)
    for axes in panel.model.all_axes:
        panel.model.set_axes(axes)
        complete()
        picture = panel.model.picture
        assert picture is not None
        for row, column in ((10, 20), (200, 100), (120, 250)):
            values = {ALPHA: 0.9, ETA: 0.02, START: 4.8}
            values[axes[0]] = picture.grid.x_values[column].item()
            values[axes[1]] = picture.grid.y_values[row].item()
            assert end_of(*values.values())[0] == picture.outcome[row, column]
    with pytest.raises(ValueError, match="no map"):
        panel.model.set_axes((START, ALPHA))


def test_the_map_follows_the_landscape_the_rule_and_the_third_value(
    session: Session, panel: OutcomeMapPanel, complete: Callable[[], None]
) -> None:
    complete()
    first = panel.model.picture
    assert first is not None
    session.set_parameter(session.selected, "eta", 0.05)
    complete()
    second = panel.model.picture
    assert second is not None
    assert not np.array_equal(first.outcome, second.outcome)
    session.set_rule(session.selected, NESTEROV)
    complete()
    third = panel.model.picture
    assert third is not None
    assert third.grid.ball.rule is NESTEROV
    session.set_landscape(PointsLandscape([-2, -1, 0, 1, 2], [1, 0, 0.5, 0.1, 1]))
    complete()
    fourth = panel.model.picture
    assert fourth is not None
    assert fourth.grid.y.lowest == -2.0


def test_values_on_the_axes_need_no_new_map(
    session: Session, panel: OutcomeMapPanel, complete: Callable[[], None]
) -> None:
    complete()
    picture = panel.model.picture
    session.set_parameter(session.selected, "alpha", 0.5)
    session.set_start(session.selected, 1.0)
    session.step_on(5)
    assert panel.model.picture is picture
    assert not panel.model.computation.is_busy


def test_arrows_move_the_selected_ball_and_keys_zoom(session: Session, panel: OutcomeMapPanel) -> None:
    alpha, start = panel.model.position_of(session.selected)
    QTest.keyClick(panel.view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(panel.view, Qt.Key.Key_Down)
    there = panel.model.position_of(session.selected)
    assert there[0] > alpha
    assert there[1] < start
    QTest.keyClick(panel.view, Qt.Key.Key_Left)
    QTest.keyClick(panel.view, Qt.Key.Key_Up)
    back = panel.model.position_of(session.selected)
    assert back[0] < there[0]
    assert back[1] > there[1]
    QTest.keyClick(panel.view, Qt.Key.Key_Plus)
    assert panel.model.is_zoomed
    QTest.keyClick(panel.view, Qt.Key.Key_0)
    assert not panel.model.is_zoomed
    QTest.keyClick(panel.view, Qt.Key.Key_Plus)
    QTest.keyClick(panel.view, Qt.Key.Key_Minus)
    QTest.keyClick(panel.view, Qt.Key.Key_Minus)
    assert not panel.model.is_zoomed


def test_without_a_ball_there_is_no_map_and_mouse_and_keys_do_nothing(
    session: Session, panel: OutcomeMapPanel, mouse: Mouse, ghost_run: GhostRun
) -> None:
    while session.run.balls:
        session.remove(0)
    panel.view.grab()
    place = QPointF(150.0, 80.0)
    mouse.click(place)
    mouse.move(place)
    mouse.wheel(place, 1.0)
    mouse.drag(place, place + QPointF(9.0, 9.0), button=Qt.MouseButton.MiddleButton)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Plus, Qt.Key.Key_A):
        QTest.keyClick(panel.view, key)
    assert ghost_run.run is None
    assert panel.view.drag_controller.values_at(place) is None
    session.add()
    assert panel.model.grid is not None


def test_the_legend_names_what_is_on_the_map(panel: OutcomeMapPanel, complete: Callable[[], None], dark: Theme) -> None:
    complete()
    assert [words for _, _, words in panel.legend.entries] == ["valley 1", "2", "3", "4", "5", "6", "leaves"]
    assert "leaves" in panel.legend.accessibleName()
    image = panel.legend.grab().toImage()
    colours = {image.pixel(x, image.height() // 2) & 0xFFFFFF for x in range(image.width())}
    assert {int(tint[1:], 16) for tint in DARK.outcomes.valleys} <= colours
    panel.legend.resize(1000, 20)
    panel.legend.grab()
    assert "leaves" not in panel.legend.toolTip()
    panel.legend.resize(90, 20)
    panel.legend.grab()  # the rest is counted, and named by the tooltip
    assert "valley 1, 2, 3, 4, 5, 6, leaves" in panel.legend.toolTip()


def test_the_legend_names_runs_that_repeat(panel: OutcomeMapPanel, complete: Callable[[], None]) -> None:
    complete()
    picture = panel.model.picture
    assert picture is not None
    outcome = np.where(picture.outcome == LEFT, REPEATS, picture.outcome)
    assert legend_entries(replace(picture, outcome=outcome))[0] == (REPEATS, 0, "repeats")


def test_the_legend_names_runs_that_still_move(panel: OutcomeMapPanel, complete: Callable[[], None]) -> None:
    complete()
    picture = panel.model.picture
    assert picture is not None
    plain = legend_entries(picture)
    some = (picture.outcome == TRAPPED) & (picture.valley > 2)
    moving = replace(picture, outcome=np.where(some, np.int8(ROLLING), picture.outcome))
    valleys = np.unique(picture.valley[some])
    assert len(valleys) > 1
    assert legend_entries(moving) == [(ROLLING, valleys[0], "still moving"), *plain]
    in_one = replace(picture, outcome=np.where(picture.valley == 4, np.int8(ROLLING), picture.outcome))
    assert legend_entries(in_one)[0] == (ROLLING, 4, "still moving in valley 5")


def test_with_noise_the_map_shows_where_balls_are_after_1000_steps_from_now(
    session: Session, panel: OutcomeMapPanel, qtbot: QtBot
) -> None:
    panel.model.set_size(16)
    session.set_noise(0.3)
    session.step_on(20)

    def is_complete() -> bool:
        picture = panel.model.picture
        return picture is not None and picture.forcing == Forcing(0.3, begun=20) and picture.share == 1.0

    panel.model.show_whole()
    qtbot.waitUntil(is_complete, timeout=60_000)
    picture = panel.model.picture
    assert picture is not None
    assert picture.last == NOISY_LAST_STEP
    assert (picture.outcome == ROLLING).any()
    words = [words for _, _, words in panel.legend.entries]
    assert "still moving" not in words
    assert words[0].startswith("valley ")
    session.seek(5)
    assert panel.model.forcing.begun == 5
    qtbot.waitUntil(lambda: panel.model.picture is not None and panel.model.picture.forcing.begun == 5)


def test_a_hidden_map_computes_nothing(session: Session, panel: OutcomeMapPanel, complete: Callable[[], None]) -> None:
    complete()
    panel.hide()
    session.set_parameter(session.selected, "eta", 0.03)
    assert not panel.model.computation.is_busy
    panel.show()
    complete()


def test_the_menus_choose_axes_and_resolution(
    session: Session, panel: OutcomeMapPanel, complete: Callable[[], None], qtbot: QtBot
) -> None:
    choose(panel, panel.axes_button.click, "α × η")
    assert panel.model.axes == (ALPHA, ETA)
    assert panel.axes_button.text().startswith("α × η")
    choose(panel, panel.more_button.click, "1024 × 1024 runs")
    assert panel.model.size == FINE_SIZE
    with qtbot.waitSignal(panel.export_wanted):
        choose(panel, panel.more_button.click, "Export the map…")
    with qtbot.waitSignal(panel.copy_wanted):
        choose(panel, panel.more_button.click, "Copy data")
    with qtbot.waitSignal(panel.copy_wanted):
        choose(panel, lambda: panel.view.open_menu(QPointF(5.0, 5.0)), "Copy data")
    panel.view.view_box.zoom(0.5)
    choose(panel, panel.more_button.click, "Show the whole map")
    assert not panel.model.is_zoomed


def choose(panel: OutcomeMapPanel, open_: Callable[[], None], text: str) -> None:
    open_()
    (menu,) = [menu for menu in panel.findChildren(QMenu) if menu.isVisible()]
    next(action for action in menu.actions() if action.text() == text).trigger()
    menu.close()


@pytest.mark.parametrize("eta", [0.0012345, 1.2345e-15])
def test_a_long_value_is_shown_whole_or_not_at_all_and_does_not_widen_the_panel(
    panel: OutcomeMapPanel, session: Session, eta: float
) -> None:
    least = panel.minimumSizeHint().width()
    session.set_parameter_for_all(ETA, eta)
    assert panel.minimumSizeHint().width() <= least
    for width in (500, 352, least):
        panel.resize(width, panel.height())
        QApplication.processEvents()
        assert panel.axes_button.minimumSizeHint().width() <= panel.axes_button.width()
        value = "" if width == least else f", η {number(eta)}"
        if width != 352:
            assert panel.axes_button.text() == f"α × start{value} ▾"


@pytest.mark.parametrize("how", ["open", "choose", "undo", "a narrower domain"])
def test_a_zoom_ends_when_the_landscape_is_replaced(
    session: Session, panel: OutcomeMapPanel, mouse: Mouse, how: str
) -> None:
    curve = PointsLandscape([-6, -3, 0, 3, 6], [3, 0, 2, 1, 4])
    acts = {
        "open": lambda: session.open(Scenario("Another", HILLS, session.balls), replays=False),
        "choose": lambda: session.choose(curve, "Curve", Suggestion(4.8, 0.02)),
        "undo": session.undo,
        "a narrower domain": lambda: session.set_landscape(FormulaLandscape("w^2", (-6, 1))),
    }
    if how == "undo":
        acts["choose"]()
    mouse.wheel(mouse.at(0.9, 3.0), 5.0)
    assert panel.model.is_zoomed
    acts[how]()
    assert not panel.model.is_zoomed
    assert panel.model.grid is not None
    assert (panel.model.grid.x, panel.model.grid.y) == panel.model.whole()


def test_a_zoom_stays_where_it_still_shows_a_part_of_the_whole(
    session: Session, panel: OutcomeMapPanel, mouse: Mouse
) -> None:
    mouse.wheel(mouse.at(0.9, -3.0), 5.0)
    zoomed = panel.model.grid
    assert zoomed is not None
    session.select(0)
    session.set_landscape(FormulaLandscape("w^2", (-6, 1)))
    assert panel.model.grid is not None
    assert (panel.model.grid.x, panel.model.grid.y) == (zoomed.x, zoomed.y)


@pytest.mark.parametrize("step", [0, 20])
def test_a_double_click_on_the_whole_map_changes_nothing(session: Session, mouse: Mouse, step: int) -> None:
    session.step_on(step)
    before, edits = session.balls, session.run.edits
    mouse.double_click(mouse.at(0.9, 1.0))
    assert (session.balls, session.run.edits, session.step) == (before, edits, step)
    mouse.click(mouse.at(0.9, 1.0))
    assert session.balls != before


def test_the_ring_of_the_selected_ball_shows_on_white(
    session: Session, panel: OutcomeMapPanel, qapp: QApplication, dark: Theme
) -> None:
    axes = panel.view.pixel_axes()
    assert axes is not None
    dots = dots_of(panel.model, *axes)
    size = panel.view.size()
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_dots(painter, dots, dark)
    x, y = round(dots.x[-1]), round(dots.y[-1])
    beyond = [image.pixelColor(x + round(DOT_RADIUS_PX + 2.0 + RIM_WIDTH_PX / 2.0 + 0.5), y + by) for by in (-1, 0, 1)]
    assert min(colour.lightness() for colour in beyond) < 128
