"""Every command of the window: its words, its keys, what it does; and the list of keys under F1."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.controls.plain_text import plain_label
from app.theme import SPACE, font

if TYPE_CHECKING:
    from app.window.main_window import Window

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


SPEEDS = (1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1000.0, 2000.0)
"""Steps per second that the keys for faster and slower go through."""
LEAP = 10
"""Steps that are gone at once with Shift."""
FAR, NEAR = 0.01, 0.001
"""Shares of the landscape's width by which a key moves a ball."""
ZOOM = 1.25
"""How much more is shown by zooming out once."""


def window_commands(window: Window) -> list[Command]:
    """Return every command of a window, in the order of the list under F1."""
    return [
        *_file_commands(window),
        *_edit_commands(window),
        *_run_commands(window),
        *_landscape_commands(window),
        *_ball_commands(window),
        *_view_commands(window),
    ]


def _file_commands(window: Window) -> list[Command]:
    scenarios, group = window.scenarios, "File"
    return [
        Command("new", group, "New scenario", "Ctrl+N", scenarios.new),
        Command("open", group, "Open a scenario…", "Ctrl+O", scenarios.ask_to_open),
        Command("save", group, "Save", "Ctrl+S", lambda: scenarios.save()),
        Command("save-as", group, "Save as…", "Ctrl+Shift+S", lambda: scenarios.save_as()),
        Command("copy-link", group, "Copy as a link", "Ctrl+L", window.links.copy),
        Command("paste-link", group, "Paste a link", "Ctrl+V", window.links.paste),
        Command("export", group, "Export trajectories (CSV)…", "Ctrl+E", window.exporter.ask),
        Command("export-map", group, "Export the outcome map…", "Ctrl+Shift+E", window.export_map),
        Command("copy-picture", group, "Copy a picture of the window", "Ctrl+Shift+C", window.copy_picture),
        Command("quit", group, "Quit", "Ctrl+Q", window.close),
    ]


def _edit_commands(window: Window) -> list[Command]:
    session, group = window.session, "Edit"
    return [
        Command("undo", group, "Undo", "Ctrl+Z", session.undo),
        Command("redo", group, "Redo", "Ctrl+Shift+Z Ctrl+Y", session.redo),
        Command("title", group, "Title of the scene…", "F2", window.ask_for_title),
    ]


def _run_commands(window: Window) -> list[Command]:
    session, slow_motion, group = window.session, window.session.slow_motion, "Run"
    return [
        Command("toggle", group, "Play or pause", "Space", session.toggle, is_plain=True),
        Command("step", group, "One step on", "Right", session.go_on, is_plain=True),
        Command("back", group, "One step back", "Left", session.go_back, is_plain=True),
        Command("leap", group, "Ten steps on", "Shift+Right", lambda: session.step_on(LEAP), is_plain=True),
        Command("leap-back", group, "Ten steps back", "Shift+Left", lambda: session.step_back(LEAP), is_plain=True),
        Command("start", group, "To the start", "Home", lambda: _go_to_start(window), is_plain=True),
        Command("end", group, "To the end", "End", session.to_the_end, is_plain=True),
        Command("restart", group, "Start again with what is set now", "R", session.restart, is_plain=True),
        Command("faster", group, "Faster", "]", lambda: _change_speed(window, 1), is_plain=True),
        Command("slower", group, "Slower", "[", lambda: _change_speed(window, -1), is_plain=True),
        Command("slow-motion", group, "Slow motion: a step in four moments", "M", slow_motion.toggle, is_plain=True),
        Command("stop", group, "End slow motion, stop a run to the end", "Esc", lambda: _stop(window), is_plain=True),
    ]


