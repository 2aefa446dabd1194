"""Every number in a text of the library is computed: by the program, from its scenario, or here."""

import json
import re
from collections.abc import Callable, Iterator
from importlib.resources import files
from typing import Any

import numpy as np
import pytest

from app.files.presets import load_preset
from app.files.scenario import Scenario
from app.files.scenario_run import finished_run
from app.lessons.library import library
from app.text.numbers import exact
from physics.arrays import Floats
from physics.forcing.forcing import Forcing
from physics.landscape.base import Landscape
from physics.landscape.formula import FormulaLandscape
from physics.outcome.outcome import OUTCOMES, Outcome
from physics.rules.base import Rule
from physics.rules.registry import rule_named
from physics.run.run import Run
from physics.sweep.initial_states import state_at_rest
from physics.sweep.seeds import SEEDS, results_over_seeds, seeds_from
from tests.lessons.solutions import pages
from tests.support.balls import MOMENTUM, NESTEROV, new_ball

HILLS, WELL, BOWL, NEEDLE = map(load_preset, ("descending-hills", "double-well", "bowl", "needle"))
FORMULAS = (
    *("1/(1 − α)", "(1 − √(ηλ))²", "2(1 + α)/(1 + 2α)", "2(1 + α)", "η/(1 − α)", "1 − η", "1 − α", "1/t"),
    "how far it is below 1",
    "so on up to 1",
    *("At step 0", "at step 0"),
)
"""What stands in texts and is no number of a run."""
NUMBER = re.compile(r"−?\d[\d,]*(?:\.\d+)?")


def decimals(value: float, places: int) -> str:
    return exact(round(float(value), places), places)


def run(landscape: Landscape, *balls: tuple[float, float, float], steps: int = 2000, rule: Rule = MOMENTUM) -> Run:
    """The run of balls (α, η, start)."""
    scenario = Scenario("", landscape, tuple(new_ball(*ball, rule) for ball in balls), steps)
    return finished_run(scenario)


def end_valleys(landscape: Landscape, *balls: tuple[float, float, float], steps: int = 4000) -> list[int]:
    """The valley that each ball is caught in, from 1; 0 if it is in none."""
    status = run(landscape, *balls, steps=steps).status
    caught = [OUTCOMES[code] in (Outcome.SETTLED, Outcome.TRAPPED) for code in status.outcome.tolist()]
    return [valley + 1 if is_caught else 0 for valley, is_caught in zip(status.valley.tolist(), caught, strict=True)]


def ends(values: Floats, valleys: list[int], valley: int) -> tuple[float, float]:
    """The first and the last of the values that end in a valley; those between do, too."""
    (found,) = np.nonzero(np.array(valleys) == valley)
    assert np.array_equal(found, np.arange(found[0], found[-1] + 1))
    return float(values[found[0]]), float(values[found[-1]])


# The numbers of single pages


def near_the_flag() -> Iterator[str]:
    edges = HILLS.landscape.features.edges
    yield f"The hilltop is at w = {decimals(edges[2], 2)}."


def a_lucky_start() -> Iterator[str]:
    edges = HILLS.landscape.features.edges
    low, high = edges[1], edges[2]
    inside, outside = [low + 0.001, high - 0.001], [low - 0.001, high + 0.001]
    balls = [(0.0, 0.02, start) for start in inside + outside]
    assert [valley == 2 for valley in end_valleys(HILLS.landscape, *balls)] == [True, True, False, False]
    assert (high - low) / 12 == pytest.approx(1 / 5, abs=0.01)
    yield f"between w = {decimals(low, 2)} and w = {decimals(high, 2)}"


def longer_steps() -> Iterator[str]:
    assert end_valleys(HILLS.landscape, (0.0, 30 * 0.02, 4.8)) == [5]
    yield from ()


def ten_steps_in_one() -> Iterator[str]:
    rows = run(FormulaLandscape("w", (-20, 20)), (0, 0.01, 15), (0.9, 0.01, 15), steps=100).recording.rows()
    way = rows.w[0] - rows.w[100]
    assert way[0] == pytest.approx(1)
    assert way[1] == pytest.approx(9, abs=0.15)
    yield f"went {way[0]:.0f} in 100 steps"
    yield f"comes back as {0.01 * 0.9:.3f} in the next step, as {0.01 * 0.9**2:.4f} in the one"
    yield f"1 + 0.9 + {0.9**2:.2f} + … = 1/(1 − 0.9)"
    yield "**α is 0.9**"


def a_little_higher() -> Iterator[str]:
    low, high = 3.0, 3.02
    assert end_valleys(WELL.landscape, (0.9, 0.02, low), (0.9, 0.02, high)) == [2, 1]
    while high - low > 1e-4:
        middle = (low + high) / 2
        low, high = (low, middle) if end_valleys(WELL.landscape, (0.9, 0.02, middle)) == [1] else (middle, high)
    yield f"lies between them, at {decimals(low, 2)}"


def past_the_flag() -> Iterator[str]:
    alphas = np.arange(940, 975) / 1000
    first, last = ends(alphas, end_valleys(HILLS.landscape, *((alpha, 0.02, 4.8) for alpha in alphas.tolist())), 2)
    yield f"α from {first:.3f} to {last:.3f} ends at the flag"


