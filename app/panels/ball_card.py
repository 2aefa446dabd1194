"""One ball's card: its line of text and the slider of its α; opened, everything else about it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.controls.buttons import IconButton
from app.controls.event_filter import EventFilter
from app.controls.plain_text import plain_tooltip
from app.controls.popover import Card
from app.controls.slider import SIDE_ROOM
from app.controls.sliders import MemorySlider
from app.prediction.slider_outcomes import SliderOutcomes
from app.session.run_operations import is_named_after_alpha, made_with
from app.session.scene import BallStyle
from app.session.session import Session
from app.text.numbers import exact
from app.text.outcomes import end_words, short_words
from app.theme import RADIUS, Mark, Theme, paint_disc
from app.theme.outcome_colours import Pixels
from physics.arrays import Floats
from physics.number_text import rounded_alpha
from physics.outcome.outcome import ROLLING
from physics.sweep.batch import Ends
from physics.sweep.grid import Quantity
from physics.sweep.sweep import LAST_STEP

HEIGHT = 24
DISC_RADIUS = 8
DISC_GAP = 8
"""From the disc to the text."""
WORD_GAP = 6
LEAST_NAME = 36
"""Pixels that a ball's own name takes at least before the words beside it are cut."""


@dataclass(frozen=True, slots=True)
class HeadTexts:
    """What the line says."""

    alpha: str
    short_alpha: str
    """The same in fewer figures, for where there is no room."""
    name: str
    """The ball's own name, or nothing where it is only named after its α."""
    words: str
    is_rolling: bool
    """Then the words are in the ball's colour."""


