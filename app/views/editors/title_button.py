"""The scene's title, which opens the gallery."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from app.controls.plain_text import plain_tooltip
from app.theme import CONTROL_HEIGHT, RADIUS_SMALL, SPACE, Theme, paint_icon

WIDTH, LEAST = 240, 96
"""The same for every title: what stands beside it must not move when the title changes."""
ARROW = 14


class TitleButton(QAbstractButton):
    """The title with an arrow that points down; a long one is cut short and shown in full as a tooltip."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.theme_changed.connect(self.updateGeometry)

    def set_title(self, title: str) -> None:
        """Show another title."""
        self.setText(title)
        self.setAccessibleName(f"{title}: choose another landscape")
        self.setToolTip(plain_tooltip(f"{title}\nChoose another landscape (Ctrl+1)"))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for most titles."""
        return QSize(self._theme.scaled(WIDTH), self._theme.scaled(CONTROL_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Room for the beginning of the title."""
        return QSize(self._theme.scaled(LEAST), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Title and arrow."""
        palette, scaled = self._theme.palette, self._theme.scaled
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            frame = QRectF(self.rect()).adjusted(1.0, 1.0, -1.0, -1.0)
            painter.setPen(QPen(palette.focus, 2.0) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(palette.raised if self.underMouse() or self.isDown() else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(frame, RADIUS_SMALL, RADIUS_SMALL)
            font = self._theme.font("title")
            metrics = QFontMetrics(font)
            room = self.width() - scaled(ARROW) - 5 * SPACE
            title = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
            painter.setFont(font)
            painter.setPen(palette.ink)
            painter.drawText(self.rect().adjusted(2 * SPACE, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, title)
            side = float(scaled(ARROW))
            left = 3.0 * SPACE + metrics.horizontalAdvance(title)
            box = QRectF(left, (self.height() - side) / 2.0 + 1.0, side, side)
            paint_icon(painter, "chevron", box, palette.ink if self.underMouse() else palette.muted)