def a_race_in_a_bowl() -> Iterator[str]:
    (curvature,) = BOWL.landscape.features.curvature
    yield f"λ is {curvature:.0f}, and that is {(1 - (0.02 * curvature) ** 0.5) ** 2:.3f}"


def which_is_the_quickest() -> Iterator[str]:
    w = run(FormulaLandscape("0.5w^2", (-50, 50)), *((0, eta, 4) for eta in (0.5, 1, 1.9, 2.1)), steps=1)
    factors = w.recording.row(1).w / 4
    yield "by {}, by {}, by {} and by {}.".format(
        *(f"{factor:.1f}".replace("-", "−").replace("0.0", "0") for factor in factors)
    )


def the_new_limit() -> Iterator[str]:
    wide = FormulaLandscape("0.5w^2", (-50, 50))
    assert end_valleys(wide, (0.5, 2.99, 4), (0.5, 3.01, 4)) == [1, 0]
    yield f"2(1 + 0.5) = {2 * (1 + 0.5):.0f}"
    yield "α is 0.5 now"


def the_steepest_side() -> Iterator[str]:
    landscape = load_preset("ill-conditioned-bowl").landscape
    steep, flat = (np.diff(landscape.slope(np.array([w, w + 1.0])))[0] for w in (-1.5, 5.0))
    assert steep / flat == pytest.approx(200)
    yield f"{steep / flat:.0f} times as sharply"
    yield f"the limit of η, without momentum, is {2 / steep}"
    yield f"no η above {2 / steep}"


def who_is_careful() -> Iterator[str]:
    wide, limit = FormulaLandscape("0.5w^2", (-50, 50)), 2 * 1.9 / 2.8
    left = [
        OUTCOMES[int(run(wide, (0.9, eta, 4), steps=20_000, rule=rule).status.outcome[0])] is Outcome.LEFT
        for rule, eta in ((NESTEROV, limit - 0.01), (NESTEROV, limit + 0.01), (MOMENTUM, 3.79), (MOMENTUM, 3.81))
    ]
    assert left == [False, True, False, True]
    yield f"which is {limit:.3f} for α 0.9"
    yield f"2(1 + α) = {2 * 1.9:.1f}"


def without_any_momentum() -> Iterator[str]:
    curvature = NEEDLE.landscape.features.curvature[0]
    assert pytest.approx(15) == 0.3 / 0.02
    yield f"f″ is up to {curvature:.0f}"
    yield f"below 2/{curvature:.0f} = {2 / curvature:.3f}"


def uphill_steps(alpha: float, eta: float) -> int:
    preset = load_preset("noisy-slope")
    noisy = Run(preset.landscape, [new_ball(alpha, eta, 9)], forcing=Forcing(2, 3))
    noisy.advance(150)
    return int((noisy.recording.rows().delta[1:] > 0).sum())


def twice_as_strong() -> Iterator[str]:
    without = run(load_preset("noisy-slope").landscape, (0, 0.05, 9), steps=150).recording.row(150)
    yield f"{uphill_steps(0, 0.05)} of the 150 steps led uphill"
    yield f"that would be w = {decimals(float(without.w[0]), 1)}, too"


def the_same_rate() -> Iterator[str]:
    yield f"{uphill_steps(0.9, 0.005)} of its steps led uphill, instead of {uphill_steps(0, 0.05)}"


def at_the_bottom() -> Iterator[str]:
    yield "after the first 300 steps"
    yield "After step 300"


def kicked_out() -> Iterator[str]:
    ball = new_ball(0.9, 0.02, 3)
    assert end_valleys(WELL.landscape, (0.9, 0.02, 3)) == [2]
    state = state_at_rest(ball)._replace(forcing=Forcing(2.0))
    found = results_over_seeds(WELL.landscape, state, seeds_from(0, SEEDS), 1000)
    yield f"With {SEEDS} different seeds, {(found.valley == 0).sum()} balls are in valley 1"


def ten_times_as_steep() -> Iterator[str]:
    assert end_valleys(HILLS.landscape, (0.95, 0.02, 4.8)) == [2]
    usual = run(HILLS.landscape, (0.9, 0.024, 4.8), steps=400, rule=rule_named("adam")).recording.row(400)
    yield f"Adam in valley {usual.valley[0]}"


def find_the_stripe() -> Iterator[str]:
    alphas = np.arange(9800, 9860) / 10_000
    first, last = ends(alphas, end_valleys(WELL.landscape, *((alpha, 0.02, 3) for alpha in alphas.tolist())), 2)
    yield f"from {first:.4f} to {last:.4f}"


def an_eta_that_gets_smaller() -> Iterator[str]:
    w = run(load_preset("v-shape").landscape, (0, 0.1, 2.5137), steps=100).recording.rows().w[-2:]
    yield f"between {decimals(w.min(), 4)} and {decimals(w.max(), 4)}"
    yield f"again after {2 * 100} it is divided by ten"


