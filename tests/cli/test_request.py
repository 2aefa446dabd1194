import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.cli.parser import UsageError
from app.cli.run import RunRequest, read_run_request
from app.files.presets import load_preset, preset_names
from app.files.text import BadFile
from physics.landscape.formula import FormulaLandscape
from physics.rules.base import Rule
from physics.rules.registry import rule_names
from physics.rules.suggestion import suggest
from physics.run.ball import Ball
from tests.support.balls import MOMENTUM, NESTEROV, new_ball
from tests.support.rules import WithoutMomentum, registered
from tests.support.sign_rule import BETA, SignMomentum

pytestmark = pytest.mark.usefixtures("folder")


def asked(arguments: str) -> RunRequest:
    return read_run_request(arguments.split(" ") if arguments else [])


def balls(arguments: str) -> list[tuple[str | None, Rule, float, float, float]]:
    return [
        (ball.name, ball.rule, ball.parameters["alpha"], ball.parameters["eta"], ball.start)
        for ball in asked(arguments).scenario.balls
    ]


M, N = MOMENTUM, NESTEROV


def test_nothing_is_the_default_scenario() -> None:
    request = asked("")
    assert request.scenario.title == "Descending hills"
    assert request.scenario.steps == 2000
    assert (request.source, request.is_unchanged, request.csv, request.summary) == (None, False, None, None)


def test_alphas_alone_keep_its_eta_and_start() -> None:
    assert balls("--alpha 0.9 0.123 1") == [
        (None, M, 0.9, 0.02, 4.8),
        (None, M, 0.123, 0.02, 4.8),
        (None, M, 1.0, 0.02, 4.8),
    ]


def test_values_are_one_for_all_or_one_for_each() -> None:
    assert balls("--alpha 0.1 0.2 --eta 0.5 --start -1 1e-1 --rule momentum nesterov") == [
        (None, M, 0.1, 0.5, -1.0),
        (None, N, 0.2, 0.5, 0.1),
    ]


@pytest.mark.parametrize("name", preset_names())
def test_a_preset_brings_its_own_start_and_eta(name: str) -> None:
    preset = load_preset(name)
    scenario = asked(f"--preset {name}").scenario
    assert (scenario.title, scenario.landscape) == (preset.title, preset.landscape)
    if preset.balls:
        assert scenario.balls == preset.balls
        return
    assert [ball.parameters["alpha"] for ball in scenario.balls] == [0.0, 0.8, 0.9, 0.95, 0.97]
    assert {(ball.parameters["eta"], ball.start) for ball in scenario.balls} == {(preset.eta, preset.start)}


def test_the_balls_of_a_preset_give_way_to_options_and_to_those_of_a_file() -> None:
    assert balls("--preset lessard-cycle --alpha 0.5 0.6") == [
        (None, M, 0.5, 1 / 9, 3.3),
        (None, M, 0.6, 1 / 9, 3.3),
    ]
    assert balls("lesson.momentum --preset lessard-cycle") == balls("lesson.momentum")


def test_a_formula_gets_what_is_suggested_for_it() -> None:
    scenario = asked("--formula 0.06*(w+3.2)^2+0.55*cos(2.6*w) --domain -6 6").scenario
    assert (
        {(ball.parameters["eta"], ball.start) for ball in scenario.balls}
        == {(0.022, 4.8)}
        == {suggest(scenario.landscape)[::-1]}
    )


def parameters(arguments: str) -> dict[str, float]:
    landscape = asked(arguments).scenario.landscape
    assert isinstance(landscape, FormulaLandscape)
    return dict(landscape.parameters)


def test_parameters_of_a_formula_are_set_one_by_one_or_together_and_are_1_otherwise() -> None:
    formula = "--formula a*w^2+b*cos(c*w) --domain -6 6"
    assert parameters(formula) == {"a": 1.0, "b": 1.0, "c": 1.0}
    assert parameters(f"{formula} --set a=0.5 --set c=-3") == {"a": 0.5, "b": 1.0, "c": -3.0}
    assert parameters(f"--set a=0.5 c=-3e0 --set=b=2 {formula}") == {"a": 0.5, "b": 2.0, "c": -3.0}
    landscape = asked(f"{formula} --set a=0.5").scenario.landscape
    assert {(ball[3], ball[4]) for ball in balls(f"{formula} --set a=0.5")} == {suggest(landscape)[::-1]}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e300, max_value=1e300))
