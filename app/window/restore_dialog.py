"""At the start: what the program could not save to its file the last time is offered to be restored."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.controls.plain_text import plain_label
from app.session.recovery import LeftBehind
from app.theme import SPACE, Theme
from app.window.restore_card import RestoreCard
from app.window.when import when_in_words

MOST_HEIGHT = 0.6
"""Share of the screen that the cards may take before they scroll."""
ONE = "The program ended before this scene was saved. A copy was kept."
MANY = "The program ended before these scenes were saved. Copies were kept."
SURE = "Nothing brings it back."


class RestoreDialog(QDialog):
    """Offers to restore one of the scenes, or to discard it; what is neither is put off to the next start.

    The keyboard: arrow keys choose, Enter restores, Esc puts off.
    """

    def __init__(
        self,
        found: Sequence[LeftBehind],
        theme: Theme,
        restore: Callable[[LeftBehind], None],
        parent: QWidget | None,
        now: datetime | None = None,
    ) -> None:
        """`found` has at least one, the newest first; `restore` is called with the one that is restored."""
        super().__init__(parent)
        self.setWindowTitle("Restore")
        self._theme, self._restore = theme, restore
        now = now or datetime.now().astimezone()
        self.cards = [RestoreCard(left, when_in_words(left.saved.time, now, QLocale()), theme) for left in found]
        self.restore_button = QPushButton("Restore", default=True)
        self.later_button = QPushButton("Later", autoDefault=False)
        self.discard_button = QPushButton(autoDefault=False)
        self._says = plain_label(word_wrap=True)
        self._warning = plain_label(SURE)
        self._area = QScrollArea(widgetResizable=True)
        self._lay_out()
        for card in self.cards:
            card.toggled.connect(self._turn_to_chosen)
        self.restore_button.clicked.connect(self.accept)
        self.later_button.clicked.connect(self.reject)
        self.discard_button.clicked.connect(self._discard)
        self.cards[0].setChecked(True)
        self._fit()
        first: QWidget = self.cards[0] if len(self.cards) > 1 else self.restore_button
        first.setFocus()

    @property
    def chosen(self) -> RestoreCard:
        """The card that the buttons are about."""
        return next(card for card in self.cards if card.isChecked())

    def accept(self) -> None:
        """Restore the chosen scene, and put off the others."""
        chosen = self.chosen
        self.cards.remove(chosen)
        super().accept()
        self._restore(chosen.left)

    def done(self, result: int) -> None:
        """Put off what nothing was decided about."""
        for card in self.cards:
            card.left.put_off()
        self.cards.clear()
        super().done(result)

    def _discard(self) -> None:
        """Discard the chosen scene, after it was asked for twice."""
        if self._warning.isHidden():
            self._warning.show()
            self.discard_button.setText("Discard for good")
            return
        chosen = self.chosen
        place = self.cards.index(chosen)
        self.cards.remove(chosen)
        chosen.left.discard()
        chosen.hide()
        chosen.deleteLater()
        if not self.cards:
            self.reject()
            return
        following = self.cards[min(place, len(self.cards) - 1)]
        following.setChecked(True)
        following.setFocus()
        self._fit()

    def _turn_to_chosen(self, is_chosen: bool) -> None:
        """Be about another scene: whatever was to be confirmed was about the one before."""
        if is_chosen:
            self._warning.hide()
            self.discard_button.setText("Discard")
            self._area.ensureWidgetVisible(self.chosen)

    def _fit(self) -> None:
        """Say how many there are, and be as high as they need."""
        self._says.setText(ONE if len(self.cards) == 1 else MANY)
        cards = sum(card.sizeHint().height() for card in self.cards) + 2 * SPACE * (len(self.cards) - 1)
        self._area.setFixedHeight(min(cards, round(MOST_HEIGHT * self.screen().availableSize().height())))
        self.adjustSize()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(5 * SPACE, 4 * SPACE, 5 * SPACE, 5 * SPACE)
        column.setSpacing(3 * SPACE)
        self._says.setProperty("tone", "muted")
        column.addWidget(self._says)
        sheet = QWidget()
        rows = QVBoxLayout(sheet)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2 * SPACE)
        for card in self.cards:
            rows.addWidget(card)
        self._area.setWidget(sheet)
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
    found: Sequence[LeftBehind], theme: Theme, restore: Callable[[LeftBehind], None], window: QWidget
) -> None:
    """Ask about what was left behind, if there is anything."""
    if found:
        dialog = RestoreDialog(found, theme, restore, window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
