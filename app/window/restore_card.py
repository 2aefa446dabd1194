"""A scene that can be restored: its picture, its title, when it was saved, and the file that it belongs to."""

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QFocusEvent, QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from app.controls.plain_text import plain_tooltip
from app.files.autosaved import UNTITLED
from app.session.recovery import LeftBehind
from app.theme import RADIUS, RADIUS_SMALL, SPACE, FontRole, Palette, Theme

PICTURE_SIZE = QSizeF(200, 125)
MARGIN = 3 * SPACE
LINES_APART = 1.5 * SPACE
MOST_SCALE = 1.2
"""Pictures grow no further with the text, so that the dialog fits on the screen."""
NO_FILE = "Not saved to a file yet"
NO_PICTURE = "No picture"


class RestoreCard(QAbstractButton):
    """Chosen by a click or by the arrow keys; one of them always is."""

    def __init__(self, left: LeftBehind, when: str, theme: Theme) -> None:
        super().__init__()
        self.left = left
        self._theme = theme
        self._picture = QPixmap()
        self._picture.loadFromData(left.saved.picture or b"")
        about = left.saved.about
        title, file = about.title or UNTITLED, str(about.file or NO_FILE)
        self._lines: list[tuple[str, FontRole, Qt.TextElideMode]] = [
            (title, "heading", Qt.TextElideMode.ElideRight),
            (f"{when[0].upper()}{when[1:]}", "body", Qt.TextElideMode.ElideRight),
            (file, "small", Qt.TextElideMode.ElideMiddle),
        ]
        self.setAccessibleName(f"{title}, {when}")
        self.setAccessibleDescription(file)
        self.setToolTip(plain_tooltip(str(about.file or "")))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)  # narrower beside a scroll bar
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    @property
    def has_picture(self) -> bool:
        """Whether there is a picture that can be shown."""
        return not self._picture.isNull()

    def sizeHint(self) -> QSize:
        """The picture, as much again for the words, and the margins."""
        picture = self._picture_size()
        return QSizeF(2.5 * picture.width() + 3 * MARGIN, picture.height() + 2 * MARGIN).toSize()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Be chosen: the arrow keys go from card to card."""
        super().focusInEvent(event)
        self.setChecked(True)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Frame, picture and words."""
        palette = self._theme.palette
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            width = 2.0 if self.hasFocus() else 1.0
            edge = palette.focus if self.isChecked() else palette.line_strong if self.underMouse() else palette.line
            painter.setPen(QPen(edge, width))
            painter.setBrush(palette.raised if self.isChecked() else palette.panel)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.0, 1.0, -1.0, -1.0), RADIUS, RADIUS)
            self._paint_picture(painter, palette)
            self._paint_words(painter, palette)

    def _paint_picture(self, painter: QPainter, palette: Palette) -> None:
        box = QRectF(QPointF(MARGIN, MARGIN), self._picture_size())
        frame = QPainterPath()
        frame.addRoundedRect(box, RADIUS_SMALL, RADIUS_SMALL)
        painter.fillPath(frame, palette.background)
        if self.has_picture:
            painter.save()
            painter.setClipPath(frame)
            size = QSizeF(self._picture.size()).scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRectF(QPointF(), size)
            place.moveCenter(box.center())
            painter.drawPixmap(place, self._picture, QRectF(self._picture.rect()))
            painter.restore()
        else:
            painter.setFont(self._theme.font("small"))
            painter.setPen(palette.muted)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, NO_PICTURE)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(palette.line, 1.0))
        painter.drawPath(frame)

    def _paint_words(self, painter: QPainter, palette: Palette) -> None:
        x = self._picture_size().width() + 2 * MARGIN
        fonts = [self._theme.font(role) for _, role, _ in self._lines]
        heights = [QFontMetrics(font).height() for font in fonts]
        y = (self.height() - sum(heights) - LINES_APART * (len(heights) - 1)) / 2.0
        room = self.width() - x - MARGIN
        for number, (text, _, mode) in enumerate(self._lines):
            painter.setFont(fonts[number])
            painter.setPen(palette.muted if number == len(self._lines) - 1 else palette.ink)
            shown = QFontMetrics(fonts[number]).elidedText(text, mode, int(room))
            painter.drawText(QRectF(x, y, room, heights[number]), Qt.AlignmentFlag.AlignLeft, shown)
            y += heights[number] + LINES_APART

    def _picture_size(self) -> QSizeF:
        return PICTURE_SIZE * min(self._theme.scale, MOST_SCALE)
