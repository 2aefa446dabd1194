"""Buttons: one that is an icon, a small text button, a row of segments, the last row of a dialog."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QDialog, QHBoxLayout, QPushButton, QToolButton, QWidget

from app.controls.plain_text import plain_tooltip
from app.theme import CONTROL_HEIGHT, RADIUS_SMALL, SPACE, IconName, Palette, Theme, paint_icon, theme

ARROWS = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down})


class IconButton(QToolButton):
    """A quiet square button, or a filled round one when it is the main thing to press.

    A click leaves the keyboard where it is, so that Space goes on meaning play; Tab reaches the button.
    """

    def __init__(
        self,
        name: IconName,
        text: str,
        shortcut: QKeySequence | QKeySequence.StandardKey | str | None = None,
        round_: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`text` is the tooltip and what screen readers say; the shortcut is only shown, not set."""
        super().__init__(parent)
        self._name = name
        self._round = round_
        self._shortcut = QKeySequence(shortcut) if shortcut is not None else QKeySequence()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.set_text(text)

    def set_icon(self, name: IconName) -> None:
        """Show another icon."""
        self._name = name
        self.update()

    def set_text(self, text: str) -> None:
        """Say something else in the tooltip and to screen readers."""
        self.setAccessibleName(text)
        keys = self._shortcut.toString(QKeySequence.SequenceFormat.NativeText)
        self.setToolTip(plain_tooltip(f"{text} ({keys})" if keys else text))

    def sizeHint(self) -> QSize:
        """A square; the main button is larger."""
        side = theme().scaled(CONTROL_HEIGHT + 8 if self._round else CONTROL_HEIGHT)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        """Never smaller than it looks."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave arrows to the window, where they go from step to step; Qt would take them for Tab."""
        if event.key() in ARROWS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, icon, focus ring."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            palette = theme().palette
            side = min(self.width(), self.height())
            box = QRectF((self.width() - side) / 2.0, (self.height() - side) / 2.0, side, side).adjusted(2, 2, -2, -2)
            radius = box.width() / 2.0 if self._round else float(RADIUS_SMALL)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._ground(palette))
            painter.drawRoundedRect(box, radius, radius)
            if self.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(palette.focus, 2.0))
                painter.drawRoundedRect(box.adjusted(-1, -1, 1, 1), radius + 1.0, radius + 1.0)
            size = float(theme().scaled(18))
            corner = box.center() - QPointF(size / 2.0, size / 2.0)
            paint_icon(
                painter, self._name, QRectF(corner.toPoint(), QSize(round(size), round(size))), self._ink(palette)
            )

    def _ground(self, palette: Palette) -> QColor:
        pressed = self.isDown() or self.isChecked()
        if self._round:
            ground = palette.ink if self.isEnabled() else palette.groove
            return ground.darker(112) if palette.is_dark and (pressed or self.underMouse()) else ground
        if not self.isEnabled():
            return QColor(Qt.GlobalColor.transparent)
        if pressed:
            return palette.line
        return palette.raised if self.underMouse() else QColor(Qt.GlobalColor.transparent)

    def _ink(self, palette: Palette) -> QColor:
        if not self.isEnabled():
            return palette.disabled
        if self._round:
            return palette.panel
        return palette.ink if self.underMouse() or self.isDown() or self.isChecked() else palette.muted


class SegmentedControl(QWidget):
    """One choice out of a few, all in sight; arrow keys go from one to the next.

    A click leaves the keyboard where it is; Tab reaches the chosen segment.
    """

    chosen = Signal(str)
    """The person chose the segment with this key; also sent when it was chosen already."""

    def __init__(self, accessible_name: str, segments: Sequence[tuple[str, str, str]]) -> None:
        """`segments` are (key, text, tooltip); the first one is chosen."""
        super().__init__()
        self.setAccessibleName(accessible_name)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * SPACE)
        for key, text, tooltip in segments:
            button = self._segment(text, tooltip)
            self._buttons[key] = button
            self._group.addButton(button)
            row.addWidget(button)
        self.set_choice(segments[0][0])
        self._group.buttonClicked.connect(self._on_clicked)

    @property
    def choice(self) -> str:
        """The key of the chosen segment."""
        return next(key for key, button in self._buttons.items() if button.isChecked())

    def set_choice(self, key: str) -> None:
        """Choose without a signal. Raises ValueError for a key that there is no segment of."""
        if key not in self._buttons:
            raise ValueError(f"there is no segment {key!r}")
        with QSignalBlocker(self._group):
            self._buttons[key].setChecked(True)
        self._lead_tab_to_choice()

    def _segment(self, text: str, tooltip: str) -> QPushButton:
        button = QPushButton(text)
        button.setCheckable(True)
        button.setAutoDefault(False)
        button.setProperty("kind", "segment")
        button.setToolTip(plain_tooltip(tooltip))
        return button

    def _lead_tab_to_choice(self) -> None:
        """Tab goes to the chosen segment; Qt sees to that only when the keyboard comes, not after a click."""
        for button in self._buttons.values():
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus if button.isChecked() else Qt.FocusPolicy.NoFocus)

    def _on_clicked(self) -> None:
        self._lead_tab_to_choice()
        self.chosen.emit(self.choice)


def dialog_buttons(dialog: QDialog, accept: QPushButton) -> QHBoxLayout:
    """Lay out a button that cancels the dialog, and the one that accepts it, at the right end of a row."""
    row = QHBoxLayout()
    row.addStretch(1)
    cancel = QPushButton("Cancel", autoDefault=False)
    cancel.clicked.connect(dialog.reject)
    row.addWidget(cancel)
    row.addWidget(accept)
    accept.clicked.connect(dialog.accept)
    return row


class SmallButton(QPushButton):
    """Text to press; a click leaves the keyboard where it is, Tab reaches it."""

    def __init__(self, theme: Theme, text: str, tooltip: str, *, framed: bool = False) -> None:
        """`tooltip` says what it does, also to screen readers; `framed`, it stands out among labels."""
        super().__init__(text)
        self._theme = theme
        self.setProperty("kind", "segment" if framed else "quiet")
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setStyleSheet("padding: 0 6px;")
        self.setToolTip(plain_tooltip(tooltip))
        self.setAccessibleName(tooltip)
        self._take_font()
        theme.theme_changed.connect(self._take_font)

    def _take_font(self) -> None:
        self.setFont(self._theme.font("small"))
