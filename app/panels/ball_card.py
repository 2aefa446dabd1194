"""One ball's card: its line of text and the slider of its α; opened, also everything else about it."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from app.controls.card import Card
from app.controls.figures import exact
from app.controls.icon_button import IconButton
from app.controls.memory_slider import MemorySlider
from app.controls.plain_text import plain_tooltip
from app.controls.scale_slider import SIDE_ROOM
from app.controls.watch import Watch
from app.panels.ball_head import BallHead, HeadTexts
from app.panels.ball_strip import BallStrip
from app.panels.forecast import Forecast
from app.session.joining import is_named_after_alpha, made_with
from app.session.session import Session
from app.theme import RADIUS, Theme
from physics.grid import Quantity
from physics.outcome import ROLLING
from physics.sentences import short_words
from physics.words import rounded_alpha

CLOSED_HEIGHT = 56
PADDING = 12
HEAD_TOP, HEAD_HEIGHT = 6, 24
SLIDER_TOP, SLIDER_HEIGHT = 29, 22
CHEVRON_SIDE = 24
ALPHA_EXPLAINED = (
    "α, the momentum coefficient: how much of the last step is kept, from nothing (0) to all of it (1).\n"
    "The colours tell the valley in which the ball would end with each α, from where it is now.\n"
    "Its scale is even in the memory 1/(1 − α); the dot at the right is exactly 1."
)
KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete)
"""Keys that mean something on a card, whatever they mean in the window."""


class BallCard(Card):
    """Shows the ball at one place of the session; its list may give it another place."""

    toggled = Signal(int)
    """The person wants this ball's card opened or closed."""
    moved_on = Signal(int)
    """Up or down: −1 or 1."""
    menu_wanted = Signal(QContextMenuEvent)
    """A right click, or the menu key."""

    def __init__(self, session: Session, theme: Theme, forecast: Forecast, parent: QWidget) -> None:
        """Show nothing until `show_ball`."""
        super().__init__("", parent)
        self._session, self._theme = session, theme
        self.place = 0
        self._details: QWidget | None = None
        self._ring = False
        self._head = BallHead(theme, self)
        self.slider = MemorySlider("Momentum coefficient α", parent=self)
        self.slider.setToolTip(ALPHA_EXPLAINED)
        self.slider.set_strip(BallStrip(session, theme, forecast, Quantity.ALPHA, lambda: self.place))
        forecast.changed.connect(self.slider.update)
        # Queued: once for all the signals of one edit.
        forecast.changed.connect(self.slider.tell_again, Qt.ConnectionType.QueuedConnection)
        forecast.told.connect(self._on_told)
        self.slider.alpha_changed.connect(lambda alpha: session.set_alpha(self.place, alpha))
        self.slider.pressed.connect(lambda: session.select(self.place))
        self.pressed.connect(lambda: session.select(self.place))
        self.chevron = IconButton("chevron-right", "More about this ball", "Return", parent=self)
        self.chevron.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.chevron.clicked.connect(lambda: self.toggled.emit(self.place))
        Watch(self, keeps=lambda event: event.key() in KEYS, tells=self._tell_why)

    # What it shows

    def show_ball(self, place: int) -> None:
        """Show the ball at a place as it is now."""
        self.place = place
        self.slider.set_alpha(self._session.run.in_force.alpha[place].item())
        self.show_selected()
        self.show_outcome()

    def show_selected(self) -> None:
        """Show whether the ball is selected; Tab stops only at the one that is."""
        selected = self.place == self._session.selected
        self.set_selected(selected)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if selected else Qt.FocusPolicy.ClickFocus)
        self.slider.setFocusPolicy(Qt.FocusPolicy.TabFocus if selected else Qt.FocusPolicy.NoFocus)

    def show_outcome(self) -> None:
        """Put into words what has become of the ball."""
        run, ball = self._session.run, self._session.ball(self.place)
        name = "" if is_named_after_alpha(ball) else ball.name
        rolling = bool(run.standing.outcome[self.place] == ROLLING)
        values = made_with(run, self.place)
        words = f"with {', '.join(values)}: {short_words(run, self.place)}" if values else short_words(run, self.place)
        texts = HeadTexts(exact(ball.alpha, 2), rounded_alpha(ball.alpha), name, words, rolling)
        self._head.show_ball(self._session.looks[self.place], texts)
        self.setAccessibleName(f"Ball {ball.name}: {texts.words}")
        self.slider.setAccessibleName(f"Momentum coefficient α of {ball.name}")

    def _on_told(self, place: int, words: str) -> None:
        """Show what the value under the mouse would do, in place of what has become of the ball."""
        if place == self.place:
            self._head.show_hint(words)

    def show_details(self, details: QWidget | None) -> None:
        """Open with these details, or close."""
        self._details = details
        self.chevron.set_icon("chevron-right" if details is None else "chevron")
        self.chevron.set_text("More about this ball" if details is None else "Less about this ball")
        if details is not None:
            details.setParent(self)
            details.show()
            self._lay_out()

    # How it looks

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out."""
        super().resizeEvent(event)
        self._lay_out()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring when keys led here, not a click."""
        if event.reason() not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
            self._ring = event.reason() != Qt.FocusReason.MouseFocusReason
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring; it is back when only the window or a menu had been away."""
        if event.reason() not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
            self._ring = False
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground and frame, and the ring of the keyboard."""
        super().paintEvent(event)
        if self._ring:
            with QPainter(self) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(QPen(self._theme.palette.focus, 2.0))
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.0, 1.0, -1.0, -1.0), RADIUS, RADIUS)

    def _lay_out(self) -> None:
        scaled = self._theme.scaled
        padding, side = scaled(PADDING), scaled(CHEVRON_SIDE)
        middle = scaled(HEAD_TOP) + scaled(HEAD_HEIGHT) // 2
        self.chevron.setGeometry(self.width() - side - 2, middle - side // 2, side, side)
        self._head.setGeometry(padding, scaled(HEAD_TOP), self.chevron.x() - padding, scaled(HEAD_HEIGHT))
        left = padding - round(SIDE_ROOM)  # the groove, not the room for its knob, lines up with the disc
        self.slider.setGeometry(left, scaled(SLIDER_TOP), self.width() - 2 * left, scaled(SLIDER_HEIGHT))
        if self._details is not None:
            top = scaled(CLOSED_HEIGHT)
            self._details.setGeometry(padding, top, self.width() - 2 * padding, self.height() - top - padding)

    # What the person does

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open or close."""
        if event.button() == Qt.MouseButton.LeftButton and event.position().y() < self._theme.scaled(CLOSED_HEIGHT):
            self.toggled.emit(self.place)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of this ball."""
        self._session.select(self.place)
        self.menu_wanted.emit(event)

    def _tell_why(self, _event: QHelpEvent) -> bool:
        """Have the newest sentence ready when the mouse waits."""
        self.setToolTip(plain_tooltip(self._session.account(self.place)))
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down go to another card, Enter opens, Delete removes."""
        if not (self.hasFocus() or self.slider.hasFocus()) or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            event.ignore()
            return
        match event.key():
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                self.moved_on.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.toggled.emit(self.place)
            case Qt.Key.Key_Delete:
                self._session.remove(self.place)
            case _:
                event.ignore()
