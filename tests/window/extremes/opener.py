"""Opens extreme scenarios in the real window and acts on them; problems raise Found."""

import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.controls.slider import ScaleSlider
from app.files.scenario import Scenario, parse_scenario, scenario_text
from app.files.text import BadFile
from tests.support.described import described
from tests.window.extremes.scenarios import extreme_scenario
from tests.window.monkey.complaints import Complaints
from tests.window.monkey.stage import Stage

MAX_BLOCKED_S = 2.0
"""The longest time that an act may block the window."""
TASK_TIMEOUT_S = 0.3
"""Then tasks are cancelled."""
ACTS = 2
"""Acts in a scenario: more scenarios find more than more acts."""
NONE, NO_KEY = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier


class Found(AssertionError):
    """A problem."""


class Opener:
    """One window in which scenario after scenario is opened."""

    def __init__(self, app: QApplication, folder: Path, seed: int) -> None:
        self.seed, self.number, self.act = seed, 0, ""
        self.complaints = Complaints()
        self.counts: Counter[str] = Counter()
        self.slowest: list[tuple[float, int, str]] = []
        """Seconds, number of the scenario, act."""
        with self.complaints.listening():
            self.stage = Stage(app, folder)
            self.window, self.session = self.stage.window, self.stage.session
            # Autosaves are not restored here; what is saved is checked below.
            self.stage.net.autosave.stop()

    def close(self) -> None:
        with self.complaints.listening():
            self.stage.close()

    def open(self, number: int) -> None:
        """Open the scenario of this number and act on it. Raises Found."""
        self.number, self.act = number, "read"
        rng = Random(f"{self.seed}/{number}")
        text = extreme_scenario(rng)
        with self.complaints.listening():
            try:
                self._open(text, rng)
            except Exception as error:
                raise Found(self._words(traceback.format_exc())) from error
            found = self.complaints.taken()
            if found:
                raise Found(self._words("\n".join(found)))

    def _words(self, text: str) -> str:
        return f"seed {self.seed}, scenario {self.number}, {self.act}:\n{text}"

    def _open(self, text: str, rng: Random) -> None:
        try:
            scenario = parse_scenario(text, "extreme.momentum")
        except BadFile:
            self.counts["refused"] += 1
            return
        self.counts["opened"] += 1
        window = self.window
        with self._timed("open"):
            window.scenarios.show(scenario, None, replays=rng.random() < 0.6)
        self._paint()
        self._acts(rng)
        if rng.random() < 0.2:
            self._check_saved()

    def _acts(self, rng: Random) -> None:
        """Do some random acts."""
        acts: list[Callable[[Random], None]] = [
            self._play,
            self._step,
            self._seek,
            self._select,
            self._hover,
            self._zoom,
            self._slide,
            self._go_to_end,
            self._undo,
        ]
        for act in rng.sample(acts, ACTS):
            with self._timed(act.__name__):
                act(rng)
            self._paint()

    def _paint(self) -> None:
        """Handle all pending events, timers and tasks."""
        with self._timed(f"{self.act}, then paint"):
            self.stage.flush()
        with self._timed(f"{self.act}, then timers"):
            self.stage.let_timers_fire()
        with self._timed(f"{self.act}, then paint once more"):
            self.stage.flush()
        until = time.monotonic() + TASK_TIMEOUT_S
        while self.session.fast_forward.is_busy and time.monotonic() < until:
            time.sleep(0.002)
            with self._timed(f"{self.act}, while replaying"):
                self.stage.flush()
        with self._timed(f"{self.act}, then give up"):
            self.session.fast_forward.cancel()
            self.stage.flush()

    @contextmanager
    def _timed(self, act: str) -> Iterator[None]:
        """Measure how long the window is blocked. Raises Found where that is too long.

        It is at most the processor time of all threads: on a busy machine the rest belongs to other programs.
        """
        self.act = act.split(", ")[0]
        begun, computed = time.monotonic(), time.process_time()
        yield
        seconds = min(time.monotonic() - begun, time.process_time() - computed)
        self.slowest = sorted([*self.slowest, (seconds, self.number, act)], reverse=True)[:10]
        if seconds > MAX_BLOCKED_S:
            raise Found(self._words(f"{act} took {seconds:.1f} s"))

    # Acts

    def _play(self, rng: Random) -> None:
        self.session.play()
        for _ in range(3):
            self.stage.pass_time(rng.choice((0.016, 0.1)))
            self.stage.flush()
        self.session.pause()

    def _step(self, rng: Random) -> None:
        self.session.step_on(rng.choice((1, 7, 60)))

    def _seek(self, rng: Random) -> None:
        self.session.seek(rng.randrange(self.session.run.last + 1))

    def _select(self, rng: Random) -> None:
        if self.session.run.balls:
            self.session.select(rng.randrange(len(self.session.run.balls)))

    def _hover(self, rng: Random) -> None:
        window = self.window
        widgets = [window.plots.plot(name).viewport() for name in window.plots.shown]
        for widget in (*widgets, window.landscape_view.viewport(), window.outcome_map.view.viewport()):
            if widget.isVisible():
                at = QPointF(rng.random() * widget.width(), rng.random() * widget.height())
                _send_mouse(widget, at)
                self.stage.flush()

    def _zoom(self, rng: Random) -> None:
        widget = self.window.landscape_view.viewport()
        at = QPointF(rng.random() * widget.width(), rng.random() * widget.height())
        for _ in range(rng.choice((1, 40))):
            turned = QPoint(0, rng.choice((120, 1200, -120)))
            place = widget.mapToGlobal(at)
            QApplication.sendEvent(
                widget,
                QWheelEvent(at, place, QPoint(), turned, NONE, NO_KEY, Qt.ScrollPhase.NoScrollPhase, False),
            )
        self.stage.flush()
        if rng.random() < 0.7:
            self.window.landscape_view.fit()

    def _slide(self, rng: Random) -> None:
        sliders = [slider for slider in self.window.findChildren(ScaleSlider) if slider.isVisible()]
        for slider in rng.sample(sliders, min(3, len(sliders))):
            for _ in range(3):
                key = rng.choice(
                    (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_PageUp, Qt.Key.Key_End, Qt.Key.Key_Home)
                )
                QApplication.sendEvent(slider, QKeyEvent(QEvent.Type.KeyPress, key, NO_KEY))
                QApplication.sendEvent(slider, QKeyEvent(QEvent.Type.KeyRelease, key, NO_KEY))

    def _go_to_end(self, _rng: Random) -> None:
        self.session.to_the_end()

    def _undo(self, _rng: Random) -> None:
        self.session.undo()
        self.stage.flush()
        self.session.redo()

    def _check_saved(self) -> None:
        """What is saved is read as the same scenario."""
        saved: Scenario = self.window.scenarios.to_save()
        assert described(parse_scenario(scenario_text(saved), "saved.momentum")) == described(saved)


def _send_mouse(widget: QWidget, at: QPointF) -> None:
    QApplication.sendEvent(widget, QMouseEvent(QEvent.Type.MouseMove, at, widget.mapToGlobal(at), NONE, NONE, NO_KEY))
