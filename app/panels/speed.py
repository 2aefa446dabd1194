"""The speed: its button, the panel below that, and the measured steps per second."""

from collections import deque

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.controls.number_field import NumberField
from app.controls.plain_text import plain_label, plain_tooltip
from app.controls.popover import Popover
from app.controls.scales import LogScale
from app.controls.slider import ScaleSlider
from app.files.view import MAX_SPEED, MIN_SPEED
from app.session.session import Session
from app.text.numbers import Bounds, number_text
from app.text.translation import _, ngettext
from app.theme.application import Theme
from app.theme.palette import SPACE

SPEEDS = (1, 5, 10, 30, 60, 120, 300, 1000, 2000)
"""Steps per second of the panel's buttons and of the keys for faster and slower."""
SPEEDS_PER_ROW = 5
WIDTH, FIELD_WIDTH = 288, 80
MEASURED_S = 1.0
"""The measured speed is an average over this time."""


class SpeedButton(QPushButton):
    """Shows the speed and opens the panel."""

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self._session, self._theme = session, theme
        self.setProperty("kind", "quiet")
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip(_("How many steps are made in a second, 1 to 2000"))
        self.clicked.connect(self.open_panel)
        session.playback.speed_changed.connect(self._show_speed)
        theme.theme_changed.connect(self._show_speed)
        self._show_speed()

    def open_panel(self) -> Popover:
        """Open the panel below the button."""
        panel = SpeedPanel(self._session, self._theme)
        popover = Popover(_("Speed"), panel, self)
        popover.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popover.open_at(self)
        panel.field.selectAll()
        return popover

    def _show_speed(self) -> None:
        self.setFont(self._theme.font("number_small"))
        speed = number_text(self._session.playback.speed)
        self.setText(_("{speed} steps/s  ▾").format(speed=speed))
        self.setAccessibleName(_("Speed: {speed} steps per second").format(speed=speed))


class SpeedPanel(QWidget):
    """A slider, an exact field, and buttons for usual speeds."""

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self._playback = session.playback
        scale = LogScale(MIN_SPEED, MAX_SPEED)
        self.slider = ScaleSlider(_("Steps per second"), scale, self._playback.speed)
        self.field = NumberField(
            _("Steps per second"), _("The speed"), self._playback.speed, Bounds(MIN_SPEED, MAX_SPEED), scale
        )
        self.field.setFixedWidth(theme.scaled(FIELD_WIDTH))
        self.slider.number_changed.connect(self._playback.set_speed)
        self.field.committed.connect(self._playback.set_speed)
        self._playback.speed_changed.connect(self._show_speed)
        self.setFocusProxy(self.field)
        self.setFixedWidth(theme.scaled(WIDTH))
        self._buttons: dict[int, QPushButton] = {}
        self._lay_out()
        self._show_speed()

    def _choose(self, speed: int) -> None:
        self._playback.set_speed(float(speed))
        self._show_speed()

    def _show_speed(self) -> None:
        self.slider.set_number(self._playback.speed)
        self.field.set_number(self._playback.speed)
        for speed, button in self._buttons.items():
            button.setChecked(speed == self._playback.speed)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(2 * SPACE)
        row.addWidget(self.slider, 1)
        row.addWidget(self.field)
        unit = plain_label(_("steps/s"))
        unit.setProperty("tone", "muted")
        row.addWidget(unit)
        buttons = QGridLayout()
        buttons.setSpacing(SPACE)
        for index, speed in enumerate(SPEEDS):
            button = QPushButton(f"{speed}")
            button.setProperty("kind", "segment")
            button.setStyleSheet("padding: 0;")
            button.setAutoDefault(False)
            button.setCheckable(True)
            tooltip = ngettext("{speed} step per second", "{speed} steps per second", speed)
            button.setToolTip(plain_tooltip(tooltip.format(speed=speed)))
            button.clicked.connect(lambda _checked=False, speed=speed: self._choose(speed))
            self._buttons[speed] = button
            buttons.addWidget(button, index // SPEEDS_PER_ROW, index % SPEEDS_PER_ROW)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3 * SPACE)
        column.addLayout(row)
        column.addLayout(buttons)


class SpeedMeter:
    """Measures steps per second from readings of the step; wall time is passed in."""

    def __init__(self) -> None:
        self._readings: deque[tuple[float, int]] = deque()

    def reset(self) -> None:
        """Forget all readings."""
        self._readings.clear()

    def read(self, now: float, step: int) -> None:
        """Add a reading at `now` seconds; a smaller step than before resets the meter."""
        if self._readings and step < self._readings[-1][1]:
            self.reset()
        self._readings.append((now, step))
        while len(self._readings) > 2 and self._readings[1][0] <= now - MEASURED_S:
            self._readings.popleft()

    @property
    def speed(self) -> float | None:
        """Average over about the last second; None before half a second."""
        if len(self._readings) < 2:
            return None
        (first, first_step), (last, last_step) = self._readings[0], self._readings[-1]
        return (last_step - first_step) / (last - first) if last - first >= MEASURED_S / 2.0 else None
