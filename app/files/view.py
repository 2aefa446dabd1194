"""How a scenario was looked at: step, speed, what is hidden, the selected ball and the balls' styles."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.files.complaints import NameKind, not_between
from app.files.json_reader import JsonNode, at_path
from app.files.slider_range import SliderRange
from app.text.translation import _, ngettext
from physics.landscape.formula import PARAMETERS
from physics.run.recording import ROW_LIMIT

MIN_SPEED, MAX_SPEED = 1.0, 2000.0
"""Speeds, in steps per second."""
PLOTS = ("height", "position", "energy", "phase", "map")
"""The names of the four plots and the outcome map, each of which can be hidden."""
LAYERS = ("arrows", "energy", "names", "trails", "predictions")
"""The names of what is drawn about the balls, each of which can be hidden: the arrows of the next step, the energy, the
names, the trails, and what other values would lead to."""
LAST_RUN = "last_run"
"""The name of a further layer, which is drawn only where it was asked for: the run before the last change."""
COLOUR_COUNT, MARKER_COUNT = 8, 11
"""How many ball colours and markers there are."""
SCALE_COUNT = 33
"""How many colours a scale has, from its lowest to its highest; their numbers follow those of the ball colours."""

LAST_COLOUR = COLOUR_COUNT + SCALE_COUNT - 1


@dataclass(frozen=True)
class View:
    """How a scenario was looked at when it was saved. None means not saved: the window uses its default.

    The theme is not saved: it depends on the room and its projector. Raises ValueError for values out of range.
    """

    step: int | None = None
    """The step that was shown; None for the last one recorded."""
    recorded: int | None = None
    """The last step that had been recorded; None for the scenario's `steps`."""
    speed: float | None = None
    """Steps per second."""
    hidden: frozenset[str] | None = None
    """A subset of PLOTS."""
    selected: int | None = None
    """Index of the selected ball."""
    styles: tuple[tuple[int, int], ...] | None = None
    """Each ball's colour and marker, as indices."""
    hidden_layers: frozenset[str] | None = None
    """A subset of LAYERS."""
    ranges: Mapping[str, SliderRange] | None = None
    """What the sliders of parameters of a formula reach over."""
    hidden_balls: frozenset[int] | None = None
    """Indices of balls that are not drawn."""
    last_run: bool | None = None
    """Whether the run before the last change is drawn, too."""

    def __post_init__(self) -> None:
        """Check the ranges."""
        _check("recorded", self.recorded, 0, ROW_LIMIT)
        _check("step", self.step, 0, ROW_LIMIT if self.recorded is None else self.recorded)
        _check("speed", self.speed, MIN_SPEED, MAX_SPEED)
        _check_names("hidden", self.hidden or (), PLOTS)
        _check_names("hidden_layers", self.hidden_layers or (), LAYERS)
        for key, balls in (("selected", (self.selected or 0,)), ("hidden_balls", sorted(self.hidden_balls or ()))):
            for ball in balls:
                if ball < 0:
                    pattern = _("{value} is negative")
                    raise ValueError(f"{key}: {pattern.format(value=ball)}")
        for i, (colour, marker) in enumerate(self.styles or ()):
            _check(f"looks[{i}][0]", colour, 0, LAST_COLOUR)
            _check(f"looks[{i}][1]", marker, 0, MARKER_COUNT - 1)


def _check(name: str, number: float | None, least: float, most: float) -> None:
    if number is not None and not least <= number <= most:
        raise ValueError(f"{name}: {not_between(number, least, most)}")


def _check_names(key: str, names: Iterable[str], known: Sequence[str]) -> None:
    for name in sorted(names):
        if name not in known:
            pattern = _("{value} is not one of {names}")
            raise ValueError(f"{key}: {pattern.format(value=repr(name), names=', '.join(known))}")


def view_entry(view: View) -> dict[str, object]:
    """The view as a JSON object, without the values that are None."""
    entry = {
        "step": view.step,
        "recorded": view.recorded,
        "speed": view.speed,
        "hidden": _in_order(view.hidden, PLOTS),
        "hidden_layers": _in_order(view.hidden_layers, LAYERS),
        "selected": view.selected,
        "looks": view.styles,
        "ranges": _range_entries(view.ranges),
        "hidden_balls": None if view.hidden_balls is None else sorted(view.hidden_balls),
        "last_run": view.last_run,
    }
    return {name: value for name, value in entry.items() if value is not None}


def _range_entries(ranges: Mapping[str, SliderRange] | None) -> dict[str, list[float]] | None:
    return None if ranges is None else {name: [each.low, each.high, each.step] for name, each in ranges.items()}


def _in_order(names: frozenset[str] | None, known: Sequence[str]) -> list[str] | None:
    return None if names is None else [name for name in known if name in names]


KEYS = (
    *("step", "recorded", "speed", "selected"),
    *("hidden", "hidden_layers", "hidden_balls", "looks", "ranges", "last_run"),
)


def read_view(node: JsonNode, balls: int, steps: int) -> View:
    """Read the view of a scenario with this number of balls and steps. Raises WrongJson."""
    entries = node.entries((), KEYS)
    recorded = entries["recorded"].whole(0, ROW_LIMIT) if "recorded" in entries else None
    with at_path(node):
        return View(
            step=entries["step"].whole(0, steps if recorded is None else recorded) if "step" in entries else None,
            recorded=recorded,
            speed=entries["speed"].number() if "speed" in entries else None,
            hidden=_names(entries["hidden"], "plot", PLOTS) if "hidden" in entries else None,
            selected=entries["selected"].ball_index(balls) if "selected" in entries else None,
            styles=_looks(entries["looks"], balls) if "looks" in entries else None,
            hidden_layers=_names(entries["hidden_layers"], "layer", LAYERS) if "hidden_layers" in entries else None,
            ranges=_ranges(entries["ranges"]) if "ranges" in entries else None,
            hidden_balls=_indices(entries["hidden_balls"], balls) if "hidden_balls" in entries else None,
            last_run=entries["last_run"].flag() if "last_run" in entries else None,
        )


def _names(node: JsonNode, kind: NameKind, known: Sequence[str]) -> frozenset[str]:
    """A list of names of plots or layers."""
    return node.distinct(len(known), lambda item: item.name_of(kind, known))


def _ranges(node: JsonNode) -> dict[str, SliderRange]:
    """What each slider reaches over: `{"a": [low, high, step]}`."""
    ranges = {}
    for name, entry in node.entries((), PARAMETERS).items():
        numbers = entry.numbers(3)
        with at_path(entry):
            ranges[name] = SliderRange(*numbers)
    return ranges


def _indices(node: JsonNode, balls: int) -> frozenset[int]:
    """A list of indices of balls."""
    return node.distinct(balls, lambda item: item.ball_index(balls))


def _looks(node: JsonNode, balls: int) -> tuple[tuple[int, int], ...]:
    styles = node.items(balls)
    if len(styles) < balls:
        pattern = ngettext(
            "{count} are too few: each of the {balls} ball has one",
            "{count} are too few: each of the {balls} balls has one",
            balls,
        )
        raise node.wrong(pattern.format(count=len(styles), balls=balls))
    return tuple(_look(look) for look in styles)


def _look(node: JsonNode) -> tuple[int, int]:
    pair = node.items(2)
    if len(pair) < 2:
        raise node.wrong(_("a colour and a marker are needed, as in {example}").format(example="[0, 3]"))
    return pair[0].whole(0, LAST_COLOUR), pair[1].whole(0, MARKER_COUNT - 1)
