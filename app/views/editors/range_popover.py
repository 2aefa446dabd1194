"""The popover in which the range of a parameter's slider is set."""

from PySide6.QtWidgets import QGridLayout, QWidget

from app.controls.number_field import NumberField
from app.controls.plain_text import plain_label
from app.controls.popover import Popover
from app.files.slider_range import FARTHEST, SliderRange
from app.session.session import Session
from app.text.numbers import Bounds
from app.text.translation import _, pgettext
from app.theme.application import theme
from app.theme.palette import SPACE

FIELD_WIDTH_PX = 92


class RangePopover(Popover):
    """Fields for the ends of the slider and its step."""

    def __init__(self, name: str, session: Session, parent: QWidget) -> None:
        content = QWidget()
        super().__init__(_("Range of {name}").format(name=name), content, parent)
        self._name, self._session = name, session
        ends = Bounds(-FARTHEST, FARTHEST)
        self.low = NumberField(_("Left end of the slider"), _("the left end"), 0.0, ends)
        self.high = NumberField(_("Right end of the slider"), _("the right end"), 0.0, ends)
        self.step = NumberField(_("Step of the slider"), _("the step"), 0.0, ends)
        self._refusal = plain_label(word_wrap=True)
        self._refusal.setProperty("tone", "error")
        grid = QGridLayout(content)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * SPACE)
        grid.setVerticalSpacing(SPACE)
        labels = _("from"), pgettext("between two numbers", "to"), _("step")
        for row, (text, field) in enumerate(zip(labels, (self.low, self.high, self.step), strict=True)):
            label = plain_label(text)
            label.setProperty("tone", "muted")
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
            field.setFixedWidth(theme().scaled(FIELD_WIDTH_PX))
            field.committed.connect(self._set_range)
            field.refused.connect(self._refuse)
        grid.addWidget(self._refusal, 3, 0, 1, 2)
        content.setFocusProxy(self.low)
        session.ranges_changed.connect(self.show_range)
        self.show_range()

    @property
    def refusal(self) -> str:
        """Why what was typed is no range; empty if it is one."""
        return self._refusal.text()

    def show_range(self) -> None:
        """Show the range in force."""
        reach = self._session.slider_range(self._name)
        for field, number in zip((self.low, self.high, self.step), (reach.low, reach.high, reach.step), strict=True):
            field.set_number(number)
        self._refuse("")

    def _set_range(self) -> None:
        """Take the numbers over; a step wider than the range becomes one hundredth of it."""
        low, high, step = self.low.number, self.high.number, self.step.number
        if low >= high:
            self._refuse(_("The right end must be greater than the left one."))
        elif step <= 0.0 or (self.sender() is self.step and step > high - low):
            self._refuse(_("The step must be more than 0, and no more than the range."))
        else:
            self._session.set_slider_range(
                self._name, SliderRange(low, high, step if step <= high - low else (high - low) / 100.0)
            )
            self._refuse("")

    def _refuse(self, sentence: str) -> None:
        self._refusal.setText(sentence)
        self._refusal.setVisible(bool(sentence))
        self.adjustSize()
