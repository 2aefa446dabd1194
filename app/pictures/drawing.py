"""A figure as PNG, SVG or PDF: drawn in pieces, and then made into the bytes of a file."""

import errno
import re
from collections.abc import Callable, Generator

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRect, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from app.pictures.figure import DPI, Figure, FigurePainter, new_image
from app.pictures.png import png_bytes
from app.theme.fonts import FAMILY

Drawing = Generator[None, None, Callable[[], bytes]]
"""Yields between two pieces; returns what makes the file, in any thread."""
INCH_M = 0.0254
SVG_FAMILIES = f"{FAMILY}, sans-serif"
"""Of the words of an SVG, which has no font of its own."""
POINTS_PER_INCH = 72


def draw_png(figure: Figure, pixel_ratio: float) -> Drawing:
    """Draw onto an image; its resolution is 96 dpi times the pixel ratio."""
    image = new_image(figure, pixel_ratio)
    with FigurePainter(figure, pixel_ratio) as figure_painter, QPainter(image) as painter:
        yield from figure_painter.pieces(painter)
    # Only now: what was recorded, as axes are, is played in the resolution of its device.
    image.setDotsPerMeterX(round(DPI * pixel_ratio / INCH_M))
    image.setDotsPerMeterY(round(DPI * pixel_ratio / INCH_M))
    return lambda: png_bytes(image)


def draw_svg(figure: Figure, _pixel_ratio: float) -> Drawing:
    """Draw as SVG 1.1, with words as text in Inter, or else in any font without serifs."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setOutputDevice(buffer)
    generator.setResolution(DPI)
    generator.setSize(figure.size)
    generator.setViewBox(QRect(0, 0, figure.width, figure.height))
    generator.setTitle("Momentum Lab")
    generator.setDescription("")
    with FigurePainter(figure) as figure_painter, QPainter(generator) as painter:
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
    writer.setResolution(DPI)
    writer.setTitle("Momentum Lab")
    points = QSizeF(figure.width, figure.height) * POINTS_PER_INCH / DPI
    page = QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
    writer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF()))
    painter = QPainter()
    if not painter.begin(writer):
        raise OSError(errno.EIO, f"Qt makes no PDF of {figure.width} × {figure.height}")
    with FigurePainter(figure) as figure_painter:
        yield from figure_painter.pieces(painter)
    painter.end()
    return lambda: bytes(content.data())
