"""The dialog of films: what they show, which steps, how fast, how large, with a preview and the size of the file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLocale, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.controls.plain_text import plain_label
from app.pictures.figure import Part
from app.pictures.film_options import FilmedScene, FilmInfo, FilmOptions
from app.pictures.formats import FILM_FORMATS, GIF, FilmFormat
from app.pictures.limits import (
    DEFAULT_FILM_SIZE,
    DEFAULT_FPS,
    MAX_FILM_SIDE,
    MAX_FPS,
    MAX_SPEED,
    MIN_FILM_SIDE,
    MIN_FPS,
    MIN_SPEED,
)
from app.text.figures import LANDSCAPE, RUN_PARTS
from app.text.numbers import whole
from app.text.translation import _, ngettext
from app.theme.application import theme
from app.theme.palette import SPACE, ThemeName
from app.window.film_preview import FilmPreview
from app.window.picture_form import (
    PREVIEW_PX,
    Preview,
    grid_of,
    number_field,
    part_boxes,
    row_of,
    theme_box,
)

DEBOUNCE_MS = 250
SIZES = DEFAULT_FILM_SIZE, (1280, 720), (640, 360), (720, 720)
"""Width and height in pixels."""
INFO_WIDTH_PX = 300
MIN_PREVIEW_PX, ROOM_FOR_FRAME_PX = (200, 120), (16, 48)
"""The least preview; what is left free on a small screen."""
SI = QLocale.DataSizeFormat.DataSizeSIFormat


@dataclass(frozen=True)
class FilmChoice:
    """What a person has chosen of a film; steps and speed are left open unless they were typed."""

    parts: tuple[str, ...] = (LANDSCAPE,)
    film_format: FilmFormat = GIF
    size: tuple[int, int] = DEFAULT_FILM_SIZE
    theme: ThemeName = "dark"
    steps: tuple[int, int] | None = None
    speed: float | None = None
    fps: int = round(DEFAULT_FPS)
    glides: bool = True
    loops: bool = True
    is_slow_motion: bool = False

    def options(self, part: Callable[[str], Part]) -> FilmOptions:
        """The options of the film; `part` gives a part with what of the plane it shows."""
        return FilmOptions(
            film_format=self.film_format,
            parts=tuple(map(part, self.parts)),
            size=self.size,
            theme=self.theme,
            steps=self.steps,
            speed=self.speed,
            fps=float(self.fps),
            glides=self.glides,
            loops=self.loops,
            is_slow_motion=self.is_slow_motion,
        )


class FilmDialog(QDialog):
    """Asks which film is to be saved, and previews it."""

    save_wanted = Signal(object)
    """A `FilmChoice`."""

    def __init__(
        self,
        choice: FilmChoice,
        available: Sequence[str],
        scene: FilmedScene,
        part: Callable[[str], Part],
        parent: QWidget,
    ) -> None:
        """`available`: names of the parts that there are."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Save a film"))
        self._scene, self._part = scene, part
        self._steps, self._speed = choice.steps, choice.speed
        self._measure: FilmInfo | None = None
        self.preview = Preview()
        self.preview.setMinimumSize(*MIN_PREVIEW_PX)
        self.preview.setAccessibleName(_("Preview of the film"))
        self.feed = FilmPreview(self)
        self._timer = QTimer(self, singleShot=True, interval=DEBOUNCE_MS)
        self._timer.timeout.connect(self._begin_preview)
        self.parts = part_boxes(RUN_PARTS, choice.parts, available)
        last = scene.scenario.steps  # at most; the width of the fields follows from it
        self.first_field = number_field(_("First step"), 0, last, 0)
        self.last_field = number_field(_("Last step"), 0, last, 0)
        self.all_steps = QPushButton(_("Where something happens"))
        self.speed_field = QDoubleSpinBox(decimals=2, minimum=MIN_SPEED, maximum=MAX_SPEED)
        self.speed_field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.speed_field.setKeyboardTracking(False)
        self.speed_field.setAccessibleName(_("Steps per second"))
        self.speed_field.setSuffix(" " + _("steps/s"))
        self.fps_field = number_field(_("Frames per second"), round(MIN_FPS), round(MAX_FPS), choice.fps)
        self.slow_motion = QCheckBox(_("Slow motion: four moments a step"))
        self.gliding = QCheckBox(_("Glide between steps"))
        self.looping = QCheckBox(_("Begin again at the end"))
        self.format, self.size_box, self.theme_box = QComboBox(), QComboBox(), theme_box(choice.theme)
        self.width_field = number_field(_("Width in pixels"), MIN_FILM_SIDE, MAX_FILM_SIDE, choice.size[0])
        self.height_field = number_field(_("Height in pixels"), MIN_FILM_SIDE, MAX_FILM_SIDE, choice.size[1])
        self.info = plain_label("")
        self.info.setWordWrap(True)
        self.info.setMinimumWidth(theme().scaled(INFO_WIDTH_PX))
        self.info.setMinimumHeight(2 * self.info.fontMetrics().lineSpacing() + 2)
        self.info.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.save_button, self.close_button = QPushButton(_("Save…"), default=True), QPushButton(_("Close"))
        for field in self._measured_fields:
            field.setEnabled(False)  # until the other process says what they begin with
        self._fill(choice)
        self._lay_out()
        self._listen()
        self._changed()

    @property
    def _measured_fields(self) -> tuple[QWidget, ...]:
        return self.first_field, self.last_field, self.speed_field

    @property
    def choice(self) -> FilmChoice:
        """What is chosen now."""
        return FilmChoice(
            parts=tuple(name for name, box in self.parts.items() if box.isChecked()),
            film_format=self.format.currentData(),
            size=(self.width_field.value(), self.height_field.value()),
            theme=self.theme_box.currentData(),
            steps=self._steps,
            speed=self._speed,
            fps=self.fps_field.value(),
            glides=self.gliding.isChecked(),
            loops=self.looping.isChecked(),
            is_slow_motion=self.slow_motion.isChecked(),
        )

    def _fill(self, choice: FilmChoice) -> None:
        for each in FILM_FORMATS:
            self.format.addItem(_(each.title), each)
        self.format.setCurrentIndex(FILM_FORMATS.index(choice.film_format))
        for width, height in SIZES:
            self.size_box.addItem(f"{width} × {height}", (width, height))
        self.size_box.addItem(_("Own size"), None)
        self.size_box.setCurrentIndex(SIZES.index(choice.size) if choice.size in SIZES else len(SIZES))
        self.gliding.setChecked(choice.glides)
        self.looping.setChecked(choice.loops)
        self.slow_motion.setChecked(choice.is_slow_motion)
        self.slow_motion.setEnabled(self._scene.selected >= 0)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setSpacing(2 * SPACE)
        form.addRow(plain_label(_("Shows")), grid_of(self.parts))
        form.addRow(
            plain_label(_("Steps")), row_of(self.first_field, plain_label("–"), self.last_field, self.all_steps)
        )
        form.addRow(plain_label(_("Speed")), row_of(self.speed_field))
        form.addRow("", self.slow_motion)
        form.addRow(plain_label(_("Frames per second")), row_of(self.fps_field))
        form.addRow("", self.gliding)
        form.addRow("", self.looping)
        form.addRow(plain_label(_("Format")), self.format)
        sides = row_of(self.width_field, plain_label("×"), self.height_field, plain_label(_("pixels")))
        form.addRow(plain_label(_("Size")), self.size_box)
        form.addRow("", sides)
        form.addRow(plain_label(_("Colours")), self.theme_box)
        sheet = QWidget()
        sheet.setLayout(form)
        form.setContentsMargins(0, 0, 0, 0)
        area = QScrollArea(widgetResizable=True)  # with large texts on a small screen
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(sheet)
        self._area, self._sheet = area, sheet
        left = QVBoxLayout()
        left.addWidget(area, 1)
        left.addWidget(self.info)
        left.addLayout(row_of(self.save_button, self.close_button))
        row = QHBoxLayout(self)
        row.setContentsMargins(4 * SPACE, 4 * SPACE, 4 * SPACE, 4 * SPACE)
        row.setSpacing(4 * SPACE)
        row.addLayout(left)
        row.addWidget(self.preview, 1)

    def showEvent(self, event: QShowEvent) -> None:
        # Only now do all widgets have the fonts of the style sheet.
        for widget in self.findChildren(QWidget):
            widget.ensurePolished()
        form = self._sheet.minimumSizeHint()
        self._area.setMinimumWidth(form.width() + self._area.verticalScrollBar().sizeHint().width())
        height = form.height() + self.info.minimumHeight() + self.save_button.sizeHint().height()
        width = self._area.minimumWidth() + theme().scaled(PREVIEW_PX.width())
        room = self.screen().availableSize() - QSize(*ROOM_FOR_FRAME_PX)
        self.resize(QSize(width + 12 * SPACE, height + 16 * SPACE).boundedTo(room))
        super().showEvent(event)

    def _listen(self) -> None:
        for box in (*self.parts.values(), self.gliding, self.looping):
            box.toggled.connect(self._changed)
        self.slow_motion.toggled.connect(self._on_slow_motion)
        for combo in (self.format, self.theme_box):
            combo.currentIndexChanged.connect(self._changed)
        self.size_box.currentIndexChanged.connect(self._on_size_chosen)
        for field in (self.width_field, self.height_field):
            field.valueChanged.connect(self._on_size_typed)
        for field in (self.first_field, self.last_field):
            field.valueChanged.connect(self._on_steps_typed)
        self.all_steps.clicked.connect(self._leave_steps_open)
        self.speed_field.valueChanged.connect(self._on_speed_typed)
        self.fps_field.valueChanged.connect(self._changed)
        self.feed.measured.connect(self._on_measured)
        self.feed.size_known.connect(self._on_size_known)
        self.feed.refused.connect(self._on_refused)
        self.feed.shown.connect(self.preview.show_image)
        self.save_button.clicked.connect(lambda: self.save_wanted.emit(self.choice))
        self.close_button.clicked.connect(self.reject)
        self.finished.connect(self.stop)

    def stop(self) -> None:
        """End the preview."""
        self._timer.stop()
        self.feed.stop()

    # What a person changes

    def _on_slow_motion(self) -> None:
        self._speed = None
        self._changed()

    def _on_size_chosen(self) -> None:
        size = self.size_box.currentData()
        if size is not None:
            for field, side in zip((self.width_field, self.height_field), size, strict=True):
                with QSignalBlocker(field):
                    field.setValue(side)
        self._changed()

    def _on_size_typed(self) -> None:
        size = self.width_field.value(), self.height_field.value()
        with QSignalBlocker(self.size_box):
            self.size_box.setCurrentIndex(SIZES.index(size) if size in SIZES else len(SIZES))
        self._changed()

    def _on_steps_typed(self) -> None:
        self._steps = self.first_field.value(), self.last_field.value()
        self._changed()

    def _leave_steps_open(self) -> None:
        self._steps = self._speed = None
        self._changed()

    def _on_speed_typed(self) -> None:
        self._speed = self.speed_field.value()
        self._changed()

    def _changed(self) -> None:
        """Preview the film soon."""
        is_slow = self.slow_motion.isChecked()
        self.fps_field.setEnabled(not is_slow)
        self.gliding.setEnabled(not is_slow)
        self.all_steps.setEnabled(self._steps is not None)
        self.feed.cancel()
        self.save_button.setEnabled(False)
        if self.choice.parts:
            self.info.setText(_("Drawing the preview …"))
            self._timer.start()
        else:
            self._timer.stop()
            self.info.setText(_("Choose what it shows."))

    # What the other process says

    def _begin_preview(self) -> None:
        ratio = self.preview.devicePixelRatioF()
        size = QSize(round(self.preview.width() * ratio), round(self.preview.height() * ratio))
        self.feed.begin(self._scene, self.choice.options(self._part), size)

    def _on_measured(self, measure: FilmInfo) -> None:
        self._measure = measure
        self._enable_steps()
        for field, step in ((self.first_field, measure.first_step), (self.last_field, measure.last_step)):
            with QSignalBlocker(field):
                field.setMaximum(measure.last)
                field.setValue(step)
        with QSignalBlocker(self.speed_field):
            self.speed_field.setValue(measure.speed)
        self.save_button.setEnabled(True)
        self._show_info(measure, None)

    def _on_size_known(self, size: int) -> None:
        if self._measure is not None:
            self._show_info(self._measure, size)

    def _show_info(self, measure: FilmInfo, size: int | None) -> None:
        pattern = ngettext("{count} frame, {seconds} s", "{count} frames, {seconds} s", measure.frames)
        text = pattern.format(count=whole(measure.frames), seconds=f"{measure.seconds:.1f}")
        if size is not None:
            pattern = _("{frames}; the file will have about {size}")
            text = pattern.format(frames=text, size=QLocale.c().formattedDataSize(size, 1, SI))
        self.info.setText(text)

    def _enable_steps(self) -> None:
        for field in self._measured_fields:
            field.setEnabled(True)

    def _on_refused(self, sentence: str) -> None:
        self._enable_steps()
        self.save_button.setEnabled(False)
        self.info.setText(sentence[:1].upper() + sentence[1:] + ".")
