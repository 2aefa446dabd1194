"""Markers: all different, all within the disc, and different even when small and without colour."""

import itertools

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from app.files.view import COLOUR_COUNT, MARKER_COUNT, SCALE_COUNT
from app.theme.markers import Marker, ball_icon, ball_pixmap, marker_path, paint_ball
from app.theme.palette import BALL_COLOURS, DARK, LIGHT


def silhouette(marker: Marker, side: int) -> QImage:
    image = QImage(side, side, QImage.Format.Format_Grayscale8)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(side / 2.0, side / 2.0)
    painter.scale(side / 2.0, side / 2.0)
    painter.fillPath(marker_path(marker), QColor("#FFFFFF"))
    painter.end()
    return image


def levels(image: QImage) -> list[float]:
    return [image.pixelColor(x, y).valueF() for x in range(image.width()) for y in range(image.height())]


@pytest.mark.parametrize("marker", Marker)
def test_a_marker_is_within_its_disc(marker: Marker) -> None:
    box = marker_path(marker).boundingRect()
    assert QRectF(-0.75, -0.75, 1.5, 1.5).contains(box)
    assert abs(box.center().x()) < 0.15
    assert abs(box.center().y()) < 0.2


def test_the_session_uses_every_colour_and_every_marker() -> None:
    assert (len(BALL_COLOURS), len(Marker)) == (COLOUR_COUNT, MARKER_COUNT)
    assert len(DARK.scale) == len(LIGHT.scale) == SCALE_COUNT


def test_there_are_at_least_ten_markers_and_any_two_differ_clearly_at_16_pixels() -> None:
    assert len(Marker) >= 10
    pictures = {marker: levels(silhouette(marker, 16)) for marker in Marker}
    for one, other in itertools.combinations(Marker, 2):
        difference = sum(abs(a - b) for a, b in zip(pictures[one], pictures[other], strict=True))
        assert difference > 6.0, (one, other)


def test_pairs_of_colour_and_marker_repeat_only_after_all_others() -> None:
    count = len(BALL_COLOURS) * len(Marker)
    pairs = {(index % len(BALL_COLOURS), Marker.of(index)) for index in range(count)}
    assert len(pairs) == count


def test_a_disc_fills_its_circle_and_nothing_else(dark: QApplication) -> None:
    picture = ball_pixmap(DARK, 0, Marker.DOT, 20.0, 2.0).toImage()
    assert (picture.width(), picture.height()) == (40, 40)
    assert picture.pixelColor(0, 0).alpha() == 0
    assert picture.pixelColor(20, 20).alpha() == 255
    assert picture.pixelColor(1, 20).alpha() > 200


def test_a_tiny_disc_has_no_marker(dark: QApplication) -> None:
    def tiny(marker: Marker) -> QImage:
        return ball_pixmap(DARK, 1, marker, 8.0).toImage()

    assert tiny(Marker.CROSS) == tiny(Marker.SQUARE)
    assert ball_pixmap(DARK, 1, Marker.CROSS, 16.0).toImage() != ball_pixmap(DARK, 1, Marker.SQUARE, 16.0).toImage()


def test_painting_a_disc_leaves_the_painter_as_it_was(dark: QApplication) -> None:
    image = QImage(20, 20, QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(image)
    before = painter.pen(), painter.brush(), painter.transform()
    paint_ball(painter, QPointF(10.0, 10.0), 8.0, LIGHT, 2, Marker.STAR)
    assert (painter.pen(), painter.brush(), painter.transform()) == before
    painter.end()


def test_a_disc_as_an_icon(dark: QApplication) -> None:
    assert not ball_icon(DARK, 3, Marker.RING).pixmap(16, 16).isNull()
