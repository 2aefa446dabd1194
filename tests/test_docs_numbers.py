"""Every number of docs/model.md is computed by the program."""

import math

import numpy as np
import pytest

from app.files.presets import Preset, load_preset
from app.session.run_operations import balls_of_all_rules
from app.text.thresholds import threshold_sentence
from physics.arrays import Floats
from physics.forcing.forcing import NOISY_LAST_STEP, Forcing
from physics.forcing.schedule import Decay, Schedule
from physics.landscape.base import Landscape
from physics.landscape.formula import FormulaLandscape
from physics.outcome.outcome import OUTCOMES, Outcome
from physics.rules.base import ALPHA
from physics.rules.memory import memory, scale_from_alpha
from physics.rules.suggestion import suggest
from physics.rules.trapping_levels import trapping_level
from physics.run.ball import START, Ball
from physics.run.cycle import find_cycle
from physics.run.edit import Edit
from physics.run.recording import Rows
from physics.run.run import Run
from physics.sweep.grid import Grid, whole_axis
from physics.sweep.initial_states import state_at_rest
from physics.sweep.sweep import LAST_STEP, sweep_now
from physics.sweep.thresholds import find_thresholds
from tests.physics.outcome.test_trapped_for_ever import CALLED_TRAPPED
from tests.support.balls import new_ball
from tests.support.documents import MODEL, first_words, read, section, tables
from tests.support.rules import HEAVY_BALLS

TEXT = read(MODEL)
PROSE = " ".join(TEXT.split())
HILLS = load_preset("descending-hills")
WELLS = load_preset("double-well")
BOWL = load_preset("bowl")
MAX_STEPS = 100_000


def number(value: float, decimals: int) -> str:
    """A number as the page writes it: 3.399, −0.081."""
    return f"{value + 0.0:.{decimals}f}".replace("-", "−")


def table(heading: str, index: int = 0) -> list[list[str]]:
    return tables(section(TEXT, heading))[index]


def alphas_of(rows: list[list[str]]) -> list[float]:
    return [float(row[0]) for row in rows]


def ball(alpha: float, eta: float, start: float) -> Ball:
    return new_ball(alpha, eta, start, name="ball")


def run_of(landscape: Landscape, *balls: Ball, steps: int = MAX_STEPS) -> Run:
    """A run to its end, with only the last row."""
    run = Run(landscape, balls)
    while run.advance(min(1000, steps - run.step)):
        run.recording.forget_before(run.step)
    return run


def rows_of(landscape: Landscape, one: Ball, steps: int) -> Rows:
    run = Run(landscape, [one])
    run.advance(steps)
    return run.recording.rows()


def results(landscape: Landscape, alphas: Floats, start: float, eta: float) -> list[str]:
    """Where the balls end, in the words of the page."""
    status = run_of(landscape, *(ball(float(alpha), eta, start) for alpha in alphas)).status
    middle = sum(landscape.domain) / 2
    words = []
    for code, valley, w in zip(status.outcome.tolist(), status.valley.tolist(), status.w, strict=True):
        outcome = OUTCOMES[code]
        assert outcome in (Outcome.SETTLED, Outcome.LEFT)
        side = "left" if w < middle else "right"
        words.append(f"{valley_words(landscape, valley)}" if outcome is Outcome.SETTLED else f"left on the {side}")
    return words


def valley_words(landscape: Landscape, index: int) -> str:
    return f"{index + 1}{' (global)' if landscape.features.is_global[index] else ''}"


def bands(alphas: Floats, words: list[str], decimals: int) -> list[list[str]]:
    """One row for neighbouring α with the same end."""
    rows: list[list[str]] = []
    for alpha, word in zip(alphas, words, strict=True):
        if rows and rows[-1][2] == word:
            rows[-1][1] = number(alpha, decimals)
        else:
            rows.append([number(alpha, decimals), number(alpha, decimals), word])
    return rows


def test_first_steps() -> None:
    rows = rows_of(HILLS.landscape, ball(0.9, 0.02, 4.8), 4)
    columns = (rows.momentum_term, rows.gradient_term, rows.delta, rows.w, rows.slope)
    expected = [[str(step), *(number(column[step, 0], 5) for column in columns)] for step in range(5)]
    assert table("The rule", 1) == expected


def test_memory_is_the_gain_in_speed_on_a_steady_slope() -> None:
    written = table("Momentum is memory")
    steady = FormulaLandscape("w", (-1e7, 1.0))
    for row in written:
        alpha = float(row[0])
        steps = round(memory(alpha))
        length = -rows_of(steady, ball(alpha, 0.01, 0.0), 30 * steps).delta[:, 0]
        assert row[1:3] == [str(steps), number(scale_from_alpha(alpha), 2)]
        assert row[3:] == [number(length[steps], 4), number(length.max(), 4)]
    assert len(written) == 5


