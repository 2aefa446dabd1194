"""What of the screen matters to a lecture: the step that was shown, the speed, what was hidden, how the balls look."""

from dataclasses import dataclass

from app.files.json_reader import Place, naming_fields_of, plain
from physics.run.recording import ROW_LIMIT

SLOWEST, FASTEST = 1.0, 2000.0
"""Speeds, in steps per second."""
PLOTS = ("height", "position", "energy", "phase", "map")
"""The names of what can be hidden: the four plots and the outcome map."""
COLOURS, MARKS = 8, 11
"""How many colours and marks a ball may have."""


@dataclass(frozen=True)
class View:
    """How a scenario was looked at when it was saved. What is None was left open: the program shows its usual.

    The theme is no part of it: it belongs to the room and its projector, not to the lecture. Raises ValueError for
    values that no screen can have.
    """

    step: int | None = None
    """The step that was shown; None for the last one recorded."""
    recorded: int | None = None
    """How far the run had been recorded; None for the scenario's `steps`."""
    speed: float | None = None
    """Steps per second."""
    hidden: frozenset[str] | None = None
    """Which of PLOTS are hidden."""
    selected: int | None = None
    """The place of the selected ball."""
    looks: tuple[tuple[int, int], ...] | None = None
    """The numbers of each ball's colour and mark."""

    def __post_init__(self) -> None:
        """Refuse what makes no sense as early as possible."""
        _check("recorded", self.recorded, 0, ROW_LIMIT)
        _check("step", self.step, 0, ROW_LIMIT if self.recorded is None else self.recorded)
        _check("speed", self.speed, SLOWEST, FASTEST)
        for name in sorted(self.hidden or ()):
            if name not in PLOTS:
                raise ValueError(f"hidden: {name!r} is not one of {', '.join(PLOTS)}")
        if self.selected is not None and self.selected < 0:
            raise ValueError(f"selected: {self.selected} is negative")
        for i, (colour, mark) in enumerate(self.looks or ()):
            _check(f"looks[{i}][0]", colour, 0, COLOURS - 1)
            _check(f"looks[{i}][1]", mark, 0, MARKS - 1)


def _check(name: str, number: float | None, least: float, most: float) -> None:
    if number is not None and not least <= number <= most:
        raise ValueError(f"{name}: {plain(number)} is not between {plain(least)} and {plain(most)}")


def view_entry(view: View) -> dict[str, object]:
    """What stands for a view in a file: only what is not left open."""
    hidden = None if view.hidden is None else [name for name in PLOTS if name in view.hidden]
    entry = {
        "step": view.step,
        "recorded": view.recorded,
        "speed": view.speed,
        "hidden": hidden,
        "selected": view.selected,
        "looks": view.looks,
    }
    return {name: value for name, value in entry.items() if value is not None}


def read_view(place: Place, balls: int, steps: int) -> View:
    """Read the view of a scenario with so many balls and steps; WrongJson names what is wrong with it."""
    entries = place.entries((), ("step", "recorded", "speed", "hidden", "selected", "looks"))
    recorded = entries["recorded"].whole(0, ROW_LIMIT) if "recorded" in entries else None
    with naming_fields_of(place):
        return View(
            step=entries["step"].whole(0, steps if recorded is None else recorded) if "step" in entries else None,
            recorded=recorded,
            speed=entries["speed"].number() if "speed" in entries else None,
            hidden=_hidden(entries["hidden"]) if "hidden" in entries else None,
            selected=entries["selected"].listed(balls, "ball") if "selected" in entries else None,
            looks=_looks(entries["looks"], balls) if "looks" in entries else None,
        )


def _hidden(place: Place) -> frozenset[str]:
    names: set[str] = set()
    for item in place.items(len(PLOTS)):
        name = item.known(PLOTS, "plot")
        if name in names:
            raise item.wrong(f'"{name}" is listed twice')
        names.add(name)
    return frozenset(names)


def _looks(place: Place, balls: int) -> tuple[tuple[int, int], ...]:
    looks = place.items(balls)
    if len(looks) < balls:
        raise place.wrong(f"{len(looks)} are too few: each of the {balls} balls has one")
    return tuple(_look(look) for look in looks)


def _look(place: Place) -> tuple[int, int]:
    pair = place.items(2)
    if len(pair) < 2:
        raise place.wrong("a colour and a mark are needed, as in [0, 3]")
    return pair[0].whole(0, COLOURS - 1), pair[1].whole(0, MARKS - 1)