def _landscape_commands(window: Window) -> list[Command]:
    bar, group = window.editor_bar, "Landscape"
    return [
        Command("choose", group, "Choose a landscape", "Ctrl+1", lambda: bar.set_mode("choose")),
        Command("draw", group, "Draw the curve", "Ctrl+2", lambda: bar.set_mode("draw")),
        Command("points", group, "Move its points", "Ctrl+3", lambda: bar.set_mode("points")),
        Command("formula", group, "Type a formula", "Ctrl+4", lambda: bar.set_mode("formula")),
        Command("import", group, "Import a curve…", "Ctrl+I", window.editors.ask_for_file),
    ]


def _ball_commands(window: Window) -> list[Command]:
    session, group = window.session, "Balls"
    return [
        Command("add", group, "Add a ball", "Ctrl+B", session.add),
        Command("fan", group, "Fan of balls…", "Ctrl+Shift+B", window.ask_for_series),
        Command("duplicate", group, "Duplicate the selected ball", "Ctrl+D", lambda: _duplicate(window)),
        Command("remove", group, "Remove the selected ball", "Del", lambda: _remove(window), is_plain=True),
        Command("next", group, "Select the next ball", "Ctrl+Down", lambda: _select(window, 1)),
        Command("previous", group, "Select the ball before", "Ctrl+Up", lambda: _select(window, -1)),
        Command(
            "open-ball", group, "Open or close its card", "Return Enter", lambda: _open_card(window), is_plain=True
        ),
        Command("left", group, "Put the selected ball further left", "Ctrl+Left", lambda: _put(window, -FAR)),
        Command("right", group, "Put the selected ball further right", "Ctrl+Right", lambda: _put(window, FAR)),
        Command("left-a-little", group, "A little left", "Ctrl+Shift+Left", lambda: _put(window, -NEAR)),
        Command("right-a-little", group, "A little right", "Ctrl+Shift+Right", lambda: _put(window, NEAR)),
    ]


def _view_commands(window: Window) -> list[Command]:
    view, group = window.landscape_view, "View"
    return [
        Command("fit", group, "Show the whole landscape", "0", view.fit, is_plain=True),
        Command("zoom-in", group, "Zoom in", "+ =", lambda: view.zoom(1 / ZOOM), is_plain=True),
        Command("zoom-out", group, "Zoom out", "-", lambda: view.zoom(ZOOM), is_plain=True),
        Command("map", group, "Show or hide the outcome map", "Ctrl+M", window.turn_map),
        Command("theme", group, "Dark or light", "Ctrl+T", window.turn_theme),
        Command("system-theme", group, "Dark or light as the system", "", window.follow_system_theme),
        Command("menus", group, "Open the menus", "F10", lambda: window.menus.open()),
        Command("full-screen", group, "Full screen", "F11", window.turn_full_screen),
        Command("shortcuts", group, "Keyboard and mouse", "F1", window.show_shortcuts),
    ]


def _go_to_start(window: Window) -> None:
    window.session.pause()
    window.session.seek(0)


def _stop(window: Window) -> None:
    if window.session.fast_forward.is_busy:
        window.session.fast_forward.stop()
    else:
        window.session.slow_motion.end()


def _change_speed(window: Window, by: int) -> None:
    """Go to the next or previous of the speeds, seen from the one in force."""
    playback = window.session.playback
    further = [speed for speed in SPEEDS if (speed - playback.speed) * by > 0]
    if further:
        playback.set_speed(min(further, key=lambda speed: abs(speed - playback.speed)))


def _duplicate(window: Window) -> None:
    if window.session.run.balls:
        window.session.duplicate(window.session.selected)


def _remove(window: Window) -> None:
    if window.session.run.balls:
        window.session.remove(window.session.selected)


def _open_card(window: Window) -> None:
    """Leave Return to what is typed into or pressed."""
    if window.session.run.balls and not isinstance(QApplication.focusWidget(), QLineEdit | QAbstractButton):
        window.balls_panel.list.toggle(window.session.selected)


def _select(window: Window, by: int) -> None:
    count = len(window.session.run.balls)
    if count:
        window.session.select((window.session.selected + by) % count)