class BallHead(QWidget):
    """Paints the line; the mouse goes through it to the card."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Say nothing until `show_ball`."""
        super().__init__(parent)
        self._theme = theme
        self._look = BallStyle(0, 0)
        self._texts = HeadTexts("", "", "", "", is_rolling=False)
        self._hint = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_ball(self, look: BallStyle, texts: HeadTexts) -> None:
        """Show another ball, or the same as it is now."""
        if (look, texts) != (self._look, self._texts):
            self._look, self._texts = look, texts
            self.update()

    def show_hint(self, hint: str) -> None:
        """Show these words instead of all others, or, when they are empty, no longer."""
        if hint != self._hint:
            self._hint = hint
            self.update()

    @property
    def hint(self) -> str:
        """What is shown instead of the ball's own words."""
        return self._hint

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(self._theme.scaled(240), self._theme.scaled(HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Disc, α, name; the words at the right end."""
        with QPainter(self) as painter:
            palette, texts, gap = self._theme.palette, self._texts, self._theme.scaled(WORD_GAP)
            radius = float(self._theme.scaled(DISC_RADIUS))
            middle = self.height() / 2.0
            paint_disc(painter, QPointF(radius, middle), radius, palette, self._look.colour, Mark.of(self._look.mark))
            x = 2.0 * radius + self._theme.scaled(DISC_GAP)
            if self._hint:
                font = self._theme.font("small")
                self._write(painter, x, _elided(self._hint, font, self.width() - x), font, palette.ink)
                return
            x = self._write(painter, x, "α", self._theme.font("body"), palette.muted) + gap
            font = self._theme.font("small")
            words_width = QFontMetricsF(font).horizontalAdvance(texts.words)
            alpha_width = QFontMetricsF(self._theme.font("number")).horizontalAdvance(texts.alpha)
            least_name = self._theme.scaled(LEAST_NAME)
            rest = words_width + 2 * gap + (least_name + 2 * gap if texts.name else 0.0)
            alpha = texts.alpha if x + alpha_width + rest <= self.width() else texts.short_alpha
            x = self._write(painter, x, alpha, self._theme.font("number"), palette.ink) + 2 * gap
            if texts.name:
                font = self._theme.font("body")
                room = max(least_name, self.width() - x - words_width - 2 * gap)
                x = self._write(painter, x, _elided(texts.name, font, room), font, palette.ink) + 2 * gap
            font = self._theme.font("small")
            words = _elided(texts.words, font, self.width() - x)
            colour = palette.ball_text(self._look.colour) if texts.is_rolling else palette.muted
            self._write(painter, self.width() - QFontMetricsF(font).horizontalAdvance(words), words, font, colour)

    def _write(self, painter: QPainter, x: float, text: str, font: QFont, colour: QColor) -> float:
        """Write a word on the common baseline; return where it ends."""
        painter.setFont(font)
        painter.setPen(colour)
        baseline = self.height() / 2.0 + QFontMetricsF(self._theme.font("number")).capHeight() / 2.0
        painter.drawText(QPointF(x, round(baseline)), text)
        return x + QFontMetricsF(font).horizontalAdvance(text)


def _elided(text: str, font: QFont, room: float) -> str:
    return QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, room))


class BallStrip:
    """Colours and words for a slider of α or η; the ball's place is asked for each time, since a card may change it."""

    def __init__(
        self,
        session: Session,
        theme: Theme,
        slider_outcomes: SliderOutcomes,
        quantity: Quantity,
        place: Callable[[], int],
    ) -> None:
        self._session, self._theme, self._forecast = session, theme, slider_outcomes
        self._quantity, self._place = quantity, place

    def colours(self, values: Floats, height: int) -> Pixels:
        """(height, n) the tint of the valley that each value leads to."""
        ends = self._ends(values)
        shape = height, len(values)
        outcome, valley = (np.broadcast_to(column, shape) for column in (ends.outcome, ends.valley))
        return self._theme.palette.outcomes.pixels(outcome, valley, np.zeros(shape, np.int32), LAST_STEP)

    def words(self, values: Floats, place: int) -> str:
        """Such as `α 0.934: valley 3, over 2 hills, 71 steps`; empty where it is not known."""
        words = end_words(self._session.landscape, self._ends(values, is_painted=False), place)
        return f"{self._name(values[place].item())}: {words}" if words else ""

    def point_at(self, values: Floats, place: int | None) -> None:
        """Tell what the value at a place leads to, and let a ghost set out with it from where the ball is now."""
        ball = self._place()
        if ball >= len(self._session.run.balls):
            return  # it has just been removed, and its card is about to go
        self._forecast.told.emit(ball, "" if place is None else self.words(values, place))
        run, preview = self._session.run, self._session.preview
        w, delta = run.state.w[ball].item(), run.state.delta[ball].item()
        lo, hi = run.landscape.domain
        if place is None or not lo <= w <= hi:
            preview.clear()
            return
        value = values[place].item()
        as_it_is = replace(self._session.ball(ball), name=self._name(value), start=w)
        other = {self._quantity.value: value}
        preview.show(run.landscape, replace(as_it_is, **other), delta)

    def _name(self, value: float) -> str:
        return f"{self._quantity.symbol} {exact(value)}"

    def _ends(self, values: Floats, *, is_painted: bool = True) -> Ends:
        return self._forecast.ends(self._place(), self._quantity, tuple(values.tolist()), is_painted=is_painted)


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

    def __init__(self, session: Session, theme: Theme, slider_outcomes: SliderOutcomes, parent: QWidget) -> None:
        """Show nothing until `show_ball`."""
        super().__init__("", parent)
        self._session, self._theme = session, theme
        self.place = 0
        self._details: QWidget | None = None
        self._ring = False
        self._head = BallHead(theme, self)
        self.slider = MemorySlider("Momentum coefficient α", parent=self)
        self.slider.setToolTip(ALPHA_EXPLAINED)
        self.slider.set_strip(BallStrip(session, theme, slider_outcomes, Quantity.ALPHA, lambda: self.place))
        slider_outcomes.changed.connect(self.slider.update)
        # Queued: once for all the signals of one edit.
        slider_outcomes.changed.connect(self.slider.tell_again, Qt.ConnectionType.QueuedConnection)
        slider_outcomes.told.connect(self._on_told)
        self.slider.alpha_changed.connect(lambda alpha: session.set_alpha(self.place, alpha))
        self.slider.pressed.connect(lambda: session.select(self.place))
        self.pressed.connect(lambda: session.select(self.place))
        self.chevron = IconButton("chevron-right", "More about this ball", "Return", parent=self)
        self.chevron.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.chevron.clicked.connect(lambda: self.toggled.emit(self.place))
        EventFilter(self, keeps=lambda event: event.key() in KEYS, tells=self._tell_why)

    # What it shows

    def show_ball(self, place: int) -> None:
        """Show the ball at a place as it is now."""
        self.place = place
        self.slider.set_alpha(self._session.run.parameters.alpha[place].item())
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
        rolling = bool(run.status.outcome[self.place] == ROLLING)
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
