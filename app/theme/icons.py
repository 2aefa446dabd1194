"""Icons drawn from outlines, in any colour and sharp at any size; no image files are read."""

from functools import cache
from typing import Literal, get_args

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap

from app.theme.icon_shapes import FILLED, STROKED, read_outline
from app.theme.palette import Palette

IconName = Literal[
    "play",
    "pause",
    "step-forward",
    "step-back",
    "start",
    "end",
    "restart",
    "slow-motion",
    "add",
    "more",
    "remove",
    "duplicate",
    "fan",
    "import",
    "export",
    "open",
    "save",
    "choose",
    "draw",
    "points",
    "formula",
    "theme",
    "close",
    "check",
    "chevron",
    "chevron-right",
]
ICON_NAMES: tuple[IconName, ...] = get_args(IconName)

GRID = 24.0
PICTURE_SIDES = (16, 20, 32, 48)


def paint_icon(painter: QPainter, name: IconName, box: QRectF, colour: QColor) -> None:
    """Paint an icon into a square box."""
    stroked, filled = _shapes(name)
    scale = box.width() / GRID
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.topLeft())
    painter.scale(scale, scale)
    painter.fillPath(filled, colour)
    pen = QPen(colour, _stroke_width(box.width()), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(stroked, pen)
    painter.restore()


def icon_pixmap(name: IconName, colour: QColor, size: float, pixel_ratio: float = 1.0) -> QPixmap:
    """An icon as a picture of `size` device-independent pixels on a transparent ground.

    Raises ValueError for a name that there is no icon of.
    """
    _shapes(name)
    side = max(1, round(size * pixel_ratio))
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        paint_icon(painter, name, QRectF(0.0, 0.0, side, side), colour)
    pixmap.setDevicePixelRatio(pixel_ratio)
    return pixmap


def icon(name: IconName, palette: Palette) -> QIcon:
    """An icon for menus and standard buttons. Make it anew when the theme changes."""
    result = QIcon()
    for mode, colour in (
        (QIcon.Mode.Normal, palette.ink),
        (QIcon.Mode.Disabled, palette.disabled),
    ):
        for side in PICTURE_SIDES:
            result.addPixmap(icon_pixmap(name, colour, side), mode)
    return result


def _stroke_width(size: float) -> float:
    """Width on the grid: about 1.5 pixels when small, growing slower than the icon."""
    return max(1.5, 1.35 + 0.012 * size) * GRID / size if size < GRID else 1.75


@cache
def _shapes(name: IconName) -> tuple[QPainterPath, QPainterPath]:
    """What is stroked and what is filled. Raises ValueError for a name that there is no icon of."""
    if name not in ICON_NAMES:
        raise ValueError(f"there is no icon {name!r}")
    return read_outline(STROKED.get(name, "")), read_outline(FILLED.get(name, ""))
