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
from tests.support.runs import LESSARD
from tests.support.sign_rule import SignMomentum

HILLS = FormulaLandscape("0.06*(w + 3.2)^2 + 0.55*cos(2.6*w)", (-6, 6))
RISING = FormulaLandscape("0.3*w + cos(2*w)", (-6, 6))
TWO_WELLS = FormulaLandscape("(w^2 - 4)^2/8", (-4, 4))
TILTED_WELLS = FormulaLandscape("(w^2 - 4)^2/8 + 0.2*w", (-4, 4))
BOWL = FormulaLandscape("w^2/2", (-2, 2))
HIGH = FormulaLandscape("1e10 + w^2", (-2, 2))
SLOPE = FormulaLandscape("w", (-3, 3))
DESCENT = FormulaLandscape("-w", (-3, 3))
FLAT = FormulaLandscape("3", (-2, 2))
SHELF = FormulaLandscape("w^3", (-2, 2))
KINK = FormulaLandscape("abs(w)", (-2, 2))
CLIFF = FormulaLandscape("1e10*w^2", (-2, 2))


def after(
    steps: int,
    landscape: Landscape,
    alpha: float,
    eta: float,
    start: float,
    *edits: Edit,
    rule: Rule = MOMENTUM,
) -> Run:
    run = Run(landscape, [new_ball(alpha, eta, start, rule=rule, name="ball")], edits)
    run.advance(steps)
    return run


