"""Every test of a control starts and ends with the dark theme at its normal size."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from app.theme.application import apply_theme


@pytest.fixture
def dark(qapp: QApplication) -> Iterator[QApplication]:
    apply_theme(qapp, "dark")
    yield qapp
    apply_theme(qapp, "dark")
