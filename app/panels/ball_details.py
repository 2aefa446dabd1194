"""What an open card shows below its slider: every value of one ball, exactly, with buttons to give it to all."""

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
from app.panels.outcome_strip import OutcomeStrip
from app.prediction.slider_outcomes import SliderOutcomes
from app.session.run_operations import is_named_after_alpha
from app.session.scene import BallStyle
from app.session.session import Session
from app.text.commands import SHORTCUTS
from app.text.numbers import ETA_BOUNDS, Bounds, short
from app.theme.application import Theme
from app.theme.markers import Marker, ball_icon
from app.theme.palette import BALL_COLOUR_NAMES, SPACE
from physics.number_text import number
from physics.rules.base import Rule
from physics.rules.memory import memory
from physics.rules.suggestion import eta_centre
from physics.run.ball import LONGEST_NAME, ball_name
from physics.sweep.grid import Quantity

MARKS = tuple(Marker)
LABEL_WIDTH = 36
MIN_FIELD_WIDTH, MAX_FIELD_WIDTH, FIELD_PADDING = 88, 152, 22
ALPHA_BOUNDS = Bounds(0.0, 1.0)
RULES = (
    (Rule.MOMENTUM.value, "Momentum", "Classical momentum (Polyak 1964): the slope is taken where the ball is"),
    (Rule.NESTEROV.value, "Nesterov", "Nesterov's momentum: the slope is taken where the momentum alone would lead"),
)
"""Segments: key, text, tooltip."""


class StyleButton(QPushButton):
    """Shows a ball's colour and marker, and opens a picker for them."""

    chosen = Signal(BallStyle)
    """The person chose another style."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._style = BallStyle(0, 0)
        self.setAutoDefault(False)
        self.setStyleSheet("padding: 0;")
        self.clicked.connect(self.open_picker)

    def show_style(self, style: BallStyle) -> None:
        """Show a style."""
        self._style = style
        self.setIcon(ball_icon(self._theme.palette, style.colour, Marker.of(style.mark)))
        colour = BALL_COLOUR_NAMES[style.colour % len(BALL_COLOUR_NAMES)]
        self.setToolTip(plain_tooltip(f"Colour and mark: {colour}, {Marker.of(style.mark)}"))
        self.setAccessibleName(self.toolTip())

    def open_picker(self) -> Popover:
        """Open the picker below the button."""
        picker = ColourMarkPicker("Colour and mark", self._style.colour, Marker.of(self._style.mark))
        picker.chosen.connect(self._on_chosen)
        popover = Popover("Colour and mark", picker, self)
        popover.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popover.open_at(self)
        return popover

    def _on_chosen(self, colour: int, mark: str) -> None:
        self.chosen.emit(BallStyle(colour, MARKS.index(Marker(mark))))


class BallDetails(QWidget):
    """α, η, start, rule, name and style of one ball."""

    def __init__(self, session: Session, theme: Theme, slider_outcomes: SliderOutcomes, ball: int) -> None:
        """`ball` is the index of the ball."""
        super().__init__()
        self._session, self._theme, self._ball = session, theme, ball
        self._slider_outcomes = slider_outcomes
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
        """Show the ball's current values."""
        if self._ball >= len(self._session.run.balls):
            return
        ball = self._session.ball(self._ball)
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
        self.style_button.show_style(self._session.looks[self._ball])

    def _fit(self, field: NumberField) -> None:
        """Make a field as wide as its number, within limits."""
        scaled = self._theme.scaled
        width = field.fontMetrics().horizontalAdvance(field.text()) + scaled(FIELD_PADDING)
        field.setFixedWidth(min(max(width, scaled(MIN_FIELD_WIDTH)), scaled(MAX_FIELD_WIDTH)))

    def _show_start(self, start: float) -> None:
        """Show the start, and its bounds: the domain of the run's first landscape."""
        lo, hi = self._session.run.first_landscape.domain
        self.start.set_bounds(Bounds(lo, hi))
        self.start.set_scale(LinearScale(lo, hi))
        self._domain.set_text(f"{short(lo)} to {short(hi)}")
        self.start.set_number(start)

    def _show_landscape(self) -> None:
        """Centre the scale of η on what suits the landscape."""
        if self._ball >= len(self._session.run.balls):
            return
        eta = self._session.run.parameters.eta[self._ball].item()
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
        self.eta_slider.number_changed.connect(lambda eta: self._session.set_eta(self._ball, eta))
        self.eta_slider.set_strip(
            OutcomeStrip(self._session, self._theme, self._slider_outcomes, Quantity.ETA, lambda: self._ball)
        )
        self._slider_outcomes.changed.connect(self.eta_slider.update)
        self._slider_outcomes.changed.connect(self.eta_slider.update_hover, Qt.ConnectionType.QueuedConnection)
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
        self.style_button = StyleButton(self._theme)
        self.style_button.chosen.connect(lambda style: self._session.set_look(self._ball, style))
        self._add_label(4, "name")
        self._grid.addWidget(self.name, 4, 1, 1, 2)
        self._grid.addWidget(self.style_button, 4, 3)

    def _make_buttons(self) -> None:
        self.duplicate, self.remove = QPushButton("Duplicate"), QPushButton("Remove")
        self.duplicate.setToolTip(plain_tooltip(f"Duplicate this ball ({SHORTCUTS['duplicate']})"))
        self.remove.setToolTip(plain_tooltip(f"Remove this ball ({SHORTCUTS['remove']})"))
        self.duplicate.clicked.connect(lambda: self._session.duplicate(self._ball))
        self.remove.clicked.connect(lambda: self._session.remove(self._ball))
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
        self, row: int, label: str, left: QWidget, field: NumberField, command: Callable[[int, float], None]
    ) -> None:
        self._add_label(row, label)
        field.committed.connect(lambda number: command(self._ball, number))
        field.refused.connect(self._session.message)
        cell, gap = QHBoxLayout(), self._grid.horizontalSpacing()
        cell.setSpacing(0)
        # A slider's groove lines up with the other rows: the room for its knob lies in the gap before it.
        overlap = round(SIDE_ROOM) if isinstance(left, ScaleSlider) else 0
        cell.addSpacing(self._theme.scaled(LABEL_WIDTH) + gap - overlap)
        cell.addWidget(left, 1)
        cell.addSpacing(gap)
        cell.addWidget(field)
        self._grid.addLayout(cell, row, 0, 1, 3)

    def _add_for_all(self, row: int, what: str, command: Callable[[], None]) -> None:
        button = SmallButton(self._theme, "all balls", f"Give this {what} to all balls", is_framed=True)
        button.clicked.connect(command)
        self.for_all.append(button)
        self._grid.addWidget(button, row, 3)

    def _on_rule_chosen(self, rule: str) -> None:
        if Rule(rule) is not self._session.ball(self._ball).rule:
            self._session.set_rule(self._ball, Rule(rule))

    def _on_name_edited(self) -> None:
        if self.name.isModified():
            self.name.setModified(False)
            self._session.rename(self._ball, self.name.text())
            self.show_ball()  # the session may have changed the name
