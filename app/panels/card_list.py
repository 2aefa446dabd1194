"""The cards of all balls, of which only those in sight exist."""

from bisect import bisect_right
from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QSizePolicy, QWidget

from app.panels.ball_card import CLOSED_HEIGHT, PADDING, BallCard
from app.prediction.slider_outcomes import SliderOutcomes
from app.session.session import Session
from app.theme import Theme

MARGIN = 8
"""From the edges of the column to the cards."""
GAP = 6
CARDS_HINT = 5
"""The list asks for room for at most so many closed cards; where there is more room it shares it with the map."""


class CardList(QScrollArea):
    """Cards from top to bottom, one of which may be open; a card that scrolls out of sight is used for another ball."""

    menu_wanted = Signal(QContextMenuEvent)
    """A right click on a card, or the menu key."""
    height_changed = Signal()
    """All cards together have another height."""

    def __init__(
        self, session: Session, theme: Theme, slider_outcomes: SliderOutcomes, make_details: Callable[[int], QWidget]
    ) -> None:
        """`make_details` makes what an open card shows below its slider, for the ball at a place."""
        super().__init__()
        self._session, self._theme, self._make_details = session, theme, make_details
        self._forecast = slider_outcomes
        self._ground = QWidget()
        self._ground.setAutoFillBackground(False)
        self._cards: dict[int, BallCard] = {}
        self._spare: list[BallCard] = []
        self._count = 0
        self._opened: int | None = None
        self._details: QWidget | None = None
        self.setWidget(self._ground)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Balls")
        self.verticalScrollBar().setStyleSheet(f"QScrollBar:vertical {{ width: {MARGIN}px; }}")
        self.verticalScrollBar().valueChanged.connect(self._arrange)
        session.balls_changed.connect(self.show_balls)
        session.selection_changed.connect(self._on_selection_changed)
        session.replaced.connect(self._on_replaced)
        theme.theme_changed.connect(self._on_theme_changed)
        self.show_balls()

    # What it shows

    @property
    def cards(self) -> list[BallCard]:
        """The cards in sight, from top to bottom."""
        return [self._cards[place] for place in sorted(self._cards)]

    @property
    def opened(self) -> int | None:
        """The place of the ball whose card is open."""
        return self._opened

    def show_balls(self) -> None:
        """Show all balls as they are now."""
        if len(self._session.run.balls) != self._count:
            self._recount()
        for place, card in self._cards.items():
            card.show_ball(place)
        self._arrange()

    def _recount(self) -> None:
        """There are more balls, or fewer; the keyboard stays among the cards."""
        had_keyboard = self._has_keyboard()
        self._count = len(self._session.run.balls)
        self.open(None)
        for place in [place for place in self._cards if place >= self._count]:
            self._put_away(place)
        self._fit()
        if had_keyboard and self._count:
            self._give_keyboard()

    def show_outcomes(self) -> None:
        """Put into words what has become of the balls in sight."""
        if len(self._session.run.balls) == self._count:
            for card in self._cards.values():
                card.show_outcome()

    def open(self, place: int | None) -> None:
        """Open the card of one ball and close the one that was open; None closes it."""
        if place == self._opened:
            return
        if self._opened in self._cards:
            self._cards[self._opened].show_details(None)
        if self._details is not None:
            self._details.hide()
            self._details.setParent(None)
            self._details.deleteLater()
        self._opened = place
        self._details = None if place is None else self._make_details(place)
        self._fit()
        if place is not None:
            self.reveal(place)
            self._cards[place].show_details(self._details)

    def toggle(self, place: int) -> None:
        """Open a card, or close it when it is open."""
        self._session.select(place)
        self.open(None if self._opened == place else place)

    def reveal(self, place: int) -> None:
        """Scroll until a card is in sight, by no more than that takes."""
        bar, top = self.verticalScrollBar(), self._top(place)
        bar.setValue(
            min(max(bar.value(), top + self._height(place) + self._gap - self.viewport().height()), top - self._gap)
        )
        self._arrange()

    def sizeHint(self) -> QSize:
        """Room for all cards, as far as a screen can have it."""
        cards = CARDS_HINT * (self._theme.scaled(CLOSED_HEIGHT) + self._gap) - self._gap
        return QSize(self._theme.scaled(352), min(self._content_height(), cards))

    def minimumSizeHint(self) -> QSize:
        """One card and a half, so that there is always one in sight."""
        return QSize(self._theme.scaled(280), min(self._content_height(), self._theme.scaled(CLOSED_HEIGHT) * 3 // 2))

    # Where the cards lie

    @property
    def _gap(self) -> int:
        return self._theme.scaled(GAP)

    @property
    def _extra(self) -> int:
        """How much taller the open card is."""
        return 0 if self._details is None else self._details.sizeHint().height() + self._theme.scaled(PADDING)

    def _height(self, place: int) -> int:
        return self._theme.scaled(CLOSED_HEIGHT) + (self._extra if place == self._opened else 0)

    def _top(self, place: int) -> int:
        below_open = self._opened is not None and place > self._opened
        return place * (self._theme.scaled(CLOSED_HEIGHT) + self._gap) + (self._extra if below_open else 0)

    def _content_height(self) -> int:
        return max(0, self._top(self._count) - self._gap)

    def _fit(self) -> None:
        """Take the height of all cards, and cover the viewport with those in sight."""
        self._ground.setMinimumHeight(self._content_height())
        self.setMaximumHeight(self._content_height())
        self.updateGeometry()
        self.height_changed.emit()
        self._arrange()

    def _in_sight(self) -> range:
        """Places of the cards that can be seen at least in part."""
        top = self.verticalScrollBar().value()
        places = range(self._count)
        first = max(0, bisect_right(places, top, key=self._top) - 1)
        return range(first, bisect_right(places, top + self.viewport().height(), key=self._top))

    def _arrange(self) -> None:
        """Give every ball in sight a card, taken from one out of sight where there is one."""
        in_sight = self._in_sight()
        for place in [place for place, card in self._cards.items() if place not in in_sight]:
            if place != self._opened and not _has_keyboard(self._cards[place]):
                self._put_away(place)
        for place in in_sight:
            if place not in self._cards:
                self._cards[place] = self._spare.pop() if self._spare else self._new_card()
                self._cards[place].show_ball(place)
                self._cards[place].show()
        margin = self._theme.scaled(MARGIN)
        width = self.width() - 2 * margin  # the scroll bar lies in the margin
        for place, card in self._cards.items():
            card.setGeometry(margin, self._top(place), width, self._height(place))

    def _put_away(self, place: int) -> None:
        card = self._cards.pop(place)
        card.hide()
        self._spare.append(card)

    def _new_card(self) -> BallCard:
        card = BallCard(self._session, self._theme, self._forecast, self._ground)
        card.toggled.connect(self.toggle)
        card.moved_on.connect(self._move_on)
        card.menu_wanted.connect(self.menu_wanted)
        return card

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the arrows to the window: a scroll area would scroll, also where there is nothing to scroll."""
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            super().keyPressEvent(event)
        else:
            event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many cards as there is room for."""
        super().resizeEvent(event)
        self._arrange()

    # What happens

    def _move_on(self, by: int) -> None:
        """Select the ball above or below."""
        self._session.select(min(max(self._session.selected + by, 0), self._count - 1))

    def _on_selection_changed(self) -> None:
        """Show which ball is selected; a card that has the keyboard hands it on."""
        for card in self._cards.values():
            card.show_selected()
        if 0 <= self._session.selected < self._count:
            if self._has_keyboard():
                self._give_keyboard()
            else:
                self.reveal(self._session.selected)

    def _on_replaced(self) -> None:
        """Other balls: no card is open, and the selected one is in sight."""
        self.open(None)
        if 0 <= self._session.selected < self._count:
            self.reveal(self._session.selected)

    def _has_keyboard(self) -> bool:
        return any(_has_keyboard(card) for card in self._cards.values())

    def _give_keyboard(self) -> None:
        """Hand the keyboard to the selected card, unless it or something on it has it already."""
        self.reveal(self._session.selected)
        card = self._cards[self._session.selected]
        if not _has_keyboard(card):
            card.setFocus(Qt.FocusReason.TabFocusReason)
        self._arrange()

    def _on_theme_changed(self) -> None:
        """Take the new colours and sizes; what an open card shows is made anew."""
        opened = self._opened
        self.open(None)
        self.show_balls()
        self._fit()
        self.open(opened)


def _has_keyboard(card: BallCard) -> bool:
    focus = QApplication.focusWidget()
    return focus is card or (focus is not None and card.isAncestorOf(focus))
