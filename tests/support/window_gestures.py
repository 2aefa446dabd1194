"""What is done to a window by hand, and what can be undone then."""

from PySide6.QtCore import QPointF

from app.controls.slider import ScaleSlider
from app.session.session import Session
from app.window import Window


def entries(session: Session) -> list[str]:
    """What can be undone, the oldest first."""
    stack = session.history.stack
    return [stack.text(number) for number in range(stack.index())]


def slider(window: Window, ball: int) -> ScaleSlider:
    return window.balls_panel.list.cards[ball].slider


def drawn(window: Window) -> list[QPointF]:
    """A stroke across the left half of the landscape."""
    view = window.landscape_view
    return [view.to_pixels(-5.0 + 0.1 * number, 1.0 + 0.02 * number) for number in range(40)]
