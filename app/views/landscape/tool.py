"""What an editor of the landscape is to the view: it takes mouse and keys in curve coordinates and paints on top."""

# ruff: noqa: ARG002  # the base of all tools makes nothing of what it is given

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter


class Tool:
    """Does nothing and declines everything; an editor overrides what it needs.

    Positions are (w, f) under the mouse, also outside the domain and above or below what is drawn (`view.to_pixels`
    turns them back). Every mouse position is passed on, none is left out. A press that is declined goes to the balls;
    a press on a ball with Ctrl held goes to the ball without being offered. The middle button is the view's own.
    """

    def press(self, w: float, f: float, event: QMouseEvent) -> bool:
        """Take a press of the left or right button; then `move` and `release` follow. False declines it."""
        return False

    def move(self, w: float, f: float, event: QMouseEvent) -> None:
        """Follow the mouse between a press that was taken and its release."""

    def release(self, w: float, f: float, event: QMouseEvent) -> None:
        """End what the press began."""

    def cancel(self) -> None:
        """Give up what a press began, without effect: the view lost the mouse, or gets another tool."""

    def double_click(self, w: float, f: float, event: QMouseEvent) -> bool:
        """Take a double click (its first press and release have come before). False lets the view fit the curve."""
        return False

    def hover(self, w: float, f: float, event: QMouseEvent) -> Qt.CursorShape | None:
        """Follow the mouse without a button, and return the cursor to show; None leaves it to the view."""
        return None

    def leave(self) -> None:
        """Forget the mouse: it has left the view."""

    def key(self, event: QKeyEvent) -> bool:
        """Take a key. False leaves it to the view."""
        return False

    def paint(self, painter: QPainter) -> None:
        """Paint over ground and balls, in pixels of the viewport, antialiased; see `request_overlay_update`."""
