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
from app.files.scenario_run import finished_run
from app.files.trajectories import export_run, sidecar_path, write_trajectories
from app.text.translation import N_, _, ngettext
from physics.forcing.noise import normals

TOLERANCE = 1e-9
"""Largest absolute difference of a formula's run from the stored one."""
DRAWS = "0x1.22e119f4c4f14p+0", "-0x1.62de1a82988fdp+0", "-0x1.18de1e59d4f8cp+1", "-0x1.2a88994643bdap-3"
"""The first numbers that seed 7 draws from the standard normal distribution."""
FEWEST_COLOURS = 500
"""A picture of the window has many times more; an empty one has one."""
PICTURE_STEPS, FEWEST_BYTES = 5, 5000
"""A picture of the landscape has many times more."""
FEWEST_PIXELS = 100
"""Of each colour in the plot that is drawn; the line, which has the fewest, has several hundred."""


class CheckFailed(Exception):
    """A check has failed; the message says why."""


def self_test() -> int:
    """Run every check and print a line for each; return the exit code, 1 if one has failed."""
    failed = 0
    for title, check in CHECKS.items():
        name = _(title)
        try:
            verdict, message = _("ok"), check()
        except Exception as error:  # noqa: BLE001  # printed, and the other checks go on
            is_told = isinstance(error, CheckFailed)
            verdict, message = _("FAILED"), str(error) if is_told else f"{type(error).__name__}: {error}"
            failed += 1
        print(f"{verdict:6}  {name:12}  {' '.join(message.split())}", flush=True)
    return 1 if failed else 0


def check_program() -> str:
    """Version and platform."""
    import platform

    import numpy as np

    from app.version import __version__

    if getattr(sys, "frozen", False):
        pattern = _("Momentum Lab {version}, packed, Python {python}, NumPy {numpy}, {platform}")
    else:
        pattern = _("Momentum Lab {version}, from its sources, Python {python}, NumPy {numpy}, {platform}")
    return pattern.format(
        version=__version__,
        python=platform.python_version(),
        numpy=np.__version__,
        platform=platform.platform(),
    )


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
                _expect(len(file.read_bytes()) > 100, _("{file} is empty").format(file=f"{kind}/{file.name}"))
    empty = ", ".join(kind for kind in counts if not counts[kind])
    _expect(not empty, _("{folders}: nothing is there").format(folders=empty))
    pattern = _("{landscapes} landscapes, {icons} icons, {fonts} fonts")
    return pattern.format(landscapes=len(preset_names()), icons=counts["icons"], fonts=counts["fonts"])


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
    wrong = _("the curve that was drawn has its minima at {minima}, not at {right}")
    _expect(is_right, wrong.format(minima=minima, right=true))
    left, right = (f"{minimum:.2f}" for minimum in minima)
    pattern = _("drawn with {drawn} points, kept with {kept}, minima at {left} and {right}")
    return pattern.format(drawn=len(stroke_w), kept=len(w), left=left, right=right)


def check_points() -> str:
    """A run on points gives the stored bytes."""
    scenario = stored_scenario("points")
    made, stored = trajectories(scenario), stored_trajectories("points")
    if made != stored:
        difference = first_difference(made, stored) or _("the numbers are the same, the bytes are not")
        raise CheckFailed(f"points.csv: {difference}")
    pattern = _("{balls} balls, {steps} steps, {edits} edits: all bytes as stored")
    return pattern.format(balls=len(scenario.balls), steps=scenario.steps, edits=len(scenario.edits))


def check_noise() -> str:
    """The noise has the bits that it has everywhere."""
    drawn = tuple(draw.hex() for draw in normals(7, 0, len(DRAWS)).tolist())
    _expect(drawn == DRAWS, _("the draws of seed {seed} are others: {draws}").format(seed=7, draws=" ".join(drawn)))
    return _("the draws of seed {seed}: all bits as everywhere").format(seed=7)


def check_formula() -> str:
    """A run on a formula gives the stored numbers, to 1e-9."""
    scenario = stored_scenario("formula")
    made, stored = trajectories(scenario), stored_trajectories("formula")
    difference = first_difference(made, stored, TOLERANCE)
    if difference:
        raise CheckFailed(f"formula.csv: {difference}")
    if made == stored:
        pattern = _("{balls} balls, {steps} steps: all bytes as stored")
    else:
        pattern = _("{balls} balls, {steps} steps: as stored, to {tolerance}")
    return pattern.format(balls=len(scenario.balls), steps=scenario.steps, tolerance=f"{TOLERANCE:g}")


def check_replay() -> str:
    """The scenario exported with a run reproduces its bytes."""
    with tempfile.TemporaryDirectory(prefix="momentum-lab-") as folder:
        path = Path(folder, "run α.csv")
        run = finished_run(stored_scenario("formula"))
        export_run(path, replace(stored_scenario("formula"), steps=run.step), run.recording.rows())
        exported = path.read_bytes()
        again = trajectories(read_scenario(sidecar_path(path)))
    differs = _("the replay differs: {difference}")
    _expect(again == exported, differs.format(difference=first_difference(again, exported)))
    pattern = ngettext(
        "{count} byte exported, the same again from the scenario beside them",
        "{count} bytes exported, the same again from the scenario beside them",
        len(exported),
    )
    return pattern.format(count=f"{len(exported):,}")


