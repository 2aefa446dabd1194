"""Buttons: with an icon, with small text, a row of segments, the buttons of a dialog, a choice with a long text."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QToolButton,
    QWidget,
)

from app.controls.plain_text import plain_tooltip, wrapped
from app.text.commands import with_keys
from app.text.translation import _
from app.theme.application import Theme, theme
from app.theme.icons import IconName, icon_pixmap
from app.theme.palette import CONTROL_HEIGHT, RADIUS_SMALL, SPACE, Palette
from app.theme.pixmaps import PixmapCache

MAX_ICONS = 8
"""Icons and colours of one button that are kept."""
ARROW_KEYS = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down})


class IconButton(QToolButton):
    """A square button without a frame, or a round filled one for the main action.

    A click leaves the keyboard focus where it is, so that Space still plays; Tab reaches the button.
    """

    def __init__(
        self,
        name: IconName,
        text: str,
        shortcut: QKeySequence | QKeySequence.StandardKey | str | None = None,
        is_round: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`text` is the tooltip and the accessible name; the shortcut is only shown, not set."""
        super().__init__(parent)
        self._name = name
        self._is_round = is_round
        self._icons = PixmapCache(MAX_ICONS)
        self._shortcut = QKeySequence(shortcut) if shortcut is not None else QKeySequence()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._text = ""
        self.set_text(text)

    def set_icon(self, name: IconName) -> None:
        """Change the icon."""
        if name != self._name:
            self._name = name
            self.update()

    def set_text(self, text: str) -> None:
        """Change the tooltip and the accessible name."""
        if text == self._text:
            return
        self._text = text
        self.setAccessibleName(text)
        keys = self._shortcut.toString(QKeySequence.SequenceFormat.NativeText)
        self.setToolTip(plain_tooltip(with_keys(text, keys)))

    def sizeHint(self) -> QSize:
        side = theme().scaled(CONTROL_HEIGHT + 8 if self._is_round else CONTROL_HEIGHT)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Arrows are the window's, where they go from step to step; Qt would use them like Tab.
        if event.key() in ARROW_KEYS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            palette = theme().palette
            side = min(self.width(), self.height())
            box = QRectF((self.width() - side) / 2.0, (self.height() - side) / 2.0, side, side).adjusted(2, 2, -2, -2)
            radius = box.width() / 2.0 if self._is_round else float(RADIUS_SMALL)
            background = self._background(palette)
            if background.alpha():
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(background)
                painter.drawRoundedRect(box, radius, radius)
            if self.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(palette.focus, 2.0))
                painter.drawRoundedRect(box.adjusted(-1, -1, 1, 1), radius + 1.0, radius + 1.0)
            size = theme().scaled(18)
            corner = box.center() - QPointF(size / 2.0, size / 2.0)
            painter.drawPixmap(corner.toPoint(), self._icon(self._icon_colour(palette), size))

    def _icon(self, colour: QColor, size: int) -> QPixmap:
        """The icon, kept, since a button in front of what moves is painted in each frame."""
        name, ratio = self._name, self.devicePixelRatioF()
        return self._icons.get((name, colour.rgba(), size, ratio), lambda: icon_pixmap(name, colour, size, ratio))

    def _background(self, palette: Palette) -> QColor:
        is_pressed = self.isDown() or self.isChecked()
        if self._is_round:
            colour = palette.ink if self.isEnabled() else palette.groove
            return colour.darker(112) if palette.is_dark and (is_pressed or self.underMouse()) else colour
        if not self.isEnabled():
            return QColor(Qt.GlobalColor.transparent)
        if is_pressed:
            return palette.line
        return palette.raised if self.underMouse() else QColor(Qt.GlobalColor.transparent)

    def _icon_colour(self, palette: Palette) -> QColor:
        if not self.isEnabled():
            return palette.disabled
        if self._is_round:
            return palette.panel
        return palette.ink if self.underMouse() or self.isDown() or self.isChecked() else palette.muted


