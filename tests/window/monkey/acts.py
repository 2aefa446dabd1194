"""What the monkey can do: each act is done once and says in a few words what it was."""

from collections.abc import Callable, Sequence
from random import Random

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from app.files.link import LinkTooLong, link_text
from app.files.presets import load_preset
from app.session.look import Look
from app.session.session import Session
from physics.formula import FormulaLandscape
from physics.grid import Quantity
from physics.landscape import Landscape
from physics.points import PointsLandscape
from physics.rules import Rule
from physics.suggestion import Suggestion
from tests.window.monkey import dialogs
from tests.window.monkey.hands import Button, Hands, Modifier, unblocked, way, within
from tests.window.monkey.places import a_field, called, somewhere
from tests.window.monkey.stage import Stage

Act = Callable[[Stage, Hands, Random], str]
MOST_BALLS = 10
PRESETS = ("bowl", "double-well", "descending-hills", "shelf", "cliff", "v-shape", "staircase", "washboard", "terrain")
FORMULAS = (
    FormulaLandscape("0.06*(w + 3.2)^2 + 0.55*cos(2.6*w)", (-6, 6)),
    FormulaLandscape("w^2/2", (-4, 5)),
    FormulaLandscape("(w - 0.3)^2", (0, 1)),
    FormulaLandscape("exp(10*w)", (-6, 6)),
)
POINTS = (
    PointsLandscape([-6, -4, -2, 0, 1, 3, 6], [3, 0, 1, -1, 1.5, 0.5, 2]),
    PointsLandscape([-6, -3, 0, 3, 6], [4, 1, 0, 1, 4], "Five points"),
)
TYPED = ("w^2", "cos(3w) + w^2/9", "abs(w", "1/w", "sin(w)*", "f(w) = w^4/4 − w^2", "exp(-w^2)", "2", "", "tan(w)", "-")
NUMBERS = ("0", "0.5", "0.97", "1", "7", "-3", "250", "12.5", "1e-3", "1e300", "x", "", "1/3", "-0")
KEYS = Qt.Key
PLAIN = (KEYS.Key_Space, KEYS.Key_Right, KEYS.Key_Left, KEYS.Key_Home, KEYS.Key_End, KEYS.Key_R, KEYS.Key_Delete)
PLAIN += (KEYS.Key_Escape, KEYS.Key_M, KEYS.Key_Up, KEYS.Key_Down, KEYS.Key_Return, KEYS.Key_Tab, KEYS.Key_Backtab)
PLAIN += (KEYS.Key_Insert, KEYS.Key_Backspace, KEYS.Key_PageUp, KEYS.Key_PageDown, KEYS.Key_0, KEYS.Key_Plus)
PLAIN += (KEYS.Key_Minus, KEYS.Key_BracketLeft, KEYS.Key_BracketRight)
MODIFIERS = (
    (Modifier.NoModifier,) * 6 + (Modifier.ShiftModifier,) * 2 + (Modifier.ControlModifier, Modifier.AltModifier)
)
RARE = {"open", "save-as", "export", "export-map", "import", "copy-picture", "full-screen", "theme", "system-theme"}
RARE |= {"quit", "new", "shortcuts"}
GROWING = {"add", "duplicate", "fan"}


# By the program's own commands


def by_action(stage: Stage, _hands: Hands, rng: Random) -> str:
    """Any action of the menus."""
    actions = stage.window.actions_by_name
    names = [command.name for command in actions.commands if command.name not in ("undo", "redo")]
    has_room = len(stage.session.run.balls) < MOST_BALLS
    names = [name for name in names if (name not in RARE or rng.random() < 0.15) and (has_room or name not in GROWING)]
    name = rng.choice(names)
    stage.session.history.begin_gesture()
    actions[name].trigger()
    return f"action {name}"


def undo_or_redo(stage: Stage, _hands: Hands, rng: Random) -> str:
    """Undo or redo, once or some times."""
    name, times = rng.choice(["undo", "undo", "redo"]), rng.choice([1, 1, 2, 5])
    for _ in range(times):
        stage.window.actions_by_name[name].trigger()
    return f"{name} × {times}"


