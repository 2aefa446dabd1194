"""The options of the window and of every command, each with its meaning: what --help prints, and docs/files.md.

Those of the window need no NumPy, so that its help comes at once.
"""

from collections.abc import Callable

from app.cli.parser import Parser, file_name, file_or_stdout, number, one_of, whole_number

PROGRAM = "momentum-lab"
MAX_STEPS = 10_000_000
DEFAULT_SIDE = 256
MAX_SIDE = 1_000_000
"""Columns or rows: the limit of a PNG."""
MAX_RUNS = 16_000_000
"""They take about 1 GB of memory."""


DEFAULT_X, DEFAULT_Y = "alpha", "start"
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
        "Simulate without a window, and print a table and a sentence for each ball. Options override what the FILE "
        "says. Another landscape keeps the balls, and their starts where they lie in its domain; --alpha replaces the "
        "balls by others that differ from the first in α only; both drop the edits. The other options on balls change "
        "those that are there, and keep the edits. Parameters of a rule that are not given have their defaults.",
        f"""\
Examples:
  {PROGRAM} run --alpha 0.9 0.95 0.97 --csv hills.csv
  {PROGRAM} run hills.momentum --csv again.csv
  {PROGRAM} run --formula "0.1w^2 + cos(3w)" --domain -6 6 --start 5
  {PROGRAM} run --curve profile.csv --smooth 0.01 --summary -
""",
        file="the scenario; without it the default one, five balls on descending hills",
    )
    _add_landscape(parser)
    _add_ball(parser, "balls", nargs="+", count="; one for all balls, or one for each")
    add = parser.add_argument_group("run").add_argument
    add("--steps", type=STEPS, metavar="N", help=f"the last step, up to {MAX_STEPS}; default 2000")
    add("--full", nargs=0, help="go on after every ball has settled, to the last step")
    add = parser.add_argument_group(
        "output",
        f"{OUTPUT} Beside the CSV, with the ending .momentum, appears a scenario that gives it again. It replaces no "
        "file but an earlier export.",
    ).add_argument
    add("--csv", type=file_or_stdout, metavar="FILE", help="every step of every ball")
    add("--summary", type=file_or_stdout, metavar="FILE", help="what became of each ball, as JSON")
    add("--force", nargs=0, help="replace the scenario beside the CSV, whoever has written it")
    return parser


def map_parser() -> Parser:
    """The options of `map`."""
    from physics.rules.registry import parameters

    symbols = ", ".join(parameter.symbol for parameter in parameters().values())
    parser = Parser(
        f"{PROGRAM} map",
        f"{PROGRAM} map [FILE.momentum] [options]",
        f"Make an outcome map without a window: one run for each of many values of two of {symbols} and start. It "
        "shows in which valley each of them ends. Without ranges alpha goes from 0 to 0.999, eta from 1/30 to 30 times "
        "the ball's, start over the whole domain. alpha is even in log 1/(1 - alpha), eta in log eta.",
        f"""\
Examples:
  {PROGRAM} map --csv hills.csv
  {PROGRAM} map --y eta --start 4.8 --size 400 300 --png hills.png
  {PROGRAM} map hills.momentum --rule nesterov --size 64 64 --summary -
  {PROGRAM} map --preset double-well --x-range 0.9 0.99 --csv wells.csv
""",
        file="instead of the default scenario; landscape and first ball count, as they are at step 0",
    )
    _add_landscape(parser)
    _add_ball(parser, "ball, for what no axis shows; --eta also moves an axis of eta", nargs=1)
    add = parser.add_argument_group("map").add_argument
    names = (*parameters(), "start")
    quantities = ", ".join(names)
    add(
        "--x", type=one_of(*names), metavar="QUANTITY", help=f"what the x axis shows: {quantities}; default {DEFAULT_X}"
    )
    add("--y", type=one_of(*names), metavar="QUANTITY", help=f"the same for the y axis; default {DEFAULT_Y}")
    add("--x-range", nargs=2, type=number, metavar=("LO", "HI"), help="from where to where, both ends included")
    add("--y-range", nargs=2, type=number, metavar=("LO", "HI"), help="the same for the y axis")
    sizes = f"from 2 to {MAX_SIDE} each, in all at most {MAX_RUNS}; default {DEFAULT_SIDE} {DEFAULT_SIDE}"
    add("--size", nargs=2, type=whole_number(2, MAX_SIDE), metavar=("COLUMNS", "ROWS"), help=sizes)
    add("--steps", type=STEPS, metavar="N", help=f"the last step of a run, up to {MAX_STEPS}; default 20000")
    add = parser.add_argument_group("output", OUTPUT).add_argument
    add("--csv", type=file_or_stdout, metavar="FILE", help="a row for each run, by y and then by x, the lowest first")
    add(
        "--png",
        type=file_name,
        metavar="FILE",
        help="a pixel for each run, the lowest y at the bottom; never to stdout",
    )
    add("--summary", type=file_or_stdout, metavar="FILE", help="the table, as JSON")
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


def _add_landscape(parser: Parser) -> None:
    add = parser.add_argument_group("landscape, at most one; it has a start and an η of its own").add_argument
    add("--preset", metavar="NAME", help="one that comes with the program")
    add("--formula", metavar="TEXT", help='f(w), such as "w^4 - 3w^2 + w"; a leading minus: --formula=-w^2')
    add("--domain", nargs=2, type=number, metavar=("LO", "HI"), help="the interval of the formula, which needs one")
    add("--curve", metavar="FILE.csv", help="two columns of numbers, w and f")
    add("--smooth", type=number, metavar="FRACTION", help="smooths the curve by this fraction of its width, say 0.01")


def _add_ball(parser: Parser, title: str, nargs: int | str, count: str = "") -> None:
    """Add the values of a ball, each of them a list; `count` says how many may be given."""
    from physics.rules.registry import parameters, rule_names

    add = parser.add_argument_group(title).add_argument
    for parameter in parameters().values():
        limits = f"from {parameter.low:g} to {parameter.high:g}"
        each = "; one ball for each" if count and parameter.name == "alpha" else count
        text = f"{parameter.symbol}, {parameter.title}: {parameter.help}; {limits}{each}"
        add(f"--{parameter.name}", nargs=nargs, type=number, metavar=parameter.name[0].upper(), help=text)
    add("--start", nargs=nargs, type=number, metavar="W", help=f"where it starts, in the domain{count}")
    add("--rule", nargs=nargs, type=one_of(*rule_names()), metavar="R", help=f"{' or '.join(rule_names())}{count}")
