"""Icons, painted from outlines in any colour and sharp at any size; and the icon of the program.

Outlines are on a grid of 24 × 24, y downwards, in commands close to those of an SVG path: M x y, L x y,
Q cx cy x y, C cx cy dx dy x y, Z as there; O x y r a circle; R x y width height r a rounded rectangle;
A x y r start sweep an arc of a circle, in degrees counterclockwise from the right.
"""

import math
from functools import cache
from importlib import resources
from typing import Literal, get_args

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap

from app.theme.palette import Palette
from app.theme.pixmaps import transparent_pixmap

STROKED_OUTLINES: dict[str, str] = {
    "step-forward": "M6 6 L6 18",
    "step-back": "M18 6 L18 18",
    "start": "M5.5 6 L5.5 18",
    "end": "M18.5 6 L18.5 18",
    "restart": "A12 12.5 7.5 115 -305 M5.3 3.9 L8.7 5.7 L6.9 9.1",
    "slow-motion": "O5.2 16.2 1.9 O11 12.4 2.5",
    "add": "M12 5 L12 19 M5 12 L19 12",
    "remove": "M4.5 6.5 L19.5 6.5 M9 6.5 L9 4 L15 4 L15 6.5 M6.5 6.5 L7.4 20 L16.6 20 L17.5 6.5 M10.2 10.5 L10.4 16.2 "
    "M13.8 10.5 L13.6 16.2",
    "duplicate": "R9 9 11 11 2.5 M6 15 L5.5 15 Q4 15 4 13.5 L4 5.5 Q4 4 5.5 4 L13.5 4 Q15 4 15 5.5 L15 6",
    "fan": "M4 19.5 L9.2 7.2 M4 19.5 L15.2 10.6 M4 19.5 L17.5 17.6 O10 5 2.1 O17.2 9.2 2.1 O19.6 17.3 2.1",
    "import": "M14 3.5 L7 3.5 Q5.5 3.5 5.5 5 L5.5 19 Q5.5 20.5 7 20.5 L17.5 20.5 Q19 20.5 19 19 L19 8.5 L14 3.5 "
    "L14 8.5 L19 8.5 M8.3 15.5 C9.7 10.6 11.2 10.6 12.3 13.6 C13.4 16.6 14.9 16.6 16.2 12.6",
    "choose": "R4 4 6.5 6.5 1.8 R13.5 4 6.5 6.5 1.8 R4 13.5 6.5 6.5 1.8 R13.5 13.5 6.5 6.5 1.8",
    "draw": "M4.5 19.5 L5.6 15 L16.2 4.4 Q17.2 3.4 18.2 4.4 L19.6 5.8 Q20.6 6.8 19.6 7.8 L9 18.4 Z "
    "M13.8 6.8 L17.2 10.2",
    "points": "M5.6 8.2 C8 16 9.5 17.5 11 16.8 M13.3 13.9 C14.6 9.6 16 7.6 17.6 6.4 "
    "O5 6 2.1 O12.5 16 2.1 O19.5 5.2 2.1",
    "formula": "M13.2 4.6 C11 3.2 9.4 4.4 9 7 L7.3 17.4 C6.9 20 5.4 20.9 3.6 19.9 M5.4 10 L11.6 10 "
    "M13.6 12.2 L19.6 18.8 M19.6 12.2 L13.6 18.8",
    "theme": "O12 12 8",
    "layers": "M12 4 L20.5 8.8 L12 13.6 L3.5 8.8 Z M3.5 12.6 L12 17.4 L20.5 12.6 M3.5 16.2 L12 21 L20.5 16.2",
    "eye": "M2.8 12 C6 6.2 9 5.2 12 5.2 C15 5.2 18 6.2 21.2 12 C18 17.8 15 18.8 12 18.8 C9 18.8 6 17.8 2.8 12 Z "
    "O12 12 3",
    "eye-off": "M6.8 7.8 C5.3 8.8 4 10 2.8 12 C6 17.8 9 18.8 12 18.8 C13.6 18.8 15.2 18.5 16.8 17.4 "
    "M10 5.4 C10.7 5.2 11.3 5.2 12 5.2 C15 5.2 18 6.2 21.2 12 C20.6 13.1 20 14 19.3 14.8 M4.5 4.5 L19.5 19.5",
    "close": "M6 6 L18 18 M18 6 L6 18",
    "check": "M5 12.8 L9.8 17.5 L19 7",
    "chevron": "M6 9 L12 15.2 L18 9",
    "chevron-right": "M9 6 L15.2 12 L9 18",
}

FILLED_OUTLINES: dict[str, str] = {
    "play": "M7.6 4.9 Q7.6 3.6 8.8 4.2 L19.6 11 Q20.8 12 19.6 13 L8.8 19.8 Q7.6 20.4 7.6 19.1 Z",
    "pause": "R6 4.5 4.2 15 1.3 R13.8 4.5 4.2 15 1.3",
    "step-forward": "M10 6.2 Q10 5.3 10.8 5.8 L18.6 11.3 Q19.5 12 18.6 12.7 L10.8 18.2 Q10 18.7 10 17.8 Z",
    "step-back": "M14 6.2 Q14 5.3 13.2 5.8 L5.4 11.3 Q4.5 12 5.4 12.7 L13.2 18.2 Q14 18.7 14 17.8 Z",
    "start": "M18.5 6.2 Q18.5 5.3 17.7 5.8 L9.9 11.3 Q9 12 9.9 12.7 L17.7 18.2 Q18.5 18.7 18.5 17.8 Z",
    "end": "M5.5 6.2 Q5.5 5.3 6.3 5.8 L14.1 11.3 Q15 12 14.1 12.7 L6.3 18.2 Q5.5 18.7 5.5 17.8 Z",
    "slow-motion": "O18 8 3.7",
    "more": "O5.5 12 1.7 O12 12 1.7 O18.5 12 1.7",
    "theme": "M12 4 A12 12 8 90 -180 Z",
    "fan": "O4 19.5 1.2",
}


