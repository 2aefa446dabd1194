"""The acts of the monkey and their weights; each act returns a few words about what it did."""

from collections.abc import Callable
from random import Random

from PySide6.QtWidgets import QFileDialog

from tests.window.monkey import dialogs
from tests.window.monkey.by_file import drop, link, save_or_open
from tests.window.monkey.by_hand import click, drag, hover, press_key, turn_wheel, type_text
from tests.window.monkey.commands import by_action, by_menu, by_session, edit_mode, in_time, undo_or_redo
from tests.window.monkey.hands import Hands, unblocked
from tests.window.monkey.passing import fire_timers, pass_time, see, wait
from tests.window.monkey.stage import Stage

Act = Callable[[Stage, Hands, Random], str]


def answer(stage: Stage, _hands: Hands, rng: Random) -> str:
    """Answer the dialog or menu in front of the window."""
    with unblocked(rng):
        return dialogs.answer(stage, rng)


WEIGHTS: dict[Act, float] = {
    by_action: 14,
    undo_or_redo: 6,
    by_menu: 1,
    by_session: 14,
    in_time: 10,
    pass_time: 10,
    fire_timers: 7,
    wait: 3,
    see: 4,
    click: 12,
    drag: 10,
    turn_wheel: 4,
    hover: 5,
    press_key: 12,
    type_text: 5,
    edit_mode: 3,
    drop: 0.5,
    link: 0.7,
    save_or_open: 0.7,
}
IN_FRONT: dict[Act, float] = {
    answer: 10,
    see: 3,
    fire_timers: 2,
    pass_time: 2,
    click: 2,
    press_key: 3,
    drag: 1,
    hover: 1,
}
"""Weights while a menu or a dialog is in front of the window."""
PURE = {by_action, by_session}
"""Acts that make at most one change: undo restores the state just before."""


IN_FRONT_OF_FILES: dict[Act, float] = {answer: 3, fire_timers: 1, pass_time: 1}
"""Weights while Qt asks for a file: raw clicks could save anywhere on this machine."""


def chosen(stage: Stage, rng: Random) -> Act:
    """Draw the next act."""
    top = stage.on_top
    acts = WEIGHTS if top is stage.window else IN_FRONT_OF_FILES if isinstance(top, QFileDialog) else IN_FRONT
    return rng.choices(list(acts), list(acts.values()))[0]
