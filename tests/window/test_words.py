"""Words that explain themselves, where they stand in the window, and all of them under F1."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.controls.popover import Popover
from app.controls.term_pictures import TermPicture
from app.controls.terms import TermSpot
from app.panels.ball_card import BallCard
from app.panels.card_list import CardList
from app.session.slow_motion import Moment
from app.text.glossary import GLOSSARY, TERMS
from app.views.landscape.explained_words import MOMENT_TERMS
from app.views.outcome_map.legend import ENTRY_TERMS
from app.window import Window
from app.window.help import WORDS, HelpDialog
from tests.window.conftest import Person


def spots_of(window: Window) -> list[TermSpot]:
    return [spot for spot in window.findChildren(TermSpot) if spot.isVisible()]


def test_words_of_the_window_are_underlined_and_each_has_its_text(window: Window, qtbot: QtBot) -> None:
    window.resize(1280, 800)
    model = window.outcome_map.model
    cards = window.findChild(CardList)
    assert isinstance(cards, CardList)
    cards.toggle(3)
    qtbot.waitUntil(lambda: model.picture is not None and not model.computation.is_busy, timeout=60_000)
    window.session.slow_motion.toggle()
    QApplication.processEvents()
    spots = spots_of(window)
    assert {spot.term.name for spot in spots} >= {
        "alpha", "eta", "memory", "start", "rule", "step", "momentum", "slope", "energy", "outcome", "valley", "leaves",
        "height", "place", "rim", "global-minimum",
    }  # fmt: skip
    for spot in spots:
        assert GLOSSARY[spot.term.name] is spot.term
        assert spot.accessibleName() == spot.term.title
        assert spot.accessibleDescription() == spot.term.text
        parent = spot.parentWidget()
        assert parent.rect().contains(spot.geometry()), spot.term.name
        assert spot.width() > 4
    places = [QRect(spot.mapTo(window, QPoint()), spot.size()) for spot in spots]
    assert not [one for index, one in enumerate(places) for other in places[:index] if one.intersects(other)]


def test_the_popover_opens_by_keys_alone(window: Window, person: Person, qtbot: QtBot) -> None:
    card = next(each for each in window.balls_panel.findChildren(BallCard) if each.ball == window.session.selected)
    card.setFocus()
    person.press(Qt.Key.Key_Tab)
    spot = QApplication.focusWidget()
    assert spot is card.symbol_spot
    step = window.session.step
    person.press(Qt.Key.Key_Space)
    (popover,) = spot.findChildren(Popover)
    assert popover.isVisible()
    assert not window.session.playback.is_playing
    assert window.session.step == step
    QTest.keyClick(popover, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not spot.findChildren(Popover))


def test_what_the_slider_says_takes_the_place_of_the_symbol(window: Window) -> None:
    card = next(each for each in window.balls_panel.findChildren(BallCard) if each.ball == 3)
    assert card.symbol_spot is not None
    card.show_hint("α 0.9: valley 4")
    assert not card.symbol_spot.isVisible()
    card.show_hint("")
    assert card.symbol_spot.isVisible()


def test_each_moment_of_slow_motion_has_its_word(window: Window) -> None:
    session, words = window.session, window.landscape_view.explained_words
    session.step_on(5)
    session.slow_motion.toggle()
    for moment in Moment:
        assert session.slow_motion.moment is moment
        assert [each for each, spot in words.moments.items() if spot.isVisible()] == [moment]
        assert words.moments[moment].term.name == MOMENT_TERMS[moment]
        session.go_on()
    session.slow_motion.end()
    assert not [spot for spot in words.moments.values() if spot.isVisible()]


def test_the_word_on_the_landscape_follows_the_flag(window: Window) -> None:
    view = window.landscape_view
    spot, (box, *_) = view.explained_words.flag, view.ground.placed_flags.text_boxes
    before = spot.geometry()
    assert before.contains(view.in_widget(box.center()).toPoint())
    view.zoom(3.0)
    assert spot.geometry() != before or not spot.isVisible()
    view.fit()
    assert spot.geometry() == before


def test_the_legend_explains_every_outcome_that_it_can_show() -> None:
    assert set(ENTRY_TERMS.values()) <= set(GLOSSARY)


def test_f1_has_a_page_with_every_word(window: Window, person: Person) -> None:
    person.press(Qt.Key.Key_F1)
    (dialog,) = window.findChildren(HelpDialog)
    dialog.show_page(WORDS)
    shown = {label.text() for label in dialog.findChildren(QLabel) if label.isVisible()}
    assert {term.title for term in TERMS} | {term.text for term in TERMS} <= shown
    assert len([each for each in dialog.findChildren(TermPicture) if each.isVisible()]) == len(TERMS)
    dialog.close()
