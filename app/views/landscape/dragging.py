"""The mouse on the balls: select one, drag it along the curve, ask for its outcome."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QToolTip, QWidget

from app.controls.plain_text import plain_tooltip
from app.plotting.view_box import CLICK_TOLERANCE_PX
from app.session.session import Session
from app.views.landscape.balls import BallsLayer


class BallDragController:
    """Drags at most one ball."""

    def __init__(self, session: Session, balls: BallsLayer) -> None:
        self._session, self._balls = session, balls
        self._ball: int | None = None
        self._count = 0
        self._pile: list[int] = []
        self._pressed_at = QPointF()
        self._is_dragging = False

    @property
    def is_holding(self) -> bool:
        """Whether the mouse was pressed on a ball."""
        return self._ball is not None

    def press(self, position: QPointF) -> None:
        """Select the topmost ball under the mouse: the selected one, if it is among them."""
        balls = self._balls.balls_at(position.x(), position.y())
        if not balls:
            return
        selected = self._session.selected
        self._pile = sorted(balls) if selected == balls[0] else []
        self._ball, self._count = balls[0], len(self._session.run.balls)
        self._pressed_at = position
        self._is_dragging = False
        self._session.select(self._ball)

    def move(self, w: float, position: QPointF) -> None:
        """Drag the ball to w."""
        if self._ball is not None and len(self._session.run.balls) != self._count:
            self.release()  # one was removed, perhaps this one
        if self._ball is None:
            return
        if not self._is_dragging:
            way = position - self._pressed_at
            self._is_dragging = abs(way.x()) + abs(way.y()) > CLICK_TOLERANCE_PX
        if self._is_dragging:
            self._session.drag(self._ball, w)

    def release(self) -> None:
        """End the drag; a click on the selected ball of a pile selects the next one in it."""
        pile = [ball for ball in self._pile if ball < len(self._session.run.balls)]
        if self._ball in pile and not self._is_dragging and len(pile) > 1:
            self._session.select(pile[(pile.index(self._ball) + 1) % len(pile)])
        if self._is_dragging:
            self._session.drop()
        self._ball = None
        self._is_dragging = False

    def hover(self, position: QPointF) -> Qt.CursorShape:
        """Highlight the ball under the mouse, and return the cursor for it."""
        if self._ball is not None:
            return Qt.CursorShape.ClosedHandCursor
        balls = self._balls.balls_at(position.x(), position.y())
        self._balls.hovered = balls[0] if balls else None
        return Qt.CursorShape.OpenHandCursor if balls else Qt.CursorShape.ArrowCursor

    def show_tooltip(self, event: QHelpEvent, widget: QWidget) -> None:
        """Show name and outcome of the ball under the mouse, or hide the tooltip."""
        balls = self._balls.balls_at(event.pos().x(), event.pos().y())
        text = self._session.scene.outcome_sentence(balls[0]) if balls else ""
        QToolTip.showText(event.globalPos(), plain_tooltip(text), widget)
