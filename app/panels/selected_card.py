"""The card of the selected ball alone, for presentations."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from app.panels.ball_card import CLOSED_HEIGHT, BallCard
from app.prediction.slider_outcomes import SliderOutcomes
from app.session.session import Session
from app.theme.application import Theme
from app.theme.palette import SPACE

WIDTH, MIN_WIDTH = 320, 240
"""At scale 1."""


class SelectedCard(QWidget):
    """Shows and changes the selected ball, as its card in the list does; empty without a ball."""

    def __init__(self, session: Session, theme: Theme, slider_outcomes: SliderOutcomes) -> None:
        super().__init__()
        self._session, self._theme = session, theme
        self._is_following = False
        """Whether it listens to the session, as it does while it is visible."""
        self.card = BallCard(session, theme, slider_outcomes, self)
        self.card.chevron.hide()  # there is no room for more
        self.card.neighbour_wanted.connect(self._select_neighbour)
        self._signals = session.selection_changed, session.balls_changed, session.parameters_changed
        theme.theme_changed.connect(self._take_sizes)
        self._take_sizes()
        self.show_ball()

    @property
    def _has_ball(self) -> bool:
        return 0 <= self._session.selected < len(self._session.run.balls)

    def show_ball(self) -> None:
        """Show the selected ball as it is now."""
        self.card.setVisible(self._has_ball)
        if self._has_ball:
            self.card.show_ball(self._session.selected)
            self.card.slider.renew_strip()

    def _show_outcome(self) -> None:
        if self.card.ball < len(self._session.run.balls):  # else it was just removed, and the card will follow
            self.card.show_outcome()

    def _select_neighbour(self, by: int) -> None:
        self._session.select(min(max(self._session.selected + by, 0), len(self._session.run.balls) - 1))

    def _take_sizes(self) -> None:
        self.setFixedHeight(self._theme.scaled(CLOSED_HEIGHT) + 2 * SPACE)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.scaled(WIDTH), self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.scaled(MIN_WIDTH), self.height())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._is_following:
            self._is_following = True
            for signal in self._signals:
                signal.connect(self.show_ball)
            self._session.texts_due.connect(self._show_outcome)
        self.show_ball()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._is_following:
            self._is_following = False
            for signal in self._signals:
                signal.disconnect(self.show_ball)
            self._session.texts_due.disconnect(self._show_outcome)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.card.setGeometry(0, SPACE, self.width() - 2 * SPACE, self.height() - 2 * SPACE)
