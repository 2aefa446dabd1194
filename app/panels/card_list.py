"""The scrolling list of ball cards; cards exist only for balls in sight."""

from bisect import bisect_right
from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QSizePolicy, QWidget

from app.panels.ball_card import CLOSED_HEIGHT, PADDING, BallCard
from app.panels.ball_details import BallDetails
from app.prediction.slider_outcomes import SliderOutcomes
from app.session.session import Session
from app.text.translation import _
from app.theme.application import Theme
from physics.rules.base import Parameter, are_same

MARGIN = 8
"""From the edges of the list to the cards."""
GAP = 6
MAX_HINT_CARDS = 5
"""The size hint has room for at most this many closed cards; further room is shared with the map."""


class CardList(QScrollArea):
    """Cards from top to bottom, at most one of them open; a card that scrolls out of sight is reused."""

    menu_wanted = Signal(QContextMenuEvent)
    """A right click on a card or the menu key."""
    height_changed = Signal()
    """The height of all cards together has changed."""

    def __init__(
        self,
        session: Session,
        theme: Theme,
        slider_outcomes: SliderOutcomes,
        make_details: Callable[[int], BallDetails],
    ) -> None:
        """`make_details` makes what the open card of a ball shows below its slider."""
        super().__init__()
        self._session, self._theme, self._make_details = session, theme, make_details
        self._slider_outcomes = slider_outcomes
        self._content = QWidget()
        self._content.setAutoFillBackground(False)
        self._cards: dict[int, BallCard] = {}
        self._spare: list[BallCard] = []
        self._count = 0
        self._opened: int | None = None
        self._opened_parameters: tuple[Parameter, ...] = ()
        self._details: BallDetails | None = None
        self.setWidget(self._content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(_("Balls"))
        self.verticalScrollBar().setStyleSheet(f"QScrollBar:vertical {{ width: {MARGIN}px; }}")
        self.verticalScrollBar().valueChanged.connect(self._arrange)
        session.balls_changed.connect(self.show_balls)
        session.selection_changed.connect(self._on_selection_changed)
        session.scenario_loaded.connect(self._on_scenario_loaded)
        theme.theme_changed.connect(self._on_theme_changed)
        self.show_balls()

    # Contents

    @property
    def cards(self) -> list[BallCard]:
        """The cards in sight, from top to bottom."""
        return [self._cards[ball] for ball in sorted(self._cards)]

    @property
    def opened(self) -> int | None:
        """The ball whose card is open."""
        return self._opened

    def show_balls(self) -> None:
        """Show all balls as they are now."""
        if len(self._session.run.balls) != self._count:
            self._on_count_changed()
        for ball, card in self._cards.items():
            card.show_ball(ball)
        if not are_same(self._parameters_of(self._opened), self._opened_parameters):
            self._renew_details()
        self._arrange()

    def show_parameters(self, balls: tuple[int, ...]) -> None:
        """Show the values of these balls, and on all cards what the sliders lead to now."""
        for ball, card in self._cards.items():
            if ball in balls:
                card.show_ball(ball)
            card.slider.renew_strip()
        if not are_same(self._parameters_of(self._opened), self._opened_parameters):
            self._renew_details()
        elif self._details is not None:
            self._details.show_ball()
        self._arrange()

    def _on_count_changed(self) -> None:
        had_focus = self._has_focus()
        self._count = len(self._session.run.balls)
        self.open(None)
        for ball in [ball for ball in self._cards if ball >= self._count]:
            self._put_away(ball)
        self._fit()
        if had_focus and self._count:
            self._focus_selected()

    def show_hint(self, ball: int, hint: str) -> None:
        """Show a text on the card of a ball instead of its own; an empty one ends that."""
        if ball in self._cards:
            self._cards[ball].show_hint(hint)

    def show_outcomes(self) -> None:
        """Show what has become of the balls in sight."""
        if len(self._session.run.balls) == self._count:
            for card in self._cards.values():
                card.show_outcome()

    def open(self, ball: int | None) -> None:
        """Open the card of one ball and close the one that was open; None only closes."""
        if ball == self._opened:
            return
        if self._opened in self._cards:
            self._cards[self._opened].show_details(None)
        if self._details is not None:
            self._details.hide()
            self._details.setParent(None)
            self._details.deleteLater()
        self._opened = ball
        self._details = None if ball is None else self._make_details(ball)
        self._opened_parameters = self._parameters_of(ball)
        self._fit()
        if ball is not None:
            self.reveal(ball)
            self._cards[ball].show_details(self._details)

    def _parameters_of(self, ball: int | None) -> tuple[Parameter, ...]:
        return () if ball is None else self._session.run.ball_parameters(ball).rule.parameters

    def _renew_details(self) -> None:
        """Open the card again; the keyboard focus stays in its details, on what they give it to."""
        opened, focus = self._opened, QApplication.focusWidget()
        had_focus = self._details is not None and focus is not None and self._details.isAncestorOf(focus)
        self.open(None)
        self.open(opened)
        if had_focus and self._details is not None:
            self._details.setFocus(Qt.FocusReason.OtherFocusReason)

    def toggle(self, ball: int) -> None:
        """Open the card of a ball, or close it if it is open."""
        self._session.select(ball)
        self.open(None if self._opened == ball else ball)

    def reveal(self, ball: int) -> None:
        """Scroll just far enough to show the card of a ball."""
        bar, top = self.verticalScrollBar(), self._top(ball)
        bar.setValue(
            min(max(bar.value(), top + self._height(ball) + self._gap - self.viewport().height()), top - self._gap)
        )
        self._arrange()

    def sizeHint(self) -> QSize:
        cards = MAX_HINT_CARDS * (self._theme.scaled(CLOSED_HEIGHT) + self._gap) - self._gap
        return QSize(self._theme.scaled(352), min(self._content_height(), cards))

    def minimumSizeHint(self) -> QSize:
        # One and a half closed cards, so that one is always in sight.
        return QSize(self._theme.scaled(280), min(self._content_height(), self._theme.scaled(CLOSED_HEIGHT) * 3 // 2))

    # Geometry

    @property
    def _gap(self) -> int:
        return self._theme.scaled(GAP)

    @property
    def _details_height(self) -> int:
        if self._details is None:
            return 0
        scaled = self._theme.scaled
        width = self.width() - 2 * (scaled(MARGIN) + scaled(PADDING))
        return self._details.heightForWidth(width) + scaled(PADDING)

    def _height(self, ball: int) -> int:
        return self._theme.scaled(CLOSED_HEIGHT) + (self._details_height if ball == self._opened else 0)

    def _top(self, ball: int) -> int:
        is_below_open = self._opened is not None and ball > self._opened
        return ball * (self._theme.scaled(CLOSED_HEIGHT) + self._gap) + (self._details_height if is_below_open else 0)

    def _content_height(self) -> int:
        return max(0, self._top(self._count) - self._gap)

    def _fit(self) -> None:
        """Take the height of all cards and arrange those in sight."""
        self._content.setMinimumHeight(self._content_height())
        self.setMaximumHeight(self._content_height())
        self.updateGeometry()
        self.height_changed.emit()
        self._arrange()

    def _in_sight(self) -> range:
        """The balls whose cards are at least partly visible."""
        top = self.verticalScrollBar().value()
        balls = range(self._count)
        first = max(0, bisect_right(balls, top, key=self._top) - 1)
        return range(first, bisect_right(balls, top + self.viewport().height(), key=self._top))

    def _arrange(self) -> None:
        """Give every ball in sight a card, and the opened one, if possible a card that is out of sight."""
        in_sight = set(self._in_sight())
        if self._opened is not None and self._opened < self._count:
            in_sight.add(self._opened)  # before the scroll bar knows how long the list is with its details
        for ball in [ball for ball in self._cards if ball not in in_sight]:
            if not _has_focus(self._cards[ball]):
                self._put_away(ball)
        for ball in in_sight:
            if ball not in self._cards:
                self._cards[ball] = self._spare.pop() if self._spare else self._new_card()
                self._cards[ball].show_ball(ball)
                self._cards[ball].show()
        margin = self._theme.scaled(MARGIN)
        width = self.width() - 2 * margin  # the scroll bar lies in the margin
        for ball, card in self._cards.items():
            card.setGeometry(margin, self._top(ball), width, self._height(ball))

    def _put_away(self, ball: int) -> None:
        card = self._cards.pop(ball)
        card.hide()
        self._spare.append(card)

    def _new_card(self) -> BallCard:
        card = BallCard(self._session, self._theme, self._slider_outcomes, self._content)
        card.toggled.connect(self.toggle)
        card.neighbour_wanted.connect(self._select_neighbour)
        card.menu_wanted.connect(self.menu_wanted)
        return card

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Arrows are the window's; a scroll area would take them even with nothing to scroll.
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            super().keyPressEvent(event)
        else:
            event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()  # text in the open card may be wrapped elsewhere
        self._arrange()

    # Selection and focus

    def _select_neighbour(self, by: int) -> None:
        self._session.select(min(max(self._session.selected + by, 0), self._count - 1))

    def _on_selection_changed(self) -> None:
        """Show which ball is selected; its card takes the keyboard focus if another card has it."""
        for card in self._cards.values():
            card.show_selected()
        if 0 <= self._session.selected < self._count:
            if self._has_focus():
                self._focus_selected()
            else:
                self.reveal(self._session.selected)

    def _on_scenario_loaded(self) -> None:
        self.open(None)
        if 0 <= self._session.selected < self._count:
            self.reveal(self._session.selected)

    def _has_focus(self) -> bool:
        return any(_has_focus(card) for card in self._cards.values())

    def _focus_selected(self) -> None:
        """Focus the selected card, unless it or something on it has the focus."""
        self.reveal(self._session.selected)
        card = self._cards[self._session.selected]
        if not _has_focus(card):
            card.setFocus(Qt.FocusReason.TabFocusReason)
        self._arrange()

    def _on_theme_changed(self) -> None:
        """Take the new colours and sizes; the open card gets new details."""
        opened = self._opened
        self.open(None)
        self.show_balls()
        self._fit()
        self.open(opened)


def _has_focus(card: BallCard) -> bool:
    focus = QApplication.focusWidget()
    return focus is card or (focus is not None and card.isAncestorOf(focus))
