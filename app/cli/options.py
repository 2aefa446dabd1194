"""The options of the window and of every command, each with its meaning: what --help prints, and docs/files.md.

Nothing here needs NumPy, so that help comes at once.
"""

from collections.abc import Callable
from typing import NamedTuple

from app.cli.parser import Parser, file_name, file_or_stdout, number, one_of, whole_number

PROGRAM = "momentum-lab"
MAX_STEPS = 10_000_000
DEFAULT_SIDE = 256
MAX_SIDE = 1_000_000
"""Columns or rows: the limit of a PNG."""
MAX_RUNS = 16_000_000
"""They take about 1 GB of memory."""


class Parameter(NamedTuple):
    """A number that a rule depends on: an option of `run` and `map`, and a quantity for the axes of a map."""

    name: str
    symbol: str
    least: float
    most: float
    help: str


PARAMETERS = (
    Parameter("alpha", "α", 0.0, 1.0, "momentum coefficient"),
    Parameter("eta", "η", 1e-300, 1e300, "learning rate"),
)
RULES = ("momentum", "nesterov")
QUANTITIES = (*(parameter.name for parameter in PARAMETERS), "start")
"""What an axis of a map can show."""
DEFAULT_AXES = ("alpha", "start")
STEPS = whole_number(0, MAX_STEPS)
OUTPUT = "A table is printed, unless FILE is -, which stands for stdout."


def window_parser() -> Parser:
    """The options of the program itself, which opens a window."""
    parser = Parser(
        PROGRAM,
        f"{PROGRAM} [FILE.momentum] [--temp-settings]\n       {PROGRAM} COMMAND [FILE.momentum] [options]",
        "Momentum Lab: balls with different momentum roll over the same landscape. Which minimum does each one reach?",
        f"""\
Commands, each with a --help of its own:
  {PROGRAM} run         simulate without a window
  {PROGRAM} map         outcome map without a window: where do balls end?
  {PROGRAM} landscapes  list the landscapes that come with the program

Examples:
  {PROGRAM}
  {PROGRAM} run
  {PROGRAM} run --preset double-well --alpha 0.5 0.9 0.99 --csv wells.csv
  {PROGRAM} map --csv map.csv --png map.png

Exit codes: 0 done, 2 wrong arguments or input, 1 anything else that prevented the work.
""",
        file="the scenario that the window opens with",
    )
    parser.add_argument("--temp-settings", nargs=0, help="start the window as if for the first time, and keep nothing")
    parser.add_argument("--self-test", nargs=0, help="no window: is everything in order on this machine?")
    parser.add_argument("--version", nargs=0, help="no window: print the version")
    return parser


def run_parser() -> Parser:
    """The options of `run`."""
    parser = Parser(
        f"{PROGRAM} run",
        f"{PROGRAM} run [FILE.momentum] [options]",
        "Simulate without a window, and print a table and a sentence for each ball.",
        f"""\
Examples:
  {PROGRAM} run --alpha 0.9 0.95 0.97 --csv hills.csv
  {PROGRAM} run hills.momentum --csv again.csv
  {PROGRAM} run --formula "0.1w^2 + cos(3w)" --domain -6 6 --start 5
  {PROGRAM} run --curve profile.csv --smooth 0.01 --summary -
""",
        file="the scenario; without it the default one, five balls on descending hills; options override what it says",
    )
    _add_landscape(
        parser,
        "A formula or curve gets a suggested start and η. In a scenario from a FILE, another landscape keeps the "
        "balls' η, and their starts where they lie in its domain; edits are dropped.",
    )
    _add_ball(
        parser,
        "balls",
        "In a scenario from a FILE, --alpha replaces all its balls (η, start and rule are then those of its first one) "
        "and drops its edits; the others change its balls and keep its edits.",
        is_many=True,
    )
    group = parser.add_argument_group("run")
    group.add_argument("--steps", type=STEPS, metavar="N", help=f"the last step, up to {MAX_STEPS}; default 2000")
    group.add_argument("--full", nargs=0, help="go on after every ball has settled, to the last step")
    group = parser.add_argument_group("output", OUTPUT)
    group.add_argument(
        "--csv",
        type=file_or_stdout,
        metavar="FILE",
        help="the trajectories; beside it, with the ending .momentum, the scenario that gives them again. A scenario "
        "that was read and run unchanged is left as it is; any other that no export has written is not replaced, the "
        "command is refused",
    )
    group.add_argument("--summary", type=file_or_stdout, metavar="FILE", help="what became of each ball, as JSON")
    group.add_argument("--force", nargs=0, help="replace the scenario beside the CSV, whoever has written it")
    return parser


