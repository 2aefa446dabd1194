"""The pictures of the glossary, drawn in the colours of the theme."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.controls.term_sketch import BALL_PX, FAINT, POINTS, Sketch, bowl, hill, hills, slope
from app.text.glossary import GlossaryTerm
from app.theme.application import theme
from app.theme.palette import RADIUS_SMALL, faded

SIZE_PX = 260, 96
"""At scale 1."""
PADDING_PX = 10.0
LEFT_FLOOR, RIGHT_FLOOR, MIDDLE_TOP = 0.222, 0.722, 0.489
"""x of the minima of `hills`, and of the hill between."""
PASS = 0.70
"""Its height."""


def _place(sketch: Sketch) -> None:
    sketch.ground(hills)
    x, y = sketch.on(0.6)
    sketch.line((0.0, 0.0), (1.0, 0.0), sketch.palette.line_strong)
    sketch.line((x, y), (x, 0.0), sketch.palette.muted, is_dashed=True)
    sketch.ball(x)
    sketch.text(x + 0.04, 0.1, "w")


def _height(sketch: Sketch) -> None:
    sketch.ground(hills)
    x, y = sketch.on(0.6)
    sketch.line((0.0, 0.0), (1.0, 0.0), sketch.palette.line_strong)
    sketch.arrow((x, 0.0), (x, y), sketch.palette.ink)
    sketch.ball(x)
    sketch.text(x + 0.08, 0.15, "f(w)")


def _slope(sketch: Sketch) -> None:
    sketch.ground(bowl)
    x, y = sketch.on(0.8)
    sketch.line((x - 0.16, y - 0.307), (x + 0.12, y + 0.23), sketch.palette.muted)
    sketch.ball(x)
    sketch.arrow((x - 0.04, y + 0.12), (x - 0.24, y + 0.12), sketch.palette.gradient_term)


def _eta(sketch: Sketch) -> None:
    sketch.ground(slope)
    for x, length, name in ((0.08, 0.16, "η"), (0.5, 0.32, "2η")):
        y = sketch.on(x)[1] + 0.12
        sketch.ball(x)
        sketch.arrow((x + 0.05, y), (x + 0.05 + length, y), sketch.palette.gradient_term)
        sketch.text(x + 0.05 + length / 2.0, y + 0.2, name)


def _noise(sketch: Sketch) -> None:
    sketch.ground(lambda x: 0.15 + 0.6 * x)
    shaken = 0.72, 0.55, 0.66, 0.41, 0.52, 0.3
    for place in shaken[:-1]:
        sketch.ball(place, is_faint=True)
    sketch.ball(shaken[-1])


def _schedule(sketch: Sketch) -> None:
    sketch.pen(sketch.palette.muted)
    sketch.painter.drawLine(sketch.at(0.05, 0.1), sketch.at(0.95, 0.1))
    x = np.linspace(0.0, 1.0, POINTS)
    share = np.where(x < 0.15, x / 0.15, 0.05 + 0.475 * (1.0 + np.cos(np.pi * np.clip((x - 0.15) / 0.7, 0.0, 1.0))))
    sketch.pen(sketch.palette.accent, 2.0)
    sketch.polyline(0.05 + 0.9 * x, 0.1 + 0.75 * share)


def _alpha(sketch: Sketch) -> None:
    for y, kept, name in ((0.75, 0.0, "α 0"), (0.45, 0.5, "α 0.5"), (0.15, 0.9, "α 0.9")):
        sketch.text(0.06, y, name)
        sketch.arrow((0.2, y), (0.52, y), faded(sketch.palette.momentum_term, FAINT))
        if kept:
            sketch.arrow((0.58, y), (0.58 + 0.32 * kept, y), sketch.palette.momentum_term)
        else:
            sketch.ball(0.6, y, above=-BALL_PX - 1.0)


def _momentum(sketch: Sketch) -> None:
    sketch.ground(hills)
    sketch.trail((0.98, 0.3))
    sketch.ball(0.98, is_faint=True)
    sketch.ball(0.3)
    x, y = sketch.on(0.3)
    sketch.arrow((x - 0.03, y + 0.1), (x - 0.2, y + 0.1), sketch.palette.momentum_term)


def _memory(sketch: Sketch) -> None:
    for index in range(12):
        colour = faded(sketch.palette.momentum_term, 0.25 + 0.75 * 0.8**index)
        x, height = 0.92 - 0.075 * index, 0.85 * 0.8**index
        sketch.painter.fillRect(QRectF(sketch.at(x - 0.025, height), sketch.at(x + 0.025, 0.0)), colour)
    sketch.line((0.0, 0.0), (1.0, 0.0), sketch.palette.line_strong)


def _step(sketch: Sketch) -> None:
    palette = sketch.palette
    sketch.arrow((0.1, 0.8), (0.65, 0.8), palette.momentum_term)
    sketch.arrow((0.65, 0.55), (0.85, 0.55), palette.gradient_term)
    sketch.arrow((0.1, 0.3), (0.85, 0.3), palette.ink)
    for x, top in ((0.1, 0.8), (0.65, 0.8), (0.85, 0.55)):
        sketch.line((x, top), (x, 0.12), palette.line_strong, is_dashed=True)
    sketch.ball(0.1, 0.0)
    sketch.ball(0.85, 0.0, is_faint=True)


def _nesterov(sketch: Sketch) -> None:
    sketch.ground(bowl)
    x = 0.3
    ahead, height = sketch.on(0.78)
    sketch.ball(x)
    sketch.ball(ahead, is_faint=True)
    sketch.arrow((x + 0.05, 0.8), (ahead, 0.8), sketch.palette.momentum_term)
    sketch.line((ahead - 0.12, height - 0.215), (ahead + 0.1, height + 0.179), sketch.palette.gradient_term)


def _start(sketch: Sketch) -> None:
    sketch.ground(hills)
    for begin, end in ((0.96, RIGHT_FLOOR), (0.42, LEFT_FLOOR)):
        sketch.trail((begin, end))
        sketch.ball(begin)
        sketch.ball(end, is_faint=True)


def _energy(sketch: Sketch) -> None:
    sketch.ground(hills)
    x, y = sketch.on(0.64)
    top = 0.95
    sketch.line((0.0, top), (1.0, top), sketch.palette.ball_line(0), is_dashed=True)
    sketch.line((0.0, 0.0), (1.0, 0.0), sketch.palette.line_strong)
    sketch.arrow((x, 0.0), (x, y), sketch.palette.ink)
    sketch.ball(x)
    sketch.arrow((x, y + 0.2), (x, top), sketch.palette.momentum_term)
    sketch.text(x + 0.08, 0.12, "f(w)")
    sketch.text(0.04, top - 0.14, "E")


def _valley(sketch: Sketch) -> None:
    tints = sketch.palette.valley_tints
    sketch.ground(hills, tints[1:3], (0.0, MIDDLE_TOP, 1.0))
    for x, number in ((LEFT_FLOOR, "1"), (RIGHT_FLOOR, "2")):
        sketch.text(x, sketch.on(x)[1] - 0.12, number)


def _rim(sketch: Sketch) -> None:
    sketch.ground(hills)
    sketch.line((MIDDLE_TOP, PASS), (0.93, PASS), sketch.palette.ink, is_dashed=True)
    sketch.ball(0.62)


def _global_minimum(sketch: Sketch) -> None:
    sketch.ground(hills)
    sketch.flag(LEFT_FLOOR)


def _outcome(sketch: Sketch) -> None:
    tints = sketch.palette.valley_tints
    sketch.ground(hills, tints[1:3], (0.0, MIDDLE_TOP, 1.0))
    sketch.ball(LEFT_FLOOR)
    sketch.ball(RIGHT_FLOOR)


def _caught(sketch: Sketch) -> None:
    sketch.ground(hills)
    level = PASS - 0.14
    sketch.line((0.565, level), (0.855, level), sketch.palette.ball_line(0), is_dashed=True)
    sketch.ball(0.66)
    sketch.trail((0.68, 0.8))


def _settled(sketch: Sketch) -> None:
    sketch.ground(bowl)
    sketch.ball(0.5)


def _balanced(sketch: Sketch) -> None:
    sketch.ground(hill)
    sketch.ball(0.5)


def _repeats(sketch: Sketch) -> None:
    sketch.ground(bowl)
    for x in (0.14, 0.86):
        sketch.ball(x, is_faint=x < 0.5)
    sketch.arrow((0.22, 0.8), (0.74, 0.8), sketch.palette.ink)
    sketch.arrow((0.74, 0.6), (0.26, 0.6), sketch.palette.ink)


def _leaves(sketch: Sketch) -> None:
    sketch.ground(slope, (), (0.0, 0.7))
    sketch.ball(0.35, is_faint=True)
    sketch.ball(0.82, 0.3)
    sketch.arrow((0.42, 0.85), (0.8, 0.62), sketch.palette.ink)


def _diverges(sketch: Sketch) -> None:
    sketch.ground(bowl)
    places = [sketch.on(x) for x in (0.46, 0.56, 0.36, 0.72, 0.12)]
    for tail, tip in zip(places, [*places[1:], (0.98, 1.0)], strict=True):
        sketch.arrow(tail, tip, sketch.palette.gradient_term)
    sketch.ball(0.46)


def _still_moving(sketch: Sketch) -> None:
    sketch.ground(hills)
    x, y = sketch.on(MIDDLE_TOP + 0.02)
    sketch.ball(x)
    sketch.arrow((x - 0.06, y + 0.14), (x - 0.2, y + 0.14), sketch.palette.ink)
    sketch.text(x - 0.26, y + 0.14, "?")


PICTURES: dict[str, Callable[[Sketch], None]] = {
    "place": _place,
    "height": _height,
    "slope": _slope,
    "eta": _eta,
    "noise": _noise,
    "schedule": _schedule,
    "alpha": _alpha,
    "momentum": _momentum,
    "memory": _memory,
    "step": _step,
    "nesterov": _nesterov,
    "start": _start,
    "energy": _energy,
    "valley": _valley,
    "rim": _rim,
    "global-minimum": _global_minimum,
    "outcome": _outcome,
    "caught": _caught,
    "settled": _settled,
    "balanced": _balanced,
    "repeats": _repeats,
    "leaves": _leaves,
    "diverges": _diverges,
    "still-moving": _still_moving,
}
"""By the names that the glossary has for them."""


class TermPicture(QWidget):
    """Shows the picture of a term."""

    def __init__(self, term: GlossaryTerm) -> None:
        super().__init__()
        self._paint = PICTURES[term.picture]
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        return QSize(*(theme().scaled(side) for side in SIZE_PX))

    def paintEvent(self, _event: QPaintEvent) -> None:
        palette, scale = theme().palette, theme().scale
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.setPen(QPen(palette.line, 1.0))
            painter.setBrush(palette.background)
            painter.drawRoundedRect(frame, RADIUS_SMALL, RADIUS_SMALL)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setClipRect(frame)
            margin = PADDING_PX * scale
            self._paint(Sketch(painter, frame.adjusted(margin, margin, -margin, -margin), scale, palette))
