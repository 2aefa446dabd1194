"""The commands of `app/text/commands.py` as QActions, and what each of them does."""

import math
from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from app.controls.gesture import Gesture
from app.files.view import LAST_RUN
from app.panels.card_list import CardList
from app.panels.speed import SPEEDS
from app.plotting.plot_view import PlotView, plot_under_mouse
from app.session.history import History
from app.session.playback import Playback
from app.session.session import Session
from app.text.commands import Command
from app.text.translation import _
from app.views.editors import EditorBar, Editors
from app.views.landscape.landscape_view import LandscapeView
from app.window.appearance import Appearance
from app.window.clipboard import Clipboard
from app.window.exporting import Exporter
from app.window.scenarios import Scenarios
from physics.run.ball import START

Functions = dict[str, Callable[[], object]]
"""What commands do, by their names."""
LEAP_STEPS = 10
LARGE_SHIFT, SMALL_SHIFT = 0.01, 0.001
"""Shares of the landscape's width by which a key moves a ball."""
ZOOM_FACTOR = 1.25
IGNORED_MODIFIERS = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


class Actions(QObject):
    """The commands as QActions, and the plain keys among them."""

    def __init__(
        self, parent: QObject, commands: Iterable[Command], functions: Mapping[str, Callable[[], object]]
    ) -> None:
        """`functions` has one function for each command, by its name; KeyError where one is missing."""
        super().__init__(parent)
        self.commands = tuple(commands)
        self._functions = functions
        self._actions = {command.name: self._make_action(command) for command in self.commands}
        self._plain_keys = {
            key: functions[command.name]
            for command in self.commands
            if command.is_plain
            for key in _keys_and_shift(command)
        }

    def __getitem__(self, name: str) -> QAction:
        """The action of a command; KeyError for an unknown name."""
        return self._actions[name]

    def all(self) -> list[QAction]:
        """Every action; once added to the window their keys work everywhere in it."""
        return list(self._actions.values())

    def press(self, event: QKeyEvent) -> bool:
        """Run the command of a plain key that no widget used; False when there is none.

        Shift is ignored unless another command has it: some keyboards need Shift to type a plus, others don't.
        """
        key, has_shift = Qt.Key(event.key()), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        function = self._plain_keys.get((key, has_shift)) or self._plain_keys.get((key, False))
        if function is None or event.modifiers() & ~IGNORED_MODIFIERS:
            return False
        function()
        return True

    def _make_action(self, command: Command) -> QAction:
        function = self._functions[command.name]
        action = QAction(_(command.text), self)
        action.setShortcuts(_sequences(command))
        if command.is_plain:
            # Shown in menus, but run by `press`, so that sliders keep their arrow keys and fields their blanks.
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda _checked=False: function())
        return action


def _sequences(command: Command) -> list[QKeySequence]:
    return [QKeySequence(keys) for keys in command.keys.split()]


def _keys_and_shift(command: Command) -> list[tuple[Qt.Key, bool]]:
    keys = [sequence[0] for sequence in _sequences(command)]  # type: ignore[index]  # unknown to PySide's type hints
    return [(key.key(), bool(key.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)) for key in keys]


def native_keys(action: QAction) -> str:
    """The keys of an action as the platform writes them, such as `Ctrl+E`."""
    return ", ".join(keys.toString(QKeySequence.SequenceFormat.NativeText) for keys in action.shortcuts())


class UndoNames(QObject):
    """Names the actions of undo and redo after what they change, and disables them where there is nothing."""

    def __init__(self, history: History, undo: QAction, redo: QAction) -> None:
        super().__init__(undo)
        self._history, self._undo, self._redo = history, undo, redo
        history.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        stack = self._history.stack
        undo_text, redo_text = stack.undoText().replace("&", "&&"), stack.redoText().replace("&", "&&")
        self._undo.setText(_("Undo {change}").format(change=undo_text) if undo_text else _("Undo"))
        self._redo.setText(_("Redo {change}").format(change=redo_text) if redo_text else _("Redo"))
        self._undo.setEnabled(stack.canUndo())
        self._redo.setEnabled(stack.canRedo())


def file_functions(scenarios: Scenarios, clipboard: Clipboard, exporter: Exporter) -> Functions:
    """New, open, save, the clipboard, and the export of trajectories."""
    return {
        "new": scenarios.new,
        "open": scenarios.ask_to_open,
        "save": lambda: scenarios.save(),
        "save-as": lambda: scenarios.save_as(),
        "copy-link": clipboard.copy_link,
        "paste": clipboard.paste,
        "export": exporter.ask,
    }


