"""Opening scenarios in the window: a file opens as it was saved, and what is none is refused."""

import json
import os
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from app.files.scenario import scenario_text
from app.window import Window
from tests.support.privileges import posix
from tests.support.scenes import shown
from tests.window.conftest import CTRL, LESSON, Person
from tests.window.scenario_files import change, dropped, opened, settle, title, told


def test_a_file_opens_where_it_was_saved(window: Window, person: Person, lesson: Path, qtbot: QtBot) -> None:
    opened(window, lesson, qtbot)
    session = window.session
    assert (session.title, session.step, session.run.last) == ("A lesson", 40, 40)
    assert title(window) == "lesson.momentum"
    assert person.message == ["Opening lesson.momentum…", "Opened lesson.momentum."]
    assert not session.history.stack.canUndo()
    assert window.settings.recent == (str(lesson),)


def test_the_dialog_asks_where_to_begin_and_remembers_it(
    window: Window, person: Person, lesson: Path, qtbot: QtBot
) -> None:
    person.press(Qt.Key.Key_O, CTRL)
    (box,) = person.dialog.findChildren(QCheckBox)
    assert (box.text(), box.isChecked()) == ("Go to the step at which it was saved", True)
    box.click()
    person.choose(lesson)
    settle(qtbot)
    assert (window.session.step, window.session.run.last, len(window.session.run.edits)) == (0, 0, 1)
    person.press(Qt.Key.Key_O, CTRL)
    (box,) = (box for box in person.dialog.findChildren(QCheckBox) if box.isVisible())
    assert not box.isChecked()
    box.click()
    person.choose(lesson)
    settle(qtbot)
    assert window.session.step == 40
    assert window.settings.replays


def test_only_one_dialog_opens_and_time_rests_meanwhile(window: Window, person: Person) -> None:
    window.session.play()
    for name in ("open", "open", "save-as"):
        window.actions_by_name[name].trigger()
    assert not window.session.playback.is_playing
    person.dialog.reject()
    window.actions_by_name["save-as"].trigger()
    person.dialog.reject()
    assert window.scenarios.path is None


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("w,f\n1,2\n", "this is not JSON"),
        (json.dumps({"format": "momentum-lab/scenario", "version": 99}), "a newer Momentum Lab opens it"),
        (None, "it is not there"),
    ],
)
def test_what_is_no_scenario_is_refused_in_one_sentence_and_nothing_changes(
    window: Window, person: Person, tmp_path: Path, qtbot: QtBot, content: str | None, message: str
) -> None:
    path = tmp_path / "odd.momentum"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    before = shown(window.session)
    opened(window, path, qtbot)
    box = person.question
    assert box is not None
    assert message.lower() in box.text().lower()
    assert "\n" not in box.text()
    box.close()
    assert shown(window.session) == before
    assert person.message[-1] == "odd.momentum was not opened."
    assert window.settings.recent == ()
    assert title(window) == "Descending hills"


def test_of_two_files_that_are_opened_the_second_counts(
    window: Window, person: Person, lesson: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    other = tmp_path / "other.momentum"
    other.write_text(scenario_text(replace(LESSON, title="Other")), encoding="utf-8")
    window.scenarios.open(lesson)
    window.scenarios.open(other)
    settle(qtbot)
    assert window.session.title == "Other"
    assert window.settings.recent == (str(other),)


def test_what_is_changed_while_a_file_is_read_is_asked_about(
    window: Window, person: Person, lesson: Path, qtbot: QtBot
) -> None:
    window.scenarios.open(lesson)
    change(person)
    settle(qtbot)
    assert person.answer("Cancel") == "“Descending hills” has changes that are not saved."
    assert (window.session.title, window.isWindowModified()) == ("Descending hills", True)


@posix
@pytest.mark.parametrize("name", ["pipe", "pipe.momentum", "pipe.csv"])
def test_a_pipe_that_is_dropped_is_refused(
    window: Window, person: Person, qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    os.mkfifo(path)
    dropped(window, path)
    box = person.asked()
    assert box.text() == f"{name}: is a device or a pipe, not a file."
    box.close()
    settle(qtbot)
    assert window.session.title == "Descending hills"


@posix
def test_a_device_is_not_imported(window: Window, qtbot: QtBot) -> None:
    window.editors.import_file(Path("/dev/zero"))
    qtbot.waitUntil(lambda: window.editors.message is not None)
    assert window.editors.message is not None
    assert window.editors.message.text() == "zero: is a device or a pipe, not a file."
    window.editors.message.close()


def test_a_drive_that_does_not_answer_holds_nothing_up(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, lesson: Path, tmp_path: Path
) -> None:
    answers = threading.Event()

    def wait_for_drive(path: Path) -> None:
        if path.parent != tmp_path / "drive":
            return
        answers.wait(60.0)

    for module in ("app.window.file_reader", "app.views.editors.import_dialog"):
        monkeypatch.setattr(f"{module}.refuse_device", wait_for_drive)
    began = time.monotonic()
    dropped(window, tmp_path / "drive" / "a.momentum")
    window.editors.import_file(tmp_path / "drive" / "b.csv")
    window.scenarios.open(lesson)
    qtbot.waitUntil(lambda: window.session.title == "A lesson")
    dropped(window, tmp_path / "drive" / "a.momentum")
    window.close_now()
    assert not window.isVisible()
    assert time.monotonic() - began < 30.0
    answers.set()
    settle(qtbot)


def recent(window: Window) -> list[str]:
    window.recent_menu.fill()
    return [action.text().split("   ")[0] for action in window.recent_menu.actions() if action.text()]


def test_the_last_ten_files_are_listed_the_newest_first(
    window: Window, person: Person, tmp_path: Path, qtbot: QtBot
) -> None:
    assert recent(window) == ["None yet"]
    for number in [*range(12), 5]:
        window.scenarios.save_to(tmp_path / f"{number} & more.momentum")
    expected = [5, 11, 10, 9, 8, 7, 6, 4, 3, 2]
    assert recent(window) == [*(f"{number} && more.momentum" for number in expected), "Clear this list"]
    window.recent_menu.actions()[3].trigger()
    settle(qtbot)
    assert window.scenarios.path == tmp_path / "9 & more.momentum"
    assert recent(window)[0] == "9 && more.momentum"
    window.recent_menu.actions()[-1].trigger()
    assert recent(window) == ["None yet"]


def test_a_recent_file_that_is_gone_is_said_and_leaves_the_list(
    window: Window, person: Person, lesson: Path, qtbot: QtBot
) -> None:
    opened(window, lesson, qtbot)
    lesson.unlink()
    recent(window)
    window.recent_menu.actions()[0].trigger()
    settle(qtbot)
    assert "it is not there" in told(person)
    assert recent(window) == ["None yet"]
    assert window.session.title == "A lesson"


def test_no_message_outlives_an_opening_that_was_cancelled(
    window: Window, person: Person, lesson: Path, qtbot: QtBot
) -> None:
    change(person)
    opened(window, lesson, qtbot)
    person.answer("Cancel")
    assert window.status_line.sentence.text.startswith("α 0.95: ")
