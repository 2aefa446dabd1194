"""The dialog of pictures: what they show, how large and in which colours, with a preview."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.controls.plain_text import plain_label
from app.pictures.arrangement import column_size
from app.pictures.drawing import draw_image
from app.pictures.figure import Figure
from app.pictures.formats import PICTURE_FORMATS, PNG, Holds, PictureFormat
from app.pictures.limits import COLUMN_MM, MAX_PICTURE_SCALE, MAX_PICTURE_SIDE, MIN_PICTURE_SIDE, SLIDE_PX
from app.pictures.pieces import Pieces
from app.text.figures import LANDSCAPE, MAP, PART_TITLES
from app.text.translation import _
from app.theme.palette import SPACE, ThemeName
from app.window.picture_form import Preview, grid_of, number_field, part_boxes, row_of, theme_box

DEBOUNCE_MS = 120
COPIED_RATIO = 2
"""Pixel ratio of a copy while a vector format is chosen: the clipboard takes pixels."""
PIXEL_RATIOS = range(1, MAX_PICTURE_SCALE + 1)


@dataclass(frozen=True, slots=True)
class PictureChoice:
    """What a person has chosen of a picture."""

    parts: tuple[str, ...] = (LANDSCAPE,)
    to: PictureFormat = PNG
    pixel_ratio: int = 2
    """Of a picture of pixels."""
    size: tuple[int, int] = SLIDE_PX
    theme: ThemeName = "light"
    has_background: bool = True


class PictureDialog(QDialog):
    """Asks what a picture shows and how; the person saves or copies it as often as wanted."""

    save_wanted = Signal(object)
    """A `PictureChoice`."""
    copy_wanted = Signal(object)

    def __init__(
        self,
        choice: PictureChoice,
        available: Sequence[str],
        figure: Callable[[PictureChoice], Figure],
        parent: QWidget,
    ) -> None:
        """`available`: names of the parts that there are; `figure` makes what is previewed."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Save or copy a picture"))
        self._figure = figure
        self.preview = Preview()
        self._pieces = Pieces(self)
        self._pieces.finished.connect(self.preview.show_image)
        self._timer = QTimer(self, singleShot=True, interval=DEBOUNCE_MS)
        self._timer.timeout.connect(self._draw)
        self.parts = part_boxes(PART_TITLES, choice.parts, available)
        self.format, self.size_box, self.theme_box = QComboBox(), QComboBox(), theme_box(choice.theme)
        width, height = choice.size
        self.width_field = number_field(_("Width in pixels"), MIN_PICTURE_SIDE, MAX_PICTURE_SIDE, width)
        self.height_field = number_field(_("Height in pixels"), MIN_PICTURE_SIDE, MAX_PICTURE_SIDE, height)
        self.background = QCheckBox(_("Background"))
        self.save_button = QPushButton(_("Save…"), default=True)
        self.copy_button, self.close_button = QPushButton(_("Copy")), QPushButton(_("Close"))
        self._fill(choice, available)
        self._lay_out()
        self._listen()
        self._show_choice()

    @property
    def choice(self) -> PictureChoice:
        """What is chosen now."""
        to, pixel_ratio = self.format.currentData()
        return PictureChoice(
            tuple(name for name, box in self.parts.items() if box.isChecked() and box.isEnabled()),
            to,
            pixel_ratio,
            (self.width_field.value(), self.height_field.value()),
            self.theme_box.currentData(),
            self.background.isChecked(),
        )

    @property
    def is_drawing(self) -> bool:
        """Whether another preview will follow."""
        return self._timer.isActive() or self._pieces.is_busy

    def renew(self) -> None:
        """Preview what is shown now, soon."""
        if not self.is_drawing:
            self._timer.start()

    def _fill(self, choice: PictureChoice, available: Sequence[str]) -> None:
        if MAP not in available:
            self.parts[MAP].setToolTip(_("Open the outcome map first"))
        for each in PICTURE_FORMATS:
            title, is_vector = _(each.title), each.holds is Holds.VECTOR
            for ratio in (COPIED_RATIO,) if is_vector else PIXEL_RATIOS:
                text = title if is_vector else _("{format}, {ratio}×").format(format=title, ratio=ratio)
                self.format.addItem(text, (each, ratio))
                if each is choice.to and (is_vector or ratio == choice.pixel_ratio):
                    self.format.setCurrentIndex(self.format.count() - 1)
        for combo, name in ((self.format, _("Format")), (self.size_box, _("Size")), (self.theme_box, _("Colours"))):
            combo.setAccessibleName(name)
        for text, kind in (
            (_("Slide, 16:9"), "slide"),
            (_("Column of a page, {width} mm").format(width=f"{COLUMN_MM:g}"), "column"),
            (_("Own size"), "typed"),
        ):
            self.size_box.addItem(text, kind)
        kinds = {SLIDE_PX: 0, column_size(choice.parts): 1}
        self.size_box.setCurrentIndex(kinds.get(choice.size, 2))
        self.background.setChecked(choice.has_background)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setSpacing(2 * SPACE)
        form.addRow(plain_label(_("Shows")), grid_of(self.parts))
        form.addRow(plain_label(_("Format")), self.format)
        form.addRow(plain_label(_("Size")), self.size_box)
        form.addRow("", row_of(self.width_field, plain_label("×"), self.height_field, plain_label(_("pixels"))))
        form.addRow(plain_label(_("Colours")), self.theme_box)
        form.addRow("", self.background)
        buttons = QHBoxLayout()
        for button in (self.save_button, self.copy_button, self.close_button):
            buttons.addWidget(button)
        left = QVBoxLayout()
        left.addLayout(form)
        left.addStretch(1)
        left.addLayout(buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(4 * SPACE, 4 * SPACE, 4 * SPACE, 4 * SPACE)
        row.setSpacing(4 * SPACE)
        row.addLayout(left)
        row.addWidget(self.preview, 1)

    def _listen(self) -> None:
        for box in (*self.parts.values(), self.background):
            box.toggled.connect(self._show_choice)
        for combo in (self.format, self.size_box, self.theme_box):
            combo.currentIndexChanged.connect(self._show_choice)
        for field in (self.width_field, self.height_field):
            field.valueChanged.connect(self._on_typed)
        self.save_button.clicked.connect(lambda: self.save_wanted.emit(self.choice))
        self.copy_button.clicked.connect(lambda: self.copy_wanted.emit(self.choice))
        self.close_button.clicked.connect(self.reject)
        self.finished.connect(self._stop)

    def _on_typed(self) -> None:
        self.size_box.setCurrentIndex(self.size_box.findData("typed"))
        self._show_choice()

    def _show_choice(self) -> None:
        """Fill in the size, and preview the choice soon."""
        sizes = {"slide": SLIDE_PX, "column": column_size(self.choice.parts)}
        size = sizes.get(self.size_box.currentData())
        if size is not None:
            for field, side in zip((self.width_field, self.height_field), size, strict=True):
                with QSignalBlocker(field):  # else it would count as typed
                    field.setValue(side)
        for button in (self.save_button, self.copy_button):
            button.setEnabled(bool(self.choice.parts))
        self._pieces.cancel()
        self._timer.start()

    def _draw(self) -> None:
        figure = self._figure(self.choice)
        self._pieces.begin(draw_image(figure, self.preview.fitting(figure.size)))

    def _stop(self) -> None:
        self._timer.stop()
        self._pieces.cancel()
