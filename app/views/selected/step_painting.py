"""The arrows of one step, on the screen."""

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from app.theme import Theme, faded
from app.views.selected.energy_painting import paint_dot
from app.views.selected.picture import StepPicture
from app.views.selected.step_shape import Arrow, Term

WIDTH = 3.0
HEAD_LENGTH, HEAD_WIDTH = 9.0, 9.0
DOT = 3.0
"""Radius of an arrow that is too short for one."""
JOINT = 0.45
"""Opacity of the upright lines from row to row."""
TANGENT, TANGENT_WIDTH = 34.0, 3.0
"""Pixels at scale 1 of the slope's mark to each side of where it is felt."""


def paint_arrows(painter: QPainter, picture: StepPicture, theme: Theme) -> None:
    """Paint the arrows that are shown."""
    painter.setPen(QPen(faded(theme.palette.muted, JOINT), 1.0))
    painter.drawLines(_joints(picture))
    for arrow in picture.arrows:
        _paint_arrow(painter, arrow, term_colour(arrow.term, theme), theme.scale)


def term_colour(term: Term, theme: Theme) -> QColor:
    """The colour of a term, the same everywhere."""
    palette = theme.palette
    return {Term.MOMENTUM: palette.momentum_term, Term.GRADIENT: palette.gradient_term}.get(term, palette.ink)


def _joints(picture: StepPicture) -> list[QLineF]:
    """Upright lines from the ball to the tail, from head to tail, and from the last head to where the step leads."""
    arrows = {arrow.term: arrow for arrow in picture.arrows}
    momentum, gradient, total = arrows[Term.MOMENTUM], arrows.get(Term.GRADIENT), arrows.get(Term.SUM)
    lines = [QLineF(momentum.begin, momentum.y, momentum.begin, picture.ball[1])]
    if gradient is not None:
        lines.append(QLineF(momentum.end, momentum.y, momentum.end, gradient.y))
    if gradient is not None and total is not None:
        foot = picture.ghost[1] if picture.ends_at_ghost else total.y
        lines.append(QLineF(total.end, gradient.y, total.end, foot))
    return lines


def _paint_arrow(painter: QPainter, arrow: Arrow, colour: QColor, scale: float) -> None:
    if arrow.is_dot:
        paint_dot(painter, QPointF(arrow.end, arrow.y), DOT * scale, colour)
        return
    way = 1.0 if arrow.end > arrow.begin or (arrow.is_cut and arrow.end >= arrow.begin) else -1.0
    length = min(HEAD_LENGTH * scale, max(abs(arrow.end - arrow.begin), 0.5 * HEAD_LENGTH * scale))
    neck = arrow.end - way * length
    if (neck - arrow.begin) * way > 0.0:
        painter.setPen(QPen(colour, WIDTH * scale, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawLine(QLineF(arrow.begin, arrow.y, neck + 0.5 * way, arrow.y))
    half = 0.5 * HEAD_WIDTH * scale
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    corners = [(arrow.end, arrow.y), (neck, arrow.y - half), (neck, arrow.y + half)]
    painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))


def paint_slope(painter: QPainter, at: tuple[float, float], up: tuple[float, float], theme: Theme) -> None:
    """Mark the slope on the curve at a point; `up` is one pixel's way at the curve's right angle."""
    colour, scale = theme.palette.gradient_term, theme.scale
    along = QPointF(-up[1], up[0]) * TANGENT * scale
    centre = QPointF(*at)
    painter.setPen(QPen(colour, TANGENT_WIDTH * scale, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawLine(QLineF(centre - along, centre + along))
    paint_dot(painter, centre, DOT * scale, colour)