def parse_outline(text: str) -> QPainterPath:
    """The path of an outline. Raises ValueError for an unknown command."""
    path = QPainterPath()
    for letter, numbers in _split_commands(text):
        _add_command(path, letter, numbers)
    return path


def _split_commands(text: str) -> list[tuple[str, list[float]]]:
    """Each command's letter with its numbers."""
    commands: list[tuple[str, list[float]]] = []
    for word in text.split():
        if word[0].isalpha():
            commands.append((word[0], []))
            word = word[1:]
        if word:
            commands[-1][1].append(float(word))
    return commands


def _add_command(path: QPainterPath, letter: str, n: list[float]) -> None:
    match letter:
        case "M":
            path.moveTo(n[0], n[1])
        case "L":
            path.lineTo(n[0], n[1])
        case "Q":
            path.quadTo(n[0], n[1], n[2], n[3])
        case "C":
            path.cubicTo(n[0], n[1], n[2], n[3], n[4], n[5])
        case "Z":
            path.closeSubpath()
        case "O":
            path.addEllipse(QPointF(n[0], n[1]), n[2], n[2])
        case "R":
            path.addRoundedRect(QRectF(n[0], n[1], n[2], n[3]), n[4], n[4])
        case "A":
            _add_arc(path, n)
        case _:
            raise ValueError(f"{letter!r} is not a command of an outline")


def _add_arc(path: QPainterPath, n: list[float]) -> None:
    """Add an arc; it begins a new subpath unless the path ends where the arc starts."""
    box = QRectF(n[0] - n[2], n[1] - n[2], 2.0 * n[2], 2.0 * n[2])
    start = QPainterPath()
    start.arcMoveTo(box, n[3])
    if (path.currentPosition() - start.currentPosition()).manhattanLength() > 1e-6:
        path.moveTo(start.currentPosition())
    path.arcTo(box, n[3], n[4])


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
    "choose",
    "draw",
    "points",
    "formula",
    "theme",
    "layers",
    "eye",
    "eye-off",
    "close",
    "check",
    "chevron",
    "chevron-right",
]
ICON_NAMES: tuple[IconName, ...] = get_args(IconName)

GRID_SIZE = 24.0
MENU_ICON_SIZES_PX = (16, 20, 32, 48)


def paint_icon(painter: QPainter, name: IconName, box: QRectF, colour: QColor) -> None:
    """Paint an icon into a square box."""
    stroked, filled = _paths(name)
    scale = box.width() / GRID_SIZE
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.topLeft())
    painter.scale(scale, scale)
    painter.fillPath(filled, colour)
    pen = QPen(colour, _stroke_width(box.width()), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(stroked, pen)
    painter.restore()


def icon_pixmap(name: IconName, colour: QColor, size: int, pixel_ratio: float = 1.0) -> QPixmap:
    """An icon of `size` × `size` pixels on a transparent ground. Raises ValueError for an unknown name."""
    _paths(name)
    side = math.ceil(size * pixel_ratio)
    pixmap = transparent_pixmap(QSize(side, side), pixel_ratio)
    with QPainter(pixmap) as painter:
        paint_icon(painter, name, QRectF(0.0, 0.0, size, size), colour)
    return pixmap


def icon(name: IconName, palette: Palette) -> QIcon:
    """An icon for menus and standard buttons, in the colours of a palette."""
    result = QIcon()
    for mode, colour in (
        (QIcon.Mode.Normal, palette.ink),
        (QIcon.Mode.Disabled, palette.disabled),
    ):
        for size in MENU_ICON_SIZES_PX:
            result.addPixmap(icon_pixmap(name, colour, size), mode)
    return result


def _stroke_width(size: float) -> float:
    """Pen width in units of the grid: about 1.5 pixels for small icons, growing more slowly than the icon."""
    return max(1.5, 1.35 + 0.012 * size) * GRID_SIZE / size if size < GRID_SIZE else 1.75


@cache
def _paths(name: IconName) -> tuple[QPainterPath, QPainterPath]:
    """The path to stroke and the path to fill. Raises ValueError for an unknown name."""
    if name not in ICON_NAMES:
        raise ValueError(f"there is no icon {name!r}")
    return parse_outline(STROKED_OUTLINES.get(name, "")), parse_outline(FILLED_OUTLINES.get(name, ""))


APP_ICON_SIZES_PX = (16, 32, 48, 64, 128, 256)


def app_icon() -> QIcon:
    """The icon of the program, in the sizes that window systems ask for."""
    folder = resources.files("resources").joinpath("icons")
    icon = QIcon()
    for size in APP_ICON_SIZES_PX:
        pixmap = QPixmap()
        pixmap.loadFromData(folder.joinpath(f"momentum-lab-{size}.png").read_bytes())
        icon.addPixmap(pixmap)
    return icon
