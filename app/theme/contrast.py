"""How well two colours can be told apart: the contrast ratio of WCAG 2, and colours mixed until it is enough."""

from collections.abc import Iterable

from PySide6.QtGui import QColor

TEXT_CONTRAST = 4.5
"""The least contrast of text against its surface (WCAG 2.2, success criterion 1.4.3, level AA)."""
SHAPE_CONTRAST = 3.0
"""The least contrast of lines and shapes that carry meaning (WCAG 2.2, success criterion 1.4.11)."""

MIX_STEPS = 50


def luminance(colour: QColor) -> float:
    """Relative luminance of an opaque sRGB colour, 0 (black) to 1 (white), as WCAG 2 defines it."""
    red, green, blue = (_linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    """Contrast ratio (L₁ + 0.05) / (L₂ + 0.05) with L₁ the lighter one: 1 (the same) to 21 (black on white)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mix(one: QColor, other: QColor, share: float) -> QColor:
    """One colour with a share (0 to 1) of the other in it, mixed in sRGB."""
    return QColor.fromRgbF(
        one.redF() + (other.redF() - one.redF()) * share,
        one.greenF() + (other.greenF() - one.greenF()) * share,
        one.blueF() + (other.blueF() - one.blueF()) * share,
    )


def faded(colour: QColor, opacity: float) -> QColor:
    """The same colour with an opacity from 0 to 1."""
    result = QColor(colour)
    result.setAlphaF(opacity)
    return result


def readable(colour: QColor, ink: QColor, surfaces: Iterable[QColor], least: float = TEXT_CONTRAST) -> QColor:
    """The colour with as little ink mixed in as gives the least contrast on every surface.

    Raises ValueError when even pure ink is not enough.
    """
    on = tuple(surfaces)
    for step in range(MIX_STEPS + 1):
        candidate = mix(colour, ink, step / MIX_STEPS)
        if all(contrast(candidate, surface) >= least for surface in on):
            return candidate
    raise ValueError(f"{ink.name()} does not reach a contrast of {least} on {', '.join(s.name() for s in on)}")


def _linear(part: float) -> float:
    """One sRGB component, 0 to 1, as linear light."""
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
