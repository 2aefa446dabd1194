"""Checks that undo restores what was before a change, and redo what was after it."""

import zlib
from typing import Any, NamedTuple

import numpy as np

from app.session.changes import RunChange, TailChange
from app.session.history import LEVELS, Entry
from app.session.session import Session
from physics.arrays import AnyArray, map_arrays
from physics.landscape.base import Landscape
from physics.run.edit import Edit

MAX_ROWS = 30_000
"""Of larger runs, rows are not compared."""


class State(NamedTuple):
    """What undo has to restore."""

    timeless: tuple[Any, ...]
    edits: tuple[Edit, ...]
    landscape: Landscape
    moment: tuple[int, int, int]
    """The step, the last step, and a checksum of all rows and of the state."""


def state_of(session: Session) -> State:
    """The state of a session now."""
    run = session.run
    checksum, columns = 0, list[AnyArray]()
    if run.recording.rows().w.size <= MAX_ROWS:
        for part in (run.recording.rows(), run.state, run.status, run.rule, run.parameters, run.origin):
            map_arrays(columns.append, part)
        # There are columns for all rules that a ball has followed, in that order: those without a number say nothing.
        said = (column for column in columns if column.dtype.kind != "f" or not np.isnan(column).all())
        checksum = sum(zlib.crc32(column.tobytes()) for column in said)
    timeless = session.title, session.styles, run.balls, run.first_landscape
    return State(timeless, run.edits, run.landscape, (run.step, run.last, checksum))


def differences(now: State, then: State, *, to_the_bit: bool) -> list[str]:
    """How a state differs from an earlier one; with `to_the_bit` also in time."""
    found = []
    if now.timeless != then.timeless:
        found.append(f"{now.timeless} is not {then.timeless}")
    if _in_order(now.edits) != _in_order(then.edits):
        found.append(f"edits {_in_order(now.edits)} are not {_in_order(then.edits)}")
    if to_the_bit and now.moment != then.moment:
        found.append(f"step, last and rows {now.moment} are not {then.moment}")
    if to_the_bit and now.landscape is not then.landscape:
        found.append("the landscape is another one")
    return found


def _in_order(edits: tuple[Edit, ...]) -> list[str]:
    return sorted(f"{edit} {id(edit.landscape)}" for edit in edits)


class HistoryStates:
    """The states before the entries of the history, as far as they are known."""

    def __init__(self, session: Session, *, keeps_rows: bool) -> None:
        """`keeps_rows`: whether the history has room for all its rows."""
        self._session, self._stack, self._keeps_rows = session, session.history.stack, keeps_rows
        self._before: dict[int, tuple[State, bool]] = {}
        self._index = self._lowest = self._stack.index()
        self._state = state_of(session)
        self._stack.indexChanged.connect(self._on_index)

    def stop(self) -> None:
        """Stop following the history."""
        self._stack.indexChanged.disconnect(self._on_index)

    def _on_index(self, index: int) -> None:
        self._lowest = min(self._lowest, index)

    def clear(self) -> None:
        """Forget all states, since the history was replaced."""
        self._before.clear()

    def begin(self) -> None:
        """Note the state before an act."""
        self._index = self._lowest = self._stack.index()
        self._state = state_of(self._session)

    def end(self, *, is_pure: bool) -> None:
        """Note what an act added to the history; one that `is_pure` made at most one change and nothing else."""
        now, begun, lowest = self._stack.index(), self._index, self._lowest
        if self._stack.count() >= LEVELS:
            self.clear()
        elif lowest < begun:
            # Something was undone, and perhaps redone at another step.
            self._before = {index: (state, pure and index < lowest) for index, (state, pure) in self._before.items()}
        elif begun in self._before and now == begun:
            # Entries that can be redone were undone, and time may have passed since.
            self._before[begun] = self._before[begun][0], False
        if now > lowest:
            self._before = {index: known for index, known in self._before.items() if index < lowest}
            if lowest == begun:
                self._before[begun] = self._state, is_pure and now == begun + 1
        self._before = {index: known for index, known in self._before.items() if index < self._stack.count()}

    def check(self, *, twice: bool) -> list[str]:
        """Undo and redo everything, perhaps `twice`, and return to the same entry; returns the differences."""
        session, stack = self._session, self._stack
        session.pause()
        here, last = stack.index(), state_of(session)
        while stack.canRedo():
            session.redo()
        found, top = [], state_of(session)
        down = self._undo_all()
        for index, (state, text, goes_back) in down.items():
            if index in self._before:
                before, is_pure = self._before[index]
                problems = differences(state, before, to_the_bit=is_pure and goes_back and self._keeps_rows)
                found += [f"undo of entry {index}, {text}: {problem}" for problem in problems]
        while stack.canRedo():
            session.redo()
        session.seek(top.moment[0])
        found += [f"all redone: {words}" for words in differences(state_of(session), top, to_the_bit=self._keeps_rows)]
        for index, (state, text, goes_back) in self._undo_all().items() if twice else ():
            problems = differences(state, down[index][0], to_the_bit=goes_back and self._keeps_rows)
            found += [f"undo of entry {index}, {text}, once more: {problem}" for problem in problems]
        while stack.index() != here:
            (session.redo if stack.index() < here else session.undo)()
        session.seek(last.moment[0])
        found += [f"at the end: {words}" for words in differences(state_of(session), last, to_the_bit=self._keeps_rows)]
        return found

    def _undo_all(self) -> dict[int, tuple[State, str, bool]]:
        """Undo everything; returns the state after each undo, the entry's text, and whether it restores the step."""
        session, stack, states = self._session, self._stack, {}
        while stack.canUndo():
            entry, text = stack.command(stack.index() - 1), stack.undoText()
            session.undo()
            states[stack.index()] = state_of(session), text, _goes_back(entry)
        return states


def _goes_back(entry: object) -> bool:
    """Whether an entry changed the run, so that undo restores the step too."""
    return isinstance(entry, Entry) and any(isinstance(change, TailChange | RunChange) for change in entry.changes)
