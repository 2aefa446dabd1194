"""Two parts with a handle, dragged by a mouse."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.controls.splitter import Splitter

LEFT = Qt.MouseButton.LeftButton
UPRIGHT, LEVEL = Qt.Orientation.Horizontal, Qt.Orientation.Vertical


@pytest.fixture(params=[UPRIGHT, LEVEL])
def splitter(dark: QApplication, qtbot: QtBot, request: pytest.FixtureRequest) -> Splitter:
    first, second = QWidget(), QWidget()
    first.setMinimumSize(100, 100)
    second.setMinimumSize(60, 60)
    made = Splitter(request.param, first, second)
    made.set_second_size(200)
    qtbot.addWidget(made)
    made.resize(807, 807)
    made.show()
    qtbot.waitExposed(made)
    return made


def drag(splitter: Splitter, pixels: int) -> None:
    """Drag the handle towards the second part."""
    handle = splitter.handle(1)
    middle = handle.rect().center()
    way = QPoint(pixels, 0) if splitter.orientation() is UPRIGHT else QPoint(0, pixels)
    QTest.mousePress(handle, LEFT, pos=middle)
    QTest.mouseMove(handle, middle + way / 2)
    QTest.mouseMove(handle, middle + way / 2)
    QTest.mouseRelease(handle, LEFT, pos=middle + way / 2)


def test_neither_part_can_be_dragged_shut_and_the_second_takes_at_most_half(splitter: Splitter) -> None:
    assert splitter.sizes() == [600, 200]
    for _ in range(3):
        drag(splitter, 1600)
    assert splitter.sizes() == [740, 60]
    for _ in range(3):
        drag(splitter, -1600)
    assert splitter.sizes() == [396, 404]


def test_what_was_taken_on_a_large_screen_is_bounded_on_a_small_one(splitter: Splitter) -> None:
    splitter.set_second_size(400)
    splitter.resize(407, 407)
    QApplication.processEvents()
    assert splitter.second_size == 204
    splitter.resize(807, 807)
    QApplication.processEvents()
    assert splitter.second_size == 204


def test_the_second_part_can_be_enlarged_and_gets_its_size_back(splitter: Splitter) -> None:
    for _ in range(2):
        splitter.enlarge_second(0.6)
        assert splitter.sizes()[1] == pytest.approx(0.6 * 807, abs=2)
        assert splitter.second_size == 200, "the usual one, which is stored"
        splitter.resize(607, 607)
        QApplication.processEvents()
        assert splitter.sizes()[1] == pytest.approx(0.6 * 607, abs=2)
        drag(splitter, 100)
        splitter.enlarge_second(None)
        assert splitter.sizes()[1] == splitter.second_size == 200
        splitter.resize(807, 807)
        QApplication.processEvents()
    splitter.enlarge_second(None)
    assert splitter.sizes()[1] == 200


def test_the_handle_can_be_seen_and_grabbed(splitter: Splitter, dark: QApplication) -> None:
    handle = splitter.handle(1)
    picture = handle.grab().toImage()
    assert min(picture.width(), picture.height()) == 7
    middle = picture.pixelColor(picture.rect().center())
    beside = picture.pixelColor(picture.width() - 2, picture.height() - 2)
    assert abs(middle.lightness() - beside.lightness()) > 15


def test_a_second_part_that_is_hidden_comes_back_as_it_was(splitter: Splitter) -> None:
    splitter.widget(1).hide()
    QApplication.processEvents()
    assert splitter.second_size == 0
    splitter.widget(1).show()
    QApplication.processEvents()
    assert splitter.second_size == 200