def map_parser() -> Parser:
    """The options of `map`."""
    parser = Parser(
        f"{PROGRAM} map",
        f"{PROGRAM} map [FILE.momentum] [options]",
        "Make an outcome map without a window: one run for each of many values of two of α, η and start. It shows in "
        "which valley each of them ends.",
        f"""\
Examples:
  {PROGRAM} map --csv hills.csv
  {PROGRAM} map --y eta --start 4.8 --size 400 300 --png hills.png
  {PROGRAM} map hills.momentum --rule nesterov --size 64 64 --summary -
  {PROGRAM} map --preset double-well --x-range 0.9 0.99 --csv wells.csv
""",
        file="the scenario that landscape and ball (its first) are taken from, without it the default one. A map knows "
        "nothing of edits and of the scenario's own number of steps: all is as at step 0",
    )
    _add_landscape(parser)
    _add_ball(parser, "ball", "For what no axis shows; but --eta also moves the usual range of an axis of η.")
    group = parser.add_argument_group("map")
    for name, default in zip("xy", DEFAULT_AXES, strict=True):
        group.add_argument(
            f"--{name}",
            type=one_of(*QUANTITIES),
            metavar="QUANTITY",
            help=f"what the {name} axis shows, one of {', '.join(QUANTITIES)}; default {default}",
        )
    group.add_argument(
        "--x-range",
        nargs=2,
        type=number,
        metavar=("LO", "HI"),
        help="from where to where, both ends included. By default alpha goes from 0 to 0.999, eta from 1/30 to 30 "
        "times the ball's, start over the whole domain. alpha is even in log 1/(1 - alpha), eta in log eta",
    )
    group.add_argument("--y-range", nargs=2, type=number, metavar=("LO", "HI"), help="the same for the y axis")
    group.add_argument(
        "--size",
        nargs=2,
        type=whole_number(2, MAX_SIDE),
        metavar=("COLUMNS", "ROWS"),
        help=f"from 2 to {MAX_SIDE} each, in all at most {MAX_RUNS}; default {DEFAULT_SIDE} {DEFAULT_SIDE}",
    )
    group.add_argument(
        "--steps", type=STEPS, metavar="N", help=f"the last step of a run, up to {MAX_STEPS}; default 20000"
    )
    group = parser.add_argument_group("output", OUTPUT)
    group.add_argument(
        "--csv",
        type=file_or_stdout,
        metavar="FILE",
        help="one row for each run, from the lowest y, in each from the lowest x",
    )
    group.add_argument(
        "--png",
        type=file_name,
        metavar="FILE",
        help="one pixel for each run, the lowest y at the bottom, in the colours of the dark theme; never stdout",
    )
    group.add_argument("--summary", type=file_or_stdout, metavar="FILE", help="the table, as JSON")
    return parser


def landscapes_parser() -> Parser:
    """The options of `landscapes`: none but --help."""
    return Parser(
        f"{PROGRAM} landscapes",
        f"{PROGRAM} landscapes",
        "List the landscapes that come with the program, with the number of valleys and the place and height of the "
        f"global minimum. Each can be run: {PROGRAM} run --preset NAME.",
    )


COMMANDS: dict[str, Callable[[], Parser]] = {"run": run_parser, "map": map_parser, "landscapes": landscapes_parser}


def _add_landscape(parser: Parser, note: str | None = None) -> None:
    group = parser.add_argument_group("landscape, at most one", note)
    group.add_argument("--preset", metavar="NAME", help="one that comes with the program; its own start and η")
    group.add_argument(
        "--formula",
        metavar="TEXT",
        help='f(w), such as "w^4 - 3w^2 + w"; goes with --domain; --formula=-w^2 if it begins with a minus',
    )
    group.add_argument("--domain", nargs=2, type=number, metavar=("LO", "HI"), help="the interval of the formula")
    group.add_argument("--curve", metavar="FILE.csv", help="two columns of numbers, w and f")
    group.add_argument(
        "--smooth", type=number, metavar="FRACTION", help="smooth the curve by this fraction of its width, such as 0.01"
    )


def _add_ball(parser: Parser, title: str, note: str, *, is_many: bool = False) -> None:
    """Add the values of the balls; each of them is a list, with one entry unless `is_many`."""
    group = parser.add_argument_group(title, note)
    nargs, each = ("+", "; one for all balls, or one for each") if is_many else (1, "")
    for parameter in PARAMETERS:
        count = "; one ball for each" if is_many and parameter.name == "alpha" else each
        group.add_argument(
            f"--{parameter.name}",
            nargs=nargs,
            type=number,
            metavar=parameter.name[0].upper(),
            help=f"{parameter.help} {parameter.symbol}, from {parameter.least:g} to {parameter.most:g}{count}",
        )
    group.add_argument("--start", nargs=nargs, type=number, metavar="W", help=f"where it starts, in the domain{each}")
    group.add_argument("--rule", nargs=nargs, type=one_of(*RULES), metavar="R", help=f"{' or '.join(RULES)}{each}")
