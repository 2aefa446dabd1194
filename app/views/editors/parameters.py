"""Sliders for the parameters of a formula."""

from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from app.controls.buttons import SmallButton
from app.controls.number_field import NumberField
from app.controls.plain_text import plain_tooltip
from app.controls.scales import SteppedScale
from app.controls.slider import ScaleSlider
from app.files.slider_range import FARTHEST
from app.session.session import Session
from app.text.numbers import Bounds, number_text
from app.text.translation import _
from app.theme.application import Theme
from app.theme.palette import SPACE
from app.views.editors.live_edit import LiveEdit
from app.views.editors.range_popover import RangePopover
from physics.landscape.base import Landscape
from physics.landscape.formula import PARAMETERS, FormulaLandscape

BUTTON_WIDTH_PX, FIELD_WIDTH_PX = 26, 72
USUAL_WIDTH_PX = 1000
"""Of all sliders, until `fit` is told another one."""
MAX_WIDTH_PX = 440
"""Of a parameter: name, slider and field."""


class ParameterControl(QWidget):
    """The name, which opens the range; the slider; and the exact value of one parameter.

    While the slider moves, the landscape follows at a bounded rate. A drag is one entry of the history, and so are
    keys without a pause. A value without a curve is refused with a sentence, and at the end of the gesture the value
    in force is shown again.
    """

    def __init__(self, name: str, session: Session, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._name, self._session, self._theme = name, session, theme
        self._live = LiveEdit(session, _("parameter {name}").format(name=name), self)
        self.is_moving = False
        """Whether a drag or keys are under way, and the slider may be ahead of the landscape."""
        self._popover: RangePopover | None = None
        scale = self._scale()
        self.button = SmallButton(theme, name, "", is_framed=True)
        self.slider = ScaleSlider(_("Parameter {name}").format(name=name), scale, 1.0)
        accessible_name = _("Value of the parameter {name}").format(name=name)
        self.field = NumberField(accessible_name, name, 1.0, Bounds(-FARTHEST, FARTHEST), scale)
        self.slider.setToolTip(plain_tooltip(_("{name} in the formula").format(name=name)))
        self.slider.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE)
        row.addWidget(self.button)
        row.addWidget(self.slider, 1)
        row.addWidget(self.field)
        self.button.clicked.connect(self.open_range)
        self.slider.number_changed.connect(self._move)
        self.field.committed.connect(self._set)
        self.field.refused.connect(session.message)
        for gesture in (self.slider.gesture, self.field.gesture):
            gesture.began.connect(self._begin)
            gesture.ended.connect(self._end)
        session.ranges_changed.connect(self.fit_range)
        theme.theme_changed.connect(self._fit_sizes)
        self._fit_sizes()
        self.fit_range()

    @property
    def popover(self) -> RangePopover | None:
        """The popover with the range, while it is open."""
        return self._popover if self._popover is not None and self._popover.isVisible() else None

    def open_range(self) -> None:
        """Open the fields for the range of the slider."""
        if self._popover is None:
            self._popover = RangePopover(self._name, self._session, self)
        self._popover.show_range()
        self._popover.open_at(self.button)

    def show_value(self, number: float) -> None:
        """Show the value in force, and widen the range if it is outside; nothing while the person moves it."""
        if not self._live.is_current:  # something else has changed the landscape
            self._live.stop()
            self._live.begin()
        if self.is_moving:
            return
        if number != self.slider.number:
            self._widen(number)
        self.slider.set_number(number)
        self.field.set_number(number)

    def _begin(self) -> None:
        self.is_moving = True
        self._live.begin()

    def _move(self, number: float) -> None:
        self.field.set_number(number)
        self._live.offer(partial(self._made, number))

    def _set(self, number: float) -> None:
        """Set a value that was typed, or reached by keys in the field."""
        if self.is_moving:
            self.slider.set_number(number)
            self._live.offer(partial(self._made, number))
        else:
            self._begin()
            self.slider.set_number(number)
            self._widen(number)
            self._end()

    def _end(self) -> None:
        """Set the last value at once, and show the one in force, which is another one if it was refused."""
        self._live.stop()
        if self.slider.number != self._in_force:
            self._live.commit(partial(self._made, self.slider.number))
        self.is_moving = False
        self._live.begin()
        self.show_value(self._in_force)

    @property
    def _in_force(self) -> float:
        return parameters_of(self._session.landscape).get(self._name, self.slider.number)

    def _made(self, number: float) -> FormulaLandscape:
        landscape = self._session.landscape
        assert isinstance(landscape, FormulaLandscape)  # with any other no gesture is under way
        return landscape.with_parameters({self._name: number})

    # Range and sizes.

    def _widen(self, number: float) -> None:
        self._session.set_slider_range(self._name, self._session.slider_range(self._name).including(number))

    def _scale(self) -> SteppedScale:
        reach = self._session.slider_range(self._name)
        return SteppedScale(reach.low, reach.high, reach.step)

    def fit_range(self) -> None:
        """Take the range that the session has for this parameter."""
        scale, reach = self._scale(), self._session.slider_range(self._name)
        self.slider.set_scale(scale)
        self.field.set_scale(scale)
        pattern = _("{name} from {low} to {high} in steps of {step}: change")
        low, high, step = (number_text(number) for number in (reach.low, reach.high, reach.step))
        text = pattern.format(name=self._name, low=low, high=high, step=step)
        self.button.setToolTip(plain_tooltip(text))
        self.button.setAccessibleName(text)

    def _fit_sizes(self) -> None:
        self.button.setFixedWidth(self._theme.scaled(BUTTON_WIDTH_PX))
        self.field.setFixedWidth(self._theme.scaled(FIELD_WIDTH_PX))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.scaled(MAX_WIDTH_PX), super().sizeHint().height())


