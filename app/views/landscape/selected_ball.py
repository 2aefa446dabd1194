"""The overlay of the selected ball: energy line, arrows of the next step, caption."""

import numpy as np
from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.plotting.label_cache import PatchedTextPainter, text_size
from app.plotting.label_layout import Box, FreeSpace
from app.prediction.next_step import ShownStep, coming_step, newest_step, next_terms
from app.session.slow_motion import Moment
from app.theme.application import Theme
from app.theme.palette import faded
from app.views.frame import Frame
from app.views.landscape.balls import MARGIN_PX, RING_GAP_PX, BallsLayer
from app.views.landscape.caption import PlacedCaption, caption, caption_candidates, caption_size, paint_caption
from app.views.landscape.energy_line import EnergyShape, energy_shape, label_candidates, paint_energy
from app.views.landscape.ground import GroundLayer
from app.views.landscape.positions import BallPositions, disc_centres
from app.views.landscape.step_arrows import (
    ArrowBlock,
    PlacedText,
    SelectedOverlay,
    StepOverlay,
    arrow_ends,
    arrow_labels,
    box_under_arrows,
    choose_arrows,
    is_in_view,
    paint_arrows,
    paint_tangent,
    term_colour,
)
from physics.run.energy_bound import find_energy_bound


class SelectedBall:
    """Lays the overlay out: once whenever the balls have moved."""

    def __init__(self, theme: Theme, ground: GroundLayer, balls: BallsLayer, frame: Frame) -> None:
        self._theme, self._ground, self._balls = theme, ground, balls
        self.frame = frame
        """What is drawn; the overlay is laid out when the balls are asked where they are in it."""
        self._laid_out_for: BallPositions | None = None
        self._overlay = SelectedOverlay(None, None, None, None)
        self._previous_indices: dict[str, tuple[object, int]] = {}

    @property
    def overlay(self) -> SelectedOverlay:
        """The overlay as it is to be drawn now."""
        positions = self._balls.positions
        if positions is not self._laid_out_for:
            self._laid_out_for, self._overlay = positions, self._lay_out(positions)
        return self._overlay

    def _lay_out(self, positions: BallPositions) -> SelectedOverlay:
        selected = self.frame.selected
        if not (0 <= selected < len(positions.x) and positions.is_shown[selected]):
            return SelectedOverlay(None, None, None, None)
        space = self._free_space(positions)
        shape = self._energy(float(positions.x[selected]))
        step = self._step(space if shape is None else space.without(shape.boxes))
        if step is not None:
            space = space.without(step.boxes)
        placed = self._caption(space)
        if placed is not None:
            space = space.without([placed.box])
        text = None
        if shape is not None and self.frame.energy_text:
            text = self._place_energy_text(shape, self.frame.energy_text, float(positions.x[selected]), space)
        return SelectedOverlay(shape, text, step, placed)

    def _free_space(self, positions: BallPositions) -> FreeSpace:
        transform = self._ground.transform
        view = Box(0.0, 0.0, transform.width, transform.height).grown(-MARGIN_PX)
        shown = positions.is_shown
        discs = positions.x[shown], positions.y[shown], self._balls.radii[shown] + RING_GAP_PX * self._theme.scale
        return FreeSpace(view, self._ground.obstacles, discs, self._ground.line)

    def _energy(self, ball_x: float) -> EnergyShape | None:
        energy_bound = find_energy_bound(self.frame.run, self.frame.selected) if self.frame.shows("energy") else None
        if energy_bound is None:
            return None
        features = self.frame.landscape.features
        return energy_shape(energy_bound, features, self._ground.transform, ball_x, self._theme.scale)

    def _place_energy_text(self, shape: EnergyShape, text: str, ball_x: float, space: FreeSpace) -> PlacedText | None:
        """The text at the line; while time runs it stays where it is as long as it can."""
        text = f"{text} ↑" if shape.y < 0.0 else text
        size, transform, scale = text_size(text, self._theme), self._ground.transform, self._theme.scale
        previous = self._previous_index("energy text", self.frame.selected) if self.frame.is_moving else None
        found = space.first(
            lambda: label_candidates(shape, size, ball_x, space.line, transform, scale),
            previous,
        )
        if found is None:
            return None
        self._previous_indices["energy text"] = self.frame.selected, found[0]
        return PlacedText(text, found[1])

    def _previous_index(self, name: str, subject: object) -> int | None:
        """The index of the candidate that was chosen last time, if that was for the same subject."""
        last_subject, index = self._previous_indices.get(name, (None, None))
        return index if last_subject == subject else None

    def _shown_step(self) -> ShownStep | None:
        """The step that the ball is gliding along, else the next one; None while time runs too fast to see one."""
        frame = self.frame
        if not (frame.has_arrows and frame.shows("arrows")):
            return None
        current = newest_step(frame.run, frame.selected) if frame.phase < 1.0 else None
        step = current or coming_step(frame.run, frame.selected)
        return step if step is not None and step.is_finite else None

    def _step(self, space: FreeSpace) -> StepOverlay | None:
        step = self._shown_step()
        if step is None:
            return None
        radius, transform, scale = self._radius, self._ground.transform, self._theme.scale
        ball, ghost = self._centre(step.w), self._centre(step.w_after)
        here, there = (Box(x - radius, y - radius, x + radius, y + radius) for x, y in (ball, ghost))
        ends = arrow_ends(step, transform, scale)
        if not (ends.is_finite and is_in_view(here, there, transform)):
            return None
        texts = arrow_labels(step.formulas, ends.factor)
        sizes = {term: text_size(text, self._theme) for term, text in texts.items()}
        block = ArrowBlock(ends, sizes, box_under_arrows(here, there, scale), scale)
        # The arrows of one step stay where they are, whatever moves meanwhile.
        subject = step, transform, scale
        index, arrows = choose_arrows(block, space.without([there]), self._previous_index("step", subject))
        self._previous_indices["step"] = subject, index
        return StepOverlay(step, texts, arrows, ball, ghost, ends.factor == 1, self.frame.moment)

    @property
    def _radius(self) -> float:
        return float(self._balls.radii[self.frame.selected])

    def _centre(self, w: float) -> tuple[float, float]:
        """The centre of the ball's disc at w, in pixels; w is clamped to the domain."""
        landscape = self.frame.landscape
        inside = np.clip(np.array([w]), *landscape.domain)
        x, y = disc_centres(inside, landscape, self._ground.transform, self._ground.line, np.array([self._radius]))
        return float(x[0]), float(y[0])

    def _caption(self, space: FreeSpace) -> PlacedCaption | None:
        theme, moment, run, ball = self._theme, self.frame.moment, self.frame.run, self.frame.selected
        step = None if moment is None else coming_step(run, ball)
        if moment is None or step is None:
            return None
        terms = next_terms(run, ball)
        last_delta = run.state.delta[ball].item()
        captions = [caption(each, terms, last_delta, step) for each in Moment]
        size = caption_size(captions, theme, has_keys=self.frame.is_interactive)
        floor = self._ground.floor
        first, *_ = caption_candidates(size, space.view, floor, theme.scale)
        found = space.first(
            lambda: caption_candidates(size, space.view, floor, theme.scale), self._previous_index("caption", ball)
        )
        index, box = found or (0, first)
        self._previous_indices["caption"] = ball, index
        return PlacedCaption(moment, captions[moment - 1], box, self.frame.is_interactive)


