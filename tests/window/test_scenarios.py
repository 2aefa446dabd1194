"""Scenarios in the window: nothing is lost without a question, and a file opens as it was saved."""

import json
import os
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel
from pytestqt.qtbot import QtBot

from app.files.default import default_scenario
from app.files.scenario import Scenario, read_scenario, scenario_text
from app.session.tasks import Task
from app.window import Window
from app.window.settings import Settings
from app.window.startup import new_window
from physics.landscape.points import PointsLandscape
from physics.run.edit import Edit
from tests.support.privileges import posix, without_privileges
from tests.support.scenes import BOWL, balls, shown
from tests.window.conftest import CTRL, SHIFT, Person

LESSON = Scenario("A lesson", BOWL, balls(0.9, 0.95), 40, (Edit(20, 1, parameters={"alpha": 0.5}),))


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    path = tmp_path / "lesson.momentum"
    path.write_text(scenario_text(LESSON), encoding="utf-8")
    return path


def settle(qtbot: QtBot) -> None:
    """Until nothing is read any more."""
    qtbot.waitUntil(lambda: not Task.running)


def opened(window: Window, path: Path, qtbot: QtBot) -> None:
    window.scenarios.open(path)
    settle(qtbot)


def change(person: Person) -> None:
    person.press(Qt.Key.Key_Left, CTRL)
    assert person.window.isWindowModified()


def title(window: Window) -> str:
    """The title bar, as the platform writes the mark of what is modified."""
    return window.windowTitle().replace("[*]", "*" if window.isWindowModified() else "")


# Open.


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


# Save.


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


# Save where that is not possible, or where somebody else has been.


def told(person: Person) -> str:
    box = person.question
    assert box is not None
    text = box.text()
    box.close()
    return text


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


# What is not saved is asked about, once, and each answer does what it says.


