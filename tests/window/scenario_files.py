"""What a person does with files in the window, and what they are told."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from pytestqt.qtbot import QtBot

from app.session.tasks import Task
from app.window import Window
from tests.window.conftest import CTRL, Person


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


def told(person: Person) -> str:
    box = person.question
    assert box is not None
    text = box.text()
    box.close()
    return text


def dropped(window: Window, path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    here, left = QPointF(300, 300), Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(here.toPoint(), Qt.DropAction.CopyAction, mime, left, Qt.KeyboardModifier.NoModifier)
    window.dragEnterEvent(enter)
    assert enter.isAccepted()
    window.dropEvent(QDropEvent(here, Qt.DropAction.CopyAction, mime, left, Qt.KeyboardModifier.NoModifier))