class ParameterBar(QWidget):
    """The sliders of all parameters of the landscape's formula, hidden where it has none."""

    room_changed = Signal()
    """Sliders have come or gone."""

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self._session = session
        self._names: tuple[str, ...] | None = None
        self._columns = len(PARAMETERS)
        self._width = USUAL_WIDTH_PX
        self._is_wanted = True
        self.controls = {name: ParameterControl(name, session, theme, self) for name in PARAMETERS}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(4 * SPACE)
        self._grid.setVerticalSpacing(SPACE)
        self.setAccessibleName(_("Parameters of the formula"))
        session.landscape_changed.connect(self._show_landscape)
        self._show_landscape()

    def set_tab_order_after(self, before: QWidget) -> None:
        """Let Tab go from a widget of the same window to the sliders."""
        for control in self.controls.values():
            for widget in (control.button, control.slider, control.field):
                QWidget.setTabOrder(before, widget)
                before = widget

    def set_wanted(self, is_wanted: bool) -> None:
        """Show the sliders, if the formula has parameters, or hide them."""
        self._is_wanted = is_wanted
        self._show_or_hide()

    @property
    def least_size(self) -> QSize:
        """The least size with as many sliders in a row as now; empty while hidden."""
        return QSize() if self.isHidden() else QSize(self._cell_width, self.minimumSizeHint().height())

    def fit(self, width: int) -> None:
        """Put the sliders into as few rows as this width has room for."""
        self._width = width
        columns = self._fitting_columns()
        if columns != self._columns:
            self._columns = columns
            self._place()

    def _fitting_columns(self) -> int:
        """As many columns as make rows equally long."""
        spacing, count = self._grid.horizontalSpacing(), max(1, len(self._names or ()))
        room = max(1, (self._width + spacing) // (self._cell_width + spacing))
        rows = -(-count // room)
        return -(-count // rows)

    @property
    def _cell_width(self) -> int:
        return max(control.minimumSizeHint().width() for control in self.controls.values())

    def _show_landscape(self) -> None:
        values = parameters_of(self._session.landscape)
        if tuple(values) != self._names:
            self._names = tuple(values)
            self._columns = self._fitting_columns()
            self._place()
            self._show_or_hide()
        for name, value in values.items():
            self.controls[name].show_value(value)

    def _place(self) -> None:
        names = self._names or ()
        for control in self.controls.values():
            self._grid.removeWidget(control)
        for index, name in enumerate(names):
            self._grid.addWidget(self.controls[name], *divmod(index, self._columns))
        for name, control in self.controls.items():
            control.setVisible(name in names)
        self._grid.setColumnStretch(len(PARAMETERS), 1)  # takes the room that is left
        self.updateGeometry()

    def _show_or_hide(self) -> None:
        is_shown = self._is_wanted and bool(self._names)
        self.setVisible(is_shown)
        self.room_changed.emit()


def parameters_of(landscape: Landscape) -> dict[str, float]:
    """The values of the parameters of a formula; none of another landscape."""
    return dict(landscape.parameters) if isinstance(landscape, FormulaLandscape) else {}
