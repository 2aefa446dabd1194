"""The sliders of a ball's parameters: those of its rule, each for its own ball, and none that is left behind."""

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import SIGNAL, QEvent, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from app.panels.ball_head import BallHead
from app.panels.balls import BallsPanel
from app.session.session import Session
from physics.landscape.formula import FormulaLandscape
from physics.rules.base import Rule
from physics.rules.registry import RULES
from physics.rules.suggestion import suggest
from tests.panels.conftest import Hands
from tests.support.balls import MOMENTUM, NESTEROV
from tests.support.cards import LEFT, card, opened
from tests.support.rules import WithoutMomentum, registered
from tests.support.sign_rule import SignMomentum


@pytest.fixture(autouse=True)
def plain() -> Iterator[Rule]:
    """A rule whose first parameter is η."""
    with registered(WithoutMomentum()) as rule:
        yield rule


@pytest.fixture
def sign(plain: Rule) -> Iterator[Rule]:
    """A rule with α, η and another parameter."""
    with registered(SignMomentum()) as rule:
        yield rule


def receivers(panel: BallsPanel, session: Session) -> tuple[int, int]:
    """How many listen to what sliders listen to."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return panel.slider_outcomes.receivers(SIGNAL("changed()")), session.receivers(SIGNAL("landscape_changed()"))


def test_the_card_has_the_slider_of_the_first_parameter(panel: BallsPanel, session: Session, plain: Rule) -> None:
    session.set_parameter(3, "eta", 0.04)
    session.set_rule(3, plain)
    slider = card(panel, 3).slider
    assert (slider.accessibleName(), slider.number) == ("Learning rate η of η 0.04", 0.04)
    assert "η, the learning rate: how far a step goes down the slope." in slider.toolTip()
    assert "memory" not in slider.toolTip()
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert session.ball(3).parameters == {"eta": slider.number}
    session.undo()
    session.undo()
    slider = card(panel, 3).slider
    assert (slider.accessibleName(), slider.number) == ("Momentum coefficient α of α 0.95", 0.95)
    assert "memory" in slider.toolTip()


def test_a_slider_that_is_replaced_is_deleted_with_its_connections(
    panel: BallsPanel, session: Session, plain: Rule, sign: Rule
) -> None:
    details = opened(panel, 3)
    before, old = receivers(panel, session), (card(panel, 3).slider, *details.sliders.values())
    for rule in (plain, sign, plain, NESTEROV):
        session.set_rule(3, rule)
    assert receivers(panel, session) == before
    assert not any(shiboken6.isValid(slider) for slider in old)
    others = {each.ball: each.slider for each in panel.list.cards if each.ball != 3}
    assert others
    session.set_rule(3, plain)
    assert {each.ball: each.slider for each in panel.list.cards if each.ball in others} == others


def test_details_stay_as_they_are_while_the_parameters_are_the_same(panel: BallsPanel, session: Session) -> None:
    details = opened(panel, 3)
    details.name.setFocus()
    session.set_rule(3, NESTEROV)
    assert opened(panel, 3) is details
    assert details.name.hasFocus()
    assert details.rule.choice == "nesterov"


def test_details_have_what_the_rule_has_and_no_more(
    panel: BallsPanel, session: Session, plain: Rule, sign: Rule
) -> None:
    opened(panel, 3)
    for rule, fields, sliders in (
        (sign, ["alpha", "eta", "beta"], ["eta", "beta"]),
        (plain, ["eta"], []),
        (MOMENTUM, ["alpha", "eta"], ["eta"]),
    ):
        session.set_rule(3, rule)
        details = opened(panel, 3)
        assert (list(details.fields), list(details.sliders)) == (fields, sliders)
        assert len(details.for_all) == len(fields) + 2
        assert details.height() >= details.sizeHint().height()
        labels = {details._grid.itemAtPosition(row, 0).geometry().left() for row in range(len(fields) + 4)}
        assert len(labels) == 1
        assert "named after its " + ("η" if rule is plain else "α") in details.name.toolTip()


def test_the_keyboard_stays_where_it_is_when_parameters_change(
    panel: BallsPanel, session: Session, plain: Rule, qtbot: QtBot
) -> None:
    session.select(3)
    card(panel, 3).slider.setFocus(Qt.FocusReason.TabFocusReason)
    session.set_rule(3, plain)
    assert card(panel, 3).slider.hasFocus()
    QTest.keyClick(card(panel, 3).slider, Qt.Key.Key_Backtab)
    spot = card(panel, 3).symbol_spot
    assert spot is not None
    assert spot.hasFocus()
    assert spot.term.name == "eta"
    QTest.keyClick(spot, Qt.Key.Key_Backtab)
    assert card(panel, 3).hasFocus()
    details = opened(panel, 3)
    chosen = details.rule.findChildren(QPushButton)[-1]
    chosen.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(chosen, Qt.Key.Key_Up)  # two in a row
    above = RULES[RULES.index(plain) - 2]
    assert session.ball(3).rule is above
    assert opened(panel, 3) is not details
    focus = QApplication.focusWidget()
    assert isinstance(focus, QPushButton)
    assert (focus.text(), focus.isChecked()) == (above.title, True)
    QTest.keyClick(focus, Qt.Key.Key_Left)
    assert session.ball(3).rule is RULES[RULES.index(plain) - 3]


def test_the_ghost_of_a_slider_goes_with_it(panel: BallsPanel, session: Session, hands: Hands, plain: Rule) -> None:
    slider = card(panel, 3).slider
    hands.mouse(slider, QEvent.Type.MouseMove, QPointF(slider.x_of(0.9), 8.0))
    assert panel.slider_outcomes.ghost_run.run is not None
    session.set_rule(3, plain)
    assert panel.slider_outcomes.ghost_run.run is None
    assert card(panel, 3).findChildren(BallHead)[0].hint == ""
    QApplication.processEvents()
    assert panel.slider_outcomes.ghost_run.run is None


def test_moving_a_slider_changes_its_own_ball_only(panel: BallsPanel, session: Session, hands: Hands) -> None:
    details, before, moved = opened(panel, 3), session.balls, list[float]()
    for other in panel.list.cards:
        if other.ball != 3:
            other.slider.number_changed.connect(moved.append)
    for slider in (card(panel, 3).slider, details.sliders["eta"]):
        list(hands.drag(slider, [slider.x_of(slider.number), 40, 60]))
    assert [ball == old for ball, old in zip(session.balls, before, strict=True)] == [True, True, True, False, True]
    assert moved == []
    assert all(each.slider.number == session.ball(each.ball).value("alpha") for each in panel.list.cards)


def test_the_scale_of_eta_suits_the_landscape_on_the_card_and_in_the_details(
    panel: BallsPanel, session: Session, plain: Rule
) -> None:
    session.set_rule(3, plain)
    field = opened(panel, 3).fields["eta"]
    session.set_landscape(FormulaLandscape("w^2 / 4", (-1.0, 1.0)))
    slider, eta = card(panel, 3).slider, suggest(session.landscape).eta
    session.set_parameter(3, "eta", eta)
    assert slider.x_of(eta) == pytest.approx(slider.groove().center().x(), abs=1.0)
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert eta < session.ball(3).value("eta") < 1.2 * eta
    QTest.mouseClick(opened(panel, 3).for_all[0], LEFT)
    assert {ball.value("eta") for ball in session.balls} == {field.number}


def test_the_rate_of_all_is_that_of_the_balls_that_have_one(panel: BallsPanel, session: Session, plain: Rule) -> None:
    session.set_rule_for_all(plain)
    assert panel.eta.isEnabled()
    assert panel.eta.field.number == 0.02
    QTest.keyClick(panel.eta.slider, Qt.Key.Key_Right)
    assert {ball.value("eta") for ball in session.balls} == {panel.eta.slider.number}
