"""Whether undo leads back to what was, and redo to what came of it."""

import zlib
from typing import Any, NamedTuple

from app.session.history import LEVELS, Entry, RunChange, TailChange
from app.session.session import Session
from physics.landscape.base import Landscape
from physics.run.edit import Edit

MOST_ROWS = 30_000
"""Of larger runs only what does not depend on time is compared."""


class State(NamedTuple):
    """What undo has to bring back."""

    timeless: tuple[Any, ...]
    edits: tuple[Edit, ...]
    landscape: Landscape
    moment: tuple[int, int, int]
    """The step, the last one, and a checksum of all rows and of what the next step is made from."""


def state_of(session: Session) -> State:
    """How it is now."""
    run = session.run
    checksum = 0
    if run.recording.rows().w.size <= MOST_ROWS:
        for column in (*run.recording.rows(), *run.state, *run.status, *run.parameters, run.set_out):
            checksum = zlib.crc32(column.tobytes(), checksum)
    timeless = session.title, session.looks, run.balls, run.first_landscape
    return State(timeless, run.edits, run.landscape, (run.step, run.last, checksum))


def differences(now: State, then: State, *, to_the_bit: bool) -> list[str]:
    """What of a state is not as it was."""
    found = []
    if now.timeless != then.timeless:
        found.append(f"{now.timeless} is not {then.timeless}")
    if _in_order(now.edits) != _in_order(then.edits):
        found.append(f"edits {_in_order(now.edits)} are not {_in_order(then.edits)}")
    if to_the_bit and now.moment != then.moment:
        found.append(f"step, last and rows {now.moment} are not {then.moment}")
    if to_the_bit and now.landscape is not then.landscape:
        found.append("another landscape is in force")
    return found


def _in_order(edits: tuple[Edit, ...]) -> list[str]:
    return sorted(f"{edit} {id(edit.landscape)}" for edit in edits)


class Stops:
    """How it was before each entry of the history, as far as that is known."""

    def __init__(self, session: Session, *, keeps_rows: bool) -> None:
        """`keeps_rows` says whether the history has room for all rows that it keeps."""
        self._session, self._stack, self._keeps_rows = session, session.history.stack, keeps_rows
        self._before: dict[int, tuple[State, bool]] = {}
        self._index = self._lowest = self._stack.index()
        self._state = state_of(session)
        self._stack.indexChanged.connect(self._on_index)

    def stop(self) -> None:
        """Follow the history no longer."""
        self._stack.indexChanged.disconnect(self._on_index)

    def _on_index(self, index: int) -> None:
        self._lowest = min(self._lowest, index)

    def clear(self) -> None:
        """The history is another one."""
        self._before.clear()

    def begin(self) -> None:
        """Something is about to be done."""
        self._index = self._lowest = self._stack.index()
        self._state = state_of(self._session)

    def end(self, *, is_pure: bool) -> None:
        """It is done; if it `is_pure`, nothing but one change was made, if any."""
        now, begun, lowest = self._stack.index(), self._index, self._lowest
        if self._stack.count() >= LEVELS:
            self.clear()
        elif lowest < begun:
            # Something was taken back and perhaps brought again, at another moment.
            self._before = {place: (state, pure and place < lowest) for place, (state, pure) in self._before.items()}
        elif begun in self._before and now == begun:
            # What can be redone was taken back, and time may have gone on since.
            self._before[begun] = self._before[begun][0], False
        if now > lowest:
            self._before = {place: known for place, known in self._before.items() if place < lowest}
            if lowest == begun:
                self._before[begun] = self._state, is_pure and now == begun + 1
        self._before = {place: known for place, known in self._before.items() if place < self._stack.count()}

    def check(self, *, twice: bool) -> list[str]:
        """Undo everything and redo everything, or do so `twice`; be where it was at the end."""
        session, stack = self._session, self._stack
        session.pause()
        here, last = stack.index(), state_of(session)
        while stack.canRedo():
            session.redo()
        found, top = [], state_of(session)
        down = self._down()
        for place, (state, text, goes_back) in down.items():
            if place in self._before:
                before, is_pure = self._before[place]
                problems = differences(state, before, to_the_bit=is_pure and goes_back and self._keeps_rows)
                found += [f"undo of entry {place}, {text}: {problem}" for problem in problems]
        while stack.canRedo():
            session.redo()
        session.seek(top.moment[0])
        found += [f"all redone: {words}" for words in differences(state_of(session), top, to_the_bit=self._keeps_rows)]
        for place, (state, text, goes_back) in self._down().items() if twice else ():
            problems = differences(state, down[place][0], to_the_bit=goes_back and self._keeps_rows)
            found += [f"undo of entry {place}, {text}, once more: {problem}" for problem in problems]
        while stack.index() != here:
            (session.redo if stack.index() < here else session.undo)()
        session.seek(last.moment[0])
        found += [f"at the end: {words}" for words in differences(state_of(session), last, to_the_bit=self._keeps_rows)]
        return found

    def _down(self) -> dict[int, tuple[State, str, bool]]:
        """Undo everything; how it is then, each time, with the entry's text and whether it goes back in time."""
        session, stack, states = self._session, self._stack, {}
        while stack.canUndo():
            entry, text = stack.command(stack.index() - 1), stack.undoText()
            session.undo()
            states[stack.index()] = state_of(session), text, _goes_back(entry)
        return states


def _goes_back(entry: object) -> bool:
    """Whether an entry changed the run, so that undo brings back the step too."""
    return isinstance(entry, Entry) and any(isinstance(change, TailChange | RunChange) for change in entry.changes)
