"""What an open card shows below its slider: every value of one ball, exactly, with buttons to give it to all."""

from collections.abc import Callable
from math import ceil, inf

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QWidget

from app.controls.buttons import SegmentedControl, SmallButton
from app.controls.elided_label import ElidedLabel
from app.controls.marker_picker import ColourMarkerPicker
from app.controls.number_field import NumberField
from app.controls.plain_text import plain_label, plain_tooltip
from app.controls.popover import Popover
from app.controls.scales import LinearScale, scale_of
from app.controls.slider import ScaleSlider, side_room
from app.controls.terms import ElidedTermLabel, TermLabel
from app.files.names import LONGEST_NAME
from app.panels.parameter_slider import ParameterSlider, default_of, fitting_scale
from app.prediction.slider_outcomes import SliderOutcomes
from app.session.scene import BallStyle
from app.session.session import Session
from app.text.balls import convention_text, default_name, meaning_text, parameter_title
from app.text.commands import SHORTCUTS
from app.text.glossary import GLOSSARY, GlossaryTerm, parameter_term
from app.text.numbers import Bounds, bounds_of, number, short
from app.text.translation import _, ngettext
from app.theme.application import Theme
from app.theme.markers import Marker, ball_icon
from app.theme.palette import SPACE, colour_name
from physics.rules.base import Parameter, Scale, are_same
from physics.rules.memory import memory
from physics.rules.registry import RULES, rule_named

MARKERS = tuple(Marker)
LABEL_WIDTH = 36
MAX_TITLE_WIDTH = 72
"""Of rules, so that two of them fit next to each other."""
MIN_FIELD_WIDTH, MAX_FIELD_WIDTH, FIELD_PADDING = 88, 152, 22
MAX_WIDTH_BESIDE_SLIDER = 120


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
        """Show a style as the icon, and name its colour and marker in the tooltip."""
        self._style = style
        marker = Marker.of(style.marker)
        self.setIcon(ball_icon(self._theme.palette, style.colour, marker))
        text = _("Colour and marker: {colour}, {marker}")
        text = text.format(colour=colour_name(style.colour), marker=_(marker.value))
        self.setToolTip(plain_tooltip(text))
        self.setAccessibleName(self.toolTip())

    def open_picker(self) -> Popover:
        """Open the picker below the button."""
        picker = ColourMarkerPicker(_("Colour and marker"), self._style.colour, Marker.of(self._style.marker))
        picker.chosen.connect(self._on_chosen)
        popover = Popover(_("Colour and marker"), picker, self)
        popover.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popover.open_at(self)
        return popover

    def _on_chosen(self, colour: int, marker: str) -> None:
        self.chosen.emit(BallStyle(colour, MARKERS.index(Marker(marker))))


