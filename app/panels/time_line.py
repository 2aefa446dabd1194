"""The time line under the landscape: the whole recorded run with its events, and a knob at the step shown."""

import math
from collections.abc import Sequence
from enum import IntEnum

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QPainter, QPainterPath, QPixmap, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip

from app.controls.event_filter import EventFilter
from app.controls.plain_text import plain_tooltip
from app.controls.scales import LinearScale
from app.controls.slider import ScaleSlider, SliderLook
from app.session.run_operations import rule_words, shown_name
from app.session.scene import Scene
from app.session.session import Session
from app.session.tasks import Throttle
from app.text.outcomes import sentence
from app.theme import Theme, faded
from physics.arrays import Ints
from physics.number_text import number, rounded_alpha
from physics.run.edit import Edit
from physics.run.events import Events, jumps, trappings
from physics.run.recording import Recording, Rows

MOST_ROWS = 1_000_000
"""Rows (steps × balls) that are looked at in one go."""
MOST_SENTENCES = 6
"""More marks than that in one place are only counted."""


class Kind(IntEnum):
    """Kinds of marks, in the order in which they are told."""

    EDIT = 0
    """Something was changed by hand."""
    JUMP = 1
    """A ball passed a hill."""
    TRAPPED = 2
    """A ball was trapped."""