def dropped(window: Window, path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    here, left = QPointF(300, 300), Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(here.toPoint(), Qt.DropAction.CopyAction, mime, left, Qt.KeyboardModifier.NoModifier)
    window.dragEnterEvent(enter)
    assert enter.isAccepted()
    window.dropEvent(QDropEvent(here, Qt.DropAction.CopyAction, mime, left, Qt.KeyboardModifier.NoModifier))


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


LEAVING: dict[str, Callable[[Window, Path], object]] = {
    "new": lambda window, _path: window.actions_by_name["new"].trigger(),
    "open": lambda window, path: window.scenarios.open(path),
    "recent": lambda window, path: open_recent(window, path),
    "drop": dropped,
    "link": lambda window, path: paste(window, path),
}


def open_recent(window: Window, path: Path) -> None:
    window.settings.recent = (str(path),)
    window.recent_menu.fill()
    window.recent_menu.actions()[0].trigger()


def paste(window: Window, path: Path) -> None:
    from app.files.link import link_text

    QApplication.clipboard().setText(link_text(read_scenario(path)))
    window.actions_by_name["paste"].trigger()


def is_pasted(window: Window) -> bool:
    """What was pasted is saved nowhere."""
    return window.session.title == "A lesson" and window.scenarios.path is None


@pytest.fixture(params=LEAVING)
def leave(request: pytest.FixtureRequest, lesson: Path) -> Callable[[Window], object]:
    return lambda window: LEAVING[request.param](window, lesson)


def test_nothing_is_asked_where_nothing_was_changed(
    window: Window, person: Person, leave: Callable[[Window], object], qtbot: QtBot
) -> None:
    window.session.step_on(10)
    leave(window)
    settle(qtbot)
    assert person.question is None
    assert window.session.run.last in (0, 40)


def test_cancel_leaves_everything_as_it_is(
    window: Window, person: Person, leave: Callable[[Window], object], qtbot: QtBot
) -> None:
    change(person)
    before = shown(window.session)
    leave(window)
    assert person.answer("Cancel") == "“Descending hills” has changes that are not saved."
    settle(qtbot)
    assert (shown(window.session), window.isWindowModified()) == (before, True)
    leave(window)
    QTest.keyClick(person.asked(), Qt.Key.Key_Escape)
    settle(qtbot)
    assert (shown(window.session), window.isWindowModified()) == (before, True)


def test_dont_save_goes_on(window: Window, person: Person, leave: Callable[[Window], object], qtbot: QtBot) -> None:
    change(person)
    leave(window)
    person.answer("Don't save")
    settle(qtbot)
    assert person.question is None
    assert window.isWindowModified() == is_pasted(window)
    assert window.session.title in ("A lesson", "Descending hills")
    assert [ball.start for ball in window.session.balls] == [4.8] * len(window.session.balls)
    assert not window.session.history.stack.canUndo()


def test_save_saves_first_and_then_goes_on(
    window: Window, person: Person, leave: Callable[[Window], object], tmp_path: Path, qtbot: QtBot
) -> None:
    change(person)
    moved = window.session.balls[3].start
    leave(window)
    person.answer("Save")
    mine = tmp_path / "mine.momentum"
    person.choose(mine)
    settle(qtbot)
    assert read_scenario(mine).balls[3].start == moved
    assert person.question is None
    assert window.isWindowModified() == is_pasted(window)
    assert window.scenarios.path != mine


def test_a_save_that_fails_goes_no_further(window: Window, person: Person, lesson: Path, tmp_path: Path) -> None:
    change(person)
    before = shown(window.session)
    window.scenarios.open(lesson)
    person.answer("Save")
    dialog = person.dialog
    dialog.fileSelected.emit(str(tmp_path / "gone" / "x.momentum"))
    dialog.reject()
    assert "can't be saved" in told(person)
    assert (shown(window.session), window.isWindowModified()) == (before, True)


# Closing.


def test_closing_asks_once_and_cancel_keeps_the_window(window: Window, person: Person) -> None:
    change(person)
    window.session.play()
    window.close()
    assert window.isVisible()
    assert not window.session.playback.is_playing
    assert person.answer("Cancel") == "“Descending hills” has changes that are not saved."
    assert window.isVisible()
    window.close()
    person.answer("Don't save")
    assert not window.isVisible()


def test_closing_saves_and_then_closes(window: Window, person: Person, lesson: Path, qtbot: QtBot) -> None:
    opened(window, lesson, qtbot)
    change(person)
    person.press(Qt.Key.Key_Q, CTRL)
    person.answer("Save")
    assert not window.isVisible()
    assert read_scenario(lesson).edits


def test_closing_stays_open_when_saving_is_given_up(window: Window, person: Person) -> None:
    change(person)
    window.close()
    person.answer("Save")
    person.dialog.reject()
    assert window.isVisible()
    assert window.isWindowModified()
    window.close()
    assert person.question is not None, "it is asked again the next time"
    person.answer("Cancel")


def test_closing_without_a_change_asks_nothing(window: Window, person: Person) -> None:
    window.session.step_on(10)
    window.close()
    assert not window.isVisible()


# Recent files.


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


# Links.


def test_a_scene_as_a_link_comes_back_the_same(window: Window, person: Person, qtbot: QtBot) -> None:
    session = window.session
    session.step_on(40)
    session.seek(15)
    session.set_parameter(2, "eta", 0.03)
    session.step_on(9)
    before = shown(session)
    person.press(Qt.Key.Key_L, CTRL)
    link = QApplication.clipboard().text()
    assert "\n" not in link
    assert person.message[-1] == f"A link of {len(link):,} characters is on the clipboard: paste it into a chat."
    window.actions_by_name["new"].trigger()
    person.answer("Don't save")
    assert shown(session) != before
    QApplication.clipboard().setText(f"  {link}\n")
    person.press(Qt.Key.Key_V, CTRL)
    assert shown(session) == before
    assert title(window) == "Descending hills*"
    QApplication.clipboard().clear()


def test_what_is_no_link_is_said_in_one_sentence(window: Window, person: Person) -> None:
    before = shown(window.session)
    for text in ("", "hello", "https://example.com/"):
        QApplication.clipboard().setText(text)
        person.press(Qt.Key.Key_V, CTRL)
        assert person.message[-1].startswith("Nothing was pasted: ")
        assert person.message[-1].endswith(".")
    assert shown(window.session) == before
    QApplication.clipboard().clear()


def test_two_pasted_columns_become_a_curve(window: Window, person: Person, qtbot: QtBot) -> None:
    before = shown(window.session)
    QApplication.clipboard().setText("w\tf\tnote\r\n0\t1,5\ta\r\n1\t0\tb\r\n2,5\t1\tc\r\n3\t0,5\td\r\n")
    person.press(Qt.Key.Key_V, CTRL)
    qtbot.waitUntil(lambda: window.editors.import_dialog is not None)
    dialog, window.editors.import_dialog = window.editors.import_dialog, None
    assert dialog is not None
    assert "Of 3 columns the first two are read: w and f." in [label.text() for label in dialog.findChildren(QLabel)]
    dialog.choices[0].click()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    landscape = window.session.landscape
    assert isinstance(landscape, PointsLandscape)
    assert {(0.0, 1.5), (1.0, 0.0), (2.5, 1.0), (3.0, 0.5)} <= set(
        zip(landscape.w.tolist(), landscape.f.tolist(), strict=True)
    )
    assert window.session.title == "Pasted curve"
    person.press(Qt.Key.Key_Z, CTRL)
    assert shown(window.session) == before
    QApplication.clipboard().clear()


def test_what_is_wrong_with_pasted_columns_is_said_with_its_line(window: Window, person: Person, qtbot: QtBot) -> None:
    QApplication.clipboard().setText("0\t1\n1\tx\n")
    person.press(Qt.Key.Key_V, CTRL)
    qtbot.waitUntil(lambda: window.editors.message is not None)
    box, window.editors.message = window.editors.message, None
    assert box is not None
    sentence = "The clipboard: line 2: 'x' is not a number; the first two columns hold numbers such as 2.5."
    assert box.text() == sentence == person.message[-1]
    QTest.keyClick(box, Qt.Key.Key_Return)
    QApplication.clipboard().clear()


def test_in_a_field_paste_is_the_fields(window: Window, person: Person) -> None:
    person.press(Qt.Key.Key_4, CTRL)
    field = window.editor_bar.formula_bar.field
    field.clear()
    QApplication.clipboard().setText("w^2")
    QTest.keyClick(field, Qt.Key.Key_V, CTRL)
    assert field.text() == "w^2"
    assert not person.message
    field.clear()
    QApplication.clipboard().clear()


# The title bar.


@pytest.mark.parametrize("name", ["plain", "with [*] in it", "a & b"])
def test_the_title_bar_names_the_scene_until_it_has_a_file(window: Window, tmp_path: Path, name: str) -> None:
    window.session.set_title(name)
    assert window.windowTitle() == f"{name.replace('[*]', '[*][*]')}[*]"
    assert window.isWindowModified()
    window.scenarios.save_to(tmp_path / "file.momentum")
    assert window.windowTitle() == "file.momentum[*]"


# What is work, and what is only looked at.


def look_at_another(person: Person, qtbot: QtBot) -> None:
    """Choose a landscape from the gallery by the keyboard."""
    person.press(Qt.Key.Key_1, CTRL)
    gallery = person.window.editor_bar.gallery
    assert gallery is not None
    qtbot.waitUntil(lambda: all(button._preset is not None for button in gallery.gallery.buttons))
    marked = gallery.gallery.focusProxy()
    QTest.keyClick(marked, Qt.Key.Key_Right)
    QTest.keyClick(gallery.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: person.window.editor_bar.gallery is None)


def test_who_only_looks_through_the_gallery_is_not_asked(window: Window, person: Person, qtbot: QtBot) -> None:
    for _ in range(2):
        look_at_another(person, qtbot)
    assert window.session.title != "Descending hills"
    assert not window.isWindowModified()
    person.press(Qt.Key.Key_N, CTRL)
    assert person.question is None
    assert window.session.title == "Descending hills"


def test_work_before_or_after_a_look_through_the_gallery_is_asked_about(
    window: Window, person: Person, qtbot: QtBot
) -> None:
    look_at_another(person, qtbot)
    change(person)
    look_at_another(person, qtbot)
    assert window.isWindowModified()
    name = window.session.title
    person.press(Qt.Key.Key_N, CTRL)
    assert person.answer("Cancel") == f"“{name}” has changes that are not saved."


def test_another_landscape_in_a_scene_with_a_file_is_a_change_of_the_file(
    window: Window, person: Person, lesson: Path, qtbot: QtBot
) -> None:
    opened(window, lesson, qtbot)
    look_at_another(person, qtbot)
    person.press(Qt.Key.Key_N, CTRL)
    assert person.answer("Cancel") == "“lesson.momentum” has changes that are not saved."


def test_no_message_outlives_an_opening_that_was_cancelled(
    window: Window, person: Person, lesson: Path, qtbot: QtBot
) -> None:
    change(person)
    opened(window, lesson, qtbot)
    person.answer("Cancel")
    assert window.status_line.sentence.text.startswith("α 0.95: ")
