"""The options of the window and of every command, each with its meaning: what --help prints, and docs/files.md.

Those of the window need no NumPy, so that its help comes at once.
"""

from collections.abc import Callable, Sequence

from app.cli.parser import (
    Parser,
    assignment,
    file_name,
    file_or_stdout,
    number,
    number_between,
    one_of,
    two_sides,
    usage_prefix,
    whole_number,
)
from app.pictures.limits import (
    DEFAULT_FILM_SIZE,
    DEFAULT_FPS,
    DEFAULT_MAP_SIZE,
    MAX_FILM_SIDE,
    MAX_FPS,
    MAX_PICTURE_SCALE,
    MAX_PICTURE_SIDE,
    MAX_SPEED,
    MIN_FILM_SIDE,
    MIN_FPS,
    MIN_PICTURE_SIDE,
    MIN_SPEED,
    SLIDE_PX,
    SLOW_MOTION_SPEED,
    USUAL_DURATION_S,
)
from app.text.figures import LANDSCAPE, RUN_PARTS
from app.text.lists import any_of
from app.text.translation import _

PROGRAM = "momentum-lab"
MAX_STEPS = 10_000_000
DEFAULT_SIDE = 256
MAX_SIDE = 1_000_000
"""Columns or rows: the limit of a PNG."""
MAX_RUNS = 16_000_000
"""They take about 1 GB of memory."""
MAX_SEEDS = 1000
MAX_JOBS = 60
"""The most processes that Windows can wait for at once."""
THEMES = ("light", "dark")
DEFAULT_X, DEFAULT_Y = "alpha", "start"
STEPS = whole_number(0, MAX_STEPS)
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
    _add_landscape(parser)
    _add_ball(parser, _("balls"), many=True)
    _add_forcing(parser)
    add = parser.add_argument_group(_("run")).add_argument
    last = _("the last step, up to {most}; default {default}").format(most=MAX_STEPS, default=2000)
    add("--steps", type=STEPS, metavar="N", help=last)
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
    _add_picture(parser, SLIDE_PX, of_run=True)
    _add_film(parser)
    return parser


def map_parser() -> Parser:
    """The options of `map`."""
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
    _add_landscape(parser)
    _add_ball(parser, _("ball, for what no axis shows; --eta also moves an axis of eta"), many=False)
    _add_forcing(parser)
    _add_axes(parser, (*parameters(), "start"))
    add = parser.add_argument_group(_("output"), _output()).add_argument
    rows = _("a row for each run, by y and then by x, the lowest first")
    pixels = _("a pixel for each run, the lowest y at the bottom; never to stdout")
    add("--csv", type=file_or_stdout, metavar=_("FILE"), help=rows)
    add("--png", type=file_name, metavar=_("FILE"), help=pixels)
    add("--summary", type=file_or_stdout, metavar=_("FILE"), help=_("the table, as JSON"))
    _add_picture(parser, DEFAULT_MAP_SIZE, of_run=False)
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


def _add_landscape(parser: Parser) -> None:
    from physics.landscape.formula import PARAMETERS

    title = _("landscape, at most one; it has a start and an η of its own")
    add = parser.add_argument_group(title).add_argument
    formula = _("f(w), such as {example}; a leading minus: {minus}")
    formula = formula.format(example='"w^4 - 3w^2 + w"', minus="--formula=-w^2")
    smooth = _("smooths the curve by this fraction of its width, say {example}").format(example=0.01)
    ends = _("LO"), _("HI")
    value = _("value of a parameter of the formula, {names}; of any that is not given {default}; may be given again")
    value = value.format(names=any_of(PARAMETERS), default=1)
    add("--preset", metavar=_("NAME"), help=_("one that comes with the program"))
    add("--formula", metavar=_("TEXT"), help=formula)
    add("--domain", nargs=2, type=number, metavar=ends, help=_("the interval of the formula, which needs one"))
    add("--set", nargs="+", type=assignment(*PARAMETERS), action="append", metavar=_("A=VALUE"), help=value)
    add("--curve", metavar=_("FILE.csv"), help=_("two columns of numbers, w and f"))
    add("--smooth", type=number, metavar=_("FRACTION"), help=smooth)


