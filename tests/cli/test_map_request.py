from pathlib import Path

import pytest

from app.cli.map import MapRequest, read_map_request
from app.cli.parser import UsageError
from app.files.presets import load_preset
from physics.landscape.formula import FormulaLandscape
from physics.rules.base import ALPHA, ETA, Rule
from physics.rules.registry import parameters
from physics.rules.suggestion import ETA_REACH, suggest
from physics.run.ball import START
from physics.sweep.grid import Axis, Grid
from tests.support.balls import MOMENTUM, NESTEROV
from tests.support.rules import WithoutMomentum, registered
from tests.support.sign_rule import BETA, SignMomentum

pytestmark = pytest.mark.usefixtures("folder")


def asked(arguments: str) -> MapRequest:
    return read_map_request(arguments.split())


def axes(grid: Grid) -> tuple[Axis, Axis]:
    return grid.x, grid.y


def ball(arguments: str) -> tuple[Rule, float, float, float]:
    found = asked(arguments).grid.ball
    return found.rule, found.value("alpha"), found.value("eta"), found.start


def test_nothing_is_alpha_and_start_on_the_default_landscape() -> None:
    request = asked("")
    assert request.title == "Descending hills"
    assert axes(request.grid) == (Axis(ALPHA, 0.0, 0.999), Axis(START, -6.0, 6.0))
    assert (request.grid.columns, request.grid.rows, request.last) == (256, 256, 20_000)
    assert ball("") == (MOMENTUM, 0.0, 0.02, 4.8)
    assert (request.inputs, request.outputs) == ((), {})


def test_everything_can_be_asked_for() -> None:
    request = asked(
        "--x eta --x-range 1e-3 0.5 --y alpha --y-range 0.9 0.95 --size 30 20 --steps 10000000 --start -2 "
        "--rule nesterov --csv a --png b --summary -"
    )
    assert axes(request.grid) == (Axis(ETA, 0.001, 0.5), Axis(ALPHA, 0.9, 0.95))
    assert (request.grid.columns, request.grid.rows, request.last) == (30, 20, 10_000_000)
    assert (request.grid.ball.rule, request.grid.ball.start) == (NESTEROV, -2.0)
    assert request.outputs == {"--csv": "a", "--png": "b", "--summary": "-"}


def test_the_usual_range_of_eta_is_around_the_balls() -> None:
    assert asked("--x eta").grid.x == Axis(ETA, 0.02 / ETA_REACH, 0.02 * ETA_REACH)
    assert asked("--x eta --eta 0.3").grid.x == Axis(ETA, 0.3 / ETA_REACH, 0.3 * ETA_REACH)
    assert asked("--y eta --preset needle").grid.y.highest == load_preset("needle").eta * ETA_REACH


def test_the_ball_is_the_first_of_the_file_unless_options_say_otherwise() -> None:
    assert asked("lesson.momentum").inputs == (Path("lesson.momentum"),)
    assert asked("lesson.momentum").last == 20_000
    assert ball("lesson.momentum") == (NESTEROV, 0.9, 0.01, 2.5)
    assert ball("--rule momentum lesson.momentum") == (MOMENTUM, 0.9, 0.01, 2.5)
    assert ball("lesson.momentum --x eta --y start --alpha 1") == (NESTEROV, 1.0, 0.01, 2.5)
    assert ball("lesson.momentum --y eta --eta 0.5 --start -3 --rule momentum") == (MOMENTUM, 0.9, 0.5, -3.0)


def test_a_file_without_balls_has_one_that_starts_as_is_suggested() -> None:
    start, eta = suggest(asked("empty.momentum").landscape)
    assert ball("empty.momentum") == (MOMENTUM, 0.0, eta, start)
    assert ball("empty.momentum --eta 7 --rule nesterov") == (NESTEROV, 0.0, 7.0, start)


def test_another_landscape_has_its_own_range_of_starts() -> None:
    assert asked("--formula w^2 --domain -2 1").grid.y == Axis(START, -2.0, 1.0)
    assert asked("--formula w^2 --domain -2 1 --y-range -2 0.5").grid.y == Axis(START, -2.0, 0.5)
    assert ball("lesson.momentum --formula w^2 --domain -2 1")[3] == 0.7


def test_parameters_of_its_formula_can_be_set() -> None:
    landscape = asked("--formula a*w^2+b --domain -1 1 --set a=2").landscape
    assert isinstance(landscape, FormulaLandscape)
    assert landscape.parameters == {"a": 2.0, "b": 1.0}


