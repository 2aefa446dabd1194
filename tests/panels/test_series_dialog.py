"""The dialog that adds a fan of balls."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from app.files.view import COLOUR_COUNT, LAST_COLOUR
from app.panels.series import SeriesDialog
from app.session.session import Session
from app.theme.application import Theme
from physics.rules.base import ALPHA, ETA
from physics.rules.memory import alpha_series
from physics.rules.registry import rule_named
from physics.rules.series import series
from physics.run.ball import START

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def dialog(session: Session, dark: Theme, show: Callable[[QWidget, int, int], None]) -> SeriesDialog:
    made = SeriesDialog(session, dark, None)
    show(made, 392, 280)
    return made


def retype(field: QWidget, text: str) -> None:
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Tab)


def words(dialog: SeriesDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def test_it_adds_the_balls_that_it_shows(dialog: SeriesDialog, session: Session) -> None:
    retype(dialog.count, "3")
    retype(dialog.first, "0.9")
    retype(dialog.last, "0.999")
    assert dialog.values == alpha_series(0.9, 0.999, 3) == (0.9, 0.99, 0.999)
    assert "0.90   0.99   0.999" in words(dialog)
    QTest.mouseClick(dialog.accept_button, LEFT)
    assert [ball.parameters["alpha"] for ball in session.balls] == [0.0, 0.8, 0.9, 0.95, 0.97, 0.9, 0.99, 0.999]
    assert not dialog.isVisible()
    colours = [style.colour for style in session.styles[5:]]
    assert (colours[0], colours[-1]) == (COLOUR_COUNT, LAST_COLOUR)


def choose(dialog: SeriesDialog, text: str) -> None:
    """Choose what the balls differ in, by the keyboard."""
    dialog.choice.setFocus()
    QTest.keyClick(dialog.choice, Qt.Key.Key_Home)
    while dialog.choice.currentText() != text:
        QTest.keyClick(dialog.choice, Qt.Key.Key_Down)


def test_it_is_over_any_parameter_of_the_rule_or_the_start(dialog: SeriesDialog, session: Session) -> None:
    assert [dialog.choice.itemText(index) for index in range(dialog.choice.count())] == ["α", "η", "start"]
    assert dialog.parameter == ALPHA
    choose(dialog, "η")
    assert dialog.parameter == ETA
    assert dialog.values == series(ETA, 0.002, 0.2, 9)
    assert "evenly spaced on a logarithmic scale" in words(dialog)
    retype(dialog.first, "0")
    assert ", not 0." in words(dialog)
    retype(dialog.first, "0.001")
    assert dialog.values == series(ETA, 0.001, 0.2, 9)
    choose(dialog, "start")
    assert dialog.values == series(START, -6.0, 6.0, 9)
    assert dialog.first.accessibleName() == "First start"
    retype(dialog.first, "-7")
    assert dialog.first.number == -6.0
    retype(dialog.last, "4.5")
    QTest.mouseClick(dialog.accept_button, LEFT)
    assert [ball.start for ball in session.balls[5:]] == list(series(START, -6.0, 4.5, 9))
    assert session.name(5) == "start −6"
    session.undo()
    assert len(session.balls) == 5


def test_rules_with_more_parameters_have_more_to_choose_from(
    session: Session, dark: Theme, show: Callable[[QWidget, int, int], None]
) -> None:
    session.set_rule(session.selected, rule_named("adam"))
    dialog = SeriesDialog(session, dark, None)
    show(dialog, 460, 300)
    assert [dialog.choice.itemText(index) for index in range(dialog.choice.count())] == ["α", "η", "β₂", "ε", "start"]
    choose(dialog, "ε")
    assert (dialog.values[0], dialog.values[-1]) == (1e-9, 1e-7)
    choose(dialog, "β₂")
    assert (dialog.values[0], dialog.values[-1]) == (0.8, 0.99)


def test_a_long_fan_is_shown_by_its_ends(dialog: SeriesDialog) -> None:
    retype(dialog.count, "200")
    assert "…" in words(dialog)
    assert "0.99" in words(dialog).split()
    assert dialog.accept_button.text() == "Add 200 balls"


def test_one_ball_alone(dialog: SeriesDialog, session: Session) -> None:
    retype(dialog.count, "1")
    assert dialog.accept_button.text() == "Add 1 ball"
    QTest.mouseClick(dialog.accept_button, LEFT)
    assert len(session.balls) == 6


def test_no_more_than_200_and_no_alpha_above_1(dialog: SeriesDialog) -> None:
    retype(dialog.count, "201")
    assert dialog.count.value() <= 200
    retype(dialog.last, "1.2")
    assert dialog.last.number == 0.99
    assert "α is between 0 and 1, not 1.2." in words(dialog)


def test_escape_adds_nothing(dialog: SeriesDialog, session: Session) -> None:
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert len(session.balls) == 5
    assert not dialog.isVisible()
