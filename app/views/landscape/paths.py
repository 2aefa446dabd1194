"""Whole paths, faintly: of each ball that can't get out of its valley any more, until the next run; of the last run."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from app.plotting.curve_line import CurveLine
from app.plotting.drawing import draw_line, polygon
from app.plotting.transform import PlotTransform
from app.session.scene import BallStyle
from app.theme.application import Theme
from app.theme.palette import faded
from app.theme.pixmaps import transparent_pixmap
from app.views.frame import Frame
from app.views.landscape.positions import landscape_since
from physics.arrays import Bools, Floats, Ints
from physics.outcome.outcome import ROLLING, TRAPPED
from physics.run.run import Run

OPACITY = 0.5
WIDTH_PX = 1.6
MAX_REPAINTED = 12
"""With more balls a new path is painted over the others; with fewer all are painted again, the selected one on top."""
MAX_BALLS = 200
"""With more balls their paths would be one broad band."""
MAX_STEPS = 200_000
"""Steps of a path that are read: after so many it goes round in a small place."""
MAX_POINTS = 20_000
"""Of the line of a path; points in the same pixel count once."""


def path_ends(run: Run, drawn: Ints) -> Ints:
    """(balls,) the step up to which each path is shown; −1 for a ball that may still cross a hill.

    At first the path leads to where the ball was trapped, since its trail shows the rest; once it no longer moves, to
    where it is. `drawn` are steps that were found before: the search for that of a trapped ball is made once.
    """
    outcome = run.status.outcome
    ends = np.where(outcome == ROLLING, -1, np.minimum(run.status.steps, run.step))
    for ball in np.flatnonzero(outcome == TRAPPED).tolist():
        ends[ball] = drawn[ball] if 0 <= drawn[ball] <= run.step else _trapped_at(run, ball)
    return ends


def _trapped_at(run: Run, ball: int) -> int:
    """The step since which a trapped ball is trapped."""
    recording = run.recording
    was_open = recording.rows(recording.first, run.step + 1).outcome[:, ball] == ROLLING
    later = np.flatnonzero(was_open)
    return recording.first + (int(later[-1]) + 1 if len(later) else 0)


def path_pieces(
    run: Run, ball: int, first: int, last: int, radius: float, transform: PlotTransform, line: CurveLine
) -> list[tuple[Floats, Floats]]:
    """x and y, in pixels, of the centres of a ball at the steps `first` … `last`, in pieces.

    A piece ends where the ball was moved by hand.
    """
    first = max(first, landscape_since(run))  # what was made on another curve would hang in the air
    rows = run.recording.rows(first, max(first, min(last, first + MAX_STEPS)) + 1)
    w, f = rows.w[:, ball], rows.f[:, ball]
    lo, hi = run.landscape.domain
    with np.errstate(all="ignore"):
        is_joined = rows.stepped[1:, ball] & (w[:-1] + rows.delta[1:, ball] == w[1:]) & np.isfinite(f[1:])
        inside = np.clip(np.nan_to_num(w), lo, hi)
        f = np.where(inside == w, f, run.landscape.height(inside))
        x, y = transform.clipped_x(inside), transform.clipped_y(f)
    right, down = line.normals_at(x)
    x, y = x + right * radius, y + down * radius
    cuts = np.flatnonzero(~is_joined) + 1
    parts = (slice(begin, end) for begin, end in zip([0, *cuts], [*cuts, len(x)], strict=True))
    return [(x[part][kept], y[part][kept]) for part in parts if len(kept := _in_other_pixels(x[part], y[part])) > 1]


def _in_other_pixels(x: Floats, y: Floats) -> Ints:
    """Indices of the points that are not in the same half pixel as the one before, at most `MAX_POINTS`."""
    cells = np.round(2.0 * np.stack((x, y)))
    is_other: Bools = np.append(True, (cells[:, 1:] != cells[:, :-1]).any(axis=0))
    return np.flatnonzero(is_other)[:MAX_POINTS]


def _of_shown_balls(ends: Ints, frame: Frame) -> Ints:
    """−1 for the path of a ball that is not drawn."""
    return np.where([style.is_hidden for style in frame.styles], -1, ends)


class _Subject(NamedTuple):
    """What the kept picture follows from, besides the run."""

    transform: PlotTransform
    line: CurveLine
    radii: tuple[float, ...]
    styles: tuple[BallStyle, ...]
    palette: str
    scale: float
    ratio: float


def _faded(pixmap: QPixmap) -> QPixmap:
    faint = transparent_pixmap(pixmap.size(), pixmap.devicePixelRatio())
    with QPainter(faint) as painter:
        painter.setOpacity(OPACITY)
        painter.drawPixmap(QPointF(), pixmap)
    return faint


class WholePaths:
    """Paints the paths; on a raster device from a pixmap, to which a frame adds only what is new."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._subject: _Subject | None = None
        self._pixmap = QPixmap()
        """The paths in full colours."""
        self._faint = QPixmap()
        """The same, as it is shown: a copy with opacity is slower in each frame."""
        self._drawn: Ints = np.empty(0, np.intp)
        """The step up to which each ball's path is in the pixmap; −1 for none."""

    def forget(self) -> None:
        """The recording, or what is shown of the plane, may be another one."""
        self._subject = None

    def paint(
        self,
        painter: QPainter,
        ratio: float | None,
        frame: Frame,
        radii: Sequence[float],
        line: CurveLine,
        at: PlotTransform,
    ) -> None:
        """Paint the paths of a frame's balls, which have these radii in pixels; `ratio` is that of the painter."""
        run = frame.run
        if len(radii) > MAX_BALLS or (run.status.outcome == ROLLING).all():
            return
        nothing = np.full(len(radii), -1, np.intp)
        if ratio is None:
            ends = _of_shown_balls(path_ends(run, nothing), frame)
            self._paint_lines(painter, frame, nothing, ends, radii, line, at, is_faint=True)
        elif self._update(frame, radii, line, at, ratio):
            painter.drawPixmap(QPointF(), self._faint)

    def _update(self, frame: Frame, radii: Sequence[float], line: CurveLine, at: PlotTransform, ratio: float) -> bool:
        """Bring the pixmap up to date; returns whether there is anything in it."""
        palette, scale = self._theme.palette, self._theme.scale
        subject = _Subject(at, line, tuple(radii), frame.styles, palette.name, scale, ratio)
        nothing = np.full(len(radii), -1, np.intp)
        drawn = self._drawn if subject == self._subject else nothing
        ends = _of_shown_balls(path_ends(frame.run, drawn), frame)
        is_renewed = len(radii) <= MAX_REPAINTED and bool((ends != drawn).any())
        if drawn is nothing or is_renewed or (ends < drawn).any():
            self._subject, self._drawn, self._pixmap = subject, nothing, QPixmap()
        if (ends > self._drawn).any():
            if self._pixmap.isNull():
                self._pixmap = transparent_pixmap(QSize(round(at.width * ratio), round(at.height * ratio)), ratio)
            with QPainter(self._pixmap) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                self._paint_lines(painter, frame, self._drawn, ends, radii, line, at)
            self._drawn, self._faint = ends, _faded(self._pixmap)
        return not self._pixmap.isNull()

    def _paint_lines(
        self,
        painter: QPainter,
        frame: Frame,
        drawn: Ints,
        ends: Ints,
        radii: Sequence[float],
        line: CurveLine,
        at: PlotTransform,
        *,
        is_faint: bool = False,
    ) -> None:
        """Paint the paths from the steps that are drawn already to their ends; faint ones each in one go."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        balls = np.flatnonzero(ends > np.maximum(drawn, 0)).tolist()
        for ball in sorted(balls, key=lambda ball: ball == frame.selected):
            colour = self._theme.palette.ball_line(frame.styles[ball].colour)
            painter.setPen(QPen(faded(colour, OPACITY) if is_faint else colour, WIDTH_PX * self._theme.scale))
            first, last = max(int(drawn[ball]), 0), int(ends[ball])
            for x, y in path_pieces(frame.run, ball, first, last, radii[ball], at, line):
                if is_faint:  # pieces would be seen where they meet
                    painter.drawPolyline(polygon(x, y))
                else:
                    draw_line(painter, x, y)


LAST_RUN_OPACITY = 0.45
LAST_RUN_PEN = 1.2, (4.0, 3.0)
"""Width in pixels at scale 1, and dashes in widths: a line of dashes is of the run before."""


class LastRunPaths:
    """Paints the whole path of each ball in the run before the last change; on a raster device from a pixmap."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._subject: tuple[Run, _Subject] | None = None
        self._pixmap = QPixmap()

    def paint(
        self,
        painter: QPainter,
        ratio: float | None,
        frame: Frame,
        radii: Sequence[float],
        line: CurveLine,
        at: PlotTransform,
    ) -> None:
        """Paint the paths of the frame's last run, if it has one on the landscape that is shown."""
        run = frame.last_run
        if run is None or run.landscape is not frame.landscape or not len(run.balls) == len(radii) <= MAX_BALLS:
            self._subject, self._pixmap = None, QPixmap()
            return
        if ratio is None:
            self._paint_paths(painter, run, frame, radii, line, at)
            return
        palette, scale = self._theme.palette, self._theme.scale
        subject = run, _Subject(at, line, tuple(radii), frame.styles, palette.name, scale, ratio)
        if subject != self._subject:
            self._subject = subject
            self._pixmap = transparent_pixmap(QSize(round(at.width * ratio), round(at.height * ratio)), ratio)
            with QPainter(self._pixmap) as canvas:
                canvas.setRenderHint(QPainter.RenderHint.Antialiasing)
                self._paint_paths(canvas, run, frame, radii, line, at)
        painter.drawPixmap(QPointF(), self._pixmap)

    def _paint_paths(
        self,
        painter: QPainter,
        run: Run,
        frame: Frame,
        radii: Sequence[float],
        line: CurveLine,
        at: PlotTransform,
    ) -> None:
        painter.save()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        width, dashes = LAST_RUN_PEN
        for ball in frame.shown_balls:
            colour = faded(self._theme.palette.ball_line(frame.styles[ball].colour), LAST_RUN_OPACITY)
            pen = QPen(colour, width * self._theme.line_scale)
            pen.setDashPattern(dashes)
            painter.setPen(pen)
            last = min(int(run.status.steps[ball]), run.last)
            for x, y in path_pieces(run, ball, 0, last, radii[ball], at, line):
                painter.drawPolyline(polygon(x, y))
        painter.restore()
