"""Cards of the balls panel, and what is done with them."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.panels.ball_card import BallCard
from app.panels.ball_details import BallDetails
from app.panels.balls import BallsPanel
from app.session.session import Session

LEFT = Qt.MouseButton.LeftButton
HEAD = QPoint(150, 20)
"""On the line of text of a card."""


def card(panel: BallsPanel, place: int) -> BallCard:
    return next(card for card in panel.list.cards if card.ball == place)


def opened(panel: BallsPanel, place: int) -> BallDetails:
    if panel.list.opened != place:
        QTest.mouseClick(card(panel, place).chevron, LEFT)
    return card(panel, place).findChildren(BallDetails)[-1]


def retype(field: QWidget, text: str) -> None:
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def alphas(session: Session) -> list[float]:
    return [ball.parameters["alpha"] for ball in session.balls]
