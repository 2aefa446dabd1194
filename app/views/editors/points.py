"""Mouse and keys on the points of a curve, and fields for the exact position of the selected one."""

import math

import numpy as np
from PySide6.QtCore import QObject, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.controls.elided_label import ElidedLabel
from app.controls.number_field import NumberField
from app.controls.plain_text import plain_label
from app.plotting.view_box import CLICK_TOLERANCE_PX
from app.session.session import Session
from app.text.numbers import Bounds
from app.text.translation import N_, _
from app.theme.application import Theme
from app.theme.palette import SPACE
from app.views.editors.points_edit import PointsEdit, paint_handles, paint_limits, paint_readout
from app.views.landscape.landscape_view import LandscapeView
from app.views.landscape.tool import Tool

# ruff: noqa: ARG002  # methods of a tool have more arguments than each needs


HANDLE_REACH_PX = 11.0
"""From its centre, within which a handle is under the mouse."""
CURVE_REACH_PX = 14.0
"""From the curve, within which a double click adds a point on it."""
FINE_STEP_PX = 0.1
"""How far an arrow key moves a handle with Shift, instead of 1 pixel."""
REMOVE_KEYS = Qt.Key.Key_Delete, Qt.Key.Key_Backspace
ARROW_KEYS = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, 1.0),
    Qt.Key.Key_Down: (0.0, -1.0),
}


