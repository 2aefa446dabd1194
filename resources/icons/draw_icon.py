"""Draw the program's icon: a ball on its way down from one hill, already over the next.

Run `python resources/icons/draw_icon.py` in the project's folder after a change; the pictures are kept beside it.
"""

import math
import os
import struct
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QImage,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPen,
    QRadialGradient,
)

SIDES = (512, 256, 128, 64, 48, 32, 16)
SKY = ("#2A3546", "#12161D")
GROUND = ("#33425A", "#1E2733")
CURVE = "#E8EDF4"
FLOORS = (("#2FBF9B", 0.0, 0.565), ("#E8B84A", 0.565, 1.0))
BALL = ("#FFD9A0", "#E69F00", "#9A5B00")


def height(x: float) -> float:
    """The curve's y, downwards, for x from 0 to 1: a hill in the middle, the deeper valley at its left."""
    return 0.69 - 0.22 * (x - 0.5) - 0.13 * math.cos(2.0 * math.pi * (x - 0.55) / 0.62)


def curve(start: float, end: float, drop: float = 0.0) -> QPainterPath:
    """The curve between two x, `drop` below itself."""
    path = QPainterPath(QPointF(start, height(start) + drop))
    for k in range(1, 101):
        x = start + (end - start) * k / 100
        path.lineTo(x, height(x) + drop)
    return path


def paint(painter: QPainter, side: int) -> None:
    """Paint the icon on a square of 1 × 1; small sides get a thicker line and a bigger ball."""
    small = side <= 48
    frame = QPainterPath()
    margin = 0.0 if small else 0.03
    frame.addRoundedRect(QRectF(margin, margin, 1 - 2 * margin, 1 - 2 * margin), 0.22, 0.22)
    painter.setClipPath(frame)
    painter.fillPath(frame, shade(SKY))
    ground = curve(0.0, 1.0)
    ground.lineTo(1.0, 1.0)
    ground.lineTo(0.0, 1.0)
    painter.fillPath(ground, shade(GROUND))
    width = 0.075 if small else 0.042
    if not small:
        for colour, start, end in FLOORS:
            painter.strokePath(curve(start, end, 0.032), QPen(QColor(colour), 0.036))
    painter.strokePath(curve(0.0, 1.0), QPen(QColor(CURVE), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    paint_ball(painter, 0.525, 0.2 if small else 0.16, width)


def paint_ball(painter: QPainter, x: float, radius: float, width: float) -> None:
    """A ball that lies on the curve at x."""
    slope = (height(x + 1e-4) - height(x - 1e-4)) / 2e-4
    lift = (radius + width / 2) / math.hypot(1.0, slope)
    centre = QPointF(x + slope * lift, height(x) - lift)
    shading = QRadialGradient(centre - QPointF(0.35, 0.4) * radius, 1.5 * radius)
    for place, colour in zip((0.0, 0.45, 1.0), BALL, strict=True):
        shading.setColorAt(place, QColor(colour))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(shading)
    painter.drawEllipse(centre, radius, radius)


def shade(colours: tuple[str, str]) -> QLinearGradient:
    """From the first colour at the top to the second at the bottom."""
    gradient = QLinearGradient(0.0, 0.0, 0.0, 1.0)
    gradient.setColorAt(0.0, QColor(colours[0]))
    gradient.setColorAt(1.0, QColor(colours[1]))
    return gradient


def draw(side: int) -> QImage:
    """The icon of `side` × `side` pixels, drawn four times as large and made smaller."""
    large = QImage(4 * side, 4 * side, QImage.Format.Format_ARGB32_Premultiplied)
    large.fill(Qt.GlobalColor.transparent)
    painter = QPainter(large)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(4 * side, 4 * side)
    paint(painter, side)
    painter.end()
    return large.scaled(side, side, mode=Qt.TransformationMode.SmoothTransformation)


def ico(pictures: dict[int, bytes]) -> bytes:
    """Windows' file of icons: a table, then the PNG of each side (256 is written as 0)."""
    table, body = struct.pack("<HHH", 0, 1, len(pictures)), b""
    for side, png in pictures.items():
        place = 6 + 16 * len(pictures) + len(body)
        table += struct.pack("<BBBBHHII", side % 256, side % 256, 0, 0, 1, 32, len(png), place)
        body += png
    return table + body


ICNS = {16: b"icp4", 32: b"icp5", 64: b"icp6", 128: b"ic07", 256: b"ic08", 512: b"ic09"}
"""What macOS calls the PNG of each side."""


def icns(pictures: dict[int, bytes]) -> bytes:
    """macOS's file of icons: each PNG with its name and length before it."""
    body = b"".join(ICNS[side] + struct.pack(">I", 8 + len(png)) + png for side, png in pictures.items())
    return b"icns" + struct.pack(">I", 8 + len(body)) + body


def main() -> None:
    """Write every size beside this script, and the files in which Windows and macOS want them together."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QGuiApplication([])
    folder = Path(__file__).parent
    for side in SIDES:
        name = "momentum-lab.png" if side == 512 else f"momentum-lab-{side}.png"
        draw(side).save(str(folder / name))
    app.quit()
    pictures = {side: (folder / f"momentum-lab-{side}.png").read_bytes() for side in reversed(SIDES[1:])}
    (folder / "momentum-lab.ico").write_bytes(ico(pictures))
    pictures[512] = (folder / "momentum-lab.png").read_bytes()
    (folder / "momentum-lab.icns").write_bytes(icns({side: pictures[side] for side in ICNS}))


if __name__ == "__main__":
    main()