CASES = {
    "start": (
        after(0, HILLS, 0.9, 0.02, 4.8),
        "Starts in valley 5: its energy 4.39 is 1.88 above the rim on the left, so it may still get out there.",
        "not started",
    ),
    "a start from which nothing leads out": (
        after(0, HILLS, 0.3, 0.2, -4.4),
        "Starts in valley 2: its energy 0.323 is 0.265 below the rim, so it can't get out.",
        "not started",
    ),
    "a start from which nothing leads out, though steps may raise its energy": (
        after(0, KINK, 0.9, 0.01, 1.2),
        "Starts in valley 1: from its energy 1.2 no step can lift it to the rim at 2.",
        "not started",
    ),
    "above the rim on the right": (
        after(7, HILLS, 0.26, 0.04, -4.8),
        (
            "Moving in valley 2 after 7 steps: its energy 0.59 is 0.00183 above the rim on the right, "
            "so it may still get out there."
        ),
        "moving",
    ),
    "above both rims": (
        after(15, HILLS, 0.95, 0.02, 4.8),
        (
            "Moving in valley 4 after 1 hill and 15 steps: its energy 3.11 is 0.602 above both rims, "
            "so it may still get out."
        ),
        "moving · 1 hill jumped",
    ),
    "below the rim with a large η": (
        after(4, HILLS, 0.85, 0.4, -2.9),
        (
            "Moving in valley 2 after 4 steps: its energy −0.125 is 0.713 below the rim, but a step "
            "may raise it: below −0.477 it will be caught."
        ),
        "moving",
    ),
    "below the rim with steps of which nothing is known": (
        after(1, BOWL, 0.9, 3.8, 0.1),
        (
            "Moving in valley 1 after 1 step: its energy 0.0563 is 1.94 below the rim, but a step may raise it, so it "
            "may still get out."
        ),
        "moving",
    ),
    "below the rim without damping": (
        after(3, BOWL, 1.0, 0.02, 1.5),
        (
            "Moving in valley 1 after 3 steps: its energy 1.07 is 0.933 below the rim, but with α = 1 no theorem "
            "proves that it stays: only leaving or repeating decides it."
        ),
        "moving",
    ),
    "down a slope": (
        after(10, SLOPE, 0.9, 0.01, 1.5),
        (
            "Moving in valley 1 after 10 steps: there is no minimum, only a slope that leads out on "
            "the left, 4.28 below its energy."
        ),
        "moving",
    ),
    "down a slope to the right": (
        after(2, DESCENT, 0.0, 0.01, 2.5),
        (
            "Moving in valley 1 after 2 steps: there is no minimum, only a slope that leads out on "
            "the right, 0.48 below its energy."
        ),
        "moving",
    ),
    "on the flat": (
        after(2, FLAT, 0.9, 0.01, 1.5, Edit(0, 0, delta=0.01)),
        "Moving in valley 1 after 2 steps: it is flat there, so nothing stops it.",
        "moving",
    ),
    "trapped for sure": (
        after(60, HILLS, 0.0, 0.02, 4.8),
        "Caught in valley 5: its energy 2.16 is 0.35 below the rim, so it can't get out.",
        "caught in valley 5",
    ),
    "trapped though steps may raise its energy": (
        after(53, HILLS, 0.89, 0.1, 1.1),
        (
            "Caught in valley 4: its energy, now 0.579, has been below 1; from there no step can lift it to the rim "
            "at 1.19."
        ),
        "caught in valley 4",
    ),
    "trapped with Nesterov's rule": (
        after(70, HILLS, 0.95, 0.02, 4.8, rule=NESTEROV),
        (
            "Caught in valley 3: its energy, now −0.291, has been below 0.529; from there no step can lift it to the "
            "rim at 0.588."
        ),
        "caught in valley 3",
    ),
    "trapped beside a kink": (
        after(5, KINK, 0.9, 0.01, 1.5),
        (
            "Caught in valley 1, which has the global minimum: its energy, now 1.44, has been below 1.71; from "
            "there no step can lift it to the rim at 2."
        ),
        "caught in valley 1 · global minimum",
    ),
    "trapped at the global minimum": (
        after(20, HILLS, 0.3, 0.2, -4.4),
        (
            "Caught in valley 2, which has the global minimum: its energy −0.54 is 1.13 below the "
            "rim, so it can't get out."
        ),
        "caught in valley 2 · global minimum",
    ),
    "settled in the global minimum": (
        after(2000, HILLS, 0.95, 0.02, 4.8),
        "Settled in valley 2, the global minimum, after 3 hills and 598 steps.",
        "settled in valley 2 · global minimum",
    ),
    "settled in a local minimum": (
        after(2000, HILLS, 0.9, 0.02, 4.8),
        "Settled in valley 4, a local minimum 1.12 above the global one, after 1 hill and 307 steps.",
        "settled in valley 4",
    ),
    "settled in one of two": (
        after(2000, TWO_WELLS, 0.5, 0.02, 3.0),
        "Settled in valley 2, one of the global minima, after 58 steps.",
        "settled in valley 2 · global minimum",
    ),
    "settled at once": (
        after(5, BOWL, 0.5, 0.02, 0.0),
        "Settled in valley 1, the global minimum, where it started.",
        "settled in valley 1 · global minimum",
    ),
    "repeats": (
        after(500, LESSARD, 4 / 9, 1 / 9, 3.3),
        (
            "Repeats every 3 steps, between w = −1.80 and 2.12, for ever: at step 146 all is, to the last bit, as it "
            "was 18 steps before."
        ),
        "repeats every 3 steps",
    ),
    "repeats between places close together": (
        after(500, FormulaLandscape("abs(w - 1000.00123)", (900, 1100)), 0.0, 2.0**-12, 1000.0),
        (
            "Repeats every 2 steps, between w = 1000.0012 and 1000.0015, for ever: at step 10 all is, to the last bit, "
            "as it was 2 steps before."
        ),
        "repeats every 2 steps",
    ),
    "stays in place": (
        after(9, KINK, 0.0, 1e-30, 1.5),
        (
            "Stays at w = 1.5 for ever, though the ground slopes there, as its steps are too short: at step 2 all is, "
            "to the last bit, as it was 1 step before."
        ),
        "stays in place on a slope",
    ),
    "repeats within less than can be seen": (
        after(9, FormulaLandscape("abs(w - 1000.00123)", (900, 1100)), 0.0, 2.0**-33, 1000.00123 + 2.0**-34),
        (
            "Moves to and fro at w = 1,000 for ever, by less than can be seen: at step 4 all is, to the last bit, "
            "as it was 2 steps before."
        ),
        "moves to and fro by less than can be seen",
    ),
    "balanced on a hill": (
        after(5, TWO_WELLS, 0.5, 0.02, 0.0),
        (
            "Balanced on the hill between valleys 1 and 2, at w = 0, where it started: there is no "
            "slope at the top, so it rests, but not in a minimum."
        ),
        "balanced on a hill",
    ),
    "balanced on a shelf": (
        after(5, SHELF, 0.0, 0.01, 1.5, Edit(3, 0, w=0.0, delta=0.0)),
        "Balanced in valley 1, at w = 0, after 3 steps: it is level there, so it rests, but not in a minimum.",
        "balanced on level ground",
    ),
    "diverged": (
        after(5, CLIFF, 0.0, 1e300, 1.5),
        "Diverged at step 1: the step was too long for a number; η = 1·10³⁰⁰ is far too large.",
        "diverged",
    ),
    "trapped where rim and energy have the same digits": (
        after(6, HIGH, 0.9, 0.1, 1.9),
        (
            "Caught in valley 1, which has the global minimum: its energy, now 1.92 below the rim at 1·10¹⁰, has been "
            "0.842 below it; from there no step can lift it to the rim."
        ),
        "caught in valley 1 · global minimum",
    ),
    "below the rim where level and energy have the same digits": (
        after(0, HIGH, 0.9, 0.1, 1.9),
        (
            "Starts in valley 1: its energy 1·10¹⁰ is 0.39 below the rim, but a step may raise it: 0.842 below the "
            "rim it will be caught."
        ),
        "not started",
    ),
    "left with enough energy": (
        after(2000, HILLS, 0.97, 0.02, 4.8),
        "Gone over the left edge at step 55: energy 0.652 at step 54, 0.728 above the edge.",
        "gone over the left edge",
    ),
    "left by a long step": (
        after(2000, BOWL, 0.0, 2.1, 0.5),
        ("Gone over the left edge at step 15: the step, 3.99, was longer than it is from the minimum to the edge, 2."),
        "gone over the left edge",
    ),
    "left by a very long step": (
        after(2000, BOWL, 0.0, 4.0, -1.5),
        "Gone over the right edge at step 1: the step, 6, was longer than the whole landscape is wide.",
        "gone over the right edge",
    ),
    "left by a step that was too low": (
        after(24, RISING, 0.64, 2.0, -0.9, rule=NESTEROV),
        (
            "Gone over the left edge at step 3: a step of 0.471 carried it over, though its "
            "energy −0.983 at step 2 was 0.0269 too low."
        ),
        "gone over the left edge",
    ),
    "left down a slope": (
        after(2000, SLOPE, 0.9, 0.01, 1.5),
        "Gone over the left edge at step 54: there is no minimum on that side, only a slope that leads out.",
        "gone over the left edge",
    ),
    "put outside at the start": (
        after(5, BOWL, 0.0, 0.01, 5.0),
        "Gone over the right edge at step 0: it was put there.",
        "gone over the right edge",
    ),
    "put outside later": (
        after(5, BOWL, 0.0, 0.01, 1.5, Edit(3, 0, w=-5.0)),
        "Gone over the left edge at step 3: it was put there.",
        "gone over the left edge",
    ),
    "the landscape was taken away": (
        after(5, BOWL, 0.0, 0.01, 1.5, Edit(3, landscape=FormulaLandscape("w^2", (-1, 1)))),
        "Gone over the right edge at step 3: the landscape that came then ends before its place.",
        "gone over the right edge",
    ),
}


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