def test_valleys_of_descending_hills() -> None:
    features = HILLS.landscape.features
    columns = features.edges[:-1], features.edges[1:], features.minima, features.minimum_heights, features.rims
    expected = [
        [valley_words(HILLS.landscape, i), *(number(column[i], 3) for column in columns)]
        for i in range(features.valley_count)
    ]
    assert table("Landscapes") == expected
    assert f"only {features.rims[0] - features.minimum_heights[0]:.3f} above its minimum" in PROSE


def test_a_parameter_that_is_changed_on_the_way() -> None:
    def with_b(value: float) -> FormulaLandscape:
        return FormulaLandscape("a*w^2 + b*cos(c*w)", (-6, 6), parameters={"a": 0.1, "b": value, "c": 3})

    for row in (rows := table("A landscape with parameters")):
        landscape = with_b(float(row[0]))
        run = Run(with_b(1), [ball(0.9, 0.05, 5)], [Edit(40, landscape=landscape)])
        run.advance(MAX_STEPS)
        status = run.status
        assert OUTCOMES[status.outcome[0]] is Outcome.SETTLED
        valleys = str(landscape.features.valley_count)
        found = [valleys, str(status.valley[0] + 1), number(status.w[0], 3), str(status.hills_crossed[0])]
        assert row[1:] == found
    assert len(rows) == 5
    unchanged = run_of(with_b(1), ball(0.9, 0.05, 5), steps=39).status
    assert (OUTCOMES[unchanged.outcome[0]], unchanged.valley[0]) == (Outcome.TRAPPED, 5)
    sides = with_b(1), FormulaLandscape("0.1*w^2 + 1*cos(3*w)", (-6, 6))
    w = np.linspace(-6, 6, 1001)
    assert sides[0].slope(w).tobytes() == sides[1].slope(w).tobytes()


def test_energy_falls_until_the_ball_is_locked_in() -> None:
    rows = rows_of(HILLS.landscape, ball(0.95, 0.02, 4.8), 2000)
    energy, f, last = rows.energy[:, 0], rows.f[:, 0], len(rows.w) - 1
    expected = [
        [
            str(t),
            *(number(value, 3) for value in (rows.w[t, 0], f[t], energy[t] - f[t], energy[t])),
            str(rows.valley[t, 0]),
            OUTCOMES[rows.outcome[t, 0]].value,
        ]
        for t in (0, 10, 20, 30, 40, 44, 45, 100, last)
    ]
    assert table("Energy") == expected
    assert (np.diff(energy) < 0.0).all()
    trapped = int(np.argmax(rows.outcome[:, 0] == OUTCOMES.index(Outcome.TRAPPED)))
    assert f"At step {trapped} it falls below {HILLS.landscape.features.rims[1]:.3f}" in PROSE
    assert f"known {last - trapped} steps before" in PROSE


def test_how_far_the_theorem_about_energy_reaches() -> None:
    curvature = HILLS.landscape.features.max_curvature
    assert f"L is at most {curvature:.3f}" in PROSE
    limit = 1.0 - 0.02 * curvature / 2.0
    assert math.floor(limit * 1e4) / 1e4 == 0.9616
    assert "holds up to α = 0.9616" in PROSE


def test_outcomes_are_those_of_the_program() -> None:
    assert first_words(section(TEXT, "Outcomes")) == [outcome.value for outcome in Outcome]


def test_lessards_cycle() -> None:
    preset = load_preset("lessard-cycle")
    run = Run(preset.landscape, preset.balls)
    run.advance(1000)
    cycle = find_cycle(run, 0)
    assert cycle is not None
    end = run.status.steps[0].item()
    rows = run.recording.rows()
    expected = [
        [str(step), number(rows.w[step, 0], 6), number(rows.delta[step, 0], 6)] for step in range(end - 3, end + 1)
    ]
    assert table("When a ball repeats") == expected
    assert rows.w[end - 2 : end + 1, 0] == pytest.approx(np.array([792, -2208, 2592]) / 1225, abs=1e-14)
    assert f"comes back after {cycle.period} steps holds to about 10⁻¹⁵" in PROSE
    assert f"the last bits come back only after {cycle.bit_period}." in PROSE
    assert f"Here that is {end - cycle.bit_period} + {cycle.bit_period}" in PROSE
    assert f"from step {end} on" in PROSE
    assert f"η = 0.04, and settles after {run.status.steps[1]} steps" in PROSE


