"""Runs of every outcome, with the sentence and the few words about each."""

from physics.landscape.base import Landscape
from physics.landscape.formula import FormulaLandscape
from physics.rules.base import Rule
from physics.run.edit import Edit
from physics.run.run import Run
from tests.support.balls import MOMENTUM, NESTEROV, new_ball
from tests.support.runs import LESSARD

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
