"""One landscape of the gallery: its picture and its title."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractButton

from app.files.presets import Preset, load_preset
from app.theme import RADIUS_SMALL, SPACE, Palette, Theme
from app.views.editors.thumbnails import thumbnail

PICTURE_WIDTH, PICTURE_HEIGHT = 176, 84
TITLE_HEIGHT = 24
MARGIN = SPACE
MOST_SCALE = 1.2
"""Pictures grow no further with the text, so that the gallery fits on the screen."""


class PresetButton(QAbstractButton):
    """Choosing it chooses its landscape. The picture is painted when it is first seen, and kept for each theme."""

    pointed_at = Signal()
    """The mouse came over it, or the keyboard."""

    def __init__(self, name: str, theme: Theme) -> None:
        super().__init__()
        self.name = name
        self._theme = theme
        self._pictures: dict[tuple[str, float, float], QPixmap] = {}
        self._preset: Preset | None = None
        self._is_chosen = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    @property
    def preset(self) -> Preset:
        """The preset itself, read when it is first asked for."""
        if self._preset is None:
            self._preset = load_preset(self.name)
            self.setText(self._preset.title)
            self.setAccessibleName(self._preset.title)
            self.setAccessibleDescription(self._preset.look_for)
            self.update()
        return self._preset

    def set_chosen(self, chosen: bool) -> None:
        """Show that this is the landscape in force."""
        self._is_chosen = chosen
        self.update()

    def sizeHint(self) -> QSize:
        """The picture, a margin around it, and the title."""
        picture = self._picture_size()
        title = self._theme.scaled(TITLE_HEIGHT)
        return QSize(picture.width() + 2 * MARGIN, picture.height() + title + 2 * MARGIN)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Let the gallery say what there is to look for."""
        super().enterEvent(event)
        self.pointed_at.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Let the gallery say what there is to look for."""
        super().focusInEvent(event)
        self.pointed_at.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space chooses; the gallery itself takes Enter, and arrow keys, which Qt's buttons would take."""
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Select):
            super().keyPressEvent(event)
        else:
            event.ignore()

    def leaveEvent(self, event: QEvent) -> None:
        """Look as before."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Picture, title, and a frame while it is under the mouse or the keyboard."""
        palette = self._theme.palette
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            whole = QRectF(self.rect()).adjusted(1.0, 1.0, -1.0, -1.0)
            has_attention = self.hasFocus() or self.underMouse()
            painter.setPen(QPen(palette.focus, 2.0) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(palette.raised if has_attention or self._is_chosen else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(whole, RADIUS_SMALL + 2, RADIUS_SMALL + 2)
            if self._preset is not None:
                self._paint_picture(painter, palette)
                self._paint_title(painter, palette)

    def _paint_picture(self, painter: QPainter, palette: Palette) -> None:
        box = QRectF(QPointF(MARGIN, MARGIN), QSizeF(self._picture_size()))
        frame = QPainterPath()
        frame.addRoundedRect(box, RADIUS_SMALL, RADIUS_SMALL)
        painter.save()
        painter.setClipPath(frame)
        painter.drawPixmap(box.topLeft(), self._picture(palette))
        painter.restore()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(palette.focus if self._is_chosen else palette.line, 1.0))
        painter.drawPath(frame)

    def _paint_title(self, painter: QPainter, palette: Palette) -> None:
        picture = self._picture_size()
        room = picture.width() - 2 * SPACE
        box = QRectF(MARGIN + SPACE, MARGIN + picture.height(), room, self._theme.scaled(TITLE_HEIGHT) + 2)
        font = self._theme.font("small")
        title = QFontMetrics(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        painter.setFont(font)
        painter.setPen(palette.ink if self._is_chosen or self.hasFocus() or self.underMouse() else palette.muted)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)

    def _picture_size(self) -> QSize:
        scale = min(self._theme.scale, MOST_SCALE)
        return QSize(round(PICTURE_WIDTH * scale), round(PICTURE_HEIGHT * scale))

    def _picture(self, palette: Palette) -> QPixmap:
        ratio, scale = self.devicePixelRatioF(), self._theme.scale
        key = palette.name, scale, ratio
        if key not in self._pictures:
            self._pictures[key] = thumbnail(self.preset.landscape, palette, self._picture_size(), ratio)
        return self._pictures[key]
