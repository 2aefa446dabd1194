"""Whether all that the window shows is what the session holds."""

from collections.abc import Iterator

import numpy as np
from PySide6.QtGui import QImage, QPainter

from app.panels.time_line import MarkKind, TimeMarks, line_end
from app.session.session import Session
from app.text.numbers import number_text
from app.views.editors.parameters import parameters_of
from app.views.plots.lines import IncrementalLines
from app.views.plots.plot import Plot
from physics.arrays import Bools
from physics.landscape.formula import FormulaLandscape
from tests.window.monkey.stage import Stage


def disagreements(stage: Stage) -> list[str]:
    """What is not as it should be; to be asked after every act."""
    session = stage.session
    if len(session.styles) != len(session.run.balls):
        return [f"{len(session.styles)} looks of {len(session.run.balls)} balls"]
    if not (0 <= session.selected < len(session.run.balls) or (session.selected == -1 and not session.run.balls)):
        return [f"ball {session.selected} of {len(session.run.balls)} is selected"]
    checks = (_title, _balls, _history, _landscape, _editors)
    found = [problem for check in checks for problem in check(stage)]
    if not session.playback.is_moving and not session.fast_forward.is_busy:
        found += _time(stage)
    return found


def _differs(what: str, shown: object, held: object) -> Iterator[str]:
    if shown != held:
        yield f"{what}: shown is {shown!r}, but it is {held!r}"


def _title(stage: Stage) -> Iterator[str]:
    window, session = stage.window, stage.session
    name = (session.title or "Untitled") if window.scenarios.path is None else window.scenarios.path.name
    yield from _differs("title bar", window.windowTitle(), f"{name.replace('[*]', '[*][*]')}[*]")
    yield from _differs("modified mark", window.isWindowModified(), window.scenarios.is_modified)
    yield from _differs("title", window.editor_bar.title.text(), session.title)


def _history(stage: Stage) -> Iterator[str]:
    stack, actions = stage.session.history.stack, stage.window.actions_by_name
    yield from _differs("undo", actions["undo"].isEnabled(), stack.canUndo())
    yield from _differs("redo", actions["redo"].isEnabled(), stack.canRedo())
    yield from _differs("undo's words", actions["undo"].text(), f"Undo {stack.undoText().replace('&', '&&')}".rstrip())
    yield from _differs("redo's words", actions["redo"].text(), f"Redo {stack.redoText().replace('&', '&&')}".rstrip())
    yield from _differs("levels", stack.count() <= 200, True)
    yield from _differs("rows kept", stage.session.history.rows <= stage.session.history.max_rows, True)


def _balls(stage: Stage) -> Iterator[str]:
    session, panel = stage.session, stage.window.balls_panel
    run = session.run
    hidden = f", {len(session.hidden_balls):,} hidden" if session.hidden_balls else ""
    yield from _differs("number of balls", panel._count.text(), f"{len(run.balls):,}{hidden}")
    yield from _differs("cards", panel.list._count, len(run.balls))
    for card in panel.list.cards:
        if card.ball >= len(run.balls):
            yield f"a card of ball {card.ball + 1} of {len(run.balls)}"
            continue
        ball = session.ball(card.ball)
        first = ball.rule.parameters[0]
        yield from _differs(f"{first.symbol} on card {card.ball + 1}", card.slider.number, ball.value(first.name))
        yield from _differs(f"card {card.ball + 1} selected", card.selected, card.ball == session.selected)
        eye = "Show this ball" if card.ball in session.hidden_balls else "Hide this ball"
        yield from _differs(f"eye on card {card.ball + 1}", card.eye.accessibleName(), eye)
    details, opened = panel.list._details, panel.list.opened
    if details is not None and opened is not None and opened < len(run.balls):
        ball = session.ball(opened)
        yield from _differs("parameters in the details", list(details.fields), list(ball.parameters))
        for name, field in {**details.fields, "start": details.start}.items():
            yield from _differs(f"{name} in the details", field.number, ball.value(name))
        for name, slider in details.sliders.items():
            yield from _differs(f"slider of {name} in the details", slider.number, ball.value(name))
        yield from _differs("rule in the details", details.rule.choice, ball.rule.name)
    if run.balls:
        yield from _differs("η of all", panel.eta.slider.number, run.parameters["eta"][session.selected].item())
    yield from _differs("sprites", len(stage.window.landscape_view.balls.radii), len(run.balls))


