"""A presentation: the landscape, the time and one ball on the full screen, to be read from the last row."""

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from app.controls.plain_text import plain_label
from app.text.commands import SHORTCUTS
from app.text.translation import _
from app.theme.application import Theme
from app.theme.palette import RADIUS_SMALL
from app.window.appearance import Appearance
from app.window.arrangement import Arrangement
from app.window.pointer_trail import PointerTrail

HINT_MS = 5000
HINT_BOTTOM = 28
"""From the lower edge of the landscape, at scale 1."""


class Presentation(QObject):
    """Begins one, and ends it with all as it was before."""

    def __init__(self, theme: Theme, window: QMainWindow, arrangement: Arrangement, appearance: Appearance) -> None:
        super().__init__(window)
        self._theme, self._window = theme, window
        self._arrangement, self._appearance = arrangement, appearance
        self.pointer_trail = PointerTrail(theme, window)
        self.is_on = False
        self._state_before = Qt.WindowState.WindowNoState
        self._had_trail = False
        self._focus_before: QWidget | None = None
        self.hint = plain_label()
        self.hint.setParent(arrangement)
        self.hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hint.hide()
        self._hint_timer = QTimer(self, singleShot=True, interval=HINT_MS)
        self._hint_timer.timeout.connect(self.hint.hide)

    def toggle(self) -> None:
        """Begin or end the presentation."""
        if self.is_on:
            self.end()
        else:
            self._begin()

    def _begin(self) -> None:
        self.is_on = True
        self._state_before, self._had_trail = self._window.windowState(), self.pointer_trail.is_on
        self._focus_before = QApplication.focusWidget()
        self._arrangement.present(True)
        self._appearance.present(True)
        self._window.setWindowState(self._state_before | Qt.WindowState.WindowFullScreen)
        self._window.setFocus()
        self._show_hint()

    def end(self) -> None:
        """End the presentation, if there is one."""
        if not self.is_on:
            return
        self.is_on = False
        self._hint_timer.stop()
        self.hint.hide()
        self.pointer_trail.set_on(self._had_trail)
        self._appearance.present(False)
        self._window.setWindowState(self._state_before)
        self._arrangement.present(False)
        if self._focus_before is not None:
            self._focus_before.setFocus()
            self._focus_before = None

    def _show_hint(self) -> None:
        """Say for some seconds how to end this."""
        palette, scaled = self._theme.palette, self._theme.scaled
        self.hint.setText(
            _("Esc ends the presentation; {key} gives the pointer a trail").format(key=SHORTCUTS["pointer-trail"])
        )
        self.hint.setFont(self._theme.font("body"))
        self.hint.setStyleSheet(
            f"background: {palette.raised.name()}; color: {palette.ink.name()};"
            f" border: 1px solid {palette.line_strong.name()}; border-radius: {RADIUS_SMALL}px;"
            f" padding: {scaled(6)}px {scaled(12)}px;"
        )
        self.hint.show()
        QTimer.singleShot(0, self, self._place_hint)
        self._hint_timer.start()

    def _place_hint(self) -> None:
        """Put the hint into the middle of the lower edge of the landscape, once that fills the screen."""
        self.hint.adjustSize()
        around = self._arrangement.landscape_place
        y = around.bottom() - self.hint.height() - self._theme.scaled(HINT_BOTTOM)
        self.hint.move(around.center().x() - self.hint.width() // 2, y)
        self.hint.raise_()