def test_the_largest_maps() -> None:
    assert asked("--size 1000000 16").grid.size == asked("--size 4000 4000").grid.size == 16_000_000


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("--x beta", f'--x: "beta" is not one of {", ".join(parameters())}, start'),
        ("--x start", "--x and --y: both axes show start; a map needs two different ones: --y alpha or --y eta, say"),
        ("--y alpha", "--x and --y: both axes show alpha; a map needs two different ones: --x eta or --x start, say"),
        ("--alpha 0.9", "--alpha: --x shows alpha anyhow; leave it out, or give --x another one"),
        ("--start 1", "--start: --y shows start anyhow; leave it out, or give --y another one"),
        ("--x eta --x-range 1 2 --eta 1", "--eta: --x shows eta anyhow; leave it out, or give --x another one"),
        ("lesson.momentum --x eta --alpha 0.1 0.2", '"0.2" is one argument too many'),
        ("--x eta --alpha", "--alpha takes A"),
        ("--x eta --alpha 1.5", "--alpha: 1.5 is not between 0 and 1"),
        ("--y eta --start 9", "--start: 9 is outside the landscape's domain [-6, 6]"),
        ("--x-range 0.5", "--x-range takes LO HI"),
        ("--x-range 0.5 x", '--x-range: "x" is not a number'),
        ("--x-range 0.5 inf", '--x-range: "inf" is not a finite number'),
        ("--x-range 0.5 0.2", "--x-range: alpha: the range 0.5 to 0.2 must go upwards"),
        (
            "--x-range 0.5 1",
            "--x-range: alpha: 1 has no place on the memory scale of an axis; it may end at 0.999999, say",
        ),
        ("--x eta --x-range 0 1", "--x-range: eta: 0 is not between 1e-300 and 1e+300"),
        ("--y-range -6.5 2", "--y-range: -6.5 is outside the landscape's domain [-6, 6]"),
        ("--y-range 2 6.5", "--y-range: 6.5 is outside the landscape's domain [-6, 6]"),
        ("--x eta --eta 1e308", "--eta: 1e+308 is not between 1e-300 and 1e+300"),
        ("--x eta --x-range 1 1e301", "--x-range: eta: 1e+301 is not between 1e-300 and 1e+300"),
        ("--size 1 5", '--size: "1" is not a whole number from 2 to 1000000'),
        ("--size 5 1000001", '--size: "1000001" is not a whole number from 2 to 1000000'),
        ("--size 256", "--size takes COLUMNS ROWS"),
        ("--size 4000 4001", "--size: 4000 × 4001 are 16,004,000 runs; at most 16,000,000 fit in a map"),
        ("--steps 10000001", '--steps: "10000001" is not a whole number from 0 to 10000000'),
    ],
)
def test_what_is_no_map_is_said_with_the_option(arguments: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        asked(arguments)
    assert str(caught.value) == message


def test_axes_show_the_parameters_of_the_balls_rule() -> None:
    with registered(SignMomentum()):
        request = asked("--rule sign --x beta --y start")
        assert axes(request.grid) == (Axis(BETA, 0.0, 1.0), Axis(START, -6.0, 6.0))
        assert asked("--rule sign --x beta --x-range 0.5 0.75").grid.x == Axis(BETA, 0.5, 0.75)
        assert asked("--rule sign --beta 0.5").grid.ball.value("beta") == 0.5
        for arguments, message in {
            "--x beta": "--x: the rule momentum has no beta, only alpha, eta, start",
            "--rule sign --x beta --beta 0.5": "--beta: --x shows beta anyhow; leave it out, or give --x another one",
            "--rule sign --x beta --x-range 0.5 2": "--x-range: beta: 2 is not between 0 and 1",
            "--beta 0.5": "--beta: the rule momentum has no beta",
        }.items():
            with pytest.raises(UsageError) as caught:
                asked(arguments)
            assert str(caught.value) == message


def test_the_x_axis_shows_the_first_parameter_of_a_rule_without_alpha() -> None:
    with registered(WithoutMomentum()):
        assert axes(asked("--rule plain").grid) == (
            Axis(ETA, 0.02 / ETA_REACH, 0.02 * ETA_REACH),
            Axis(START, -6.0, 6.0),
        )


def test_a_map_of_too_many_runs_is_refused_before_a_file_is_read() -> None:
    with pytest.raises(UsageError, match="--size"):
        read_map_request(["missing.momentum", "--size", "5000", "5000"])
