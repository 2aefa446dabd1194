"""Words that explain themselves: underlined thinly, with a popover when pointed at, or focused and opened by a key."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QRectF, Qt
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.controls.elided_label import ElidedLabel
from app.controls.event_filter import EventFilter
from app.controls.focus_ring import FocusRing, paint_focus_ring
from app.controls.plain_text import plain_label
from app.controls.popover import Popover
from app.controls.term_pictures import SIZE_PX, TermPicture
from app.text.glossary import GlossaryTerm
from app.text.translation import _
from app.theme.application import font, theme
from app.theme.palette import RADIUS_SMALL, SPACE

OPENING_KEYS = frozenset({Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter})
NEIGHBOURS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
DASHES = 1.0, 2.0
"""Of the line below a word, in pixels."""


class Explanation(QWidget):
    """A term with its picture and its text."""

    def __init__(self, term: GlossaryTerm) -> None:
        super().__init__()
        title, text = plain_label(_(term.title)), plain_label(_(term.text), word_wrap=True)
        title.setFont(font("heading"))
        text.setFont(font("body"))
        text.setFixedWidth(theme().scaled(SIZE_PX[0]))
        text.setMinimumHeight(text.heightForWidth(text.width()))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * SPACE)
        for part in (title, TermPicture(term), text):
            column.addWidget(part)
        column.addStretch(1)


class TermTip(Popover):
    """A popover that is only looked at: it takes neither mouse nor keyboard."""

    def __init__(self, term: GlossaryTerm, parent: QWidget) -> None:
        super().__init__(_(term.title), Explanation(term), parent)
        flags = Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowDoesNotAcceptFocus
        self.setWindowFlags(flags)
        for attribute in (Qt.WidgetAttribute.WA_ShowWithoutActivating, Qt.WidgetAttribute.WA_TransparentForMouseEvents):
            self.setAttribute(attribute)


class TermSpot(QWidget):
    """Lies over a word that its parent shows, underlines it, and explains it.

    The mouse goes through it to the parent.
    """

    def __init__(self, term: GlossaryTerm, parent: QWidget) -> None:
        super().__init__(parent)
        self.term = term
        self.tip: TermTip | None = None
        self._siblings: Sequence[TermSpot] = (self,)
        self._ring = FocusRing()
        self.setMouseTracking(True)  # the parent's own reading of the mouse goes on
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(_(self.term.title))
        self.setAccessibleDescription(_(self.term.text))
        EventFilter(self, accepts_key=self._uses_key, on_tooltip=self._show_tip)

    def cover(self, rect: QRectF | QRect) -> None:
        """Lie over the box of a word, in pixels of the parent."""
        box = rect if isinstance(rect, QRect) else rect.toAlignedRect()
        if box != self.geometry():
            self.setGeometry(box)

    def open_popover(self) -> Popover:
        """Explain the term until a click elsewhere or Escape."""
        self._close_tip()
        popover = Popover(_(self.term.title), Explanation(self.term), self)
        popover.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popover.open_at(self)
        return popover

    def set_siblings(self, spots: Sequence["TermSpot"]) -> None:
        """Reach these spots, of which this is one, by arrow keys; Tab reaches the first one only."""
        self._siblings = spots
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if spots[0] is self else Qt.FocusPolicy.NoFocus)

    def _uses_key(self, event: QKeyEvent) -> bool:
        is_arrow = event.key() in NEIGHBOURS and len(self._siblings) > 1
        return not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier and (event.key() in OPENING_KEYS or is_arrow)

    def _show_tip(self, _event: QHelpEvent) -> bool:
        if self.tip is None:
            self.tip = TermTip(self.term, self)
            self.tip.open_at(self)
        return True

    def _close_tip(self) -> None:
        if self.tip is not None:
            self.tip.close()
            self.tip.deleteLater()
            self.tip = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._uses_key(event):
            event.ignore()
        elif event.key() in OPENING_KEYS:
            self.open_popover()
        else:
            index = self._siblings.index(self) + NEIGHBOURS[Qt.Key(event.key())]
            self._siblings[index % len(self._siblings)].setFocus(Qt.FocusReason.TabFocusReason)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._close_tip()
        self.update()

    def hideEvent(self, _event: QEvent) -> None:
        self._close_tip()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._close_tip()
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring.follow(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._ring.follow(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        palette = theme().palette
        with QPainter(self) as painter:
            pen = QPen(palette.ink if self.underMouse() else palette.muted, 1.0)
            pen.setDashPattern(DASHES)
            painter.setPen(pen)
            y = self.height() - 1
            painter.drawLine(0, y, self.width() - 1, y)
            if self._ring.is_shown:
                paint_focus_ring(painter, QRectF(self.rect()), RADIUS_SMALL)


def join_spots(spots: Sequence[TermSpot]) -> None:
    """Make spots one stop of Tab, with arrow keys between them."""
    for spot in spots:
        spot.set_siblings(spots)


class TermLabel(QLabel):
    """A label of one line whose text is a term of the glossary; it never takes its text for HTML."""

    def __init__(self, text: str, term: GlossaryTerm) -> None:
        super().__init__(textFormat=Qt.TextFormat.PlainText)
        self.spot = TermSpot(term, self)
        self.setText(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._place()

    def _place(self) -> None:
        metrics = QFontMetrics(self.font())
        # Qt indents the text of a label with a frame, or with a padding from the style sheet, by half an x.
        left = self.contentsRect().left() + (metrics.horizontalAdvance("x") // 2 if self.frameWidth() else 0)
        size = min(self.width(), metrics.horizontalAdvance(self.text())), min(self.height(), metrics.height() + 1)
        self.spot.cover(QRect(left, (self.height() - size[1] + 1) // 2, *size))


class ElidedTermLabel(ElidedLabel):
    """A label that elides its text, which is a term of the glossary."""

    spot: TermSpot | None = None

    def __init__(self, term: GlossaryTerm) -> None:
        super().__init__()
        self.spot = TermSpot(term, self)

    def set_text(self, text: str, short_text: str | None = None) -> None:
        super().set_text(text, short_text)
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        if self.spot is not None:  # None while the base class is made
            metrics = QFontMetrics(font("small"))
            width, height = metrics.horizontalAdvance(self.shown_text()), metrics.height() + 1
            self.spot.cover(QRect(0, (self.height() - height + 1) // 2, width, height))
