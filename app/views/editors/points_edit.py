"""The points of a curve as handles that can be moved, added and removed, and their painting."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from app.controls.gesture import Gesture
from app.session.session import Session
from app.text.numbers import number_text
from app.text.translation import _, ngettext
from app.theme.application import Theme
from app.theme.palette import RADIUS_SMALL, SPACE, faded
from app.views.editors.live_edit import LiveEdit, name_when_changed
from app.views.landscape.landscape_view import LandscapeView
from physics.arrays import Floats
from physics.landscape.base import Landscape
from physics.landscape.points import MIN_POINTS, PointsLandscape
from physics.landscape.simplification import to_points

MAX_HANDLES = 60
"""More could not be told apart on the screen: a curve with more points gets fewer handles."""
MIN_GAP_SHARE = 5e-4
"""Minimum distance of two handles, as a share of the width of the domain."""


@dataclass(frozen=True, eq=False)
class Handles:
    """Points (w, f), strictly increasing in w. Immutable: every change gives new handles."""

    w: Floats
    f: Floats

    def __len__(self) -> int:
        return len(self.w)

    def position(self, index: int) -> tuple[float, float]:
        """(w, f) of one handle."""
        return float(self.w[index]), float(self.f[index])

    @property
    def min_gap(self) -> float:
        """Minimum distance of two handles, in w."""
        return MIN_GAP_SHARE * float(self.w[-1] - self.w[0])

    def is_end(self, index: int) -> bool:
        """Whether this is the first or the last handle, which are at the ends of the domain."""
        return index in (0, len(self) - 1)

    def limits(self, index: int) -> tuple[float, float]:
        """The range of w of a handle: up to almost its neighbours; an end stays where it is."""
        if self.is_end(index):
            return float(self.w[index]), float(self.w[index])
        before, here, after = self.w[index - 1 : index + 2].tolist()
        return min(before + self.min_gap, here), max(after - self.min_gap, here)

    def moved(self, index: int, w: float, f: float) -> "Handles":
        """Move one handle, as far as its neighbours allow."""
        left, right = self.limits(index)
        new_w, new_f = self.w.copy(), self.f.copy()
        new_w[index], new_f[index] = min(max(w, left), right), f
        return Handles(new_w, new_f)

    def insertion_index(self, w: float) -> int | None:
        """The index of a new handle at w; None if it is too close to another one, or outside the domain."""
        index = int(self.w.searchsorted(w))
        if not 0 < index < len(self):
            return None
        has_room = self.w[index - 1] + self.min_gap <= w <= self.w[index] - self.min_gap
        return index if has_room else None

    def added(self, index: int, w: float, f: float) -> "Handles":
        """Add a handle; `index` is from `insertion_index(w)`."""
        return Handles(np.insert(self.w, index, w), np.insert(self.f, index, f))

    def can_remove(self, index: int) -> bool:
        """Whether enough points are left, and the handle is no end."""
        return not self.is_end(index) and len(self) > MIN_POINTS

    def removed(self, index: int) -> "Handles":
        """Remove a handle."""
        return Handles(np.delete(self.w, index), np.delete(self.f, index))

    def landscape(self, title: str) -> PointsLandscape:
        """The curve through the handles. Raises ValueError if it is too steep to compute with."""
        return PointsLandscape(self.w, self.f, title)


def handles_for(landscape: Landscape) -> Handles:
    """Handles for a landscape: its own points, or as few as give nearly the same curve."""
    return Handles(*to_points(landscape, max_points=MAX_HANDLES))


def is_simplified(landscape: Landscape) -> bool:
    """Whether a landscape has more points than handles, so that moving one simplifies the whole curve."""
    return isinstance(landscape, PointsLandscape) and len(landscape.w) > MAX_HANDLES


class PointsEdit(QObject):
    """The handles for the current curve; the curve becomes the one through them as soon as one is moved."""

    changed = Signal()
    """Handles or selection have changed."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._live = LiveEdit(session, _("points"), self)
        self._moves = Gesture(self)
        """Moves by keys, which are one entry of the history."""
        self._moves.began.connect(self._live.begin)
        self.handles = handles_for(session.landscape)
        self.selected: int | None = None
        """The index of the handle that keys and fields move."""
        self.is_dragging = False
        self._before_drag = self.handles
        self._is_active = False
        session.landscape_changed.connect(self._on_landscape_changed)

    @property
    def is_simplified(self) -> bool:
        """Whether moving a handle simplifies the curve."""
        return is_simplified(self._session.landscape)

    @property
    def position(self) -> tuple[float, float] | None:
        """(w, f) of the selected handle."""
        return None if self.selected is None else self.handles.position(self.selected)

    def set_active(self, active: bool) -> None:
        """Follow the landscape; inactive while another editor is chosen."""
        self._is_active = active
        if active and not self._live.is_current:
            self._reset()

    def select(self, index: int | None) -> None:
        """Select a handle, or none."""
        self.selected = index
        self.changed.emit()

    def move_selected_to(self, w: float, f: float) -> None:
        """Move the selected handle to an exact position, as far as its neighbours allow."""
        if self.selected is not None and (w, f) != self.position:
            self._moves.go_on()
            self._set(self.handles.moved(self.selected, w, f), self.selected)

    def add(self, w: float, f: float | None = None) -> bool:
        """Add and select a handle at (w, f), on the curve if f is None; False where there is no room for one."""
        index = self.handles.insertion_index(w)
        if index is None:
            return False
        if f is None:
            f = float(self._session.landscape.height(np.array([w]))[0])
        self._change(self.handles.added(index, w, f), index)
        return True

    def add_next_to_selected(self) -> None:
        """Add a handle half-way to the next one, or to the one before if the last is selected."""
        if self.selected is not None:
            left = min(self.selected, len(self.handles) - 2)
            self.add(float(self.handles.w[left : left + 2].mean()))

    def remove(self, index: int) -> None:
        """Remove a handle; the two ends and two others stay."""
        if self.handles.can_remove(index):
            self._change(self.handles.removed(index), min(index, len(self.handles) - 2))
        elif self.handles.is_end(index):
            self._session.message.emit(_("The first and the last point hold the domain, so they stay."))
        else:
            sentence = ngettext(
                "A curve needs at least {count} point.", "A curve needs at least {count} points.", MIN_POINTS
            )
            self._session.message.emit(sentence.format(count=MIN_POINTS))

    # Dragging: many small changes that can be undone together.

    def begin_drag(self, index: int) -> None:
        """Begin to drag a handle."""
        self._moves.end()
        self._live.begin()
        self._before_drag = self.handles
        self.is_dragging = True
        self.select(index)

    def drag_to(self, w: float, f: float) -> None:
        """Move the dragged handle; the landscape follows at once."""
        if self.selected is None or not self.is_dragging:
            return
        moved = self.handles.moved(self.selected, w, f)
        if moved.position(self.selected) != self.position:
            self.handles = moved
            self._live.offer(self._through_handles)
            self.changed.emit()

    def end_drag(self) -> None:
        """Commit the drag; a handle that was not moved changes nothing."""
        if self.is_dragging:
            self.is_dragging = False
            if self.handles is not self._before_drag and not self._live.commit(self._through_handles):
                self._restore()
            self.changed.emit()

    def cancel_drag(self) -> None:
        """Undo the drag."""
        if self.is_dragging:
            self.is_dragging = False
            self._restore()

    def _restore(self) -> None:
        self._live.revert()
        self.handles = self._before_drag
        self.changed.emit()

    def _change(self, handles: Handles, selected: int) -> None:
        self._moves.end()
        self._live.begin()
        self._set(handles, selected)

    def _set(self, handles: Handles, selected: int) -> None:
        before = self.handles
        self.handles = handles
        if self._live.commit(self._through_handles):
            self.selected = selected
        else:
            self.handles = before
        self.changed.emit()

    def _through_handles(self) -> Landscape:
        return self.handles.landscape(name_when_changed(self._live.before))

    def _on_landscape_changed(self) -> None:
        """Replace the handles when the landscape was changed by something else."""
        if self._is_active and not self._live.is_current:
            self._reset()

    def _reset(self) -> None:
        self._live.stop()
        self._live.begin()
        self.is_dragging = False
        self.selected = None
        self.handles = handles_for(self._session.landscape)
        self.changed.emit()


