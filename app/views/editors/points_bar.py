"""The exact place of the selected point, in two fields."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app.controls.elided_label import ElidedLabel
from app.controls.number_field import NumberField
from app.theme import SPACE, Theme
from app.views.editors.points_edit import PointsEdit

HINT = "Drag a point. Double-click the curve to add one, right-click to remove one; Tab and arrow keys work too."
HINT_THINNED = "This curve has too many points to move one by one: moving one of these simplifies it to them."
FIELD_WIDTH = 96


class PointsBar(QWidget):
    """Fields for w and f, which can be typed into while a point is selected, and a hint."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._edit: PointsEdit | None = None
        self.w = NumberField("w of the selected point", "w", float("nan"))
        self.f = NumberField("f of the selected point", "f", float("nan"))
        self.hint = ElidedLabel(HINT)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * SPACE)
        for name, field in (("w", self.w), ("f", self.f)):
            label = QLabel(name)
            label.setProperty("tone", "muted")
            row.addWidget(label)
            row.addWidget(field)
            field.committed.connect(self._place)
            field.setPlaceholderText("–")
        row.addSpacing(SPACE)
        row.addWidget(self.hint, 1)
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
        nothing = float("nan")
        for field, number in zip((self.w, self.f), position or (nothing, nothing), strict=True):
            field.set_number(number)
            field.setEnabled(position is not None)
        is_end = selected is not None and self._edit.handles.is_end(selected)
        self.w.setEnabled(position is not None and not is_end)
        self.w.set_hint("The first and the last point hold the domain, so they stay." if is_end else "")
        self.hint.set_text(HINT_THINNED if self._edit.is_thinned else HINT)

    def _place(self) -> None:
        if self._edit is not None:
            self._edit.place_selected(self.w.number, self.f.number)
            self._show_point()

    def _take_size(self) -> None:
        for field in (self.w, self.f):
            field.setFixedWidth(self._theme.scaled(FIELD_WIDTH))
