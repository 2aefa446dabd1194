"""Onto which painters a kept image can be copied pixel by pixel."""

import pytest
from PySide6.QtGui import QImage, QPainter, QPicture
from PySide6.QtWidgets import QApplication

from app.plotting.drawing import is_same_ratio, pixel_ratio


@pytest.mark.parametrize("ratio", [1.0, 1.1, 1.25, 2.0])
def test_the_ratio_is_that_of_the_device_times_that_of_the_painter(qapp: QApplication, ratio: float) -> None:
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    with QPainter(image) as painter:
        painter.translate(1.0, 2.0)
        assert pixel_ratio(painter) == ratio
        painter.scale(3.0, 3.0)
        assert pixel_ratio(painter) == pytest.approx(3.0 * ratio)
        assert is_same_ratio(pixel_ratio(painter), 3.0 * ratio)
        assert not is_same_ratio(pixel_ratio(painter), ratio)


def test_a_painter_that_turns_or_stretches_has_none(qapp: QApplication) -> None:
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    for change in (lambda painter: painter.rotate(90.0), lambda painter: painter.scale(2.0, 1.0)):
        with QPainter(image) as painter:
            change(painter)
            assert pixel_ratio(painter) is None
            assert not is_same_ratio(pixel_ratio(painter), 1.0)


def test_a_painter_that_records_has_none(qapp: QApplication) -> None:
    with QPainter(picture := QPicture()) as painter:
        assert pixel_ratio(painter) is None
    assert picture.isNull() is False
