"""The challenges of the library: solvable, not solved by what they open with, and with room in their solutions."""

from dataclasses import replace

import pytest

from app.files.lesson import Challenge, Measure
from app.files.scenario_run import finished_run
from app.lessons.evaluation import Attempt, met_at
from app.lessons.numbers import filled
from physics.rules.registry import rule_names
from tests.lessons.solutions import AS_IT_OPENS, CHALLENGES, Solution, challenges, change, is_within_slider

ROOM = 1e-6
"""Share by which η and start may be off: the last bits of sines differ between systems."""
SWEEPS = {
    "challenge/one-alpha": ("alpha", (0.94, 0.97)),
    "challenge/running-start": ("start", (2.8, 3.4)),
    "challenge/every-ball": ("alpha", (0.95, 0.98)),
    "challenge/quick-bowl": ("alpha", (0.6, 0.8)),
    "challenge/long-steps": ("alpha", (0.1, 0.4)),
    "challenge/past-the-needle": ("eta", (0.05, 1.0)),
    "challenge/two-landscapes": ("eta", (0.04, 0.25)),
    "challenge/memory-for-adagrad": ("alpha", (0.87, 0.94)),
    "challenge/thin-stripe": ("alpha", (0.98, 0.99)),
}
"""Where one parameter solves a challenge: its name, and the range that is swept."""
COUNT = 11

each_challenge = pytest.mark.parametrize(
    ("key", "challenge"), [pytest.param(*each, id=each[0].partition("/")[2]) for each in challenges()]
)


def solved_at(challenge: Challenge, solution: Solution = AS_IT_OPENS) -> int | None:
    """The step at which the goal is met with some changes; None if it isn't."""
    return met_at(challenge.goal, solution.attempt(challenge.setting.scenario))


def test_there_are_twelve() -> None:
    assert [key for key, _challenge in challenges()] == list(CHALLENGES)
    assert len(CHALLENGES) == 12


@each_challenge
def test_it_is_not_solved_by_what_it_opens_with(key: str, challenge: Challenge) -> None:
    assert solved_at(challenge) is None


@each_challenge
def test_its_solution_changes_only_what_is_free(key: str, challenge: Challenge) -> None:
    solution, locked = CHALLENGES[key], challenge.setting.locked
    changed = {name for name, _value in solution.values}
    changed |= {name for edit in solution.edits for name in edit.parameters}
    changed |= {"rule"} if solution.rule else set()
    changed |= {"landscape"} if solution.landscape else set()
    assert changed
    assert not changed & locked


@each_challenge
def test_an_eta_beyond_the_slider_is_asked_for_as_a_number(key: str, challenge: Challenge) -> None:
    eta = dict(CHALLENGES[key].values).get("eta")
    if eta is not None:
        assert is_within_slider(challenge.setting.scenario, eta) or "typing" in filled(challenge.task, None)


@each_challenge
def test_its_solution_reaches_the_par(key: str, challenge: Challenge) -> None:
    step = solved_at(challenge, CHALLENGES[key])
    assert step is not None
    if challenge.measure is Measure.STEPS:
        assert step <= challenge.par, "par is a result that can be reached"
        assert 2 * step > challenge.par, "and a good one"


@each_challenge
@pytest.mark.parametrize("eta_share", [-ROOM, ROOM])
@pytest.mark.parametrize("start_share", [-ROOM, ROOM])
def test_its_solution_has_room(key: str, challenge: Challenge, eta_share: float, start_share: float) -> None:
    scenario = CHALLENGES[key].of(challenge.setting.scenario)
    balls = tuple(
        ball.changed({"eta": ball.parameters["eta"] * (1 + eta_share), "start": ball.start * (1 + start_share)})
        for ball in scenario.balls
    )
    run = finished_run(replace(scenario, balls=balls))
    assert met_at(challenge.goal, Attempt(run, scenario.steps)) is not None


@pytest.mark.parametrize(("key", "name", "interval"), [(key, *sweep) for key, sweep in SWEEPS.items()])
def test_a_sweep_finds_some_solutions_and_some_failures(key: str, name: str, interval: tuple[float, float]) -> None:
    challenge = dict(challenges())[key]
    low, high = interval
    values = [low + (high - low) * index / (COUNT - 1) for index in range(COUNT)]
    solving = [solved_at(challenge, change(**{name: value})) is not None for value in values]
    assert 2 <= sum(solving) < COUNT


def test_the_quick_bowl_is_solved_by_every_alpha_with_two_decimals_in_a_wide_range() -> None:
    challenge = dict(challenges())["challenge/quick-bowl"]
    solved = [hundredths for hundredths in range(55, 90) if solved_at(challenge, change(alpha=hundredths / 100))]
    assert solved == list(range(64, 73)), "so that a slider finds it"


def test_each_is_swept_unless_it_takes_more_than_a_value() -> None:
    others = {key for key, solution in CHALLENGES.items() if solution.rule or solution.landscape or solution.edits}
    assert set(SWEEPS) == set(CHALLENGES) - others


@each_challenge
def test_its_texts_have_all_their_numbers(key: str, challenge: Challenge) -> None:
    opened, solved = (each.attempt(challenge.setting.scenario).run for each in (AS_IT_OPENS, CHALLENGES[key]))
    assert challenge.hint is not None
    for text in (challenge.task, challenge.hint, challenge.solved):
        shown = filled(text, opened, solved)
        assert "–" not in shown, "a number that the run does not have"
        assert "!" not in shown


def test_only_nesterov_brakes_in_time() -> None:
    challenge = dict(challenges())["challenge/look-ahead"]
    solving = [name for name in rule_names() if solved_at(challenge, Solution(rule=name)) is not None]
    assert solving == ["nesterov"]


def test_no_single_alpha_is_as_quick_as_braking() -> None:
    challenge = dict(challenges())["challenge/accelerate-and-brake"]
    assert not any(solved_at(challenge, change(alpha=index / 100)) is not None for index in range(90, 100))