def _add_ball(parser: Parser, title: str, *, many: bool) -> None:
    """Add the values of a ball, each of them a list; `many` if it has one for each ball."""
    from physics.rules.registry import RULES, parameters, rule_names

    add = parser.add_argument_group(title).add_argument
    nargs: int | str = "+" if many else 1
    for parameter in parameters().values():
        pattern = _parameter_pattern(each_has_one=many and parameter.name == "alpha", many=many)
        text = pattern.format(
            symbol=parameter.symbol,
            title=_(parameter.title),
            help=_(parameter.help),
            low=f"{parameter.low:g}",
            high=f"{parameter.high:g}",
        )
        if any(parameter not in rule.parameters for rule in RULES):
            text = _("{text}; default {defaults}").format(text=text, defaults=_defaults(parameter.name))
        add(f"--{parameter.name}", nargs=nargs, type=number, metavar=parameter.name[0].upper(), help=text)
    rules = any_of(rule_names())
    if many:
        start = _("where it starts, in the domain; one for all balls, or one for each")
        rules = _("{rules}; one for all balls, or one for each").format(rules=rules)
    else:
        start = _("where it starts, in the domain")
    add("--start", nargs=nargs, type=number, metavar="W", help=start)
    add("--rule", nargs=nargs, type=one_of(*rule_names()), metavar="R", help=rules)


def _defaults(name: str) -> str:
    """The defaults of a parameter, and the rules that have them: 1e-08 (rmsprop, adam), 1e-10 (adagrad)."""
    from physics.rules.registry import RULES

    rules: dict[float | None, list[str]] = {}
    for rule in RULES:
        for parameter in rule.parameters:
            if parameter.name == name:
                rules.setdefault(parameter.default, []).append(rule.name)
    return ", ".join(f"{default:g} ({', '.join(names)})" for default, names in rules.items())


def _add_forcing(parser: Parser) -> None:
    from physics.forcing.noise import MAX_SEED
    from physics.forcing.schedule import DECAY_STEPS, FINAL_SHARE, MAX_SCHEDULE_STEPS, Decay

    add = parser.add_argument_group(_("noise and schedule, the same for all balls")).add_argument
    noise = _("σ, the standard deviation of what is added to the slope at each step")
    seed = _("which noise, from {least} to {most}; default {default}").format(least=0, most=MAX_SEED, default=0)
    decay = _("how η falls: {names}; default {default}").format(names=any_of(Decay), default=Decay.CONSTANT)
    time = _("how long it takes; default {default}").format(default=DECAY_STEPS)
    warm_up = _("over how many steps η rises before that; default {default}").format(default=0)
    final = _("the share of η that is left in the end, above 0 and up to 1; default {default}")
    add("--noise", type=number, metavar=_("SIGMA"), help=noise)
    add("--seed", type=whole_number(0, MAX_SEED), metavar="N", help=seed)
    add("--schedule", type=one_of(*Decay), metavar=_("SCHEDULE"), help=decay)
    add("--decay-steps", type=whole_number(1, MAX_SCHEDULE_STEPS), metavar="N", help=time)
    add("--warm-up", type=whole_number(0, MAX_SCHEDULE_STEPS), metavar="N", help=warm_up)
    add("--final-share", type=number, metavar=_("SHARE"), help=final.format(default=FINAL_SHARE))


def _add_picture(parser: Parser, size: tuple[int, int], *, of_run: bool) -> None:
    """Add the picture as the window shows it; of a run with its parts and its step."""
    add = parser.add_argument_group(_("picture of what the window shows; needs Qt, but no display")).add_argument
    picture = _("the picture: .png, .svg with words as text, or .pdf; never to stdout")
    wide = _("WIDTHxHEIGHT")
    sides = _("in pixels of which an inch has 96, from {least} to {most} each; default {default}")
    sides = sides.format(least=MIN_PICTURE_SIDE, most=MAX_PICTURE_SIDE, default=f"{size[0]}x{size[1]}")
    add("--picture", type=file_name, metavar=_("FILE"), help=picture)
    if of_run:
        parts = _("what it shows, of {parts}; default {default}").format(parts=any_of(RUN_PARTS), default=LANDSCAPE)
        add("--picture-parts", nargs="+", type=one_of(*RUN_PARTS), metavar=_("PART"), help=parts)
        add("--picture-step", type=STEPS, metavar="N", help=_("the step that it shows; default: the last one"))
    add("--picture-size", type=two_sides(MIN_PICTURE_SIDE, MAX_PICTURE_SIDE), metavar=wide, help=sides)
    scale = _("pixels of a PNG for each of these, from {least} to {most}; default {default}")
    scale = scale.format(least=1, most=MAX_PICTURE_SCALE, default=1)
    add("--picture-scale", type=whole_number(1, MAX_PICTURE_SCALE), metavar="N", help=scale)
    add("--picture-transparent", nargs=0, help=_("without a background"))
    theme = _("{themes}, of picture and film; default {default}") if of_run else _("{themes}; default {default}")
    theme = theme.format(themes=any_of(THEMES), default=THEMES[0])
    add("--theme", type=one_of(*THEMES), metavar=_("THEME"), help=theme)


