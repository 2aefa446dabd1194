"""A file that macOS asks the running program to open."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from app.files.default import default_scenario
from app.files.scenario import Scenario, scenario_text
from app.views.editors.import_dialog import ImportDialog
from app.window import Window
from app.window.system_events import FileOpening


def ask_to_open(qapp: QApplication, path: Path) -> bool:
    return QApplication.sendEvent(qapp, QFileOpenEvent(QUrl.fromLocalFile(str(path))))


def test_a_scenario_is_opened(window: Window, qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    FileOpening(qapp, window)
    path = tmp_path / "Übung α.momentum"
    lesson = Scenario("A lesson", default_scenario().landscape, default_scenario().balls[:2], 5)
    path.write_text(scenario_text(lesson), encoding="utf-8")
    assert ask_to_open(qapp, path)
    qtbot.waitUntil(lambda: window.scenarios.path == path)
    assert window.session.title == "A lesson"


def test_a_curve_is_imported(window: Window, qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    FileOpening(qapp, window)
    path = tmp_path / "curve.csv"
    path.write_text("".join(f"{w},{w * w}\n" for w in range(-5, 6)))
    assert ask_to_open(qapp, path)
    qtbot.waitUntil(lambda: bool(window.findChildren(ImportDialog)))
    (dialog,) = window.findChildren(ImportDialog)
    dialog.accept()
    assert window.session.title == "curve"
    assert window.scenarios.path is None


def test_a_file_that_cannot_be_opened_is_told_and_nothing_changes(
    window: Window, qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    FileOpening(qapp, window)
    before = window.session.landscape
    message: list[str] = []
    window.session.message.connect(message.append)
    assert ask_to_open(qapp, tmp_path / "gone.momentum")
    qtbot.waitUntil(lambda: "gone.momentum was not opened." in message)
    window.findChildren(QMessageBox)[0].close()
    assert window.session.landscape is before
