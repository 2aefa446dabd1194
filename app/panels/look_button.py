"""The button that shows a ball's colour and mark and lets another one be chosen."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton

from app.controls.colour_mark_picker import ColourMarkPicker
from app.controls.plain_text import plain_tooltip
from app.controls.popover import Popover
from app.session.look import Look
from app.theme import BALL_COLOUR_NAMES, Mark, Theme, disc_icon

MARKS = tuple(Mark)


class LookButton(QPushButton):
    """Opens the picker of colours and marks below itself."""

    chosen = Signal(Look)
    """The person chose another look."""

    def __init__(self, theme: Theme) -> None:
        """Show nothing until `show_look`."""
        super().__init__()
        self._theme = theme
        self._look = Look(0, 0)
        self.setAutoDefault(False)
        self.setStyleSheet("padding: 0;")
        self.clicked.connect(self.open_picker)

    def show_look(self, look: Look) -> None:
        """Show a look."""
        self._look = look
        self.setIcon(disc_icon(self._theme.palette, look.colour, Mark.of(look.mark)))
        colour = BALL_COLOUR_NAMES[look.colour % len(BALL_COLOUR_NAMES)]
        self.setToolTip(plain_tooltip(f"Colour and mark: {colour}, {Mark.of(look.mark)}"))
        self.setAccessibleName(self.toolTip())

    def open_picker(self) -> Popover:
        """Let the person choose."""
        picker = ColourMarkPicker("Colour and mark", self._look.colour, Mark.of(self._look.mark))
        picker.chosen.connect(self._on_chosen)
        popover = Popover("Colour and mark", picker, self)
        popover.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popover.open_at(self)
        return popover

    def _on_chosen(self, colour: int, mark: str) -> None:
        self.chosen.emit(Look(colour, MARKS.index(Mark(mark))))
