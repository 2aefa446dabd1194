"""The whole window in the pseudo-language."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.files.default import default_scenario
from app.window.main_window import Window
from app.window.qt_texts import QtTexts
from app.window.settings import clean_settings
from app.window.startup import new_window
from tests.support.pseudo_language import pseudo_language


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot) -> Iterator[Window]:
    with pseudo_language():
        translator = QtTexts()
        QCoreApplication.installTranslator(translator)
        window = new_window(qapp, default_scenario(), clean_settings())
        qtbot.addWidget(window, before_close_func=Window.close_now)
        window.show()
        qtbot.waitExposed(window)
        yield window
        window.close_now()
        QCoreApplication.removeTranslator(translator)
