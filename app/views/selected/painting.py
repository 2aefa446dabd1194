"""What belongs to the selected ball, on the screen: some of it behind the balls, some in front of them."""

import numpy as np
from PySide6.QtGui import QPainter

from app.session.session import Session
from app.theme import Theme
from app.views.balls_layer import BallsLayer
from app.views.ground import GroundLayer
from app.views.selected.caption import paint_caption
from app.views.selected.energy_painting import paint_energy
from app.views.selected.selected_ball import SelectedBall
from app.views.selected.step_painting import paint_arrows, paint_slope, term_colour
from app.views.selected.word_pictures import WordPictures

GHOST = 0.45
"""Opacity of the ball where the step leads."""


class SelectedPainting:
    """Paints what `SelectedBall` has found."""

    def __init__(
        self, session: Session, theme: Theme, ground: GroundLayer, balls: BallsLayer, selected: SelectedBall
    ) -> None:
        self._session, self._theme, self._ground, self._balls = session, theme, ground, balls
        self._selected = selected
        self._words = WordPictures(theme)

    def paint_behind(self, painter: QPainter) -> None:
        """Paint what the balls stand in front of: the energy line, and where the step leads."""
        picture, theme, session = self._selected.picture, self._theme, self._session
        painter.save()
        if picture.energy is not None:
            colour = theme.palette.ball_line(session.looks[session.selected].colour)
            paint_energy(painter, picture.energy, self._ground.line, colour, theme)
        if picture.step is not None and picture.step.faint is not None:
            painter.setOpacity(GHOST)
            self._balls.paint_selected(painter, picture.step.faint)
        painter.restore()

    def paint_in_front(self, painter: QPainter) -> None:
        """Paint what stands in front of the balls: words, the slope's mark, arrows, and the caption."""
        picture, theme, session = self._selected.picture, self._theme, self._session
        painter.save()
        if picture.words is not None:
            colour = theme.palette.ball_text(session.looks[session.selected].colour)
            self._words.paint(painter, picture.words.text, picture.words.box, colour, self._ground.line)
        if picture.step is not None:
            if picture.step.marks_slope:
                self._paint_slope(painter, picture.step.step.slope_at)
            paint_arrows(painter, picture.step, theme)
            for arrow in picture.step.arrows:
                text, colour = picture.step.words[arrow.term], term_colour(arrow.term, theme)
                self._words.paint(painter, text, arrow.word, colour, self._ground.line)
        if picture.caption is not None:
            paint_caption(painter, picture.caption, theme)
        painter.restore()

    def _paint_slope(self, painter: QPainter, w: float) -> None:
        lo, hi = self._session.landscape.domain
        if lo <= w <= hi:
            at = np.array([w])
            x = self._ground.projection.x(at)
            y = self._ground.projection.y_near(self._session.landscape.height(at))
            up = self._ground.line.normals_at(x)
            paint_slope(painter, (float(x[0]), float(y[0])), (float(up[0][0]), float(up[1][0])), self._theme)
