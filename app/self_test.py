"""`momentum-lab --self-test`: is everything in order on this machine? One line for each check, in a few seconds.

It needs no display, leaves no files, and does not touch the person's settings. `resources/self_test` holds two
scenarios with their trajectories from Linux. A landscape of points needs + − × ÷ only, which are exact on every machine
(IEEE 754), so every byte must agree; a formula's cosine may differ in its last bit.
"""

import io
import math
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

from app.files.differences import first_difference
from app.files.presets import load_preset, preset_names
from app.files.scenario import Scenario, parse_scenario, read_scenario
from app.files.trajectories import export_run, sidecar_path, write_trajectories
from physics.run.run import Run

TOLERANCE = 1e-9
"""Largest absolute difference of a formula's run from the stored one."""
FEWEST_COLOURS = 500
"""A picture of the window has many times more; an empty one has one."""


class CheckFailed(Exception):
    """A check has failed; the message says why."""


def self_test() -> int:
    """Run every check and print a line for each; return the exit code, 1 if one has failed."""
    failed = 0
    for title, check in CHECKS.items():
        try:
            verdict, message = "ok", check()
        except Exception as error:  # noqa: BLE001  # printed, and the other checks go on
            verdict, message = (
                "FAILED",
                str(error) if isinstance(error, CheckFailed) else f"{type(error).__name__}: {error}",
            )
            failed += 1
        print(f"{verdict:6}  {title:12}  {' '.join(message.split())}", flush=True)
    return 1 if failed else 0


def check_program() -> str:
    """Version and platform."""
    import platform

    import numpy as np

    from app.version import __version__

    packed = "packed" if getattr(sys, "frozen", False) else "from its sources"
    python = platform.python_version()
    return f"Momentum Lab {__version__}, {packed}, Python {python}, NumPy {np.__version__}, {platform.platform()}"


def check_resources() -> str:
    """Landscapes, icons and fonts exist and can be read."""
    for name in preset_names():
        load_preset(name)
    folder = files("resources")
    counts = dict.fromkeys(("fonts", "icons", "texts"), 0)
    for kind in counts:
        for file in folder.joinpath(kind).iterdir():
            if file.name.endswith((".otf", ".png", ".txt")):
                counts[kind] += 1
                _expect(len(file.read_bytes()) > 100, f"{kind}/{file.name} is empty")
    _expect(all(counts.values()), f"{', '.join(kind for kind in counts if not counts[kind])}: nothing is there")
    return f"{len(preset_names())} landscapes, {counts['icons']} icons, {counts['fonts']} fonts"


def check_curve() -> str:
    """A stroke becomes a curve with the valleys that were drawn."""
    from physics.landscape.points import PointsLandscape
    from physics.landscape.sketch import apply_stroke

    stroke_w = [-3.0 + 0.05 * step for step in range(121)]
    stroke_f = [0.1 * w + math.cos(2.0 * w) for w in stroke_w]
    flat = PointsLandscape([-3.0, -1.0, 1.0, 3.0], [0.0, 0.0, 0.0, 0.0], "Flat")
    w, f = apply_stroke(flat, stroke_w, stroke_f)
    found = PointsLandscape(w, f, "Drawn").features.minima.tolist()
    minima = [w for w in found if math.isfinite(w)]
    # The minima of cos 2w + 0.1w.
    true = [-math.pi / 2.0 - math.asin(0.05) / 2.0, math.pi / 2.0 - math.asin(0.05) / 2.0]
    is_right = len(minima) == 2 and all(abs(one - other) < 0.1 for one, other in zip(minima, true, strict=True))
    _expect(is_right, f"the curve that was drawn has its minima at {minima}, not at {true}")
    return f"drawn with {len(stroke_w)} points, kept with {len(w)}, minima at {minima[0]:.2f} and {minima[1]:.2f}"


