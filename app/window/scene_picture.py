"""A small picture of the scene, to recognise it by."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtWidgets import QWidget

LARGEST = QSize(480, 300)
"""Pixels: twice what the dialog shows, for screens that are twice as fine."""


def picture_of(widget: QWidget) -> bytes:
    """What a widget shows, as a PNG of a few kilobytes."""
    picture = widget.grab()
    picture.setDevicePixelRatio(1.0)
    small = picture.scaled(LARGEST, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
    png = QByteArray()
    buffer = QBuffer(png)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    small.save(buffer, "PNG")
    return bytes(png.data())