def _put(window: Window, share: float) -> None:
    """Put the selected ball elsewhere, as a hand would: it starts again there, from rest."""
    session = window.session
    if session.run.balls:
        w = session.run.state.w[session.selected].item()
        here = w if math.isfinite(w) else session.run.balls[session.selected].start
        session.hold(session.selected, here + share * session.landscape.width)
        session.release()


Group = tuple[str, list[tuple[str, str]]]
"""A title, and what is done by which keys."""
LARGEST = 0.9
"""Share of the screen that the list may take before it scrolls."""
TITLE_ROWS = 2
"""Rows that a title takes."""
MOUSE = (
    ("Drag the line of time", "shows another step; its marks say what happened"),
    ("Drag a ball", "places it; it starts again from rest"),
    ("Wheel over the landscape", "zooms about the mouse"),
    ("Drag with the middle button", "moves the view"),
    ("Double-click the landscape", "shows all of it"),
    ("Mouse over a slider of α", "shows where the ball would end"),
    ("Mouse over the outcome map", "shows the run that sets out there"),
    ("Click or drag on the map", "lets the selected ball set out there"),
    ("Wheel over the map", "zooms; a double-click shows all of it"),
    ("Points: double-click, right-click", "adds a point, removes one"),
    ("Draw: drag with Ctrl", "moves a ball instead of drawing"),
)
POINTS = (
    ("Select the next, the one before", "Tab, Shift+Tab"),
    ("Nudge the selected one", "arrow keys, with Shift finer"),
    ("Add one beside it, remove it", "Ins, Del"),
    ("Put it back, or select none", "Esc"),
)
MAP = (
    ("Move the selected ball", "arrow keys, with Shift further"),
    ("Zoom in, zoom out, show all", "+ - 0"),
)


class ShortcutsDialog(QDialog):
    """Every command that has keys, group by group in two columns, and what the mouse does."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard and mouse")
        self.setAccessibleName("Keyboard and mouse")
        groups = _groups(actions)
        sheet = QWidget()
        columns = QHBoxLayout(sheet)
        columns.setSpacing(12 * SPACE)
        middle = _middle(groups)
        for column in (groups[:middle], groups[middle:]):
            columns.addLayout(_column(column))
        area = QScrollArea()
        area.setWidget(sheet)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.addWidget(area)
        room = self.screen().availableSize() * LARGEST
        self.resize((sheet.sizeHint() + QSize(12 * SPACE, 10 * SPACE)).boundedTo(room))


def _groups(actions: Actions) -> list[Group]:
    names = dict.fromkeys(command.group for command in actions.commands)
    keys = {
        name: [
            (command.text.removesuffix("…"), keys_in_words(actions[command.name]))
            for command in actions.commands
            if command.group == name and command.keys
        ]
        for name in names
    }
    return [*keys.items(), ("Points", list(POINTS)), ("Outcome map", list(MAP)), ("Mouse", list(MOUSE))]


def _middle(groups: list[Group]) -> int:
    """After how many groups to begin the second column, so that both are about equally long."""
    lengths = [len(rows) + TITLE_ROWS for _, rows in groups]
    return min(range(1, len(groups)), key=lambda first: max(sum(lengths[:first]), sum(lengths[first:])))


def _column(groups: list[Group]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(6 * SPACE)
    grid.setVerticalSpacing(SPACE)
    for title, rows in groups:
        heading = plain_label(title)
        heading.setFont(font("title"))
        heading.setContentsMargins(0, 2 * SPACE, 0, SPACE)
        grid.addWidget(heading, grid.rowCount(), 0, 1, 2)
        for left, right in rows:
            line = grid.rowCount()
            grid.addWidget(plain_label(left), line, 0)
            explained = plain_label(right)
            explained.setProperty("tone", "muted")
            grid.addWidget(explained, line, 1)
    grid.setRowStretch(grid.rowCount(), 1)
    return grid