def by_menu(stage: Stage, hands: Hands, rng: Random) -> str:
    """Open one of the menus of the window; it is answered by a later act."""
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
    values = {Quantity.ALPHA: alpha(rng), Quantity.ETA: eta(rng), Quantity.START: rng.uniform(-9, 9)}
    put = {quantity: values[quantity] for quantity in rng.sample(list(values), rng.randint(1, 3))}
    changes: list[tuple[Callable[..., object], Sequence[object]]] = [
        *[(session.set_alpha, [alpha(rng)])] * 2,
        (session.set_eta, [eta(rng)]),
        (session.set_rule, [rng.choice(list(Rule))]),
        (session.set_start, [place_on(session.run.first_landscape, rng)]),
        (session.rename, [rng.choice(["", "heavy", "α 0.90", "=1+1", "ä" * 40])]),
        (session.set_look, [Look(rng.randrange(8), rng.randrange(11))]),
        (session.put, [put]),
        (session.hold, [rng.uniform(-9, 9)]),
        (session.select, []),
        (session.duplicate if len(session.run.balls) < MOST_BALLS else session.remove, []),
    ]
    change, arguments = rng.choice(changes)
    change(place, *arguments)
    session.release()
    return f"{change.__name__} ball {place + 1} {_told(arguments)}"


def of_all(session: Session, rng: Random) -> str:
    """Change something of all balls, or of the scene."""
    preset, alphas = load_preset(rng.choice(PRESETS)), rng.sample([0.1, 0.6, 0.93, 0.98], rng.randint(1, 3))
    has_room = len(session.run.balls) + len(alphas) <= MOST_BALLS
    changes: list[tuple[Callable[..., object], Sequence[object]]] = [
        (session.set_alpha_for_all, [alpha(rng)]),
        (session.set_eta_for_all, [eta(rng)]),
        (session.set_rule_for_all, [rng.choice(list(Rule))]),
        (session.set_start_for_all, [place_on(session.run.first_landscape, rng)]),
        *[(session.set_landscape, [landscape(rng)])] * 2,
        (session.choose, [preset.landscape, preset.title, Suggestion(preset.start, preset.eta)]),
        (session.set_title, [rng.choice(["Mine", "[*] again", "", "Ünïcode"])]),
        (session.fan, [alphas if has_room else []]),
    ]
    change, arguments = rng.choice(changes)
    change(*arguments)
    return f"{change.__name__} {_told(arguments)}"


def _told(arguments: Sequence[object]) -> str:
    return " ".join(argument.title if isinstance(argument, Landscape) else str(argument) for argument in arguments)


def by_session(stage: Stage, _hands: Hands, rng: Random) -> str:
    """A command of the session with any values, as one gesture."""
    session = stage.session
    session.history.begin_gesture()
    if session.run.balls and rng.random() < 0.7:
        return f"session, {of_a_ball(session, rng)}"
    return f"session, {of_all(session, rng)}"


def in_time(stage: Stage, _hands: Hands, rng: Random) -> str:
    """Go to some step, or on."""
    session = stage.session
    match rng.randrange(6):
        case 0:
            session.toggle()
            return "toggle"
        case 1:
            session.step_on(steps := rng.choice([1, 3, 10, 60]))
            return f"step on {steps}"
        case 2:
            session.playback.set_speed(speed := rng.choice([1.0, 30.0, 120.0, 2000.0]))
            return f"speed {speed}"
        case _:
            session.seek(step := rng.randint(-1, session.run.last + 1))
            return f"seek {step}"


# Time


def pass_time(stage: Stage, hands: Hands, rng: Random) -> str:
    """Let a frame or some go by."""
    frames = rng.choice([1, 1, 3, 8])
    for _ in range(frames):
        stage.pass_time(rng.choice([0.001, 0.016, 0.05, 0.3]))
    hands.rest()
    return f"{frames} frames"


def fire_timers(stage: Stage, _hands: Hands, rng: Random) -> str:
    """Let the program's timers fire; seldom the autosave's too."""
    return f"{stage.let_timers_fire(10_000 if rng.random() < 0.1 else 1000)} timers"


def wait(stage: Stage, _hands: Hands, _rng: Random) -> str:
    """Wait for what is under way in the background."""
    stage.wait()
    return "wait"


