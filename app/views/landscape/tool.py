"""The interface of an editor to the landscape view: mouse and keys in curve coordinates, painting on top."""

# ruff: noqa: ARG002  # the base class ignores its arguments

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter


class Tool:
    """Does nothing and declines everything; an editor overrides what it needs.

    Positions are (w, f) under the mouse, also outside the domain and the visible heights; `view.to_pixels` converts
    them back. Every mouse position is passed on. A press that is declined goes to the balls; a press on a ball with
    Ctrl held goes to the ball without being offered. The middle button belongs to the view.
    """

    def press(self, w: float, f: float, event: QMouseEvent) -> bool:
        """Take a press of the left or right button; then `move` and `release` follow. False declines it."""
        return False

    def move(self, w: float, f: float, event: QMouseEvent) -> None:
        """Follow the mouse between a press that was taken and its release."""

    def release(self, w: float, f: float, event: QMouseEvent) -> None:
        """Finish what the press began."""

    def cancel(self) -> None:
        """Undo what a press began: the view has lost the mouse, or gets another tool."""

    def double_click(self, w: float, f: float, event: QMouseEvent) -> bool:
        """Take a double click, after its first press and release. False lets the view fit the curve."""
        return False

    def hover(self, w: float, f: float, event: QMouseEvent) -> Qt.CursorShape | None:
        """Follow the mouse without a button, and return the cursor to show; None leaves it to the view."""
        return None

    def leave(self) -> None:
        """The mouse has left the view."""

    def key(self, event: QKeyEvent) -> bool:
        """Take a key. False leaves it to the view."""
        return False

    def paint(self, painter: QPainter) -> None:
        """Paint over ground and balls, in pixels of the viewport, antialiased; see `request_overlay_update`."""
