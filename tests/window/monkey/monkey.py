"""Drives the real window with acts drawn by chance, and looks after each whether all is as it must be."""

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
from tests.window.monkey.undoing import Stops
from tests.window.monkey.views_agree import disagreements, painted_disagreements, plot_disagreements

ACTS_IN_A_SCENE = 250
ACTS_IN_A_WINDOW = 25
"""Acts before a window is dropped, where windows are."""
SHOWN = 30
"""Acts that a failure tells."""
DEAR_EVERY = 50
"""Acts between two looks at everything, which takes some ten times as long as an act."""
MOST_STEPS = 4000
MOST_BALLS = 20
FEW_ROWS = 3000
"""What the history may keep in one scene of three, so that rows have to come again."""
MORE_OBJECTS = 60
"""What is made once when it is first needed, such as the gallery, and more cards where there is more room."""
MORE_BLOCKS = 6000
"""Blocks of memory that a scene may leave behind: kept pictures, programs of formulas. When each piece of work in the
background left its own behind it was three times as many."""


class Found(AssertionError):
    """Something that must not be, with the seed and the last acts."""


@dataclass
class Monkey:
    """One seed. Scene after scene begins in the same window until that is closed.

    One that drops windows opens a new one for each scene, does a few acts, and drops it in the midst of everything,
    while Python's garbage collector runs often.
    """

    app: QApplication
    folder: Path
    seed: int
    scene: int = 0
    drops_windows: bool = False
    done: int = 0
    told: Counter[str] = field(default_factory=Counter)
    trace: Callable[[str], object] = lambda _text: None
    """Told everything just before it is done, in case that nothing can be told afterwards."""

    def __post_init__(self) -> None:
        self.complaints, self.hands = Complaints(), Hands(self.trace)
        self.last: deque[str] = deque(maxlen=SHOWN)
        self.stage: Stage | None = None
        self.sizes: list[tuple[int, int]] = []
        self.windows: WeakSet[Window] = WeakSet()

    # Scenes

    def play(self, count: int) -> None:
        """Do so many acts, in scenes. Raises Found."""
        per_scene = ACTS_IN_A_WINDOW if self.drops_windows else ACTS_IN_A_SCENE
        with self.complaints.listening():
            until = self.done + count
            with collecting_often() if self.drops_windows else nullcontext():
                while self.done < until:
                    self.play_scene(min(per_scene, until - self.done))
            self._look(self._kept_windows())

    def play_scene(self, count: int) -> None:
        """Do so many acts in a scene of their own, and look at everything at its end."""
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
            stage.window.turn_map()  # it costs half of the time
        stage.session.history._most_rows = FEW_ROWS if self.scene % 3 == 0 else 4_000_000
        stage.session.step_on(rng.choice([0, 1, 40, 300]))
        self.stops = Stops(stage.session, keeps_rows=self.scene % 3 != 0)
        stage.window.scenarios.shown.connect(self.stops.clear)
        self.last.clear()
        self._look([])

    def _act(self, number: int) -> None:
        stage, rng = self.stage, self._rng(number)
        act = acts.chosen(stage, rng)
        self.stops.begin()
        is_pure = act in acts.PURE and stage.session._held is None  # a ball that is held is put back at each step
        self.last.append(f"{number}: {act.__name__} …")
        self.trace(self.last[-1])
        words = act(stage, self.hands, rng)
        session = stage.session
        where = f"step {session.step} of {session.run.last}, {session.history.stack.index()} entries"
        self.last[-1] = f"{number}: {words}  [{where}]"
        self.trace(self.last[-1])
        self.told[act.__name__] += 1
        self.done += 1
        if stage.is_closed:
            return
        self.stops.end(is_pure=is_pure)
        self._keep_small()
        self._look(disagreements(stage))
        if number % DEAR_EVERY == DEAR_EVERY - 1:
            self._look_at_everything(rng)

    def _keep_small(self) -> None:
        """Neither too many balls nor too many steps: that would only be slow."""
        session = self.stage.session
        if session.fast_forward.is_busy and session.fast_forward.target > MOST_STEPS:
            session.fast_forward.stop()
            self.stage.wait()
        while len(session.run.balls) > MOST_BALLS:
            session.remove(0)
        if session.run.last > MOST_STEPS:
            session.open(default_scenario(), replays=False)
            self.stage.window.scenarios.shown.emit(default_scenario())

    # Looking

    def _look_at_everything(self, rng: Random) -> None:
        stage, session = self.stage, self.stage.session
        if session.fast_forward.is_busy:
            return
        plots = stage.window.plots
        self._look([problem for name in plots.shown for problem in plot_disagreements(plots.plot(name), session)])
        self._look(broken_rules(session.run))
        self._look(bad_replays(session))
        self._look(bad_time_travel(session, rng))
        self._look(bad_round_trips(stage.window.scenarios.to_save()))

    def _end(self) -> None:
        rng = self._rng("end")
        self.last.append("settle")
        self.stage.settle()
        stage, session = self.stage, self.stage.session
        if stage.is_closed:
            return
        self._look(disagreements(stage))
        self._look(painted_disagreements(stage))
        self._look_at_everything(rng)
        self.last.append("undo and redo everything")
        self._look(self.stops.check(twice=self.scene % 2 == 0))
        self._look(painted_disagreements(stage))
        self._look(bad_replays(session))
        self.stops.stop()
        stage.window.scenarios.shown.disconnect(self.stops.clear)
        self.last.append("save and open")
        self._save_and_open()
        self._measure()

    def _save_and_open(self) -> None:
        """What is saved and opened again is the same."""
        stage, scenarios = self.stage, self.stage.window.scenarios
        path = stage.files.folder / "end.momentum"
        scenarios.save_to(path)
        self._look([] if not scenarios.is_modified else ["it is modified just after it was saved"])
        text = scenario_text(scenarios.to_save())
        self._look([] if path.read_text(encoding="utf-8") == text else ["the file has another text"])
        stage.window.settings.replays = True
        scenarios.open(path)
        stage.settle()
        again = scenario_text(scenarios.to_save())
        self._look([] if again == text else [f"opened again it is another one:\n{text}\n{again}"])
        self._look(painted_disagreements(stage))

    def _measure(self) -> None:
        """The window does not grow from scene to scene."""
        window = self.stage.window
        window.scenarios.show(default_scenario(), None, replays=False)
        window.balls_panel.list.open(None)
        window.editor_bar.set_mode("formula")
        self.stage.settle()
        gc.collect()
        self.stage.flush()
        self.sizes.append((len(window.findChildren(QObject)), sys.getallocatedblocks()))

    def _kept_windows(self) -> list[str]:
        """What remains of windows that were dropped, although nobody needs them."""
        self.stage.flush()
        gc.collect()
        windows = [window for window in self.windows if window is not self.stage.window]
        return [f"{len(windows)} dropped windows are still there"] if windows else []

    def growth(self) -> list[str]:
        """What has grown from the second scene, when most things have been opened once, to the last one."""
        if len(self.sizes) < 3:
            return []
        (objects, blocks), (objects_then, blocks_then) = self.sizes[1], self.sizes[-1]
        found = []
        if objects_then > objects + MORE_OBJECTS:
            found.append(f"{objects} objects became {objects_then}")
        if blocks_then > blocks + MORE_BLOCKS * (len(self.sizes) - 2):
            found.append(f"{blocks} blocks of memory became {blocks_then}")
        return found

    def _look(self, found: list[str]) -> None:
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