def test_levels_of_valley_2() -> None:
    written, landscape = table("When a ball is trapped"), HILLS.landscape
    for alpha, *levels in written:
        found = [trapping_level(landscape, rule, {"alpha": float(alpha), "eta": 0.02}, 1) for rule in HEAVY_BALLS]
        assert levels == [number(level, 3) if math.isfinite(level) else "none" for level in found]
    assert f"the rim is at {landscape.features.rims[1]:.3f}" in PROSE
    assert f"rolls {CALLED_TRAPPED:,} random balls that are called trapped" in PROSE


def test_the_rules_compared() -> None:
    landscape = HILLS.landscape
    written, made = table("Rules compared"), balls_of_all_rules(landscape, ball(0.9, 0.02, 4.8))
    steps = {}
    for row, each in zip(written, made, strict=True):
        run = Run(landscape, [each])
        run.advance(20_000)
        status, delta = run.status, run.recording.rows().delta[:, 0]
        steps[row[0]] = run.recording.rows().w[:, 0]
        assert row == [
            each.rule.title,
            *(f"{each.parameters[name]:g}" for name in ("alpha", "eta")),
            f"{delta[1]:.5f}".replace("-", "−"),
            f"{np.abs(delta).max():.5f}",
            str(status.valley[0] + 1),
            OUTCOMES[status.outcome[0]].value,
        ]
    hops = steps["RMSprop"][-12:]
    assert f"between {hops.min():.4f} and {hops.max():.4f}." in PROSE
    assert "by about 0.01," in PROSE
    assert 0.005 < np.ptp(steps["Adam"][-2000:]) < 0.02


def test_more_momentum_on_descending_hills() -> None:
    written = table("Why more is not always better")
    run = run_of(HILLS.landscape, *(ball(alpha, 0.02, 4.8) for alpha in alphas_of(written)))
    for i, row in enumerate(written):
        status = run.status
        outcome = OUTCOMES[status.outcome[i]]
        valley = "" if outcome is Outcome.LEFT else valley_words(HILLS.landscape, int(status.valley[i]))
        steps = memory(float(row[0]))
        counts = [str(status.hills_crossed[i]), str(status.steps[i])]
        assert row[1:] == [
            "∞" if steps == math.inf else f"{steps:.3g}",
            outcome.value,
            valley,
            *counts,
            number(status.w[i], 3),
        ]


def test_where_every_alpha_ends_on_descending_hills() -> None:
    alphas = np.arange(1001) / 1000
    words = [f"valley {word}" if word[0].isdigit() else word for word in results(HILLS.landscape, alphas, 4.8, 0.02)]
    assert table("Why more is not always better", 1) == bands(alphas, words, 3)


def test_where_the_fast_balls_end_when_there_is_more_ground() -> None:
    assert isinstance(HILLS.landscape, FormulaLandscape)
    wider = FormulaLandscape(HILLS.landscape.text, (-14.0, 6.0))
    status = run_of(wider, ball(0.97, 0.02, 4.8), ball(0.99, 0.02, 4.8)).status
    assert f"the ball with α = 0.97 settles at w = {number(status.w[0], 3)}" in PROSE
    assert f"crosses {status.hills_crossed[1]} hills in all, and ends at w = {number(status.w[1], 3)}" in PROSE
    assert {OUTCOMES[code] for code in status.outcome} == {Outcome.SETTLED}


def test_stripes_of_the_double_well() -> None:
    assert (WELLS.start, WELLS.eta) == (3.0, 0.02)
    alphas = np.arange(8900, 9951) / 10000
    assert table("Why more is not always better", 2) == bands(alphas, results(WELLS.landscape, alphas, 3.0, 0.02), 4)


def test_the_map_of_descending_hills() -> None:
    landscape, one = HILLS.landscape, ball(0.0, HILLS.eta, HILLS.start)
    x, y = (whole_axis(quantity, landscape, HILLS.eta) for quantity in (ALPHA, START))
    results = sweep_now(landscape, Grid(x, y, 256, 256, one).starts(), LAST_STEP)
    mean, longest = int(results.steps.mean()), int(results.steps.max())
    assert f"α from 0 to {x.highest:g} and every start take {mean} steps on average" in PROSE
    assert f"the longest of them {longest}." in PROSE
    assert f"not decided after {LAST_STEP:,} steps" in PROSE
    assert f"Strips, maps and thresholds show where it is after {NOISY_LAST_STEP:,} steps." in PROSE


@pytest.mark.parametrize("preset", [HILLS, WELLS], ids=lambda preset: preset.name)
def test_the_thresholds(preset: Preset) -> None:
    found = find_thresholds(preset.landscape, state_at_rest(ball(0.0, preset.eta, preset.start)))
    assert found is not None
    assert threshold_sentence(preset.landscape, found) in PROSE