def test_a_value_is_set_exactly(value: float) -> None:
    assert parameters(f"--formula a*w --domain -1 1 --set a={value!r}") == {"a": value}


def test_parameters_of_the_formula_in_a_file_can_be_set() -> None:
    entry = json.loads(Path("lesson.momentum").read_text(encoding="utf-8"))
    entry["landscape"] = {
        "kind": "formula",
        "formula": "a*w^2 + b*w",
        "domain": [-3, 3],
        "parameters": {"a": 2, "b": 3},
        "title": "Tilted",
    }
    Path("tilted.momentum").write_text(json.dumps(entry), encoding="utf-8")
    assert parameters("tilted.momentum") == {"a": 2.0, "b": 3.0}
    assert asked("tilted.momentum").scenario.edits
    scenario = asked("tilted.momentum --set b=-0.5").scenario
    assert parameters("tilted.momentum --set b=-0.5") == {"a": 2.0, "b": -0.5}
    assert (scenario.title, scenario.landscape.title, scenario.edits) == ("Lesson", "Tilted", ())
    assert balls("tilted.momentum --set b=-0.5") == balls("lesson.momentum")
    assert not asked("tilted.momentum --set b=-0.5").is_unchanged


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("--set a=1", "--set: the formula has no parameter a"),
        ("--preset terrain --set a=1", "--set: the landscape is no formula, and has no parameters"),
        ("--formula a*w --domain -1 1 --set b=1", "--set: the formula has no parameter b"),
        ("--formula a*w --domain -1 1 --set a=1 --set a=2", "--set a is given twice"),
        ("--formula a*w --domain -1 1 --set k=1", '--set: "k" is not one of a, b, c, d'),
        ("--formula a*w --domain -1 1 --set a", '--set: "a" has no value; write a=0.5'),
        ("--formula a*w --domain -1 1 --set a=", '--set: "a=" has no value; write a=0.5'),
        ("--formula a*w --domain -1 1 --set a=x", '--set: "x" is not a number'),
        ("--formula a*w --domain -1 1 --set a=inf", '--set: "inf" is not a finite number'),
        ("--formula a*w --domain -1 1 --set", "--set takes A=VALUE [A=VALUE ...]"),
        ("--set lesson.momentum", '--set: "lesson.momentum" is not one of a, b, c, d; a FILE goes before the options'),
        ("--formula w/a --domain -1 1 --set a=0", "--formula: f is not finite near w = −1"),
        ("--formula a*w+k --domain -1 1", "--formula: column 5: unknown name 'k'"),
    ],
)
def test_parameters_that_cannot_be_set_are_told_of_in_one_line(arguments: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        asked(arguments)
    assert str(caught.value).partition(": use w")[0] == message


def test_a_curve_gets_what_is_suggested_for_it_and_can_be_smoothed() -> None:
    request = asked("--curve curve.csv --csv x.csv")
    rough, smooth = request.scenario, asked("--curve curve.csv --smooth 0.1").scenario
    assert request.inputs == (Path("curve.csv"),)
    assert rough.title == "curve"
    assert rough.landscape.domain == (0.0, 4.0)
    assert {(ball.parameters["eta"], ball.start) for ball in rough.balls} == {suggest(rough.landscape)[::-1]}
    assert smooth.landscape.features.height_range < rough.landscape.features.height_range


def test_a_file_is_run_as_it_is_unless_options_say_otherwise() -> None:
    request = asked("lesson.momentum --csv x.csv --summary -")
    assert (request.source, request.is_unchanged) == (Path("lesson.momentum"), True)
    assert (request.csv, request.summary) == ("x.csv", "-")
    assert request.scenario.title == "Lesson"
    assert (request.scenario.steps, request.scenario.full, len(request.scenario.edits)) == (70, False, 1)
    changed = asked("lesson.momentum --steps 5 --full")
    assert not changed.is_unchanged
    assert (changed.scenario.steps, changed.scenario.full, len(changed.scenario.edits)) == (5, True, 1)


def test_eta_start_and_rule_change_its_balls_and_keep_its_edits() -> None:
    arguments = "lesson.momentum --eta 0.3 0.4 --start 0 --rule momentum"
    assert balls(arguments) == [("first", M, 0.9, 0.3, 0.0), ("second", M, 0.8, 0.4, 0.0)]
    assert len(asked(arguments).scenario.edits) == 1


def test_alpha_replaces_its_balls_by_some_like_the_first_and_drops_its_edits() -> None:
    assert balls("lesson.momentum --alpha 0.5 0.6") == [(None, N, 0.5, 0.01, 2.5), (None, N, 0.6, 0.01, 2.5)]
    assert asked("lesson.momentum --alpha 0.5 0.6").scenario.edits == ()
    landscape = asked("empty.momentum").scenario.landscape
    start, eta = suggest(landscape)
    assert balls("empty.momentum") == []
    assert balls("empty.momentum --alpha 0.5") == [(None, M, 0.5, eta, start)]


def test_another_landscape_keeps_its_balls_where_they_can_be_and_drops_its_edits() -> None:
    scenario = asked("lesson.momentum --formula w^2 --domain -2 2").scenario
    assert [ball.start for ball in scenario.balls] == [suggest(scenario.landscape).start, -1.0]
    assert [ball.parameters["eta"] for ball in scenario.balls] == [0.01, 0.02]
    assert (scenario.title, scenario.edits) == ("w^2", ())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("--preset bowll", '--preset: there is no preset "bowll"; did you mean "bowl"?'),
        ("--preset bowl --curve x.csv", "--preset and --curve: only one landscape can be run"),
        ("--formula w", "--formula goes with --domain"),
        ("--domain 1 2", "--domain goes with --formula"),
        ("--smooth 0.1", "--smooth goes with --curve"),
        ("--formula sn(w) --domain 0 1", "--formula: column 1: unknown name 'sn', did you mean 'sin'?"),
        ("--formula 1/(w-0.1234) --domain -1 1", "--formula: f is not finite near w = 0.1234"),
        (
            "--formula w --domain 2 1",
            "--domain: the domain [2, 1] is not an interval: its two ends must be finite, the lower one first",
        ),
        (
            "--formula w --domain -1e301 1",
            "--domain: the domain [-1e+301, 1] reaches too far: its ends are at most 1e+300 from 0",
        ),
        ("--curve curve.csv --smooth 1.5", "--smooth: 1.5 is not between 0 and 1"),
        ("--alpha 0.5 1.7", "--alpha: 1.7 is not between 0 and 1"),
        ("--alpha 0.5 --eta -1", "--eta: -1 is not between 1e-300 and 1e+300"),
        ("--eta 1e-320", "--eta: 1e-320 is not between 1e-300 and 1e+300"),
        ("--eta 1 2", "--eta: 2 values for 5 balls; give one, or one for each"),
        ("--start 9", "--start: 9 is outside the landscape's domain [-6, 6]"),
        ("--rule none", f'--rule: "none" is not one of {", ".join(rule_names())}'),
        ("--steps 10000001", '--steps: "10000001" is not a whole number from 0 to 10000000'),
        ("--alpha" + " 0.5" * 1001, "--alpha: 1001 balls are too many, at most 1000 can roll at once"),
    ],
)
def test_what_cannot_be_run_is_said_with_the_option(arguments: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        asked(arguments)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("nowhere.momentum", "nowhere.momentum: can't be read: No such file or directory"),
        ("--curve nowhere.csv", "nowhere.csv: can't be read: No such file or directory"),
        ("--curve lesson.momentum", "lesson.momentum: "),
        (
            "--curve steep.csv",
            "steep.csv: points[0] and points[1]: the curve between them is too steep to compute with",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_named(arguments: str, message: str) -> None:
    Path("steep.csv").write_text("0,-1e308\n1e-300,1e308\n1,0\n2,0\n")
    with pytest.raises(BadFile) as caught:
        asked(arguments)
    assert str(caught.value).startswith(message)


class TestTheParametersOfARule:
    """Options are those of all rules; a ball takes what its own rule has, and what is not given by default."""

    @pytest.fixture(autouse=True)
    def sign(self) -> Iterator[Rule]:
        with registered(SignMomentum()) as rule:
            yield rule

    def test_a_rule_takes_the_defaults_of_what_is_not_given(self, sign: Rule) -> None:
        (ball,) = asked("--alpha 0.5 --rule sign").scenario.balls
        assert ball == Ball(sign, {"alpha": 0.5, "eta": 0.02, "beta": BETA.default or 0.0}, 4.8)
        first, second = asked("lesson.momentum --rule sign momentum").scenario.balls
        assert first == Ball(sign, {"alpha": 0.9, "eta": 0.01, "beta": 0.75}, 2.5, "first")
        assert second == new_ball(0.8, 0.02, -1.0, name="second")

    def test_one_is_for_all_balls_whose_rule_has_it(self) -> None:
        balls = asked("--alpha 0.5 0.6 0.7 --rule sign momentum sign --beta 0.1").scenario.balls
        assert [ball.parameters.get("beta") for ball in balls] == [0.1, None, 0.1]

    def test_they_are_one_for_all_or_one_for_each(self) -> None:
        for arguments, betas in (("--beta 0.1", [0.1, 0.1]), ("--beta 0.1 0.2", [0.1, 0.2])):
            balls = asked(f"--alpha 0.5 0.6 --rule sign {arguments}").scenario.balls
            assert [ball.parameters["beta"] for ball in balls] == betas

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            ("--beta 0.5", "--beta: the rule momentum has no beta"),
            ("--alpha 0.5 0.6 --rule sign nesterov --beta 0.5 0.6", "--beta: the rule nesterov has no beta"),
            ("--alpha 0.5 --rule sign --beta 2", "--beta: 2 is not between 0 and 1"),
            ("--alpha 0.5 --rule sign --beta 0.1 0.2", "--beta: 2 values for 1 ball; give one, or one for each"),
            ("--rule none", f'--rule: "none" is not one of {", ".join(rule_names())}, sign'),
        ],
    )
    def test_what_a_balls_rule_does_not_have_is_refused(self, arguments: str, message: str) -> None:
        with pytest.raises(UsageError) as caught:
            asked(arguments)
        assert str(caught.value) == message


