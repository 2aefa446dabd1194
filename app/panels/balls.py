"""The balls panel: a card for each ball, and what concerns them all."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.controls.icon_button import IconButton
from app.controls.plain_text import plain_label
from app.panels.ball_details import BallDetails
from app.panels.balls_menu import BallsMenu
from app.panels.card_list import CardList
from app.panels.eta_for_all import EtaForAll
from app.panels.forecast import Forecast
from app.panels.small_button import SmallButton
from app.session.session import Session
from app.theme import SPACE, Theme

HEADER_HEIGHT = 40
HEADER_MARGIN = 16


class BallsPanel(QWidget):
    """All balls: to select, change, add, duplicate and remove."""

    def __init__(self, session: Session, theme: Theme) -> None:
        """Listen to the session."""
        super().__init__()
        self.setAccessibleName("Balls panel")
        self._session, self._theme = session, theme
        self._head, self._title, self._count = QWidget(), plain_label("Balls"), plain_label()
        self._header = QHBoxLayout(self._head)
        self._count.setProperty("tone", "muted")
        self.add_button = SmallButton(theme, "+ add", "Add a ball with another α")
        self.more_button = IconButton("more", "More: fan, duplicate, remove, all balls")
        self.forecast = Forecast(session)
        self.list = CardList(
            session, theme, self.forecast, lambda place: BallDetails(session, theme, self.forecast, place)
        )
        self.eta = EtaForAll(session, theme)
        self._lay_out()
        self.add_button.clicked.connect(session.add)
        self.more_button.clicked.connect(self._open_menu)
        self.list.menu_wanted.connect(lambda event: self._menu().open_at(event.globalPos()))
        session.texts_due.connect(self.list.show_outcomes)
        session.balls_changed.connect(self._show_count)
        self.list.height_changed.connect(self._fit)
        theme.theme_changed.connect(self._take_sizes)
        self._show_count()
        self._take_sizes()

    def _lay_out(self) -> None:
        header = self._header
        header.setSpacing(SPACE)
        header.addWidget(self._title)
        header.addSpacing(SPACE)
        header.addWidget(self._count)
        header.addStretch(1)
        header.addWidget(self.add_button)
        header.addWidget(self.more_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self.list, 1)
        column.addWidget(self.eta)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def _show_count(self) -> None:
        self._count.setText(f"{len(self._session.run.balls):,}")

    def _take_sizes(self) -> None:
        margin = self._theme.scaled(HEADER_MARGIN)
        self._head.setFixedHeight(self._theme.scaled(HEADER_HEIGHT))
        self._header.setContentsMargins(margin, 0, margin - SPACE, 0)
        self._title.setFont(self._theme.font("heading"))
        self._fit()

    def _fit(self) -> None:
        """Be no higher than all there is to show."""
        rest = self._theme.scaled(HEADER_HEIGHT) + self.eta.sizeHint().height()
        self.setMaximumHeight(self.list.maximumHeight() + rest)

    def _menu(self) -> BallsMenu:
        return BallsMenu(self._session, self._theme, self.more_button)

    def _open_menu(self) -> None:
        menu, button = self._menu(), self.more_button
        menu.open_at(button.mapToGlobal(QPoint(button.width() - menu.sizeHint().width(), button.height())))
