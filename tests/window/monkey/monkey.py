"""Drives the real window with random acts, and checks after each that everything agrees."""

import gc
import sys
import traceback
from collections import Counter, deque
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from weakref import WeakSet

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from app.files.default import default_scenario
from app.files.scenario import scenario_text
from app.window import Window
from tests.window.monkey import acts
from tests.window.monkey.collecting import collecting_often
from tests.window.monkey.complaints import Complaints
from tests.window.monkey.files import LECTURE
from tests.window.monkey.hands import Hands
from tests.window.monkey.records import bad_replays, bad_round_trips, bad_time_travel, broken_rules
from tests.window.monkey.stage import Stage
from tests.window.monkey.undoing import HistoryStates
from tests.window.monkey.views_agree import disagreements, painted_disagreements, plot_disagreements

ACTS_IN_A_SCENE = 250
ACTS_IN_A_WINDOW = 25
"""Acts before a window is dropped, with --drop."""
PRINTED_ACTS = 30
"""Acts that a failure prints."""
FULL_CHECK_EVERY_ACTS = 50
"""Acts between two full checks, which take about ten times as long as an act."""
MAX_STEPS = 4000
MAX_BALLS = 20
FEW_HISTORY_ROWS = 3000
"""Rows that the history may keep in one scene of three, so that rows must be computed again."""
MAX_MORE_OBJECTS = 60
"""QObjects that are created once when first needed, such as the gallery, and cards in a larger window."""
MAX_MORE_BLOCKS = 6000
"""Blocks of memory that a scene may leave: cached pictures, compiled formulas. When each task leaked its result, it was
three times as many."""


class Found(AssertionError):
    """A problem, with the seed and the last acts."""