def too_soon() -> Iterator[str]:
    page = next(page for key, index, page in pages() if (key, index) == ("lesson/finer", 3))
    w = finished_run(page.setting.scenario).recording.rows().w[:, 0]
    yield f"again after {2 * 10}."
    yield (
        f"It went {w[0] - w[10]:.0f} in the first ten steps, {w[10] - w[20]:.1f} in the next ten, "
        f"and then {w[20] - w[21]:.3f} in each step"
    )


def look_for_an_alpha() -> Iterator[str]:
    yield "Look for an α between 0.95 and 0.97."  # test_library_challenges finds it there


def best_constant_alpha() -> Iterator[str]:
    alphas = np.arange(947, 968) / 1000
    found = run(HILLS.landscape, *((alpha, 0.02, 4.8) for alpha in alphas.tolist()))
    yield f"With the best constant α it takes {found.status.steps.min()}."


def adagrad_with_memory() -> Iterator[str]:
    yield "AdaGrad with α 0.9 is on the right way."  # likewise


def lambda_is_one() -> Iterator[str]:
    yield "λ is 1 and"


CLAIMS: dict[tuple[str, int], Callable[[], Iterator[str]]] = {
    ("lesson/stuck", 1): longer_steps,
    ("lesson/stuck", 3): near_the_flag,
    ("lesson/stuck", 4): a_lucky_start,
    ("lesson/memory", 0): ten_steps_in_one,
    ("lesson/over-the-hill", 1): a_little_higher,
    ("lesson/too-much", 0): past_the_flag,
    ("lesson/too-much", 1): a_race_in_a_bowl,
    ("lesson/long-steps", 0): which_is_the_quickest,
    ("lesson/long-steps", 2): the_new_limit,
    ("lesson/long-steps", 3): the_steepest_side,
    ("lesson/nesterov", 2): who_is_careful,
    ("lesson/needle", 1): without_any_momentum,
    ("lesson/noise", 0): twice_as_strong,
    ("lesson/noise", 1): the_same_rate,
    ("lesson/noise", 2): at_the_bottom,
    ("lesson/noise", 3): kicked_out,
    ("lesson/relatives", 0): ten_times_as_steep,
    ("lesson/finer", 1): find_the_stripe,
    ("lesson/finer", 2): an_eta_that_gets_smaller,
    ("lesson/finer", 3): too_soon,
    ("challenge/every-ball", 0): look_for_an_alpha,
    ("challenge/quick-bowl", 0): lambda_is_one,
    ("challenge/memory-for-adagrad", 0): adagrad_with_memory,
    ("challenge/accelerate-and-brake", 0): best_constant_alpha,
}
"""What the texts of a page say with numbers that its scenario does not give: each is computed here."""


def texts_of(page: dict[str, Any]) -> str:
    """All texts of a page or a challenge, without the numbers that the program fills in."""
    parts = [page[key] for key in ("task", "hint", "solved") if key in page]
    parts += [page[key]["text"] for key in ("predict", "try", "notice") if key in page]
    joined = "\n".join(part if isinstance(part, str) else "\n".join(part) for part in parts)
    return re.sub(r"\{[^}]*\}", "", joined)


def given_by(value: Any) -> Iterator[float]:
    """All numbers in what a file gives, as in names and formulas; of a condition also one more than its steps."""
    if isinstance(value, dict):
        if "within" in value:
            yield value["within"] + 1
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from given_by(each)
    elif isinstance(value, str):
        yield from map(float, re.findall(r"\d+\.?\d*", value))
    elif isinstance(value, int | float):
        yield float(value)


def library_pages() -> Iterator[tuple[str, int, dict[str, Any]]]:
    """The JSON of each page and challenge; a page without a scenario has that of the page before."""
    for file in sorted(files("resources").joinpath("lessons").iterdir(), key=lambda file: file.name):
        kind, _, name = file.name.removesuffix(".lesson").split("-", 2)
        entries, scenario = json.loads(file.read_text(encoding="utf-8")), None
        for index, page in enumerate(entries.get("pages", [entries])):
            scenario = page.get("scenario", scenario)
            yield f"{kind}/{name}", index, {**page, "scenario": scenario}


def test_every_file_is_in_the_library() -> None:
    assert {key for key, _index, _page in library_pages()} == {entry.key for entry in library()}
    assert set(CLAIMS) <= {(key, index) for key, index, _page in library_pages()}


@pytest.mark.parametrize(
    ("key", "index", "page"), [pytest.param(*each, id=f"{each[0]}-{each[1]}") for each in library_pages()]
)
def test_every_number_is_computed(key: str, index: int, page: dict[str, Any]) -> None:
    text = texts_of(page)
    for claim in CLAIMS.get((key, index), lambda: iter(()))():
        assert claim in text
        text = text.replace(claim, "")
    for formula in FORMULAS:
        text = text.replace(formula, "")
    conditions = [page.get("goal"), page.get("try", {}).get("done"), page.get("predict", {}).get("right")]
    given = set(given_by([page["scenario"], conditions]))
    numbers = {number.rstrip(",") for number in NUMBER.findall(text)}
    assert {number for number in numbers if float(number.replace("−", "-").replace(",", "")) not in given} == set()
