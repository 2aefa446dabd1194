"""What of a scene can be replaced, and put back."""

from app.session.history import Swap
from app.session.look import Look
from app.session.scene import Scene
from physics.run import Later, Run


class LaterSwap(Swap):
    """What a run was after some step; instead of it the run went on in another way."""

    def __init__(self, run: Run, later: Later) -> None:
        self.run, self.later = run, later

    def do(self) -> None:
        """Go back to that step, and on from there as before."""
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
    """A run with the looks of its balls; another run took its place."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._run, self._looks, self._selected = scene.run, scene.looks, scene.selected
        self._step, self._last = self._run.step, self._run.last

    def do(self) -> None:
        """Let it take its place again."""
        scene, run, looks, selected = self._scene, self._run, self._looks, self._selected
        run.advance(self._last - run.step, waits=True)  # what was forgotten comes again
        run.go_to(self._step)
        self._run, self._looks, self._selected = scene.run, scene.looks, scene.selected
        self._step, self._last = scene.run.step, scene.run.last
        scene.run, scene.looks, scene.selected = run, looks, selected

    def covers(self, later: Swap) -> bool:
        """Whatever happened to the runs that came after it."""
        return isinstance(later, RunSwap | LaterSwap)

    @property
    def rows(self) -> int:
        """All of the run."""
        return self._run.recording.rows().w.size

    def forget_rows(self) -> None:
        """Keep a run that has not begun."""
        self._run.forget()


class TitleSwap(Swap):
    """The scene's title."""

    def __init__(self, scene: Scene) -> None:
        self._scene, self._title = scene, scene.title

    def do(self) -> None:
        """Let it be the title again."""
        self._scene.title, self._title = self._title, self._scene.title

    def covers(self, later: Swap) -> bool:
        """Titles in between."""
        return isinstance(later, TitleSwap)


class LooksSwap(Swap):
    """The looks of all balls."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._looks: tuple[Look, ...] = scene.looks

    def do(self) -> None:
        """Let the balls look like this again."""
        self._scene.looks, self._looks = self._looks, self._scene.looks


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