class PointsTool(QObject, Tool):
    """Drag a handle, double-click to add one, right-click to remove one; keys do the same."""

    def __init__(self, session: Session, view: LandscapeView, theme: Theme) -> None:
        super().__init__(view)
        self._session, self._view, self._theme = session, view, theme
        self.edit = PointsEdit(session, self)
        self.edit.changed.connect(self._on_changed)
        self._is_frozen = False
        self._hovered: int | None = None
        self._grab_offset = 0.0, 0.0
        self._right_press: tuple[int, QPointF] | None = None
        """The handle under a press of the right button that has not moved, and where that was."""

    # Mouse.

    def press(self, w: float, f: float, event: QMouseEvent) -> bool:
        """Grab the handle under the mouse; a click of the right button removes it."""
        index = self._handle_at(event.position())
        if index is None:
            self.edit.select(None)
            return False
        if event.button() == Qt.MouseButton.RightButton:
            self._right_press = index, event.position()
        else:
            here_w, here_f = self.edit.handles.position(index)
            self._grab_offset = here_w - w, here_f - f
            self._freeze(True)
            self.edit.begin_drag(index)
        return True

    def move(self, w: float, f: float, event: QMouseEvent) -> None:
        """Move the handle with the mouse, between its neighbours and within the visible heights."""
        if self._right_press is not None:
            way = event.position() - self._right_press[1]
            if abs(way.x()) + abs(way.y()) > CLICK_TOLERANCE_PX:
                self._right_press = None
        if not event.buttons() & Qt.MouseButton.LeftButton:
            return
        lowest, highest = self._view.visible_heights
        self._drag_to(w + self._grab_offset[0], min(max(f + self._grab_offset[1], lowest), highest))

    def release(self, w: float, f: float, event: QMouseEvent) -> None:
        """Leave the handle where it is, or remove it."""
        if event.button() == Qt.MouseButton.RightButton and self._right_press is not None:
            self.edit.remove(self._right_press[0])
            self._right_press = self._hovered = None
        if event.button() == Qt.MouseButton.LeftButton:
            self.edit.end_drag()
            self._freeze(False)

    def cancel(self) -> None:
        """Put the handle back."""
        self._right_press = None
        self.edit.cancel_drag()
        self._freeze(False)

    def double_click(self, w: float, f: float, event: QMouseEvent) -> bool:
        """Add a handle there, or on the curve if that is near; on a handle do nothing."""
        lo, hi = self._session.landscape.domain
        if event.button() != Qt.MouseButton.LeftButton or not lo < w < hi:
            return False
        if self._handle_at(event.position()) is not None:
            return True
        is_near = self._is_near_curve(w, f)
        if not is_near and self._view.balls.balls_at(event.position().x(), event.position().y()):
            return False
        transform = self._view.plot_transform
        if not self.edit.add(rounded(w, transform.per_x), None if is_near else rounded(f, transform.per_y)):
            self._session.message.emit(_("There is no room for a point: another one is too near."))
        return True

    def hover(self, w: float, f: float, event: QMouseEvent) -> Qt.CursorShape | None:
        """Highlight the handle under the mouse."""
        self._hover(self._handle_at(event.position()))
        if self._hovered is not None:
            return Qt.CursorShape.PointingHandCursor
        return None

    def leave(self) -> None:
        """Highlight none."""
        self._hover(None)

    # Keys.

    def key(self, event: QKeyEvent) -> bool:
        """Tab selects the next handle, arrows nudge, Insert adds, Delete removes, Escape cancels or deselects."""
        key, selected = event.key(), self.edit.selected
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return self._select_next(-1 if key == Qt.Key.Key_Backtab else 1)
        if selected is None and key in REMOVE_KEYS:
            # The window would remove a ball, which nobody editing points means.
            self._session.message.emit(_("No point is selected: Tab selects one. A ball is removed on its card."))
            return True
        if selected is None:
            return False
        if key == Qt.Key.Key_Escape:
            self._escape()
        elif key in REMOVE_KEYS:
            self.edit.remove(selected)
        elif key == Qt.Key.Key_Insert:
            self.edit.add_next_to_selected()
        elif key in ARROW_KEYS:
            self._nudge(*ARROW_KEYS[Qt.Key(key)], event.modifiers())
        else:
            return False
        return True

    def paint(self, painter: QPainter) -> None:
        """Paint the handles, and the position of the selected or hovered one."""
        view, handles, selected = self._view, self.edit.handles, self.edit.selected
        if self.edit.is_dragging and selected is not None:
            paint_limits(painter, view, self._theme, handles.limits(selected))
        x, y = view.plot_transform.x(handles.w), view.plot_transform.y(handles.f)
        paint_handles(painter, self._theme, x, y, self._hovered, selected)
        shown = selected if selected is not None else self._hovered
        if shown is not None and shown < len(handles):
            box = QPointF(view.plot_transform.width, view.plot_transform.height)
            paint_readout(painter, self._theme, QPointF(x[shown], y[shown]), handles.position(shown), box)

    def _escape(self) -> None:
        """Cancel the drag; without one, deselect."""
        if self.edit.is_dragging:
            self.cancel()
        else:
            self.edit.select(None)

    def _nudge(self, right: float, up: float, modifiers: Qt.KeyboardModifier) -> None:
        position = self.edit.position
        if position is None or self.edit.is_dragging:
            return
        pixels = FINE_STEP_PX if modifiers & Qt.KeyboardModifier.ShiftModifier else 1.0
        transform = self._view.plot_transform
        self._freeze(True)
        w = position[0] + right * pixels * transform.per_x if right else position[0]
        f = position[1] + up * pixels * transform.per_y if up else position[1]
        self.edit.move_selected_to(
            rounded(w, transform.per_x) if right else w, rounded(f, transform.per_y) if up else f
        )

    def _select_next(self, by: int) -> bool:
        """Select the next handle; False beyond the last one: the focus moves on to the next widget."""
        selected, last = self.edit.selected, len(self.edit.handles) - 1
        if selected is None:
            index = 0 if by > 0 else last
        elif 0 <= selected + by <= last:
            index = selected + by
        else:
            self.edit.select(None)
            return False
        self.edit.select(index)
        return True

    def _drag_to(self, w: float, f: float) -> None:
        transform = self._view.plot_transform
        self.edit.drag_to(rounded(w, transform.per_x), rounded(f, transform.per_y))

    def _freeze(self, frozen: bool) -> None:
        """Freeze the range of the view while a handle is moved, also from one nudge to the next."""
        if frozen != self._is_frozen:
            self._is_frozen = frozen
            self._view.freeze_range(frozen)

    def _on_changed(self) -> None:
        if self.edit.selected is None:
            self._freeze(False)
        self._view.request_overlay_update()

    def _hover(self, index: int | None) -> None:
        if index != self._hovered:
            self._hovered = index
            self._view.request_overlay_update()

    def _handle_at(self, position: QPointF) -> int | None:
        """The handle nearest to a point of the viewport, if it is near enough."""
        handles, transform = self.edit.handles, self._view.plot_transform
        distance = np.hypot(transform.x(handles.w) - position.x(), transform.y(handles.f) - position.y())
        nearest = int(np.argmin(distance))
        return nearest if distance[nearest] <= HANDLE_REACH_PX * self._theme.scale else None

    def _is_near_curve(self, w: float, f: float) -> bool:
        """Whether the curve is near (w, f) in pixels."""
        lo, hi = self._session.landscape.domain
        transform = self._view.plot_transform
        reach = CURVE_REACH_PX * self._theme.scale
        around = np.clip(np.linspace(w - reach * transform.per_x, w + reach * transform.per_x, 29), lo, hi)
        distance = np.hypot(
            (around - w) / transform.per_x, (self._session.landscape.height(around) - f) / transform.per_y
        )
        return bool(distance.min() <= reach)


