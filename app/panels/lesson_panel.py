"""The panel of a lesson or a challenge, beside the landscape: shows a value, and says what is pressed and chosen."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.controls.buttons import IconButton, WrappedRadioButton
from app.controls.elided_label import ElidedLabel
from app.controls.number_field import NumberField
from app.controls.plain_text import markdown_label, plain_label, plain_tooltip
from app.controls.scales import LinearScale
from app.text.lessons import minutes_text, unbroken
from app.text.numbers import Bounds
from app.text.translation import _
from app.theme.application import Theme
from app.theme.markers import Marker, ball_icon
from app.theme.palette import SPACE

WIDTH = 316
"""At scale 1, where there is room."""
MIN_WIDTH = 250
"""Pixels."""
MIN_HEIGHT = 160
ICON_PX = 18
"""Of a ball, at scale 1."""
PARAGRAPH_GAP = 8
"""At scale 1."""


@dataclass(frozen=True)
class Text:
    """A piece of text of the panel."""

    text: str
    tone: str = ""
    """`muted`, `heading`, `good`, or usual."""
    is_markdown: bool = False


@dataclass(frozen=True)
class Choices:
    """What a person can choose: one of some names, or a number."""

    names: tuple[tuple[float, str, tuple[int, int] | None], ...] = ()
    """Of balls or valleys: the number of each, its name, and a ball's colour and marker."""
    domain: tuple[float, float] | None = None
    """Of w, for a flag."""


@dataclass(frozen=True)
class Button:
    """A button below the texts."""

    name: str
    text: str
    is_primary: bool = False
    is_enabled: bool = True
    tooltip: str = ""


@dataclass(frozen=True)
class Item:
    """A line of the list of lessons and challenges."""

    name: str
    title: str
    detail: str
    is_done: bool
    tooltip: str = ""


@dataclass(frozen=True)
class Content:
    """What the panel shows."""

    title: str
    phases: tuple[str, ...] = ()
    phase: int = 0
    """Index of the phase that it is in."""
    texts: tuple[Text, ...] = ()
    choices: Choices | None = None
    buttons: tuple[Button, ...] = ()
    sections: tuple[tuple[str, tuple[Item, ...]], ...] = ()
    """Of the list: a heading and items."""


