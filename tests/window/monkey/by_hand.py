"""Acts of mouse and keys."""

from random import Random

import shiboken6
from PySide6.QtCore import Qt

from tests.window.monkey.commands import by_session, in_time, undo_or_redo
from tests.window.monkey.hands import Button, Hands, Modifier, unblocked, way, within
from tests.window.monkey.passing import fire_timers, pass_time, see
from tests.window.monkey.places import a_field, called, somewhere
from tests.window.monkey.stage import Stage

TYPED = ("w^2", "cos(3w) + w^2/9", "abs(w", "1/w", "sin(w)*", "f(w) = w^4/4 − w^2", "exp(-w^2)", "2", "", "tan(w)", "-")
NUMBERS = ("0", "0.5", "0.97", "1", "7", "-3", "250", "12.5", "1e-3", "1e300", "x", "", "1/3", "-0")
KEYS = Qt.Key
PLAIN = (KEYS.Key_Space, KEYS.Key_Right, KEYS.Key_Left, KEYS.Key_Home, KEYS.Key_End, KEYS.Key_R, KEYS.Key_Delete)
PLAIN += (KEYS.Key_Escape, KEYS.Key_M, KEYS.Key_Up, KEYS.Key_Down, KEYS.Key_Return, KEYS.Key_Tab, KEYS.Key_Backtab)
PLAIN += (KEYS.Key_Insert, KEYS.Key_Backspace, KEYS.Key_PageUp, KEYS.Key_PageDown, KEYS.Key_0, KEYS.Key_Plus)
PLAIN += (KEYS.Key_Minus, KEYS.Key_BracketLeft, KEYS.Key_BracketRight)
MODIFIERS = (
    (Modifier.NoModifier,) * 6 + (Modifier.ShiftModifier,) * 2 + (Modifier.ControlModifier, Modifier.AltModifier)
)


def click(stage: Stage, hands: Hands, rng: Random) -> str:
    """Click, double-click, or ask for a menu."""
    widget, at, words = somewhere(stage, rng)
    modifiers = rng.choice(MODIFIERS)
    hands.move(widget, at, modifiers=modifiers)
    kind = rng.choice(["click", "click", "click", "double-click", "right-click", "middle-click"])
    with unblocked(rng):
        if kind == "double-click":
            hands.double_click(widget, at, modifiers)
        elif kind == "right-click":
            hands.ask_for_menu(widget, at)
        else:
            button = Button.MiddleButton if kind == "middle-click" else Button.LeftButton
            hands.press(widget, at, button, modifiers)
            hands.release(widget, at, button, modifiers)
    return f"{kind} {words} {modifiers.name or ''}"


def drag(stage: Stage, hands: Hands, rng: Random) -> str:
    """Drag along a few points; sometimes something happens on the way, or the release gets lost."""
    widget, at, words = somewhere(stage, rng)
    button = rng.choice([Button.LeftButton] * 8 + [Button.MiddleButton, Button.RightButton])
    modifiers = rng.choice(MODIFIERS)
    told = [f"drag {words} {button.name} {modifiers.name or ''}"]
    hands.move(widget, at, modifiers=modifiers)
    with unblocked(rng):
        hands.press(widget, at, button, modifiers)
        for place in way(at, widget, rng):
            if stage.is_closed or not shiboken6.isValid(widget):
                break
            hands.move(widget, place, button, modifiers)
            at = place
            if rng.random() < 0.3:
                told.append(on_the_way(stage, hands, rng))
        if rng.random() < 0.95 and shiboken6.isValid(widget):
            hands.release(widget, at, button, modifiers)
        else:
            told.append("no release")
    return ", ".join(told)


def on_the_way(stage: Stage, hands: Hands, rng: Random) -> str:
    """Something that happens between two moves of a drag."""
    act = rng.choice(
        [pass_time, pass_time, fire_timers, fire_timers, see, press_key, undo_or_redo, by_session, in_time]
    )
    return f"({act(stage, hands, rng)})"


def turn_wheel(stage: Stage, hands: Hands, rng: Random) -> str:
    """Turn the wheel by one or more notches."""
    widget, at, words = somewhere(stage, rng)
    notches = rng.choice([1, -1, 0.3, -0.4, 3, -3])
    for _ in range(rng.randint(1, 3)):
        if shiboken6.isValid(widget):
            hands.wheel(widget, at, notches, rng.choice(MODIFIERS))
    return f"wheel {notches} {words}"


def hover(stage: Stage, hands: Hands, rng: Random) -> str:
    """Hover over something, and perhaps ask for its tooltip."""
    widget, at, words = somewhere(stage, rng)
    hands.move(widget, at)
    hands.move(widget, within(widget, rng))
    if rng.random() < 0.3 and shiboken6.isValid(widget):
        hands.ask_for_tooltip(widget, at)
    return f"hover {words}"


def press_key(stage: Stage, hands: Hands, rng: Random) -> str:
    """Press a key in the focused widget, with and without modifiers."""
    if rng.random() < 0.25:
        key, modifiers = rng.choice([KEYS.Key_Z, KEYS.Key_Y, KEYS.Key_Z]), Modifier.ControlModifier
        if rng.random() < 0.3:
            modifiers |= Modifier.ShiftModifier
    else:
        key, modifiers = rng.choice(PLAIN), rng.choice(MODIFIERS)
    widget = stage.focus
    words = f"key {modifiers.name or ''} {key.name} to {called(widget)}"
    with unblocked(rng):
        hands.key(widget, key, modifiers)
    return words


def type_text(stage: Stage, hands: Hands, rng: Random) -> str:
    """Type into a field, and perhaps leave it by a key."""
    found = a_field(stage, rng)
    if found is None:
        return "no field"
    field, at, words = found
    hands.press(field, at)
    hands.release(field, at)
    if rng.random() < 0.7:
        hands.key(field, KEYS.Key_A, Modifier.ControlModifier)
    text = rng.choice(TYPED if "ormula" in words else NUMBERS)
    hands.type(field, text)
    told = [f"type {text!r} into {words}"]
    if rng.random() < 0.3:
        told.append(on_the_way(stage, hands, rng))
    key = rng.choice([KEYS.Key_Return, KEYS.Key_Return, KEYS.Key_Tab, KEYS.Key_Escape, KEYS.Key_Up, None])
    if key is not None and shiboken6.isValid(field):
        hands.key(field, key)
        told.append(key.name)
    return ", ".join(told)
