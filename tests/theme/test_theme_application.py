"""Applying a theme: choice, system, scale, and signals."""

import re
import subprocess
import sys
from typing import cast

import pytest
from PySide6.QtCore import QFile, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.theme.application import ThemeChoice, apply_theme, font, theme
from app.theme.palette import DARK, LIGHT
from app.theme.stylesheet import style_sheet


@pytest.mark.parametrize(("choice", "palette"), [("dark", DARK), ("light", LIGHT)])
def test_a_theme_is_applied_to_qt(dark: QApplication, choice: ThemeChoice, palette: object) -> None:
    applied = apply_theme(dark, choice)
    assert applied is theme()
    assert applied.palette is palette
    assert applied.choice == choice
    assert dark.palette().color(QPalette.ColorRole.Window) == applied.palette.panel
    assert dark.palette().color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text) == applied.palette.disabled


def test_a_change_of_theme_is_signalled(dark: QApplication, qtbot: QtBot) -> None:
    with qtbot.waitSignal(theme().theme_changed, timeout=1000) as signal:
        apply_theme(dark, "light")
    assert signal.signal_triggered
    assert theme().palette is LIGHT


def test_widgets_are_painted_in_the_theme(dark: QApplication, qtbot: QtBot) -> None:
    button = QPushButton("Cancel")
    qtbot.addWidget(button)
    button.resize(100, 30)
    grounds = []
    for choice in ("dark", "light"):
        apply_theme(dark, cast(ThemeChoice, choice))
        grounds.append(button.grab().toImage().pixelColor(12, 6).name())
    assert grounds == [DARK.panel.name(), LIGHT.panel.name()]


def test_the_system_is_followed_when_it_turns_light_and_dark(dark: QApplication, qtbot: QtBot) -> None:
    apply_theme(dark, "system")
    hints = dark.styleHints()
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
    qtbot.waitUntil(lambda: theme().palette is LIGHT, timeout=1000)
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    qtbot.waitUntil(lambda: theme().palette is DARK, timeout=1000)
    assert theme().choice == "system"


def test_an_explicit_choice_wins_over_the_system(dark: QApplication, qtbot: QtBot) -> None:
    apply_theme(dark, "light")
    dark.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    dark.processEvents()
    assert theme().palette is LIGHT


def test_a_scale_enlarges_fonts_and_lengths(dark: QApplication, qtbot: QtBot) -> None:
    label = QLabel("f(w)")
    qtbot.addWidget(label)
    normal = font("body").pixelSize(), label.sizeHint().height()
    apply_theme(dark, "dark", 1.5)
    assert font("body").pixelSize() > normal[0]
    assert label.sizeHint().height() > normal[1]
    assert theme().scaled(28) == 42


@pytest.mark.parametrize("scale", [0.0, 9.0, float("nan")])
def test_a_scale_out_of_range_is_refused(dark: QApplication, scale: float) -> None:
    with pytest.raises(ValueError, match=str(scale)):
        apply_theme(dark, "dark", scale)


def test_an_unknown_theme_is_refused(dark: QApplication) -> None:
    with pytest.raises(ValueError, match="'sepia'"):
        apply_theme(dark, cast(ThemeChoice, "sepia"))


def test_the_style_sheet_has_no_gaps_and_its_pictures_exist(dark: QApplication) -> None:
    for palette in (DARK, LIGHT):
        sheet = style_sheet(palette)
        assert sheet.count("{") == sheet.count("}")
        pictures = set(re.findall(r"url\(([^)]*)\)", sheet))
        assert pictures
        assert all(QFile.exists(picture) for picture in pictures)


def test_without_an_application_there_is_no_theme() -> None:
    ask = "from app.theme.application import theme; theme()"
    message = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, timeout=60, check=False)
    assert message.stderr.splitlines()[-1] == "RuntimeError: a theme needs a QApplication"