class SmallButton(QPushButton):
    """A button with small text; a click leaves the keyboard focus where it is, Tab reaches it."""

    def __init__(self, theme: Theme, text: str, tooltip: str, *, is_framed: bool = False) -> None:
        """`tooltip` is the accessible name too; with `is_framed` it stands out among labels."""
        super().__init__(text)
        self._theme = theme
        self.setProperty("kind", "segment" if is_framed else "quiet")
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setStyleSheet("padding: 0 6px;")
        self.setToolTip(plain_tooltip(tooltip))
        self.setAccessibleName(tooltip)
        self._take_font()
        theme.theme_changed.connect(self._take_font)

    def _take_font(self) -> None:
        self.setFont(self._theme.font("small"))


class SegmentedControl(QWidget):
    """One choice out of a few; arrow keys go from one to the next.

    A click leaves the keyboard focus where it is; Tab reaches the chosen segment.
    """

    chosen = Signal(str)
    """The person clicked the segment with this key, whether or not it was chosen already."""

    def __init__(
        self, accessible_name: str, segments: Sequence[tuple[str, str, str]], columns: int | None = None
    ) -> None:
        """`segments` are (key, text, tooltip), in rows of `columns`, or in one row; the first is chosen."""
        super().__init__()
        self.setAccessibleName(accessible_name)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(2 * SPACE)
        for index, (key, text, tooltip) in enumerate(segments):
            button = self._segment(text, tooltip)
            self._buttons[key] = button
            self._group.addButton(button)
            grid.addWidget(button, *divmod(index, columns or len(segments)))
        self.set_choice(segments[0][0])
        self._group.buttonClicked.connect(self._on_clicked)

    @property
    def choice(self) -> str:
        """The key of the chosen segment."""
        return next(key for key, button in self._buttons.items() if button.isChecked())

    def set_choice(self, key: str) -> None:
        """Choose without a signal. Raises ValueError for an unknown key."""
        if key not in self._buttons:
            raise ValueError(f"there is no segment {key!r}")
        with QSignalBlocker(self._group):
            self._buttons[key].setChecked(True)
        self._update_focus_policy()

    def _segment(self, text: str, tooltip: str) -> QPushButton:
        button = QPushButton(text)
        button.setCheckable(True)
        button.setAutoDefault(False)
        button.setProperty("kind", "segment")
        button.setToolTip(plain_tooltip(tooltip))
        return button

    def _update_focus_policy(self) -> None:
        """Let Tab reach the chosen segment only; Qt does that on keyboard focus, but not after a click."""
        for button in self._buttons.values():
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus if button.isChecked() else Qt.FocusPolicy.NoFocus)
        self.setFocusProxy(self._buttons[self.choice])

    def _on_clicked(self) -> None:
        self._update_focus_policy()
        self.chosen.emit(self.choice)


def dialog_buttons(dialog: QDialog, accept: QPushButton) -> QHBoxLayout:
    """Return a row with a button that cancels the dialog and the one that accepts it, at its right end."""
    row = QHBoxLayout()
    row.addStretch(1)
    cancel = QPushButton(_("Cancel"), autoDefault=False)
    cancel.clicked.connect(dialog.reject)
    row.addWidget(cancel)
    row.addWidget(accept)
    accept.clicked.connect(dialog.accept)
    return row


class WrappedRadioButton(QRadioButton):
    """A radio button with as many lines as its text needs; a word that is too wide ends in “…”, with a tooltip."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._whole = text
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._wrap()

    def _wrap(self) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        room = self.style().subElementRect(QStyle.SubElement.SE_RadioButtonContents, option, self).width()
        if not self.icon().isNull():
            room -= self.iconSize().width() + SPACE
        metrics = QFontMetricsF(self.font())
        lines = wrapped(self._whole, metrics, room)
        shown = [metrics.elidedText(line, Qt.TextElideMode.ElideRight, room) for line in lines]
        self.setText("\n".join(shown).replace("&", "&&"))
        self.setToolTip(plain_tooltip(self._whole if shown != lines else ""))
