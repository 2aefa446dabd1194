"""The theme: colours by role, fonts, markers, icons, and `apply_theme`."""

from app.theme.application import Choice, Theme, apply_theme, font, theme
from app.theme.fonts import FontRole
from app.theme.icons import ICON_NAMES, IconName, app_icon, icon, icon_pixmap, paint_icon
from app.theme.markers import Mark, disc_icon, paint_disc
from app.theme.palette import (
    BALL_COLOUR_NAMES,
    BALL_COLOURS,
    CONTROL_HEIGHT,
    DARK,
    LIGHT,
    RADIUS,
    RADIUS_SMALL,
    SPACE,
    Palette,
    contrast,
    faded,
    mix,
    readable,
)

__all__ = [
    "BALL_COLOURS",
    "BALL_COLOUR_NAMES",
    "CONTROL_HEIGHT",
    "DARK",
    "ICON_NAMES",
    "LIGHT",
    "RADIUS",
    "RADIUS_SMALL",
    "SPACE",
    "Choice",
    "FontRole",
    "IconName",
    "Mark",
    "Palette",
    "Theme",
    "app_icon",
    "apply_theme",
    "contrast",
    "disc_icon",
    "faded",
    "font",
    "icon",
    "icon_pixmap",
    "mix",
    "paint_disc",
    "paint_icon",
    "readable",
    "theme",
]
