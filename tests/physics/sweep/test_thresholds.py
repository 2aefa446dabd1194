"""Thresholds: compared with runs of one ball each, and with what the documents say about the presets."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.files.presets import load_preset
from physics.landscape.base import Landscape
from physics.landscape.formula import FormulaLandscape
from physics.landscape.points import PointsLandscape
from physics.outcome.outcome import OUTCOMES, Outcome
from physics.rules.registry import rule_named
from physics.rules.suggestion import suggest
from physics.run.edit import Edit
from physics.run.run import Run
from physics.sweep.initial_states import BallState, state_at_rest
from physics.sweep.thresholds import (
    MAX_REFINED_STEPS,
    THRESHOLD_WIDTH,
    WIDE_SAMPLES,
    FinalOutcome,
    Region,
    Thresholds,
    find_thresholds,
)
from tests.support.balls import NESTEROV, new_ball
from tests.support.rules import HEAVY_BALLS
from tests.support.runs import DIPS, HILLS, WELL
from tests.support.threshold_oracle import AT_REST, found, outcomes_of, swept

IN_MOTION = AT_REST._replace(w=2.0, delta=-0.07)
BY_NESTEROV = AT_REST._replace(rule=NESTEROV)
DOUBLE_WELL = load_preset("double-well").landscape
IN_THE_WELL = state_at_rest(new_ball(0.9, 0.02, 3.0))
LEVEL_WELLS = FormulaLandscape("(w^2 - 4)^2/8", (-4, 4))
STRIP = np.append(1.0 - 10.0 ** -np.linspace(0.0, 3.0, 256), 1.0)


def region_at(thresholds: Thresholds, alpha: float) -> Region | None:
    """The region that an α lies in; None in the narrow space between two."""
    return next((region for region in thresholds.regions if region.first <= alpha <= region.last), None)


def live_end(landscape: Landscape, state: BallState, alpha: float) -> FinalOutcome:
    """How a live run of one ball ends, when it is made to its very end."""
    edits = [Edit(0, 0, delta=state.delta)] if state.delta else []
    run = Run(landscape, [new_ball(alpha, state.parameters["eta"], state.w, state.rule)], edits)
    run.advance(20_000)
    outcome, valley = OUTCOMES[int(run.status.outcome[0])], int(run.status.valley[0])
    assert outcome in {Outcome.SETTLED, Outcome.LEFT}
    return FinalOutcome(outcome, valley)


def bisected(landscape: Landscape, state: BallState, low: float, high: float) -> tuple[float, float]:
    """The threshold between two α, to a tenth of what is asked for."""
    end = live_end(landscape, state, low)
    assert live_end(landscape, state, high) != end
    while high - low > THRESHOLD_WIDTH / 10:
        middle = low + 0.5 * (high - low)
        low, high = (middle, high) if live_end(landscape, state, middle) == end else (low, middle)
    return low, high


def valleys(thresholds: Thresholds) -> list[str]:
    """Each region in short: 5, or L for left."""
    return [
        "".join("L" if e.outcome is Outcome.LEFT else str(e.valley + 1) for e in r.outcomes) for r in thresholds.regions
    ]


def neighbours(thresholds: Thresholds) -> tuple[tuple[Region, ...], tuple[Region, ...]]:
    """All regions but the last, and to each of them the one that follows."""
    return thresholds.regions[:-1], thresholds.regions[1:]


@pytest.mark.parametrize("state", [AT_REST, BY_NESTEROV, IN_MOTION])
def test_on_the_default_landscape_thresholds_are_where_bisection_finds_them(state: BallState) -> None:
    thresholds = found(HILLS, state)
    # The first regions in α are wide enough that there is one threshold in the space between two of a hundred places.
    places = 1.0 - 10.0 ** -np.linspace(0.0, 3.0, 101)
    results = [live_end(HILLS, state, alpha) for alpha in places.tolist()]
    brackets = [
        (a, b) for a, b, one, other in zip(places, places[1:], results, results[1:], strict=False) if one != other
    ]
    assert len(brackets) == len(thresholds.regions) - 1 >= 3
    for (low, high), before, after in zip(brackets, *neighbours(thresholds), strict=True):
        assert low <= before.last < after.first <= high
        assert after.first - before.last <= THRESHOLD_WIDTH
        low, high = bisected(HILLS, state, low, high)
        assert abs(low - before.last) <= THRESHOLD_WIDTH
        assert abs(high - after.first) <= THRESHOLD_WIDTH
        for alpha, region in ((before.last, before), (after.first, after)):
            assert region.outcomes == (live_end(HILLS, state, alpha),)
        assert live_end(HILLS, state, low - THRESHOLD_WIDTH) != live_end(HILLS, state, high + THRESHOLD_WIDTH)


def test_the_default_scenario_is_as_the_documents_tell() -> None:
    thresholds = found(HILLS, AT_REST)
    assert valleys(thresholds) == ["5", "4", "3", "2", "L"]
    assert thresholds.stripes is None
    table = {0.0: 0, 0.881: 0, 0.882: 1, 0.916: 1, 0.917: 2, 0.946: 2, 0.947: 3, 0.967: 3, 0.968: 4, 1.0: 4}
    for alpha, place in table.items():
        assert region_at(thresholds, alpha) is thresholds.regions[place]
    assert [region.crosses_hills for region in thresholds.regions] == [False, True, True, True, True]
    assert thresholds.state == AT_REST
    assert thresholds.last == 20_000


def test_the_double_well_has_the_stripes_of_the_documents() -> None:
    thresholds = found(DOUBLE_WELL, IN_THE_WELL)
    stripes = [(0.89, 0.9009), (0.901, 0.9804), (0.9805, 0.9852), (0.9853, 0.991), (0.9911, 0.9921), (0.9922, 0.9942)]
    for place, (first, last) in enumerate(stripes):
        assert region_at(thresholds, 0.5 * (first + last)) is thresholds.regions[place]
        assert thresholds.regions[place].outcomes == (FinalOutcome(Outcome.SETTLED, (place + 1) % 2),)
    for (_, last), (first, _), before, after in zip(stripes, stripes[1:4], *neighbours(thresholds), strict=False):
        assert before.last < first
        assert after.first > last
        assert after.first - before.last <= THRESHOLD_WIDTH
    for alpha in (0.9009, 0.9804):
        low, high = bisected(DOUBLE_WELL, IN_THE_WELL, alpha, alpha + 1e-4)
        before = region_at(thresholds, low - THRESHOLD_WIDTH)
        after = region_at(thresholds, high + THRESHOLD_WIDTH)
        assert before is not None
        assert after is not None
        assert before.last <= high
        assert after.first >= low


def test_stripes_begin_where_no_region_is_wide_any_more() -> None:
    thresholds = found(LEVEL_WELLS, IN_THE_WELL)
    assert thresholds.stripes is thresholds.regions[-1]
    assert thresholds.stripes.last == 1.0
    results = outcomes_of(swept(LEVEL_WELLS, IN_THE_WELL, STRIP))
    begin = int(np.searchsorted(STRIP, thresholds.stripes.first))
    assert set(results[begin:]) <= set(thresholds.stripes.outcomes)
    for place in range(begin, len(results) - WIDE_SAMPLES + 1):
        several = set(results[place : place + WIDE_SAMPLES])
        assert len(several) > 1 or several == {FinalOutcome(Outcome.ROLLING, 0)}
    assert len(set(results[begin - WIDE_SAMPLES : begin])) == 1


def test_thresholds_between_slow_runs_are_not_refined() -> None:
    small_steps = IN_THE_WELL.with_parameter("eta", 0.002)
    pairs = list(zip(*neighbours(found(LEVEL_WELLS, small_steps)), strict=True))
    slow = [bool((edge_steps(LEVEL_WELLS, small_steps, *pair) > MAX_REFINED_STEPS).any()) for pair in pairs]
    assert slow == [after.first - before.last > THRESHOLD_WIDTH for before, after in pairs]
    assert slow == sorted(slow)
    assert 3 <= slow.count(False) < len(slow)


def edge_steps(landscape: Landscape, state: BallState, before: Region, after: Region) -> np.ndarray:
    return swept(landscape, state, np.array([before.last, after.first])).steps


@pytest.mark.parametrize(
    ("landscape", "state", "end"),
    [
        pytest.param(
            HILLS, AT_REST._replace(w=HILLS.features.minima[4].item()), FinalOutcome(Outcome.SETTLED, 4), id="at rest"
        ),
        pytest.param(
            HILLS, AT_REST._replace(w=HILLS.features.hills[1].item()), FinalOutcome(Outcome.BALANCED, 0), id="hilltop"
        ),
        pytest.param(HILLS, AT_REST._replace(w=-6.1), FinalOutcome(Outcome.LEFT, 0), id="has left on the left"),
        pytest.param(
            HILLS, AT_REST._replace(w=6.1, delta=0.2), FinalOutcome(Outcome.LEFT, 5), id="has left on the right"
        ),
        pytest.param(HILLS, AT_REST._replace(w=np.nan), FinalOutcome(Outcome.DIVERGED, 0), id="has diverged"),
        pytest.param(
            FormulaLandscape("w", (-3, 3)), AT_REST._replace(w=1.0), FinalOutcome(Outcome.LEFT, 0), id="slope"
        ),
        pytest.param(
            FormulaLandscape("3", (-3, 3)), AT_REST._replace(w=1.0), FinalOutcome(Outcome.BALANCED, 0), id="flat"
        ),
        pytest.param(
            FormulaLandscape("w^2", (-3, 3)),
            state_at_rest(new_ball(0.9, 0.1, 1.0, NESTEROV)),
            FinalOutcome(Outcome.SETTLED, 0),
            id="one valley",
        ),
        pytest.param(
            FormulaLandscape("exp(w)", (-1, 700)),
            state_at_rest(new_ball(0.9, 1e300, 699.0)),
            FinalOutcome(Outcome.DIVERGED, 0),
            id="diverges",
        ),
    ],
)
def test_where_alpha_changes_nothing_there_is_one_region(
    landscape: Landscape, state: BallState, end: FinalOutcome
) -> None:
    (region,) = found(landscape, state).regions
    assert (region.first, region.last, region.outcomes) == (0.0, 1.0, (end,))


def test_what_is_never_decided_is_a_region_too() -> None:
    thresholds = found(FormulaLandscape("w^2/2", (-5, 5)), state_at_rest(new_ball(0.9, 0.02, 4.0)), last=3000)
    assert [region.outcomes[0].outcome for region in thresholds.regions] == [Outcome.SETTLED, Outcome.ROLLING]
    assert thresholds.regions[0] == Region(0.0, 0.999, (FinalOutcome(Outcome.SETTLED, 0),), crosses_hills=False)
    assert region_at(thresholds, 0.9995) is None
    assert region_at(thresholds, 1.0) is thresholds.regions[1]


def test_a_ball_that_cannot_be_trapped_ends_where_it_is_at_the_last_step() -> None:
    adam = rule_named("adam")
    state = state_at_rest(new_ball(0.9, 0.024, 4.8, adam))
    thresholds = found(HILLS, state, last=300)
    for alpha in (0.0, 0.5, 0.9, 0.99, 0.999):
        run = Run(HILLS, [new_ball(alpha, 0.024, 4.8, adam)])
        run.advance(300)
        assert OUTCOMES[int(run.status.outcome[0])] is Outcome.ROLLING
        region = region_at(thresholds, alpha)
        assert region is not None
        assert FinalOutcome(Outcome.SETTLED, int(run.status.valley[0])) in region.outcomes


def test_narrow_regions_between_undecided_ones_are_not_stripes() -> None:
    v_shape = load_preset("v-shape")
    thresholds = found(v_shape.landscape, state_at_rest(new_ball(0.9, v_shape.eta, v_shape.start)), last=5000)
    assert thresholds.stripes is None
    outcomes = [FinalOutcome(Outcome.SETTLED, 0), FinalOutcome(Outcome.ROLLING, 0), FinalOutcome(Outcome.LEFT, 0)]
    assert [region.outcomes for region in thresholds.regions[:3]] == [(outcome,) for outcome in outcomes]


def test_where_the_end_changes_often_between_two_samples_a_region_with_several_ends_says_so() -> None:
    cliff = load_preset("cliff")
    state = state_at_rest(new_ball(0.9, cliff.eta, cliff.start))
    thresholds = found(cliff.landscape, state)
    mixed = [region for region in thresholds.regions if len(region.outcomes) > 1]
    assert len(mixed) > 5
    for region in mixed:
        assert np.count_nonzero((region.first <= STRIP) & (region.last >= STRIP)) == 0
        inside = outcomes_of(swept(cliff.landscape, state, np.linspace(region.first, region.last, 50)))
        assert len(set(inside)) > 1
        assert inside[0] in region.outcomes
        assert inside[-1] in region.outcomes


@pytest.mark.parametrize("looks", [0, 1, 3])
def test_it_can_be_cancelled_before_and_between_rounds(looks: int) -> None:
    left = iter([False] * looks)
    assert find_thresholds(HILLS, AT_REST, is_cancelled=lambda: next(left, True)) is None
    assert next(left, None) is None


SETTLING = [*HEAVY_BALLS, rule_named("adagrad")]
"""Rules whose balls come to rest; of others most runs go on to the last step."""


@st.composite
def cases(draw: st.DrawFn) -> tuple[Landscape, BallState]:
    """Points at uneven distances, and a ball of a rule on them, at rest or in motion."""
    n = draw(st.integers(4, 12))
    gaps = draw(st.lists(st.floats(0.1, 2.0), min_size=n, max_size=n))
    heights = draw(st.lists(st.integers(-5, 5), min_size=n, max_size=n))
    landscape = draw(st.sampled_from([HILLS, DIPS, WELL, PointsLandscape(np.cumsum(gaps), heights)]))
    w = landscape.domain[0] + draw(st.floats(0.0, 1.0)) * landscape.width
    eta = suggest(landscape).eta * 10.0 ** draw(st.floats(-1.0, 1.3))
    delta = draw(st.just(0.0) | st.floats(-0.1, 0.1).map(lambda share: share * landscape.width))
    return landscape, state_at_rest(new_ball(0.9, eta, w, draw(st.sampled_from(SETTLING))))._replace(delta=delta)


@settings(max_examples=60)
@given(cases(), st.lists(st.floats(0.0, 3.0), min_size=40, max_size=40))
def test_what_is_claimed_is_so(case: tuple[Landscape, BallState], scales: list[float]) -> None:
    landscape, state = case
    last = MAX_REFINED_STEPS + 1  # so thresholds next to runs that come to it are not refined
    thresholds = found(landscape, state, last)
    regions = thresholds.regions
    assert (regions[0].first, regions[-1].last) == (0.0, 1.0)
    samples = outcomes_of(swept(landscape, state, STRIP, last), can_be_trapped=state.can_be_trapped)
    for alpha, end in zip(STRIP.tolist(), samples, strict=True):
        region = region_at(thresholds, alpha)
        assert region is not None
        assert end in region.outcomes
    check_edges(landscape, state, regions, last)
    alphas = 1.0 - 10.0 ** -np.array(scales)
    ends = outcomes_of(swept(landscape, state, alphas, last), can_be_trapped=state.can_be_trapped)
    for alpha, end in zip(alphas.tolist(), ends, strict=True):
        region = region_at(thresholds, alpha)
        if region is not None and region is not thresholds.stripes and end not in region.outcomes:
            # Only what lies between two samples can have been missed.
            after = int(np.searchsorted(STRIP, alpha))
            beside = [(STRIP[place].item(), samples[place]) for place in (after - 1, after)]
            assert all(other in region.outcomes for sample, other in beside if region.first <= sample <= region.last)


def check_edges(landscape: Landscape, state: BallState, regions: tuple[Region, ...], last: int) -> None:
    """Runs at the edges of regions end as these say; regions meet unless there is a reason why they can not."""
    firsts, lasts = (np.array([getattr(region, name) for region in regions]) for name in ("first", "last"))
    assert (firsts <= lasts).all()
    assert (lasts[:-1] < firsts[1:]).all()
    swept_firsts, swept_lasts = swept(landscape, state, firsts, last), swept(landscape, state, lasts, last)
    first_ends = outcomes_of(swept_firsts, can_be_trapped=state.can_be_trapped)
    last_ends = outcomes_of(swept_lasts, can_be_trapped=state.can_be_trapped)
    for region, *results in zip(regions, first_ends, last_ends, strict=True):
        assert set(results) <= set(region.outcomes)
        assert Outcome.TRAPPED not in {end.outcome for end in region.outcomes}
    for place in np.flatnonzero(firsts[1:] - lasts[:-1] > THRESHOLD_WIDTH).tolist():
        assert (
            firsts[place + 1] == 1.0
            or max(swept_lasts.steps[place], swept_firsts.steps[place + 1]) > MAX_REFINED_STEPS
            or Outcome.ROLLING in {last_ends[place].outcome, first_ends[place + 1].outcome}
        )
    for place in range(len(regions) - 1):
        assert last_ends[place] != first_ends[place + 1]


@pytest.mark.parametrize("state", [AT_REST, BY_NESTEROV, IN_MOTION])
def test_on_the_default_landscape_nothing_is_missed(state: BallState) -> None:
    thresholds = found(HILLS, state)
    alphas = 1.0 - 10.0 ** -np.random.default_rng(3).uniform(0.0, 3.0, 4000)
    known = [
        (region_at(thresholds, alpha), end)
        for alpha, end in zip(alphas, outcomes_of(swept(HILLS, state, alphas)), strict=True)
    ]
    assert all(region is None or region.outcomes == (end,) for region, end in known)
    assert sum(region is None for region, _ in known) < 10
