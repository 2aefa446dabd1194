"""The bundled font family, and its sizes by role."""

from importlib import resources
from typing import Literal

from PySide6.QtGui import QFont, QFontDatabase

FontRole = Literal["title", "heading", "body", "small", "number", "number_small", "formula"]

FAMILY = "Inter"
FONT_FILES = ("Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf")

# Size in pixels at scale 1, weight, and whether all digits have the same width (for numbers that change).
_FONT_ROLES: dict[FontRole, tuple[float, QFont.Weight, bool]] = {
    "title": (16, QFont.Weight.DemiBold, False),
    "heading": (14, QFont.Weight.DemiBold, False),
    "body": (13, QFont.Weight.Normal, False),
    "small": (12, QFont.Weight.Normal, False),
    "number": (14, QFont.Weight.DemiBold, True),
    "number_small": (12, QFont.Weight.Normal, True),
    "formula": (14, QFont.Weight.Normal, True),
}


def load_family() -> str:
    """Load the bundled fonts and return their family; the system's font family when they can't be loaded."""
    folder = resources.files("resources").joinpath("fonts")
    families: list[str] = []
    for name in FONT_FILES:
        font_id = QFontDatabase.addApplicationFontFromData(folder.joinpath(name).read_bytes())
        families += QFontDatabase.applicationFontFamilies(font_id)[:1] if font_id >= 0 else []
    return families[0] if families else QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()


def make_font(family: str, role: FontRole, scale: float = 1.0, *, is_plain: bool = False) -> QFont:
    """The font of a role, enlarged by `scale`; a plain one has no digits of one width."""
    size, weight, tabular = _FONT_ROLES[role]
    font = QFont(family)
    font.setPixelSize(max(1, round(size * scale)))
    font.setWeight(weight)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if tabular and not is_plain:
        font.setFeature(QFont.Tag("tnum"), 1)
    return font
