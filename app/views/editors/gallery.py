"""The gallery: every preset as a picture, with what there is to look for."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.controls.elided_label import ElidedLabel
from app.controls.plain_text import plain_label
from app.controls.popover import Popover
from app.files.presets import preset_names
from app.theme import SPACE, Theme
from app.views.editors.preset_button import PresetButton

COLUMNS = 4
WORDS_HEIGHT = 54
"""Pixels for the sentence: three lines, so that nothing moves from one preset to the next."""
ARROWS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -COLUMNS,
    Qt.Key.Key_Down: COLUMNS,
}


class Gallery(QWidget):
    """A grid of presets: arrow keys go through it, Enter or a click chooses."""

    chosen = Signal(object)
    """The person chose this `Preset`."""
    import_wanted = Signal()
    """The person would rather have a curve of their own."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.buttons = [PresetButton(name, theme) for name in preset_names()]
        self._look_for = plain_label(word_wrap=True)
        self._look_for.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._source = ElidedLabel()
        self._to_read = list(self.buttons)
        self._reading = QTimer(self, interval=0)
        self._reading.timeout.connect(self._read_next)
        self._lay_out()
        for button in self.buttons:
            button.pointed_at.connect(self._show_words)
            button.clicked.connect(self._choose)
        theme.theme_changed.connect(self._take_size)
        self._take_size()

    @property
    def shown_words(self) -> tuple[str, str]:
        """What there is to look for in the preset that is pointed at, and where that comes from."""
        return self._look_for.text(), self._source.text

    def mark(self, name: str | None) -> None:
        """Mark the preset that is in force, and let the keyboard begin there."""
        marked = self.buttons[0]
        for button in self.buttons:
            button.set_chosen(button.name == name)
            marked = button if button.name == name else marked
        self.setFocusProxy(marked)

    def showEvent(self, event: QShowEvent) -> None:
        """Read the presets that are not there yet, one at a time, so that the gallery is open at once."""
        super().showEvent(event)
        self._reading.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Read on when it is opened again."""
        self._reading.stop()
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys go from picture to picture, Enter chooses."""
        focused = self.focusWidget()
        if not isinstance(focused, PresetButton):
            super().keyPressEvent(event)
        elif event.key() in ARROWS:
            place = self.buttons.index(focused) + ARROWS[Qt.Key(event.key())]
            if 0 <= place < len(self.buttons):
                self.buttons[place].setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused.click()
        else:
            super().keyPressEvent(event)

    def _read_next(self) -> None:
        if self._to_read:
            self._to_read.pop(0).preset.landscape  # noqa: B018  # asking for it reads it
        else:
            self._reading.stop()

    def _show_words(self) -> None:
        button = self.sender()
        if isinstance(button, PresetButton):
            self._look_for.setText(button.preset.look_for)
            self._source.set_text(button.preset.source)

    def _choose(self) -> None:
        button = self.sender()
        if isinstance(button, PresetButton):
            self.chosen.emit(button.preset)

    def _take_size(self) -> None:
        self._look_for.setFixedHeight(self._theme.scaled(WORDS_HEIGHT))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * SPACE)
        grid = QGridLayout()
        grid.setSpacing(SPACE)
        for place, button in enumerate(self.buttons):
            grid.addWidget(button, place // COLUMNS, place % COLUMNS)
        column.addLayout(grid)
        column.addWidget(self._look_for)
        last = QHBoxLayout()
        last.addWidget(self._source, 1)
        import_button = QPushButton("Import a curve…", autoDefault=False)
        import_button.setToolTip("Read a curve from a file (Ctrl+I)")
        import_button.clicked.connect(self.import_wanted)
        last.addWidget(import_button)
        column.addLayout(last)


class GalleryPopover(Popover):
    """The gallery as a floating panel."""

    closed = Signal()
    """It is no longer open, whether something was chosen or not."""

    def __init__(self, gallery: Gallery, parent: QWidget) -> None:
        super().__init__("Choose a landscape", gallery, parent)
        self.gallery = gallery

    def hideEvent(self, event: QHideEvent) -> None:
        """Tell that it was closed."""
        super().hideEvent(event)
        self.closed.emit()
