"""The sliders of a formula's parameters, by mouse and keys, while balls roll."""

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QAccessible, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.controls import gesture
from app.controls.slider import ScaleSlider
from app.files.presets import load_preset
from app.files.slider_range import SliderRange
from app.views.editors.parameters import ParameterControl, parameters_of
from app.views.editors.range_popover import RangePopover
from physics.landscape.formula import FormulaLandscape
from tests.support.scenes import assert_replays, state_of
from tests.views.editors.conftest import LEFT, NO_KEY, NONE, Stage

SHIFT = Qt.KeyboardModifier.ShiftModifier
TEXT = "a*w^2 + b*cos(c*w)"
VALUES = {"a": 0.1, "b": 0.8, "c": 3.0}


@pytest.fixture
def waves(stage: Stage) -> Stage:
    stage.session.set_landscape(FormulaLandscape(TEXT, (-6, 6), parameters=VALUES))
    stage.session.history.clear()
    return stage


def values(stage: Stage) -> dict[str, float]:
    return parameters_of(stage.session.landscape)


def control(stage: Stage, name: str) -> ParameterControl:
    return stage.bar.parameters.controls[name]


def shown(stage: Stage) -> list[str]:
    return [name for name, each in stage.bar.parameters.controls.items() if each.isVisible()]


def place(slider: ScaleSlider, number: float) -> QPointF:
    return QPointF(slider.x_of(number), slider.height() / 2.0)


def mouse(slider: ScaleSlider, kind: QEvent.Type, at: QPointF) -> None:
    pressed = NONE if kind == QEvent.Type.MouseMove else LEFT
    held = NONE if kind == QEvent.Type.MouseButtonRelease else LEFT
    QApplication.sendEvent(slider, QMouseEvent(kind, at, slider.mapToGlobal(at), pressed, held, NO_KEY))


def press(slider: ScaleSlider) -> None:
    mouse(slider, QEvent.Type.MouseButtonPress, place(slider, slider.number))


def move(slider: ScaleSlider, number: float) -> None:
    mouse(slider, QEvent.Type.MouseMove, place(slider, number))


def release(slider: ScaleSlider) -> None:
    mouse(slider, QEvent.Type.MouseButtonRelease, place(slider, slider.number))


def drag(slider: ScaleSlider, numbers: Sequence[float]) -> None:
    press(slider)
    for number in numbers:
        move(slider, number)
    release(slider)


def type_in(stage: Stage, name: str, text: str) -> None:
    field = control(stage, name).field
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_each_parameter_of_the_formula_has_a_slider(waves: Stage) -> None:
    assert shown(waves) == ["a", "b", "c"]
    for name, value in VALUES.items():
        assert control(waves, name).slider.number == value
        assert control(waves, name).field.number == value
    waves.session.set_landscape(FormulaLandscape("d*w^2", (-6, 6)))
    assert shown(waves) == ["d"]
    waves.session.set_landscape(load_preset("double-well").landscape)
    assert shown(waves) == []


def test_sliders_belong_to_the_formula_editor(waves: Stage) -> None:
    waves.bar.set_mode("draw")
    assert shown(waves) == []
    waves.bar.set_mode("formula")
    assert shown(waves) == ["a", "b", "c"]


def test_a_typed_letter_gets_a_slider_at_1_and_the_others_keep_their_values(waves: Stage, qtbot: QtBot) -> None:
    field = waves.bar.formula_bar.field
    waves.bar.set_mode("formula")
    QTest.keyClicks(field, f"{TEXT} + d*w")
    qtbot.waitUntil(lambda: "d" in values(waves))
    assert values(waves) == {**VALUES, "d": 1.0}
    assert shown(waves) == ["a", "b", "c", "d"]
    field.selectAll()
    QTest.keyClicks(field, "a*w^2")
    qtbot.waitUntil(lambda: values(waves) == {"a": 0.1})
    QTest.keyClicks(field, " + cos(c*w)")
    qtbot.waitUntil(lambda: values(waves) == {"a": 0.1, "c": 3.0})


def test_a_drag_is_live_and_one_step_of_undo(waves: Stage, qtbot: QtBot) -> None:
    before, slider = state_of(waves.session), control(waves, "b").slider
    press(slider)
    for number in (1.0, 1.5, 2.0):
        move(slider, number)
        qtbot.waitUntil(lambda number=number: values(waves)["b"] == pytest.approx(number, abs=0.1))
        assert control(waves, "b").field.number == slider.number
    release(slider)
    assert values(waves) == {**VALUES, "b": slider.number}
    assert waves.session.history.stack.count() == 1
    assert waves.session.history.stack.undoText() == "parameter b"
    waves.session.undo()
    assert state_of(waves.session) == before
    assert slider.number == 0.8
    waves.session.redo()
    assert slider.number == values(waves)["b"] == pytest.approx(2.0, abs=0.1)
    drag(slider, (0.5,))
    drag(control(waves, "a").slider, (0.5,))
    assert waves.session.history.stack.count() == 3


