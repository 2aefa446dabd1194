"""How a map looks where nothing is known yet: like nothing that balls can come to."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush

from app.theme import Palette


def unknown_brush(palette: Palette) -> QBrush:
    """Dots on whatever is behind them."""
    return QBrush(palette.muted, Qt.BrushStyle.Dense6Pattern)
