"""What of a scene can be replaced, and put back."""

from app.session.history import Swap
from app.session.look import Look
from app.session.scene import Scene
from physics.run import Later, Run
from physics.suggestion import Suggestion


class LaterSwap(Swap):
    """What a run was after some step; instead of it the run went on in another way."""

    def __init__(self, run: Run, later: Later) -> None:
        self.run, self.later = run, later

    def do(self) -> None:
        """Go back to that step, and on from there as before."""
        self.run.advance(self.later.step - self.run.step, waits=True)  # what was forgotten before it comes again
        self.later = self.run.exchange(self.later)

    def covers(self, later: Swap) -> bool:
        """What was changed in the same run at that step, or after it."""
        return isinstance(later, LaterSwap) and later.run is self.run and later.later.step >= self.later.step

    @property
    def rows(self) -> int:
        """Those after the step."""
        return self.later.rows.w.size

    def forget_rows(self) -> None:
        """They come again, the same to the last bit, when the run goes on."""
        self.later = self.later.without_rows()


class RunSwap(Swap):
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

    def covers(self, later: Swap) -> bool:
        """Whatever happened to the runs that came after it."""
        return isinstance(later, RunSwap | LaterSwap)

    @property
    def rows(self) -> int:
        """All that the run has room for, unless it has not begun."""
        return self._run.recording.capacity if self._run.last else 0

    def forget_rows(self) -> None:
        """Keep a run that has not begun."""
        self._run.forget()


def _beside_run(scene: Scene) -> tuple[tuple[Look, ...], int, Suggestion | None]:
    return scene.looks, scene.selected, scene.suggestion


class ValueSwap(Swap):
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

    def covers(self, later: Swap) -> bool:
        """What the same value was in between."""
        return isinstance(later, ValueSwap) and later._name == self._name


class NameSwap(Swap):
    """The name of a ball."""

    def __init__(self, scene: Scene, place: int) -> None:
        self._run, self._place = scene.run, place
        self._name = scene.run.balls[place].name

    def do(self) -> None:
        """Let it be its name again."""
        name = self._run.balls[self._place].name
        self._run.rename(self._place, self._name)
        self._name = name
