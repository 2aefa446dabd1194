"""Files that the monkey opens, saves, drops and imports: good ones, bad ones and missing ones."""

from pathlib import Path
from random import Random

from app.files.presets import load_preset
from app.files.scenario import Scenario, scenario_text
from app.files.view import View
from physics.run.edit import Edit
from tests.support.balls import MOMENTUM, NESTEROV, new_ball

CURVE = "w,f\n" + "".join(f"{w},{(w * w % 7) - w / 5}\n" for w in range(-20, 21))
BAD_CURVE = "w,f\n1,2\n2,x\n"
SAVED = ("one.momentum", "two.momentum", "three.momentum")


class Files:
    """A folder with these files."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.write("curve.csv", CURVE)
        self.write("bad.csv", BAD_CURVE)
        self.write("bad.momentum", '{"format": "momentum-lab/scenario", "version": 1, "balls": 3}')
        self.write("lecture.momentum", scenario_text(LECTURE))

    def write(self, name: str, text: str) -> None:
        """Write a text file."""
        (self.folder / name).write_text(text, encoding="utf-8")

    def saved(self, rng: Random) -> Path:
        """A path to which a scenario can be saved."""
        return self.folder / rng.choice(SAVED)

    def to_save(self, rng: Random) -> Path:
        """A path to save to, sometimes in a missing folder."""
        return self.folder / "gone" / "x.momentum" if rng.random() < 0.1 else self.saved(rng)

    def to_open(self, rng: Random) -> Path:
        """A scenario to open, which may be broken or missing."""
        return self.folder / rng.choice([*SAVED, "lecture.momentum", "bad.momentum", "gone.momentum"])

    def curve(self, rng: Random) -> Path:
        """A curve to import, which may be broken or missing."""
        return self.folder / rng.choice(["curve.csv", "curve.csv", "bad.csv", "gone.csv"])

    def change_or_remove(self, rng: Random) -> None:
        """Change or remove a file, as another program may."""
        path = self.saved(rng)
        if rng.random() < 0.5:
            path.unlink(missing_ok=True)
        elif path.exists():
            path.write_bytes(path.read_bytes() + b"\n")


def _lecture() -> Scenario:
    hills = load_preset("descending-hills").landscape
    rules = (MOMENTUM, NESTEROV)
    balls = [new_ball(alpha, 0.02, 4.8, rule=rule) for alpha in (0.5, 0.95, 1.0) for rule in rules]
    edits = (
        Edit(5, 0, parameters={"alpha": 0.9}),
        Edit(5, 3, w=-1.0, delta=0.1),
        Edit(9, landscape=load_preset("double-well").landscape),
        Edit(60, 1, parameters={"eta": 0.05}),
        Edit(300, 2, rule=NESTEROV),
    )
    styles = tuple((number % 8, number % 11) for number in range(len(balls)))
    view = View(step=7, recorded=80, speed=120.0, hidden=frozenset({"phase"}), selected=2, styles=styles)
    return Scenario("A lecture", hills, tuple(balls), 400, edits, view=view)


LECTURE = _lecture()
