"""The dialog that adds a series of balls (on the screen: a fan), α from one value to another."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QSpinBox, QVBoxLayout, QWidget

from app.controls.buttons import dialog_buttons
from app.controls.number_field import NumberField
from app.controls.plain_text import plain_label
from app.controls.scales import MemoryScale
from app.session.session import Session
from app.text.numbers import Bounds, exact, whole
from app.text.translation import _, ngettext, pgettext
from app.theme.application import Theme
from app.theme.palette import SPACE
from physics.rules.memory import alpha_series

MAX_BALLS = 200
WIDTH, PREVIEW_HEIGHT = 392, 56
SHOWN_AT_EACH_END = 8
DEFAULT_COUNT, DEFAULT_FIRST, DEFAULT_LAST = 9, 0.8, 0.99


class SeriesDialog(QDialog):
    """Adds balls like the selected one, with α evenly spaced on the memory scale."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Fan of balls"))
        self._session = session
        self.count = QSpinBox(minimum=1, maximum=MAX_BALLS, value=DEFAULT_COUNT)
        self.first = NumberField(_("First α"), "α", DEFAULT_FIRST, Bounds(0.0, 1.0), MemoryScale(), decimals=2)
        self.last = NumberField(_("Last α"), "α", DEFAULT_LAST, Bounds(0.0, 1.0), MemoryScale(), decimals=2)
        self._preview = plain_label(word_wrap=True)
        self._preview.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._preview.setFont(theme.font("number_small"))
        self._refusal = plain_label(word_wrap=True)
        self._refusal.setProperty("tone", "error")
        self._refusal.setFont(theme.font("small"))
        self.accept_button = QPushButton(_("Add"), default=True)
        self._lay_out(theme)
        self.count.setAccessibleName(_("Number of balls"))
        self.count.selectAll()
        self.count.valueChanged.connect(self._show_alphas)
        for field in (self.first, self.last):
            field.committed.connect(self._show_alphas)
            field.refused.connect(self._refusal.setText)
        self._show_alphas()

    @property
    def alphas(self) -> tuple[float, ...]:
        """The α that would be added."""
        return alpha_series(self.first.number, self.last.number, self.count.value())

    def accept(self) -> None:
        self._session.add_series(self.alphas)
        super().accept()

    def _show_alphas(self) -> None:
        texts = [exact(alpha, 2) for alpha in self.alphas]
        if len(texts) > 2 * SHOWN_AT_EACH_END:
            texts = [*texts[:SHOWN_AT_EACH_END], "…", *texts[-SHOWN_AT_EACH_END:]]
        self._preview.setText("α   " + "   ".join(texts))
        self._refusal.clear()
        count = self.count.value()
        self.accept_button.setText(ngettext("Add {count} ball", "Add {count} balls", count).format(count=whole(count)))

    def _lay_out(self, theme: Theme) -> None:
        self._preview.setMinimumHeight(theme.scaled(PREVIEW_HEIGHT))
        column = QVBoxLayout(self)
        column.setContentsMargins(5 * SPACE, 4 * SPACE, 5 * SPACE, 5 * SPACE)
        column.setSpacing(3 * SPACE)
        explanation = plain_label(
            _("Balls like the selected one, with α evenly spaced on the memory scale."), word_wrap=True
        )
        explanation.setProperty("tone", "muted")
        column.addWidget(explanation)
        row = QHBoxLayout()
        row.setSpacing(2 * SPACE)
        texts = _("balls"), _("α from"), pgettext("between two numbers", "to")
        for label, field in zip(texts, (self.count, self.first, self.last), strict=True):
            row.addWidget(plain_label(label))
            row.addWidget(field, 1)
        column.addLayout(row)
        column.addWidget(self._preview)
        column.addWidget(self._refusal)
        column.addLayout(dialog_buttons(self, self.accept_button))
        self.setFixedWidth(max(theme.scaled(WIDTH), column.minimumSize().width()))


def series_refusal(session: Session) -> str:
    """Why no series can be added; empty if one can."""
    if session.can_add_series:
        return ""
    pattern = _("A fan needs balls with an α, and the rule {rule} of the selected ball has none.")
    return pattern.format(rule=_(session.model_ball.rule.title))


def ask_for_series(session: Session, theme: Theme, window: QWidget) -> None:
    """Open the dialog, or say why there is none."""
    refusal = series_refusal(session)
    if refusal:
        session.message.emit(refusal)
        return
    dialog = SeriesDialog(session, theme, window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
