"""A sentence with a button in front of the landscape: what to do next, and the button that does it."""

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.controls.plain_text import plain_label, plain_tooltip
from app.theme.application import Theme
from app.theme.palette import RADIUS, SPACE

TALLEST_TEXT_PX = 1000


class Notice(QWidget):
    """Hidden while it has nothing to say. A click on its button leaves the keyboard focus where it is."""

    resized = Signal()
    """Its text has changed or gone: its parent has to place it again."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._max_width = 0
        self._label = plain_label(word_wrap=True)
        self.button = QPushButton()
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        row.setSpacing(3 * SPACE)
        row.addWidget(self._label)
        row.addWidget(self.button)
        theme.theme_changed.connect(self._fit)
        self.hide()

    @property
    def text(self) -> str:
        """What it says; empty while it is hidden."""
        return self._label.text()

    def say(self, text: str, button: str = "", tooltip: str = "") -> None:
        """Show a sentence beside a button; an empty one hides both."""
        if (text, button) != (self.text, self.button.text()):
            self._label.setText(text)
            self.setAccessibleName(text)
            self.button.setText(button)
            self.button.setToolTip(plain_tooltip(tooltip))
            self.setVisible(bool(text))
            self._fit()

    def set_max_width(self, pixels: int) -> None:
        """Wrap the sentence so that the whole is no wider than this, if the words allow it."""
        if pixels != self._max_width:
            self._max_width = pixels
            self._fit()

    def _fit(self) -> None:
        font = self._theme.font("heading")
        self._label.setFont(font)
        room = self._max_width - self.button.sizeHint().width() - 8 * SPACE
        within = QRect(0, 0, max(room, 1), TALLEST_TEXT_PX)
        text = QFontMetrics(font).boundingRect(within, Qt.TextFlag.TextWordWrap, self.text)
        self._label.setFixedSize(text.width() + 2, text.height())
        self.adjustSize()
        self.resized.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        palette = self._theme.palette
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(palette.line_strong, 1.0))
            painter.setBrush(palette.panel)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