class BallDetails(QWidget):
    """Parameters, start, rule, name and style of one ball."""

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
        self._parameters = session.ball(ball).rule.parameters
        labels = _("start"), _("rule"), _("name"), *(parameter.symbol for parameter in self._parameters)
        self._label_width = max(theme.scaled(LABEL_WIDTH), *(ceil(self._text_width(label)) for label in labels))
        self._grid.setColumnMinimumWidth(0, self._label_width)
        self._grid.setColumnStretch(1, 1)
        self.fields: dict[str, NumberField] = {}
        """The number fields of the parameters, by name."""
        self.sliders: dict[str, ScaleSlider] = {}
        """The sliders of the parameters but the first, whose slider is on the card."""
        for parameter in self._parameters:
            self._make_parameter(parameter)
        self._make_start()
        self._make_rule()
        self._make_convention()
        self._make_name()
        self._make_buttons()
        session.balls_changed.connect(self.show_ball)
        session.landscape_changed.connect(self._show_landscape)
        session.locks_changed.connect(self._show_locks)
        self._show_locks()
        self._show_landscape()
        self.show_ball()

    def show_ball(self) -> None:
        """Show the ball's current values."""
        if self._ball >= len(self._session.run.balls):
            return
        ball = self._session.ball(self._ball)
        if not are_same(ball.rule.parameters, self._parameters):
            return  # the list of cards makes new details
        for name, value in ball.parameters.items():
            self.fields[name].set_number(value)
            if name in self.sliders and self.sliders[name].number != value:
                self.sliders[name].set_number(value)
        if self._memory is not None:
            self._show_memory(self._memory, memory(ball.parameters[self._parameters[0].name]))
        self._show_start(ball.start)
        for name, field in self.fields.items():
            self._fit(field, MAX_WIDTH_BESIDE_SLIDER if name in self.sliders else MAX_FIELD_WIDTH)
        self._fit(self.start, MAX_FIELD_WIDTH)
        self.rule.set_choice(ball.rule.name)
        self.convention.setText(" ".join(filter(None, (meaning_text(self._parameters[0]), convention_text(ball.rule)))))
        with QSignalBlocker(self.name):
            if not self.name.isModified():
                self.name.setText(ball.name or "")
            self.name.setPlaceholderText(default_name(ball.rule, ball.parameters))
        self.style_button.show_style(self._session.styles[self._ball])

    def _show_locks(self) -> None:
        session = self._session
        for name, field in self.fields.items():
            field.setEnabled(not session.is_locked(name))
        self.start.setEnabled(not session.is_locked("start"))
        self.rule.setEnabled(not session.is_locked("rule"))
        for button in (self.duplicate, self.remove):
            button.setEnabled(not session.is_locked("balls"))
        for button in self.for_all:
            button.setVisible(not session.locked)

    def _show_memory(self, label: ElidedLabel, steps: float) -> None:
        if steps == inf:
            label.set_text(_("never forgets"))
        else:
            short_text = ngettext("{count} step", "{count} steps", ceil(steps)).format(count=number(steps))
            label.set_text(_("memory {steps}").format(steps=number(steps)), short_text)

    def _fit(self, field: NumberField, most: int) -> None:
        """Make a field as wide as its number, within limits."""
        scaled = self._theme.scaled
        width = field.fontMetrics().horizontalAdvance(field.text()) + scaled(FIELD_PADDING)
        field.setFixedWidth(min(max(width, scaled(MIN_FIELD_WIDTH)), scaled(most)))

    def _show_start(self, start: float) -> None:
        """Show the start, and its bounds: the domain of the run's first landscape."""
        lo, hi = self._session.run.first_landscape.domain
        self.start.set_bounds(Bounds(lo, hi))
        self.start.set_scale(LinearScale(lo, hi))
        self._domain.set_text(_("{low} to {high}").format(low=short(lo), high=short(hi)))
        self.start.set_number(start)

    def _show_landscape(self) -> None:
        """Let the fields step along the scales that suit the landscape."""
        for parameter in self._parameters:
            scale = fitting_scale(parameter, self._session, self._ball)
            if scale is not None:
                self.fields[parameter.name].set_scale(scale)

    # The rows

    def _text_width(self, text: str) -> float:
        """Of a label or a button, without what is around it."""
        return QFontMetricsF(self._theme.font("body")).horizontalAdvance(text)

    def _make_parameter(self, parameter: Parameter) -> None:
        """A row with the label, the slider (or, for the one on the card, its memory), the field and the button."""
        row, session, symbol = len(self.fields), self._session, parameter.symbol
        has_memory = parameter.scale is Scale.MEMORY
        left: QWidget
        if row > 0:
            left = self.sliders[parameter.name] = ParameterSlider(
                parameter, session, self._theme, self._slider_outcomes, lambda: self._ball, self
            )
        else:
            left = label = ElidedTermLabel(GLOSSARY["memory"]) if has_memory else ElidedLabel()
            self._memory = label if has_memory else None
        field = NumberField(
            parameter_title(parameter),
            symbol,
            default_of(parameter),
            bounds_of(parameter),
            scale_of(parameter),
            decimals=2 if has_memory else 0,
        )
        field.set_hint(_hint(parameter))
        self.fields[parameter.name] = field
        self._add_label(row, symbol, parameter_term(parameter))
        self._add_number(row, left, field, lambda ball, value: session.set_parameter(ball, parameter.name, value))
        text = _("Give this {symbol} to all balls").format(symbol=symbol)
        self._add_for_all(row, text, lambda: session.set_parameter_for_all(parameter, field.number))

    def _make_start(self) -> None:
        self._domain = ElidedLabel()
        self.start = NumberField(_("Start w"), _("The start"), 0.0)
        self.start.set_hint(_("w at step 0, exactly; later it is as if the ball had begun there"))
        row = len(self.fields)
        self._add_label(row, _("start"), GLOSSARY["start"])
        self._add_number(row, self._domain, self.start, self._session.set_start)
        self._add_for_all(
            row, _("Give this start to all balls"), lambda: self._session.set_start_for_all(self.start.number)
        )

    def _make_rule(self) -> None:
        titles = [_(rule.title) for rule in RULES]
        segments = [(rule.name, title, _(rule.help)) for rule, title in zip(RULES, titles, strict=True)]
        fit_in_two = max(map(self._text_width, titles)) <= self._theme.scaled(MAX_TITLE_WIDTH)
        self.rule = SegmentedControl(_("Rule"), segments, columns=2 if fit_in_two else 1)
        self.rule.chosen.connect(self._on_rule_chosen)
        self.setFocusProxy(self.rule)
        row = len(self.fields) + 1
        self._add_label(row, _("rule"), GLOSSARY["rule"])
        self._grid.addWidget(self.rule, row, 1, 1, 2)
        self._add_for_all(
            row, _("Give this rule to all balls"), lambda: self._session.set_rule_for_all(rule_named(self.rule.choice))
        )

    def _make_convention(self) -> None:
        """A line below the rule: what the parameter on the card means in it, and how it is written."""
        self.convention = plain_label(word_wrap=True)
        self.convention.setProperty("tone", "muted")
        self.convention.setFont(self._theme.font("small"))
        self._grid.addWidget(self.convention, len(self.fields) + 2, 0, 1, 4)

    def _make_name(self) -> None:
        self.name = QLineEdit(maxLength=LONGEST_NAME)
        self.name.setAccessibleName(_("Name"))
        pattern = _("A name of its own; empty: named after its {symbol}")
        self.name.setToolTip(plain_tooltip(pattern.format(symbol=self._parameters[0].symbol)))
        self.name.editingFinished.connect(self._on_name_edited)
        self.style_button = StyleButton(self._theme)
        self.style_button.chosen.connect(lambda style: self._session.set_style(self._ball, style))
        row_index = len(self.fields) + 3
        self._add_label(row_index, _("name"))
        self._grid.addWidget(self.name, row_index, 1, 1, 2)
        self._grid.addWidget(self.style_button, row_index, 3)

    def _make_buttons(self) -> None:
        self.duplicate, self.remove = QPushButton(_("Duplicate")), QPushButton(_("Remove"))
        texts = _("Duplicate this ball ({keys})"), _("Remove this ball ({keys})")
        for button, text, command in zip((self.duplicate, self.remove), texts, ("duplicate", "remove"), strict=True):
            button.setToolTip(plain_tooltip(text.format(keys=SHORTCUTS[command])))
        self.duplicate.clicked.connect(lambda: self._session.duplicate(self._ball))
        self.remove.clicked.connect(lambda: self._session.remove(self._ball))
        row = QHBoxLayout()
        row.setSpacing(2 * SPACE)
        for button in (self.duplicate, self.remove):
            button.setAutoDefault(False)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button)
        self._grid.addLayout(row, len(self.fields) + 4, 1, 1, 3)

    def _add_label(self, row: int, text: str, term: GlossaryTerm | None = None) -> None:
        label = plain_label(text) if term is None else TermLabel(text, term)
        label.setProperty("tone", "muted")
        self._grid.addWidget(label, row, 0)

    def _add_number(self, row: int, left: QWidget, field: NumberField, command: Callable[[int, float], None]) -> None:
        field.committed.connect(lambda number: command(self._ball, number))
        field.refused.connect(self._session.message)
        self._session.history.merge_during(field.gesture)
        cell, gap = QHBoxLayout(), self._grid.horizontalSpacing()
        cell.setSpacing(0)
        # A slider's groove lines up with the other rows: the room for its knob lies in the gap before it.
        overlap = side_room() if isinstance(left, ScaleSlider) else 0
        cell.addSpacing(self._label_width + gap - overlap)
        cell.addWidget(left, 1)
        cell.addSpacing(gap)
        cell.addWidget(field)
        self._grid.addLayout(cell, row, 0, 1, 3)

    def _add_for_all(self, row: int, tooltip: str, command: Callable[[], None]) -> None:
        button = SmallButton(self._theme, _("all balls"), tooltip, is_framed=True)
        button.clicked.connect(command)
        self.for_all.append(button)
        self._grid.addWidget(button, row, 3)

    def _on_rule_chosen(self, rule: str) -> None:
        if rule != self._session.ball(self._ball).rule.name:
            self._session.set_rule(self._ball, rule_named(rule))

    def _on_name_edited(self) -> None:
        if self.name.isModified():
            self.name.setModified(False)
            self._session.rename(self._ball, self.name.text())
            self.show_ball()  # the session may have changed the name


def _hint(parameter: Parameter) -> str:
    """What can be typed for a parameter."""
    if parameter.scale is Scale.LOGARITHMIC:
        pattern = _("{symbol}, exactly: the {title}, more than 0")
    elif parameter.scale is Scale.MEMORY:
        pattern = _("{symbol}, exactly: the {title}, {low} to {high}. Its memory is 1/(1 − {symbol}) steps")
    else:
        pattern = _("{symbol}, exactly: the {title}, {low} to {high}")
    low, high = short(parameter.low), short(parameter.high)
    return pattern.format(symbol=parameter.symbol, title=_(parameter.title), low=low, high=high)
