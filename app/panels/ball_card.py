"""One ball's card: its line of text and the slider of its first parameter; opened, also all else about the ball."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from app.controls.buttons import IconButton
from app.controls.card import Card
from app.controls.event_filter import EventFilter
from app.controls.focus_ring import FocusRing, paint_focus_ring
from app.controls.plain_text import plain_tooltip
from app.controls.slider import side_room
from app.controls.terms import TermSpot
from app.panels.ball_head import HIDDEN_OPACITY, BallHead, HeadTexts
from app.panels.parameter_slider import ParameterSlider
from app.prediction.slider_outcomes import SliderOutcomes
from app.session.session import Session
from app.text.balls import changed_since, default_name, exact_if_short, parameter_title, rounded_value
from app.text.commands import SHORTCUTS
from app.text.forcing import effective_rate
from app.text.glossary import parameter_term
from app.text.outcomes import is_at_global_minimum, short_outcome
from app.text.translation import _
from app.theme.application import Theme
from app.theme.palette import RADIUS
from physics.outcome.outcome import ROLLING
from physics.rules.registry import default_rule

CLOSED_HEIGHT = 56
PADDING = 12
HEAD_TOP, HEAD_HEIGHT = 6, 24
SLIDER_TOP, SLIDER_HEIGHT = 30, 20
"""The slider begins where the head ends: else a new text in the head had its strip painted again."""
BUTTON_SIZE = 22
CARD_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete)
"""Keys that a card uses, even if they are shortcuts of the window."""


class BallCard(Card):
    """Shows one ball of the session; the list of cards may reuse it for another ball."""

    toggled = Signal(int)
    """The person wants the card of this ball opened or closed."""
    neighbour_wanted = Signal(int)
    """Select the card above (−1) or below (1)."""
    menu_wanted = Signal(QContextMenuEvent)
    """A right click or the menu key."""

    def __init__(self, session: Session, theme: Theme, slider_outcomes: SliderOutcomes, parent: QWidget) -> None:
        super().__init__("", parent)
        self._session, self._theme = session, theme
        self.setAutoFillBackground(True)  # so that nothing behind it is painted again with it
        self.ball = 0
        self._details: QWidget | None = None
        self._ring = FocusRing()
        self._head = BallHead(theme, self)
        self._slider_outcomes = slider_outcomes
        self._parameter = default_rule().parameters[0]
        self.symbol_spot = self._new_symbol_spot()
        self.slider = self._new_slider()
        self.pressed.connect(lambda: session.select(self.ball))
        self.chevron = IconButton("chevron-right", _("More about this ball"), SHORTCUTS["open-ball"], parent=self)
        self.chevron.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.chevron.clicked.connect(lambda: self.toggled.emit(self.ball))
        self.eye = IconButton("eye", _("Hide this ball"), SHORTCUTS["hide-ball"], parent=self)
        self.eye.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.eye.clicked.connect(lambda: session.show_ball(self.ball, self.ball in session.hidden_balls))
        EventFilter(self, accepts_key=lambda event: event.key() in CARD_KEYS, on_tooltip=self._update_tooltip)

    # Contents

    def _new_slider(self) -> ParameterSlider:
        """The slider of the first parameter of the ball's rule."""
        slider = ParameterSlider(
            self._parameter, self._session, self._theme, self._slider_outcomes, lambda: self.ball, self
        )
        slider.gesture.began.connect(lambda: self._session.select(self.ball))
        return slider

    def _new_symbol_spot(self) -> TermSpot | None:
        """Explains the symbol of the slider's parameter, if the glossary does."""
        term = parameter_term(self._parameter)
        return None if term is None else TermSpot(term, self)

    def show_ball(self, ball: int) -> None:
        """Show the ball with this index as it is now."""
        is_other, self.ball = ball != self.ball, ball
        rule, values = self._session.run.ball_parameters(ball)
        if rule.parameters[0] is not self._parameter:
            self._parameter = rule.parameters[0]
            self._replace_slider()
        elif is_other:
            self.slider.fit_scale()
        if self.slider.number != values[self._parameter.name]:
            self.slider.set_number(values[self._parameter.name])
        self.show_selected()
        self.show_outcome()

    def _replace_slider(self) -> None:
        """Take the slider and the symbol of another parameter, with the keyboard focus that the old slider has."""
        old, self.slider = self.slider, self._new_slider()
        old_spot, self.symbol_spot = self.symbol_spot, self._new_symbol_spot()
        self.setTabOrder(old, self.slider)
        if self.symbol_spot is not None:
            self.setTabOrder(old, self.symbol_spot)
            self.symbol_spot.show()
        if old_spot is not None:
            old_spot.hide()
            old_spot.deleteLater()
        self._lay_out()
        self.slider.show()
        if old.hasFocus():
            self.slider.setFocus(Qt.FocusReason.OtherFocusReason)
        old.hide()
        old.deleteLater()

    def show_selected(self) -> None:
        """Show whether the ball is selected; Tab reaches only the card of the selected ball."""
        is_selected = self.ball == self._session.selected
        self.set_selected(is_selected)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_selected else Qt.FocusPolicy.ClickFocus)
        for each in (self.slider, self.symbol_spot):
            if each is not None:
                each.setFocusPolicy(Qt.FocusPolicy.TabFocus if is_selected else Qt.FocusPolicy.NoFocus)

    def show_outcome(self) -> None:
        """Show what has become of the ball."""
        run = self._session.run
        rule, parameters = run.ball_parameters(self.ball)
        own_name, first = run.balls[self.ball].name, rule.parameters[0]
        is_moving = bool(run.status.outcome[self.ball] == ROLLING and run.status.steps[self.ball])
        values = changed_since(run, self.ball)
        pattern = _("with {values}: {outcome}") if values else "{outcome}"
        status, short_status = (
            pattern.format(values=", ".join(values), outcome=short_outcome(run, self.ball, is_brief=is_brief))
            for is_brief in (False, True)
        )
        rate = effective_rate(run, self.ball)
        if rate is not None:
            status = _("{outcome} · effective rate {rate}").format(outcome=status, rate=f"{rate:.2g}")
        value = parameters[first.name]
        texts = HeadTexts(
            first.symbol,
            exact_if_short(first, value),
            rounded_value(first, value),
            own_name or "",
            status,
            short_status,
            is_moving,
            is_at_global_minimum(run, self.ball),
        )
        style = self._session.styles[self.ball]
        self._head.show_ball(style, texts)
        self._place_symbol_spot()
        self._show_hidden(style.is_hidden)
        name = own_name or default_name(rule, parameters)
        pattern = _("Ball {name}, hidden: {outcome}") if style.is_hidden else _("Ball {name}: {outcome}")
        self.setAccessibleName(pattern.format(name=name, outcome=status))
        self.slider.setAccessibleName(_("{parameter} of {name}").format(parameter=parameter_title(first), name=name))

    def _show_hidden(self, is_hidden: bool) -> None:
        """Show whether the ball is drawn."""
        self.slider.set_opacity(HIDDEN_OPACITY if is_hidden else 1.0)
        self.eye.set_icon("eye-off" if is_hidden else "eye")
        self.eye.set_text(_("Show this ball") if is_hidden else _("Hide this ball"))

    def show_hint(self, hint: str) -> None:
        """Show a text instead of the ball's own; an empty one ends that."""
        self._head.show_hint(hint)
        if self.symbol_spot is not None:
            self.symbol_spot.setVisible(not hint)

    def show_details(self, details: QWidget | None) -> None:
        """Open the card with these details; None closes it."""
        self._details = details
        self.chevron.set_icon("chevron-right" if details is None else "chevron")
        self.chevron.set_text(_("More about this ball") if details is None else _("Less about this ball"))
        if details is not None:
            details.setParent(self)
            details.show()
            self._lay_out()

    # Geometry and painting

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring.follow(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._ring.follow(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._ring.is_shown:
            with QPainter(self) as painter:
                paint_focus_ring(painter, QRectF(self.rect()), RADIUS)

    def _lay_out(self) -> None:
        scaled = self._theme.scaled
        padding, size = scaled(PADDING), scaled(BUTTON_SIZE)
        middle = scaled(HEAD_TOP) + scaled(HEAD_HEIGHT) // 2
        self.chevron.setGeometry(self.width() - size - 2, middle - size // 2, size, size)
        # Down to the slider and no further: else a new text would have the strip painted again.
        head_height = scaled(SLIDER_TOP) - scaled(HEAD_TOP)
        self._head.setGeometry(padding, scaled(HEAD_TOP), self.chevron.x() - padding, head_height)
        self._place_symbol_spot()
        left = padding - side_room()  # the groove, not the room for its knob, lines up with the marker
        top, height = scaled(SLIDER_TOP), scaled(SLIDER_HEIGHT)
        self.slider.setGeometry(left, top, self.chevron.x() - left, height)
        below = self.chevron.y() + size
        self.eye.setGeometry(self.chevron.x(), max(below, top + (height - size) // 2), size, size)
        if self._details is not None:
            top = scaled(CLOSED_HEIGHT)
            self._details.setGeometry(padding, top, self.width() - 2 * padding, self.height() - top - padding)

    def _place_symbol_spot(self) -> None:
        if self.symbol_spot is not None:
            self.symbol_spot.cover(self._head.symbol_box.translated(self._head.pos()))

    # Mouse and keys

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and event.position().y() < self._theme.scaled(CLOSED_HEIGHT):
            self.toggled.emit(self.ball)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._session.select(self.ball)
        self.menu_wanted.emit(event)

    def _update_tooltip(self, _event: QHelpEvent) -> bool:
        # The sentence changes with every step, so it is made when it is asked for.
        self.setToolTip(plain_tooltip(self._session.scene.outcome_sentence(self.ball)))
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not (self.hasFocus() or self.slider.hasFocus()) or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            event.ignore()
            return
        match event.key():
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                self.neighbour_wanted.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.toggled.emit(self.ball)
            case Qt.Key.Key_Delete:
                self._session.remove(self.ball)
            case _:
                event.ignore()