def check_points() -> str:
    """A run on points gives the stored bytes."""
    scenario = stored_scenario("points")
    made, stored = trajectories(scenario), stored_trajectories("points")
    if made != stored:
        raise CheckFailed(
            f"points.csv: {first_difference(made, stored) or 'the numbers are the same, the bytes are not'}"
        )
    return f"{len(scenario.balls)} balls, {scenario.steps} steps, {len(scenario.edits)} edits: all bytes as stored"


def check_formula() -> str:
    """A run on a formula gives the stored numbers, to 1e-9."""
    scenario = stored_scenario("formula")
    made, stored = trajectories(scenario), stored_trajectories("formula")
    difference = first_difference(made, stored, TOLERANCE)
    if difference:
        raise CheckFailed(f"formula.csv: {difference}")
    same = "all bytes as stored" if made == stored else f"as stored, to {TOLERANCE:g}"
    return f"{len(scenario.balls)} balls, {scenario.steps} steps: {same}"


def check_replay() -> str:
    """The scenario exported with a run reproduces its bytes."""
    with tempfile.TemporaryDirectory(prefix="momentum-lab-") as folder:
        path = Path(folder, "run α.csv")
        run = finished(stored_scenario("formula"))
        export_run(path, replace(stored_scenario("formula"), steps=run.step), run.recording.rows())
        exported = path.read_bytes()
        again = trajectories(read_scenario(sidecar_path(path)))
    _expect(again == exported, f"the replay differs: {first_difference(again, exported)}")
    return f"{len(exported):,} bytes exported, the same again from the scenario beside them"


def check_display() -> str:
    """Whether a window could be opened; none is."""
    from app.display import MissingLibraries, display_problem

    problem = display_problem()
    _expect(not isinstance(problem, MissingLibraries), problem.sentence if problem else "")
    return f"{problem.sentence}; without a window all works" if problem else "a window can be opened here"


def check_window() -> str:
    """The window is painted without a screen, in its own font."""
    from app.display import picture_problem

    problem = picture_problem()
    _expect(problem is None, problem.sentence if problem else "")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import qVersion
    from PySide6.QtGui import QImage

    from app.files.default import default_scenario
    from app.theme.application import theme
    from app.window import render_picture

    with tempfile.TemporaryDirectory(prefix="momentum-lab-") as folder:
        path = Path(folder, "window.png")
        render_picture(default_scenario(), path)
        image = QImage(str(path))
    colours = len(set(bytes(image.convertToFormat(QImage.Format.Format_RGB32).constBits()).hex(" ", 4).split()))
    _expect(colours >= FEWEST_COLOURS, f"the picture of the window has only {colours} colours")
    _expect(theme().family == "Inter", f"the font is {theme().family}, not Inter")
    return f"painted offscreen, {image.width()} × {image.height()}, {colours:,} colours, Qt {qVersion()}"


CHECKS: dict[str, Callable[[], str]] = {
    "program": check_program,
    "resources": check_resources,
    "curve": check_curve,
    "points": check_points,
    "formula": check_formula,
    "replay": check_replay,
    "display": check_display,
    "window": check_window,
}


def stored_scenario(name: str) -> Scenario:
    """A scenario of `resources/self_test`."""
    file = files("resources").joinpath("self_test", f"{name}.momentum")
    return parse_scenario(file.read_text(encoding="utf-8"), file.name)


def stored_trajectories(name: str) -> bytes:
    """Its stored trajectories."""
    return files("resources").joinpath("self_test", f"{name}.csv").read_bytes()


def finished(scenario: Scenario) -> Run:
    """Run a scenario to its last step."""
    run = Run(scenario.landscape, scenario.balls, scenario.edits, full=scenario.full)
    while run.advance(scenario.steps - run.step):
        pass
    return run


def trajectories(scenario: Scenario) -> bytes:
    """The CSV of a scenario's run."""
    stream = io.BytesIO()
    write_trajectories(stream, scenario, finished(scenario).recording.rows())
    return stream.getvalue()


def _expect(is_so: bool, otherwise: str) -> None:
    if not is_so:
        raise CheckFailed(otherwise)
