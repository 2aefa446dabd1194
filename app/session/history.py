"""Undo and redo on Qt's undo stack, and the kinds of change that can be undone."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack
from shiboken6 import isValid

from app.controls.gesture import Gesture
from app.session.run_operations import is_long
from app.session.scene import BallStyle, Scene
from physics.rules.suggestion import Suggestion
from physics.run.run import Tail

LEVELS = 200
MERGEABLE, NOT_MERGEABLE = 1, -1
"""Ids of entries: Qt asks an entry to merge with the next one if they have the same id, other than −1."""
MAX_ROWS = 4_000_000
"""Rows (steps × balls) of replaced runs that all entries together keep, some 300 MB. Of the entries furthest away
only what their rows follow from is kept."""


Replay = tuple[int, int]
"""The last step of a run whose rows were forgotten, and the one to show, when computing them takes long."""


class Change(ABC):
    """A value that was replaced, kept for undo; `do` exchanges it with the present one."""

    @abstractmethod
    def do(self) -> "Replay | None":
        """Put the kept value back, and keep the one that it replaces; return what is still to be computed."""

    def subsumes(self, later: "Change") -> bool:  # noqa: ARG002  # most do not
        """Whether undoing this change undoes the `later` one too."""
        return False

    @property
    def rows(self) -> int:
        """Number of rows of runs that are kept only for this change."""
        return 0

    def forget_rows(self) -> None:  # noqa: B027  # most have none
        """Drop the rows; they are computed again when they are needed."""


class Entry(QUndoCommand):
    """One step of undo: the changes of one gesture."""

    def __init__(
        self, text: str, key: Hashable, change: Change, done: Callable[[Replay | None], None], *, is_work: bool
    ) -> None:
        """`change` is about to be made by the caller; `done` is called after each undo and redo.

        Entries of one key that follow each other are merged; those without a key (None) never are.
        """
        super().__init__(text)
        self.key = key
        self.is_work = is_work
        """Whether losing it would lose work."""
        self.changes = [change]
        self.is_reverted = False
        """Whether the stack drops this entry once it has been undone."""
        self._done = done
        self._is_made = False

    def id(self) -> int:
        return NOT_MERGEABLE if self.key is None else MERGEABLE

    def mergeWith(self, later: QUndoCommand) -> bool:
        if not isinstance(later, Entry) or later.key != self.key:
            return False
        for change in later.changes:
            if not any(earlier.subsumes(change) for earlier in self.changes):
                self.changes.append(change)
        return True

    def redo(self) -> None:
        """Redo the changes; when Qt pushes the entry, the caller is about to make them."""
        if self._is_made:
            self._do(self.changes)
        self._is_made = True

    def undo(self) -> None:
        """Undo the changes in reverse order."""
        self._do(reversed(self.changes))
        self.setObsolete(self.is_reverted)

    def _do(self, changes: Iterable[Change]) -> None:
        replays = [change.do() for change in changes]
        self._done(next((replay for replay in reversed(replays) if replay is not None), None))


class History(QObject):
    """Undo and redo; a change is recorded just before it is made.

    Changes of one subject during one gesture, such as all values of a slider that is being dragged, are one entry.
    """

    restored = Signal()
    """Something was undone or redone; anything may have changed."""
    changed = Signal()
    """There are other entries, or another one is the next to be undone; or the present state is saved."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.stack = self._new_stack()
        self._aside: QUndoStack | None = None
        """The stack of the scene that is set aside."""
        self.max_rows = MAX_ROWS
        self._gesture: tuple[object, object] | None = None
        """The source of the gesture that is under way, and an id of its own."""
        self._macro: tuple[str, Hashable, bool] | None = None
        self._replay: Replay | None = None

    def _new_stack(self) -> QUndoStack:
        stack = QUndoStack(self)
        stack.setUndoLimit(LEVELS)
        for signal in (stack.indexChanged, stack.cleanChanged, stack.undoTextChanged, stack.redoTextChanged):
            signal.connect(self.changed)
        return stack

    def set_aside(self) -> None:
        """Begin an empty history, until `bring_back`."""
        self._aside, self.stack = self.stack, self._new_stack()
        self.changed.emit()

    def bring_back(self) -> None:
        """Go on with the history that was set aside."""
        if self._aside is not None:
            self.stack.blockSignals(True)
            self.stack.clear()
            self.stack, self._aside = self._aside, None
            self.changed.emit()

    def forget_aside(self) -> None:
        """Forget the history that was set aside."""
        if self._aside is not None:
            self._aside.clear()
            self._aside = None

    def begin_gesture(self, source: object) -> None:
        """Record changes of the same subject as one entry, until this source ends its gesture or another begins one."""
        self._gesture = source, object()

    def end_gesture(self, source: object) -> None:
        """End the gesture of a source, unless another source has begun one since."""
        if self._gesture is not None and self._gesture[0] is source:
            self._gesture = None

    def divide_gesture(self) -> None:
        """Record what is left of the gesture that is under way as another entry."""
        if self._gesture is not None:
            self._gesture = self._gesture[0], object()

    def merge_during(self, gesture: Gesture) -> None:
        """Record changes of the same subject during each gesture of a widget as one entry."""
        gesture.began.connect(lambda: self.begin_gesture(gesture))
        gesture.ended.connect(lambda: self.end_gesture(gesture))

    @contextmanager
    def macro(self, text: str, key: Hashable = None, *, is_work: bool = True) -> Iterator[None]:
        """Record all changes made in the context as one entry, and with macros of the same key that follow it.

        For `is_work` see `has_work`.
        """
        outer, self._macro = self._macro, self._macro or (text, object() if key is None else key, is_work)
        try:
            yield
        finally:
            self._macro = outer

    def record(self, text: str, subject: Hashable, change: Change) -> None:
        """Record a change that is about to be made; one without a subject (None) is an entry of its own."""
        key: Hashable = None if self._gesture is None or subject is None else (self._gesture, subject)
        text, key, is_work = self._macro or (text, key, True)
        self.stack.push(Entry(text, key, change, self._on_done, is_work=is_work))
        self._limit_rows()

    def undo(self) -> bool:
        """Undo the last entry; False if there is none."""
        return self._go(self.stack.canUndo(), self.stack.undo)

    def redo(self) -> bool:
        """Redo the entry that was undone last; False if there is none."""
        return self._go(self.stack.canRedo(), self.stack.redo)

    def _go(self, can: bool, go: Callable[[], None]) -> bool:
        go()
        self._limit_rows()
        return can

    def _on_done(self, replay: Replay | None) -> None:
        self._replay = replay
        self.restored.emit()

    def take_replay(self) -> Replay | None:
        """What the last undo or redo left to be computed, once."""
        replay, self._replay = self._replay, None
        return replay

    def revert(self, key: Hashable) -> bool:
        """Undo the last entry and drop it; False if it has another key."""
        index = self.stack.index()
        entry = self.stack.command(index - 1) if index else None
        if not isinstance(entry, Entry) or entry.key != key:
            return False
        entry.is_reverted = True
        return self.undo()

    def set_clean(self) -> None:
        """Note that the present state, or that of the scene set aside, is saved; the next change is another entry."""
        (self.stack if self._aside is None else self._aside).setClean()

    @property
    def has_work(self) -> bool:
        """Whether an entry with `is_work` lies between the saved state and the present one."""
        saved, here = self.stack.cleanIndex(), self.stack.index()
        return saved < 0 or any(entry.is_work for entry in self._entries()[min(saved, here) : max(saved, here)])

    def set_unsaved(self) -> None:
        """Note that the present state is saved nowhere, although nothing was changed."""
        self.stack.resetClean()

    def clear(self) -> None:
        """Forget all entries: another scene is shown."""
        self.stack.clear()

    def stop(self) -> None:
        """Forget all entries without a signal, while the listeners are being destroyed."""
        for stack in filter(None, (self.stack, self._aside)):
            stack.blockSignals(True)
            stack.clear()

    def __del__(self) -> None:
        """Delete the entries before the garbage collector does.

        It may free an entry, and with it Qt's command, before the stack, which would then delete it a second time.
        """
        if isValid(self.stack):
            self.stop()

    @property
    def rows(self) -> int:
        """Number of rows of runs that are kept only for undo and redo."""
        return sum(change.rows for entry in self._entries() for change in entry.changes)

    def _entries(self) -> list[Entry]:
        entries = (self.stack.command(index) for index in range(self.stack.count()))
        return [entry for entry in entries if isinstance(entry, Entry)]

    def _limit_rows(self) -> None:
        """Forget rows, first those of the entries furthest away, until at most `max_rows` are left."""
        rows, here = self.rows, self.stack.index()
        if rows <= self.max_rows:
            return
        for _, entry in sorted(enumerate(self._entries()), key=lambda entry: -abs(entry[0] + 0.5 - here)):
            for change in entry.changes:
                rows -= change.rows
                change.forget_rows()
                rows += change.rows
            if rows <= self.max_rows:
                return


