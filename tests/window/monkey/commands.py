"""Acts that use the program's commands: actions of the menus, commands of the session, steps in time."""

from collections.abc import Callable, Sequence
from random import Random

from PySide6.QtCore import QPoint

from app.files.presets import load_preset
from app.files.view import LAST_RUN
from app.session.scene import BallStyle
from app.session.session import Session
from physics.landscape.base import Landscape
from physics.landscape.formula import FormulaLandscape
from physics.landscape.points import PointsLandscape
from physics.rules.base import ALPHA, ETA
from physics.rules.registry import RULES
from physics.rules.suggestion import Suggestion
from tests.window.monkey.hands import Hands
from tests.window.monkey.stage import Stage

MAX_BALLS = 10
PRESETS = ("bowl", "double-well", "descending-hills", "shelf", "cliff", "v-shape", "staircase", "washboard", "terrain")
FORMULAS = (
    FormulaLandscape("0.06*(w + 3.2)^2 + 0.55*cos(2.6*w)", (-6, 6)),
    FormulaLandscape("w^2/2", (-4, 5)),
    FormulaLandscape("a*w^2 + b*cos(c*w)", (-6, 6), parameters={"a": 0.2, "c": 2.6}),
    FormulaLandscape("(w - 0.3)^2", (0, 1)),
    FormulaLandscape("exp(10*w)", (-6, 6)),
)
POINTS = (
    PointsLandscape([-6, -4, -2, 0, 1, 3, 6], [3, 0, 1, -1, 1.5, 0.5, 2]),
    PointsLandscape([-6, -3, 0, 3, 6], [4, 1, 0, 1, 4], "Five points"),
)
RARE = {
    "open",
    "save-as",
    "export",
    "export-map",
    "import",
    "save-picture",
    "save-film",
    "copy-picture",
    "copy-window",
    "full-screen",
    "theme",
    "system-theme",
}
RARE |= {"quit", "new", "shortcuts", "presentation", "larger-text", "smaller-text", "usual-text"}
GROWING = {"add", "duplicate", "fan", "compare-rules"}


def by_action(stage: Stage, _hands: Hands, rng: Random) -> str:
    """Trigger an action of the menus."""
    actions = stage.window.actions_by_name
    names = [command.name for command in actions.commands if command.name not in ("undo", "redo")]
    has_room = len(stage.session.run.balls) < MAX_BALLS
    names = [name for name in names if (name not in RARE or rng.random() < 0.15) and (has_room or name not in GROWING)]
    name = rng.choice(names)
    actions[name].trigger()
    return f"action {name}"


def undo_or_redo(stage: Stage, _hands: Hands, rng: Random) -> str:
    """Undo or redo, once or several times."""
    name, times = rng.choice(["undo", "undo", "redo"]), rng.choice([1, 1, 2, 5])
    for _ in range(times):
        stage.window.actions_by_name[name].trigger()
    return f"{name} × {times}"


def by_menu(stage: Stage, hands: Hands, rng: Random) -> str:
    """Open a menu of the window; a later act answers it."""
    window = stage.window
    menu = rng.choice([window.menus.file_menu, window.menus.edit_menu, window.menus.view_menu])
    menu.popup(window.mapToGlobal(QPoint(0, 0)))
    return f"open menu {menu.title()}"


def alpha(rng: Random) -> float:
    return rng.choice([0.0, 0.5, 0.9, 0.97, 0.999, 1.0, rng.random()])


def eta(rng: Random) -> float:
    return rng.choice([0.002, 0.02, 0.05, 0.3, 1e-9, 3.0, 1e300, 10 ** rng.uniform(-4, 0)])


def place_on(landscape: Landscape, rng: Random) -> float:
    lo, hi = landscape.domain
    return rng.choice([lo, hi, rng.uniform(lo, hi), rng.uniform(lo, hi)])


def landscape(rng: Random) -> Landscape:
    return rng.choice([*FORMULAS, *POINTS, load_preset(rng.choice(PRESETS)).landscape])


