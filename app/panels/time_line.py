"""The time line below the landscape: a slider over the recorded run, with marks for its events."""

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QPainter, QPainterPath, QPixmap, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip

from app.controls.event_filter import EventFilter
from app.controls.plain_text import plain_tooltip
from app.controls.scales import SliderScale
from app.controls.slider import ScaleSlider
from app.controls.slider_painting import SliderStyle
from app.panels.time_marks import MarkKind, TimeMarks
from app.session.session import Session
from app.session.throttle import Throttle
from app.text.numbers import whole
from app.text.translation import _
from app.theme.application import Theme
from app.theme.palette import faded
from app.theme.pixmaps import transparent_pixmap
from app.views.plots.kinds import step_span
from physics.arrays import AnyArray, Floats
from physics.run.events import Events

MIN_STEPS = 100
"""The line has at least this many steps."""
ROUND_NUMBERS = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
"""The line ends at one of these times a power of ten, so that it seldom changes its scale."""
REFRESH_MS = 30
"""Between two pictures while time runs: two frames."""
SCRUB_MS = 16
"""Between two steps that are shown while the knob is dragged."""
TICK_HEIGHT, GAP, DOT_RADIUS, WEDGE_RADIUS = 8.0, 4.0, 2.5, 3.5
"""Pixels; the gap is between groove and marks, the radius of a wedge half its width."""
MARK_REACH = 5.0
"""Pixels from the x of a step within which all of its marks lie."""
SCHEDULE_GAP, SCHEDULE_OPACITY = 2.0, 0.22
"""Of the schedule of η, below the groove."""
TRANSIENT_SHARE = 0.8
"""Of the line, for the transient of a run that has long come to rest."""
HOVER_DISTANCE = 4.0
"""Pixels from a mark within which the tooltip tells about it."""


def line_end(last: int) -> int:
    """The step at which the line ends when `last` steps are recorded."""
    if last <= MIN_STEPS:
        return MIN_STEPS
    power = 10.0 ** math.floor(math.log10(last))
    return round(next(share * power for share in ROUND_NUMBERS if last <= share * power * (1.0 + 1e-9)))


class TransientScale(SliderScale):
    """Steps along the line; where all balls have long come to rest, the transient before takes most of the line."""

    low, high, step = 0.0, 1.0, 0.01

    def __init__(self, transient_end: float, end: float) -> None:
        """`transient_end` is the step after which nothing happens, `end` the last one on the line."""
        self.is_stretched = 0.0 < transient_end < TRANSIENT_SHARE * end / 2.0
        self.steps = (0.0, transient_end, end) if self.is_stretched else (0.0, end)
        """Steps between which the scale is even."""
        self.positions = (0.0, TRANSIENT_SHARE, 1.0) if self.is_stretched else (0.0, 1.0)

    def to_position(self, value: float) -> float:
        return float(self.to_positions(np.array(value)))

    def to_positions(self, steps: AnyArray) -> Floats:
        """The positions of steps, elementwise."""
        return np.asarray(np.interp(steps, self.steps, self.positions))

    def value(self, position: float, digits: int = 3) -> float:  # noqa: ARG002  # whole steps
        return float(round(np.interp(position, self.positions, self.steps)))


def _groups(xs: Sequence[float], gap: float) -> list[tuple[float, float]]:
    """First and last x of each group of rising xs that are closer together than `gap`."""
    groups: list[tuple[float, float]] = []
    for x in xs:
        if groups and x - groups[-1][1] < gap:
            groups[-1] = groups[-1][0], x
        else:
            groups.append((x, x))
    return groups


