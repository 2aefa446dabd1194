"""Fonts: the bundled family, the glyphs that formulas need, digits of one width."""

from importlib import resources

import pytest
from PySide6.QtGui import QFontMetricsF, QRawFont
from PySide6.QtWidgets import QApplication

from app.theme import fonts
from app.theme.application import font, theme


@pytest.mark.parametrize("name", fonts.FONT_FILES)
def test_the_bundled_fonts_have_the_signs_of_the_field(dark: QApplication, name: str) -> None:
    raw = QRawFont(resources.files("resources").joinpath("fonts", name).read_bytes(), 16.0)
    assert raw.isValid()
    assert not [sign for sign in "αβηλΔπ∞≤≥±×·−′″²³→←↑↓…“”" if not raw.supportsCharacter(ord(sign))]


def test_the_family_is_the_bundled_one(dark: QApplication) -> None:
    assert theme().family == "Inter"


def test_the_licence_of_the_fonts_is_shipped() -> None:
    text = resources.files("resources").joinpath("texts", "OFL-Inter.txt").read_text(encoding="utf-8")
    assert "The Inter Project Authors" in text
    assert "SIL OPEN FONT LICENSE" in text


@pytest.mark.parametrize("role", ["number", "number_small", "formula"])
def test_digits_of_changing_numbers_have_one_width(dark: QApplication, role: fonts.FontRole) -> None:
    metrics = QFontMetricsF(font(role))
    widths = [metrics.horizontalAdvance(10 * figure) for figure in "0123456789"]
    assert max(widths) - min(widths) < 0.3  # ten figures, each rounded to 1/64 of a pixel


def test_digits_in_text_have_their_own_widths(dark: QApplication) -> None:
    metrics = QFontMetricsF(font("body"))
    assert metrics.horizontalAdvance("1111111111") < metrics.horizontalAdvance("0000000000")


def test_a_scale_enlarges_every_role(dark: QApplication) -> None:
    for role in ("title", "heading", "body", "small", "number", "number_small", "formula"):
        normal, large = (fonts.make_font("Inter", role, scale).pixelSize() for scale in (1.0, 1.5))
        assert large == pytest.approx(1.5 * normal, abs=0.5)


def test_without_the_bundled_fonts_the_systems_own_is_used(dark: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "FONT_FILES", ("broken.otf",))

    class Folder:
        def joinpath(self, *parts: str) -> "Folder":
            return self

        def read_bytes(self) -> bytes:
            return b"not a font"

    monkeypatch.setattr(fonts.resources, "files", lambda package: Folder())
    family = fonts.load_family()
    assert family
    assert family == fonts.QFontDatabase.systemFont(fonts.QFontDatabase.SystemFont.GeneralFont).family()
