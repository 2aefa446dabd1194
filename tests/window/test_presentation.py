"""F5 shows landscape, time and the selected ball on the full screen; Esc returns to exactly what was before."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.theme.application import theme
from app.window.appearance import EMPHASIS, PRESENTATION_SIZE
from app.window.pointer_trail import LIFE_S, PointerTrail
from tests.support.cut_off import cut_off, watch_edges
from tests.support.overlap import overlapping_widgets
from tests.window.conftest import Person


@pytest.fixture(autouse=True)
def usual_size(qapp: QApplication) -> Iterator[None]:
    """Leave the usual text size to the next test."""
    yield
    theme().apply(qapp, theme().choice, 1.0, 1.0)


def everything(window: QWidget) -> dict[str, object]:
    """Where every visible widget is, and the size of its font."""
    QTest.qWait(50)
    return {
        f"{number} {type(widget).__name__}": (widget.geometry().getRect(), widget.font().pixelSize())
        for number, widget in enumerate([window, *window.findChildren(QWidget)])
        if widget.isVisible() and widget.window() is window
    }


def present(person: Person, size: QSize) -> None:
    person.press(Qt.Key.Key_F5)
    person.window.resize(size)
    QTest.qWait(50)


@pytest.mark.parametrize("text_size", [1.0, 2.0])
def test_escape_returns_to_exactly_what_was_before(person: Person, text_size: float) -> None:
    window = person.window
    window.appearance.set_text_size(text_size)
    window.session.message.emit("")
    window.resize(1280, 800)
    window.balls_panel.list.cards[1].setFocus()
    before, state, focus = everything(window), window.windowState(), window.focusWidget()
    present(person, QSize(1920, 1080))
    assert window.windowState() & Qt.WindowState.WindowFullScreen
    assert theme().scale == max(text_size, PRESENTATION_SIZE)
    person.press(Qt.Key.Key_Escape)
    window.resize(1280, 800)
    assert window.windowState() == state
    assert everything(window) == before
    assert window.focusWidget() is focus
    assert (theme().scale, theme().emphasis) == (text_size, 1.0)


@pytest.mark.parametrize("size", [QSize(1280, 800), QSize(1920, 1080)])
def test_what_is_shown(person: Person, size: QSize, monkeypatch: pytest.MonkeyPatch) -> None:
    window, beyond = person.window, watch_edges(monkeypatch)
    window.session.step_on(38)
    monkeypatch.setattr(window, "setWindowState", lambda _state: None)  # the screen of the tests has another size
    present(person, size)
    shown = (window.landscape_view, window.transport, window.selected_card)
    hidden = (window.editor_bar, window.menus, window.plots, window.balls_panel, window.outcome_map, window.status_line)
    assert all(widget.isVisible() for widget in shown)
    assert not any(widget.isVisible() for widget in hidden)
    window.grab()
    found = {*cut_off(window), *(each for each in overlapping_widgets(window) if "QLabel" not in each), *beyond}
    assert not found, found


def test_balls_and_lines_are_larger(person: Person) -> None:
    window = person.window
    before = window.landscape_view.balls.radii.copy()
    present(person, window.size())
    assert theme().line_scale == pytest.approx(PRESENTATION_SIZE * EMPHASIS)
    assert (window.landscape_view.balls.radii > PRESENTATION_SIZE * before).all()


def test_the_card_is_that_of_the_selected_ball(person: Person) -> None:
    session, card = person.session, person.window.selected_card.card
    session.step_on(38)
    listed = person.window.balls_panel.list.cards[session.selected].accessibleName()
    present(person, person.window.size())
    assert card.accessibleName() == listed, "it shows what became of the ball before"
    session.select(2)
    assert card.ball == 2
    assert card.accessibleName() == person.window.balls_panel.list.cards[2].accessibleName()
    session.set_parameter(2, "alpha", 0.5)
    assert card.slider.number == 0.5
    card.setFocus()
    person.press(Qt.Key.Key_Down)
    assert session.selected == card.ball == 3
    while session.run.balls:
        session.remove(0)
    assert card.isHidden()


def test_escape_ends_slow_motion_first(person: Person) -> None:
    present(person, person.window.size())
    person.session.slow_motion.toggle()
    person.press(Qt.Key.Key_Escape)
    assert not person.session.slow_motion.is_on
    assert person.window.presentation.is_on
    person.press(Qt.Key.Key_Escape)
    assert not person.window.presentation.is_on


def test_the_hint_says_how_to_end_it(person: Person) -> None:
    present(person, person.window.size())
    hint = person.window.presentation.hint
    assert hint.isVisible()
    assert "Esc" in hint.text()
    person.press(Qt.Key.Key_Escape)
    assert hint.isHidden()


def test_what_was_before_a_presentation_is_remembered(person: Person) -> None:
    window, settings = person.window, person.window.settings
    window.resize(1280, 800)
    QTest.qWait(50)
    widths = window.arrangement.columns.second_size, window.arrangement.rows.second_size
    present(person, QSize(1920, 1080))
    window.close_now()
    assert settings.text_size == 1.0
    assert (settings.panel_width, settings.plots_height) == widths


def test_a_key_gives_the_pointer_a_trail(person: Person) -> None:
    trail = person.window.presentation.pointer_trail
    present(person, person.window.size())
    person.press(Qt.Key.Key_P)
    assert trail.is_on
    assert trail.isVisible()
    person.press(Qt.Key.Key_P)
    assert not trail.is_on
    person.press(Qt.Key.Key_P)
    person.press(Qt.Key.Key_Escape)
    assert not trail.is_on, "it began in the presentation"


def test_the_trail_follows_the_pointer_and_fades(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    window, now, at = person.window, [0.0], [QPoint()]
    monkeypatch.setattr(QCursor, "pos", lambda: window.mapToGlobal(at[0]))
    trail = PointerTrail(theme(), window, now=lambda: now[0])
    trail.set_on(True)
    empty = window.grab().toImage()
    places = [QPoint(100 + 10 * step, 200) for step in range(5)]
    for now[0], at[0] in zip((0.1, 0.2, 0.3, 0.4, 0.5), places, strict=True):
        trail.follow()
    assert trail.points[-5:] == places
    painted = window.grab().toImage()
    assert painted.pixelColor(120, 200) != empty.pixelColor(120, 200)
    now[0] += LIFE_S + 0.1
    trail.follow()
    assert trail.points == places[-1:]
    trail.set_on(False)
    assert trail.isHidden()


def test_the_selected_ball_can_be_removed_while_its_card_is_shown(person: Person) -> None:
    window = person.window
    window.presentation.toggle()
    window.session.select(4)
    window.session.step_on(3)
    window.session.remove(4)
    assert window.selected_card.card.ball == window.session.selected == 3
    for _ball in range(4):
        window.session.remove(0)
    assert not window.selected_card.card.isVisible()
    window.presentation.end()