class TailChange(Change):
    """The steps of a run after some step, which an edit at that step replaced."""

    def __init__(self, scene: Scene, tail: Tail) -> None:
        self._scene, self.run, self.tail = scene, scene.run, tail
        self._last = max(scene.recorded[0], tail.last)
        """The last step that was recorded, or will be when the run is computed again."""

    def do(self) -> Replay | None:
        """Go to the step of the edit, and exchange what comes after it."""
        run, step, last = self.run, self.tail.step, max(self._last, self.tail.step)
        if run.last < step and not is_long(step, len(run.balls), run.edits):
            run.advance(step - run.step, waits=True)
        self._last = self._scene.recorded[0]
        self.tail = run.swap_tail(self.tail)
        if run.last < last and not is_long(last, len(run.balls), run.edits):
            run.advance(last - run.step, waits=True)
            run.go_to(step)
        return None if run.last >= last else (last, step)

    def subsumes(self, later: Change) -> bool:
        """An edit of the same run at the same step or after it."""
        return isinstance(later, TailChange) and later.run is self.run and later.tail.step >= self.tail.step

    @property
    def rows(self) -> int:
        """Those of the tail."""
        return self.tail.rows.w.size

    def forget_rows(self) -> None:
        """Keep the edits of the tail only."""
        self.tail = self.tail.without_rows()


