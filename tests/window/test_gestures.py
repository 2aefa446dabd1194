"""What one Ctrl+Z takes back: one gesture of the hand, whatever it went through."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.controls.slider import ScaleSlider
from app.session.tasks import Task
from app.window import Window
from physics.landscape.formula import FormulaLandscape
from physics.landscape.points import PointsLandscape
from tests.support.cards import opened, retype
from tests.support.scenes import State, state_of
from tests.support.window_gestures import drawn, entries, slider
from tests.window.conftest import CTRL, Person

Z, Y = Qt.Key.Key_Z, Qt.Key.Key_Y


EACH_STEP = pytest.mark.parametrize("before", [0, 12, 40], indirect=True)
"""At the first step, at one between, and at the last: for one gesture of each kind of change."""


@pytest.fixture
def before(request: pytest.FixtureRequest, person: Person) -> State:
    """Forty steps are recorded, and one of them is shown, the twelfth unless the test asks for others."""
    person.session.step_on(40)
    person.session.seek(getattr(request, "param", 12))
    return state_of(person.session)


def assert_one_entry(person: Person, before: State, text: str) -> None:
    """One entry of this name, which Ctrl+Z takes back exactly, and Ctrl+Y brings again exactly."""
    session = person.session
    assert entries(session) == [text]
    assert person.window.actions_by_name["undo"].text() == f"Undo {text}"
    after = state_of(session)
    assert after != before
    person.window.landscape_view.setFocus()
    person.press(Z, CTRL)
    assert state_of(session) == before
    assert person.window.actions_by_name["redo"].text() == f"Redo {text}"
    assert not person.window.actions_by_name["undo"].isEnabled()
    person.press(Y, CTRL)
    assert state_of(session) == after


def across(widget: ScaleSlider, *alphas: float) -> list[QPointF]:
    return [QPointF(round(widget.x_of(alpha)), widget.height() / 2.0) for alpha in alphas]


@EACH_STEP
def test_a_slider_drag(person: Person, before: State) -> None:
    widget = slider(person.window, 1)
    seen = {person.session.ball(1).parameters["alpha"] for _ in person.drag(widget, across(widget, 0.8, 0.7, 0.6, 0.5))}
    assert len(seen) == 3
    assert_one_entry(person, before, "α of ball 2")


@EACH_STEP
def test_a_slider_drag_while_time_runs(person: Person, before: State, qtbot: QtBot) -> None:
    session, widget = person.session, slider(person.window, 1)
    session.playback.set_speed(200.0)
    session.play()
    for _ in person.drag(widget, across(widget, 0.8, 0.7, 0.6, 0.5)):
        step = session.step
        qtbot.waitUntil(lambda step=step: session.step > step)  # type: ignore[misc]
    session.pause()
    assert entries(session) == ["α of ball 2"]
    session.undo()
    assert session.run.edits == ()
    assert session.run.recording.rows().w.shape == (41, 5)


def test_two_drags_are_two_entries(person: Person) -> None:
    widget = slider(person.window, 1)
    for begin, end in ((0.8, 0.6), (0.6, 0.5)):
        list(person.drag(widget, across(widget, begin, end)))
    assert entries(person.session) == ["α of ball 2"] * 2


def test_a_click_on_a_slider(person: Person, before: State) -> None:
    widget = slider(person.window, 3)
    list(person.drag(widget, across(widget, 0.5)))
    assert_one_entry(person, before, "α of ball 4")


def test_the_wheel_as_long_as_it_is_turned(person: Person, before: State, qtbot: QtBot) -> None:
    widget = slider(person.window, 2)
    widget.setFocus()
    with qtbot.waitSignal(widget.gesture.ended):
        for _ in range(4):
            person.wheel(widget)
    assert_one_entry(person, before, "α of ball 3")
    widget.setFocus()
    person.wheel(widget)
    assert len(entries(person.session)) == 2


def test_keys_without_a_pause(person: Person, before: State, qtbot: QtBot) -> None:
    widget = slider(person.window, 2)
    widget.setFocus()
    first = person.session.ball(2).parameters["alpha"]
    with qtbot.waitSignal(widget.gesture.ended):
        person.hold(widget, Qt.Key.Key_Right, 6)
    assert person.session.ball(2).parameters["alpha"] > first
    assert_one_entry(person, before, "α of ball 3")
    person.hold(widget, Qt.Key.Key_Left, 2)
    assert len(entries(person.session)) == 2


def test_a_number_that_is_typed(person: Person, before: State) -> None:
    retype(opened(person.window.balls_panel, 0).fields["alpha"], "0.85")
    assert_one_entry(person, before, "α of ball 1")


@EACH_STEP
def test_a_stroke(person: Person, before: State, qtbot: QtBot) -> None:
    person.press(Qt.Key.Key_2, CTRL)
    session = person.session
    seen = {session.landscape}
    for number, _ in enumerate(person.drag(person.window.landscape_view.viewport(), drawn(person.window))):
        if number in (10, 20):
            landscape = session.landscape
            qtbot.waitUntil(lambda landscape=landscape: session.landscape is not landscape)  # type: ignore[misc]
        seen.add(session.landscape)
    assert len(seen) > 3
    assert isinstance(session.landscape, PointsLandscape)
    assert_one_entry(person, before, "stroke")


@EACH_STEP
def test_a_point_that_is_dragged(person: Person, before: State) -> None:
    person.press(Qt.Key.Key_3, CTRL)
    window, edit = person.window, person.window.editors.points_tool.edit
    place = window.landscape_view.to_pixels(*edit.handles.position(2))
    list(person.drag(window.landscape_view.viewport(), [place + QPointF(0.0, 4.0 * move) for move in range(8)]))
    assert isinstance(person.session.landscape, PointsLandscape)
    assert_one_entry(person, before, "points")


def typed_formula(person: Person, text: str, qtbot: QtBot) -> None:
    """Type it with a pause after each letter, so that all that can be read is shown on the way."""
    session, field = person.session, person.window.editor_bar.formula_bar.field
    field.selectAll()
    for number in range(1, len(text) + 1):
        QTest.keyClicks(field, text[number - 1])
        try:
            FormulaLandscape(text[:number], session.landscape.domain)
        except ValueError:
            continue
        shown = text[:number]
        qtbot.waitUntil(lambda shown=shown: getattr(session.landscape, "text", "") == shown)  # type: ignore[misc]


def test_a_formula_that_is_typed(person: Person, before: State, qtbot: QtBot) -> None:
    person.press(Qt.Key.Key_4, CTRL)
    typed_formula(person, "0.1w^2", qtbot)
    QTest.keyClick(person.window.editor_bar.formula_bar.field, Qt.Key.Key_Return)
    assert_one_entry(person, before, "formula")


def ball_at(person: Person, ball: int) -> QPointF:
    positions = person.window.landscape_view.balls.positions
    return QPointF(positions.x[ball], positions.y[ball])


@EACH_STEP
def test_a_ball_that_is_dragged(person: Person, before: State) -> None:
    view = person.window.landscape_view
    begin = ball_at(person, 0)
    positions = [begin, *(begin + QPointF(-10.0 * move, 0.0) for move in range(1, 8))]
    person.session.select(0)
    list(person.drag(view.viewport(), positions))
    (text,) = entries(person.session)
    assert text.startswith("place of ball ")
    assert_one_entry(person, before, text)


@EACH_STEP
def test_a_ball_that_is_dragged_while_time_runs(person: Person, before: State, qtbot: QtBot) -> None:
    session, view = person.session, person.window.landscape_view
    begin, step = ball_at(person, 0), session.step
    session.playback.set_speed(120.0)
    session.play()
    for _ in person.drag(view.viewport(), [begin, *(begin + QPointF(-10.0 * move, 0.0) for move in range(1, 6))]):
        now = session.step
        qtbot.waitUntil(lambda now=now: session.step > now)  # type: ignore[misc]
    session.pause()
    assert session.step > step
    assert len(entries(session)) == 1
    assert any(edit.w is not None for edit in session.run.edits)
    session.undo()
    assert state_of(session)[:5] == before[:5]
    session.seek(step)
    assert state_of(session)[:7] == before[:7]
    assert not session.history.stack.canUndo()


def test_a_ball_that_is_moved_by_keys(person: Person, before: State) -> None:
    for _ in range(3):
        person.press(Qt.Key.Key_Left, CTRL)
    assert_one_entry(person, before, "place of ball 4")


def test_a_dot_that_is_moved_by_keys_on_the_map(person: Person, before: State) -> None:
    view = person.window.outcome_map.view
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Up):
        QTest.keyClick(view, key)
    assert_one_entry(person, before, "place of ball 4")


def test_a_number_that_is_stepped_by_keys(person: Person, before: State) -> None:
    field = opened(person.window.balls_panel, 0).fields["eta"]
    for _ in range(3):
        QTest.keyClick(field, Qt.Key.Key_Up)
    assert_one_entry(person, before, "η of ball 1")


def test_a_point_that_is_moved_by_keys(person: Person, before: State) -> None:
    person.press(Qt.Key.Key_3, CTRL)
    person.window.editors.points_tool.edit.select(2)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Up):
        QTest.keyClick(person.window.landscape_view, key)
    assert_one_entry(person, before, "points")


@EACH_STEP
def test_a_dot_that_is_dragged_on_the_map(person: Person, before: State) -> None:
    view = person.window.outcome_map.view
    sides = view.pixel_axes()
    assert sides is not None
    points = [QPointF(sides[0].pixel(alpha), sides[1].pixel(1.0)) for alpha in (0.5, 0.6, 0.7, 0.8)]
    list(person.drag(view.viewport(), [view.in_widget(point) for point in points]))
    assert_one_entry(person, before, "place of ball 4")


DEEDS: dict[str, Callable[[Person], object]] = {
    "add a ball": lambda person: person.press(Qt.Key.Key_B, CTRL),
    "duplicate ball 4": lambda person: person.press(Qt.Key.Key_D, CTRL),
    "remove ball 4": lambda person: person.press(Qt.Key.Key_Delete),
}


@EACH_STEP
@pytest.mark.parametrize("text", DEEDS)
def test_a_command(person: Person, before: State, text: str) -> None:
    DEEDS[text](person)
    assert_one_entry(person, before, text)


def test_what_only_shows_something_is_no_entry(person: Person, window: Window, qtbot: QtBot) -> None:
    session, key = person.session, Qt.Key
    for pressed in (key.Key_Right, key.Key_Right, key.Key_Left, key.Key_Home, key.Key_End, key.Key_M, key.Key_Escape):
        person.press(pressed)
    person.press(key.Key_Down, CTRL)
    person.press(key.Key_M, CTRL)
    person.press(key.Key_BracketRight)
    line = window.transport.time_line
    list(person.drag(line, [QPointF(line.x_of(step), 10.0) for step in (2, 1, 0)]))
    person.press(key.Key_Space)
    qtbot.waitUntil(lambda: session.step > 3)
    person.press(key.Key_Space)
    assert entries(session) == []
    assert not window.isWindowModified()
    qtbot.waitUntil(lambda: not Task.running)


def test_two_hundred_gestures_can_be_taken_back(person: Person) -> None:
    widget = slider(person.window, 1)
    for _ in range(103):
        for alpha in (0.3, 0.6):
            list(person.drag(widget, across(widget, alpha)))
    for _ in range(206):
        person.press(Z, CTRL)
    assert not person.session.history.stack.canUndo()
    assert person.session.history.stack.count() == 200
