"""The exact place of the selected point, in two fields."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.controls.elided_label import ElidedLabel
from app.controls.number_field import NumberField
from app.controls.numbers import Bounds
from app.controls.plain_text import plain_label
from app.theme import SPACE, Theme
from app.views.editors.points_edit import PointsEdit

HINT = "Drag a point. Double-click adds, right-click removes."
HINT_SELECTED = "Arrows nudge, Del removes."
HINT_THINNED = "Moving simplifies the curve."
FIELD_WIDTH = 92
LIMITS = Bounds(-1e100, 1e100)
"""Beyond them squares are too large to compute with."""


class PointsBar(QWidget):
    """Fields for w and f, which can be typed into while a point is selected, and a hint."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._edit: PointsEdit | None = None
        self.w = NumberField("w of the selected point", "w", 0.0, LIMITS)
        self.f = NumberField("f of the selected point", "f", 0.0, LIMITS)
        self.hint = ElidedLabel(HINT)
        self._fields = QWidget()
        self._lay_out()
        theme.theme_changed.connect(self._take_size)
        self._take_size()

    def follow(self, edit: PointsEdit) -> None:
        """Show and move the selected point of these handles."""
        self._edit = edit
        edit.changed.connect(self._show_point)
        self._show_point()

    def _show_point(self) -> None:
        if self._edit is None:
            return
        position, selected = self._edit.position, self._edit.selected
        self._fields.setVisible(position is not None)
        hint = HINT if position is None else HINT_SELECTED
        self.hint.set_text(HINT_THINNED if self._edit.is_thinned else hint)
        if position is None or selected is None:
            return
        for field, number in zip((self.w, self.f), position, strict=True):
            field.set_number(number)
        is_end = self._edit.handles.is_end(selected)
        self.w.setEnabled(not is_end)
        self.w.set_hint("The first and the last point hold the domain, so they stay." if is_end else "")

    def _place(self) -> None:
        if self._edit is not None:
            self._edit.place_selected(self.w.number, self.f.number)
            self._show_point()

    def _take_size(self) -> None:
        for field in (self.w, self.f):
            field.setFixedWidth(self._theme.scaled(FIELD_WIDTH))

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
            field.committed.connect(self._place)
