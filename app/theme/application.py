"""The one place where a theme is put on: Qt's palette, the style sheet, the fonts and pyqtgraph's colours."""

from typing import Literal

import pyqtgraph
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import QApplication

from app.theme.fonts import FontRole, load_family, make_font
from app.theme.palette import DARK, LIGHT, Palette
from app.theme.stylesheet import qt_palette, style_sheet

Choice = Literal["system", "dark", "light"]

_SCHEMES: dict[Choice, Qt.ColorScheme] = {
    "system": Qt.ColorScheme.Unknown,
    "dark": Qt.ColorScheme.Dark,
    "light": Qt.ColorScheme.Light,
}


class Theme(QObject):
    """The look in force. There is one for the whole program: `theme()`."""

    theme_changed = Signal()
    """The palette or the scale is another one. Widgets are repainted by Qt; renew kept pens, brushes and pictures."""

    def __init__(self) -> None:
        super().__init__()
        self.palette: Palette = DARK
        self.choice: Choice = "system"
        self.scale = 1.0
        self._family: str | None = None
        self._fonts: dict[FontRole, QFont] = {}
        self._follows_system = False

    @property
    def family(self) -> str:
        """The one type family, loaded at first use."""
        if self._family is None:
            self._family = load_family()
        return self._family

    def font(self, role: FontRole) -> QFont:
        """The font of a role at the scale in force; shared, copy it before changing it."""
        if role not in self._fonts:
            self._fonts[role] = make_font(self.family, role, self.scale)
        return self._fonts[role]

    def scaled(self, pixels: float) -> int:
        """A length at the scale in force, in whole pixels."""
        return round(pixels * self.scale)

    def apply(self, app: QApplication, choice: Choice, scale: float) -> None:
        """Put a theme on; see `apply_theme`."""
        self.choice = choice
        hints = app.styleHints()
        hints.setColorScheme(_SCHEMES[choice])
        if not self._follows_system:
            # Queued: while this signal is being sent Qt still has the old palette, and would set it after ours.
            hints.colorSchemeChanged.connect(self._on_scheme_changed, Qt.ConnectionType.QueuedConnection)
            self._follows_system = True
        self.scale = scale
        self._fonts.clear()
        self._put_on(app, _palette_for(choice, hints.colorScheme()))

    def _put_on(self, app: QApplication, palette: Palette) -> None:
        """Hand the palette to Qt and to pyqtgraph, then to whoever listens."""
        self.palette = palette
        if app.style().objectName() != "fusion":
            app.setStyle("Fusion")
        app.setFont(self.font("body"))
        app.setPalette(qt_palette(palette))
        app.setStyleSheet(style_sheet(palette, self.scale))
        app.setFont(self.font("body"))  # a style sheet brings back the fonts that the platform has for menus and lists
        pyqtgraph.setConfigOptions(background=palette.background, foreground=palette.muted, antialias=True)
        self.theme_changed.emit()

    def _on_scheme_changed(self, scheme: Qt.ColorScheme) -> None:
        """Follow the system when it turns dark or light, unless the user has chosen."""
        app = QApplication.instance()
        palette = _palette_for(self.choice, scheme)
        if isinstance(app, QApplication) and palette is not self.palette:
            self._put_on(app, palette)


def _palette_for(choice: Choice, scheme: Qt.ColorScheme) -> Palette:
    """The chosen palette; a system that doesn't say gets the dark one, the design's first."""
    if choice == "system":
        return LIGHT if scheme == Qt.ColorScheme.Light else DARK
    return DARK if choice == "dark" else LIGHT


_theme: Theme | None = None


def theme() -> Theme:
    """The program's theme; dark until `apply_theme` has been called.

    Raises RuntimeError before there is an application, for then there are no fonts.
    """
    global _theme
    if QGuiApplication.instance() is None:
        raise RuntimeError("a theme needs a QApplication")
    if _theme is None:
        _theme = Theme()
    return _theme


def apply_theme(app: QApplication, choice: Choice = "system", scale: float = 1.0) -> Theme:
    """Put a theme on the whole application, now and whenever the system turns dark or light.

    An explicit choice wins over the system (and asks it for window frames to match); `scale` enlarges all text.
    Raises ValueError for another choice, or a scale that is not between 0.5 and 4.
    """
    if choice not in _SCHEMES:
        raise ValueError(f"theme: {choice!r} is not system, dark or light")
    if not 0.5 <= scale <= 4.0:
        raise ValueError(f"scale: {scale!r} is not between 0.5 and 4")
    look = theme()
    look.apply(app, choice, scale)
    return look


def font(role: FontRole) -> QFont:
    """The font of a role at the scale in force."""
    return theme().font(role)
