"""Texts of lessons: a small subset of Markdown, with numbers in braces that are computed from a run."""

import re
from dataclasses import dataclass

from app.files.complaints import shown
from app.files.json_reader import JsonNode
from app.files.scenario import Scenario
from app.text.translation import _, ngettext
from physics.rules.registry import parameters

LONGEST_TEXT = 4000
"""Characters of one text."""
MAX_DECIMALS = 10

OF_BALL = ("steps", "end", "height", "hills", "valley", "outcome", "caught", "memory", "start")
"""Numbers of a ball `{steps ball 0}`."""
OVER_STEPS = ("leftmost", "rightmost", "highest", "longest", "mean", "spread")
"""Numbers of a ball over all its steps, or from one on: `{spread ball 0 step 500}`."""
AT_STEP = ("w", "f", "slope", "delta", "momentum", "gradient", "energy")
"""Numbers of a ball after one step: `{delta ball 0 step 3}`."""
OF_VALLEY = ("minimum", "floor", "rim")
"""Numbers of a valley: `{minimum valley 2}`."""
OF_BALL_AND_VALLEY = ("reaches",)
"""`{reaches ball 0 valley 2}`."""
OF_LANDSCAPE = ("valleys", "flag")

NUMBER = re.compile(
    r"(?P<own>your )?(?P<name>[a-z_0-9]+)(?: ball (?P<ball>\d{1,4}))?(?: valley (?P<valley>\d{1,4}))?"
    r"(?: step (?P<step>\d{1,7}))?(?:, (?P<decimals>\d{1,2}) decimals?)?"
)
IN_BRACES = re.compile(r"\{([^{}]*)\}")
REFUSED = (
    (re.compile(r"!\["), "![]"),
    (re.compile(r"\]\s?[(\[:]"), "[]()"),
    (re.compile(r"<[A-Za-z/!?]"), "<>"),
    (re.compile(r"https?://|www\."), "https://"),
    (re.compile(r"`"), "`"),
    (re.compile(r"~~"), "~~"),
    (re.compile(r"\\"), "\\"),
    (re.compile(r"\|"), "|"),
    (re.compile(r"^\s*#"), "#"),
    (re.compile(r"^\s*>"), ">"),
    (re.compile(r"^\s*(?:[-*_=]\s*){3,}$|^\s*=+\s*$"), "---"),
    (re.compile(r"^(?: {4}|\t)"), "    "),
    (re.compile(r"&#?\w+;"), "&"),
    (re.compile(r"^\s*[-+*] \[[ xX]\]"), "[ ]"),
)
"""What Markdown makes of a line that belongs to no paragraph, emphasis or list."""


@dataclass(frozen=True)
class Number:
    """A number in a text, computed from the run of the page's scenario, or from the person's own run."""

    name: str
    """One of the names above, or that of a parameter of a rule."""
    ball: int | None = None
    """Index from 0, as in the scenario."""
    valley: int | None = None
    """Number from 1 at the left."""
    step: int | None = None
    decimals: int | None = None
    """None: up to four significant digits."""
    is_own: bool = False
    """Whether the person's run is meant: `{your steps ball 0}`."""


@dataclass(frozen=True)
class LessonText:
    """A text whose numbers are still to be filled in."""

    parts: tuple[str | Number, ...] = ()

    @property
    def numbers(self) -> tuple[Number, ...]:
        """The numbers in it."""
        return tuple(part for part in self.parts if isinstance(part, Number))


def read_lesson_text(node: JsonNode, scenario: Scenario) -> LessonText:
    """Read a text, or a list of paragraphs, about a scenario. Raises WrongJson."""
    paragraphs = node.items(LONGEST_TEXT) if isinstance(node.value, list) else [node]
    text = "\n\n".join(paragraph.text() for paragraph in paragraphs).strip()
    if not text:
        raise node.wrong(_("is empty: a text says something"))
    if len(text) > LONGEST_TEXT:
        pattern = ngettext(
            "has {count} character, at most {most} are allowed",
            "has {count} characters, at most {most} are allowed",
            len(text),
        )
        raise node.wrong(pattern.format(count=f"{len(text):,}", most=f"{LONGEST_TEXT:,}"))
    _check_markdown(node, text)
    pieces = IN_BRACES.split(text)
    parts = [_number(node, piece, scenario) if i % 2 else piece for i, piece in enumerate(pieces)]
    for piece in pieces[::2]:
        if "{" in piece or "}" in piece:
            raise node.wrong(_("a brace without its partner: a number stands between { and }"))
    return LessonText(tuple(part for part in parts if part != ""))


