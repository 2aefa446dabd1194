"""The menu of the balls panel."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.controls.number_field import NumberField
from app.controls.popover import Popover
from app.panels.balls import BallsMenu, BallsPanel
from app.panels.series import SeriesDialog
from app.session.session import Session
from tests.support.balls import MOMENTUM, NESTEROV
from tests.support.rules import WithoutMomentum, registered

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(
    session: Session, make_panel: Callable[[Session], BallsPanel], show: Callable[[QWidget, int, int], None]
) -> Iterator[BallsPanel]:
    made = make_panel(session)
    show(made, 352, 500)
    yield made
    for kind in (BallsMenu, Popover, SeriesDialog):
        for window in made.findChildren(kind):
            window.close()


def menu(panel: BallsPanel) -> BallsMenu:
    QTest.mouseClick(panel.more_button, LEFT)
    return panel.findChildren(BallsMenu)[-1]


def action(panel: BallsPanel, text: str) -> QAction:
    return next(action for action in menu(panel).actions() if action.text() == text)


def answer(panel: BallsPanel, text: str) -> NumberField:
    field = panel.findChildren(Popover)[-1].findChildren(NumberField)[0]
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)
    return field


@pytest.mark.parametrize(
    ("text", "typed", "field", "value"),
    [
        ("α of all balls…", "0.705", "alpha", 0.705),
        ("η of all balls…", "1/64", "eta", 0.015625),
        ("Start of all balls…", "-1,5", "start", -1.5),
    ],
)
def test_one_value_for_all_balls(
    panel: BallsPanel, session: Session, text: str, typed: str, field: str, value: float
) -> None:
    action(panel, text).trigger()
    answer(panel, typed)
    assert [ball.value(field) for ball in session.balls] == [value] * 5
    assert not panel.findChildren(Popover)[-1].isVisible()


def test_what_cannot_be_keeps_the_panel_open(panel: BallsPanel, session: Session) -> None:
    action(panel, "α of all balls…").trigger()
    field = answer(panel, "2")
    assert field.property("refused")
    assert {ball.parameters["alpha"] for ball in session.balls} == {0.0, 0.8, 0.9, 0.95, 0.97}
    assert panel.findChildren(Popover)[-1].isVisible()


def test_one_rule_for_all_balls(panel: BallsPanel, session: Session) -> None:
    action(panel, "Nesterov rule for all").trigger()
    assert {ball.rule for ball in session.balls} == {NESTEROV}
    action(panel, "Momentum rule for all").trigger()
    assert {ball.rule for ball in session.balls} == {MOMENTUM}


def test_duplicate_and_remove(panel: BallsPanel, session: Session) -> None:
    action(panel, "Duplicate").trigger()
    assert [ball.parameters["alpha"] for ball in session.balls] == [0.0, 0.8, 0.9, 0.95, 0.95, 0.97]
    action(panel, "Remove").trigger()
    assert [ball.parameters["alpha"] for ball in session.balls] == [0.0, 0.8, 0.9, 0.95, 0.97]


def test_the_fan_opens(panel: BallsPanel) -> None:
    action(panel, "Fan…").trigger()
    assert panel.findChildren(SeriesDialog)[-1].isVisible()


def test_a_fan_for_a_rule_without_alpha_is_over_eta_or_the_start(panel: BallsPanel, session: Session) -> None:
    with registered(WithoutMomentum()) as plain:
        session.set_rule(session.selected, plain)
        action(panel, "Fan…").trigger()
        dialog = panel.findChildren(SeriesDialog)[-1]
        assert [dialog.choice.itemText(index) for index in range(dialog.choice.count())] == ["η", "start"]
        dialog.accept()
        assert [ball.rule for ball in session.balls[5:]] == 9 * [plain]
        session.undo()
        session.undo()


def test_without_balls_only_a_fan_and_a_comparison_can_be_added(panel: BallsPanel, session: Session) -> None:
    for _ in range(5):
        session.remove(0)
    enabled = [action.text() for action in menu(panel).actions() if action.isEnabled() and action.text()]
    assert enabled == ["Fan…", "Compare rules"]


def test_a_right_click_on_a_card_is_about_that_ball(panel: BallsPanel, session: Session) -> None:
    card = panel.list.cards[1]
    place = QPoint(150, 20)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, card.mapToGlobal(place))
    QApplication.sendEvent(card, event)
    assert session.selected == 1
    next(each for each in panel.findChildren(BallsMenu)[-1].actions() if each.text() == "Remove").trigger()
    assert [ball.parameters["alpha"] for ball in session.balls] == [0.0, 0.9, 0.95, 0.97]
