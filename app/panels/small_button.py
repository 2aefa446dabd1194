"""A small text button beside what it belongs to."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from app.controls.plain_text import plain_tooltip
from app.theme import Theme


class SmallButton(QPushButton):
    """Text to press; a click leaves the keyboard where it is, Tab reaches it."""

    def __init__(self, theme: Theme, text: str, tooltip: str, *, framed: bool = False) -> None:
        """`tooltip` says what it does, also to screen readers; `framed`, it stands out among labels."""
        super().__init__(text)
        self._theme = theme
        self.setProperty("kind", "segment" if framed else "quiet")
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setStyleSheet("padding: 0 6px;")
        self.setToolTip(plain_tooltip(tooltip))
        self.setAccessibleName(tooltip)
        self._take_font()
        theme.theme_changed.connect(self._take_font)

    def _take_font(self) -> None:
        self.setFont(self._theme.font("small"))
