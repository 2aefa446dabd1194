"""The parser of the window and of every command: what --help prints, and docs/files.md.

Those of the window and of `landscapes` need no NumPy, so that their help comes at once.
"""

from collections.abc import Callable

from app.cli.parser import Parser, usage_prefix
from app.cli.value_types import MAX_STEPS, file_name, file_or_stdout, step_number, whole_number
from app.pictures.limits import DEFAULT_MAP_SIZE, SLIDE_PX
from app.text.translation import _

PROGRAM = "momentum-lab"
MAX_SEEDS = 1000
WINDOW_EXAMPLES = (
    "",
    "run",
    "run --preset double-well --alpha 0.5 0.9 0.99 --csv wells.csv",
    "map --csv map.csv --png map.png",
)


def window_parser() -> Parser:
    """The options of the program itself, which opens a window."""
    file, options, command = _("FILE.momentum"), _("options"), _("COMMAND")
    indent = " " * len(usage_prefix())
    parser = Parser(
        PROGRAM,
        f"{PROGRAM} [{file}] [--temp-settings]\n{indent}{PROGRAM} {command} [{file}] [{options}]",
        _(
            "Momentum Lab: balls with different momentum roll over the same landscape. "
            "Which minimum does each one reach?"
        ),
        "\n".join((_command_list(), _examples(*WINDOW_EXAMPLES), _exit_codes())),
        file=_("the scenario or lesson that the window opens with"),
    )
    add = parser.add_argument
    add("--temp-settings", nargs=0, help=_("start the window as if for the first time, and keep nothing"))
    add("--self-test", nargs=0, help=_("no window: is everything in order on this machine?"))
    add("--version", nargs=0, help=_("no window: print the version"))
    return parser


def run_parser() -> Parser:
    """The options of `run`."""
    from app.cli.ball_options import add_ball_options
    from app.cli.films import add_film_options
    from app.cli.forcing_options import add_forcing_options
    from app.cli.landscape_options import add_landscape_options
    from app.cli.pictures import add_picture_options
    from app.files.scenario import DEFAULT_STEPS

    parser = Parser(
        f"{PROGRAM} run",
        _command_usage("run"),
        _(
            "Simulate without a window, and print a table and a sentence for each ball. Options override what the FILE "
            "says. Another landscape keeps the balls, and their starts where they lie in its domain; --alpha replaces "
            "the balls by others that differ from the first in α only; both drop the edits. The other options on balls "
            "change those that are there, and keep the edits. Parameters of a rule that are not given have their "
            "defaults; without FILE and --eta, that of some rules is an η of their own."
        ),
        _examples(
            "run --alpha 0.9 0.95 0.97 --csv hills.csv",
            "run hills.momentum --csv again.csv",
            'run --formula "0.1w^2 + cos(3w)" --domain -6 6 --start 5',
            'run --formula "a*w^2 + b*cos(3w)" --set a=0.1 --domain -6 6',
            "run --curve profile.csv --smooth 0.01 --summary -",
            "run --film roll.gif --film-steps 0 120",
            "run --picture figure.svg --picture-step 40 --theme dark",
        ),
        file=_("the scenario; without it the default one, five balls on descending hills"),
    )
    add_landscape_options(parser)
    add_ball_options(parser, _("balls"), many=True)
    add_forcing_options(parser)
    add = parser.add_argument_group(_("run")).add_argument
    last = _("the last step, up to {most}; default {default}").format(most=MAX_STEPS, default=DEFAULT_STEPS)
    add("--steps", type=step_number(), metavar="N", help=last)
    add("--full", nargs=0, help=_("go on after every ball has settled, to the last step"))
    seeds = _("with noise: also print the share of each valley over so many seeds, from {option} on, up to {most}")
    seeds = seeds.format(option="--seed", most=MAX_SEEDS)
    add("--seeds", type=whole_number(1, MAX_SEEDS), metavar="N", help=seeds)
    sidecar = _(
        "Beside the CSV, with the ending .momentum, appears a scenario that gives it again. It replaces no file but an "
        "earlier export."
    )
    add = parser.add_argument_group(_("output"), f"{_output()} {sidecar}").add_argument
    add("--csv", type=file_or_stdout, metavar=_("FILE"), help=_("every step of every ball"))
    add("--summary", type=file_or_stdout, metavar=_("FILE"), help=_("what became of each ball, as JSON"))
    add("--force", nargs=0, help=_("replace the scenario beside the CSV even if no export has written it"))
    add_picture_options(parser, SLIDE_PX, of_run=True)
    add_film_options(parser)
    return parser


