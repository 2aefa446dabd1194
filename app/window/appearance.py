"""Dark or light, and the size of all text and drawing."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from app.text.numbers import percent
from app.text.translation import _
from app.theme.application import Theme, ThemeChoice, apply_theme
from app.window.settings import MAX_TEXT_SIZE, MIN_TEXT_SIZE

TEXT_SIZES = (MIN_TEXT_SIZE, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, MAX_TEXT_SIZE)
"""Those of the keys for larger and smaller text, as shares of the usual size."""
PRESENTATION_SIZE = 1.5
"""Least text size of a presentation."""
EMPHASIS = 1.35
"""By how much balls and lines are larger in a presentation than text of the same size."""


class Appearance(QObject):
    """What the person has chosen, and what a presentation makes of it for its duration."""

    resized = Signal(float)
    """All sizes have changed by this factor."""

    def __init__(self, theme: Theme, say: Callable[[str], object]) -> None:
        """`say` shows a sentence to the person."""
        super().__init__()
        self._theme, self._say = theme, say
        self.text_size = theme.scale
        """The person's own, also during a presentation."""
        self.is_presenting = False

    def toggle_theme(self) -> None:
        """Change from dark to light or back, whatever the system's theme."""
        self._apply("light" if self._theme.palette.is_dark else "dark")

    def follow_system_theme(self) -> None:
        """Use the system's theme."""
        self._apply("system")

    def set_text_size(self, size: float) -> None:
        """Set the text size, as a share of the usual one; the nearest one that is possible."""
        self.text_size = min(max(size, MIN_TEXT_SIZE), MAX_TEXT_SIZE)
        self._apply(self._theme.choice)
        self._say(_("Text size {percent}").format(percent=percent(round(self.text_size, 2))))

    def step_text_size(self, direction: int) -> None:
        """Go to the next larger (1) or smaller (−1) of TEXT_SIZES; there is none beyond the last."""
        further = [size for size in TEXT_SIZES if (size - self.text_size) * direction > 0]
        self.set_text_size(min(further, key=lambda size: abs(size - self.text_size), default=self.text_size))

    def present(self, is_on: bool) -> None:
        """Begin or end a presentation: large text, and balls and lines that are larger still."""
        self.is_presenting = is_on
        self._apply(self._theme.choice)

    def _apply(self, choice: ThemeChoice) -> None:
        app = QApplication.instance()
        if not isinstance(app, QApplication):
            return
        before = self._theme.scale
        scale, emphasis = self.text_size, 1.0
        if self.is_presenting:
            scale, emphasis = max(scale, PRESENTATION_SIZE), EMPHASIS
        apply_theme(app, choice, scale, emphasis)
        if scale != before:
            self.resized.emit(scale / before)
