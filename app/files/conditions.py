"""Conditions on a run, as lessons and challenges ask for: values, and their reading from JSON."""

from dataclasses import dataclass
from typing import Final, Literal

from app.files.complaints import plain
from app.files.json_reader import JsonNode
from app.files.landscapes import outside_domain, read_landscape
from app.files.scenario import Scenario
from app.text.translation import _
from physics.landscape.base import Landscape
from physics.outcome.outcome import Outcome
from physics.rules.registry import parameters
from physics.run.ball import START

BallWord = Literal["every", "any", "chosen"]
Balls = int | BallWord
"""The index of a ball from 0, every or any of them, or the one that the person chose in a prediction."""
ValleyWord = Literal["global", "chosen"]
EVERY: Final = "every"
ANY: Final = "any"
CHOSEN: Final = "chosen"
GLOBAL: Final = "global"
Valley = int | ValleyWord
"""The number of a valley from 1, any with a global minimum, or the one that the person chose in a prediction."""
MAX_DEPTH = 6
"""Conditions within conditions."""
MAX_PARTS = 20
MAX_STEP = 200_000
MAX_ROWS = 200_000
"""Steps × balls of a scenario in a lesson: its run is computed for the numbers in its texts."""
MAX_OTHER_ROWS = 2_000
"""The same on another landscape, where the run is computed again when the rest of the condition is met."""


@dataclass(frozen=True)
class Reaches:
    """Balls come into a valley."""

    ball: Balls
    valley: Valley
    within: int | None = None
    """Steps; None: any number."""


@dataclass(frozen=True)
class Becomes:
    """Balls have an outcome; trapped is also what has settled since."""

    ball: Balls
    outcome: Outcome
    valley: Valley | None = None
    within: int | None = None


@dataclass(frozen=True)
class Crosses:
    """Balls cross at least so many hills."""

    ball: Balls
    hills: int
    within: int | None = None


@dataclass(frozen=True)
class Has:
    """A parameter, or the start, of balls is in a range from step 0 on, whatever was changed on the way."""

    ball: Balls
    name: str
    low: float
    high: float


@dataclass(frozen=True)
class SameForAll:
    """All balls have the same value of a parameter, or the same start."""

    name: str


@dataclass(frozen=True)
class Unchanged:
    """Nothing was changed after step 0."""


@dataclass(frozen=True)
class Made:
    """The run has made so many steps, or is over."""

    steps: int


@dataclass(frozen=True)
class Over:
    """No ball moves any more, or all steps of the scenario are made."""


@dataclass(frozen=True)
class ValleyCount:
    """The landscape has so many valleys."""

    low: int
    high: int


@dataclass(frozen=True)
class OnLandscape:
    """Balls with the same values meet a condition on another landscape, too."""

    landscape: Landscape
    steps: int
    condition: "Condition"
    start: float | None = None
    """Of all balls; None: their own, moved into the domain."""


@dataclass(frozen=True)
class All:
    """All of these are met."""

    conditions: tuple["Condition", ...]


@dataclass(frozen=True)
class AnyOf:
    """At least one of these is met."""

    conditions: tuple["Condition", ...]


@dataclass(frozen=True)
class Not:
    """This is not met when the run is over or has made all steps of the scenario."""

    condition: "Condition"


Condition = (
    Reaches
    | Becomes
    | Crosses
    | Has
    | SameForAll
    | Unchanged
    | Made
    | Over
    | ValleyCount
    | OnLandscape
    | All
    | AnyOf
    | Not
)
KINDS = (
    *("reaches", "becomes", "crosses", "has", "same", "unchanged", "made", "over", "valleys"),
    *("on", "all", "any", "not"),
)
"""The names of the conditions in files."""


@dataclass(frozen=True)
class Context:
    """What a condition is about."""

    scenario: Scenario
    chosen: Literal["ball", "valley"] | None = None
    """What the person chooses in the prediction that the condition belongs to."""
    depth: int = 0


def read_condition(node: JsonNode, context: Context) -> Condition:
    """Read a condition. Raises WrongJson."""
    if context.depth > MAX_DEPTH:
        raise node.wrong(_("conditions are nested too deeply, at most {most} are allowed").format(most=MAX_DEPTH))
    kind = node.entry("kind").choice(KINDS)
    if kind in ("all", "any", "not", "on"):
        return _combined(node, kind, context)
    if kind in ("reaches", "becomes", "crosses"):
        return _of_balls(node, kind, context)
    if kind == "has":
        return _has(node, context)
    return _of_run(node, kind)