def check_display() -> str:
    """Whether a window could be opened; none is."""
    from app.display import MissingLibraries, display_problem

    problem = display_problem()
    _expect(not isinstance(problem, MissingLibraries), problem.sentence if problem else "")
    if problem is None:
        return _("a window can be opened here")
    return _("{problem}; without a window all works").format(problem=problem.sentence)


def check_plot() -> str:
    """pyqtgraph draws a line and an image."""
    _paint_without_screen()
    import numpy as np
    import pyqtgraph
    from PySide6.QtGui import QImage

    from app.window.startup import application

    application()
    plot = pyqtgraph.PlotWidget(background="#000000")
    plot.resize(320, 240)
    plot.addItem(pyqtgraph.ImageItem(np.array([[[255, 0, 0]], [[0, 0, 255]]], dtype=np.uint8)))
    plot.plot([0.0, 2.0], [0.0, 1.0], pen=pyqtgraph.mkPen("#00ff00", width=5))
    image = plot.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), dtype=np.uint32) & 0xFFFFFF
    plot.close()
    red, green, blue = (int(np.count_nonzero(pixels == colour)) for colour in (0xFF0000, 0x00FF00, 0x0000FF))
    _expect(green >= FEWEST_PIXELS, _("pyqtgraph has drawn no line"))
    _expect(min(red, blue) >= FEWEST_PIXELS, _("pyqtgraph has drawn no image"))
    return _("a line and an image drawn, pyqtgraph {version}").format(version=pyqtgraph.__version__)


def check_pictures() -> str:
    """A picture in each format; none is kept."""
    _paint_without_screen()
    from app.files.default import default_scenario
    from app.pictures.formats import PICTURE_FORMATS
    from app.pictures.offscreen import PicturePainter
    from app.text.figures import LANDSCAPE

    files = {}
    for each in PICTURE_FORMATS:
        painter = PicturePainter(each, (320, 240), "light", has_background=True, pixel_ratio=1.0)
        files[each.suffix] = painter.scenario(default_scenario(), PICTURE_STEPS, (LANDSCAPE,))
    for suffix, file in files.items():
        sentence = _("a picture as {ending} has only {count} bytes").format(ending=suffix, count=len(file))
        _expect(len(file) > FEWEST_BYTES, sentence)
    return _("painted as {endings}").format(endings=", ".join(files))


def check_films() -> str:
    """A short film in each format; none is kept."""
    _paint_without_screen()
    from app.files.default import default_scenario
    from app.pictures.film_maker import FilmMaker
    from app.pictures.film_options import FilmOptions, scene_of
    from app.pictures.formats import FILM_FORMATS

    for each in FILM_FORMATS:
        stream = io.BytesIO()
        with FilmMaker(scene_of(default_scenario()), FilmOptions(each, size=(320, 240), steps=(0, 2))) as maker:
            maker.write(stream)
        sentence = _("a film as {ending} has only {count} bytes")
        _expect(stream.tell() > FEWEST_BYTES, sentence.format(ending=each.suffix, count=stream.tell()))
    return _("made as {endings}").format(endings=", ".join(each.suffix for each in FILM_FORMATS))


def check_window() -> str:
    """The window is painted without a screen, in its own font."""
    _paint_without_screen()
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
    too_few = ngettext(
        "the picture of the window has only {count} colour",
        "the picture of the window has only {count} colours",
        colours,
    )
    _expect(colours >= FEWEST_COLOURS, too_few.format(count=colours))
    _expect(theme().family == "Inter", _("the font is {family}, not Inter").format(family=theme().family))
    pattern = _("painted offscreen, {width} × {height}, {colours} colours, Qt {qt}")
    return pattern.format(width=image.width(), height=image.height(), colours=f"{colours:,}", qt=qVersion())


CHECKS: dict[str, Callable[[], str]] = {
    N_("program"): check_program,
    N_("resources"): check_resources,
    N_("curve"): check_curve,
    N_("points"): check_points,
    N_("noise"): check_noise,
    N_("formula"): check_formula,
    N_("replay"): check_replay,
    N_("display"): check_display,
    N_("plot"): check_plot,
    N_("pictures"): check_pictures,
    N_("films"): check_films,
    N_("window"): check_window,
}


def stored_scenario(name: str) -> Scenario:
    """A scenario of `resources/self_test`."""
    file = files("resources").joinpath("self_test", f"{name}.momentum")
    return parse_scenario(file.read_text(encoding="utf-8"), file.name)


def stored_trajectories(name: str) -> bytes:
    """Its stored trajectories."""
    return files("resources").joinpath("self_test", f"{name}.csv").read_bytes()


def trajectories(scenario: Scenario) -> bytes:
    """The CSV of a scenario's run."""
    stream = io.BytesIO()
    write_trajectories(stream, scenario, finished_run(scenario).recording.rows())
    return stream.getvalue()


def _paint_without_screen() -> None:
    """Let Qt paint into memory. Raises CheckFailed when it lacks libraries even for that."""
    from app.display import picture_problem

    problem = picture_problem()
    _expect(problem is None, problem.sentence if problem else "")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"


def _expect(is_so: bool, otherwise: str) -> None:
    if not is_so:
        raise CheckFailed(otherwise)