HANDLE_RADIUS_PX = 4.5
HOVERED_RADIUS_PX = 6.0
RING_RADIUS_PX = 9.5
SIGNIFICANT_DIGITS = 6
"""Of the readout; the fields in the bar show all digits."""


def paint_handles(
    painter: QPainter, theme: Theme, x: Floats, y: Floats, hovered: int | None, selected: int | None
) -> None:
    """Paint the handles at pixels (x, y): the hovered one is larger, the selected one has a ring."""
    palette, scale = theme.palette, theme.scale
    rim = QPen(palette.background, 1.6 * scale)
    for index, (across, down) in enumerate(zip(x.tolist(), y.tolist(), strict=True)):
        centre = QPointF(across, down)
        is_highlighted = index in (hovered, selected)
        if is_highlighted:
            painter.setPen(QPen(palette.focus, 2.0 * scale) if index == selected else Qt.PenStyle.NoPen)
            painter.setBrush(faded(palette.focus, 0.22))
            painter.drawEllipse(centre, RING_RADIUS_PX * scale, RING_RADIUS_PX * scale)
        size = (HOVERED_RADIUS_PX if is_highlighted else HANDLE_RADIUS_PX) * scale
        painter.setPen(rim)
        painter.setBrush(palette.focus if is_highlighted else palette.ink)
        painter.drawEllipse(centre, size, size)