def _parameter_pattern(*, each_has_one: bool, many: bool) -> str:
    if each_has_one:
        return _("{symbol}, {title}: {help}; from {low} to {high}; one ball for each")
    if many:
        return _("{symbol}, {title}: {help}; from {low} to {high}; one for all balls, or one for each")
    return _("{symbol}, {title}: {help}; from {low} to {high}")


def _add_film(parser: Parser) -> None:
    add = parser.add_argument_group(_("film; needs Qt, but no display")).add_argument
    file = _("the run as a film: an animated GIF, PNG or WebP, by the ending; never to stdout")
    steps = _("from which step to which; default: the part in which something happens")
    speed = _(
        "steps per second, from {least} to {most}; default: so that the film takes about {seconds} s, in slow motion "
        "{slow}"
    )
    speed = speed.format(
        least=MIN_SPEED, most=f"{MAX_SPEED:.0f}", seconds=f"{USUAL_DURATION_S:g}", slow=SLOW_MOTION_SPEED
    )
    width, height = DEFAULT_FILM_SIZE
    size_help = _("in pixels, from {least} to {most} each; default {default}")
    fps = _("frames per second, from {least} to {most}; default {default}")
    fps = fps.format(least=f"{MIN_FPS:g}", most=f"{MAX_FPS:g}", default=f"{DEFAULT_FPS:g}")
    slow = _("show each step in its four moments, with their captions")
    stepwise = _("show no balls between two steps")
    add("--film", type=file_name, metavar=_("FILE"), help=file)
    parts = _("what it shows, of {parts}; default {default}").format(parts=any_of(RUN_PARTS), default=LANDSCAPE)
    add("--film-parts", nargs="+", type=one_of(*RUN_PARTS), metavar=_("PART"), help=parts)
    add("--film-steps", nargs=2, type=STEPS, metavar=(_("FIRST"), _("LAST")), help=steps)
    add("--film-speed", type=number_between(MIN_SPEED, MAX_SPEED), metavar=_("SPEED"), help=speed)
    add("--film-fps", type=number_between(MIN_FPS, MAX_FPS), metavar=_("FPS"), help=fps)
    size_help = size_help.format(least=MIN_FILM_SIDE, most=MAX_FILM_SIDE, default=f"{width}x{height}")
    add("--film-size", type=two_sides(MIN_FILM_SIDE, MAX_FILM_SIDE), metavar=_("WIDTHxHEIGHT"), help=size_help)
    add("--film-slow-motion", nargs=0, help=slow)
    add("--film-stepwise", nargs=0, help=stepwise)
    add("--film-once", nargs=0, help=_("play it once; without this it begins again at its end"))


def _add_axes(parser: Parser, names: Sequence[str]) -> None:
    """Add what a map shows; `names` are the quantities that an axis can have."""
    add = parser.add_argument_group(_("map")).add_argument
    quantity, ends = _("QUANTITY"), (_("LO"), _("HI"))
    x = _("what the x axis shows: {quantities}; default {default}")
    y = _("the same for the y axis; default {default}")
    size = _("from {least} to {most} each, in all at most {runs}; default {default}")
    last = _("the last step of a run, up to {most}; default {default}, with noise {noisy}")
    size = size.format(least=2, most=MAX_SIDE, runs=MAX_RUNS, default=f"{DEFAULT_SIDE} {DEFAULT_SIDE}")
    last = last.format(most=MAX_STEPS, default=20000, noisy=1000)
    x, y = x.format(quantities=", ".join(names), default=DEFAULT_X), y.format(default=DEFAULT_Y)
    add("--x", type=one_of(*names), metavar=quantity, help=x)
    add("--y", type=one_of(*names), metavar=quantity, help=y)
    add("--x-range", nargs=2, type=number, metavar=ends, help=_("from where to where, both ends included"))
    add("--y-range", nargs=2, type=number, metavar=ends, help=_("the same for the y axis"))
    jobs = _("how many processes compute a large map; default: as many as there are processors")
    add("--size", nargs=2, type=whole_number(2, MAX_SIDE), metavar=(_("COLUMNS"), _("ROWS")), help=size)
    add("--steps", type=STEPS, metavar="N", help=last)
    add("--jobs", type=whole_number(1, MAX_JOBS), metavar="N", help=jobs)
