"""A row of segments of which one is chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from app.controls.plain_text import plain_tooltip
from app.theme import SPACE


class SegmentedControl(QWidget):
    """One choice out of a few, all in sight; arrow keys go from one to the next.

    A click leaves the keyboard where it is; Tab reaches the chosen segment.
    """

    chosen = Signal(str)
    """The person chose the segment with this key; also sent when it was chosen already."""

    def __init__(self, accessible_name: str, segments: Sequence[tuple[str, str, str]]) -> None:
        """`segments` are (key, text, tooltip); the first one is chosen."""
        super().__init__()
        self.setAccessibleName(accessible_name)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * SPACE)
        for key, text, tooltip in segments:
            button = self._segment(text, tooltip)
            self._buttons[key] = button
            self._group.addButton(button)
            row.addWidget(button)
        self.set_choice(segments[0][0])
        self._group.buttonClicked.connect(self._on_clicked)

    @property
    def choice(self) -> str:
        """The key of the chosen segment."""
        return next(key for key, button in self._buttons.items() if button.isChecked())

    def set_choice(self, key: str) -> None:
        """Choose without a signal. Raises ValueError for a key that there is no segment of."""
        if key not in self._buttons:
            raise ValueError(f"there is no segment {key!r}")
        with QSignalBlocker(self._group):
            self._buttons[key].setChecked(True)
        self._lead_tab_to_choice()

    def _segment(self, text: str, tooltip: str) -> QPushButton:
        button = QPushButton(text)
        button.setCheckable(True)
        button.setAutoDefault(False)
        button.setProperty("kind", "segment")
        button.setToolTip(plain_tooltip(tooltip))
        return button

    def _lead_tab_to_choice(self) -> None:
        """Tab goes to the chosen segment; Qt sees to that only when the keyboard comes, not after a click."""
        for button in self._buttons.values():
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus if button.isChecked() else Qt.FocusPolicy.NoFocus)

    def _on_clicked(self) -> None:
        self._lead_tab_to_choice()
        self.chosen.emit(self.choice)
