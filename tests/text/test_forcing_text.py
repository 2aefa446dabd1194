"""Noise and schedules in words."""

import pytest

from app.text.balls import changed_since, edit_text
from app.text.forcing import effective_rate, forcing_in_short, forcing_text
from app.text.outcomes import result_words, sentence, short_outcome
from app.text.thresholds import threshold_sentence
from physics.forcing.forcing import NO_FORCING, Forcing
from physics.forcing.schedule import Decay, Schedule
from physics.rules.registry import rule_named
from physics.run.deciding_parameters import present_parameters
from physics.run.edit import Edit
from physics.run.run import Run
from physics.sweep.initial_states import state_at_rest
from physics.sweep.sweep import sweep_now
from physics.sweep.thresholds import find_thresholds
from tests.support.balls import new_ball
from tests.support.runs import HILLS


@pytest.mark.parametrize(
    ("forcing", "words"),
    [
        (NO_FORCING, ""),
        (Forcing(0.5, 7), "noise σ 0.5, seed 7"),
        (Forcing(schedule=Schedule(warm_up=1)), "η stays, after 1 step of warm-up"),
        (Forcing(schedule=Schedule(Decay.STEP, 90)), "η falls to a tenth every 90 steps, down to 1 %"),
        (
            Forcing(schedule=Schedule(Decay.INVERSE, 90, 10, 0.5)),
            "η falls as 1/t towards 50 %, half-way after 90 steps, after 10 steps of warm-up",
        ),
    ],
)
def test_in_one_line(forcing: Forcing, words: str) -> None:
    assert forcing_text(forcing) == words


def test_a_ball_with_noise_wanders() -> None:
    run = Run(HILLS, [new_ball(0.9, 0.02, 4.8)], forcing=Forcing(0.2))
    assert sentence(run, 0) == "Starts in valley 5: with noise it may get out of any valley."
    assert short_outcome(run, 0) == "not started"
    run.advance(10)
    assert sentence(run, 0) == "Wanders in valley 5 after 10 steps: with noise it may get out of any valley."
    assert short_outcome(run, 0) == "wanders in valley 5"


def test_while_eta_changes_nothing_is_said_of_where_a_ball_stays() -> None:
    run = Run(HILLS, [new_ball(0.9, 0.02, 4.8)], forcing=Forcing(schedule=Schedule(Decay.COSINE)))
    run.advance(10)
    assert sentence(run, 0).endswith("its learning rate η still changes, so it can't be said yet whether it stays.")


def test_a_schedule_alone_is_no_change_of_eta() -> None:
    run = Run(HILLS, [new_ball(0.0, 0.1, 4.8)], forcing=Forcing(schedule=Schedule(Decay.COSINE, 2000)))
    run.advance(5000)
    assert run.is_over
    assert changed_since(run, 0) == ()
    run.edit(Edit(run.step, 0, {"eta": 0.05}))
    run.advance(0)
    assert present_parameters(run, 0).values["eta"] < 0.05


def test_a_schedule_is_no_change_of_eta_of_a_ball_that_never_moved() -> None:
    run = Run(
        HILLS, [new_ball(0.0, 0.1, HILLS.features.minima[2].item())], forcing=Forcing(schedule=Schedule(warm_up=9))
    )
    assert run.is_over
    assert changed_since(run, 0) == ()


def test_an_edit_of_the_noise() -> None:
    assert edit_text(Edit(3, noise=0.25)) == "noise σ 0.25"
    assert edit_text(Edit(3, landscape=HILLS, noise=0.0)).endswith(", noise σ 0")


def test_in_a_few_words() -> None:
    assert forcing_in_short(NO_FORCING) == "noise, schedule…"
    assert forcing_in_short(Forcing(0.5, schedule=Schedule(Decay.STEP))) == "σ 0.5 · in steps"
    assert forcing_in_short(Forcing(schedule=Schedule(warm_up=3))) == "warm-up"


def test_each_schedule_is_told_in_short() -> None:
    texts = [forcing_in_short(Forcing(schedule=Schedule(decay))) for decay in Decay if decay is not Decay.CONSTANT]
    assert texts == ["in steps", "cosine", "1/t"]


def test_the_effective_rate_counts_with_eta_in_force() -> None:
    schedule = Schedule(Decay.STEP, 10)
    run = Run(HILLS, [new_ball(0.9, 0.02, 4.8), new_ball(1.0, 0.02, 4.8)], forcing=Forcing(0.2, schedule=schedule))
    assert effective_rate(run, 0) == pytest.approx(0.2)
    assert effective_rate(run, 1) is None
    run.advance(10)
    assert effective_rate(run, 0) == pytest.approx(0.02)
    assert effective_rate(Run(HILLS, [new_ball(0.9, 0.02, 4.8)]), 0) is None


def test_thresholds_with_noise_say_after_how_many_steps() -> None:
    state = state_at_rest(new_ball(0.0, 0.02, 4.8), Forcing(0.3, 1))
    found = find_thresholds(HILLS, state)
    assert found is not None
    words = threshold_sentence(HILLS, found)
    assert words.startswith("After 1,000 steps from here with this noise, with η 0.02: ends in valley 5 up to α 0.")
    assert threshold_sentence(HILLS, found, 7).startswith(
        "After 1,000 steps from step 7 with this noise, with η 0.02: "
    )


def test_so_do_those_of_a_ball_that_can_never_be_called_trapped() -> None:
    adam = rule_named("adam")
    for state in (
        state_at_rest(new_ball(0.9, 0.024, 4.8, adam)),
        state_at_rest(new_ball(0.9, 0.02, 4.8), Forcing(schedule=Schedule(Decay.INVERSE))),
    ):
        found = find_thresholds(HILLS, state, last=150)
        assert found is not None
        words = threshold_sentence(HILLS, found)
        assert words.startswith("Followed for 150 steps from here, with η 0.02")
        assert "moves" not in words
        assert threshold_sentence(HILLS, found, 7).startswith("Followed for 150 steps from step 7, with η 0.02")


def test_a_run_of_a_sweep_with_noise_wanders() -> None:
    results = sweep_now(HILLS, state_at_rest(new_ball(0.0, 0.02, 4.8)).initial_states(1), forcing=Forcing(0.1, 1))
    assert result_words(HILLS, results, 0, is_noisy=True) == "wanders in valley 5, after 1,000 steps"
