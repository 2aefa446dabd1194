"""An open card: every value of one ball, by mouse and keys."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.panels.ball_card import CLOSED_HEIGHT
from app.panels.balls import BallsPanel
from app.session.session import Session
from physics.run.ball import Ball
from tests.support.balls import NESTEROV
from tests.support.cards import HEAD, LEFT, alphas, card, opened, retype


def test_enter_opens_and_closes_the_card(panel: BallsPanel) -> None:
    card(panel, 3).setFocus()
    QTest.keyClick(card(panel, 3), Qt.Key.Key_Return)
    assert panel.list.opened == 3
    assert card(panel, 3).height() > 200
    QTest.keyClick(card(panel, 3), Qt.Key.Key_Return)
    assert panel.list.opened is None
    assert card(panel, 3).height() == CLOSED_HEIGHT


def test_a_double_click_opens_one_and_closes_the_other(panel: BallsPanel) -> None:
    opened(panel, 0)
    panel.list.reveal(1)
    QTest.mouseDClick(card(panel, 1), LEFT, pos=HEAD)
    assert panel.list.opened == 1
    assert card(panel, 0).height() == CLOSED_HEIGHT


def test_enter_in_a_field_does_not_close_the_card(panel: BallsPanel) -> None:
    retype(opened(panel, 3).fields["eta"], "0.03")
    retype(opened(panel, 3).name, "fast one")
    assert panel.list.opened == 3


def test_rate_start_and_rule_of_one_ball(panel: BallsPanel, session: Session) -> None:
    details = opened(panel, 3)
    retype(details.fields["eta"], "1/30")
    retype(details.start, "-2,5")
    QTest.mouseClick(details.rule.findChildren(QPushButton)[1], LEFT)
    ball = session.ball(3)
    assert (ball.parameters["eta"], ball.start, ball.rule) == (1 / 30, -2.5, NESTEROV)
    assert session.ball(2).parameters["eta"] == 0.02
    assert panel.eta.field.text() == ""
    assert panel.eta.field.placeholderText() == "mixed"


def test_the_slider_of_the_rate(panel: BallsPanel, session: Session, hands: Any) -> None:
    slider = opened(panel, 3).sliders["eta"]
    list(hands.drag(slider, [slider.x_of(0.02), 70]))
    assert session.ball(3).parameters["eta"] == slider.number == slider.number_at(70) != 0.02


@pytest.mark.parametrize(("row", "field"), [(0, "alpha"), (1, "eta"), (2, "start"), (3, "rule")])
def test_all_balls_get_the_value_of_one(panel: BallsPanel, session: Session, row: int, field: str) -> None:
    session.set_parameter(3, "eta", 0.011)
    session.set_start(3, 1.5)
    session.set_rule(3, NESTEROV)

    def value(ball: Ball) -> object:
        return ball.rule if field == "rule" else ball.value(field)

    wanted = value(session.ball(3))
    button = opened(panel, 3).for_all[row]
    QTest.mouseClick(button, LEFT)
    assert [value(ball) for ball in session.balls] == [wanted] * 5


def test_a_name_of_its_own_and_back(panel: BallsPanel, session: Session) -> None:
    details = opened(panel, 3)
    retype(details.name, "heavy")
    assert session.ball(3).name == "heavy"
    assert card(panel, 3).accessibleName().startswith("Ball heavy")
    retype(details.name, " ")
    assert (session.ball(3).name, session.name(3)) == (None, "α 0.95")


def test_another_colour_and_mark(panel: BallsPanel, session: Session, qtbot: QtBot) -> None:
    popover = opened(panel, 3).style_button.open_picker()
    qtbot.addWidget(popover)
    swatches = popover.findChildren(QWidget)
    colour = next(swatch for swatch in swatches if swatch.accessibleName() == "blue")
    QTest.mouseClick(colour, LEFT)
    assert session.styles[3].colour == 6
    mark = next(swatch for swatch in swatches if swatch.accessibleName() == "star")
    QTest.mouseClick(mark, LEFT)
    assert (session.styles[3].colour, session.styles[3].marker) == (6, 9)
    popover.close()


def test_nothing_rounds_what_the_session_has(panel: BallsPanel, session: Session) -> None:
    session.set_parameter(1, "alpha", 0.70512345678901)
    assert card(panel, 1).slider.number == 0.70512345678901
    field = opened(panel, 1).fields["alpha"]
    assert "0.70512345678901" in (field.text(), field.toolTip().partition("\n")[0])
    field.setFocus()
    assert field.text() == "0.70512345678901"
    assert alphas(session)[1] == 0.70512345678901


def test_typed_alpha_is_taken_exactly(panel: BallsPanel, session: Session) -> None:
    retype(opened(panel, 3).fields["alpha"], "0.705")
    assert alphas(session)[3] == 0.705
    assert card(panel, 3).slider.number == 0.705


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("alpha", "1.5", "α is between 0 and 1, not 1.5."),
        ("eta", "0", "η is between 1e-300 and 1e300, not 0."),
        ("eta", "fast", "“fast” is not a number."),
        ("start", "7", "The start is between -6 and 6, not 7."),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(
    panel: BallsPanel, session: Session, hands: Any, field: str, text: str, sentence: str
) -> None:
    before = session.balls
    details = opened(panel, 3)
    retype(details.start if field == "start" else details.fields[field], text)
    assert hands.message == [sentence]
    assert session.balls == before


def test_delete_in_a_field_deletes_only_text(panel: BallsPanel, session: Session) -> None:
    details = opened(panel, 3)
    details.name.setFocus()
    QTest.keyClick(details.name, Qt.Key.Key_Delete)
    assert len(session.balls) == 5


def test_the_buttons_of_an_open_card(panel: BallsPanel, session: Session) -> None:
    QTest.mouseClick(opened(panel, 1).duplicate, LEFT)
    assert alphas(session) == [0.0, 0.8, 0.8, 0.9, 0.95, 0.97]
    QTest.mouseClick(opened(panel, 2).remove, LEFT)
    assert alphas(session) == [0.0, 0.8, 0.9, 0.95, 0.97]


@pytest.mark.parametrize("alpha", [0.0, 0.95, 0.9512345678, 0.951234567891])
def test_of_a_long_alpha_every_figure_is_seen_in_its_field(panel: BallsPanel, session: Session, alpha: float) -> None:
    session.set_parameter(3, "alpha", alpha)
    details = opened(panel, 3)
    field = details.fields["alpha"]
    QApplication.processEvents()
    assert float(field.text()) == alpha
    assert field.fontMetrics().horizontalAdvance(field.text()) + 20 <= field.width()
    assert details.rect().contains(field.geometry())
    assert field.geometry().right() == details.fields["eta"].geometry().right()
