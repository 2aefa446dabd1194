"""How the monkey answers a dialog or a menu."""

from random import Random

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QFileDialog,
    QInputDialog,
    QLineEdit,
    QMenu,
    QMessageBox,
    QSpinBox,
    QWidget,
)

from app.panels.series import SeriesDialog
from app.views.editors.import_dialog import ImportDialog
from tests.window.monkey.places import called
from tests.window.monkey.stage import Stage

MAX_IN_SERIES = 4
NUMBERS = ("0", "1", "0.5", "0.97", "3", "-2", "1e400", "x", "")


def answer(stage: Stage, rng: Random) -> str:
    """Answer or close what is on top; returns what was done."""
    top = stage.on_top
    match top:
        case QMenu():
            return _choose(top, rng)
        case QFileDialog():
            return _name_a_file(top, stage, rng)
        case QMessageBox():
            return _click(top, rng)
        case SeriesDialog():
            top.count.setValue(rng.randint(1, MAX_IN_SERIES))
            _type_numbers([top.first, top.last], rng)
        case ImportDialog():
            rng.choice([*top.choices, top.custom_choice]).click()
        case QInputDialog():
            top.setTextValue(rng.choice(["A title", "", "  ", "Ünïcode – [*]", "x" * 300]))
        case _:
            return _use(top, rng)
    if rng.random() < 0.6:
        top.accept()
        return f"accept {called(top)}"
    top.reject()
    return f"reject {called(top)}"


def _choose(menu: QMenu, rng: Random) -> str:
    actions = [action for action in menu.actions() if action.isEnabled() and not action.isSeparator()]
    if not actions or rng.random() < 0.25:
        menu.close()
        return f"close menu {menu.title()}"
    action = rng.choice(actions)
    menu.setActiveAction(action)
    words = f"choose {action.text()!r}"
    QTest.keyClick(menu, Qt.Key.Key_Return)
    return words


def _name_a_file(dialog: QFileDialog, stage: Stage, rng: Random) -> str:
    if rng.random() < 0.3:
        dialog.reject()
        return "reject file dialog"
    title = dialog.windowTitle()
    if "Import" in title:
        path = stage.files.curve(rng)
    elif "Export" in title:
        path = stage.files.folder / rng.choice(["run.csv", "map.png", "map.csv"])
    else:
        path = stage.files.to_open(rng) if "Open" in title else stage.files.saved(rng)
    dialog.setDirectory(str(stage.files.folder))
    dialog.selectFile(path.name)
    dialog.accept()
    if dialog.isVisible():
        dialog.reject()
    return f"{title}: {path.name}"


def _click(box: QMessageBox, rng: Random) -> str:
    button = rng.choice(box.buttons())
    words = f"{box.text()[:80]!r} {button.text()!r}"
    button.click()
    return words


def _use(top: QWidget, rng: Random) -> str:
    """Click or type in it, or close it."""
    buttons = [button for button in top.findChildren(QAbstractButton) if button.isVisible() and button.isEnabled()]
    fields = [field for field in top.findChildren(QLineEdit) if field.isVisible()]
    if rng.random() < 0.3 or not (buttons or fields):
        (top.reject if isinstance(top, QDialog) else top.close)()
        return f"close {called(top)}"
    if fields and (not buttons or rng.random() < 0.6):
        _type_numbers([rng.choice(fields)], rng)
        return f"type into {called(top)}"
    button = rng.choice(buttons)
    words = f"click {called(button)} of {called(top)}"
    button.click()
    return words


def _type_numbers(fields: list[QLineEdit], rng: Random) -> None:
    for field in fields:
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, rng.choice(NUMBERS))
        if not isinstance(field.parent(), QSpinBox):
            QTest.keyClick(field, Qt.Key.Key_Return)
