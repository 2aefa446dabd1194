"""A figure as PNG, SVG or PDF: drawn in pieces, and then made into the bytes of a file."""

import errno
import re
from collections.abc import Callable, Generator

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRect, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter, QPicture
from PySide6.QtSvg import QSvgGenerator

from app.pictures.figure import Figure, FigurePainter, new_image
from app.pictures.limits import PX_PER_INCH
from app.pictures.png import png_bytes
from app.theme.fonts import FAMILY

Drawing = Generator[None, None, Callable[[], bytes]]
"""Yields between two pieces; returns what makes the file, in any thread."""
INCH_M = 0.0254
SVG_FAMILIES = f"{FAMILY}, sans-serif"
"""Of the words of an SVG, which has no font of its own."""
POINTS_PER_INCH = 72
MAX_WHOLE_PIXELS, STRIP_PIXELS = 1_000_000, 400_000
"""Of an image that is painted at once, and of a strip of a larger one; either takes some 20 ms."""


def draw_png(figure: Figure, pixel_ratio: float) -> Drawing:
    """Draw onto an image; its resolution is 96 dpi times the pixel ratio."""
    image = yield from draw_image(figure, pixel_ratio)
    image.setDotsPerMeterX(round(PX_PER_INCH * pixel_ratio / INCH_M))
    image.setDotsPerMeterY(round(PX_PER_INCH * pixel_ratio / INCH_M))
    return lambda: png_bytes(image)


def draw_image(figure: Figure, pixel_ratio: float) -> Generator[None, None, QImage]:
    """Draw onto an image; onto a large one strip by strip, since a part of it may take too long for one piece."""
    image = new_image(figure, pixel_ratio)
    if image.width() * image.height() <= MAX_WHOLE_PIXELS:
        with FigurePainter(figure, pixel_ratio) as figure_painter, QPainter(image) as painter:
            yield from figure_painter.pieces(painter)
        return image
    picture = QPicture()
    with FigurePainter(figure, pixel_ratio) as figure_painter, QPainter(picture) as painter:
        yield from figure_painter.pieces(painter)
    rows = max(1, STRIP_PIXELS // image.width())
    for top in range(0, image.height(), rows):
        _play(picture, image, top, min(rows, image.height() - top), pixel_ratio)
        yield
    return image


def _play(picture: QPicture, image: QImage, top: int, rows: int, pixel_ratio: float) -> None:
    """Paint the picture onto these rows of an image."""
    line = image.bytesPerLine()
    pixels = image.bits()[top * line : (top + rows) * line]
    strip = QImage(pixels, image.width(), rows, line, image.format())
    with QPainter(strip) as painter:
        painter.translate(0.0, -top)
        painter.scale(pixel_ratio, pixel_ratio)
        painter.drawPicture(0, 0, picture)


def draw_svg(figure: Figure, _pixel_ratio: float) -> Drawing:
    """Draw as SVG 1.1, with words as text in Inter, or else in any font without serifs."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setOutputDevice(buffer)
    generator.setResolution(PX_PER_INCH)
    generator.setSize(figure.size)
    generator.setViewBox(QRect(0, 0, figure.width, figure.height))
    generator.setTitle("Momentum Lab")
    generator.setDescription("")
    with FigurePainter(figure, has_text=True) as figure_painter, QPainter(generator) as painter:
        yield from figure_painter.pieces(painter)
    return lambda: _with_families(bytes(content.data()))


def _with_families(svg: bytes) -> bytes:
    """The SVG with a second choice for each font: Qt writes one family, of the system's for what has no text."""
    return re.sub(rb'font-family="[^"]*"', f'font-family="{SVG_FAMILIES}"'.encode(), svg)


def draw_pdf(figure: Figure, _pixel_ratio: float) -> Drawing:
    """Draw one page of the figure's size, with the letters of the font that are used."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(PX_PER_INCH)
    writer.setTitle("Momentum Lab")
    points = QSizeF(figure.width, figure.height) * POINTS_PER_INCH / PX_PER_INCH
    page = QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
    writer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF()))
    with FigurePainter(figure, has_text=True) as figure_painter, QPainter() as painter:
        if not painter.begin(writer):
            raise OSError(errno.EIO, f"Qt makes no PDF of {figure.width} × {figure.height}")
        yield from figure_painter.pieces(painter)
    return lambda: bytes(content.data())
