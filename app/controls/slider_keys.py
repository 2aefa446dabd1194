"""What keys and the wheel do to a number on a scale."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from app.controls.scales import Scale

STEPS: dict[int, float] = {
    Qt.Key.Key_Right: 1.0,
    Qt.Key.Key_Up: 1.0,
    Qt.Key.Key_Left: -1.0,
    Qt.Key.Key_Down: -1.0,
    Qt.Key.Key_PageUp: 10.0,
    Qt.Key.Key_PageDown: -10.0,
}
"""How many of the scale's steps a key goes."""
FINE = 0.1
"""With Shift."""


def moved(scale: Scale, number: float, steps: float, modifiers: Qt.KeyboardModifier) -> float:
    """The number so many of the scale's steps further, with Shift a tenth of that."""
    is_fine = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
    return scale.stepped(number, steps * scale.step * (FINE if is_fine else 1.0))


def target_of(event: QKeyEvent, scale: Scale, number: float) -> float | None:
    """Where a key leads from a number, or None for a key that means nothing to a slider."""
    match event.key():
        case Qt.Key.Key_Home:
            return scale.value(scale.low)
        case Qt.Key.Key_End:
            return scale.value(scale.high) if scale.stop is None else scale.stop
        case key if key in STEPS:
            return moved(scale, number, STEPS[key], event.modifiers())
    return None
