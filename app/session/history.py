"""Undo and redo, on Qt's undo stack."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack
from shiboken6 import isValid

from app.controls.gesture import Gesture
from app.session.changes import Change, Replay

LEVELS = 200
MERGEABLE, NOT_MERGEABLE = 1, -1
"""Ids of entries: Qt asks an entry to merge with the next one if they have the same id, other than −1."""
MAX_ROWS = 4_000_000
"""Rows (steps × balls) of replaced runs that all entries together keep, some 300 MB. Of the entries furthest away
only what their rows follow from is kept."""


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
