"""A button that is an icon."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolButton, QWidget

from app.controls.plain_text import plain_tooltip
from app.theme import CONTROL_HEIGHT, RADIUS_SMALL, IconName, Palette, paint_icon, theme

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