def test_the_seam_is_where_the_theorem_ends() -> None:
    last = 1.0 - HILLS.eta * HILLS.landscape.features.max_curvature / 2.0
    assert f"a faint seam at α = {last:.4f}." in PROSE


def test_bowl() -> None:
    written = table("In a bowl everything is known")
    for row in written:
        rows = rows_of(BOWL.landscape, ball(float(row[0]), 0.02, 4.0), MAX_STEPS)
        passed = np.count_nonzero(np.diff(np.sign(rows.w[:, 0])))
        assert row[1:] == [str(len(rows.w) - 1), str(passed)]
    assert len(written) == 8
    best = (1.0 - math.sqrt(0.02)) ** 2
    assert f"near {best:.3f}" in PROSE
    forever = run_of(BOWL.landscape, ball(1.0, 0.02, 4.0), steps=50_000)
    assert OUTCOMES[forever.status.outcome[0]] is Outcome.ROLLING


@pytest.mark.parametrize("alpha", [0.0, 0.5, 0.9])
def test_longest_stable_step_in_a_bowl(alpha: float) -> None:
    limit = 2.0 * (1.0 + alpha)
    run = run_of(BOWL.landscape, ball(alpha, 0.98 * limit, 1e-3), ball(alpha, 1.02 * limit, 1e-3))
    assert [OUTCOMES[code] for code in run.status.outcome] == [Outcome.SETTLED, Outcome.LEFT]


def test_eta_inside_the_step_or_outside() -> None:
    run = Run(WELLS.landscape, [ball(0.9, 0.1, 3.0)], [Edit(1, 0, parameters={"eta": 0.01})])
    run.advance(MAX_STEPS)
    w, remembered = np.array([3.0]), np.zeros(1)
    for eta in [0.1, *[0.01] * 5000]:
        remembered = 0.9 * remembered + WELLS.landscape.slope(w)
        w = w - eta * remembered
    assert f"settles at w = {number(run.status.w[0], 3)} by the rule" in PROSE
    assert f"ends at w = {number(w[0], 3)}" in PROSE


def test_momentum_walks_a_steady_way_through_noise() -> None:
    preset = load_preset("noisy-slope")
    run = Run(preset.landscape, preset.balls, forcing=preset.forcing)
    run.advance(300)
    rows = run.recording.rows(1)
    assert f"σ is {preset.forcing.noise:g}, twice as much as the slope itself." in PROSE
    expected = []
    for index, one in enumerate(preset.balls):
        alpha, eta = one.parameters["alpha"], one.parameters["eta"]
        way = rows.delta[:150, index]
        arrived = int(np.argmax(np.abs(rows.w[:, index]) < 1.0)) + 1
        expected.append(
            [
                *(f"{alpha:g}", f"{eta:g}", f"{eta / (1.0 - alpha):g}"),
                *(str((way > 0.0).sum()), number(float(np.abs(way).sum()), 2), str(arrived)),
            ]
        )
    assert table("Noise") == expected


def test_how_far_noise_carries_a_ball_in_a_bowl() -> None:
    sigma, written = 0.5, table("Noise", 1)
    balls = [ball(float(alpha), float(eta), 0.0) for alpha, eta, *_ in written]
    run = Run(BOWL.landscape, balls, forcing=Forcing(sigma, 1))
    run.advance(200_000)
    rows = run.recording.rows(1000)
    for index, (alpha, eta, *spreads) in enumerate(written):
        a, e = float(alpha), float(eta)
        per_damping = sigma**2 / ((1.0 - a) * (2.0 * (1.0 + a) - e))
        variances = e * (1.0 + a) * per_damping, 2.0 * e**2 * per_damping
        assert spreads == [number(math.sqrt(variance), 4) for variance in variances]
        assert [rows.w[:, index].std(), rows.delta[:, index].std()] == pytest.approx(np.sqrt(variances), rel=0.02)
    assert len(written) == 3


def test_shares_of_the_schedules() -> None:
    written = table("A learning rate that changes", 1)
    schedules = [Schedule(decay, 200, 10) for decay in (Decay.STEP, Decay.COSINE, Decay.INVERSE)]
    for step, *shares in written:
        assert shares == [number(schedule.shares(int(step), 1)[0], 4) for schedule in schedules]
    assert first_words(section(TEXT, "A learning rate that changes"))[:4] == list(Decay)


def test_suggestion_for_descending_hills() -> None:
    suggestion = suggest(HILLS.landscape)
    assert f"this gives start {suggestion.start} and η = {suggestion.eta}" in PROSE
    assert f"The preset has {HILLS.eta}" in PROSE
