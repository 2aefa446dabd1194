"""The dialog that adds a series of balls (on the screen: a fan), which differ in one value."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QPushButton, QSpinBox, QVBoxLayout, QWidget

from app.controls.buttons import dialog_buttons
from app.controls.number_field import NumberField
from app.controls.plain_text import plain_label
from app.controls.scales import LinearScale, LogScale, MemoryScale, SliderScale
from app.files.view import COLOUR_COUNT, SCALE_COUNT
from app.session.session import Session
from app.text.balls import exact_value, parameter_title, symbol_text
from app.text.numbers import Bounds, bounds_of, whole
from app.text.translation import _, ngettext, pgettext
from app.theme.application import Theme
from app.theme.palette import SPACE
from physics.rules.base import ALPHA, Parameter, Scale
from physics.rules.series import series
from physics.run.ball import START

MAX_BALLS = 200
WIDTH, PREVIEW_HEIGHT, STRIP_HEIGHT = 460, 56, 8
FIELD_WIDTH = 96
SHOWN_AT_EACH_END = 8
DEFAULT_COUNT, DEFAULT_FIRST, DEFAULT_LAST = 9, 0.8, 0.99
DEFAULT_FACTOR = 10.0
"""From the value of the selected ball down and up, on a logarithmic scale."""


class ScaleStrip(QWidget):
    """The colours of the scale, from the first ball to the last."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedHeight(theme.scaled(STRIP_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        width = self.width() / SCALE_COUNT
        with QPainter(self) as painter:
            for place in range(SCALE_COUNT):
                colour = self._theme.palette.ball(COLOUR_COUNT + place)
                painter.fillRect(QRectF(place * width, 0.0, width + 1.0, self.height()), colour)


