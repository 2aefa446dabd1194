"""Every command of the window in one table: its words, its keys, and what it does."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence

HARMLESS = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


@dataclass(frozen=True)
class Command:
    """A command as the menus, the tooltips and the list of shortcuts show it."""

    name: str
    group: str
    text: str
    keys: str
    """Key sequences in Qt's portable text, separated by blanks; empty for none."""
    run: Callable[[], object]
    is_plain: bool = False
    """A key without Ctrl or Alt: it works where the widget that has the keyboard does not need it itself."""


class Actions(QObject):
    """The window's commands as QActions, and the plain keys among them."""

    def __init__(self, parent: QObject, commands: Iterable[Command]) -> None:
        super().__init__(parent)
        self.commands = tuple(commands)
        self._actions = {command.name: self._made(command) for command in self.commands}
        self._plain = {keys: command for command in self.commands if command.is_plain for keys in _plain_keys(command)}

    def __getitem__(self, name: str) -> QAction:
        """The action of a command, by its name; KeyError for any other name."""
        return self._actions[name]

    def all(self) -> list[QAction]:
        """Every action, to be added to the window so that its keys work everywhere."""
        return list(self._actions.values())

    def press(self, event: QKeyEvent) -> bool:
        """Run the command of a plain key that no widget wanted; False when there is none.

        Where it means nothing of its own, Shift is overlooked, as it takes Shift to type a plus on some keyboards and
        none on others.
        """
        key, has_shift = Qt.Key(event.key()), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        command = self._plain.get((key, has_shift)) or self._plain.get((key, False))
        if command is None or event.modifiers() & ~HARMLESS:
            return False
        command.run()
        return True

    def _made(self, command: Command) -> QAction:
        action = QAction(command.text, self)
        action.setShortcuts(_sequences(command))
        if command.is_plain:
            # Shown in menus, but pressed through `press`, so that a slider keeps its arrows and a field its blanks.
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda _checked=False: command.run())
        return action


def _sequences(command: Command) -> list[QKeySequence]:
    return [QKeySequence(keys) for keys in command.keys.split()]


def _plain_keys(command: Command) -> list[tuple[Qt.Key, bool]]:
    """Each of its keys, and whether it is pressed with Shift."""
    keys = [sequence[0] for sequence in _sequences(command)]  # type: ignore[index]  # unknown to PySide's type hints
    return [(key.key(), bool(key.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)) for key in keys]


def keys_in_words(action: QAction) -> str:
    """The keys of an action as the platform writes them, such as `Ctrl+E`."""
    return ", ".join(keys.toString(QKeySequence.SequenceFormat.NativeText) for keys in action.shortcuts())