def test_while_balls_roll_each_change_is_recorded_and_the_run_replays(waves: Stage, qtbot: QtBot) -> None:
    session, slider = waves.session, control(waves, "c").slider
    press(slider)
    for step in range(1, 31):
        session.step_on(1)
        move(slider, 3.0 - 0.05 * step)
        if step % 6 == 0:
            qtbot.wait(60)
    release(slider)
    session.step_on(20)
    changed = [edit for edit in session.run.edits if edit.landscape is not None]
    assert len(changed) >= 5
    assert all(isinstance(edit.landscape, FormulaLandscape) and edit.landscape.text == TEXT for edit in changed)
    assert session.history.stack.count() == 1
    assert_replays(session)
    session.undo()
    assert values(waves) == VALUES
    assert not session.run.edits


def test_a_drag_during_playback_changes_the_ground_under_rolling_balls(waves: Stage, qtbot: QtBot) -> None:
    session, slider = waves.session, control(waves, "b").slider
    session.play()
    press(slider)
    for number in (1.0, 1.4, 1.8, 2.2):
        move(slider, number)
        step = session.step
        qtbot.waitUntil(lambda step=step: session.step > step + 2)
    release(slider)
    assert session.playback.is_playing
    assert session.step > 8
    session.pause()
    assert values(waves)["b"] == slider.number == pytest.approx(2.2, abs=0.1)
    assert session.history.stack.count() == 1
    assert_replays(session)


def test_keys_step_and_a_pause_ends_their_entry(waves: Stage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    slider = control(waves, "b").slider
    slider.gesture._pause.setInterval(100)
    slider.setFocus(Qt.FocusReason.TabFocusReason)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_PageUp, Qt.Key.Key_Left):
        QTest.keyClick(slider, key)
    assert slider.number == 1.35
    QTest.keyClick(slider, Qt.Key.Key_Right, SHIFT)
    assert slider.number == 1.355
    qtbot.waitUntil(lambda: values(waves)["b"] == 1.355)
    qtbot.waitUntil(lambda: not slider.gesture._is_under_way)
    QTest.keyClick(slider, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: values(waves)["b"] == -5.0)
    qtbot.waitUntil(lambda: not slider.gesture._is_under_way)
    assert waves.session.history.stack.count() == 2
    assert gesture.PAUSE_MS == 1000


def test_a_typed_value_is_exact_and_widens_the_range(waves: Stage) -> None:
    type_in(waves, "a", "1/3")
    assert values(waves)["a"] == control(waves, "a").slider.number == 1 / 3
    assert waves.session.slider_range("a") == SliderRange()
    type_in(waves, "b", "12.5")
    assert values(waves)["b"] == 12.5
    assert waves.session.slider_range("b") == SliderRange(-5.0, 12.5, 0.05)
    slider = control(waves, "b").slider
    assert slider.x_of(12.5) == slider.groove().right()
    type_in(waves, "b", "7")
    assert waves.session.history.stack.count() == 3
    waves.session.undo()
    assert values(waves)["b"] == control(waves, "b").field.number == 12.5


def test_arrow_keys_in_the_field_step_too_as_one_entry(waves: Stage, qtbot: QtBot) -> None:
    field = control(waves, "c").field
    field.gesture._pause.setInterval(100)
    field.setFocus()
    for _ in range(4):
        QTest.keyClick(field, Qt.Key.Key_Up)
    assert field.number == control(waves, "c").slider.number == 3.2
    qtbot.waitUntil(lambda: not field.gesture._is_under_way)
    assert values(waves)["c"] == 3.2
    assert waves.session.history.stack.count() == 1


def test_a_value_without_a_curve_is_refused_and_the_one_in_force_comes_back(waves: Stage) -> None:
    waves.session.set_landscape(FormulaLandscape("log(w + b)", (-6, 6), parameters={"b": 8}))
    assert waves.session.slider_range("b").high == 8.0
    count, landscape, slider = waves.session.history.stack.count(), waves.session.landscape, control(waves, "b").slider
    drag(slider, (4.0,))
    assert waves.message[-1] == "This curve can't be used: f is not finite near w = −6."
    assert waves.session.landscape is landscape
    assert slider.number == 8.0
    type_in(waves, "b", "2")
    assert waves.session.landscape is landscape
    assert control(waves, "b").field.number == slider.number == 8.0
    assert waves.session.history.stack.count() == count
    type_in(waves, "b", "b")
    assert waves.message[-1] == "“b” is not a number."


def test_what_is_being_typed_stays_when_a_slider_moves(waves: Stage, qtbot: QtBot) -> None:
    field = waves.bar.formula_bar.field
    waves.bar.set_mode("formula")
    QTest.keyClicks(field, "a*w^2 + (")
    qtbot.waitUntil(waves.bar.formula_bar.callout.isVisible)
    drag(control(waves, "a").slider, (0.5,))
    assert field.text() == "a*w^2 + ("
    assert values(waves)["a"] == pytest.approx(0.5, abs=0.05)
    QTest.keyClicks(field, "w)")
    qtbot.waitUntil(lambda: list(values(waves)) == ["a"])
    assert values(waves)["a"] == pytest.approx(0.5, abs=0.05)
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert values(waves) == {**VALUES, "a": control(waves, "a").slider.number}, (
        "what was before the typing, not the drag"
    )


