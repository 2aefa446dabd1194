"""The line of time: where it ends, where the knob is, what the mouse does with it, and what stands on it."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QColor, QHelpEvent, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from app.files.scenario import Scenario
from app.panels.time_line import ROUND_NUMBERS, TICK_HEIGHT, TRANSIENT_SHARE, TimeLine, TransientScale, line_end
from app.panels.time_marks import MarkKind
from app.session.session import Session
from app.theme.application import Theme, apply_theme
from physics.landscape.formula import FormulaLandscape
from physics.outcome.outcome import ROLLING
from physics.rules.base import ETA
from physics.run.recording import ROW_LIMIT
from tests.support.balls import new_ball
from tests.support.scenes import BOWL, HILLS, balls

WIDTH, HEIGHT = 620, 48


@pytest.fixture
def line(session: Session, dark: Theme, show: Callable[[QWidget, int, int], None]) -> TimeLine:
    made = TimeLine(session, dark)
    show(made, WIDTH, HEIGHT)
    return made


# Where it ends.


@given(st.integers(0, ROW_LIMIT))
def test_it_reaches_a_little_further_than_what_is_recorded(last: int) -> None:
    end = line_end(last)
    assert end >= max(last, 100)
    assert end <= max(100, 1.5 * last)
    digits = str(end).rstrip("0") or "0"
    assert float(digits) in {*ROUND_NUMBERS, 15.0}


@given(st.integers(0, ROW_LIMIT - 1))
def test_it_never_shrinks_as_a_run_goes_on_and_seldom_jumps(last: int) -> None:
    assert line_end(last + 1) >= line_end(last)
    assert line_end(line_end(last)) == line_end(last)


# The knob.


def test_the_knob_is_at_the_step_that_is_shown(line: TimeLine, session: Session) -> None:
    session.step_on(60)
    assert line.number == 60.0
    session.seek(12)
    assert line.number == 12.0
    assert line.x_of(12.0) == pytest.approx(line.groove().left() + 0.12 * line.groove().width())
    session.set_parameter(0, "alpha", 0.5)
    session.undo()
    assert line.number == 12.0
    session.open(Scenario("Another", BOWL, balls(0.9), 7), replays=True)
    assert line.number == 7.0


def test_the_mouse_brings_the_knob_to_recorded_steps_only(line: TimeLine, session: Session) -> None:
    session.step_on(60)
    middle = line.height() // 2
    QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=QPoint(round(line.x_of(33.0)), middle))
    assert session.step == 33
    QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=QPoint(round(line.x_of(90.0)), middle))
    assert (session.step, line.number, session.run.last) == (60, 60.0, 60)
    QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=QPoint(1, middle))
    assert session.step == 0
    QTest.mouseClick(line, Qt.MouseButton.RightButton, pos=QPoint(round(line.x_of(33.0)), middle))
    assert session.step == 0


def test_dragging_scrubs_and_rests_time_meanwhile(line: TimeLine, session: Session, hands: Any, qtbot: QtBot) -> None:
    session.step_on(60)
    session.play()
    shown: list[int] = []
    session.seeked.connect(lambda: shown.append(session.step))
    for x in hands.drag(line, [line.x_of(step) for step in (60, 50, 40, 30, 20)]):
        assert not session.playback.is_playing
        assert session.playback.is_moving
        qtbot.waitUntil(lambda x=x: session.step == line.number_at(x))  # type: ignore[misc]
    assert shown == [50, 40, 30, 20]
    assert session.playback.is_playing
    assert session.run.last == 60
    assert session.history.stack.count() == 0


def test_of_a_hasty_hand_the_last_place_is_never_lost(line: TimeLine, session: Session, hands: Any) -> None:
    session.step_on(60)
    shown: list[int] = []
    session.seeked.connect(lambda: shown.append(session.step))
    list(hands.drag(line, [line.x_of(step) for step in range(60, 4, -1)]))
    assert session.step == shown[-1] == 5
    assert len(shown) <= 20
    assert not session.playback.is_playing
    assert not session.playback.is_moving


def test_a_run_that_is_over_does_not_begin_anew_when_the_knob_is_let_go(
    line: TimeLine, session: Session, hands: Any
) -> None:
    session.step_on(10_000)
    session.seek(10)
    session.play()
    list(hands.drag(line, [line.x_of(10.0), line.width() - 1.0]))
    assert session.run.is_over
    assert session.step > 0
    assert not session.playback.is_playing


def test_the_wheel_goes_no_further_than_what_is_recorded(line: TimeLine, session: Session) -> None:
    session.step_on(30)
    session.seek(28)
    line.setFocus()
    place = QPointF(line.rect().center())
    for _ in range(5):
        turn = QWheelEvent(
            place,
            line.mapToGlobal(place),
            QPoint(),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(line, turn)
    assert (session.step, line.number, session.run.last) == (30, 30.0, 30)


def test_it_leaves_all_keys_to_the_window(line: TimeLine, session: Session) -> None:
    session.step_on(30)
    line.setFocus()
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp):
        QTest.keyClick(line, key)
    assert session.step == 30


def test_it_says_where_it_is_to_those_who_do_not_see_it(line: TimeLine, session: Session) -> None:
    session.step_on(60)
    session.seek(12)
    interface = QAccessible.queryAccessibleInterface(line)
    assert interface.text(QAccessible.Text.Name) == "Step that is shown"
    assert interface.text(QAccessible.Text.Description) == "step 12 of 60"
    assert interface.role() == QAccessible.Role.Slider
    line.setValue(300)  # as a screen reader sets it: thousandths of the line
    assert (session.step, line.number) == (30, 30.0)
    line.setValue(900)
    assert (session.step, line.number) == (60, 60.0)


# What stands on it.


def pixels(line: TimeLine) -> QImage:
    return line.grab().toImage()


def colours_above(line: TimeLine, step: float) -> list[QColor]:
    """The colours of the tick over a step, if there is one."""
    picture, x, top = pixels(line), round(line.x_of(step)), round(line.groove().top())
    return [picture.pixelColor(x + dx, top - dy) for dx in (-1, 0) for dy in range(5, 12)]


def colours_below(line: TimeLine, step: float) -> set[str]:
    picture, x, bottom = pixels(line), round(line.x_of(step)), round(line.groove().bottom())
    return {picture.pixelColor(x + dx, bottom + dy).name() for dx in (-1, 0, 1) for dy in range(3, 12)}


def has_hue(colours: list[QColor], wanted: QColor) -> bool:
    """Whether there is that colour, if fainter: a tick is one and a half pixels wide."""
    return any(abs(colour.hslHue() - wanted.hslHue()) < 8 and colour.lightness() > 60 for colour in colours)


def test_marks_have_the_colours_of_their_balls(line: TimeLine, session: Session, dark: Theme) -> None:
    session.step_on(90)
    found = line.marks.found(MarkKind.HILL_PASSED)
    assert len(found.step) > 3
    for step, ball in zip(found.step.tolist(), found.ball.tolist(), strict=True):
        assert has_hue(colours_above(line, step), dark.palette.ball_line(session.styles[ball].colour))
    trapped = line.marks.found(MarkKind.TRAPPED)
    assert set(trapped.ball.tolist()) >= {0, 1, 2}
    for step, ball in zip(trapped.step.tolist(), trapped.ball.tolist(), strict=True):
        assert dark.palette.ball_line(session.styles[ball].colour).name() in colours_below(line, step)


def test_an_edit_has_its_mark_at_once_and_loses_it_when_it_is_undone(
    line: TimeLine, session: Session, dark: Theme
) -> None:
    session.step_on(85)
    session.seek(60)
    ink = dark.palette.ink.name()
    assert ink not in colours_below(line, 60)
    session.set_parameter(3, "alpha", 0.5)
    assert ink in colours_below(line, 60)
    session.undo()
    assert ink not in colours_below(line, 60)
    assert session.run.last == 85
    session.redo()
    assert ink in colours_below(line, 60)


def test_while_time_runs_marks_are_searched_at_their_own_pace_and_not_with_the_texts(
    line: TimeLine, session: Session, qtbot: QtBot
) -> None:
    def count() -> int:
        return len(line.marks.found(MarkKind.HILL_PASSED).step)

    session.play()
    session.step_changed.emit()
    session.run.advance(90)
    line.show_edits()
    assert count() == 0
    session.step_changed.emit()
    qtbot.waitUntil(lambda: count() > 3)
    session.pause()


def test_marks_after_a_change_in_the_past_are_cleared_and_come_back_with_undo(line: TimeLine, session: Session) -> None:
    session.step_on(90)
    before = {kind: line.marks.found(kind) for kind in MarkKind}
    session.seek(25)
    session.set_parameter_for_all(ETA, 0.5)
    assert all((line.marks.found(kind).step <= 25).all() for kind in MarkKind)
    session.undo()
    for kind in MarkKind:
        assert line.marks.found(kind).step.tolist() == before[kind].step.tolist()
        assert line.marks.found(kind).ball.tolist() == before[kind].ball.tolist()


def test_marks_take_other_colours_with_the_theme_and_the_balls_look(
    line: TimeLine, session: Session, qapp: QApplication
) -> None:
    session.step_on(60)
    step = int(line.marks.found(MarkKind.TRAPPED).step[0])
    in_dark = colours_below(line, step)
    theme = apply_theme(qapp, "light")
    ball = int(line.marks.found(MarkKind.TRAPPED).ball[0])
    light = theme.palette.ball_line(session.styles[ball].colour).name()
    assert light in colours_below(line, step)
    assert light not in in_dark


def test_what_is_recorded_is_told_from_what_is_not(line: TimeLine, session: Session, dark: Theme) -> None:
    session.step_on(60)
    session.seek(30)
    picture, middle = pixels(line), round(line.groove().center().y())
    accent, recorded, empty = (picture.pixelColor(round(line.x_of(step)), middle).name() for step in (10, 50, 80))
    assert accent == dark.palette.accent.name()
    assert recorded == dark.palette.line_strong.name()
    assert empty not in (accent, recorded)


def told_at(line: TimeLine, step: float) -> str:
    place = QPoint(round(line.x_of(step)), line.height() // 2)
    QApplication.sendEvent(line, QHelpEvent(QEvent.Type.ToolTip, place, line.mapToGlobal(place)))
    text = QToolTip.text()
    QToolTip.hideText()
    return text


def test_the_mouse_at_rest_is_told_what_marks_mean_else_the_step(line: TimeLine, session: Session) -> None:
    session.step_on(80)
    session.seek(70)
    session.set_parameter(1, "alpha", 0.25)
    session.step_on(1)
    assert told_at(line, 70) == "Step 70: α 0.80 → α 0.25."
    assert told_at(line, 65) == "Step 65"
    assert told_at(line, 95) == "Step 71"


def rippling_session(count: int) -> Session:
    """Balls that pass hills for ever."""
    ripples = FormulaLandscape("0.05*w^2 + 0.3*cos(4*w)", (-6, 6))
    many = [new_ball(1.0, 0.02, -4.8 + 0.19 * number, name=f"{number}") for number in range(count)]
    return Session(Scenario("Ripples", ripples, tuple(many)))


def test_of_thousands_of_marks_there_is_one_picture_until_there_is_another_mark(
    dark: Theme, show: Callable[[QWidget, int, int], None]
) -> None:
    session = rippling_session(50)
    session.step_on(6000)
    line = TimeLine(session, dark)
    show(line, WIDTH, HEIGHT)
    assert line.marks.count > 4000

    line.grab()
    drawn = line._marks_pixmap
    assert drawn is not None
    session.seek(3000)
    line.grab()
    assert line._marks_pixmap is drawn
    columns = line._columns(line.marks.found(MarkKind.HILL_PASSED))
    assert len(columns) <= WIDTH
    assert max(map(len, columns.values())) <= TICK_HEIGHT


def test_on_a_screen_with_another_pixel_ratio_the_marks_are_drawn_in_its_own_pixels(
    line: TimeLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for ratio in (1.0, 2.0, 1.25):
        monkeypatch.setattr(line, "devicePixelRatioF", lambda ratio=ratio: ratio)
        line.grab()
        drawn = line._marks_pixmap
        assert drawn is not None
        assert drawn.devicePixelRatio() == ratio
        assert drawn.size() == line.size() * ratio


@pytest.mark.parametrize("text_scale", [1.0, 1.25])
def test_new_marks_beside_the_ones_that_are_drawn_give_the_picture_of_all_drawn_together(
    qapp: QApplication, dark: Theme, show: Callable[[QWidget, int, int], None], text_scale: float
) -> None:
    apply_theme(qapp, "dark", text_scale)
    session = rippling_session(12)
    line = TimeLine(session, dark)
    show(line, WIDTH, HEIGHT)
    for steps in (1, 2, 3, 40, 1, 100, 7, 300, 300, 45):
        session.step_on(steps)
        if steps == 40:
            session.set_parameter(0, "alpha", 0.9)
            line.show_edits()
        drawn = pixels(line)
        anew = TimeLine(session, dark)
        show(anew, WIDTH, HEIGHT)
        assert pixels(anew) == drawn
    assert all(len(line.marks.found(kind).step) for kind in MarkKind)


def test_a_run_that_has_long_settled_leaves_most_of_the_line_to_what_happened(line: TimeLine, session: Session) -> None:
    session.step_on(400)
    settled = session.run.last
    session.step_on(100_000)
    line.show_step()
    open_until = max(
        step for step in range(session.run.last + 1) if (session.run.recording.row(step).outcome == ROLLING).any()
    )
    assert open_until < settled
    scale = TransientScale(float(open_until), 1e5)
    assert scale.is_stretched
    assert scale.to_position(float(open_until)) == pytest.approx(TRANSIENT_SHARE)
    for step in (0, 3, open_until, open_until + 1, 50_000, 100_000):
        assert scale.value(scale.to_position(float(step))) == pytest.approx(step, abs=1.0 + 2e-5 * step)
    assert line.number == float(session.step)
    assert line.number_at(line.x_of(float(open_until))) == pytest.approx(open_until, abs=1.0)


def test_a_run_in_which_something_happens_all_the_time_has_an_even_line() -> None:
    scale = TransientScale(900.0, 1000.0)
    assert not scale.is_stretched
    assert scale.to_position(250.0) == 0.25


def test_an_edit_and_its_undo_change_the_scale(line: TimeLine, session: Session) -> None:
    session.open(
        Scenario("Full", HILLS, (new_ball(0.9, 0.02, 2.0), new_ball(0.97, 0.02, 2.0)), full=True), replays=False
    )
    session.step_on(5000)
    before = line._steps_scale.steps
    assert line._steps_scale.is_stretched
    session.seek(10)
    session.set_parameter(0, "alpha", 1.0)
    session.step_on(2990)
    assert line._steps_scale.steps == (0.0, 3000.0), "the ball rolls for ever"
    session.undo()
    assert line._steps_scale.steps == before
