"""What is not saved is asked about, once, and each answer does what it says."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.files.scenario import read_scenario
from app.window import Window
from tests.support.scenes import shown
from tests.window.conftest import CTRL, Person
from tests.window.scenario_files import change, dropped, opened, settle, told

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
