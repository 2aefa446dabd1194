"""An image as a PNG in memory; needs neither a display nor an application."""

import errno

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter


def png_bytes(image: QImage) -> bytes:
    """The PNG of an image. Raises OSError where Qt can't write it, as for more than 1,000,000 columns or rows."""
    png = QByteArray()
    buffer = QBuffer(png)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not QImageWriter(buffer, b"png").write(image):
        raise OSError(errno.EIO, f"Qt makes no PNG of {image.width()} × {image.height()} pixels")
    return bytes(png.data())
