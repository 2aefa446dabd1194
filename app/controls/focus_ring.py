"""The ring around what has the keyboard focus: when it is shown, and how it is painted."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPen

from app.theme.application import theme

WIDTH_PX = 2.0
TEMPORARY_REASONS = Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason
"""Another window or a menu takes the focus for a while, and gives it back."""
TAB_REASONS = Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason


class FocusRing:
    """Follows the focus events of one widget: the mouse gives the focus without a ring."""

    def __init__(self, *, is_for_tab_alone: bool = False) -> None:
        """`is_for_tab_alone`: the program gives the focus without a ring, too."""
        self._is_for_tab_alone = is_for_tab_alone
        self.is_shown = False
        """Whether the widget has its ring; it keeps it while another window or a menu has the focus."""

    def follow(self, event: QFocusEvent) -> None:
        """Take note of a focus event of the widget."""
        reason = event.reason()
        if reason not in TEMPORARY_REASONS:
            shows = reason in TAB_REASONS if self._is_for_tab_alone else reason != Qt.FocusReason.MouseFocusReason
            self.is_shown = event.gotFocus() and shows


def paint_focus_ring(painter: QPainter, box: QRectF, radius: float) -> None:
    """Paint a ring along the edges of a box, with corners of a radius in pixels."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme().palette.focus, WIDTH_PX))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inset = WIDTH_PX / 2.0
    painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), radius, radius)
