"""The kinds of change of a scene that can be undone: each keeps what was replaced."""

from abc import ABC, abstractmethod

from app.session.run_operations import is_long
from app.session.scene import BallStyle, Scene
from physics.rules.suggestion import Suggestion
from physics.run.run import Tail

Replay = tuple[int, int]
"""The last step of a run whose rows were forgotten, and the one to show, when computing them takes long."""


class Change(ABC):
    """A value that was replaced, kept for undo; `do` exchanges it with the present one."""

    @abstractmethod
    def do(self) -> Replay | None:
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
