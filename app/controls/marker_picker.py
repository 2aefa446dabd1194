"""A picker for a ball's colour and marker."""

from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QVBoxLayout, QWidget

from app.controls.plain_text import plain_label, plain_tooltip
from app.text.translation import _
from app.theme.application import font, theme
from app.theme.markers import Marker, paint_ball
from app.theme.palette import BALL_COLOUR_NAMES, RADIUS_SMALL, SPACE

SWATCH_SIZE = 32
COLUMNS = 6


class Swatch(QAbstractButton):
    """A ball with one colour and marker, to be chosen."""

    def __init__(self, accessible_name: str, colour_index: int, marker: Marker) -> None:
        super().__init__()
        self.setAccessibleName(accessible_name)
        self.setToolTip(plain_tooltip(accessible_name))
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.colour_index = colour_index
        self.marker = marker

    def sizeHint(self) -> QSize:
        return QSize(theme().scaled(SWATCH_SIZE), theme().scaled(SWATCH_SIZE))

    def paintEvent(self, _event: QPaintEvent) -> None:
        palette = theme().palette
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            if self.isChecked() or self.underMouse():
                painter.setPen(QPen(palette.line_strong, 1.0) if self.isChecked() else Qt.PenStyle.NoPen)
                painter.setBrush(palette.raised)
                painter.drawRoundedRect(box, RADIUS_SMALL, RADIUS_SMALL)
            if self.hasFocus():
                painter.setPen(QPen(palette.focus, 2.0))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(box, RADIUS_SMALL, RADIUS_SMALL)
            radius = theme().scaled(20) / 2.0
            paint_ball(painter, QPointF(box.center()), radius, palette, self.colour_index, self.marker)


class ColourMarkerPicker(QWidget):
    """All colours with the chosen marker, and all markers in the chosen colour."""

    chosen = Signal(int, str)
    """The person chose: index of the colour, and the `Marker` (a str)."""

    def __init__(self, accessible_name: str, colour_index: int, marker: Marker) -> None:
        super().__init__()
        self.setAccessibleName(accessible_name)
        self._colour_index = colour_index
        self._marker = marker
        self._colours = [Swatch(_(name), index, marker) for index, name in enumerate(BALL_COLOUR_NAMES)]
        self._markers = [Swatch(_(each.value), colour_index, each) for each in Marker]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        self._groups = [
            self._add_rows(column, _("Colour"), self._colours),
            self._add_rows(column, _("Marker"), self._markers),
        ]
        self.setFocusProxy(self._colours[colour_index if colour_index < len(self._colours) else 0])
        self.set_choice(colour_index, marker)

    @property
    def choice(self) -> tuple[int, Marker]:
        """Index of the colour, and the marker."""
        return self._colour_index, self._marker

    def set_choice(self, colour_index: int, marker: Marker) -> None:
        """Set the choice without a signal."""
        self._colour_index, self._marker = colour_index, marker
        for swatch in self._colours:
            swatch.marker = marker
        for swatch in self._markers:
            swatch.colour_index = self._colour_index
        colours, markers = self._groups
        with QSignalBlocker(colours), QSignalBlocker(markers):
            self._swatch_of(marker).setChecked(True)
            colours.setExclusive(False)  # a colour of a scale is none of these
            for swatch in self._colours:
                swatch.setChecked(swatch.colour_index == colour_index)
            colours.setExclusive(True)
        self.update()

    def _swatch_of(self, marker: Marker) -> Swatch:
        return next(swatch for swatch in self._markers if swatch.marker == marker)

    def _add_rows(self, column: QVBoxLayout, title: str, swatches: list[Swatch]) -> QButtonGroup:
        label = plain_label(title)
        label.setFont(font("small"))
        label.setProperty("tone", "muted")
        column.addWidget(label)
        grid = QGridLayout()
        grid.setSpacing(SPACE // 2)
        grid.setColumnStretch(COLUMNS, 1)
        group = QButtonGroup(self)
        for index, swatch in enumerate(swatches):
            grid.addWidget(swatch, index // COLUMNS, index % COLUMNS)
            group.addButton(swatch)
        column.addLayout(grid)
        group.buttonToggled.connect(self._on_toggled)
        return group

    def _on_toggled(self, button: QAbstractButton, is_checked: bool) -> None:
        if is_checked and isinstance(button, Swatch):
            self.set_choice(button.colour_index, button.marker)
            self.chosen.emit(*self.choice)