def see(stage: Stage, _hands: Hands, rng: Random) -> str:
    """Let the window be painted; seldom let Qt's own timers go on too."""
    if rng.random() < 0.1:
        with unblocked(rng):
            stage.app.processEvents()
    stage.flush()
    return "paint"


# By hand


def click(stage: Stage, hands: Hands, rng: Random) -> str:
    """Click, double-click, or ask for a menu."""
    widget, at, words = somewhere(stage, rng)
    modifiers = rng.choice(MODIFIERS)
    hands.move(widget, at, modifiers=modifiers)
    kind = rng.choice(["click", "click", "click", "double-click", "right-click", "middle-click"])
    with unblocked(rng):
        if kind == "double-click":
            hands.double_click(widget, at, modifiers)
        elif kind == "right-click":
            hands.ask_for_menu(widget, at)
        else:
            button = Button.MiddleButton if kind == "middle-click" else Button.LeftButton
            hands.press(widget, at, button, modifiers)
            hands.release(widget, at, button, modifiers)
    return f"{kind} {words} {modifiers.name or ''}"


def drag(stage: Stage, hands: Hands, rng: Random) -> str:
    """Drag along some places; now and then something happens in the middle, or the release gets lost."""
    widget, at, words = somewhere(stage, rng)
    button = rng.choice([Button.LeftButton] * 8 + [Button.MiddleButton, Button.RightButton])
    modifiers = rng.choice(MODIFIERS)
    told = [f"drag {words} {button.name} {modifiers.name or ''}"]
    hands.move(widget, at, modifiers=modifiers)
    with unblocked(rng):
        hands.press(widget, at, button, modifiers)
        for place in way(at, widget, rng):
            if stage.is_closed or not _can_go_on(widget):
                break
            hands.move(widget, place, button, modifiers)
            at = place
            if rng.random() < 0.3:
                told.append(in_the_middle(stage, hands, rng))
        if rng.random() < 0.95 and _can_go_on(widget):
            hands.release(widget, at, button, modifiers)
        else:
            told.append("no release")
    return ", ".join(told)


def _can_go_on(widget: object) -> bool:
    import shiboken6

    return shiboken6.isValid(widget)


def in_the_middle(stage: Stage, hands: Hands, rng: Random) -> str:
    """What may come between two moves of a drag."""
    act = rng.choice(
        [pass_time, pass_time, fire_timers, fire_timers, see, press_key, undo_or_redo, by_session, in_time]
    )
    return f"({act(stage, hands, rng)})"


def turn_wheel(stage: Stage, hands: Hands, rng: Random) -> str:
    """Turn the wheel, a notch or some."""
    widget, at, words = somewhere(stage, rng)
    notches = rng.choice([1, -1, 0.3, -0.4, 3, -3])
    for _ in range(rng.randint(1, 3)):
        if _can_go_on(widget):
            hands.wheel(widget, at, notches, rng.choice(MODIFIERS))
    return f"wheel {notches} {words}"


def hover(stage: Stage, hands: Hands, rng: Random) -> str:
    """Move over something, and perhaps wait for what it says."""
    widget, at, words = somewhere(stage, rng)
    hands.move(widget, at)
    hands.move(widget, within(widget, rng))
    if rng.random() < 0.3 and _can_go_on(widget):
        hands.ask_for_words(widget, at)
    return f"hover {words}"


def press_key(stage: Stage, hands: Hands, rng: Random) -> str:
    """Press a key where the keyboard is, with and without modifiers."""
    if rng.random() < 0.25:
        key, modifiers = rng.choice([KEYS.Key_Z, KEYS.Key_Y, KEYS.Key_Z]), Modifier.ControlModifier
        if rng.random() < 0.3:
            modifiers |= Modifier.ShiftModifier
    else:
        key, modifiers = rng.choice(PLAIN), rng.choice(MODIFIERS)
    widget = stage.focus
    words = f"key {modifiers.name or ''} {key.name} to {called(widget)}"
    with unblocked(rng):
        hands.key(widget, key, modifiers)
    return words


