"""A value that is changed when the run is over: what to press is said, with a button, and nothing else misleads."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.prediction.origin import origin_of
from app.window import Window
from physics.rules.base import ALPHA
from tests.window.conftest import LEFT, Person


@pytest.fixture
def over(window: Window) -> Window:
    """The window at the end of the run."""
    window.session.step_on(2000)
    assert window.session.run.is_over
    return window


def hint(window: Window) -> str:
    return window.landscape_view.foreground.hint.text


def drag_slider(person: Person, ball: int) -> None:
    """Drag the knob of α a little to the right."""
    slider = person.window.balls_panel.list.cards[ball].slider
    middle = slider.height() / 2.0
    for _place in person.drag(slider, [QPointF(12.0, middle), QPointF(150.0, middle), QPointF(160.0, middle)]):
        pass


def test_at_the_end_nothing_is_said_before_something_is_changed(over: Window) -> None:
    assert hint(over) == ""
    assert not over.landscape_view.foreground.hint.isVisible()


def test_a_dragged_alpha_says_what_to_press_and_the_button_does_it(over: Window, person: Person) -> None:
    drag_slider(person, 0)
    alpha = over.session.ball(0).parameters["alpha"]
    assert alpha > 0.5
    assert hint(over) == f"Play runs it again with α {alpha!r}."
    button = over.landscape_view.foreground.hint.button
    assert button.isVisible()
    assert button.text() == "Play"
    QTest.mouseClick(button, LEFT)
    assert over.session.playback.is_playing
    assert over.session.run.balls[0].parameters["alpha"] == alpha
    assert over.session.step < 5
    assert hint(over) == ""


def test_space_does_what_the_sentence_says(over: Window, person: Person) -> None:
    over.session.set_parameter(0, "alpha", 0.95)
    assert hint(over) == "Play runs it again with α 0.95."
    person.press(Qt.Key.Key_Space)
    assert over.session.run.balls[0].parameters["alpha"] == 0.95
    assert not over.session.run.edits


def test_other_values_are_named_too_and_undo_takes_the_sentence_away(over: Window, person: Person) -> None:
    over.session.set_parameter(1, "eta", 0.03)
    assert hint(over) == "Play runs it again with η 0.03."
    over.session.set_parameter(1, "alpha", 0.9)
    assert hint(over) == "Play runs it again with α 0.90, η 0.03."
    over.session.set_parameter(2, "alpha", 0.5)
    assert hint(over) == "Play runs it again with what you changed."
    for _number in range(3):
        person.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert hint(over) == ""


def test_one_value_of_all_balls_is_named(over: Window) -> None:
    over.session.set_parameter_for_all(ALPHA, 0.5)
    assert hint(over) == "Play runs it again with α 0.50."


def test_while_other_balls_still_move_the_button_starts_again(window: Window) -> None:
    session = window.session
    session.step_on(300)
    assert session.run.parked().tolist() == [True, True, False, False, True]
    session.set_parameter(0, "alpha", 0.95)
    assert hint(window) == "Start again to see what α 0.95 does."
    session.set_parameter(1, "alpha", 0.96)
    assert hint(window) == "Start again to see what it does."
    session.step_on(2000)
    assert session.run.is_over
    assert hint(window) == "Start again to see what it does.", "Play would show the same run once more"
    QTest.mouseClick(window.landscape_view.foreground.hint.button, LEFT)
    assert session.playback.is_playing
    assert session.run.balls[0].parameters["alpha"] == 0.95
    assert hint(window) == ""


def test_no_sentence_says_of_the_new_alpha_what_the_old_one_did(over: Window, qtbot: QtBot) -> None:
    session = over.session
    session.select(0)
    session.set_parameter(0, "alpha", 0.95)
    assert over.status_line.sentence.text.startswith("α 0: Settled in valley 5")
    text = over.landscape_view.threshold_text
    assert text is not None
    qtbot.waitUntil(lambda: text.text.startswith("From step 0, with η 0.02: stays in valley 5 up to α 0.881"))


def test_at_the_end_sliders_show_what_the_next_run_would_do(over: Window) -> None:
    session, slider = over.session, over.balls_panel.list.cards[0].slider
    assert origin_of(session, 0).w == 4.8
    results = over.balls_panel.slider_outcomes.results(0, "alpha", (0.0, 0.9, 0.95))
    assert results.valley.tolist() == [4, 3, 1]
    at = QPointF(0.5 * slider.width(), slider.height() / 2.0)
    QTest.mouseMove(slider, at.toPoint())
    assert over.ghost_run.run is not None
    assert over.ghost_run.run.balls[0].start == 4.8
    session.seek(100)
    assert origin_of(session, 0).w == session.run.state.w[0]


def test_the_notice_lies_above_the_sentence_and_clear_of_the_button(over: Window, qtbot: QtBot) -> None:
    over.session.set_parameter(0, "alpha", 0.95)
    view, text = over.landscape_view, over.landscape_view.threshold_text
    assert text is not None
    qtbot.waitUntil(lambda: text.text != "")
    notice = view.foreground.hint.geometry()
    assert view.rect().contains(notice)
    assert not notice.intersects(view.foreground.layers_button.geometry())
    assert all(box.top >= notice.bottom() for box in text.boxes)
    over.session.undo()
    assert text.boxes[0].top < notice.bottom()


def test_a_value_changed_of_a_caught_ball_says_what_shows_its_effect(window: Window) -> None:
    session = window.session
    session.step_on(70)
    session.set_parameter(2, "alpha", 0.93)
    session.step_on(5)
    session.set_parameter(2, "alpha", 0.95)
    assert hint(window) == "Start again to see what α 0.95 does."
    session.set_parameter(2, "alpha", 0.9)
    assert hint(window) == "", "it was caught with that"
    session.seek(72)
    assert hint(window) == "Start again to see what α 0.93 does.", "what was changed later does not count yet"
    session.seek(75)
    session.set_parameter(2, "alpha", 0.95)
    session.step_on(2000)
    assert session.run.is_over
    assert hint(window) == "Start again to see what α 0.95 does."


def test_a_ball_that_was_moved_since_is_where_its_own_values_led(window: Window) -> None:
    session = window.session
    session.step_on(70)
    session.set_parameter(2, "alpha", 0.95)
    session.step_on(1)
    session.drag(2, 1.0)
    assert hint(window) == ""


def test_a_value_changed_of_a_ball_that_may_still_get_out_has_its_effect_at_once(window: Window) -> None:
    window.session.step_on(5)
    window.session.set_parameter(2, "alpha", 0.95)
    assert hint(window) == ""
    window.session.step_on(300)
    assert hint(window) == ""
