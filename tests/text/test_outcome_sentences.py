import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.text.outcomes import sentence, short_outcome
from physics.arrays import ArrayFunction, Columns, Floats, Ints
from physics.landscape.base import Landscape
from physics.landscape.formula import FormulaLandscape
from physics.landscape.points import PointsLandscape
from physics.landscape.wells import Wells
from physics.outcome.outcome import OUTCOMES, REPEATS, Outcome
from physics.rules.base import ETA, Formulas, Rule, Slope, State
from physics.rules.momentum import Momentum
from physics.rules.registry import RULES
from physics.run.ball import Ball
from physics.run.edit import Edit
from physics.run.run import Run
from tests.support.balls import MOMENTUM, NESTEROV, new_ball
from tests.support.numbers import read
from tests.support.rules import registered
from tests.support.sign_rule import SignMomentum
from tests.text.outcome_cases import BOWL, CASES, HILLS, KINK, RISING, SLOPE, TILTED_WELLS, TWO_WELLS, after


@pytest.mark.parametrize(("run", "message", "in_few_words"), CASES.values(), ids=CASES.keys())
def test_what_became_of_a_ball(run: Run, message: str, in_few_words: str) -> None:
    assert sentence(run, 0) == message
    assert short_outcome(run, 0) == in_few_words


def test_every_outcome_has_a_case() -> None:
    assert {OUTCOMES[int(run.status.outcome[0])] for run, _, _ in CASES.values()} == set(Outcome)


class BrokenOff(PointsLandscape):
    """A landscape whose slope is not a number right of 1, which no landscape of ours is."""

    def slope(self, w: np.ndarray, out: np.ndarray | None = None) -> np.ndarray:
        slope = super().slope(w, out)
        slope[w > 1.0] = np.nan
        return slope

    def bound_slope(self, count: int) -> ArrayFunction:
        return self.slope


def test_a_slope_that_is_no_number_is_said() -> None:
    run = after(5, BrokenOff([-2, -1, 0, 2], [0, 1, 2, 0]), 0.0, 0.8, 0.5)
    assert sentence(run, 0) == "Diverged at step 2: the slope at w = 1.62 is not a number."
    run = Run(
        FormulaLandscape("w log(w) + 0.3 cos(20 w)", (0.05, 3)), [new_ball(0.99, 0.02, 2.9, rule=NESTEROV, name="one")]
    )
    run.advance(500)
    assert sentence(run, 0).endswith(": the slope is not a number where the rule looked ahead to.")


def test_why_it_left_is_not_said_when_the_step_is_no_longer_kept() -> None:
    run = Run(HILLS, [new_ball(0.97, 0.02, 4.8, name="one"), new_ball(0.95, 0.02, 4.8, name="two")])
    run.advance(100)
    run.recording.forget_before(60)
    assert sentence(run, 0) == "Gone over the left edge at step 55."
    assert short_outcome(run, 0) == "gone over the left edge"


def test_a_ball_that_left_another_landscape_is_described_by_that_one() -> None:
    narrow, wide = FormulaLandscape("w^2/2", (-2, 2)), FormulaLandscape("(w - 30)^2/2", (-9, 60))
    run = after(20, narrow, 0.0, 2.1, 0.5, Edit(16, landscape=wide))
    assert run.landscape is wide
    assert sentence(run, 0) == CASES["left by a long step"][1]
    later = after(20, wide, 0.0, 0.01, 29.0, Edit(2, landscape=FormulaLandscape("w^2/2 + w - w", (28.0, 32.0))))
    assert sentence(later, 0).startswith("Gone over the left edge at step ")


def test_a_change_after_the_end_changes_nothing_of_what_is_said() -> None:
    """Only the step to come is made with it."""
    changed = {"alpha": 0.5, "eta": 0.3}
    for name, (run, message, in_few_words) in CASES.items():
        if run.parked().any() and not run.edits and run.status.outcome[0] != REPEATS:  # which would roll again
            later = run.as_of(run.last)
            later.edit(Edit(run.last, 0, changed, NESTEROV))
            assert later.ball_parameters(0) == (NESTEROV, changed), name
            assert sentence(later, 0) == message, name
            assert short_outcome(later, 0) == in_few_words, name


def test_what_it_moves_with_now_counts() -> None:
    run = after(60, HILLS, 0.0, 0.02, 4.8)
    run.edit(Edit(60, 0, rule=NESTEROV))
    assert sentence(run, 0) == "Caught in valley 5: its energy 2.16 is 0.35 below the rim, so it can't get out."
    run.edit(Edit(60, 0, parameters={"alpha": 1.0}))
    assert sentence(run, 0).startswith("Caught in valley 5: its energy, now 2.16, has been below 2.3; from there no ")
    run.edit(Edit(60, 0, rule=MOMENTUM))
    assert sentence(run, 0).startswith("Moving in valley 5 after 60 steps: its energy 2.16 is 0.35 below the rim, but")