def rounded(value: float, per_pixel: float) -> float:
    """A value chosen with the mouse, without digits below a hundredth of a pixel."""
    return round(value, 2 - math.floor(math.log10(per_pixel)))


HINT = N_("Drag a point. Double-click adds, right-click removes.")
HINT_SELECTED = N_("Arrows nudge, Del removes.")
HINT_SIMPLIFIED = N_("Moving simplifies the curve.")
FIELD_WIDTH_PX = 92
LIMITS = Bounds(-1e100, 1e100)
"""Squares of larger values overflow."""


class PointsBar(QWidget):
    """Fields for w and f of the selected point, and a hint."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._edit: PointsEdit | None = None
        self.w = NumberField(_("w of the selected point"), "w", 0.0, LIMITS)
        self.f = NumberField(_("f of the selected point"), "f", 0.0, LIMITS)
        self.hint = ElidedLabel(_(HINT))
        self._fields = QWidget()
        self._lay_out()
        theme.theme_changed.connect(self._apply_theme)
        self._apply_theme()

    def follow(self, edit: PointsEdit) -> None:
        """Show and edit the selected point of these handles."""
        self._edit = edit
        edit.changed.connect(self._show_point)
        self._show_point()

    def _show_point(self) -> None:
        if self._edit is None:
            return
        position, selected = self._edit.position, self._edit.selected
        self._fields.setVisible(position is not None)
        hint = HINT if position is None else HINT_SELECTED
        self.hint.set_text(_(HINT_SIMPLIFIED if self._edit.is_simplified else hint))
        if position is None or selected is None:
            return
        for field, number in zip((self.w, self.f), position, strict=True):
            field.set_number(number)
        is_end = self._edit.handles.is_end(selected)
        self.w.setEnabled(not is_end)
        self.w.set_hint(_("The first and the last point hold the domain, so they stay.") if is_end else "")

    def _move_point(self) -> None:
        if self._edit is not None:
            self._edit.move_selected_to(self.w.number, self.f.number)
            self._show_point()

    def _apply_theme(self) -> None:
        for field in (self.w, self.f):
            field.setFixedWidth(self._theme.scaled(FIELD_WIDTH_PX))

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(3 * SPACE)
        row.addWidget(self._fields)
        row.addWidget(self.hint, 1)
        fields = QHBoxLayout(self._fields)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.setSpacing(2 * SPACE)
        for name, field in (("w", self.w), ("f", self.f)):
            label = plain_label(name)
            label.setProperty("tone", "muted")
            fields.addWidget(label)
            fields.addWidget(field)
            field.committed.connect(self._move_point)
