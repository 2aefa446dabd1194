"""The dialog that adds a fan of balls."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from app.panels.series import SeriesDialog
from app.session.session import Session
from app.theme.application import Theme
from physics.rules.memory import alpha_series

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
    assert dialog.alphas == alpha_series(0.9, 0.999, 3) == (0.9, 0.99, 0.999)
    assert "0.90   0.99   0.999" in words(dialog)
    QTest.mouseClick(dialog.accept_button, LEFT)
    assert [ball.parameters["alpha"] for ball in session.balls] == [0.0, 0.8, 0.9, 0.95, 0.97, 0.9, 0.99, 0.999]
    assert not dialog.isVisible()


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
