"""Acts with files and links."""

from random import Random

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from app.files.link import LinkTooLong, link_text
from tests.window.monkey.hands import Button, Hands, Modifier
from tests.window.monkey.stage import Stage


def drop(stage: Stage, _hands: Hands, rng: Random) -> str:
    """Drop a file on the window."""
    path = rng.choice([stage.files.to_open, stage.files.curve])(rng)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    action, at, no_key = Qt.DropAction.CopyAction, QPointF(300, 200), Modifier.NoModifier
    enter = QDragEnterEvent(at.toPoint(), action, mime, Button.LeftButton, no_key)
    QApplication.sendEvent(stage.window, enter)
    QApplication.sendEvent(stage.window, QDropEvent(at, action, mime, Button.LeftButton, no_key))
    return f"drop {path.name}"


def link(stage: Stage, _hands: Hands, rng: Random) -> str:
    """Paste a link: the clipboard as it is, a link of the scene, or a damaged one."""
    board = QApplication.clipboard()
    kind = rng.choice(["as it is", "own", "damaged", "none"])
    if kind in ("own", "damaged"):
        try:
            text = link_text(stage.window.scenarios.to_save())
        except LinkTooLong:
            text = "too long"
        board.setText(text[: rng.randrange(len(text))] if kind == "damaged" else text)
    elif kind == "none":
        board.setText(rng.choice(["", "hello", "momentum-lab:2:x"]))
    stage.window.actions_by_name["paste"].trigger()
    return f"paste a link, {kind}"


def save_or_open(stage: Stage, _hands: Hands, rng: Random) -> str:
    """Save to a file, open one, or let another program change one."""
    scenarios, files = stage.window.scenarios, stage.files
    match rng.randrange(5):
        case 0 | 1:
            scenarios.save_to(path := files.to_save(rng))
            return f"save to {path.name}"
        case 2:
            scenarios.save()
            return "save"
        case 3:
            scenarios.open(path := files.to_open(rng))
            return f"open {path.name}"
        case _:
            files.change_or_remove(rng)
            return "change_or_remove"
