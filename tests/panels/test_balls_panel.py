"""The balls panel, used as a person uses it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from app.controls.terms import TermSpot
from app.panels.ball_card import CLOSED_HEIGHT, BallCard
from app.panels.ball_head import BallHead
from app.panels.balls import BallsPanel
from app.session.session import Session
from app.text.outcomes import sentence, short_outcome
from app.theme.application import apply_theme
from physics.landscape.formula import FormulaLandscape
from physics.run.edit import Edit
from tests.support.cards import HEAD, LEFT, alphas, card, opened, retype

# What is in sight


def test_five_cards_and_the_rate_of_all_need_no_scrolling(panel: BallsPanel) -> None:
    assert len(panel.list.cards) == 5
    assert panel.list.verticalScrollBar().maximum() == 0
    assert panel.sizeHint().height() <= 800 - 48 - 28 - 120 - 100
    bottoms = [panel.rect().contains(widget.geometry()) for widget in (panel.list, panel.eta)]
    assert bottoms == [True, True]


def test_each_card_says_what_has_become_of_its_ball(panel: BallsPanel, session: Session) -> None:
    assert card(panel, 3).accessibleName() == "Ball α 0.95: not started"
    session.step_on(38)
    assert card(panel, 0).accessibleName() == "Ball α 0: caught in valley 5"
    assert card(panel, 3).accessibleName() == "Ball α 0.95: moving · 2 hills jumped"


def test_the_reason_is_in_the_tooltip(panel: BallsPanel, session: Session) -> None:
    session.step_on(38)
    place = QPoint(150, 20)
    waiting = card(panel, 0)
    QApplication.sendEvent(waiting, QHelpEvent(QEvent.Type.ToolTip, place, waiting.mapToGlobal(place)))
    assert waiting.toolTip() == f"α 0: {sentence(session.run, 0)}"
    QToolTip.hideText()


def test_a_thousand_balls_need_few_cards(
    make_session: Callable[..., Session],
    make_panel: Callable[[Session], BallsPanel],
    show: Callable[[QWidget, int, int], None],
) -> None:
    session = make_session(*([0.9] * 1000))
    panel = make_panel(session)
    show(panel, 352, 1080)
    bar = panel.list.verticalScrollBar()
    for value in range(0, bar.maximum(), bar.maximum() // 50):
        bar.setValue(value)
    bar.setValue(bar.maximum())
    assert panel.list.cards[-1].ball == 999
    assert len(panel.findChildren(BallCard)) < 60
    QTest.mouseClick(card(panel, 999), LEFT, pos=HEAD)
    assert session.selected == 999
    session.select(500)
    assert card(panel, 500).geometry().top() >= bar.value()


def test_cards_used_again_show_their_new_ball(
    make_session: Callable[..., Session],
    make_panel: Callable[[Session], BallsPanel],
    show: Callable[[QWidget, int, int], None],
) -> None:
    session = make_session(*(number / 100 for number in range(60)))
    panel = make_panel(session)
    show(panel, 352, 400)
    panel.list.verticalScrollBar().setValue(2000)
    assert [card.slider.number for card in panel.list.cards] == [card.ball / 100 for card in panel.list.cards]


# Selecting


def test_a_click_selects_and_only_the_selected_card_stands_out(panel: BallsPanel, session: Session) -> None:
    QTest.mouseClick(card(panel, 1), LEFT, pos=HEAD)
    assert session.selected == 1
    assert [card.selected for card in panel.list.cards] == [False, True, False, False, False]


def test_up_and_down_go_from_card_to_card(panel: BallsPanel, session: Session) -> None:
    card(panel, 3).setFocus()
    for key, place in ((Qt.Key.Key_Up, 2), (Qt.Key.Key_Up, 1), (Qt.Key.Key_Down, 2)):
        QTest.keyClick(QApplication.focusWidget(), key)
        assert session.selected == place
        assert QApplication.focusWidget() is card(panel, place)
    for _ in range(9):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    assert session.selected == 4


def test_tab_stops_only_at_the_selected_card_and_at_words_that_explain_themselves(
    panel: BallsPanel, session: Session
) -> None:
    panel.more_button.setFocus()
    stops = []
    for _ in range(7):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        stops.append(QApplication.focusWidget())
    selected, (eta_spot,) = card(panel, 3), panel.eta.findChildren(TermSpot)
    eta = eta_spot, panel.eta.field, panel.eta.slider, panel.eta.forcing
    assert stops == [selected, selected.symbol_spot, selected.slider, *eta]


# Changing α


def test_dragging_alpha_while_time_runs_is_one_edit_at_each_step(
    panel: BallsPanel, session: Session, hands: Any
) -> None:
    session.play()
    hands.pass_time(1.0)
    slider = card(panel, 2).slider
    begun = session.step
    for _ in hands.drag(slider, [slider.x_of(0.9), 150, 160, 170, 180]):
        assert session.run.edits[-1] == Edit(session.step, 2, parameters={"alpha": slider.number})
        hands.pass_time(0.1)
    assert session.step > begun
    assert session.selected == 2
    assert alphas(session)[2] == slider.number == slider.number_at(180)
    assert len({edit.step for edit in session.run.edits}) == len(session.run.edits)
    assert session.playback.is_playing


# More and fewer balls


def test_add_gives_a_ball_with_another_alpha_and_shows_it(panel: BallsPanel, session: Session) -> None:
    QTest.mouseClick(panel.add_button, LEFT)
    assert len(set(alphas(session))) == 6
    assert session.selected == 5
    assert card(panel, 5).selected


def test_delete_removes_the_selected_ball_and_the_keyboard_stays(panel: BallsPanel, session: Session) -> None:
    card(panel, 3).setFocus()
    QTest.keyClick(card(panel, 3), Qt.Key.Key_Delete)
    assert alphas(session) == [0.0, 0.8, 0.9, 0.97]
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Delete)
    assert alphas(session) == [0.0, 0.8, 0.9]
    assert QApplication.focusWidget() is card(panel, 2)
    for _ in range(3):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Delete)
    assert session.balls == ()
    assert not panel.eta.isEnabled()
    QTest.mouseClick(panel.add_button, LEFT)
    assert len(session.balls) == 1


# The rate of all balls


def test_the_rate_of_all_balls_by_slider_and_typed(panel: BallsPanel, session: Session, hands: Any) -> None:
    retype(panel.eta.field, "0.0123")
    assert {ball.parameters["eta"] for ball in session.balls} == {0.0123}
    session.step_on(5)
    list(hands.drag(panel.eta.slider, [panel.eta.slider.x_of(0.0123), 200]))
    assert {ball.parameters["eta"] for ball in session.balls} == {panel.eta.slider.number_at(200)}
    assert session.step == 5


def test_where_the_rates_differ_the_slider_stands_at_the_selected_balls(panel: BallsPanel, session: Session) -> None:
    session.set_parameter(0, "eta", 0.05)
    for place, eta in ((0, 0.05), (1, 0.02), (0, 0.05)):
        session.select(place)
        assert panel.eta.slider.number == eta


def test_on_a_steep_curve_the_slider_still_shows_the_rate_in_force(panel: BallsPanel, session: Session) -> None:
    session.set_landscape(FormulaLandscape("w^2/100 + sin(300*w)", (-6, 6)))
    slider = panel.eta.slider
    assert slider.number == 0.02
    assert slider.x_of(0.02) == pytest.approx(slider.x_of(0.02 / 30) / 2 + slider.x_of(0.02 * 30) / 2)


# While time runs


def test_words_follow_at_most_ten_times_a_second_and_at_once_on_pause(
    panel: BallsPanel, session: Session, hands: Any
) -> None:
    session.play()
    hands.pass_time(2.0)
    assert card(panel, 3).accessibleName() == "Ball α 0.95: not started"
    session.pause()
    assert card(panel, 3).accessibleName() == "Ball α 0.95: caught in valley 2 · global minimum"


def test_the_panel_follows_the_theme_and_a_larger_scale(panel: BallsPanel, qapp: QApplication) -> None:
    opened(panel, 0)
    narrow, before = card(panel, 0).height(), panel.grab().toImage()
    apply_theme(qapp, "light", 1.25)
    assert panel.list.opened == 0
    assert panel.grab().toImage() != before
    assert card(panel, 0).height() > narrow
    opened(panel, 0)
    panel.list.toggle(0)
    assert card(panel, 1).height() == round(1.25 * CLOSED_HEIGHT)


def test_keys_of_the_cards_do_not_reach_the_shortcuts_of_the_window(
    panel: BallsPanel, session: Session, qtbot: QtBot
) -> None:
    fired: list[str] = []
    for keys in ("Right", "Up", "Delete", "Return", "Home"):
        QShortcut(QKeySequence(keys), panel, lambda keys=keys: fired.append(keys))
    slider = card(panel, 3).slider
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert session.ball(3).parameters["alpha"] > 0.95
    card(panel, 3).setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up)
    assert session.selected == 2
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Delete)
    assert len(session.balls) == 4
    assert not fired
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Home)
    assert fired == ["Right", "Home"]


def test_a_long_alpha_leaves_room_for_what_has_become_of_the_ball(
    panel: BallsPanel, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The field of the opened card has all figures."""
    session.set_parameter(3, "alpha", 0.9512345678)
    session.step_on(100_000)
    written: list[str] = []
    plain = BallHead._write
    monkeypatch.setattr(BallHead, "_write", lambda *args: written.append(args[3]) or plain(*args))
    card(panel, 3).grab()
    assert written == ["α", "0.9512", short_outcome(session.run, 3, is_brief=False)]
    written.clear()
    session.rename(3, "W" * 40)
    card(panel, 3).grab()
    assert written[-1] == short_outcome(session.run, 3, is_brief=True)
    assert re.fullmatch("W+…", written[2])
