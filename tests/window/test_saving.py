"""Saving scenarios in the window: nothing is lost, nor is what another program wrote."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.files.default import default_scenario
from app.files.scenario import read_scenario, scenario_text
from app.window import Window
from app.window.settings import Settings
from app.window.startup import new_window
from tests.support.privileges import posix, without_privileges
from tests.support.scenes import shown
from tests.window.conftest import CTRL, LESSON, SHIFT, Person
from tests.window.scenario_files import change, opened, title, told


def test_save_asks_for_a_name_once(window: Window, person: Person, tmp_path: Path) -> None:
    window.settings.scenario_folder = str(tmp_path)
    window.session.step_on(30)
    window.session.seek(12)
    change(person)
    person.press(Qt.Key.Key_S, CTRL)
    assert person.dialog.selectedFiles()[0].endswith("descending-hills.momentum")
    path = tmp_path / "mine"
    person.choose(path)
    path = path.with_suffix(".momentum")
    assert path.exists()
    assert title(window) == "mine.momentum"
    assert person.message[-1] == f"Saved {path}."
    change(person)
    assert title(window) == "mine.momentum*"
    person.press(Qt.Key.Key_S, CTRL)
    assert person.question is None
    assert title(window) == "mine.momentum"
    assert read_scenario(path).edits == window.session.run.edits
    assert window.settings.recent == (str(path),)


def test_save_as_leaves_the_old_file_as_it_was(window: Window, person: Person, lesson: Path, qtbot: QtBot) -> None:
    opened(window, lesson, qtbot)
    change(person)
    person.press(Qt.Key.Key_S, CTRL | SHIFT)
    other = lesson.with_name("other.momentum")
    person.choose(other)
    assert lesson.read_text(encoding="utf-8") == scenario_text(LESSON)
    assert title(window) == "other.momentum"
    assert window.settings.recent == (str(other), str(lesson))


def test_what_was_saved_opens_the_same_with_its_view(
    window: Window, person: Person, tmp_path: Path, qapp: QApplication, qtbot: QtBot, settings: Settings
) -> None:
    session = window.session
    session.step_on(50)
    session.seek(20)
    session.set_parameter(1, "alpha", 0.3)
    session.step_on(30)
    session.seek(33)
    session.select(2)
    session.playback.set_speed(7.0)
    window.plots.set_visible("phase", False)
    window.shown_view.toggle_map()
    path = tmp_path / "x.momentum"
    window.scenarios.save_to(path)
    again = new_window(qapp, default_scenario(), settings)
    qtbot.addWidget(again, before_close_func=Window.close_now)
    again.show()
    again.appearance.toggle_theme()
    chosen = again.theme.choice
    opened(again, path, qtbot)
    assert shown(again.session) == shown(session)
    assert again.session.playback.speed == 7.0
    assert again.shown_view.hidden() == frozenset({"phase", "map"})
    assert again.theme.choice == chosen, "the theme belongs to the room, not to the lecture"
    assert not again.isWindowModified()


def test_undo_to_what_was_saved_is_not_modified(window: Window, person: Person, tmp_path: Path) -> None:
    change(person)
    window.scenarios.save_to(tmp_path / "x.momentum")
    change(person)
    window.session.undo()
    assert not window.isWindowModified()
    window.session.undo()
    assert window.isWindowModified()
    window.session.redo()
    assert not window.isWindowModified()


def test_a_change_that_goes_on_over_a_save_is_modified_again(window: Window, person: Person, tmp_path: Path) -> None:
    """A gesture that is still under way when it is saved, such as a key that is held, has more to be saved."""
    window.session.history.begin_gesture("key")
    window.session.set_parameter(0, "alpha", 0.1)
    window.scenarios.save_to(tmp_path / "x.momentum")
    window.session.set_parameter(0, "alpha", 0.2)
    assert window.isWindowModified()
    window.session.undo()
    assert not window.isWindowModified()
    assert window.session.ball(0).parameters["alpha"] == 0.1


@posix
def test_a_folder_that_may_not_be_written_to_is_one_sentence_and_the_work_stays(
    window: Window, person: Person, tmp_path: Path
) -> None:
    folder = tmp_path / "locked"
    folder.mkdir()
    folder.chmod(0o500)
    change(person)
    before = shown(window.session)
    with without_privileges():
        window.scenarios.save_to(folder / "x.momentum")
    text = told(person)
    assert text.startswith(f"{folder / 'x.momentum'} can't be saved: ")
    assert text.endswith("your work is still in the window.")
    assert (shown(window.session), window.isWindowModified(), window.scenarios.path) == (before, True, None)
    assert list(folder.iterdir()) == []
    folder.chmod(0o700)


def test_a_folder_that_has_vanished_is_one_sentence(window: Window, person: Person, tmp_path: Path) -> None:
    change(person)
    window.scenarios.save_to(tmp_path / "gone" / "x.momentum")
    assert told(person).endswith("your work is still in the window.")
    assert window.isWindowModified()


def another_program_writes(path: Path) -> str:
    text = scenario_text(replace(LESSON, title="By somebody else"))
    path.write_text(text, encoding="utf-8")
    return text


def test_a_file_that_another_program_changed_is_asked_about(
    window: Window, person: Person, lesson: Path, qtbot: QtBot
) -> None:
    opened(window, lesson, qtbot)
    theirs = another_program_writes(lesson)
    change(person)
    question = "lesson.momentum was changed by another program since it was opened here. Replace it?"
    person.press(Qt.Key.Key_S, CTRL)
    assert person.answer("Cancel") == question
    assert lesson.read_text(encoding="utf-8") == theirs
    assert window.isWindowModified()

    person.press(Qt.Key.Key_S, CTRL)
    person.answer("Save as…")
    person.choose(lesson.with_name("mine.momentum"))
    assert lesson.read_text(encoding="utf-8") == theirs
    assert not window.isWindowModified()


def test_and_replaced_if_that_is_wished(window: Window, person: Person, lesson: Path, qtbot: QtBot) -> None:
    opened(window, lesson, qtbot)
    another_program_writes(lesson)
    change(person)
    person.press(Qt.Key.Key_S, CTRL)
    person.answer("Replace")
    assert read_scenario(lesson).title == "A lesson"
    assert not window.isWindowModified()
    change(person)
    person.press(Qt.Key.Key_S, CTRL)
    assert person.question is None, "what we wrote ourselves is nobody else's"


def test_a_file_that_is_gone_is_written_again(window: Window, person: Person, lesson: Path, qtbot: QtBot) -> None:
    opened(window, lesson, qtbot)
    lesson.unlink()
    change(person)
    person.press(Qt.Key.Key_S, CTRL)
    assert person.question is None
    assert read_scenario(lesson).title == "A lesson"


@pytest.mark.parametrize("name", ["plain", "with [*] in it", "a & b"])
def test_the_title_bar_names_the_scene_until_it_has_a_file(window: Window, tmp_path: Path, name: str) -> None:
    window.session.set_title(name)
    assert window.windowTitle() == f"{name.replace('[*]', '[*][*]')}[*]"
    assert window.isWindowModified()
    window.scenarios.save_to(tmp_path / "file.momentum")
    assert window.windowTitle() == "file.momentum[*]"
