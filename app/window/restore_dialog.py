"""The dialog at the start that offers to restore the work of instances that did not end well."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import (
    QDate,
    QLocale,
    QPointF,
    QRectF,
    QSize,
    QSizeF,
    Qt,
    QTime,
)
from PySide6.QtGui import QFocusEvent, QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.controls.plain_text import plain_label, plain_tooltip
from app.session.recovery import RecoveredScene
from app.text.titles import scene_title
from app.text.translation import _, ngettext
from app.theme.application import Theme
from app.theme.fonts import FontRole
from app.theme.palette import RADIUS, RADIUS_SMALL, SPACE, Palette

PICTURE_SIZE = QSizeF(200, 125)
MARGIN = 3 * SPACE
LINE_SPACING = 1.5 * SPACE
MAX_PICTURE_SCALE = 1.2
"""Pictures grow no further with the text, so that the dialog fits on the screen."""
MAX_HEIGHT_SHARE = 0.6
"""Share of the screen's height that the cards may take before they scroll."""


def when_in_words(time: datetime, now: datetime, locale: QLocale) -> str:
    """Return `today 14:32`, `yesterday 14:32`, or date and time in the locale's format, in the time zone of `now`."""
    local = time.astimezone(now.tzinfo)
    clock = locale.toString(QTime(local.hour, local.minute), QLocale.FormatType.ShortFormat)
    days = (now.date() - local.date()).days
    if days in (0, 1):
        pattern = _("yesterday {time}") if days else _("today {time}")
        return pattern.format(time=clock)
    date = locale.toString(QDate(local.year, local.month, local.day), QLocale.FormatType.LongFormat)
    return _("{date}, {time}").format(date=date, time=clock)


class RestoreCard(QAbstractButton):
    """A radio button with the picture, title, time and file of a recovered scene."""

    def __init__(self, recovered: RecoveredScene, when: str, theme: Theme) -> None:
        super().__init__()
        self.recovered = recovered
        self._theme = theme
        self._picture = QPixmap()
        self._picture.loadFromData(recovered.saved.picture or b"")
        about = recovered.saved.about
        title, file = scene_title(about.title), str(about.file or _("Not saved to a file yet"))
        self._lines: list[tuple[str, FontRole, Qt.TextElideMode]] = [
            (title, "heading", Qt.TextElideMode.ElideRight),
            (f"{when[0].upper()}{when[1:]}", "body", Qt.TextElideMode.ElideRight),
            (file, "small", Qt.TextElideMode.ElideMiddle),
        ]
        self.setAccessibleName(_("{title}, {time}").format(title=title, time=when))
        self.setAccessibleDescription(file)
        self.setToolTip(plain_tooltip(str(about.file or "")))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)  # narrower beside a scroll bar
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    @property
    def has_picture(self) -> bool:
        """Whether the picture can be shown."""
        return not self._picture.isNull()

    def sizeHint(self) -> QSize:
        picture = self._picture_size()  # the text has 1.5 times its width
        return QSizeF(2.5 * picture.width() + 3 * MARGIN, picture.height() + 2 * MARGIN).toSize()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.setChecked(True)  # the arrow keys move the focus from card to card

    def paintEvent(self, _event: QPaintEvent) -> None:
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
            self._paint_text(painter, palette)

    def _paint_picture(self, painter: QPainter, palette: Palette) -> None:
        box = QRectF(QPointF(MARGIN, MARGIN), self._picture_size())
        frame = QPainterPath()
        frame.addRoundedRect(box, RADIUS_SMALL, RADIUS_SMALL)
        painter.fillPath(frame, palette.background)
        if self.has_picture:
            painter.save()
            painter.setClipPath(frame)
            size = QSizeF(self._picture.size()).scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
            target = QRectF(QPointF(), size)
            target.moveCenter(box.center())
            painter.drawPixmap(target, self._picture, QRectF(self._picture.rect()))
            painter.restore()
        else:
            painter.setFont(self._theme.font("small"))
            painter.setPen(palette.muted)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, _("No picture"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(palette.line, 1.0))
        painter.drawPath(frame)

    def _paint_text(self, painter: QPainter, palette: Palette) -> None:
        x = self._picture_size().width() + 2 * MARGIN
        fonts = [self._theme.font(role) for _text, role, _mode in self._lines]
        heights = [QFontMetrics(font).height() for font in fonts]
        y = (self.height() - sum(heights) - LINE_SPACING * (len(heights) - 1)) / 2.0
        room = self.width() - x - MARGIN
        for line, (text, _role, mode) in enumerate(self._lines):
            painter.setFont(fonts[line])
            painter.setPen(palette.muted if line == len(self._lines) - 1 else palette.ink)
            shown = QFontMetrics(fonts[line]).elidedText(text, mode, int(room))
            painter.drawText(QRectF(x, y, room, heights[line]), Qt.AlignmentFlag.AlignLeft, shown)
            y += heights[line] + LINE_SPACING

    def _picture_size(self) -> QSizeF:
        return PICTURE_SIZE * min(self._theme.scale, MAX_PICTURE_SCALE)


