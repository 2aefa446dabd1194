"""The gallery: every preset as a picture, with a sentence on what to look for."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QFontMetrics,
    QHideEvent,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.controls.plain_text import plain_label, plain_tooltip
from app.controls.popover import Popover
from app.files.presets import Preset, load_preset, preset_names
from app.text.titles import shown_title
from app.text.translation import _
from app.theme.application import Theme
from app.theme.palette import RADIUS_SMALL, SPACE, Palette
from app.views.editors.thumbnail import thumbnail

PICTURE_WIDTH_PX, PICTURE_HEIGHT_PX = 176, 84
TITLE_HEIGHT_PX = 24
MARGIN_PX = SPACE
MIN_PICTURE_SCALE, MAX_PICTURE_SCALE = 0.5, 1.2
"""Pictures grow no further with the scale."""
COLUMNS = 5
TEXT_HEIGHT_PX = 54
"""Of the sentence: three lines, so that nothing moves from one preset to the next."""
SOURCE_HEIGHT_PX = 48
"""Of the source: three small lines."""
MIN_TEXT_WIDTH_PX = 590
"""With smaller pictures below large text, the gallery is wider than these, so that no text needs more lines."""
BELOW_PX = TEXT_HEIGHT_PX + SOURCE_HEIGHT_PX
"""Below the pictures, at scale 1 and without gaps."""
GAPS_PX = 16 * SPACE
"""Around and between the rows, at any scale."""


class PresetButton(QAbstractButton):
    """A preset to choose. Its picture is painted when it is first visible, and kept for each theme."""

    pointed_at = Signal()
    """It has the mouse or the focus now."""

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
        """The preset, loaded at first use."""
        if self._preset is None:
            self._preset = load_preset(self.name)
            self.setText(shown_title(self._preset.title))
            is_elided = QFontMetrics(self._theme.font("small")).horizontalAdvance(self.text()) > self._title_width()
            self.setToolTip(plain_tooltip(self.text() if is_elided else ""))
            self.setAccessibleName(self.text())
            self.setAccessibleDescription(_(self._preset.look_for))
            self.update()
        return self._preset

    def set_chosen(self, chosen: bool) -> None:
        """Show whether this is the current landscape."""
        self._is_chosen = chosen
        self.update()

    def sizeHint(self) -> QSize:
        picture = self._picture_size()
        title = self._theme.scaled(TITLE_HEIGHT_PX)
        return QSize(picture.width() + 2 * MARGIN_PX, picture.height() + title + 2 * MARGIN_PX)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.pointed_at.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.pointed_at.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # The gallery handles Enter and arrow keys, which Qt's buttons would take.
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Select):
            super().keyPressEvent(event)
        else:
            event.ignore()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
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
        box = QRectF(QPointF(MARGIN_PX, MARGIN_PX), QSizeF(self._picture_size()))
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
        top, room = MARGIN_PX + self._picture_size().height(), self._title_width()
        box = QRectF(MARGIN_PX + SPACE, top, room, self._theme.scaled(TITLE_HEIGHT_PX) + 2)
        font = self._theme.font("small")
        title = QFontMetrics(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        painter.setFont(font)
        painter.setPen(palette.ink if self._is_chosen or self.hasFocus() or self.underMouse() else palette.muted)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)

    def _title_width(self) -> int:
        return self.width() - 2 * MARGIN_PX - 2 * SPACE

    def _picture_size(self) -> QSize:
        """The size of pictures with which the gallery fits on the screen."""
        rows, scaled = -(-len(preset_names()) // COLUMNS), self._theme.scaled
        height = (self.screen().availableGeometry().height() - scaled(BELOW_PX) - GAPS_PX) / rows
        most = (height - scaled(TITLE_HEIGHT_PX) - 2 * MARGIN_PX - SPACE) / PICTURE_HEIGHT_PX
        scale = max(min(self._theme.scale, MAX_PICTURE_SCALE, most), MIN_PICTURE_SCALE)
        return QSize(round(PICTURE_WIDTH_PX * scale), round(PICTURE_HEIGHT_PX * scale))

    def _picture(self, palette: Palette) -> QPixmap:
        ratio, size = self.devicePixelRatioF(), self._picture_size()
        key = palette.name, size.width(), ratio
        if key not in self._pictures:
            self._pictures[key] = thumbnail(self.preset.landscape, palette, size, ratio)
        return self._pictures[key]


ARROW_KEYS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -COLUMNS,
    Qt.Key.Key_Down: COLUMNS,
}


class Gallery(QWidget):
    """A grid of presets: arrow keys move the focus, Enter or a click chooses."""

    chosen = Signal(object)
    """The person chose this `Preset`."""
    import_wanted = Signal()
    """The person asks for the import of a curve."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.buttons = [PresetButton(name, theme) for name in preset_names()]
        self._look_for = plain_label(word_wrap=True)
        self._look_for.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._source = plain_label(word_wrap=True)
        self._source.setProperty("tone", "muted")
        self._unread = list(self.buttons)
        self._loading = QTimer(self, interval=0)
        self._loading.timeout.connect(self._load_next)
        self._lay_out()
        for button in self.buttons:
            button.pointed_at.connect(self._show_details)
            button.clicked.connect(self._choose)
        theme.theme_changed.connect(self._apply_theme)
        self._apply_theme()

    @property
    def details(self) -> tuple[str, str]:
        """What to look for in the preset with the mouse or the focus, and its source."""
        return self._look_for.text(), self._source.text()

    def mark(self, name: str | None) -> None:
        """Mark the current preset; it gets the focus when the gallery opens."""
        marked = self.buttons[0]
        for button in self.buttons:
            button.set_chosen(button.name == name)
            marked = button if button.name == name else marked
        self.setFocusProxy(marked)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Presets are loaded one at a time, so that the gallery opens at once.
        self._loading.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._loading.stop()
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = self.focusWidget()
        if not isinstance(focused, PresetButton):
            super().keyPressEvent(event)
        elif event.key() in ARROW_KEYS:
            index = self.buttons.index(focused) + ARROW_KEYS[Qt.Key(event.key())]
            if 0 <= index < len(self.buttons):
                self.buttons[index].setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused.click()
        else:
            super().keyPressEvent(event)

    def _load_next(self) -> None:
        if self._unread:
            self._unread.pop(0).preset.landscape  # noqa: B018  # loads it
        else:
            self._loading.stop()

    def _show_details(self) -> None:
        button = self.sender()
        if isinstance(button, PresetButton):
            self._look_for.setText(_(button.preset.look_for))
            self._source.setText(_(button.preset.source))

    def _choose(self) -> None:
        button = self.sender()
        if isinstance(button, PresetButton):
            self.chosen.emit(button.preset)

    def _apply_theme(self) -> None:
        self._look_for.setFixedHeight(self._theme.scaled(TEXT_HEIGHT_PX))
        self._look_for.setMinimumWidth(self._theme.scaled(MIN_TEXT_WIDTH_PX))
        self._source.setFont(self._theme.font("small"))
        self._source.setFixedHeight(self._theme.scaled(SOURCE_HEIGHT_PX))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * SPACE)
        grid = QGridLayout()
        grid.setSpacing(SPACE)
        for index, button in enumerate(self.buttons):
            grid.addWidget(button, index // COLUMNS, index % COLUMNS)
        column.addLayout(grid)
        column.addWidget(self._look_for)
        last = QHBoxLayout()
        last.addWidget(self._source, 1)
        import_button = QPushButton(_("Import a curve…"), autoDefault=False)
        import_button.setToolTip(_("Read a curve from a file (Ctrl+I)"))
        import_button.clicked.connect(self.import_wanted)
        last.addWidget(import_button, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(last)


class GalleryPopover(Popover):
    """The gallery in a popover."""

    closed = Signal()
    """It was closed, with or without a choice."""

    def __init__(self, gallery: Gallery, parent: QWidget) -> None:
        super().__init__(_("Choose a landscape"), gallery, parent)
        self.gallery = gallery

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.closed.emit()