def _check_markdown(node: JsonNode, text: str) -> None:
    for line_number, line in enumerate(text.split("\n"), 1):
        for pattern, mark in REFUSED:
            if pattern.search(line):
                complaint = _(
                    "line {line}: {mark} is not for lessons, only paragraphs, *emphasis*, **strong** and lists"
                )
                raise node.wrong(complaint.format(line=line_number, mark=mark.strip() or _("an indented line")))
        for character in line:
            if not character.isprintable():
                complaint = _("line {line}: the character {code} can't be seen")
                raise node.wrong(complaint.format(line=line_number, code=f"U+{ord(character):04X}"))


def read_number(node: JsonNode, scenario: Scenario) -> Number:
    """Read a number that stands alone, without braces. Raises WrongJson."""
    return _number(node, node.text(), scenario)


def _number(node: JsonNode, text: str, scenario: Scenario) -> Number:
    found = NUMBER.fullmatch(text)
    if found is None:
        pattern = _("{number} is no number of a run; right is for example {example}")
        raise node.wrong(pattern.format(number=shown(f"{{{text}}}"), example="{w ball 0 step 10, 2 decimals}"))
    ball, valley, step, decimals = (
        None if found[name] is None else int(found[name]) for name in ("ball", "valley", "step", "decimals")
    )
    number = Number(found["name"], ball, valley, step, decimals, found["own"] is not None)
    complaint = _complaint(number, scenario)
    if complaint is not None:
        raise node.wrong(_("{number}: {complaint}").format(number=shown(f"{{{text}}}"), complaint=complaint))
    return number


def _complaint(number: Number, scenario: Scenario) -> str | None:
    """What is wrong with a number of a run of this scenario."""
    needed = _needed(number)
    if needed is None:
        names = (*OF_BALL, *parameters(), *OVER_STEPS, *AT_STEP, *OF_BALL_AND_VALLEY, *OF_VALLEY, *OF_LANDSCAPE)
        return _("there is no number {name}; they are {names}").format(
            name=shown(number.name), names=", ".join(dict.fromkeys(names))
        )
    required, optional = needed
    for what in ("ball", "valley", "step"):
        is_given = getattr(number, what) is not None
        if what in required and not is_given:
            return _("{what} is missing, as in {example}").format(what=what, example=f"{number.name} {what} 0")
        if is_given and what not in (*required, *optional):
            return _("{what} does not belong to {name}").format(what=what, name=number.name)
    return _out_of_range(number, scenario)


def _needed(number: Number) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """What must and what may follow the name of a number; None for an unknown name."""
    if number.name in OVER_STEPS:
        return ("ball",), ("step",)
    if number.name in AT_STEP:
        return ("ball", "step"), ()
    if number.name in OF_VALLEY:
        return ("valley",), ()
    if number.name in OF_BALL_AND_VALLEY:
        return ("ball", "valley"), ()
    if number.name in OF_LANDSCAPE:
        return (), ()
    if number.name in OF_BALL or number.name in parameters():
        return ("ball",), ()
    return None


def _out_of_range(number: Number, scenario: Scenario) -> str | None:
    balls, valleys = scenario.balls, scenario.landscape.features.valley_count
    pattern = _("{what} {value} is not between {least} and {most}")
    if number.ball is not None and number.ball >= len(balls):
        return pattern.format(what="ball", value=number.ball, least=0, most=len(balls) - 1)
    if number.valley is not None and not 1 <= number.valley <= valleys:
        return pattern.format(what="valley", value=number.valley, least=1, most=valleys)
    if number.step is not None and number.step > scenario.steps:
        return pattern.format(what="step", value=number.step, least=0, most=scenario.steps)
    if number.decimals is not None and number.decimals > MAX_DECIMALS:
        return pattern.format(what="decimals", value=number.decimals, least=0, most=MAX_DECIMALS)
    if number.ball is not None and _lacks(number, scenario):
        return _("the rule of ball {ball} has no {name}").format(ball=number.ball, name=number.name)
    return None


def _lacks(number: Number, scenario: Scenario) -> bool:
    name = "alpha" if number.name == "memory" else number.name
    return name in parameters() and number.ball is not None and name not in scenario.balls[number.ball].parameters