class TimeMarks:
    """The marks of a scene's run, looked for only in what is new."""

    def __init__(self, scene: Scene) -> None:
        """Know none."""
        self._scene = scene
        self.clear()

    def clear(self) -> None:
        """The recording is another one, or was cut."""
        self._recording: Recording | None = None
        self._next = 1
        self._edits: tuple[Edit, ...] = ()
        none = Events(np.empty(0, np.intp), np.empty(0, np.intp))
        self._found = dict.fromkeys((Kind.JUMP, Kind.TRAPPED), none)
        self._stays: dict[int, tuple[int, int]] = {}
        """Of each ball that was trapped: how many hills it had crossed and edits there had been by then."""

    def catch_up(self) -> bool:
        """Look at what was recorded since the last time; whether there is a mark more."""
        recording, run = self._scene.run.recording, self._scene.run
        if recording is not self._recording or recording.last < self._next - 1:
            self.clear()
            self._recording = recording
        before = self.count
        self._edits = run.edits
        while self._next <= recording.last:
            stop = min(recording.last + 1, self._next + max(1, MOST_ROWS // max(1, recording.balls)))
            rows, first = recording.rows(self._next - 1, stop), self._next - 1
            self._found[Kind.JUMP] = _joined(self._found[Kind.JUMP], jumps(rows, first))
            new = self._once_a_stay(trappings(rows, first), rows, first)
            self._found[Kind.TRAPPED] = _joined(self._found[Kind.TRAPPED], new)
            self._next = stop
        return self.count != before

    def _once_a_stay(self, found: Events, rows: Rows, first: int) -> Events:
        """Leave out that a ball is trapped once more where it had been before, as one that swings for ever may be."""
        hills = rows.hills_crossed[found.step - first, found.ball].tolist()
        edits = np.searchsorted([edit.step for edit in self._edits], found.step).tolist()
        kept = []
        for at, (ball, stay) in enumerate(zip(found.ball.tolist(), zip(hills, edits, strict=True), strict=True)):
            if self._stays.get(ball) != stay:
                self._stays[ball] = stay
                kept.append(at)
        return Events(found.step[kept], found.ball[kept])

    @property
    def count(self) -> int:
        """How many marks there are."""
        return len(self._edits) + sum(len(found.step) for found in self._found.values())

    def found(self, kind: Kind) -> Events:
        """The steps and balls of the marks of a kind; −1 for the landscape."""
        if kind is not Kind.EDIT:
            return self._found[kind]
        recorded = [edit for edit in self._edits if edit.step <= self._next - 1]
        balls = [-1 if edit.ball is None else edit.ball for edit in recorded]
        return Events(np.array([edit.step for edit in recorded], np.intp), np.array(balls, np.intp))

    def words(self, first: int, last: int) -> str:
        """What the marks from step `first` to step `last` say, a line for each."""
        edits = (edit for edit in self._edits if first <= edit.step <= min(last, self._next - 1))
        lines = [(edit.step, Kind.EDIT, f"Step {edit.step:,}: {self._changed(edit)}.") for edit in edits]
        count = len(lines)
        for kind, found in self._found.items():
            begin, stop = np.searchsorted(found.step, (first, last + 1)).tolist()
            count += stop - begin
            for at in range(begin, min(stop, begin + MOST_SENTENCES)):
                step, ball = int(found.step[at]), int(found.ball[at])
                lines.append((step, kind, f"Step {step:,}: {self._told(kind, step, ball)}"))
        told = [line for _, _, line in sorted(lines)[:MOST_SENTENCES]]
        return "\n".join([*told, f"… and {count - len(told):,} more"] if count > len(told) else told)

    def _changed(self, edit: Edit) -> str:
        """Which ball was changed, as it was called then, and how; or to which landscape."""
        if edit.ball is None:
            return edit_words(edit)
        return f"{shown_name(self._scene.run.as_of(edit.step, is_edited=False), edit.ball)} → {edit_words(edit)}"

    def _told(self, kind: Kind, step: int, ball: int) -> str:
        run = self._scene.run.as_of(step, is_edited=False)
        name = shown_name(run, ball)
        if kind is Kind.TRAPPED:
            return f"{name}: {sentence(run, ball)}"
        rows = run.recording.rows(step - 1, step + 1)
        hills, valley = int(rows.hills_crossed[1, ball] - rows.hills_crossed[0, ball]), int(rows.valley[1, ball])
        over = "a hill" if hills == 1 else f"{hills} hills"
        return f"{name} jumped {over} {f'into valley {valley}' if valley else 'and left the landscape'}."


def edit_words(edit: Edit) -> str:
    """What an edit changed, in a few words."""
    if edit.landscape is not None:
        return f"landscape “{edit.landscape.title}”"
    changes = []
    if edit.alpha is not None:
        changes.append(f"α {rounded_alpha(edit.alpha)}")
    if edit.eta is not None:
        changes.append(f"η {number(edit.eta)}")
    if edit.rule is not None:
        changes.append(rule_words(edit.rule))
    if edit.w is not None:
        changes.append(f"put to w = {number(edit.w)}")
    if edit.delta:
        changes.append(f"Δw {number(edit.delta)}")
    return ", ".join(changes) or "stopped"


def _joined(one: Events, other: Events) -> Events:
    if not len(other.step):
        return one
    columns: list[Ints] = [np.concatenate(pair) for pair in zip(one, other, strict=True)]
    return Events(*columns)


FIRST = 100
"""The line reaches at least so far."""
ROUND = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
"""It reaches to the first of these, times a power of ten, that the last step does not exceed: so it seldom jumps."""
EVERY = 33
"""Milliseconds between two pictures while time runs."""
SCRUB_EVERY = 16
"""Milliseconds between two steps that are shown while the knob is dragged."""
TICK, GAP, DOT, WEDGE = 8.0, 4.0, 2.5, 3.5
"""Pixels: height of a tick, its distance from the groove, radius of a dot, half the width of a wedge."""
NEAR = 4.0
"""Pixels from a mark within which its words are told."""


def reach(last: int) -> int:
    """The step at which the line ends when `last` steps are recorded."""
    if last <= FIRST:
        return FIRST
    power = 10.0 ** math.floor(math.log10(last))
    return round(next(share * power for share in ROUND if last <= share * power * (1.0 + 1e-9)))


def _runs(places: Sequence[float], gap: float) -> list[tuple[float, float]]:
    """The first and the last of places, from left to right, that are closer together than `gap`."""
    runs: list[tuple[float, float]] = []
    for place in places:
        if runs and place - runs[-1][1] < gap:
            runs[-1] = runs[-1][0], place
        else:
            runs.append((place, place))
    return runs


class TimeLine(ScaleSlider):
    """Scrubs the run while the knob is dragged, time resting meanwhile.

    Above the groove there is a tick for each jump over a hill, below it a dot where a ball was trapped, both in the
    ball's colour, and a wedge where something was edited, with a bar as long as that went on.
    """

    def __init__(self, session: Session, theme: Theme) -> None:
        """Listen to the session."""
        super().__init__("Step that is shown", LinearScale(0.0, float(FIRST)), 0.0)
        self._session, self._theme = session, theme
        self.marks = TimeMarks(session)
        self._drawn: QPixmap | None = None
        self._was_playing = False
        self._wanted: int | None = None
        self._scrubbing = QTimer(self, singleShot=True, interval=SCRUB_EVERY)
        self._scrubbing.timeout.connect(self._seek_wanted)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.number_changed.connect(self._scrub)
        self.pressed.connect(self._on_pressed)
        self.released.connect(self._on_released)
        EventFilter(self, tells=self._tell)
        self._throttle = Throttle(session.playback, self.show_step, EVERY, self)
        session.step_changed.connect(self._throttle.touch)
        session.fast_forward.changed.connect(self.update)
        session.recording_reset.connect(self._on_recording_reset)
        session.balls_changed.connect(self._on_changed)
        session.landscape_changed.connect(self._on_changed)
        theme.theme_changed.connect(self._redraw)
        self.show_step()

    def show_step(self) -> None:
        """Be where the run is; redraw the marks where there are more."""
        run = self._session.run
        scale = LinearScale(0.0, float(reach(run.last)))
        if self.marks.catch_up() or scale.high != self._scale.high:
            self._drawn = None
        if scale.high != self._scale.high:
            self._scale = scale
        self.set_number(float(run.step))
        self.setAccessibleDescription(f"step {run.step} of {run.last}")

    def number_at(self, x: float) -> float:
        """The recorded step nearest to a place across the widget."""
        groove = self.groove()
        share = min(max((x - groove.left()) / groove.width(), 0.0), 1.0)
        return float(min(round(share * self._scale.high), self._session.run.last))

    # What the person does

    def _on_pressed(self) -> None:
        self._was_playing = self._session.playback.is_playing
        self._session.pause()
        self._session.playback.set_scrubbed(True)

    def _on_released(self) -> None:
        self._seek_wanted()
        self._scrubbing.stop()
        self._session.playback.set_scrubbed(False)
        if self._was_playing and not self._session.run.is_over:
            self._session.play()
        self._was_playing = False

    def _scrub(self, step: float) -> None:
        self._wanted = round(step)
        if not self._scrubbing.isActive():
            self._seek_wanted()
            self._scrubbing.start()

    def _seek_wanted(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self._session.seek(wanted)
            self.set_number(float(self._session.step))

    def _keeps(self, event: QKeyEvent) -> bool:  # noqa: ARG002  # no key at all
        """Keys are the window's: they go from step to step wherever the keyboard is."""
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave keys to the window."""
        event.ignore()

    def _tell(self, event: QHelpEvent) -> bool:
        """Say what the marks under the mouse mean, else which step it is."""
        per_pixel = self._scale.high / self.groove().width()
        here = (event.pos().x() - self.groove().left()) * per_pixel
        words = self.marks.words(math.ceil(here - NEAR * per_pixel), math.floor(here + NEAR * per_pixel))
        words = words or f"Step {round(self.number_at(event.pos().x())):,}"
        QToolTip.showText(event.globalPos(), plain_tooltip(words), self)
        return True

    def _on_recording_reset(self) -> None:
        self.marks.clear()
        self._on_changed()

    def _on_changed(self) -> None:
        """There is an edit more, or less, or a ball looks otherwise."""
        self._redraw()
        self._throttle.touch()

    def _redraw(self) -> None:
        self._drawn = None
        self.update()

    # How it looks

    def paint_groove(self, painter: QPainter, groove: QRectF, look: SliderLook) -> None:
        """The groove: what is recorded brighter than what is not, and filled up to the knob; the marks around it."""
        run, palette, radius = self._session.run, look.palette, groove.height() / 2.0
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
        painter.drawPixmap(0, 0, self._marks_picture(groove))

    def _marks_picture(self, groove: QRectF) -> QPixmap:
        ratio = self.devicePixelRatioF()
        if self._drawn is None or self._drawn.deviceIndependentSize().toSize() != self.size():
            picture = QPixmap(self.size() * ratio)
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            with QPainter(picture) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(Qt.PenStyle.NoPen)
                self._draw_marks(painter, groove)
            self._drawn = picture
        return self._drawn

    def _draw_marks(self, painter: QPainter, groove: QRectF) -> None:
        unit = self._theme.scale
        for x, colours in self._columns(self.marks.found(Kind.JUMP)).items():
            share, top = TICK * unit / len(colours), groove.top() - (GAP + TICK) * unit
            for index, colour in enumerate(colours):
                painter.fillRect(QRectF(x - unit, top + index * share, 2.0 * unit, share), colour)
        y = groove.bottom() + (GAP + DOT) * unit
        for x, colours in self._columns(self.marks.found(Kind.TRAPPED)).items():
            painter.setBrush(colours[0])
            painter.drawEllipse(QPointF(x, y), DOT * unit, DOT * unit)
        ink = self._theme.palette.ink
        painter.setBrush(ink)
        for x, last in _runs(list(self._columns(self.marks.found(Kind.EDIT))), 2.0 * WEDGE * unit):
            foot, side = y + WEDGE * unit, WEDGE * unit
            corners = [QPointF(x, y - DOT * unit), QPointF(x - side, foot), QPointF(x + side, foot)]
            painter.drawPolygon(QPolygonF(corners))
            painter.fillRect(QRectF(x, foot - 2.0 * unit, last - x, 2.0 * unit), ink)

    def _columns(self, found: Events) -> dict[float, list[QColor]]:
        """The colours of the marks in each column of pixels, not more than can be told apart in a tick."""
        looks, palette, groove = self._session.looks, self._theme.palette, self.groove()
        columns: dict[float, list[QColor]] = {}
        pixel = (groove.left() + found.step * (groove.width() / self._scale.high)).round().astype(int)
        # Each ball once in each column: a run may have a mark for every other step. The landscape's ball is −1.
        different = np.unique(pixel * (len(looks) + 1) + found.ball + 1)
        for x, ball in zip(*divmod(different, len(looks) + 1), strict=True):
            column = columns.setdefault(float(x), [])
            if len(column) < TICK:
                column.append(palette.ball_line(looks[ball - 1].colour if ball else 0))
        return columns