def test_another_landscape_ends_the_drag(waves: Stage, qtbot: QtBot) -> None:
    slider, bowl = control(waves, "a").slider, load_preset("bowl").landscape
    press(slider)
    move(slider, 1.0)
    move(slider, 2.0)
    waves.session.set_landscape(bowl)
    qtbot.wait(60)
    assert waves.session.landscape is bowl
    waves.session.undo()
    assert shown(waves) == ["a", "b", "c"]
    assert slider.number == values(waves)["a"]


# The range.


def opened(stage: Stage, name: str) -> RangePopover:
    QTest.mouseClick(control(stage, name).button, LEFT)
    popover = control(stage, name).popover
    assert popover is not None
    return popover


def test_the_name_opens_the_range(waves: Stage) -> None:
    popover = opened(waves, "a")
    assert [field.number for field in (popover.low, popover.high, popover.step)] == [-5.0, 5.0, 0.05]
    for field, text in ((popover.low, "0"), (popover.high, "1"), (popover.step, "0.01")):
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert waves.session.slider_range("a") == SliderRange(0.0, 1.0, 0.01)
    assert control(waves, "a").button.accessibleName() == "a from 0 to 1 in steps of 0.01: change"
    QTest.keyClick(popover, Qt.Key.Key_Escape)
    assert control(waves, "a").popover is None
    slider = control(waves, "a").slider
    assert slider.x_of(0.5) == pytest.approx(slider.groove().center().x())
    assert slider.number == 0.1
    assert waves.session.slider_range("b") == SliderRange()
    assert waves.session.history.stack.count() == 0


@pytest.mark.parametrize(
    ("which", "text", "refusal"),
    [
        ("low", "5", "The right end must be greater than the left one."),
        ("high", "-6", "The right end must be greater than the left one."),
        ("step", "0", "The step must be more than 0, and no more than the range."),
        ("step", "11", "The step must be more than 0, and no more than the range."),
        ("high", "1e200", "the right end is between "),
    ],
)
def test_a_range_that_is_none_is_refused(waves: Stage, which: str, text: str, refusal: str) -> None:
    popover = opened(waves, "a")
    field = getattr(popover, which)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert popover.refusal.startswith(refusal)
    assert waves.session.slider_range("a") == SliderRange()
    popover.close()
    assert [field.number for field in (opened(waves, "a").low, popover.high, popover.step)] == [-5.0, 5.0, 0.05]
    assert not popover.refusal
    popover.close()


def test_a_range_narrower_than_the_step_gets_a_smaller_one(waves: Stage) -> None:
    waves.session.set_slider_range("a", SliderRange(0.0, 10.0, 2.0))
    popover = opened(waves, "a")
    popover.high.setFocus()
    popover.high.selectAll()
    QTest.keyClicks(popover.high, "1")
    QTest.keyClick(popover.high, Qt.Key.Key_Return)
    assert waves.session.slider_range("a") == SliderRange(0.0, 1.0, 0.01)
    popover.close()


def test_ranges_are_saved_with_the_view(waves: Stage) -> None:
    waves.session.set_slider_range("b", SliderRange(0.0, 2.0, 0.1))
    saved = waves.session.to_save(30.0, frozenset())
    assert saved.view is not None
    assert saved.view.ranges == {"b": SliderRange(0.0, 2.0, 0.1)}
    waves.session.set_slider_range("b", SliderRange())
    waves.session.open(saved, replays=True)
    assert waves.session.slider_range("b") == SliderRange(0.0, 2.0, 0.1)
    slider = control(waves, "b").slider
    assert slider.x_of(1.0) == pytest.approx(slider.groove().center().x())


# Keyboard and screen readers.


def test_tab_goes_from_the_domain_to_the_sliders(waves: Stage) -> None:
    waves.window.activateWindow()
    waves.bar.formula_bar.hi.setFocus()
    reached = []
    for _ in range(9):
        QTest.keyClick(waves.window.focusWidget(), Qt.Key.Key_Tab)
        reached.append(waves.window.focusWidget())
    expected = [
        widget for name in "abc" for each in [control(waves, name)] for widget in (each.button, each.slider, each.field)
    ]
    assert reached == expected


def test_screen_readers_hear_name_and_value(waves: Stage) -> None:
    slider, field = control(waves, "c").slider, control(waves, "c").field
    heard = QAccessible.queryAccessibleInterface(slider)
    assert heard.text(QAccessible.Text.Name) == "Parameter c"
    assert heard.text(QAccessible.Text.Description) == "3"
    assert heard.role() == QAccessible.Role.Slider
    assert field.accessibleName() == "Value of the parameter c"
    slider.setValue(1000)  # as a screen reader sets it
    assert slider.number == 5.0
    assert values(waves)["c"] == 5.0


def test_an_empty_field_tells_of_the_sliders(stage: Stage) -> None:
    field = stage.bar.formula_bar.field
    assert "a to d get sliders" in field.placeholderText()
    assert "a to d get sliders" in field.toolTip()
