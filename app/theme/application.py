"""Applies a theme: Qt's palette, the style sheet and the fonts."""

from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import QApplication

from app.theme.fonts import FontRole, load_family, make_font
from app.theme.palette import DARK, LIGHT, Palette, ThemeName
from app.theme.stylesheet import qt_palette, style_sheet

ThemeChoice = Literal["system", "dark", "light"]

_COLOUR_SCHEMES: dict[ThemeChoice, Qt.ColorScheme] = {
    "system": Qt.ColorScheme.Unknown,
    "dark": Qt.ColorScheme.Dark,
    "light": Qt.ColorScheme.Light,
}


class Theme(QObject):
    """The current theme; there is one for the whole program: `theme()`."""

    theme_changed = Signal()
    """Palette or scale have changed. Qt repaints widgets; make cached pens, brushes and pixmaps again."""

    def __init__(self) -> None:
        super().__init__()
        self.palette: Palette = DARK
        self.choice: ThemeChoice = "system"
        self.scale = 1.0
        self.emphasis = 1.0
        """By how much balls and lines of the landscape are larger than the scale makes them."""
        self.has_plain_fonts = False
        """Whether no digits are of one width: in files with text these letters have no characters of their own."""
        self._font_family: str | None = None
        self._fonts: dict[FontRole, QFont] = {}
        self._follows_system = False

    @property
    def family(self) -> str:
        """The font family, loaded at first use."""
        if self._font_family is None:
            self._font_family = load_family()
        return self._font_family

    def font(self, role: FontRole) -> QFont:
        """The font of a role at the current scale; shared: copy it before changing it."""
        if role not in self._fonts:
            self._fonts[role] = make_font(self.family, role, self.scale, is_plain=self.has_plain_fonts)
        return self._fonts[role]

    def scaled(self, pixels: float) -> int:
        """A length at the current scale, in whole pixels."""
        return round(pixels * self.scale)

    @property
    def line_scale(self) -> float:
        """The scale of balls and lines of the landscape."""
        return self.scale * self.emphasis

    def apply(self, app: QApplication, choice: ThemeChoice, scale: float, emphasis: float) -> None:
        """See `apply_theme`."""
        self.choice = choice
        hints = app.styleHints()
        hints.setColorScheme(_COLOUR_SCHEMES[choice])
        if not self._follows_system:
            # Queued: while it emits this signal Qt has yet to set its own palette, and would replace ours.
            hints.colorSchemeChanged.connect(self._on_scheme_changed, Qt.ConnectionType.QueuedConnection)
            self._follows_system = True
        self.scale, self.emphasis = scale, emphasis
        self._fonts.clear()
        self._install(app, _palette_for(choice, hints.colorScheme()))

    def _install(self, app: QApplication, palette: Palette) -> None:
        """Hand the palette to Qt, then emit `theme_changed`."""
        self.palette = palette
        if app.style().objectName() != "fusion":
            app.setStyle("Fusion")
        app.setFont(self.font("body"))
        app.setPalette(qt_palette(palette))
        app.setStyleSheet(style_sheet(palette, self.scale))
        app.setFont(self.font("body"))  # a style sheet resets menus and lists to the fonts of the platform
        self.theme_changed.emit()

    def _on_scheme_changed(self, scheme: Qt.ColorScheme) -> None:
        """Follow the system's dark or light mode, unless the person has chosen one."""
        app = QApplication.instance()
        palette = _palette_for(self.choice, scheme)
        if isinstance(app, QApplication) and palette is not self.palette:
            self._install(app, palette)


def _palette_for(choice: ThemeChoice, scheme: Qt.ColorScheme) -> Palette:
    """The chosen palette; a system without a preference gets the dark one."""
    if choice == "system":
        return LIGHT if scheme == Qt.ColorScheme.Light else DARK
    return DARK if choice == "dark" else LIGHT


def picture_theme(name: ThemeName, scale: float, *, has_plain_fonts: bool) -> Theme:
    """A theme of its own for a picture: nothing of the application changes with it."""
    made = Theme()
    made.palette, made.choice = _palette_for(name, Qt.ColorScheme.Unknown), name
    made.scale, made.has_plain_fonts = scale, has_plain_fonts
    return made


_theme: Theme | None = None


def theme() -> Theme:
    """The program's theme; dark until `apply_theme` is called.

    Raises RuntimeError without a QApplication, which fonts need.
    """
    global _theme
    if QGuiApplication.instance() is None:
        raise RuntimeError("a theme needs a QApplication")
    if _theme is None:
        _theme = Theme()
    return _theme


def apply_theme(app: QApplication, choice: ThemeChoice = "system", scale: float = 1.0, emphasis: float = 1.0) -> Theme:
    """Apply a theme to the whole application; with "system" follow the system's dark or light mode from now on.

    An explicit choice also asks the system for window frames to match. `scale` enlarges everything,
    `emphasis` balls and lines of the landscape still more.
    Raises ValueError for an unknown choice, or a scale that is not between 0.5 and 4.
    """
    if choice not in _COLOUR_SCHEMES:
        raise ValueError(f"theme: {choice!r} is not system, dark or light")
    if not 0.5 <= scale <= 4.0:
        raise ValueError(f"scale: {scale!r} is not between 0.5 and 4")
    current = theme()
    current.apply(app, choice, scale, emphasis)
    return current


def font(role: FontRole) -> QFont:
    """The font of a role at the current scale."""
    return theme().font(role)