@dataclass
class Monkey:
    """The acts of one seed, scene after scene in the same window until that is closed.

    With `drops_windows` each scene has a new window, which is dropped after a few acts, while Python's garbage
    collector runs often.
    """

    app: QApplication
    folder: Path
    seed: int
    scene: int = 0
    drops_windows: bool = False
    done: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    trace: Callable[[str], object] = lambda _text: None
    """Called with every act and event before it happens, in case the process crashes."""

    def __post_init__(self) -> None:
        self.complaints, self.hands = Complaints(), Hands(self.trace)
        self.last: deque[str] = deque(maxlen=PRINTED_ACTS)
        self.stage: Stage | None = None
        self.sizes: list[tuple[int, int]] = []
        self.windows: WeakSet[Window] = WeakSet()

    # Scenes

    def play(self, count: int) -> None:
        """Do this number of acts, in scenes. Raises Found."""
        per_scene = ACTS_IN_A_WINDOW if self.drops_windows else ACTS_IN_A_SCENE
        with self.complaints.listening():
            until = self.done + count
            with collecting_often() if self.drops_windows else nullcontext():
                while self.done < until:
                    self.play_scene(min(per_scene, until - self.done))
            self._raise_if(self._kept_windows())

    def play_scene(self, count: int) -> None:
        """Do this number of acts in a new scene, with a full check at its end."""
        self.scene += 1
        self._act_number = 0
        try:
            self._begin()
            for number in range(count):
                self._act_number = number
                self._act(number)
                if self.stage.is_closed:
                    return
            if not self.drops_windows:
                self._end()
        except Found:
            raise
        except Exception as error:
            raise Found(self._words(traceback.format_exception(error))) from error

    def _begin(self) -> None:
        rng = self._rng("begin")
        if self.stage is None or self.stage.is_closed or self.drops_windows:
            self.close()
            self.stage = Stage(self.app, self.folder)
            self.windows.add(self.stage.window)
            self.sizes = []
        stage = self.stage
        stage.settle()
        stage.window.scenarios.show(rng.choice([default_scenario(), LECTURE]), None, replays=rng.random() < 0.5)
        if stage.window.outcome_map.isVisible() != (self.scene % 4 == 1):
            stage.window.shown_view.toggle_map()  # it takes half of the time
        stage.session.history.max_rows = FEW_HISTORY_ROWS if self.scene % 3 == 0 else 4_000_000
        stage.session.step_on(rng.choice([0, 1, 40, 300]))
        self.history_states = HistoryStates(stage.session, keeps_rows=self.scene % 3 != 0)
        stage.window.scenarios.shown.connect(self.history_states.clear)
        self.last.clear()
        self._raise_if([])

    def _act(self, number: int) -> None:
        stage, rng = self.stage, self._rng(number)
        act = acts.chosen(stage, rng)
        self.history_states.begin()
        is_pure = act in acts.PURE and not stage.session.is_dragging  # such a ball is put back at each step
        self.last.append(f"{number}: {act.__name__} …")
        self.trace(self.last[-1])
        words = act(stage, self.hands, rng)
        session = stage.session
        where = f"step {session.step} of {session.run.last}, {session.history.stack.index()} entries"
        self.last[-1] = f"{number}: {words}  [{where}]"
        self.trace(self.last[-1])
        self.counts[act.__name__] += 1
        self.done += 1
        if stage.is_closed:
            return
        if stage.window.learning.lesson is not None:
            stage.window.learning.close()  # a lesson has a history of its own, and tests of its own
        self.history_states.end(is_pure=is_pure)
        self._keep_small()
        self._raise_if(disagreements(stage))
        if number % FULL_CHECK_EVERY_ACTS == FULL_CHECK_EVERY_ACTS - 1:
            self._check_all(rng)

    def _keep_small(self) -> None:
        """Limit balls and steps: more would only be slow."""
        session = self.stage.session
        if session.fast_forward.is_busy and session.fast_forward.target > MAX_STEPS:
            session.fast_forward.stop()
            self.stage.wait()
        while len(session.run.balls) > MAX_BALLS:
            session.remove(0)
        if session.run.last > MAX_STEPS:
            session.open(default_scenario(), replays=False)
            self.stage.window.scenarios.shown.emit(default_scenario())

    # Checks

    def _check_all(self, rng: Random) -> None:
        stage, session = self.stage, self.stage.session
        if session.fast_forward.is_busy:
            return
        plots = stage.window.plots
        self._raise_if([problem for name in plots.shown for problem in plot_disagreements(plots.plot(name), session)])
        self._raise_if(broken_rules(session.run))
        self._raise_if(bad_replays(session))
        self._raise_if(bad_time_travel(session, rng))
        self._raise_if(bad_round_trips(stage.window.scenarios.to_save()))

    def _end(self) -> None:
        rng = self._rng("end")
        self.last.append("settle")
        self.stage.settle()
        stage, session = self.stage, self.stage.session
        if stage.is_closed:
            return
        self._raise_if(disagreements(stage))
        self._raise_if(painted_disagreements(stage))
        self._check_all(rng)
        self.last.append("undo and redo everything")
        self._raise_if(self.history_states.check(twice=self.scene % 2 == 0))
        self._raise_if(painted_disagreements(stage))
        self._raise_if(bad_replays(session))
        self.history_states.stop()
        stage.window.scenarios.shown.disconnect(self.history_states.clear)
        self.last.append("save and open")
        self._save_and_open()
        self._measure()

    def _save_and_open(self) -> None:
        """Save, open again and compare."""
        stage, scenarios = self.stage, self.stage.window.scenarios
        path = stage.files.folder / "end.momentum"
        scenarios.save_to(path)
        self._raise_if([] if not scenarios.is_modified else ["the scenario is modified just after it was saved"])
        text = scenario_text(scenarios.to_save())
        self._raise_if([] if path.read_text(encoding="utf-8") == text else ["the file has another text"])
        stage.window.settings.replays = True
        scenarios.open(path)
        stage.settle()
        again = scenario_text(scenarios.to_save())
        self._raise_if([] if again == text else [f"opened again it differs:\n{text}\n{again}"])
        self._raise_if(painted_disagreements(stage))

    def _measure(self) -> None:
        """Count objects and memory, to find what grows from scene to scene."""
        window = self.stage.window
        window.scenarios.show(default_scenario(), None, replays=False)
        window.balls_panel.list.open(None)
        window.editor_bar.set_mode("formula")
        self.stage.settle()
        gc.collect()
        self.stage.flush()
        self.sizes.append((len(window.findChildren(QObject)), sys.getallocatedblocks()))

    def _kept_windows(self) -> list[str]:
        """Dropped windows that still exist."""
        self.stage.flush()
        gc.collect()
        windows = [window for window in self.windows if window is not self.stage.window]
        return [f"{len(windows)} dropped windows still exist"] if windows else []

    def growth(self) -> list[str]:
        """What has grown since the third scene, when most things had been opened once, and at several text sizes."""
        if len(self.sizes) < 4:
            return []
        (objects, blocks), (objects_then, blocks_then) = self.sizes[2], self.sizes[-1]
        found = []
        if objects_then > objects + MAX_MORE_OBJECTS:
            found.append(f"{objects} objects became {objects_then}")
        if blocks_then > blocks + MAX_MORE_BLOCKS * (len(self.sizes) - 3):
            found.append(f"{blocks} blocks of memory became {blocks_then}")
        return found

    def _raise_if(self, found: list[str]) -> None:
        found = [*self.complaints.taken(), *found]
        if found:
            raise Found(self._words(found))

    def _words(self, found: list[str]) -> str:
        acts = "\n  ".join(self.last)
        problems = "\n".join([*found, *self.complaints.taken()])
        return f"seed {self.seed}, scene {self.scene}, after {self.done} acts:\n{problems}\nThe last acts:\n  {acts}"

    def _rng(self, number: object) -> Random:
        return Random(f"{self.seed}/{self.scene}/{number}")

    def close(self) -> None:
        """Close the window."""
        stage, self.stage = self.stage, None
        if stage is not None:
            stage.close()