UNDERLINE_OPACITY = 0.8
INSET_PX = 4.0
"""Between the end of a box and its words."""
GHOST_OPACITY = 0.45
"""Opacity of the disc where the step leads."""


class SelectedBallPainter:
    """Paints the overlay of a `SelectedBall`."""

    def __init__(self, theme: Theme, ground: GroundLayer, balls: BallsLayer, selected: SelectedBall) -> None:
        self._theme, self._ground, self._balls = theme, ground, balls
        self._selected = selected
        self._text_painter = PatchedTextPainter(theme)

    def paint_behind(self, painter: QPainter) -> None:
        """Paint what is behind the balls: the energy line, and the disc where the step leads."""
        overlay, theme, frame = self._selected.overlay, self._theme, self._selected.frame
        painter.save()
        if overlay.energy is not None:
            colour = theme.palette.ball_line(frame.styles[frame.selected].colour)
            paint_energy(painter, overlay.energy, self._ground.line, colour, theme)
        if overlay.step is not None and overlay.step.ghost_centre is not None:
            painter.setOpacity(GHOST_OPACITY)
            self._balls.paint_selected(painter, overlay.step.ghost_centre)
        painter.restore()

    def paint_in_front(self, painter: QPainter) -> None:
        """Paint what is in front of the balls: energy text, tangent, arrows, caption."""
        overlay, theme, frame = self._selected.overlay, self._theme, self._selected.frame
        painter.save()
        if overlay.energy_text is not None:
            colour = theme.palette.ball_text(frame.styles[frame.selected].colour)
            self._text_painter.paint(
                painter, overlay.energy_text.text, overlay.energy_text.box, colour, self._ground.line
            )
            if frame.is_interactive:
                _underline(painter, overlay.energy_text.box, colour, theme.scale)
        if overlay.step is not None:
            if overlay.step.shows_tangent:
                self._paint_tangent(painter, overlay.step.step.slope_at)
            paint_arrows(painter, overlay.step, theme)
            for arrow in overlay.step.arrows:
                text, colour = overlay.step.texts[arrow.term], term_colour(arrow.term, theme)
                self._text_painter.paint(painter, text, arrow.text_box, colour, self._ground.line)
        if overlay.caption is not None:
            paint_caption(painter, overlay.caption, theme)
        painter.restore()

    def _paint_tangent(self, painter: QPainter, w: float) -> None:
        lo, hi = self._selected.frame.landscape.domain
        if lo <= w <= hi:
            at = np.array([w])
            x = self._ground.transform.x(at)
            y = self._ground.transform.clipped_y(self._selected.frame.landscape.height(at))
            up = self._ground.line.normals_at(x)
            paint_tangent(painter, (float(x[0]), float(y[0])), (float(up[0][0]), float(up[1][0])), self._theme)


def _underline(painter: QPainter, box: Box, colour: QColor, scale: float) -> None:
    """Dot a line below words that explain themselves when they are clicked."""
    painter.setPen(QPen(faded(colour, UNDERLINE_OPACITY), scale, Qt.PenStyle.DotLine))
    painter.drawLine(QLineF(box.left + INSET_PX, box.bottom - 0.5, box.right - INSET_PX, box.bottom - 0.5))