class SeriesDialog(QDialog):
    """Adds balls like the selected one, with a parameter or the start evenly spaced on its scale."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Fan of balls"))
        self._session, self._theme, self._model = session, theme, session.model_ball
        self.count = QSpinBox(minimum=1, maximum=MAX_BALLS, value=DEFAULT_COUNT)
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._parameters = (*self._model.rule.parameters, START)
        self.choice = QComboBox()
        self.choice.addItems([symbol_text(parameter) for parameter in self._parameters])
        for index, parameter in enumerate(self._parameters):
            self.choice.setItemData(index, parameter_title(parameter), Qt.ItemDataRole.ToolTipRole)
        self.choice.setCurrentIndex(self._parameters.index(ALPHA) if ALPHA in self._parameters else 0)
        self.first, self.last = self._fields()
        self._explanation, self._preview = plain_label(word_wrap=True), plain_label(word_wrap=True)
        self._preview.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._preview.setFont(theme.font("number_small"))
        self._refusal = plain_label(word_wrap=True)
        self._refusal.setProperty("tone", "error")
        self._refusal.setFont(theme.font("small"))
        self.accept_button = QPushButton(_("Add"), default=True)
        self._row = QHBoxLayout()
        self._lay_out(theme)
        self.count.setAccessibleName(_("Number of balls"))
        self.choice.setAccessibleName(_("What the balls differ in"))
        self.count.selectAll()
        self.count.valueChanged.connect(self._show_values)
        self.choice.currentIndexChanged.connect(self._on_chosen)
        self._show_values()

    @property
    def parameter(self) -> Parameter:
        """What the balls would differ in: a parameter of their rule, or the start."""
        return self._parameters[self.choice.currentIndex()]

    @property
    def values(self) -> tuple[float, ...]:
        """The values that the added balls would have."""
        return series(self.parameter, self.first.number, self.last.number, self.count.value())

    def accept(self) -> None:
        self._session.add_series(self.parameter, self.values)
        super().accept()

    def _on_chosen(self) -> None:
        """Ask for the ends of another parameter."""
        before, (self.first, self.last) = (self.first, self.last), self._fields()
        for old, new in zip(before, (self.first, self.last), strict=True):
            self._row.replaceWidget(old, new)
            old.hide()
            old.deleteLater()
            new.show()
        self.setTabOrder(self.choice, self.first)
        self.setTabOrder(self.first, self.last)
        self._show_values()

    def _fields(self) -> tuple[NumberField, NumberField]:
        """Fields for the first and the last value of the parameter."""
        parameter, symbol = self.parameter, symbol_text(self.parameter)
        bounds, scale, ends = self._range()
        decimals = 2 if parameter.scale is Scale.MEMORY else 0
        fields = [
            NumberField(name.format(symbol=symbol), symbol, value, bounds, scale, decimals)
            for name, value in zip((_("First {symbol}"), _("Last {symbol}")), ends, strict=True)
        ]
        for field in fields:
            field.setMinimumWidth(self._theme.scaled(FIELD_WIDTH))
            field.committed.connect(self._show_values)
            field.refused.connect(lambda text: self._refusal.setText(text))
        return fields[0], fields[1]

    def _range(self) -> tuple[Bounds, SliderScale, tuple[float, float]]:
        """What the ends may be, the scale of their steps by keys, and what they are at first."""
        parameter, value = self.parameter, self._model.value(self.parameter.name)
        if parameter == START:
            lo, hi = self._session.run.first_landscape.domain
            return Bounds(lo, hi), LinearScale(lo, hi), (lo, hi)
        if parameter.scale is Scale.MEMORY:
            return bounds_of(parameter), MemoryScale(), (DEFAULT_FIRST, DEFAULT_LAST)
        low, high = parameter.low, parameter.high
        if parameter.scale is Scale.LOGARITHMIC:
            ends = (float(f"{value / DEFAULT_FACTOR:.3g}"), float(f"{value * DEFAULT_FACTOR:.3g}"))
            return bounds_of(parameter), LogScale(low, high), (max(ends[0], low), min(ends[1], high))
        return bounds_of(parameter), LinearScale(low, high), (low, high)

    def _show_values(self) -> None:
        parameter = self.parameter
        texts = [exact_value(parameter, value) for value in self.values]
        if len(texts) > 2 * SHOWN_AT_EACH_END:
            texts = [*texts[:SHOWN_AT_EACH_END], "…", *texts[-SHOWN_AT_EACH_END:]]
        self._preview.setText("   ".join((symbol_text(parameter), *texts)))
        self._explanation.setText(_explanation(parameter))
        self._refusal.clear()
        count = self.count.value()
        self.accept_button.setText(ngettext("Add {count} ball", "Add {count} balls", count).format(count=whole(count)))

    def _lay_out(self, theme: Theme) -> None:
        self._preview.setMinimumHeight(theme.scaled(PREVIEW_HEIGHT))
        self._explanation.setProperty("tone", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(5 * SPACE, 4 * SPACE, 5 * SPACE, 5 * SPACE)
        column.setSpacing(3 * SPACE)
        column.addWidget(self._explanation)
        row = self._row
        row.setSpacing(2 * SPACE)
        row.addWidget(self.count)
        row.addWidget(plain_label(pgettext("a number of balls with a value", "balls with")))
        row.addWidget(self.choice)
        row.addWidget(plain_label(pgettext("before the first of two numbers", "from")))
        row.addWidget(self.first, 1)
        row.addWidget(plain_label(pgettext("between two numbers", "to")))
        row.addWidget(self.last, 1)
        column.addLayout(row)
        column.addWidget(ScaleStrip(theme))
        column.addWidget(self._preview)
        column.addWidget(self._refusal)
        column.addLayout(dialog_buttons(self, self.accept_button))
        self.setFixedWidth(max(theme.scaled(WIDTH), column.minimumSize().width()))


def _explanation(parameter: Parameter) -> str:
    if parameter == START:
        return _("Balls like the selected one, with their starts evenly spaced.")
    symbol = symbol_text(parameter)
    match parameter.scale:
        case Scale.MEMORY:
            pattern = _("Balls like the selected one, with {symbol} evenly spaced on the memory scale.")
        case Scale.LOGARITHMIC:
            pattern = _("Balls like the selected one, with {symbol} evenly spaced on a logarithmic scale.")
        case _:
            pattern = _("Balls like the selected one, with {symbol} evenly spaced.")
    return pattern.format(symbol=symbol)


def ask_for_series(session: Session, theme: Theme, window: QWidget) -> None:
    """Open the dialog."""
    dialog = SeriesDialog(session, theme, window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
