"""What an open card shows below its slider: every value of one ball, to be typed exactly and given to all."""

from collections.abc import Callable
from math import inf

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QWidget

from app.controls.buttons import SegmentedControl, SmallButton
from app.controls.marker_picker import ColourMarkPicker
from app.controls.number_field import NumberField
from app.controls.plain_text import plain_label, plain_tooltip
from app.controls.popover import ElidedLabel, Popover
from app.controls.scales import LinearScale, LogScale, MemoryScale
from app.controls.slider import SIDE_ROOM, ScaleSlider
from app.controls.sliders import LogSlider
from app.panels.ball_card import BallStrip
from app.prediction.slider_outcomes import SliderOutcomes
from app.session.run_operations import is_named_after_alpha
from app.session.scene import BallStyle
from app.session.session import Session
from app.text.numbers import ETA_BOUNDS, Bounds, short
from app.theme import BALL_COLOUR_NAMES, SPACE, Mark, Theme, disc_icon
from physics.number_text import number
from physics.rules.base import Rule
from physics.rules.memory import memory
from physics.rules.suggestion import eta_centre
from physics.run.ball import LONGEST_NAME, ball_name
from physics.sweep.grid import Quantity

MARKS = tuple(Mark)


class LookButton(QPushButton):
    """Opens the picker of colours and marks below itself."""

    chosen = Signal(BallStyle)
    """The person chose another look."""

    def __init__(self, theme: Theme) -> None:
        """Show nothing until `show_look`."""
        super().__init__()
        self._theme = theme
        self._look = BallStyle(0, 0)
        self.setAutoDefault(False)
        self.setStyleSheet("padding: 0;")
        self.clicked.connect(self.open_picker)

    def show_look(self, look: BallStyle) -> None:
        """Show a look."""
        self._look = look
        self.setIcon(disc_icon(self._theme.palette, look.colour, Mark.of(look.mark)))
        colour = BALL_COLOUR_NAMES[look.colour % len(BALL_COLOUR_NAMES)]
        self.setToolTip(plain_tooltip(f"Colour and mark: {colour}, {Mark.of(look.mark)}"))
        self.setAccessibleName(self.toolTip())

    def open_picker(self) -> Popover:
        """Let the person choose."""
        picker = ColourMarkPicker("Colour and mark", self._look.colour, Mark.of(self._look.mark))
        picker.chosen.connect(self._on_chosen)
        popover = Popover("Colour and mark", picker, self)
        popover.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popover.open_at(self)
        return popover

    def _on_chosen(self, colour: int, mark: str) -> None:
        self.chosen.emit(BallStyle(colour, MARKS.index(Mark(mark))))


LABEL_WIDTH = 36
FIELD_WIDTH, WIDEST_FIELD, FIELD_PADDING = 88, 152, 22
ALPHA_BOUNDS = Bounds(0.0, 1.0)
RULES = (
    (Rule.MOMENTUM.value, "Momentum", "Classical momentum (Polyak 1964): the slope is taken where the ball is"),
    (Rule.NESTEROV.value, "Nesterov", "Nesterov's momentum: the slope is taken where the momentum alone would lead"),
)