def _combined(node: JsonNode, kind: str, context: Context) -> Condition:
    inner = Context(context.scenario, context.chosen, context.depth + 1)
    if kind == "on":
        return _on_landscape(node, inner)
    if kind == "not":
        return Not(read_condition(node.entries(("kind", "of"))["of"], inner))
    items = node.entries(("kind", "of"))["of"]
    parts = tuple(read_condition(item, inner) for item in items.items(MAX_PARTS))
    if not parts:
        raise items.wrong(_("is empty: at least one condition is needed"))
    return All(parts) if kind == "all" else AnyOf(parts)


def _of_balls(node: JsonNode, kind: str, context: Context) -> Condition:
    if kind == "reaches":
        entries = node.entries(("kind", "ball", "valley"), ("within",))
        return Reaches(
            _balls(entries["ball"], context), _valley(entries["valley"], context), _step(entries.get("within"))
        )
    if kind == "crosses":
        entries = node.entries(("kind", "ball", "hills"), ("within",))
        hills = entries["hills"].whole(1, MAX_STEP)
        return Crosses(_balls(entries["ball"], context), hills, _step(entries.get("within")))
    entries = node.entries(("kind", "ball", "outcome"), ("valley", "within"))
    outcome = Outcome(entries["outcome"].choice([each for each in Outcome if each is not Outcome.ROLLING]))
    valley = _valley(entries["valley"], context) if "valley" in entries else None
    return Becomes(_balls(entries["ball"], context), outcome, valley, _step(entries.get("within")))


def _has(node: JsonNode, context: Context) -> Has:
    entries = node.entries(("kind", "ball", "name", "from", "to"))
    low, high = entries["from"].number(), entries["to"].number()
    if low > high:
        pattern = _("{low} is more than {high}, which is the other end")
        raise entries["from"].wrong(pattern.format(low=plain(low), high=plain(high)))
    return Has(_balls(entries["ball"], context), _name(entries["name"]), low, high)


def _of_run(node: JsonNode, kind: str) -> Condition:
    if kind == "same":
        return SameForAll(_name(node.entries(("kind", "name"))["name"]))
    if kind == "made":
        return Made(node.entries(("kind", "steps"))["steps"].whole(1, MAX_STEP))
    if kind == "valleys":
        entries = node.entries(("kind", "from", "to"))
        low = entries["from"].whole(1, MAX_STEP)
        return ValleyCount(low, entries["to"].whole(low, MAX_STEP))
    node.entries(("kind",))
    return Unchanged() if kind == "unchanged" else Over()


def _on_landscape(node: JsonNode, inner: Context) -> OnLandscape:
    entries = node.entries(("kind", "landscape", "steps", "of"), ("start",))
    landscape = read_landscape(entries["landscape"])
    start = entries["start"].number() if "start" in entries else None
    if start is not None and not landscape.domain[0] <= start <= landscape.domain[1]:
        raise entries["start"].wrong(outside_domain(start, landscape))
    balls = inner.scenario.balls
    steps = entries["steps"].whole(1, MAX_OTHER_ROWS // max(1, len(balls)))
    other = Context(Scenario("", landscape, balls, steps), inner.chosen, inner.depth)
    return OnLandscape(landscape, steps, read_condition(entries["of"], other), start)


def _name(node: JsonNode) -> str:
    return node.choice((*parameters(), START.name))


def _step(node: JsonNode | None) -> int | None:
    return None if node is None else node.whole(1, MAX_STEP)


def _balls(node: JsonNode, context: Context) -> Balls:
    if isinstance(node.value, str):
        words: tuple[BallWord, ...] = (EVERY, ANY, CHOSEN) if context.chosen == "ball" else (EVERY, ANY)
        word = node.choice(words)
        return next(each for each in words if each == word)
    return node.ball_index(len(context.scenario.balls))


def _valley(node: JsonNode, context: Context) -> Valley:
    if node.value == GLOBAL:
        return GLOBAL
    if node.value == CHOSEN and context.chosen == "valley":
        return CHOSEN
    if isinstance(node.value, str):
        raise node.wrong(_('a valley is its number, from 1 at the left, or "{word}"').format(word=GLOBAL))
    return node.whole(1, context.scenario.landscape.features.valley_count)
