import gettext
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from app.text import translation
from app.text.translation import _
from app.window.qt_texts import QtTexts, speak
from tests.support.pseudo_language import write_catalogue


def test_in_another_language_qts_own_texts_are_of_that_language_too(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    write_catalogue(tmp_path, "de", {"Cancel": "Abbrechen", "Undo": "Rückgängig", "Momentum": "Impuls"})
    speak(qapp, ["de-AT", "en"], tmp_path)
    box = QMessageBox(QMessageBox.Icon.Question, "", "", QMessageBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert (_("Undo"), [button.text() for button in box.buttons()]) == ("Rückgängig", ["Abbrechen"])
    assert QCoreApplication.translate("anything", "Momentum") == "Momentum"  # no text of Qt
    translator = qapp.findChild(QtTexts)
    assert isinstance(translator, QtTexts)
    qapp.removeTranslator(translator)
    translator.deleteLater()
    translation.use(gettext.NullTranslations())


def test_in_english_qt_is_left_alone(qapp: QApplication, tmp_path: Path) -> None:
    speak(qapp, ["en-GB", "de"], tmp_path)
    assert qapp.findChild(QtTexts) is None
