"""The first start: two balls, one sentence, and one click to everything. It happens once."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.files.default import FIRST_SPEED, default_scenario
from app.files.presets import load_preset
from app.files.view import View
from app.lessons.library import library
from app.session.playback import DEFAULT_SPEED
from app.window import Window
from app.window.first_minute import LATE_SPEED
from app.window.settings import Settings
from app.window.startup import default_window, new_window
from physics.rules.suggestion import suggest
from tests.window.conftest import Person

LEFT = Qt.MouseButton.LeftButton
HIDDEN = {"arrows", "energy", "predictions"}
PLOTS = {"height", "position", "energy", "phase", "map"}


@pytest.fixture
def person(first: Window, qtbot: QtBot) -> Person:
    return Person(first, qtbot)


def alphas(window: Window) -> list[float]:
    return [ball.parameters["alpha"] for ball in window.session.balls]


def say(window: Window) -> str:
    return window.landscape_view.foreground.guide.text


def is_whole(window: Window) -> bool:
    """Whether nothing is hidden any more, and no guide is shown."""
    return (
        not window.session.hidden_layers
        and not window.shown_view.hidden()
        and window.step_anatomy.isVisible()
        and not window.landscape_view.foreground.guide.isVisible()
    )


def test_it_is_two_balls_one_sentence_and_nothing_else(first: Window) -> None:
    assert alphas(first) == [0.0, 0.9]
    assert first.session.hidden_layers == HIDDEN
    assert first.shown_view.hidden() == PLOTS
    assert not first.step_anatomy.isVisible()
    assert first.session.playback.speed == FIRST_SPEED
    assert say(first).startswith("Press Space, or the round button below, and watch")
    assert first.landscape_view.foreground.guide.isVisible()
    assert not first.isWindowModified()


def test_space_plays_and_the_sentence_says_what_to_watch_and_then_what_to_do(first: Window, person: Person) -> None:
    person.press(Qt.Key.Key_Space)
    assert first.session.playback.is_playing
    assert say(first).startswith("Watch how far each ball gets")
    assert "α\N{NO-BREAK SPACE}0.90" in say(first)
    first.session.step_on(31 - first.session.step)
    assert say(first).startswith("Watch how far each ball gets")
    first.session.step_on(1)
    assert not first.session.run.is_over
    assert say(first).startswith("α is momentum. At the right, give a ball more of it")
    person.press(Qt.Key.Key_Home)
    assert say(first).startswith("Press Space")


def test_it_is_slow_until_both_balls_are_caught_then_soon_over_and_slow_again(first: Window, person: Person) -> None:
    session, speeds = first.session, []
    session.step_on(31)
    assert session.playback.speed == FIRST_SPEED
    while not session.run.is_over:
        session.step_on()
        speeds.append(session.playback.speed)
    assert speeds == sorted(speeds), "quicker and quicker"
    assert speeds[-1] == LATE_SPEED
    assert sum(1.0 / speed for speed in speeds) < 8.0, "seconds"
    person.press(Qt.Key.Key_Space)
    assert session.playback.is_playing
    assert (session.step, session.playback.speed) == (0, FIRST_SPEED)


def test_a_speed_that_was_chosen_stays(first: Window, person: Person) -> None:
    person.press(Qt.Key.Key_BracketRight)
    chosen = first.session.playback.speed
    assert chosen > FIRST_SPEED
    first.session.step_on(400)
    assert first.session.playback.speed == chosen


def test_show_me_more_brings_the_five_balls_the_speed_and_everything(first: Window) -> None:
    first.session.step_on(20)
    first.session.set_parameter(0, "alpha", 0.95)
    QTest.mouseClick(first.landscape_view.foreground.guide.button, LEFT)
    assert alphas(first) == [ball.parameters["alpha"] for ball in default_scenario().balls]
    assert first.session.step == 0
    assert first.session.playback.speed == DEFAULT_SPEED
    assert is_whole(first)
    first.session.step_on(400)
    assert first.session.playback.speed == DEFAULT_SPEED
    assert not say(first)


def test_new_is_the_five_balls_too(first: Window, person: Person) -> None:
    person.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert len(alphas(first)) == 5
    assert is_whole(first)


def test_another_ball_shows_everything_and_keeps_the_scene(first: Window, person: Person) -> None:
    first.session.step_on(20)
    person.press(Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert len(alphas(first)) == 3
    assert first.session.step == 20
    assert is_whole(first)
    assert first.session.playback.speed == DEFAULT_SPEED


def test_another_landscape_shows_everything(first: Window) -> None:
    bowl = load_preset("bowl").landscape
    first.session.choose(bowl, bowl.title, suggest(bowl))
    assert first.session.landscape is bowl
    assert is_whole(first)


@pytest.mark.parametrize("in_lesson", [False, True])
def test_a_scenario_that_is_opened_shows_what_it_says(first: Window, in_lesson: bool) -> None:
    if in_lesson:
        entry = library()[0]
        first.learning.open(entry.lesson, entry.key)
    view = View(hidden=frozenset({"energy"}), hidden_layers=frozenset({"energy"}))
    first.scenarios.show(replace(default_scenario(), view=view), None, replays=False)
    assert first.session.hidden_layers == {"energy"}
    assert first.shown_view.hidden() == {"energy"}
    assert first.step_anatomy.isVisible()
    assert not first.landscape_view.foreground.guide.isVisible()


def test_the_settings_of_the_first_minute_are_not_those_of_the_person(first: Window) -> None:
    first.close_now()
    assert first.settings.hidden_plots == set()
    assert first.settings.speed == DEFAULT_SPEED


@pytest.mark.parametrize("how", ["closed", "killed", "an older version"])
def test_it_happens_once(qapp: QApplication, qtbot: QtBot, tmp_path: Path, how: str) -> None:
    settings = [Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)) for _number in range(2)]
    assert settings[0].is_first_start
    if how == "an older version":
        window = new_window(qapp, default_scenario(), settings[0])
    else:
        window = default_window(qapp, settings[0])
        assert len(alphas(window)) == 2
        settings[0].note_start()
    qtbot.addWidget(window, before_close_func=Window.close_now)
    if how != "killed":
        window.close_now()
    settings[0]._stored.sync()
    settings[1]._stored.sync()
    again = default_window(qapp, settings[1])
    qtbot.addWidget(again, before_close_func=Window.close_now)
    assert len(alphas(again)) == 5
    assert not say(again)


@pytest.mark.parametrize("size", [(1280, 800), (1024, 640), (1920, 1080)])
def test_the_sentence_and_its_button_are_whole_and_clear_of_the_balls(first: Window, size: tuple[int, int]) -> None:
    first.resize(*size)
    QApplication.processEvents()
    view, guide = first.landscape_view, first.landscape_view.foreground.guide
    assert view.rect().contains(guide.geometry())
    assert not guide.geometry().intersects(view.foreground.layers_button.geometry())
    assert guide.rect().contains(guide.button.geometry())
    positions = view.balls.positions
    for x, y in zip(positions.x, positions.y, strict=True):
        assert not guide.geometry().contains(round(x), round(y))
    for box in view.balls.labels.boxes.values():
        assert box.top >= guide.geometry().bottom() or box.left >= guide.geometry().right()


def test_the_status_line_says_nothing_of_energy_while_that_layer_is_hidden(first: Window) -> None:
    session, status = first.session, first.status_line.sentence
    assert status.text == "α 0: Starts in valley 5."
    session.step_on(11)
    assert status.text == "α 0: Moving in valley 5 after 11 steps."
    session.step_on(25)
    assert status.text == "α 0: Caught in valley 5: it can't get out."
    session.show_layer("energy", True)
    assert status.text.startswith("α 0: Caught in valley 5: its energy")