class TimeLine(ScaleSlider):
    """Scrubs the run while the knob is dragged; playback pauses meanwhile.

    Above the groove a tick marks each jump over a hill, below it a dot a trapped ball, both in the ball's colour. A
    wedge marks an edit, with a bar over a series of them.
    """

    def __init__(self, session: Session, theme: Theme) -> None:
        self._steps_scale = TransientScale(0.0, float(MIN_STEPS))
        super().__init__(_("Step that is shown"), self._steps_scale, 0.0)
        self._session, self._theme = session, theme
        self.marks = TimeMarks(session.scene)
        self._marks_pixmap: QPixmap | None = None
        self._outdated_from: int | None = None
        """The step from which on the marks in the pixmap are to be drawn again."""
        self._was_playing = False
        self._wanted_step: int | None = None
        self.scrub_timer = QTimer(self, singleShot=True, interval=SCRUB_MS)
        """Until it ends no other step is shown while the knob is dragged."""
        self.scrub_timer.timeout.connect(self._seek_wanted)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.number_changed.connect(self._scrub)
        self.gesture.began.connect(self._on_pressed)
        self.gesture.ended.connect(self._on_released)
        EventFilter(self, on_tooltip=self._show_tooltip)
        self._throttle = Throttle(session.refreshes, self.show_step, REFRESH_MS, self)
        session.step_changed.connect(self._throttle.touch)
        session.fast_forward.changed.connect(self.update)
        session.recording_reset.connect(self._on_recording_reset)
        session.balls_changed.connect(self._on_changed)
        session.landscape_changed.connect(self._on_changed)
        session.forcing_changed.connect(self._redraw)
        theme.theme_changed.connect(self._redraw)
        self.show_step()

    def show_edits(self) -> None:
        """Search for marks of edits, which the panel around it calls when texts are due; not in the same frame."""
        if self._session.playback.is_moving:
            self._throttle.touch()
        else:
            self._find_new_marks()

    def show_step(self) -> None:
        """Move the knob to the step shown, and search the new rows for marks."""
        run = self._session.run
        transient = step_span(run.last, self._session.transient.find_end())
        scale = TransientScale(transient.hi, float(line_end(run.last)))
        is_other = scale.steps != self._steps_scale.steps
        self._find_new_marks()
        if is_other:
            self._scale = self._steps_scale = scale
            self._redraw()
        self.set_number(float(run.step))
        self.setAccessibleDescription(_("step {step} of {last}").format(step=whole(run.step), last=whole(run.last)))

    def number_at(self, x: float) -> float:
        """The recorded step nearest to an x."""
        groove = self.groove()
        share = min(max((x - groove.left()) / groove.width(), 0.0), 1.0)
        return min(self._scale.value(share), float(self._session.run.last))

    # Mouse and keys

    def _on_pressed(self) -> None:
        self._was_playing = self._session.playback.is_playing
        self._session.pause()
        self._session.playback.set_scrubbed(True)

    def _on_released(self) -> None:
        self._seek_wanted()
        self.scrub_timer.stop()
        self._session.playback.set_scrubbed(False)
        if self._was_playing and not self._session.run.is_over:
            self._session.play()
        self._was_playing = False

    def _scrub(self, step: float) -> None:
        self._wanted_step = round(step)
        if not self.scrub_timer.isActive():
            self._seek_wanted()
            self.scrub_timer.start()

    def _seek_wanted(self) -> None:
        wanted, self._wanted_step = self._wanted_step, None
        if wanted is not None:
            self._session.seek(wanted)
            self.set_number(float(self._session.step))

    def _move_step(self, number: float) -> None:
        """Show each step at once, also while the wheel goes on."""
        self.gesture.begin()
        self._move_to(number)
        self.gesture.end()

    def _moves_by(self, event: QKeyEvent) -> bool:  # noqa: ARG002  # no key at all
        """All keys are the window's: they go from step to step wherever the focus is."""
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def _show_tooltip(self, event: QHelpEvent) -> bool:
        """Show the sentences of the marks under the mouse, else the step."""
        groove, x = self.groove(), event.pos().x()
        shares = [(x + by - groove.left()) / groove.width() for by in (-HOVER_DISTANCE, HOVER_DISTANCE)]
        first, last = (self._scale.value(share) for share in shares)
        words = self.marks.tooltip_text(math.ceil(first), math.floor(last))
        words = words or _("Step {step}").format(step=whole(self.number_at(event.pos().x())))
        QToolTip.showText(event.globalPos(), plain_tooltip(words), self)
        return True

    def _on_recording_reset(self) -> None:
        self.marks.clear()
        self._on_changed()

    def _on_changed(self) -> None:
        self._redraw()
        self._throttle.touch()

    def _find_new_marks(self) -> None:
        changed_from = self.marks.catch_up()
        if changed_from is not None:
            self._redraw(changed_from)

    def _redraw(self, first: int = 0) -> None:
        """Draw the marks from step `first` on again."""
        self._outdated_from = first if self._outdated_from is None else min(first, self._outdated_from)
        self.update()

    # Painting

    def paint_groove(self, painter: QPainter, groove: QRectF, style: SliderStyle) -> None:
        """Paint what is recorded brighter than what is not, fill up to the knob, and paint the marks around it."""
        run, palette, radius = self._session.run, style.palette, groove.height() / 2.0
        painter.setPen(Qt.PenStyle.NoPen)
        path = QPainterPath()
        path.addRoundedRect(groove, radius, radius)
        painter.setClipPath(path)
        painter.fillRect(groove, faded(palette.groove, 0.5))
        ends = [(self.x_of(float(run.last)), palette.line_strong), (self.x_of(self.number), palette.accent)]
        for x, colour in ends:
            painter.fillRect(QRectF(groove.left(), groove.top(), x - groove.left(), groove.height()), colour)
        if self._session.fast_forward.is_busy:
            done = self._session.fast_forward.share * groove.width()
            painter.fillRect(groove, faded(palette.groove, 0.5))
            painter.fillRect(QRectF(groove.left(), groove.top(), done, groove.height()), palette.success)
        painter.setClipping(False)
        if self._steps_scale.is_stretched:
            x = groove.left() + TRANSIENT_SHARE * groove.width()
            painter.fillRect(QRectF(x - 1.0, groove.top(), 2.0, groove.height()), palette.panel)
        painter.drawPixmap(0, 0, self._painted_marks(groove))

    def _painted_marks(self, groove: QRectF) -> QPixmap:
        ratio, pixmap = self.devicePixelRatioF(), self._marks_pixmap
        size = self.size() * ratio
        if pixmap is None or (pixmap.size(), pixmap.devicePixelRatio()) != (size, ratio):
            pixmap = self._marks_pixmap = transparent_pixmap(size, ratio)
            self._outdated_from = 0
        if self._outdated_from is not None:
            reach = math.ceil(MARK_REACH * self._theme.scale)
            left = math.floor(self.x_of(float(self._outdated_from))) - reach
            with QPainter(pixmap) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setClipRect(left, 0, self.width() - left, self.height())
                painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
                painter.fillRect(self.rect(), Qt.GlobalColor.transparent)
                painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
                self._draw_marks(painter, groove, self._step_at(left - reach))
            self._outdated_from = None
        return pixmap

    def _step_at(self, x: float) -> int:
        """The last step at or left of an x."""
        groove, scale = self.groove(), self._steps_scale
        return math.floor(np.interp((x - groove.left()) / groove.width(), scale.positions, scale.steps))

    def _draw_marks(self, painter: QPainter, groove: QRectF, first: int) -> None:
        """Draw the marks from step `first` on, and all edits, of which a series has one mark."""
        unit = self._theme.scale
        self._draw_schedule(painter, groove)
        for x, colours in self._columns(self.marks.found(MarkKind.HILL_PASSED, first)).items():
            share, top = TICK_HEIGHT * unit / len(colours), groove.top() - (GAP + TICK_HEIGHT) * unit
            for index, colour in enumerate(colours):
                painter.fillRect(QRectF(x - unit, top + index * share, 2.0 * unit, share), colour)
        y = groove.bottom() + (GAP + DOT_RADIUS) * unit
        for x, colours in self._columns(self.marks.found(MarkKind.TRAPPED, first)).items():
            painter.setBrush(colours[0])
            painter.drawEllipse(QPointF(x, y), DOT_RADIUS * unit, DOT_RADIUS * unit)
        ink = self._theme.palette.ink
        painter.setBrush(ink)
        for x, last in _groups(list(self._columns(self.marks.found(MarkKind.EDIT))), 2.0 * WEDGE_RADIUS * unit):
            foot, side = y + WEDGE_RADIUS * unit, WEDGE_RADIUS * unit
            corners = [QPointF(x, y - DOT_RADIUS * unit), QPointF(x - side, foot), QPointF(x + side, foot)]
            painter.drawPolygon(QPolygonF(corners))
            painter.fillRect(QRectF(x, foot - 2.0 * unit, last - x, 2.0 * unit), ink)

    def _draw_schedule(self, painter: QPainter, groove: QRectF) -> None:
        """The share of η at each step, faintly below the groove: the higher, the larger."""
        schedule = self._session.forcing.schedule
        if schedule.is_constant:
            return
        x = np.arange(math.floor(groove.left()), math.ceil(groove.right()) + 1.0)
        position = np.clip((x - groove.left()) / groove.width(), 0.0, 1.0)
        steps = np.interp(position, self._steps_scale.positions, self._steps_scale.steps).astype(int)
        shares = schedule.shares_at(steps)
        top, bottom = groove.bottom() + SCHEDULE_GAP * self._theme.scale, float(self.height()) - 1.0
        y = bottom - shares * (bottom - top)
        area = [QPointF(x[0], bottom), *map(QPointF, x.tolist(), y.tolist()), QPointF(x[-1], bottom)]
        painter.setBrush(faded(self._theme.palette.accent, SCHEDULE_OPACITY))
        painter.drawPolygon(QPolygonF(area))

    def _columns(self, found: Events) -> dict[float, list[QColor]]:
        """Colours of the marks by x, at most one for each pixel of a tick."""
        styles, palette, groove = self._session.styles, self._theme.palette, self.groove()
        colours = [palette.ball_line(colour) for colour in (0, *(style.colour for style in styles))]
        columns: dict[float, list[QColor]] = {}
        share = self._steps_scale.to_positions(found.step)
        pixel = (groove.left() + share * groove.width()).round().astype(int)
        # Each ball once a column: a run may have a mark at every other step. Ball −1 is the landscape.
        is_shown = np.array([True, *(not style.is_hidden for style in styles)])
        unique = np.unique((pixel * len(colours) + found.ball + 1)[is_shown[found.ball + 1]])
        for x, ball in zip(*(part.tolist() for part in np.divmod(unique, len(colours))), strict=True):
            column = columns.setdefault(float(x), [])
            if len(column) < TICK_HEIGHT:
                column.append(colours[ball])
        return columns
