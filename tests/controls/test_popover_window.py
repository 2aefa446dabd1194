"""A popover in a real window, where there may be no compositor: its corners are cut off."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.controls.popover import Popover

pytestmark = [pytest.mark.real_window, pytest.mark.linux]


def test_the_corners_of_a_popover_show_what_lies_behind_it(dark: QApplication, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(400, 300)
    window.show()
    qtbot.waitExposed(window)
    anchor = QLabel("anchor", window)
    anchor.show()
    popover = Popover("Fan", QLabel("α from 0 to 0.99"), window)
    with qtbot.waitExposed(popover):
        popover.open_at(anchor)
    if QGuiApplication.platformName() == "xcb":
        assert not popover.mask().contains(QPoint(0, 0))
        assert popover.mask().contains(popover.rect().center())
    assert popover.isVisible()
    popover.close()