def run_functions(session: Session) -> Functions:
    """Undo and redo, play, steps, speed, slow motion."""
    return {
        "undo": session.undo,
        "redo": session.redo,
        "toggle": session.toggle,
        "step": session.go_on,
        "back": session.go_back,
        "leap": lambda: session.step_on(LEAP_STEPS),
        "leap-back": lambda: session.step_back(LEAP_STEPS),
        "start": lambda: _go_to_start(session),
        "end": session.to_the_end,
        "restart": session.restart,
        "faster": lambda: _change_speed(session.playback, 1),
        "slower": lambda: _change_speed(session.playback, -1),
        "slow-motion": session.slow_motion.toggle,
    }


def _go_to_start(session: Session) -> None:
    session.pause()
    session.seek(0)


def _change_speed(playback: Playback, direction: int) -> None:
    """Go to the next (1) or previous (−1) of SPEEDS."""
    speeds = [speed for speed in SPEEDS if (speed - playback.speed) * direction > 0]
    if speeds:
        playback.set_speed(float(min(speeds, key=lambda speed: abs(speed - playback.speed))))


def landscape_functions(bar: EditorBar, editors: Editors) -> Functions:
    """The editors of the landscape."""
    return {
        "choose": lambda: bar.set_mode("choose"),
        "draw": lambda: bar.set_mode("draw"),
        "points": lambda: bar.set_mode("points"),
        "formula": lambda: bar.set_mode("formula"),
        "import": editors.ask_for_file,
    }


def ball_functions(session: Session, cards: CardList) -> Functions:
    """Add, select, move and remove balls."""
    moves = Gesture(cards)
    session.history.merge_during(moves)

    def move(share: float) -> None:
        moves.go_on()
        _move(session, share)

    return {
        "add": session.add,
        "compare-rules": session.compare_rules,
        "duplicate": lambda: _duplicate(session),
        "remove": lambda: _remove(session),
        "hide-ball": lambda: _toggle_shown(session),
        "show-only-ball": lambda: _show_only(session),
        "show-all-balls": session.show_all,
        "next": lambda: _select(session, 1),
        "previous": lambda: _select(session, -1),
        "open-ball": lambda: _toggle_card(session, cards),
        "left": lambda: move(-LARGE_SHIFT),
        "right": lambda: move(LARGE_SHIFT),
        "left-a-little": lambda: move(-SMALL_SHIFT),
        "right-a-little": lambda: move(SMALL_SHIFT),
    }


def _duplicate(session: Session) -> None:
    if session.run.balls:
        session.duplicate(session.selected)


def _remove(session: Session) -> None:
    if session.run.balls:
        session.remove(session.selected)


def _toggle_shown(session: Session) -> None:
    if session.run.balls:
        session.show_ball(session.selected, session.selected in session.hidden_balls)


def _show_only(session: Session) -> None:
    if session.run.balls:
        session.show_only(session.selected)


def _select(session: Session, by: int) -> None:
    count = len(session.run.balls)
    if count:
        session.select((session.selected + by) % count)


def _toggle_card(session: Session, cards: CardList) -> None:
    # In a field or on a button, Return belongs to that.
    if session.run.balls and not isinstance(QApplication.focusWidget(), QLineEdit | QAbstractButton):
        cards.toggle(session.selected)


def _move(session: Session, share: float) -> None:
    """Move the selected ball by a share of the landscape's width, as a drag does: it starts there from rest."""
    if session.run.balls:
        w = session.run.state.w[session.selected].item()
        here = w if math.isfinite(w) else session.run.balls[session.selected].start
        session.put(session.selected, {START.name: here + share * session.landscape.width})


def appearance_functions(appearance: Appearance) -> Functions:
    """Dark or light, and the text size."""
    return {
        "theme": appearance.toggle_theme,
        "system-theme": appearance.follow_system_theme,
        "larger-text": lambda: appearance.step_text_size(1),
        "smaller-text": lambda: appearance.step_text_size(-1),
        "usual-text": lambda: appearance.set_text_size(1.0),
    }


def layer_functions(session: Session) -> Functions:
    """The run before the last change."""
    return {
        "last-run": lambda: session.show_layer(LAST_RUN, not session.shows_layer(LAST_RUN)),
        "forget-last-run": session.forget_last_run,
    }


def zoom_functions(window: QWidget, landscape: LandscapeView) -> Functions:
    """The part that is shown of the plot under the mouse, or of the landscape."""

    def plot() -> PlotView:
        return plot_under_mouse(window) or landscape

    return {
        "fit": lambda: plot().fit(),
        "zoom-in": lambda: plot().view_box.zoom(1 / ZOOM_FACTOR),
        "zoom-out": lambda: plot().view_box.zoom(ZOOM_FACTOR),
    }