class BallDetails(QWidget):
    """α, η, start, rule, name and look of the ball at one place."""

    def __init__(self, session: Session, theme: Theme, slider_outcomes: SliderOutcomes, place: int) -> None:
        """Show the ball at `place` until the widget is deleted."""
        super().__init__()
        self._session, self._theme, self._place = session, theme, place
        self._forecast = slider_outcomes
        self.for_all: list[SmallButton] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(2 * SPACE)
        self._grid.setVerticalSpacing(2 * SPACE)
        self._grid.setColumnMinimumWidth(0, theme.scaled(LABEL_WIDTH))
        self._grid.setColumnStretch(1, 1)
        self._make_alpha()
        self._make_eta()
        self._make_start()
        self._make_rule()
        self._make_name()
        self._make_buttons()
        session.balls_changed.connect(self.show_ball)
        session.landscape_changed.connect(self._show_landscape)
        self._show_landscape()
        self.show_ball()

    def show_ball(self) -> None:
        """Show the values in force; nothing is rounded, and nothing is sent back."""
        if self._place >= len(self._session.run.balls):
            return
        ball = self._session.ball(self._place)
        self.alpha.set_number(ball.alpha)
        steps = memory(ball.alpha)
        if steps == inf:
            self._memory.set_text("never forgets")
        else:
            self._memory.set_text(f"memory {number(steps)}", f"{number(steps)} steps")
        self.eta.set_number(ball.eta)
        self.eta_slider.set_number(ball.eta)
        self._show_start(ball.start)
        for field in (self.alpha, self.eta, self.start):
            self._fit(field)
        self.rule.set_choice(ball.rule.value)
        with QSignalBlocker(self.name):
            if not self.name.isModified():
                self.name.setText("" if is_named_after_alpha(ball) else ball.name)
            self.name.setPlaceholderText(ball_name(ball.alpha))
        self.look.show_look(self._session.looks[self._place])

    def _fit(self, field: NumberField) -> None:
        """Make a field as wide as its number, as far as there is room."""
        scaled = self._theme.scaled
        width = field.fontMetrics().horizontalAdvance(field.text()) + scaled(FIELD_PADDING)
        field.setFixedWidth(min(max(width, scaled(FIELD_WIDTH)), scaled(WIDEST_FIELD)))

    def _show_start(self, start: float) -> None:
        """Show the start, and where on the landscape that the run begins on it may lie."""
        lo, hi = self._session.run.first_landscape.domain
        self.start.set_bounds(Bounds(lo, hi))
        self.start.set_scale(LinearScale(lo, hi))
        self._domain.set_text(f"{short(lo)} to {short(hi)}")
        self.start.set_number(start)

    def _show_landscape(self) -> None:
        """Lay the scale of η around what suits the landscape."""
        if self._place >= len(self._session.run.balls):
            return
        eta = self._session.run.parameters.eta[self._place].item()
        centre = eta_centre(self._session.landscape, eta)
        self.eta_slider.set_centre(centre)
        self.eta.set_scale(LogScale.around(centre))

    # The rows

    def _make_alpha(self) -> None:
        self._memory = ElidedLabel()
        self.alpha = NumberField("Momentum coefficient α", "α", 0.0, ALPHA_BOUNDS, MemoryScale(), decimals=2)
        self.alpha.set_hint(
            "α, exactly: the share of the last step that is kept, 0 to 1. Its memory is 1/(1 − α) steps"
        )
        self._add_number(0, "α", self._memory, self.alpha, self._session.set_alpha)
        self._add_for_all(0, "α", lambda: self._session.set_alpha_for_all(self.alpha.number))

    def _make_eta(self) -> None:
        self.eta_slider = LogSlider("Learning rate η", 1.0)
        self.eta_slider.number_changed.connect(lambda eta: self._session.set_eta(self._place, eta))
        self.eta_slider.set_strip(
            BallStrip(self._session, self._theme, self._forecast, Quantity.ETA, lambda: self._place)
        )
        self._forecast.changed.connect(self.eta_slider.update)
        self._forecast.changed.connect(self.eta_slider.tell_again, Qt.ConnectionType.QueuedConnection)
        self.eta = NumberField("Learning rate η", "η", 1.0, ETA_BOUNDS)
        self.eta.set_hint("η, exactly: the learning rate, more than 0")
        self._add_number(1, "η", self.eta_slider, self.eta, self._session.set_eta)
        self._add_for_all(1, "η", lambda: self._session.set_eta_for_all(self.eta.number))

    def _make_start(self) -> None:
        self._domain = ElidedLabel()
        self.start = NumberField("Start w", "The start", 0.0)
        self.start.set_hint("w at step 0, exactly; later it is as if the ball had begun there")
        self._add_number(2, "start", self._domain, self.start, self._session.set_start)
        self._add_for_all(2, "start", lambda: self._session.set_start_for_all(self.start.number))

    def _make_rule(self) -> None:
        self.rule = SegmentedControl("Rule", RULES)
        self.rule.chosen.connect(self._on_rule_chosen)
        self._add_label(3, "rule")
        self._grid.addWidget(self.rule, 3, 1, 1, 2)
        self._add_for_all(3, "rule", lambda: self._session.set_rule_for_all(Rule(self.rule.choice)))

    def _make_name(self) -> None:
        self.name = QLineEdit(maxLength=LONGEST_NAME)
        self.name.setAccessibleName("Name")
        self.name.setToolTip("A name of its own; empty: named after its α")
        self.name.editingFinished.connect(self._on_name_edited)
        self.look = LookButton(self._theme)
        self.look.chosen.connect(lambda look: self._session.set_look(self._place, look))
        self._add_label(4, "name")
        self._grid.addWidget(self.name, 4, 1, 1, 2)
        self._grid.addWidget(self.look, 4, 3)

    def _make_buttons(self) -> None:
        self.duplicate, self.remove = QPushButton("Duplicate"), QPushButton("Remove")
        self.duplicate.setToolTip("Duplicate this ball (Ctrl+D)")
        self.remove.setToolTip("Remove this ball (Del)")
        self.duplicate.clicked.connect(lambda: self._session.duplicate(self._place))
        self.remove.clicked.connect(lambda: self._session.remove(self._place))
        row = QHBoxLayout()
        row.setSpacing(2 * SPACE)
        for button in (self.duplicate, self.remove):
            button.setAutoDefault(False)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button)
        self._grid.addLayout(row, 5, 1, 1, 3)

    def _add_label(self, row: int, text: str) -> None:
        label = plain_label(text)
        label.setProperty("tone", "muted")
        self._grid.addWidget(label, row, 0)

    def _add_number(
        self, row: int, label: str, beside: QWidget, field: NumberField, command: Callable[[int, float], None]
    ) -> None:
        self._add_label(row, label)
        field.committed.connect(lambda number: command(self._place, number))
        field.refused.connect(self._session.message)
        cell, gap = QHBoxLayout(), self._grid.horizontalSpacing()
        cell.setSpacing(0)
        # The groove of a slider lines up with the other rows: the knob's room reaches into the gap before it.
        room = round(SIDE_ROOM) if isinstance(beside, ScaleSlider) else 0
        cell.addSpacing(self._theme.scaled(LABEL_WIDTH) + gap - room)
        cell.addWidget(beside, 1)
        cell.addSpacing(gap)
        cell.addWidget(field)
        self._grid.addLayout(cell, row, 0, 1, 3)

    def _add_for_all(self, row: int, what: str, command: Callable[[], None]) -> None:
        button = SmallButton(self._theme, "all balls", f"Give this {what} to all balls", framed=True)
        button.clicked.connect(command)
        self.for_all.append(button)
        self._grid.addWidget(button, row, 3)

    def _on_rule_chosen(self, rule: str) -> None:
        if Rule(rule) is not self._session.ball(self._place).rule:
            self._session.set_rule(self._place, Rule(rule))

    def _on_name_edited(self) -> None:
        if self.name.isModified():
            self.name.setModified(False)
            self._session.rename(self._place, self.name.text())
            self.show_ball()  # as it was taken, should that be no other name
