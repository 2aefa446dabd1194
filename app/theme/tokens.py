"""The two palettes, and the sizes that both share."""

from PySide6.QtGui import QColor

from app import outcome_colours
from app.theme.palette import Palette

SPACE = 4
"""All distances are multiples of this many pixels."""
RADIUS = 8
"""Corners of cards and floating panels."""
RADIUS_SMALL = 6
"""Corners of buttons and fields."""
CONTROL_HEIGHT = 28
"""Buttons, fields and segments at scale 1."""

DARK = Palette(
    name="dark",
    background=QColor("#12161D"),
    panel=QColor("#1A2029"),
    raised=QColor("#232B38"),
    field=QColor("#0E1218"),
    line=QColor("#2B3442"),
    line_strong=QColor("#46546A"),
    groove=QColor("#323D4D"),
    ground=QColor("#222B38"),
    ink=QColor("#E8EDF4"),
    muted=QColor("#8B97A8"),
    disabled=QColor("#5A6576"),
    curve=QColor("#DFE7F2"),
    momentum_term=QColor("#8FB8FF"),
    gradient_term=QColor("#FF9D7A"),
    accent=QColor("#6C97DB"),
    on_accent=QColor("#0B0F15"),
    focus=QColor("#8FB8FF"),
    handle=QColor("#E8EDF4"),
    error=QColor("#FF8A80"),
    success=QColor("#2FBF9B"),
    shadow=QColor(0, 0, 0, 110),
    valley_tints=tuple(QColor(tint) for tint in outcome_colours.DARK.valleys),
    outcomes=outcome_colours.DARK,
)
"""The design's own colours."""

LIGHT = Palette(
    name="light",
    background=QColor("#F5F7FA"),
    panel=QColor("#FFFFFF"),
    raised=QColor("#E9EEF5"),
    field=QColor("#FFFFFF"),
    line=QColor("#D5DCE6"),
    line_strong=QColor("#A3B0C2"),
    groove=QColor("#D3DAE4"),
    ground=QColor("#E1E8F0"),
    ink=QColor("#17202C"),
    muted=QColor("#556274"),
    disabled=QColor("#9AA6B6"),
    curve=QColor("#273445"),
    momentum_term=QColor("#1D59BD"),
    gradient_term=QColor("#A83C12"),
    accent=QColor("#2F6BD0"),
    on_accent=QColor("#FFFFFF"),
    focus=QColor("#2F6BD0"),
    handle=QColor("#FFFFFF"),
    error=QColor("#B3261E"),
    success=QColor("#0B6E55"),
    shadow=QColor(20, 32, 48, 60),
    valley_tints=tuple(QColor(tint) for tint in outcome_colours.LIGHT.valleys),
    outcomes=outcome_colours.LIGHT,
)
"""The same roles on white, darker where text needs it."""
