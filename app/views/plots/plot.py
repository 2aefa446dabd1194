"""One plot: lines that grow with the run, dots at the step that is shown, and values under the mouse."""

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.plotting.axes import INSET, Frame, frame_within, with_room_for_labels
from app.plotting.hover import Reading, nearest, paint_label
from app.plotting.kept_curves import Levels
from app.plotting.kept_picture import Picture, Subject
from app.plotting.kinds import Kind, positions, value_limit, value_span
from app.plotting.span import Span, grown, step_limit, union, value_text
from app.session.run_operations import name_with
from app.session.session import Session
from app.theme import SPACE, Theme, faded
from app.views.landscape.trails import TRAIL_STEPS
from physics.run.events import barrier_heights

MOST_DOTS = 24
"""With more balls, only the selected one gets a dot."""
DOT, DOT_SELECTED = 3.0, 4.0
TRAIL_WIDTH = 1.5
DIMMED = 0.6
"""Opacity of the veil over what comes after the step that is shown."""


class Plot(QWidget):
    """A plot of one kind. It draws what is new when it is painted: once a frame, and never while it is hidden."""

    def __init__(self, session: Session, theme: Theme, kind: Kind) -> None:
        """Show the session's run."""
        super().__init__()
        self.kind = kind
        self._session = session
        self._theme = theme
        self._picture: Picture | None = None
        self._span: Span | None = None
        self._reading: Reading | None = None
        self.setAccessibleName(f"Plot: {kind.title}")
        self.setAccessibleDescription("One line for each ball; its values are read with the mouse.")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        session.step_changed.connect(self.update)
        session.balls_changed.connect(self.update)
        session.selection_changed.connect(self.update)
        session.landscape_changed.connect(self._widen)
        session.recording_reset.connect(self._begin_anew)
        theme.theme_changed.connect(self._restyle)

    def sizeHint(self) -> QSize:
        """Wide enough for four in a row of a small window."""
        return QSize(self._theme.scaled(230), self._theme.scaled(210))

    def minimumSizeHint(self) -> QSize:
        """Room for a label on each axis."""
        return QSize(self._theme.scaled(140), self._theme.scaled(110))

    @property
    def frame(self) -> Frame:
        """Where values lie, in the widget's pixels."""
        run = self._session.run
        if self._span is None:
            self._span = value_span(self.kind, run)
        across = Span(0.0, float(step_limit(run.last))) if self.kind.by_step else positions(run)
        frame = frame_within(self.width(), self.height(), self._theme.scale, across, self._span)
        return with_room_for_labels(frame, self.width(), self.height(), self._theme)

    @property
    def reading(self) -> Reading | None:
        """The ball and step under the mouse."""
        return self._reading

    def reading_parts(self) -> tuple[str, ...]:
        """What the label at the mouse says: the ball's name at that step, the step, and one or two values."""
        if self._reading is None:
            return ()
        place, step = self._reading
        run = self._session.run
        row = run.recording.row(step)
        value = f"{self.kind.symbol} {value_text(self.kind.value(row)[place])}"
        values = (value,) if self.kind.by_step else (f"w {value_text(row.w[place])}", value)
        return (name_with(run.balls[place], row.alpha[place].item()), f"step {step:,}", *values)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw what is new into the kept picture, and show it with dots and label on top."""
        picture = self._caught_up()
        with QPainter(self) as painter:
            painter.drawImage(0, 0, picture.lines.image)
            self._paint_cursor(painter, picture.subject.frame)
            if picture.on_top is not None:
                # Only as far as the line can have come.
                painter.setClipRect(self._reached(picture.subject.frame))
                painter.drawImage(0, 0, picture.on_top.image)
                painter.setClipping(False)
            self._dim_what_is_to_come(painter, picture.subject.frame)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            # The dots' rim, which makes them stand out from the lines.
            painter.setPen(QPen(self._theme.palette.background, 1.0))
            self._paint_dots(painter, picture.subject.frame)
            self._paint_reading(painter, picture.subject.frame)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read the nearest point."""
        reading = nearest(self.kind, self.frame, self._session.run.recording, event.position())
        if reading != self._reading:
            self._reading = reading
            self.update()

    def leaveEvent(self, _event: QEvent) -> None:
        """Read nothing."""
        self._reading = None
        self.update()

    def _begin_anew(self) -> None:
        """The recording was replaced."""
        self._picture = self._span = self._reading = None
        self.update()

    def _restyle(self) -> None:
        """Other colours, or larger text."""
        self.updateGeometry()
        self.update()

    def _widen(self) -> None:
        """Another landscape: its whole range is shown too."""
        if self._span is not None:
            self._span = union((self._span, value_span(self.kind, self._session.run)))
        self.update()

    def _caught_up(self) -> Picture:
        """The picture with all that is new, drawn anew where the range had to grow."""
        picture = self._picture_of(self.frame)
        while True:
            is_done = picture.catch_up()
            span = picture.subject.frame.y
            if span.holds(picture.range):
                break
            self._span = grown(span, picture.range, value_limit(self.kind, self._session.run))
            if self._span == span:
                break
            picture = self._picture_of(self.frame)
        place = self._session.selected
        picture.select(place if 0 <= place < len(self._session.looks) else None)
        if not is_done:
            self.update()
        return picture

    def _picture_of(self, frame: Frame) -> Picture:
        """The kept picture, or a new one when something that it depends on has changed."""
        subject = Subject(
            self._session.run.recording,
            self._session.looks,
            self._theme.palette,
            self._theme.scale,
            self.size(),
            self.devicePixelRatioF(),
            frame,
        )
        if self._picture is None or self._picture.subject != subject:
            self._picture = Picture(self.kind, subject, self._theme, self._rims if self.kind.has_rim else None)
        return self._picture

    def _rims(self, place: int) -> Levels:
        """The rim of the valley that a ball is in."""
        return lambda begin, stop: barrier_heights(self._session.run, place, begin, stop)

    def _paint_cursor(self, painter: QPainter, frame: Frame) -> None:
        """A line at the step that is shown."""
        if self.kind.by_step:
            x = round(frame.point(self._session.step, 0.0).x()) + 0.5
            painter.setPen(QPen(self._theme.palette.line_strong, 1.0))
            painter.drawLine(QLineF(x, frame.top - INSET, x, frame.top + frame.height + INSET))

    def _dim_what_is_to_come(self, painter: QPainter, frame: Frame) -> None:
        """Let what comes after the step that is shown step back."""
        shown, last = self._session.step, self._session.run.last
        if shown >= last:
            return
        veil = faded(self._theme.palette.background, DIMMED)
        if self.kind.by_step:
            left, right = frame.point(shown, 0.0).x() + 1.0, frame.point(last, 0.0).x() + INSET
            painter.fillRect(QRectF(left, frame.top - INSET, right - left, frame.height + 2.0 * INSET), veil)
        else:
            painter.fillRect(frame.rect.adjusted(-INSET, -INSET, INSET, INSET), veil)
            self._paint_trails(painter, frame)

    def _paint_trails(self, painter: QPainter, frame: Frame) -> None:
        """The last steps of each ball up to the one that is shown, as in the landscape."""
        shown, looks = self._session.step, self._session.looks
        rows = self._session.run.recording.rows(shown - TRAIL_STEPS, shown + 1)
        with np.errstate(all="ignore"):
            across, down = frame.across(rows.w), frame.down(self.kind.value(rows))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(frame.rect.adjusted(-INSET, -INSET, INSET, INSET))
        for place in range(min(len(looks), MOST_DOTS)):
            seen = np.isfinite(across[:, place]) & np.isfinite(down[:, place]) & rows.stepped[:, place]
            points = [QPointF(x, y) for x, y in zip(across[seen, place], down[seen, place], strict=True)]
            painter.setPen(QPen(self._theme.palette.ball_line(looks[place].colour), TRAIL_WIDTH * self._theme.scale))
            painter.drawPolyline(QPolygonF(points))
        painter.setClipping(False)

    def _reached(self, frame: Frame) -> QRect:
        """The part of the frame in which lines can be by now."""
        inside = frame.rect.adjusted(-INSET, -INSET, INSET, INSET)
        if self.kind.by_step:
            inside.setRight(frame.point(self._session.run.last, 0.0).x() + INSET)
        return inside.toAlignedRect()

    def _paint_dots(self, painter: QPainter, frame: Frame) -> None:
        """A dot for each ball where it is now, the selected one's last."""
        status, looks, selected = self._session.run.status, self._session.looks, self._session.selected
        places = [place for place in range(len(looks)) if place != selected] if len(looks) <= MOST_DOTS else []
        with np.errstate(all="ignore"):
            across = frame.across(status.steps.astype(np.float64) if self.kind.by_step else status.w)
            down = frame.down(self.kind.value(status))
        inside = frame.rect.adjusted(-INSET, -INSET, INSET, INSET)
        is_number = np.isfinite(across) & np.isfinite(down)  # Qt finds what is not a number inside of everything
        for place in [*places, *([selected] if 0 <= selected < len(looks) else [])]:
            at = QPointF(across[place], down[place])
            if is_number[place] and inside.contains(at):
                self._paint_dot(painter, at, place, DOT_SELECTED if place == selected else DOT)

    def _paint_dot(self, painter: QPainter, at: QPointF, place: int, radius: float) -> None:
        """Paint a dot in a ball's colour."""
        painter.setBrush(self._theme.palette.ball_line(self._session.looks[place].colour))
        painter.drawEllipse(at, radius * self._theme.scale, radius * self._theme.scale)

    def _paint_reading(self, painter: QPainter, frame: Frame) -> None:
        """A dot on the line under the mouse, and its values beside it."""
        if self._reading is None:
            return
        place, step = self._reading
        row = self._session.run.recording.row(step)
        at = frame.point(step if self.kind.by_step else row.w[place], self.kind.value(row)[place])
        self._paint_dot(painter, at, place, DOT_SELECTED)
        paint_label(painter, at, self._in_lines(), QRectF(self.rect()).adjusted(SPACE, 0, -SPACE, 0), self._theme)

    def _in_lines(self) -> tuple[str, ...]:
        """The reading in one line, or in two where one has no room."""
        metrics = QFontMetricsF(self._theme.font("number_small"))
        name, *others = self.reading_parts()
        room = self.width() - 6 * SPACE
        parts = (metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, 0.5 * room), *others)
        whole = " · ".join(parts)
        if metrics.horizontalAdvance(whole) <= room:
            return (whole,)
        return (" · ".join(parts[:2]), " · ".join(parts[2:]))