def test_alpha_is_refused_where_the_rule_has_none() -> None:
    with registered(WithoutMomentum()) as plain:
        assert {(ball.rule, *ball.parameters) for ball in asked("--rule plain").scenario.balls} == {(plain, "eta")}
        Path("plain.momentum").write_text(
            Path("lesson.momentum").read_text().replace('"rule": "nesterov", "alpha": 0.9, ', '"rule": "plain", ')
        )
        for arguments in ("--alpha 0.5 --rule plain", "plain.momentum --alpha 0.5"):
            with pytest.raises(UsageError, match=r"^--alpha: the rule plain has no alpha$"):
                asked(arguments)
        (ball,) = asked("plain.momentum --alpha 0.5 --rule nesterov").scenario.balls
        assert ball == new_ball(0.5, 0.01, 2.5, rule=NESTEROV)


def test_without_a_file_a_rule_that_divides_slopes_brings_its_own_eta() -> None:
    balls = asked("--alpha 0.9 0.9 0 --rule momentum adam adagrad").scenario.balls
    assert [ball.parameters["eta"] for ball in balls] == [0.02, 0.024, 0.26]
    (ball,) = asked("--alpha 0 --rule rmsprop --eta 0.5 --rho 0.99 --epsilon 1e-4").scenario.balls
    assert dict(ball.parameters) == {"alpha": 0.0, "eta": 0.5, "rho": 0.99, "epsilon": 1e-4}
    (ball,) = asked("lesson.momentum --alpha 0.5 --rule adam --beta2 0.9").scenario.balls
    assert (ball.parameters["eta"], ball.parameters["beta2"]) == (0.01, 0.9)