class RestoreDialog(QDialog):
    """Offers to restore or discard scenes; all others are put off to the next start.

    Arrow keys choose a scene, Enter restores it, Esc puts all off.
    """

    def __init__(
        self,
        found: Sequence[RecoveredScene],
        theme: Theme,
        restore: Callable[[RecoveredScene], None],
        parent: QWidget | None,
        now: datetime | None = None,
    ) -> None:
        """`found` is not empty, the newest first; `restore` is called with the scene to restore."""
        super().__init__(parent)
        self.setWindowTitle(_("Restore"))
        self._theme, self._restore = theme, restore
        now = now or datetime.now().astimezone()
        self.cards = [RestoreCard(each, when_in_words(each.saved.time, now, QLocale()), theme) for each in found]
        self.restore_button = QPushButton(_("Restore"), default=True)
        self.later_button = QPushButton(_("Later"), autoDefault=False)
        self.discard_button = QPushButton(autoDefault=False)
        self._explanation = plain_label(word_wrap=True)
        self._warning = plain_label(_("Nothing brings it back."))
        self._area = QScrollArea(widgetResizable=True)
        self._lay_out()
        for card in self.cards:
            card.toggled.connect(self._on_toggled)
        self.restore_button.clicked.connect(self.accept)
        self.later_button.clicked.connect(self.reject)
        self.discard_button.clicked.connect(self._discard)
        self.cards[0].setChecked(True)
        self._fit()
        first: QWidget = self.cards[0] if len(self.cards) > 1 else self.restore_button
        first.setFocus()

    @property
    def chosen(self) -> RestoreCard:
        """The card that is checked."""
        return next(card for card in self.cards if card.isChecked())

    def accept(self) -> None:
        chosen = self.chosen
        self.cards.remove(chosen)
        super().accept()
        self._restore(chosen.recovered)

    def done(self, result: int) -> None:
        for card in self.cards:
            card.recovered.put_off()
        self.cards.clear()
        super().done(result)

    def _discard(self) -> None:
        """Ask for confirmation, and then discard the chosen scene."""
        if self._warning.isHidden():
            self._warning.show()
            self.discard_button.setText(_("Discard for good"))
            return
        chosen = self.chosen
        index = self.cards.index(chosen)
        self.cards.remove(chosen)
        chosen.recovered.discard()
        chosen.hide()
        chosen.deleteLater()
        if not self.cards:
            self.reject()
            return
        next_card = self.cards[min(index, len(self.cards) - 1)]
        next_card.setChecked(True)
        next_card.setFocus()
        self._fit()

    def _on_toggled(self, is_chosen: bool) -> None:
        """Take back the request for confirmation, which was for the card checked before."""
        if is_chosen:
            self._warning.hide()
            self.discard_button.setText(_("Discard"))
            self._area.ensureWidgetVisible(self.chosen)

    def _fit(self) -> None:
        """Adapt the explanation and the height to the number of cards."""
        explanation = ngettext(
            "The program ended with this scenario unsaved. A copy was kept.",
            "The program ended with these scenarios unsaved. Copies were kept.",
            len(self.cards),
        )
        self._explanation.setText(explanation)
        cards = sum(card.sizeHint().height() for card in self.cards) + 2 * SPACE * (len(self.cards) - 1)
        self._area.setFixedHeight(min(cards, round(MAX_HEIGHT_SHARE * self.screen().availableSize().height())))
        self.adjustSize()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(5 * SPACE, 4 * SPACE, 5 * SPACE, 5 * SPACE)
        column.setSpacing(3 * SPACE)
        self._explanation.setProperty("tone", "muted")
        column.addWidget(self._explanation)
        content = QWidget()
        rows = QVBoxLayout(content)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2 * SPACE)
        for card in self.cards:
            rows.addWidget(card)
        self._area.setWidget(content)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setMinimumWidth(self.cards[0].sizeHint().width())
        column.addWidget(self._area)
        self._warning.setProperty("tone", "error")
        self._warning.setFont(self._theme.font("small"))
        row = QHBoxLayout()
        row.setSpacing(2 * SPACE)
        row.addWidget(self.discard_button)
        row.addWidget(self._warning)
        row.addStretch(1)
        row.addWidget(self.later_button)
        row.addWidget(self.restore_button)
        column.addLayout(row)


def ask_what_to_restore(
    found: Sequence[RecoveredScene], theme: Theme, restore: Callable[[RecoveredScene], None], window: QWidget
) -> None:
    """Open the dialog if there are scenes to restore."""
    if found:
        dialog = RestoreDialog(found, theme, restore, window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
