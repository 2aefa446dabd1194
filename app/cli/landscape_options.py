"""The landscape that options give: a preset, a formula or a curve from a file."""

from pathlib import Path
from typing import NamedTuple

from app.cli.parser import Options, Parser, UsageError, goes_with
from app.cli.value_types import assignment, number
from app.files.complaints import not_between
from app.files.curves import curve_landscape, read_curve
from app.files.landscapes import check_domain
from app.files.names import fit_name
from app.files.presets import load_preset
from app.files.scenario import Scenario
from app.files.text import BadFile
from app.text.curve_errors import landscape_sentence
from app.text.lists import all_of, any_of
from app.text.translation import _
from physics.forcing.forcing import NO_FORCING, Forcing
from physics.landscape.base import Landscape
from physics.landscape.formula import PARAMETERS, FormulaError, FormulaLandscape, FormulaProblem
from physics.rules.base import ALPHA, ETA
from physics.rules.registry import default_rule
from physics.rules.suggestion import suggest
from physics.run.ball import Ball, adapted


def add_landscape_options(parser: Parser) -> None:
    """Add the options that `read_landscape_options` reads."""
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


class ChosenLandscape(NamedTuple):
    """A landscape, its title, the start and η for balls on it, and the balls that it brings."""

    landscape: Landscape
    title: str
    start: float
    eta: float
    balls: tuple[Ball, ...] = ()
    forcing: Forcing = NO_FORCING
    """The noise that these feel."""

    def new_ball(self, alpha: float) -> Ball:
        """A ball of the default rule."""
        rule = default_rule()
        return Ball(rule, adapted(rule, {ALPHA.name: alpha, ETA.name: self.eta}), self.start)


def suggested(landscape: Landscape) -> ChosenLandscape:
    """A landscape with the start and η that suit it."""
    suggestion = suggest(landscape)
    return ChosenLandscape(landscape, fit_name(landscape.title), suggestion.start, suggestion.eta)


def read_landscape_options(options: Options, scenario: Scenario) -> ChosenLandscape | None:
    """The landscape that the options give, or that of the scenario with other values of its parameters.

    None where they leave it as it is. Raises UsageError, and BadFile for a curve.
    """
    chosen = _new_landscape(options)
    if "set" not in options or "formula" in options:
        return chosen
    before = chosen or scenario
    return _with_parameters(before.landscape, options)._replace(title=before.title)


def _new_landscape(options: Options) -> ChosenLandscape | None:
    given = [name for name in ("preset", "formula", "curve") if name in options]
    if len(given) > 1:
        pattern = _("{options}: only one landscape can be run")
        raise UsageError(pattern.format(options=all_of(f"--{name}" for name in given)))
    for name, needed in (("domain", "formula"), ("formula", "domain"), ("smooth", "curve")):
        if name in options and needed not in options:
            raise goes_with(f"--{name}", f"--{needed}")
    return {"preset": _preset, "formula": _formula, "curve": _curve}[given[0]](options) if given else None


def _preset(options: Options) -> ChosenLandscape:
    try:
        preset = load_preset(options["preset"])
    except ValueError as error:
        raise UsageError(f"--preset: {error}") from error
    return ChosenLandscape(preset.landscape, preset.title, preset.start, preset.eta, preset.balls, preset.forcing)


def _formula(options: Options) -> ChosenLandscape:
    (lo, hi), values = options["domain"], _parameter_values(options)
    try:
        check_domain(lo, hi)
        return suggested(FormulaLandscape(options["formula"], (lo, hi), parameters=values))
    except FormulaError as error:
        option = "--set" if error.kind == FormulaProblem.UNUSED_PARAMETER else "--formula"
        raise UsageError(f"{option}: {landscape_sentence(error)}") from error
    except ValueError as error:
        raise UsageError(f"--domain: {landscape_sentence(error)}") from error


def _with_parameters(old: Landscape, options: Options) -> ChosenLandscape:
    """A landscape with other values of its parameters."""
    if not isinstance(old, FormulaLandscape):
        complaint = _("the landscape is no formula, and has no parameters")
        raise UsageError(f"--set: {complaint}")
    try:
        new = old.with_parameters(_parameter_values(options))
    except FormulaError as error:
        raise UsageError(f"--set: {landscape_sentence(error)}") from error
    return suggested(new)


def _parameter_values(options: Options) -> dict[str, float]:
    """The values of parameters of the formula."""
    values: dict[str, float] = {}
    for name, value in options.get("set", ()):
        if name in values:
            raise UsageError(_("{option} is given twice").format(option=f"--set {name}"))
        values[name] = value
    return values


def _curve(options: Options) -> ChosenLandscape:
    path, smooth = Path(options["curve"]), options.get("smooth", 0.0)
    if not 0.0 <= smooth <= 1.0:
        raise UsageError(f"--smooth: {not_between(smooth, 0.0, 1.0)}")
    curve = read_curve(path)
    try:
        return suggested(curve_landscape(curve, smooth).landscape)
    except ValueError as error:
        raise BadFile(path, landscape_sentence(error)) from error