class LessonPanel(QFrame):
    """Beside the landscape, with what to predict, to try and to notice."""

    pressed = Signal(str)
    """A button, by its name, or an item of the list."""
    chosen = Signal(float)
    """A ball, a valley, or the w of a flag."""
    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("lesson-panel")
        self._theme = theme
        self._content: Content | None = None
        self._most = WIDTH
        self._before: QWidget | None = None
        """From where Tab leads into the panel."""
        self.title = ElidedLabel(role="title")
        self.close_button = IconButton("close", _("Close"))
        self.close_button.clicked.connect(self.closed)
        self._phases = QHBoxLayout()
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self.area = QScrollArea()
        self.buttons: dict[str, QPushButton] = {}
        self.radios: dict[float, QRadioButton] = {}
        self.field: NumberField | None = None
        self._group = QButtonGroup(self)
        self._footer = QVBoxLayout()
        self._lay_out()
        theme.theme_changed.connect(self._on_theme_changed)
        self.hide()

    def _lay_out(self) -> None:
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button)
        self._phases.setSpacing(2 * SPACE)
        self._column.setContentsMargins(0, 0, 2 * SPACE, 0)
        self._column.setSpacing(3 * SPACE)
        self.area.setWidget(self._body)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._body.setAutoFillBackground(False)
        self.area.viewport().setAutoFillBackground(False)
        self._footer.setSpacing(2 * SPACE)
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * SPACE, 2 * SPACE, 3 * SPACE, 3 * SPACE)
        column.setSpacing(2 * SPACE)
        column.addLayout(head)
        column.addLayout(self._phases)
        column.addWidget(self.area, 1)
        column.addLayout(self._footer)

    def sizeHint(self) -> QSize:
        return QSize(max(min(self._theme.scaled(WIDTH), self._most), MIN_WIDTH), MIN_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(MIN_WIDTH, MIN_HEIGHT)

    def limit_width(self, pixels: int) -> None:
        """Be no wider than this, as far as it can."""
        if pixels != self._most:
            self._most = pixels
            self.updateGeometry()

    @property
    def content(self) -> Content | None:
        """What it shows."""
        return self._content

    def show_content(self, content: Content) -> None:
        """Show this; the keyboard focus stays on a button of the same name."""
        if content == self._content:
            return
        focused = next((name for name, button in self.buttons.items() if button.hasFocus()), None)
        before, self._content = self._content, content
        self.setAccessibleName(content.title)
        self.title.set_colour(self._theme.palette.ink)
        self.title.set_text(content.title)
        if before is None or (before.phases, before.phase) != (content.phases, content.phase):
            self._fill_phases(content)
        body, buttons = _body_of(content), _names_of(content)
        if before is None or _body_of(before) != body:
            self._fill_body(content)
        if before is None or _names_of(before) != buttons:
            self._fill_footer(content)
        for button in content.buttons:
            self.buttons[button.name].setEnabled(button.is_enabled)
        self._order_tabs()
        if focused in self.buttons:
            self.buttons[focused].setFocus()
        if before is None or (before.title, before.phase) != (content.title, content.phase):
            self.area.verticalScrollBar().setValue(0)

    def come_after(self, widget: QWidget) -> None:
        """Let Tab lead from this widget of the same window into the panel."""
        self._before = widget

    def _order_tabs(self) -> None:
        """Choices, buttons, and the one that closes it last."""
        field = [] if self.field is None else [self.field]
        before = self._before
        for widget in (*self.radios.values(), *field, *self.buttons.values(), self.close_button):
            if before is not None:
                QWidget.setTabOrder(before, widget)
            before = widget

    def mark(self, choice: float) -> None:
        """Show what is chosen."""
        if choice in self.radios:
            with QSignalBlocker(self.radios[choice]):
                self.radios[choice].setChecked(True)
        if self.field is not None:
            self.field.set_number(choice)

    # Inner workings

    def _fill_phases(self, content: Content) -> None:
        _clear(self._phases)
        for index, phase in enumerate(content.phases):
            label = plain_label(phase if index == 0 else f"›  {phase}")
            label.setFont(self._theme.font("heading" if index == content.phase else "body"))
            if index != content.phase:
                label.setProperty("tone", "muted")
            self._phases.addWidget(label)
        self._phases.addStretch(1)

    def _fill_body(self, content: Content) -> None:
        _clear(self._column)
        self.radios, self.field = {}, None
        shown = {button.name for button in content.buttons}
        self.buttons = {name: button for name, button in self.buttons.items() if name in shown}
        for text in content.texts:
            self._column.addWidget(self._label(text))
        if content.choices is not None:
            self._add_choices(content.choices)
        for heading, items in content.sections:
            self._column.addWidget(self._label(Text(heading, "heading")))
            for item in items:
                self._column.addWidget(self._item(item))
        self._column.addStretch(1)

    def _label(self, text: Text) -> QLabel:
        if text.is_markdown:
            label = markdown_label(unbroken(text.text), self._theme.scaled(PARAGRAPH_GAP))
            label.setFont(self._theme.font("body"))
        else:
            label = plain_label(unbroken(text.text), word_wrap=True)
            label.setFont(self._theme.font("heading" if text.tone in ("heading", "good") else "body"))
            label.setProperty("tone", text.tone)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        return label

    def _add_choices(self, choices: Choices) -> None:
        for choice, name, style in choices.names:
            radio = WrappedRadioButton(name)
            if style is not None:
                radio.setIcon(ball_icon(self._theme.palette, style[0], Marker.of(style[1])))
                radio.setIconSize(QSize(*[self._theme.scaled(ICON_PX)] * 2))
            radio.toggled.connect(lambda is_on, choice=choice: self.chosen.emit(choice) if is_on else None)
            self._group.addButton(radio)
            self.radios[choice] = radio
            self._column.addWidget(radio)
        if choices.domain is not None:
            lo, hi = choices.domain
            self.field = NumberField(_("w of your flag"), "w", lo, Bounds(lo, hi), LinearScale(lo, hi))
            self.field.set_number(float("nan"))
            self.field.setPlaceholderText(_("click the landscape, or type w"))
            self.field.committed.connect(self.chosen)
            self._column.addWidget(self.field)

    def _item(self, item: Item) -> QPushButton:
        button = QPushButton(f"{'✓  ' if item.is_done else ''}{item.title}\n{item.detail}".replace("&", "&&"))
        button.setProperty("kind", "item")
        button.setAutoDefault(False)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        done = _("{title}, done. {detail}") if item.is_done else _("{title}. {detail}")
        button.setAccessibleName(done.format(title=item.title, detail=item.detail))
        button.setToolTip(plain_tooltip(item.tooltip))
        button.clicked.connect(lambda: self.pressed.emit(item.name))
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.buttons[item.name] = button
        return button

    def _fill_footer(self, content: Content) -> None:
        _clear(self._footer)
        names = {item.name for _heading, items in content.sections for item in items}
        self.buttons = {name: button for name, button in self.buttons.items() if name in names}
        row, room = QHBoxLayout(), self.sizeHint().width() - 8 * SPACE
        self._footer.addLayout(row)
        for index, each in enumerate(content.buttons):
            button = QPushButton(each.text)
            button.setAutoDefault(False)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            if each.is_primary:
                button.setProperty("kind", "primary")
            button.setToolTip(plain_tooltip(each.tooltip))
            button.clicked.connect(_emitter(self.pressed.emit, each.name))
            self.buttons[each.name] = button
            room -= button.sizeHint().width() + 2 * SPACE
            if room < 0:
                row.addStretch(1)
                row, room = QHBoxLayout(), self.sizeHint().width() - 8 * SPACE - button.sizeHint().width()
                self._footer.addLayout(row)
            elif index == len(content.buttons) - 1:
                row.addStretch(1)
            row.addWidget(button)

    def _on_theme_changed(self) -> None:
        content, self._content = self._content, None
        if content is not None:
            self.show_content(content)
        self.updateGeometry()


def _body_of(content: Content) -> tuple[object, ...]:
    """What the part that scrolls is made of."""
    return content.texts, content.choices, content.sections


def _names_of(content: Content) -> tuple[object, ...]:
    """What the buttons below are made of, but for which of them can be pressed."""
    buttons = [(button.name, button.text, button.is_primary, button.tooltip) for button in content.buttons]
    return tuple(buttons), bool(content.sections)


def _emitter(emit: Callable[[str], None], name: str) -> Callable[[], None]:
    return lambda: emit(name)


def _clear(layout: QVBoxLayout | QHBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if isinstance(inner, QHBoxLayout):
            _clear(inner)
            inner.deleteLater()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def lesson_detail(minutes: int, done: str) -> str:
    """The second line of a lesson in the list."""
    return _("{minutes} · {done}").format(minutes=minutes_text(minutes), done=done) if done else minutes_text(minutes)
