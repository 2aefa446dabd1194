"""Lessons and challenges in the whole window, by mouse and keys, and the scene that comes back afterwards."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.files.default import default_scenario
from app.files.scenario import Scenario, read_scenario
from app.window import Window
from app.window.lesson_content import Phase
from app.window.safety_net import SafetyNet
from app.window.settings import Settings
from tests.support.lessons import CHALLENGE, LESSON, challenge, changed, lesson
from tests.window.conftest import CTRL, LEFT, NO_KEY, SHIFT, Person


def press(window: Window, name: str) -> None:
    """Click a button of the panel."""
    QTest.mouseClick(window.lesson_panel.buttons[name], LEFT)


def run_to_end(window: Window, qtbot: QtBot) -> None:
    window.session.to_the_end()
    qtbot.waitUntil(lambda: window.session.run.is_over and not window.session.fast_forward.is_busy)


def texts(window: Window) -> str:
    """All texts of the panel."""
    content = window.lesson_panel.content
    return "" if content is None else "\n".join(text.text for text in content.texts)


def click_at(window: Window, w: float, f: float | None = None) -> None:
    """Click the landscape at (w, f), or on the curve."""
    view = window.landscape_view
    height = f if f is not None else float(window.session.landscape.height(window.session.run.state.w[:1] * 0 + w)[0])
    QTest.mouseClick(view.viewport(), LEFT, NO_KEY, view.to_pixels(w, height).toPoint())


def is_shown(window: Window) -> tuple[bool, ...]:
    parts = window.editor_bar.title, window.balls_panel, window.step_anatomy, window.outcome_map, window.plots
    return tuple(part.isVisible() for part in parts)


def test_a_lesson_is_walked_through_with_the_mouse(window: Window, person: Person, qtbot: QtBot) -> None:
    window.session.step_on(7)
    before, shown = window.session.run, is_shown(window)
    window.learning.open(lesson())
    assert window.learning.guide.phase is Phase.PREDICT
    assert is_shown(window) == (False,) * 5
    assert not window.lesson_panel.buttons["next"].isEnabled()
    qtbot.waitUntil(lambda: "begin at 4.8." in texts(window))
    QTest.mouseClick(window.lesson_panel.radios[0.0], LEFT)
    ball = window.landscape_view.balls.positions
    at = QPointF(float(ball.x[1]), float(ball.y[1])).toPoint()
    QTest.mouseClick(window.landscape_view.viewport(), LEFT, NO_KEY, at)
    chosen = window.learning._setup.tool.choice
    assert chosen in (0, 1)
    QTest.mouseClick(window.lesson_panel.radios[0.0], LEFT)
    press(window, "next")
    assert window.learning.guide.phase is Phase.TRY
    assert "You say: α 0" in texts(window)
    run_to_end(window, qtbot)
    qtbot.waitUntil(lambda: window.learning.guide.phase is Phase.NOTICE)
    steps = int(window.session.run.status.steps[1])
    assert "You said α 0. It was α 0.96." in texts(window)
    assert f"It took {steps} steps." in texts(window).replace(",", "")
    press(window, "next")
    assert window.learning.guide.page == 1
    assert window.lesson_panel.field is not None
    click_at(window, 3.3)
    assert window.lesson_panel.field.number == pytest.approx(3.3, abs=0.05)
    press(window, "next")
    window.session.step_on(20)
    qtbot.waitUntil(lambda: window.learning.guide.phase is Phase.NOTICE)
    press(window, "next")
    assert window.learning.guide.phase is Phase.TRY
    window.session.set_parameter(0, "alpha", 0.7)
    window.session.step_on(1)
    qtbot.waitUntil(lambda: window.learning.guide.phase is Phase.NOTICE)
    assert "Now it has 0.7." in texts(window)
    press(window, "next")
    assert window.session.run is before
    assert window.session.step == 7
    window.lesson_panel.close_button.click()
    assert is_shown(window) == shown
    assert window.settings.progress == {"own/Two balls": 3}


def test_a_prediction_is_made_with_the_keyboard(window: Window, person: Person) -> None:
    window.learning.open(lesson())
    window.landscape_view.setFocus()
    tool = window.learning._setup.tool
    for key, choice in ((Qt.Key.Key_Right, 0), (Qt.Key.Key_Right, 1), (Qt.Key.Key_Right, 1), (Qt.Key.Key_Left, 0)):
        person.press(key)
        assert tool.choice == choice
        assert window.lesson_panel.radios[float(choice)].isChecked()
    assert window.session.step == 0
    window.learning.guide.show_page(1)
    person.press(Qt.Key.Key_Right)
    assert tool.choice == pytest.approx(0.12)
    person.press(Qt.Key.Key_Left, SHIFT)
    assert tool.choice == pytest.approx(0.108)
    assert window.lesson_panel.field is not None
    window.lesson_panel.field.setFocus()
    window.lesson_panel.field.selectAll()
    QTest.keyClicks(window.lesson_panel.field, "2.5")
    QTest.keyClick(window.lesson_panel.field, Qt.Key.Key_Return)
    assert tool.choice == 2.5


def test_tab_leads_from_the_landscape_to_the_choices_and_the_button(window: Window, person: Person) -> None:
    window.learning.open(lesson())
    window.landscape_view.setFocus()
    person.press(Qt.Key.Key_Right)
    person.press(Qt.Key.Key_Tab)
    assert window.focusWidget() is window.lesson_panel.radios[0.0]
    person.press(Qt.Key.Key_Tab)
    assert window.focusWidget() is window.lesson_panel.buttons["next"]
    person.press(Qt.Key.Key_Space)
    assert window.learning.guide.phase is Phase.TRY
    assert window.focusWidget() is window.landscape_view


def test_a_valley_is_chosen_by_a_click_in_it(window: Window) -> None:
    right = {"kind": "becomes", "ball": 0, "outcome": "settled", "valley": "chosen"}
    entry = changed(LESSON, "pages.0.predict", {"text": "Where?", "choose": "valley", "right": right})
    window.learning.open(lesson(entry))
    click_at(window, -1.0, 3.0)
    assert window.learning._setup.tool.choice == 3
    assert window.lesson_panel.radios[3.0].isChecked()
    click_at(window, 9.0, 3.0)
    assert window.learning._setup.tool.choice == 3


def test_nothing_runs_before_it_is_predicted(window: Window, person: Person, qtbot: QtBot) -> None:
    window.learning.open(lesson())
    window.learning._setup.tool.choose(1)
    window.session.step_on(5)
    qtbot.waitUntil(lambda: window.session.step == 0)
    assert person.message[-1] == "First say what will happen; then it may begin."
    assert window.session.run.last == 0
    assert window.learning._setup.tool.choice == 1


def test_what_is_locked_stays(window: Window, person: Person) -> None:
    window.learning.open(challenge())
    session = window.session
    session.set_parameter(0, "eta", 0.1)
    assert person.message[-1] == "η stays as it is on this page."
    session.set_start(0, 1.0)
    session.drag(0, 1.0)
    assert not session.is_dragging
    session.add()
    session.duplicate(0)
    session.remove(0)
    session.set_noise(0.1)
    session.set_seed(3)
    session.set_landscape(challenge(changed(CHALLENGE, "scenario.landscape.name", "bowl")).setting.scenario.landscape)
    assert session.run.balls == challenge().setting.scenario.balls
    assert not session.run.edits
    assert session.landscape.preset == "descending-hills"
    assert not window.balls_panel.eta.slider.isEnabled()
    assert not window.balls_panel.add_button.isEnabled()
    session.set_parameter(0, "alpha", 0.5)
    assert session.ball(0).parameters["alpha"] == 0.5
    window.learning.leave()
    assert window.balls_panel.eta.slider.isEnabled()


def test_a_challenge_is_solved_and_its_best_result_kept(window: Window, qtbot: QtBot, settings: Settings) -> None:
    window.learning.open(challenge())
    assert "hint" not in window.lesson_panel.buttons
    run_to_end(window, qtbot)
    assert window.learning.guide.tries == 1
    assert window.learning.guide.result is None
    assert "Not yet. Start again" in texts(window)
    press(window, "hint")
    assert "More." in texts(window)
    window.session.restart()
    window.session.pause()
    window.session.set_parameter(0, "alpha", 0.96)
    run_to_end(window, qtbot)
    qtbot.waitUntil(lambda: window.learning.guide.result == 2)
    assert "Solved: 2 tries. That is par." in texts(window)
    assert settings.progress == {"own/To the flag": 2}
    press(window, "again")
    assert window.session.ball(0).parameters["alpha"] == 0.0
    assert (window.learning.guide.tries, window.learning.guide.result) == (0, None)
    window.session.set_parameter(0, "alpha", 0.96)
    run_to_end(window, qtbot)
    qtbot.waitUntil(lambda: settings.progress == {"own/To the flag": 1})


def test_a_run_that_was_changed_on_the_way_is_said_not_to_count(window: Window, qtbot: QtBot) -> None:
    window.learning.open(challenge())
    window.session.step_on(5)
    window.session.set_parameter(0, "alpha", 0.96)
    run_to_end(window, qtbot)
    qtbot.waitUntil(lambda: "on the way does not count" in texts(window))


def test_the_list_opens_closes_and_tells_what_is_done(window: Window, qtbot: QtBot) -> None:
    window.settings.progress = {"lesson/stuck": 1}
    QTest.keyClick(window, Qt.Key.Key_F3)
    qtbot.waitUntil(lambda: "lesson/stuck" in window.lesson_panel.buttons)
    press(window, "lesson/stuck")
    assert window.learning.guide.page == 1, "it goes on where it was left"
    assert window.windowTitle().startswith("Stuck")
    window.actions_by_name["learn"].trigger()
    assert window.learning.lesson is None
    qtbot.waitUntil(lambda: "lesson/stuck" in window.lesson_panel.buttons)
    assert "of 5 pages done" in window.lesson_panel.buttons["lesson/stuck"].text()
    window.actions_by_name["learn"].trigger()
    assert not window.lesson_panel.isVisible()


# The person's own scene.


def test_the_scene_comes_back_with_time_and_history(window: Window, person: Person) -> None:
    session = window.session
    session.step_on(10)
    session.set_parameter(0, "alpha", 0.4)
    session.step_on(5)
    run, text = session.run, session.history.stack.undoText()
    assert window.scenarios.is_modified
    window.learning.open(lesson())
    assert not window.actions_by_name["undo"].isEnabled()
    assert window.scenarios.is_modified
    assert window.scenarios.to_save().balls == run.balls
    window.learning.close()
    assert session.run is run
    assert session.step == 15
    assert window.scenarios.is_modified
    assert session.history.stack.undoText() == text
    person.press(Qt.Key.Key_Z, CTRL)
    assert session.ball(0).parameters["alpha"] == 0.0


def test_what_is_autosaved_in_a_lesson_is_the_persons_own_scene(window: Window, tmp_path: Path, qtbot: QtBot) -> None:
    net = SafetyNet(window, tmp_path)
    window.session.set_parameter(0, "alpha", 0.4)
    window.learning.open(lesson())
    window.session.set_parameter(1, "eta", 0.03)
    with qtbot.waitSignal(net.autosave.saved):
        net.autosave.save_now()
    (saved,) = tmp_path.rglob("*.momentum")
    assert json.loads(saved.read_text(encoding="utf-8"))["balls"][0]["alpha"] == 0.4
    net.end(keep=False)


def test_saving_in_a_lesson_saves_the_persons_own_scene(window: Window, tmp_path: Path) -> None:
    window.session.set_parameter(0, "alpha", 0.4)
    window.learning.open(lesson())
    window.scenarios.save_to(tmp_path / "own.momentum")
    assert not window.scenarios.is_modified
    assert read_scenario(tmp_path / "own.momentum").balls[0].parameters["alpha"] == 0.4
    window.learning.close()
    assert not window.scenarios.is_modified
    window.session.undo()
    assert window.scenarios.is_modified


def test_closing_in_a_lesson_asks_about_the_persons_own_scene(window: Window, person: Person) -> None:
    window.session.set_parameter(0, "alpha", 0.4)
    window.learning.open(lesson())
    window.close()
    assert "Descending hills" in person.answer("Cancel")
    assert window.learning.lesson is not None


def test_another_scenario_ends_the_lesson(window: Window, person: Person) -> None:
    window.session.set_parameter(0, "alpha", 0.4)
    window.learning.open(lesson())
    window.scenarios.new()
    person.answer("Don't save")
    assert window.learning.lesson is None
    assert not window.lesson_panel.isVisible()
    assert len(window.session.run.balls) == 5
    assert not window.session.is_aside
    assert window.editor_bar.title.isVisible()
    assert not window.session.locked


def test_after_a_lesson_the_first_minute_is_where_it_was(first: Window) -> None:
    guide, session = first.landscape_view.foreground.guide, first.session
    session.step_on(3)
    before = guide.text, first.shown_view.hidden(), session.hidden_layers, session.playback.speed, session.step
    first.learning.open(lesson())
    assert not guide.text
    first.learning.close()
    assert (
        guide.text,
        first.shown_view.hidden(),
        session.hidden_layers,
        session.playback.speed,
        session.step,
    ) == before
    assert len(session.run.balls) == 2
    assert not first.step_anatomy.isVisible()
    guide.button.click()
    assert len(session.run.balls) == 5
    assert first.step_anatomy.isVisible()


def test_a_scenario_that_ends_a_lesson_ends_the_first_minute_too(first: Window) -> None:
    first.learning.open(lesson())
    first.scenarios.show(default_scenario(), None, replays=False)
    assert not first.landscape_view.foreground.guide.text
    assert first.step_anatomy.isVisible()
    assert len(first.session.run.balls) == 5


# Files and links.


def test_a_lesson_is_opened_from_a_file_that_is_dropped(window: Window, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "own.json"
    path.write_text(json.dumps(LESSON), encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    args = data, LEFT, NO_KEY
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, *args))
    QApplication.sendEvent(window, QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, *args))
    qtbot.waitUntil(lambda: window.learning.lesson is not None)
    assert window.settings.recent[0] == str(path)


def test_a_wrong_lesson_gets_one_line(window: Window, person: Person, tmp_path: Path) -> None:
    path = tmp_path / "own.lesson"
    path.write_text(json.dumps(changed(LESSON, "minutes", 0)), encoding="utf-8")
    window.open_file(path)
    box = person.asked()
    assert "minutes: 0 is not between 1 and 240" in box.text()
    box.close()
    assert window.learning.lesson is None


def test_a_lesson_is_copied_and_pasted_as_a_link(window: Window) -> None:
    window.learning.open(lesson())
    window.actions_by_name["copy-link"].trigger()
    window.learning.close()
    assert QApplication.clipboard().text().startswith("momentum-lab:1:")
    window.actions_by_name["paste"].trigger()
    assert window.learning.lesson == lesson()
    window.learning.close()
    window.actions_by_name["copy-link"].trigger()
    window.actions_by_name["paste"].trigger()
    assert window.learning.lesson is None
    assert isinstance(window.scenarios.to_save(), Scenario)