def paint_limits(painter: QPainter, view: LandscapeView, theme: Theme, limits: tuple[float, float]) -> None:
    """Paint the range of the dragged handle: between its neighbours and within the visible heights."""
    width, height = view.plot_transform.width, view.plot_transform.height
    left, right = (view.plot_transform.x(limit) for limit in limits)
    painter.fillRect(QRectF(left, 0.0, right - left, height), faded(theme.palette.focus, 0.05))
    pen = QPen(faded(theme.palette.focus, 0.55), 1.0)
    pen.setDashPattern([4.0, 4.0])
    painter.setPen(pen)
    lines = [QLineF(x, 0.0, x, height) for x in (left, right)]
    lines += [QLineF(0.0, y, width, y) for y in (0.5, height - 0.5)]
    painter.drawLines(lines)


def paint_readout(
    painter: QPainter, theme: Theme, centre: QPointF, position: tuple[float, float], view_size: QPointF
) -> None:
    """Paint w and f of a handle above or below it, inside the view, whose size is `view_size`."""
    palette = theme.palette
    text = "   ".join(f"{name} {_short(value)}" for name, value in zip("wf", position, strict=True))
    font = theme.font("number_small")
    metrics = QFontMetricsF(font)
    distance = (RING_RADIUS_PX + 2.0 * SPACE) * theme.scale
    size_x = metrics.horizontalAdvance(text) + 4.0 * SPACE * theme.scale
    size_y = metrics.height() + 2.0 * SPACE * theme.scale
    x = min(max(centre.x() - size_x / 2.0, SPACE), view_size.x() - size_x - SPACE)
    above = centre.y() - distance - size_y
    y = above if above >= SPACE else min(centre.y() + distance, view_size.y() - size_y - SPACE)
    box = QRectF(x, y, size_x, size_y)
    painter.setPen(QPen(palette.line_strong, 1.0))
    painter.setBrush(faded(palette.panel, 0.94))
    painter.drawRoundedRect(box, RADIUS_SMALL, RADIUS_SMALL)
    painter.setFont(font)
    painter.setPen(palette.ink)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def _short(value: float) -> str:
    """A number with few digits and a proper minus sign."""
    return number_text(float(f"{value:.{SIGNIFICANT_DIGITS}g}")).replace("-", "−")
