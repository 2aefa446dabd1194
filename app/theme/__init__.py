"""The theme: colours by role, fonts, markers, icons, and `apply_theme`."""

from app.theme.application import Theme, ThemeChoice, apply_theme, font, theme
from app.theme.fonts import FontRole
from app.theme.icons import ICON_NAMES, IconName, app_icon, icon, icon_pixmap, paint_icon
from app.theme.markers import Marker, ball_icon, paint_ball
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
    "FontRole",
    "IconName",
    "Marker",
    "Palette",
    "Theme",
    "ThemeChoice",
    "app_icon",
    "apply_theme",
    "ball_icon",
    "contrast",
    "faded",
    "font",
    "icon",
    "icon_pixmap",
    "mix",
    "paint_ball",
    "paint_icon",
    "readable",
    "theme",
]
