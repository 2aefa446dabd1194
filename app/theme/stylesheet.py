"""The application's style sheet and Qt palette, made from the tokens."""

from dataclasses import fields
from importlib import resources

from PySide6.QtCore import QDir
from PySide6.QtGui import QColor, QPalette

from app.theme.palette import Palette
from app.theme.style_rules import RULES
from app.theme.tokens import CONTROL_HEIGHT, RADIUS_SMALL


def style_sheet(palette: Palette, scale: float = 1.0) -> str:
    """The style sheet of every standard widget; custom controls paint themselves from the palette.

    Dynamic properties: a QLabel's `tone` is "muted" or "error"; a QPushButton's `kind` is "quiet" or
    "segment"; a QLineEdit's `quiet` or `refused` is true.
    """
    QDir.setSearchPaths("looks", [str(resources.files("resources").joinpath("icons"))])
    values = {role.name: getattr(palette, role.name) for role in fields(palette)}
    colours = {role: value.name() for role, value in values.items() if isinstance(value, QColor)}
    hover = palette.accent.lighter(112) if palette.is_dark else palette.accent.darker(112)
    return RULES.format(
        **colours,
        name=palette.name,
        accent_hover=hover.name(),
        segment=palette.line.name(),
        radius_small=RADIUS_SMALL,
        row_height=round(18 * scale),
        inner_height=round(CONTROL_HEIGHT * scale) - 2,
    )


def qt_palette(palette: Palette) -> QPalette:
    """The same roles for what Fusion draws by itself: check boxes, arrows, placeholders, links."""
    role = QPalette.ColorRole
    colours: dict[QPalette.ColorRole, QColor] = {
        role.Window: palette.panel,
        role.WindowText: palette.ink,
        role.Base: palette.field,
        role.AlternateBase: palette.background,
        role.Text: palette.ink,
        role.PlaceholderText: palette.muted,
        role.Button: palette.raised,
        role.ButtonText: palette.ink,
        role.BrightText: palette.error,
        role.ToolTipBase: palette.raised,
        role.ToolTipText: palette.ink,
        role.Highlight: palette.accent,
        role.HighlightedText: palette.on_accent,
        role.Accent: palette.accent,
        role.Link: palette.momentum_term,
        role.LinkVisited: palette.momentum_term,
        role.Light: palette.line_strong,
        role.Midlight: palette.line,
        role.Mid: palette.line,
        role.Dark: palette.line,
        role.Shadow: palette.background,
    }
    result = QPalette()
    for which, colour in colours.items():
        result.setColor(which, colour)
    for which in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        result.setColor(QPalette.ColorGroup.Disabled, which, palette.disabled)
    result.setColor(QPalette.ColorGroup.Disabled, role.Highlight, palette.groove)
    return result
