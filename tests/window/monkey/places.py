"""Targets for the mouse: mostly something that reacts."""

from collections.abc import Callable
from random import Random

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QSplitterHandle, QWidget

from app.views.landscape.landscape_view import LandscapeView
from tests.window.monkey.hands import within
from tests.window.monkey.stage import Stage

Target = tuple[QWidget, QPointF, str]


def anywhere(stage: Stage, rng: Random) -> Target:
    """The widget under a random point of what is on top."""
    top = stage.on_top
    at = within(top, rng)
    widget = top.childAt(at.toPoint()) or top
    return widget, QPointF(widget.mapFrom(top, at)), called(widget)


def somewhere(stage: Stage, rng: Random) -> Target:
    """A target in the window; a random point where there is none, or a dialog is in front."""
    if stage.on_top is stage.window and rng.random() < 0.8:
        found = rng.choice(TARGETS)(stage, rng)
        if found is not None and found[0].isVisible() and found[0].isEnabled():
            return found
    return anywhere(stage, rng)


def called(widget: QWidget) -> str:
    """A widget in words."""
    return f"{type(widget).__name__} {widget.accessibleName() or widget.objectName()}".strip()


def a_ball(stage: Stage, rng: Random) -> Target | None:
    """A ball on the landscape."""
    view = stage.window.landscape_view
    positions = view.balls.positions
    shown = [ball for ball in range(len(positions.x)) if positions.is_shown[ball]]
    if not shown:
        return None
    ball = rng.choice(shown)
    return _visible(view, QPointF(positions.x[ball], positions.y[ball]), f"ball {ball + 1}")


def a_point(stage: Stage, rng: Random) -> Target | None:
    """A handle of the curve, in the mode of points."""
    if stage.window.editor_bar.mode != "points":
        return None
    view, handles = stage.window.landscape_view, stage.window.editors.points_tool.edit.handles
    place = rng.randrange(len(handles))
    return _visible(view, view.to_pixels(*handles.position(place)), f"point {place}")


def _visible(view: LandscapeView, at: QPointF, words: str) -> Target | None:
    """A point of the landscape, if it is visible."""
    return (view.viewport(), at, words) if view.viewport().rect().contains(at.toPoint()) else None


def the_landscape(stage: Stage, rng: Random) -> Target | None:
    """A random point of the landscape."""
    viewport = stage.window.landscape_view.viewport()
    return viewport, within(viewport, rng), "landscape"


def a_card(stage: Stage, rng: Random) -> Target | None:
    """A ball's card, its slider, or a widget on it."""
    cards = stage.window.balls_panel.list.cards
    if not cards:
        return None
    card = rng.choice(cards)
    inside = [child for child in card.findChildren(QWidget) if child.isVisible()]
    widget = rng.choice([card, card.slider, card.slider, card.chevron, *inside])
    return widget, within(widget, rng), f"card {card.ball + 1}: {called(widget)}"


def a_panel(stage: Stage, rng: Random) -> Target | None:
    """A random point of a view or panel."""
    window = stage.window
    panels = [window.transport.time_line, window.outcome_map.view, window.balls_panel.eta.slider, window.step_anatomy]
    panels += [window.plots.plot(name) for name in window.plots.names]
    panels += [window.editor_bar, window.transport, window.status_line]
    widget = rng.choice(panels)
    inner = widget.childAt(within(widget, rng).toPoint()) or widget
    return inner, within(inner, rng), called(inner)


def a_button(stage: Stage, rng: Random) -> Target | None:
    """Any button."""
    return _one_of(QAbstractButton, stage, rng)


def a_field(stage: Stage, rng: Random) -> Target | None:
    """Any field to type in."""
    return _one_of(QLineEdit, stage, rng)


def a_splitter(stage: Stage, rng: Random) -> Target | None:
    """A handle between panels."""
    return _one_of(QSplitterHandle, stage, rng)


def _one_of(kind: type[QWidget], stage: Stage, rng: Random) -> Target | None:
    found = [widget for widget in stage.on_top.findChildren(kind) if widget.isVisible() and widget.isEnabled()]
    if not found:
        return None
    widget = rng.choice(found)
    return widget, within(widget, rng), called(widget)


TARGETS: tuple[Callable[[Stage, Random], Target | None], ...] = (
    *(a_ball, a_ball, a_point, a_point, the_landscape, the_landscape),
    *(a_card, a_card, a_card, a_panel, a_panel, a_panel, a_button, a_field, a_splitter),
)