def type_text(stage: Stage, hands: Hands, rng: Random) -> str:
    """Type into a field, and leave it in one way or another."""
    found = a_field(stage, rng)
    if found is None:
        return "no field"
    field, at, words = found
    hands.press(field, at)
    hands.release(field, at)
    if rng.random() < 0.7:
        hands.key(field, KEYS.Key_A, Modifier.ControlModifier)
    text = rng.choice(TYPED if "ormula" in words else NUMBERS)
    hands.type(field, text)
    told = [f"type {text!r} into {words}"]
    if rng.random() < 0.3:
        told.append(in_the_middle(stage, hands, rng))
    key = rng.choice([KEYS.Key_Return, KEYS.Key_Return, KEYS.Key_Tab, KEYS.Key_Escape, KEYS.Key_Up, None])
    if key is not None and _can_go_on(field):
        hands.key(field, key)
        told.append(key.name)
    return ", ".join(told)


def edit_mode(stage: Stage, _hands: Hands, rng: Random) -> str:
    """Choose one of the ways to a landscape."""
    mode = rng.choice(["choose", "draw", "points", "points", "formula"])
    stage.window.editor_bar.set_mode(mode)
    return f"mode {mode}"


# By files and links


def drop(stage: Stage, _hands: Hands, rng: Random) -> str:
    """Drop a file on the window."""
    path = rng.choice([stage.files.to_open, stage.files.curve])(rng)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    action, at, no_key = Qt.DropAction.CopyAction, QPointF(300, 200), Modifier.NoModifier
    enter = QDragEnterEvent(at.toPoint(), action, mime, Button.LeftButton, no_key)
    QApplication.sendEvent(stage.window, enter)
    QApplication.sendEvent(stage.window, QDropEvent(at, action, mime, Button.LeftButton, no_key))
    return f"drop {path.name}"


def link(stage: Stage, _hands: Hands, rng: Random) -> str:
    """Paste a link: what is on the clipboard, one of the scene, or a damaged one."""
    board = QApplication.clipboard()
    kind = rng.choice(["as it is", "own", "damaged", "none"])
    if kind in ("own", "damaged"):
        try:
            text = link_text(stage.window.scenarios.to_save())
        except LinkTooLong:
            text = "too long"
        board.setText(text[: rng.randrange(len(text))] if kind == "damaged" else text)
    elif kind == "none":
        board.setText(rng.choice(["", "hello", "momentum-lab:2:x"]))
    stage.window.actions_by_name["paste-link"].trigger()
    return f"paste a link, {kind}"


def save_or_open(stage: Stage, _hands: Hands, rng: Random) -> str:
    """Save to a file, open one, or let another program meddle with one."""
    scenarios, files = stage.window.scenarios, stage.files
    match rng.randrange(5):
        case 0 | 1:
            scenarios.save_to(path := files.to_save(rng))
            return f"save to {path.name}"
        case 2:
            scenarios.save()
            return "save"
        case 3:
            scenarios.open(path := files.to_open(rng))
            return f"open {path.name}"
        case _:
            files.meddle(rng)
            return "meddle"


def answer(stage: Stage, _hands: Hands, rng: Random) -> str:
    """Answer what is in front of the window."""
    with unblocked(rng):
        return dialogs.answer(stage, rng)


WEIGHTS: dict[Act, float] = {
    by_action: 14,
    undo_or_redo: 6,
    by_menu: 1,
    by_session: 14,
    in_time: 10,
    pass_time: 10,
    fire_timers: 7,
    wait: 3,
    see: 4,
    click: 12,
    drag: 10,
    turn_wheel: 4,
    hover: 5,
    press_key: 12,
    type_text: 5,
    edit_mode: 3,
    drop: 0.5,
    link: 0.7,
    save_or_open: 0.7,
}
IN_FRONT: dict[Act, float] = {answer: 10, see: 3, fire_timers: 2, pass_time: 2, click: 2, press_key: 3, drag: 1, hover: 1}
"""What can be done while a menu or a dialog is in front of the window."""
PURE = {by_action, by_session}
"""Acts that change the scene, if at all, at once: undo leads back to how it was just before."""


def chosen(stage: Stage, rng: Random) -> Act:
    """The next act."""
    acts = WEIGHTS if stage.on_top is stage.window else IN_FRONT
    return rng.choices(list(acts), list(acts.values()))[0]