def map_parser() -> Parser:
    """The options of `map`."""
    from app.cli.ball_options import add_ball_options
    from app.cli.forcing_options import add_forcing_options
    from app.cli.landscape_options import add_landscape_options
    from app.cli.map_grid import add_grid_options
    from app.cli.pictures import add_picture_options
    from physics.rules.registry import parameters

    about = _(
        "Make an outcome map without a window: one run for each of many values of two of {symbols} and start. It shows "
        "in which valley each of them ends. Without ranges alpha goes from 0 to 0.999, eta from 1/30 to 30 times the "
        "ball's, start over the whole domain. alpha is even in log 1/(1 - alpha), eta in log eta."
    )
    parser = Parser(
        f"{PROGRAM} map",
        _command_usage("map"),
        about.format(symbols=", ".join(parameter.symbol for parameter in parameters().values())),
        _examples(
            "map --csv hills.csv",
            "map --y eta --start 4.8 --size 400 300 --png hills.png",
            "map hills.momentum --rule nesterov --size 64 64 --summary -",
            "map --preset double-well --x-range 0.9 0.99 --csv wells.csv",
            "map --picture map.pdf --theme dark",
        ),
        file=_("instead of the default scenario; landscape and first ball count, as they are at step 0"),
    )
    add_landscape_options(parser)
    add_ball_options(parser, _("ball, for what no axis shows; --eta also moves an axis of eta"), many=False)
    add_forcing_options(parser)
    add_grid_options(parser)
    add = parser.add_argument_group(_("output"), _output()).add_argument
    rows = _("a row for each run, by y and then by x, the lowest first")
    pixels = _("a pixel for each run, the lowest y at the bottom; never to stdout")
    add("--csv", type=file_or_stdout, metavar=_("FILE"), help=rows)
    add("--png", type=file_name, metavar=_("FILE"), help=pixels)
    add("--summary", type=file_or_stdout, metavar=_("FILE"), help=_("the table, as JSON"))
    add_picture_options(parser, DEFAULT_MAP_SIZE, of_run=False)
    return parser


def landscapes_parser() -> Parser:
    """The options of `landscapes`: none but --help."""
    name = _("NAME")
    return Parser(
        f"{PROGRAM} landscapes",
        f"{PROGRAM} landscapes",
        _(
            "List the landscapes that come with the program, with the number of valleys and the place and height of "
            "the global minimum. Each can be run: {command}."
        ).format(command=f"{PROGRAM} run --preset {name}"),
    )


COMMANDS: dict[str, Callable[[], Parser]] = {"run": run_parser, "map": map_parser, "landscapes": landscapes_parser}


def _command_usage(command: str) -> str:
    file, options = _("FILE.momentum"), _("options")
    return f"{PROGRAM} {command} [{file}] [{options}]"


def _command_list() -> str:
    abouts = {
        "run": _("simulate without a window"),
        "map": _("outcome map without a window: where do balls end?"),
        "landscapes": _("list the landscapes that come with the program"),
    }
    lines = (f"  {PROGRAM} {name:{max(map(len, abouts))}}  {about}\n" for name, about in abouts.items())
    return _("Commands, each with a --help of its own:") + "\n" + "".join(lines)


def _examples(*arguments: str) -> str:
    lines = (f"  {PROGRAM} {each}".rstrip() + "\n" for each in arguments)
    return _("Examples:") + "\n" + "".join(lines)


def _exit_codes() -> str:
    return _("Exit codes: 0 done, 2 wrong arguments or input, 1 anything else that prevented the work.") + "\n"


def _output() -> str:
    return _("A table is printed, unless FILE is -, which stands for stdout.")