class RunChange(Change):
    """A run with the styles, selection and suggestion that belong to it, which another run replaced."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._run, self._companions = scene.run, _companions_of_run(scene)
        self._last, self._step = scene.recorded
        self._replaced_at = self._step
        self._is_undone = False

    def do(self) -> Replay | None:
        """Exchange the runs. Undo shows the step at which the run was replaced, redo the step that was left."""
        scene, run, companions = self._scene, self._run, self._companions
        step, last = self._step, max(self._step, self._last)
        if run.last < last and not is_long(last, len(run.balls), run.edits):
            run.advance(last - run.step, waits=True)
        is_known = run.last >= last
        run.go_to(step if is_known else run.last)
        self._run, self._companions = scene.run, _companions_of_run(scene)
        self._is_undone = not self._is_undone
        self._last, step_left = scene.recorded
        self._step = step_left if self._is_undone else self._replaced_at
        scene.run = run
        scene.styles, scene.selected, scene.suggestion = companions
        return None if is_known else (last, step)

    def subsumes(self, later: Change) -> bool:
        """Any change of the runs that replaced this one."""
        return isinstance(later, RunChange | TailChange)

    @property
    def rows(self) -> int:
        """The capacity of its recording."""
        return self._run.recording.capacity

    def forget_rows(self) -> None:
        """Keep what the run begins with and its edits only."""
        self._run.forget()


def _companions_of_run(scene: Scene) -> tuple[tuple[BallStyle, ...], int, Suggestion | None]:
    return scene.styles, scene.selected, scene.suggestion


class ValueChange(Change):
    """An attribute of a scene, such as its title."""

    def __init__(self, scene: Scene, name: str) -> None:
        """`name` is that of the attribute."""
        self._scene, self._name = scene, name
        self._value: object = getattr(scene, name)

    def do(self) -> None:
        """Exchange the values."""
        value = getattr(self._scene, self._name)
        setattr(self._scene, self._name, self._value)
        self._value = value

    def subsumes(self, later: Change) -> bool:
        """A change of the same attribute."""
        return isinstance(later, ValueChange) and later._name == self._name


class NameChange(Change):
    """The name of a ball."""

    def __init__(self, scene: Scene, index: int) -> None:
        self._run, self._index = scene.run, index
        self._name = scene.run.balls[index].name

    def do(self) -> None:
        """Exchange the names."""
        name = self._run.balls[self._index].name
        self._run.rename(self._index, self._name)
        self._name = name