def of_a_ball(session: Session, rng: Random) -> str:
    """Change something of one ball."""
    place = rng.randrange(len(session.run.balls))
    values = {"alpha": alpha(rng), "eta": eta(rng), "start": rng.uniform(-9, 9)}
    put = {name: values[name] for name in rng.sample(list(values), rng.randint(1, 3))}
    changes: list[tuple[Callable[..., object], Sequence[object]]] = [
        *[(session.set_parameter, ["alpha", alpha(rng)])] * 2,
        (session.set_parameter, ["eta", eta(rng)]),
        (session.set_rule, [rng.choice(RULES)]),
        (session.set_start, [place_on(session.run.first_landscape, rng)]),
        (session.rename, [rng.choice(["", "heavy", "α 0.90", "=1+1", "ä" * 40])]),
        (session.set_style, [BallStyle(rng.randrange(8), rng.randrange(11))]),
        (session.show_ball, [rng.random() < 0.5]),
        (session.show_only, []),
        (session.put, [put]),
        (session.drag, [rng.uniform(-9, 9)]),
        (session.select, []),
        (session.duplicate if len(session.run.balls) < MAX_BALLS else session.remove, []),
    ]
    change, arguments = rng.choice(changes)
    change(place, *arguments)
    session.drop()
    return f"{change.__name__} ball {place + 1} {_words(arguments)}"


def of_all(session: Session, rng: Random) -> str:
    """Change something of all balls, or of the scene."""
    preset, alphas = load_preset(rng.choice(PRESETS)), rng.sample([0.1, 0.6, 0.93, 0.98], rng.randint(1, 3))
    has_room = len(session.run.balls) + len(alphas) <= MAX_BALLS
    changes: list[tuple[Callable[..., object], Sequence[object]]] = [
        (session.set_parameter_for_all, [ALPHA, alpha(rng)]),
        (session.set_parameter_for_all, [ETA, eta(rng)]),
        (session.set_rule_for_all, [rng.choice(RULES)]),
        (session.set_start_for_all, [place_on(session.run.first_landscape, rng)]),
        *[(session.set_landscape, [landscape(rng)])] * 2,
        (session.choose, [preset.landscape, preset.title, Suggestion(preset.start, preset.eta)]),
        (session.show_all, []),
        (session.show_layer, [LAST_RUN, rng.random() < 0.7]),
        (session.set_title, [rng.choice(["Mine", "[*] again", "", "Ünïcode"])]),
        (session.add_series, [ALPHA, alphas if has_room else []]),
    ]
    change, arguments = rng.choice(changes)
    change(*arguments)
    return f"{change.__name__} {_words(arguments)}"


def _words(arguments: Sequence[object]) -> str:
    return " ".join(argument.title if isinstance(argument, Landscape) else str(argument) for argument in arguments)


def by_session(stage: Stage, _hands: Hands, rng: Random) -> str:
    """Run a command of the session with random values, as one gesture."""
    session = stage.session
    if session.step == 0 and rng.random() < 0.6:
        session.step_on(rng.randint(1, 60))  # what is changed at step 0 is no edit
        return "step on, away from the start"
    if session.run.balls and rng.random() < 0.7:
        return f"session, {of_a_ball(session, rng)}"
    return f"session, {of_all(session, rng)}"


def in_time(stage: Stage, _hands: Hands, rng: Random) -> str:
    """Play, seek, step or change the speed."""
    session = stage.session
    match rng.randrange(8):
        case 0:
            session.toggle()
            return "toggle"
        case 1:
            session.playback.set_speed(speed := rng.choice([1.0, 30.0, 120.0, 2000.0]))
            return f"speed {speed}"
        case 2 | 3 | 4:
            session.seek(step := rng.randint(-1, session.run.last + 1))
            return f"seek {step}"
        case _:
            session.step_on(steps := rng.choice([1, 5, 30, 150]))
            return f"step on {steps}"


def edit_mode(stage: Stage, _hands: Hands, rng: Random) -> str:
    """Choose a mode of the editor bar."""
    mode = rng.choice(["choose", "draw", "points", "points", "formula"])
    stage.window.editor_bar.set_mode(mode)
    return f"mode {mode}"
