"""Escape in the middle of a change of the curve: it is as if it had never been begun, also in the past."""

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from physics.landscape.formula import FormulaLandscape
from tests.support.scenes import State, state_of
from tests.support.window_gestures import drawn, entries, slider
from tests.window.conftest import CTRL, Person

ESCAPE = Qt.Key.Key_Escape


@pytest.fixture(params=[0, 12, 40])
def before(request: pytest.FixtureRequest, person: Person) -> State:
    """Forty steps are recorded, some with other values; the first, one between, or the last is shown."""
    person.session.step_on(20)
    person.session.set_parameter(3, "alpha", 0.6)
    person.session.step_on(20)
    person.session.seek(request.param)
    return state_of(person.session)


def assert_as_before(person: Person, before: State) -> None:
    assert state_of(person.session) == before
    assert entries(person.session) == ["α of ball 4"]
    person.session.undo()
    assert person.session.run.edits == ()


def begin_drag(person: Person, places: list[QPointF], qtbot: QtBot) -> None:
    """Press and move, without letting go, until the landscape has followed."""
    session, viewport = person.session, person.window.landscape_view.viewport()
    landscape = session.landscape
    person.mouse(viewport, QEvent.Type.MouseButtonPress, places[0])
    for place in places[1:]:
        person.mouse(viewport, QEvent.Type.MouseMove, place)
    qtbot.waitUntil(lambda: session.landscape is not landscape)


def test_a_stroke_that_is_given_up(person: Person, before: State, qtbot: QtBot) -> None:
    person.press(Qt.Key.Key_2, CTRL)
    begin_drag(person, drawn(person.window), qtbot)
    QTest.keyClick(person.window.landscape_view, ESCAPE)
    assert_as_before(person, before)


def test_a_point_that_is_put_back(person: Person, before: State, qtbot: QtBot) -> None:
    person.press(Qt.Key.Key_3, CTRL)
    view, edit = person.window.landscape_view, person.window.editors.points_tool.edit
    place = view.to_pixels(*edit.handles.position(2))
    begin_drag(person, [place + QPointF(0.0, 5.0 * move) for move in range(6)], qtbot)
    QTest.keyClick(view, ESCAPE)
    assert_as_before(person, before)


def test_a_formula_that_is_given_up(person: Person, before: State, qtbot: QtBot) -> None:
    person.press(Qt.Key.Key_4, CTRL)
    session, field = person.session, person.window.editor_bar.formula_bar.field
    for text in ("w^2/9", "w^2/4"):
        typed(person, text, qtbot)
    assert entries(session) == ["α of ball 4", "formula"]
    QTest.keyClick(field, ESCAPE)
    assert_as_before(person, before)


def typed(person: Person, text: str, qtbot: QtBot) -> None:
    """Type a formula and wait until it is shown."""
    session, field = person.session, person.window.editor_bar.formula_bar.field
    field.selectAll()
    QTest.keyClicks(field, text)
    qtbot.waitUntil(lambda: getattr(session.landscape, "text", "") == text)


@pytest.mark.parametrize("is_last", [False, True])
def test_what_was_changed_while_a_formula_was_typed_stays_when_that_is_given_up(
    person: Person, is_last: bool, qtbot: QtBot
) -> None:
    """What is done without the keyboard meanwhile, such as a click on a slider, is no part of the formula."""
    session, field = person.session, person.window.editor_bar.formula_bar.field
    landscape = session.landscape
    session.step_on(20)
    person.press(Qt.Key.Key_4, CTRL)
    typed(person, "w^2/9", qtbot)
    widget = slider(person.window, 1)
    list(person.drag(widget, [QPointF(round(widget.x_of(0.5)), 10.0)]))
    assert field.hasFocus()
    typed(person, "w^2/4", qtbot)
    if is_last:
        list(person.drag(widget, [QPointF(round(widget.x_of(0.3)), 10.0)]))
    QTest.keyClick(field, ESCAPE)
    assert session.landscape is landscape
    assert field.text() == landscape.text if isinstance(landscape, FormulaLandscape) else ""
    assert session.ball(1).parameters["alpha"] == pytest.approx(0.3 if is_last else 0.5, abs=0.01)
    while session.history.stack.canUndo():
        session.undo()
    assert (session.landscape, session.run.edits, session.ball(1).parameters["alpha"]) == (landscape, (), 0.8)


def test_when_time_has_gone_by_the_old_curve_comes_back_as_a_change(person: Person, qtbot: QtBot) -> None:
    session = person.session
    landscape = session.landscape
    session.step_on(20)
    before = state_of(session)
    person.press(Qt.Key.Key_2, CTRL)
    session.play()
    begin_drag(person, drawn(person.window), qtbot)
    step = session.step
    qtbot.waitUntil(lambda: session.step > step)
    QTest.keyClick(person.window.landscape_view, ESCAPE)
    session.pause()
    assert session.landscape is landscape
    assert session.run.last > 20
    assert entries(session) == ["stroke"]
    session.undo()
    assert state_of(session) == before
