"""The mouse on the balls: select one, drag it to any w, ask what has become of it."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QToolTip, QWidget

from app.controls.plain_text import plain_tooltip
from app.session.session import Session
from app.views.landscape.balls import BallsLayer

STILL = 3.0
"""Pixels that the mouse may move in a click without dragging the ball."""


class BallDragController:
    """Holds at most one ball."""

    def __init__(self, session: Session, balls: BallsLayer) -> None:
        self._session, self._balls = session, balls
        self._ball: int | None = None
        self._others: list[int] = []
        self._pressed_at = QPointF()
        self._is_dragging = False

    @property
    def holds(self) -> bool:
        """Whether a ball is under the pressed button."""
        return self._ball is not None

    def press(self, position: QPointF) -> None:
        """Select the ball that is seen under the mouse; of a pile that is the selected one, if it is among them."""
        balls = self._balls.balls_at(position.x(), position.y())
        if not balls:
            return
        selected = self._session.selected
        self._others = sorted(balls) if selected == balls[0] else []
        self._ball = balls[0]
        self._pressed_at = position
        self._is_dragging = False
        self._session.select(self._ball)

    def move(self, w: float, position: QPointF) -> None:
        """Drag the ball to w."""
        if self._ball is not None and self._ball >= len(self._session.run.balls):
            self.release()  # it was removed while it was held
        if self._ball is None:
            return
        if not self._is_dragging:
            way = position - self._pressed_at
            self._is_dragging = abs(way.x()) + abs(way.y()) > STILL
        if self._is_dragging:
            self._session.hold(self._ball, w)

    def release(self) -> None:
        """Let go; a click on the selected ball of a pile selects the next one in it."""
        others = [ball for ball in self._others if ball < len(self._session.run.balls)]
        if self._ball in others and not self._is_dragging and len(others) > 1:
            self._session.select(others[(others.index(self._ball) + 1) % len(others)])
        if self._is_dragging:
            self._session.release()
        self._ball = None
        self._is_dragging = False

    def hover(self, position: QPointF) -> Qt.CursorShape:
        """Note which ball is under the mouse, and return the cursor for it."""
        if self._ball is not None:
            return Qt.CursorShape.ClosedHandCursor
        balls = self._balls.balls_at(position.x(), position.y())
        self._balls.hovered = balls[0] if balls else None
        return Qt.CursorShape.OpenHandCursor if balls else Qt.CursorShape.ArrowCursor

    def show_tooltip(self, event: QHelpEvent, widget: QWidget) -> None:
        """Show name and outcome of the ball under the mouse, or nothing."""
        balls = self._balls.balls_at(event.pos().x(), event.pos().y())
        QToolTip.showText(event.globalPos(), plain_tooltip(self.words(balls[0]) if balls else ""), widget)

    def words(self, ball: int) -> str:
        """A ball's name, and what has become of it."""
        return self._session.account(ball)