@pytest.mark.parametrize(
    ("steps", "landscape", "eta", "start", "words"),
    [
        (
            3,
            HILLS,
            0.01,
            4.8,
            "Moving in valley 5 after 3 steps: the rule Sign has no energy that would tell whether it can get out.",
        ),
        (
            1,
            SLOPE,
            0.01,
            0.0,
            "Moving in valley 1 after 1 step: there is no minimum, only a slope that leads out on the left.",
        ),
        (9, BOWL, 0.9, 1.9, "Gone over the left edge at step 3: a step of 1.76 carried it over."),
    ],
)
def test_of_a_rule_without_an_energy_none_is_told(
    steps: int, landscape: Landscape, eta: float, start: float, words: str
) -> None:
    with registered(SignMomentum()) as sign:
        run = Run(landscape, [Ball(sign, {"alpha": 0.6, "eta": eta, "beta": 0.5}, start)])
        run.advance(steps)
        assert sentence(run, 0) == words


def test_of_a_rule_with_an_energy_but_no_theorem_nothing_is_called_trapped() -> None:
    class Unproven(Momentum):
        name, title = "unproven", "Unproven"

        def trapping_level(self, wells: Wells, row: Ints, parameters: Columns) -> Floats:
            return Rule.trapping_level(self, wells, row, parameters)

    with registered(Unproven()) as unproven:
        run = Run(HILLS, [new_ball(0.85, 0.4, -2.9, unproven)])
        run.advance(4)
        assert sentence(run, 0).endswith("is 0.713 below the rim, but a step may raise it, so it may still get out.")


def test_a_step_that_is_no_number_is_put_down_to_eta() -> None:
    class Leap(Rule):
        name, title, parameters = "leap", "Leap", (ETA,)
        formulas = Formulas(momentum_factor=None, gradient_factor=None)

        def step(self, slope: Slope, parameters: Columns, before: State, after: State) -> None:
            after.momentum_term[:], after.gradient_term[:] = 0.0, np.inf

    with registered(Leap()) as leap:
        run = Run(BOWL, [Ball(leap, {"eta": 0.5}, 0.5)])
        run.advance(1)
        assert sentence(run, 0) == "Diverged at step 1: the step was too long for a number; η = 0.5 is far too large."


coefficients = st.tuples(
    st.sampled_from([HILLS, RISING, TWO_WELLS, TILTED_WELLS, KINK, SLOPE]),
    st.floats(0.0, 1.0),
    st.floats(-3.0, 0.7).map(lambda exponent: 10.0**exponent),
    st.floats(0.0, 1.0),
    st.sampled_from(RULES),
    st.integers(0, 80),
)
FIRST_WORDS = {
    Outcome.ROLLING: ("moving", "starts"),
    Outcome.TRAPPED: ("caught", "starts"),
    Outcome.LEFT: ("gone over the",),
}
"""Of outcomes whose word in files is not the one on the screen."""


@given(coefficients)
def test_every_sentence_is_one_sentence_about_the_outcome_and_true(
    given_ball: tuple[Landscape, float, float, float, Rule, int],
) -> None:
    landscape, alpha, eta, share, rule, steps = given_ball
    run = after(steps, landscape, alpha, eta, landscape.domain[0] + share * landscape.width, rule=rule)
    message, outcome = sentence(run, 0), OUTCOMES[int(run.status.outcome[0])]
    assert message.lower().startswith(FIRST_WORDS.get(outcome, (outcome.value,)))
    assert message.endswith(".")
    assert "nan" not in message
    assert short_outcome(run, 0).startswith(("not started", *FIRST_WORDS.get(outcome, (outcome.value,))))
    enough = re.search(r"energy (\S+) at step (\d+), \S+ above the edge", message)
    if enough:
        # The energy is that of the step that is named, as the CSV has it.
        energy_before = float(run.recording.row(int(enough[2])).energy[0])
        assert read(enough[1]) == pytest.approx(energy_before, rel=5e-3)
        edge = landscape.features.edge_heights[0 if "the left edge" in message else -1]
        assert energy_before >= edge - 1e-9


@given(coefficients)
def test_a_sentence_without_energy_says_the_same_and_no_number_of_it(
    given_ball: tuple[Landscape, float, float, float, Rule, int],
) -> None:
    landscape, alpha, eta, share, rule, steps = given_ball
    run = after(steps, landscape, alpha, eta, landscape.domain[0] + share * landscape.width, rule=rule)
    full, short = sentence(run, 0), sentence(run, 0, has_energy=False)
    if OUTCOMES[int(run.status.outcome[0])] not in (Outcome.ROLLING, Outcome.TRAPPED):
        assert short == full
        return
    assert "energy" not in short
    assert "rim" not in short
    assert short.endswith(".")
    assert short.partition(":")[0].partition(",")[0].rstrip(".") == full.partition(":")[0].partition(",")[0]


def test_sentences_without_energy() -> None:
    wells = FormulaLandscape("(w^2 - 4)^2/8 + 0.2*w", (-4, 4))
    assert sentence(after(0, wells, 0.5, 0.02, -1.9), 0, has_energy=False) == "Starts in valley 1, and can't get out."
    assert sentence(after(0, wells, 0.5, 0.02, -3.9), 0, has_energy=False) == "Starts in valley 1."
    assert sentence(after(1, wells, 0.5, 0.02, -3.9), 0, has_energy=False) == "Moving in valley 1 after 1 step."
    caught = "Caught in valley 1, which has the global minimum: it can't get out."
    assert sentence(after(9, wells, 0.5, 0.02, -3.9), 0, has_energy=False) == caught
    assert sentence(after(9, wells, 0.5, 0.02, 3.9), 0, has_energy=False) == "Caught in valley 2: it can't get out."
