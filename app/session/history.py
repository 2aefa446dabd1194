"""Undo and redo on Qt's undo stack, and the kinds of change that can be undone."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack
from shiboken6 import isValid

from app.session.scene import BallStyle, Scene
from physics.rules.suggestion import Suggestion
from physics.run.run import Run, Tail

LEVELS = 200
MOST_ROWS = 4_000_000
"""Rows (steps × balls) of runs that were replaced which all entries together keep, some 300 MB. What was left furthest
behind keeps only what its rows follow from."""


class Change(ABC):
    """Something that was replaced, kept until it takes its place again."""

    @abstractmethod
    def do(self) -> None:
        """Put back what was replaced, and keep what replaced it."""

    def subsumes(self, later: "Change") -> bool:  # noqa: ARG002  # most do not
        """Whether taking this one back takes back what was replaced `later`, too."""
        return False

    @property
    def rows(self) -> int:
        """Rows of runs that are kept only for this."""
        return 0

    def forget_rows(self) -> None:  # noqa: B027  # most have none
        """Keep only what the rows follow from."""


class Entry(QUndoCommand):
    """One gesture: all that was changed from its beginning to its end."""

    def __init__(
        self, text: str, subject: Hashable, change: Change, done: Callable[[], None], *, is_work: bool
    ) -> None:
        """Be the entry of a change that is about to be made; `done` is told when it has been undone or redone."""
        super().__init__(text)
        self.subject = subject
        self.is_work = is_work
        """Whether somebody would miss it, if it were lost."""
        self.changes = [change]
        self.is_given_up = False
        """Whether the stack is to forget it once it has been taken back."""
        self._done = done
        self._is_made = False

    def add_change(self, change: Change) -> None:
        """Let another change be part of this gesture."""
        if not any(earlier.subsumes(change) for earlier in self.changes):
            self.changes.append(change)

    def redo(self) -> None:
        """Bring it again; the first time it is made by whoever recorded it."""
        if self._is_made:
            for change in self.changes:
                change.do()
            self._done()
        self._is_made = True

    def undo(self) -> None:
        """Take it back."""
        for change in reversed(self.changes):
            change.do()
        self.setObsolete(self.is_given_up)
        self._done()


class History(QObject):
    """What can be undone and redone, as Qt's undo stack; a change is recorded just before it is made.

    Changes of one subject in one gesture, such as all values that a slider goes through while it is dragged, are one
    entry.
    """

    restored = Signal()
    """Something was undone or redone: everything may be different."""

    recorded = Signal()
    """Something is about to be replaced."""

    def __init__(self, parent: QObject, *, levels: int = LEVELS, most_rows: int = MOST_ROWS) -> None:
        super().__init__(parent)
        self.stack = QUndoStack(self)
        self.stack.setUndoLimit(levels)
        self._most_rows = most_rows
        self._open: Entry | None = None
        self._gesture = 0
        self._as_one: tuple[str, Hashable, bool] | None = None
        self._lasting: Hashable = None

    def begin_gesture(self) -> None:
        """From now on is another gesture: a button or a key was pressed."""
        self._gesture += 1
        if self._open is not None and self._open.subject != self._lasting:
            self._open = None

    @contextmanager
    def macro(self, text: str, subject: Hashable, *, is_work: bool = True) -> Iterator[None]:
        """Let all that is recorded meanwhile be one entry; see `has_work`."""
        outer, self._as_one = self._as_one, self._as_one or (text, subject, is_work)
        try:
            yield
        finally:
            self._as_one = outer
            if outer is None and not self._gesture and subject != self._lasting:
                self._open = None

    def gesture_subject(self, text: str) -> Hashable:
        """Return a subject for one gesture: another one for each, but the same while a key is held down."""
        return text, self._gesture or object()

    def keep_open(self, subject: Hashable) -> None:
        """Let changes of this subject be one entry also over several gestures, such as the letters of a formula."""
        self._lasting = subject

    def record(self, text: str, subject: Hashable, change: Change) -> None:
        """Note what is about to be replaced."""
        text, subject, is_work = self._as_one or (text, subject, True)
        self.recorded.emit()
        if self._open is not None and self._open.subject == subject:
            self._open.add_change(change)
        else:
            entry = Entry(text, subject, change, self.restored.emit, is_work=is_work)
            stays_open = bool(self._gesture) or self._as_one is not None or subject == self._lasting
            self._open = entry if stays_open else None
            self.stack.push(entry)
        self._stay_small()

    def undo(self) -> bool:
        """Take back the last entry; False when there is none."""
        return self._go(self.stack.canUndo(), self.stack.undo)

    def redo(self) -> bool:
        """Bring again what was taken back last; False when there is nothing."""
        return self._go(self.stack.canRedo(), self.stack.redo)

    def _go(self, can: bool, go: Callable[[], None]) -> bool:
        self._open = None
        go()
        self._stay_small()
        return can

    def give_up(self, subject: Hashable) -> bool:
        """Take back the entry that is still open, as if it had never been; False when it is of another subject."""
        entry = self._open
        if entry is None or entry.subject != subject:
            return False
        entry.is_given_up = True
        return self.undo()

    def set_clean(self) -> None:
        """What there is now is saved; what is changed next is another entry."""
        self._open = None
        self._lasting = None
        self.stack.setClean()

    @property
    def has_work(self) -> bool:
        """Whether there is work that is not saved; an entry with `is_work=False` is none."""
        saved, here = self.stack.cleanIndex(), self.stack.index()
        return saved < 0 or any(entry.is_work for entry in self._entries()[min(saved, here) : max(saved, here)])

    def set_unsaved(self) -> None:
        """What there is now is saved nowhere, although nothing was changed."""
        self.stack.resetClean()

    def clear(self) -> None:
        """Forget everything: the scene is another one."""
        self._open = None
        self._lasting = None
        self.stack.clear()

    def stop(self) -> None:
        """Forget everything, and tell nobody any more: whoever would listen is going too."""
        self._open = None
        self.stack.blockSignals(True)
        self.stack.clear()

    def __del__(self) -> None:
        """Delete the entries before the collector frees anything.

        It may free an entry, and with it the command of Qt, before the stack, which would then delete it a second time.
        """
        if isValid(self.stack):
            self.stop()

    @property
    def rows(self) -> int:
        """Rows of runs that are kept only for undo and redo."""
        return sum(change.rows for entry in self._entries() for change in entry.changes)

    def _entries(self) -> list[Entry]:
        entries = (self.stack.command(number) for number in range(self.stack.count()))
        return [entry for entry in entries if isinstance(entry, Entry)]

    def _stay_small(self) -> None:
        """Forget rows, those of the entries that are furthest away first, until the rest is few enough."""
        rows, here = self.rows, self.stack.index()
        if rows <= self._most_rows:
            return
        for _, entry in sorted(enumerate(self._entries()), key=lambda entry: -abs(entry[0] + 0.5 - here)):
            for change in entry.changes:
                rows -= change.rows
                change.forget_rows()
                rows += change.rows
            if rows <= self._most_rows:
                return


class TailChange(Change):
    """What a run was after some step; instead of it the run went on in another way."""

    def __init__(self, run: Run, later: Tail) -> None:
        self.run, self.later = run, later

    def do(self) -> None:
        """Go back to that step, and on from there as before."""
        self.run.advance(self.later.step - self.run.step, waits=True)  # what was forgotten before it comes again
        self.later = self.run.swap_tail(self.later)

    def subsumes(self, later: Change) -> bool:
        """What was changed in the same run at that step, or after it."""
        return isinstance(later, TailChange) and later.run is self.run and later.later.step >= self.later.step

    @property
    def rows(self) -> int:
        """Those after the step."""
        return self.later.rows.w.size

    def forget_rows(self) -> None:
        """They come again, the same to the last bit, when the run goes on."""
        self.later = self.later.without_rows()


class RunChange(Change):
    """A run, and what belongs to it; another run took its place."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._run, self._rest = scene.run, _beside_run(scene)
        self._step, self._last = self._run.step, self._run.last
        self._replaced_at = self._step
        self._is_taken_back = False

    def do(self) -> None:
        """Let it take its place again: at the step at which it was replaced, or else as it was left."""
        scene, run, rest = self._scene, self._run, self._rest
        run.advance(max(self._step, self._last) - run.step, waits=True)  # what was forgotten comes again
        run.go_to(self._step)
        self._run, self._rest = scene.run, _beside_run(scene)
        self._is_taken_back = not self._is_taken_back
        self._step = scene.run.step if self._is_taken_back else self._replaced_at
        self._last = scene.run.last
        scene.run = run
        scene.looks, scene.selected, scene.suggestion = rest

    def subsumes(self, later: Change) -> bool:
        """Whatever happened to the runs that came after it."""
        return isinstance(later, RunChange | TailChange)

    @property
    def rows(self) -> int:
        """All that the run has room for, unless it has not begun."""
        return self._run.recording.capacity if self._run.last else 0

    def forget_rows(self) -> None:
        """Keep a run that has not begun."""
        self._run.forget()


def _beside_run(scene: Scene) -> tuple[tuple[BallStyle, ...], int, Suggestion | None]:
    return scene.looks, scene.selected, scene.suggestion


class ValueChange(Change):
    """One value of a scene, such as its title."""

    def __init__(self, scene: Scene, name: str) -> None:
        """`name` is that of the attribute."""
        self._scene, self._name = scene, name
        self._value: object = getattr(scene, name)

    def do(self) -> None:
        """Let it be the value again."""
        value = getattr(self._scene, self._name)
        setattr(self._scene, self._name, self._value)
        self._value = value

    def subsumes(self, later: Change) -> bool:
        """What the same value was in between."""
        return isinstance(later, ValueChange) and later._name == self._name


class NameChange(Change):
    """The name of a ball."""

    def __init__(self, scene: Scene, place: int) -> None:
        self._run, self._place = scene.run, place
        self._name = scene.run.balls[place].name

    def do(self) -> None:
        """Let it be its name again."""
        name = self._run.balls[self._place].name
        self._run.rename(self._place, self._name)
        self._name = name
