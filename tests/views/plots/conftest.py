"""Plots on the screen, of the size that they have in a small window."""

import pytest
from pytestqt.qtbot import QtBot

from app.session.session import Session
from app.theme.application import theme
from app.views.plots.plots import PlotsRow
from tests.views.plots.scenes import Shown


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    rows = []

    def show(session: Session) -> PlotsRow:
        row = PlotsRow(session, theme())
        rows.append(row)
        qtbot.addWidget(row)
        row.resize(930, 220)
        row.show()
        qtbot.waitExposed(row)
        return row

    return show
