"""What the dialogs of pictures and of films have in common: the preview, and the fields of the form."""

from collections.abc import Collection, Iterable, Mapping

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QSizePolicy, QSpinBox, QWidget

from app.text.figures import PART_TITLES
from app.text.translation import _
from app.theme.application import theme
from app.theme.palette import ThemeName

PREVIEW_PX = QSize(560, 420)
"""The least that the preview is shown with, at any text size: the dialog fits a screen of 1280 × 800 pixels."""


class Preview(QWidget):
    """A figure, as large as there is room for it."""

    def __init__(self) -> None:
        super().__init__()
        self.image = QImage()
        self.setMinimumSize(PREVIEW_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(_("Preview of the picture"))

    def fitting(self, size: QSize) -> float:
        """Pixels of the screen for each pixel of a figure of this size."""
        return self.devicePixelRatioF() * min(self.width() / size.width(), self.height() / size.height(), 1.0)

    def show_image(self, image: QImage) -> None:
        """Show another picture, of as many pixels as the screen has for it."""
        image.setDevicePixelRatio(self.devicePixelRatioF())
        self.image = image
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            box = QRect(QPoint(0, 0), self.image.deviceIndependentSize().toSize())
            box.moveCenter(self.rect().center())
            if self.image.hasAlphaChannel():  # what is behind a picture without a background is not known
                painter.fillRect(box, theme().palette.field)
                painter.fillRect(box, Qt.BrushStyle.Dense6Pattern)
            painter.drawImage(box.topLeft(), self.image)
            painter.setPen(theme().palette.line_strong)
            painter.drawRect(box.adjusted(0, 0, -1, -1))


def part_boxes(names: Iterable[str], chosen: Collection[str], available: Collection[str]) -> dict[str, QCheckBox]:
    """Return a box for each part, by its name: checked if it is chosen, enabled if it is available."""
    boxes = {}
    for name in names:
        boxes[name] = box = QCheckBox(_(PART_TITLES[name]))
        box.setEnabled(name in available)
        box.setChecked(name in chosen and name in available)
    return boxes


def grid_of(boxes: Mapping[str, QCheckBox]) -> QGridLayout:
    """Return the boxes in two columns."""
    grid = QGridLayout()
    for index, box in enumerate(boxes.values()):
        grid.addWidget(box, *divmod(index, 2))
    return grid


def theme_box(chosen: ThemeName) -> QComboBox:
    """Return the choice of colours, with the name of the theme as the data of each."""
    box = QComboBox()
    for text, name in ((_("Light"), "light"), (_("Dark"), "dark")):
        box.addItem(text, name)
    box.setCurrentIndex(box.findData(chosen))
    return box


def number_field(name: str, least: int, most: int, value: int) -> QSpinBox:
    """Return a field for a whole number, which changes when Enter is pressed or the field is left."""
    field = QSpinBox(minimum=least, maximum=most, value=value)
    field.setAlignment(Qt.AlignmentFlag.AlignRight)
    field.setKeyboardTracking(False)
    field.setAccessibleName(name)
    return field


def row_of(*widgets: QWidget) -> QHBoxLayout:
    """Return widgets beside each other, at the left."""
    row = QHBoxLayout()
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row