def _landscape(stage: Stage) -> Iterator[str]:
    view, landscape = stage.window.landscape_view, stage.session.landscape
    yield from _differs("landscape", view.ground._landscape is landscape, True)


def _editors(stage: Stage) -> Iterator[str]:
    bar, editors, landscape = stage.window.editor_bar, stage.window.editors, stage.session.landscape
    field = bar.formula_bar.field
    is_edited = field.isModified() or bar.formula_bar._typing.isActive()
    if isinstance(landscape, FormulaLandscape) and not is_edited:
        yield from _differs("formula", field.text(), landscape.text)
    for name, value in parameters_of(landscape).items():
        if not bar.parameters.controls[name].is_moving:
            yield from _differs(f"parameter {name}", bar.parameters.controls[name].slider.number, value)
    if bar.mode == "points":
        edit = editors.points_tool.edit
        if edit.selected is not None and edit.selected >= len(edit.handles):
            yield f"point {edit.selected} of {len(edit.handles)} is selected"
        ends = float(edit.handles.w[0]), float(edit.handles.w[-1])
        yield from _differs("ends of the points", ends, landscape.domain)


def _time(stage: Stage) -> Iterator[str]:
    session, transport = stage.session, stage.window.transport
    line = transport.time_line
    run = session.run
    yield from _differs("play button", transport.play_button.accessibleName(), "Play")
    yield from _differs("step field", transport.step_field.number, float(session.step))
    if line._wanted_step is None:
        yield from _differs("time line", line.number, float(session.step))
        yield from _differs("end of the time line", line._scale.value(1.0), float(line_end(run.last)))
    is_first = session.step == 0 and not session.slow_motion.is_on
    has_more = not run.is_over and not run.is_full
    yield from _differs("step back", transport.back_button.isEnabled(), not is_first)
    yield from _differs("step on", transport.step_button.isEnabled(), has_more)


def plot_disagreements(plot: Plot, session: Session) -> Iterator[str]:
    """Whether what grew with the run, step by step, is what is drawn of it at once."""
    if not plot.isVisible() or plot.size().isEmpty():
        return
    plot.grab()
    name, lines, image = plot.kind.name, plot.lines._lines, plot.lines._selected_image
    if lines is None:
        yield f"nothing is drawn in plot {name}"
        return
    yield from _differs(f"recording in plot {name}", lines.key.recording is session.run.recording, True)
    yield from _differs(f"styles in plot {name}", lines.key.styles, session.styles)
    if plot.kind.by_step and image is not None and lines.selected is not None:
        while not lines.is_done:
            plot.grab()
        if not np.array_equal(_traces(image), _traces(_drawn_at_once(lines, image))):
            yield f"the selected line in plot {name} is not that of the run"


def _drawn_at_once(lines: IncrementalLines, like: QImage) -> QImage:
    """The selected ball's line of the same run, drawn from the start."""
    again, image, others = IncrementalLines(lines.key), like.copy(), like.copy()
    image.fill(0)
    with QPainter(others) as below, QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        again.select(lines.selected or 0, painter)
        while not again.is_done:
            again.draw_new(below, painter)
    return image


def _traces(image: QImage) -> Bools:
    """Where anything is drawn."""
    image = image.convertToFormat(QImage.Format.Format_ARGB32)
    drawn: Bools = np.array(image.constBits()).reshape(image.height(), -1, 4)[:, :, 3] > 0
    return drawn


def painted_disagreements(stage: Stage) -> list[str]:
    """The same of what is only known once all is painted; to be asked while time rests and nothing is under way."""
    stage.let_timers_fire()
    stage.flush()
    stage.window.repaint()
    session, window = stage.session, stage.window
    found = disagreements(stage)
    for name in window.plots.shown:
        found += plot_disagreements(window.plots.plot(name), session)
    shown, again = window.transport.time_line.marks, TimeMarks(session.scene)
    again.catch_up()
    for kind in MarkKind:
        for one, other in zip(shown.found(kind), again.found(kind), strict=True):
            found += _differs(f"marks of {kind.name}", one.tolist(), other.tolist())
    speed = number_text(session.playback.speed)
    found += _differs("speed", window.transport.speed_button.text(), f"{speed} steps/s  ▾")
    return found
