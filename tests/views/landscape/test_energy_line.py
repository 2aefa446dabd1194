"""The energy line in pixels: its ends are on the curve at E, and the candidates for its text."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.plotting.curve_line import CurveLine
from app.plotting.label_layout import Box
from app.plotting.span import Span
from app.plotting.transform import PlotTransform
from app.views.landscape.energy_line import EnergyShape, energy_shape, label_candidates
from physics.run.energy_bound import Certainty, find_energy_bound
from physics.run.run import Run
from tests.support.balls import new_ball
from tests.views.landscape.scenes import HILLS, height

TRANSFORM = PlotTransform(Span(-6.5, 6.5), Span(-1.5, 6.0), 900, 500)
LINE = CurveLine(HILLS, TRANSFORM)
SIZE = (200.0, 15.0)


def run_of(alpha: float, start: float, steps: int, eta: float = 0.02) -> Run:
    run = Run(HILLS, [new_ball(alpha, eta, start, name="ball")])
    run.advance(steps)
    return run


def shape_of(run: Run, transform: PlotTransform = TRANSFORM) -> EnergyShape | None:
    energy_bound = find_energy_bound(run, 0)
    if energy_bound is None:
        return None
    x = transform.x(float(run.status.w[0]))
    return energy_shape(energy_bound, HILLS.features, transform, x, 1.0)


def shown(run: Run, transform: PlotTransform = TRANSFORM) -> EnergyShape:
    shape = shape_of(run, transform)
    assert shape is not None
    return shape


@given(st.floats(0.0, 0.95), st.floats(-5.9, 5.9), st.integers(0, 80))
def test_a_proven_line_ends_on_the_walls_of_the_valley_at_e(alpha: float, start: float, steps: int) -> None:
    run = run_of(alpha, start, steps)
    shape = shape_of(run)
    if shape is None or shape.certainty is not Certainty.TRAPPED:
        return
    energy, valley = float(run.status.energy[0]), int(run.status.valley[0])
    assert TRANSFORM.y_at(shape.y) == pytest.approx(energy)
    for x in (shape.left, shape.right):
        w = TRANSFORM.x_at(x)
        assert HILLS.features.edges[valley] <= w <= HILLS.features.edges[valley + 1]
        assert height(HILLS, w) == pytest.approx(energy, abs=1e-7)
    assert shape.left <= TRANSFORM.x(float(run.status.w[0])) <= shape.right


@given(st.floats(0.0, 0.95), st.floats(-5.9, 5.9), st.integers(0, 80))
def test_rim_and_bracket_are_between_e_and_the_lower_rim(alpha: float, start: float, steps: int) -> None:
    run = run_of(alpha, start, steps)
    shape = shape_of(run)
    if shape is None or shape.rim is None:
        return
    features, valley = HILLS.features, int(run.status.valley[0])
    rim = shape.rim
    assert TRANSFORM.y_at(rim.y) == pytest.approx(features.rims[valley])
    edges = TRANSFORM.x(features.edges[valley : valley + 2])
    assert min(abs(edges - rim.begin)) < 1e-9
    assert rim.y < shape.y
    if rim.bracket is not None:
        assert shape.left <= rim.bracket <= shape.right
        assert LINE.nearest_height(rim.bracket) > shape.y - 2.0


def test_the_bracket_is_on_the_side_of_the_lower_rim() -> None:
    left_is_lower = shown(run_of(0.0, 3.0, 60))
    assert left_is_lower.rim is not None
    assert left_is_lower.rim.begin == pytest.approx(TRANSFORM.x(float(HILLS.features.hills[3])))
    right_is_lower = shown(run_of(0.0, -4.2, 20))
    assert right_is_lower.rim is not None
    assert right_is_lower.rim.begin == pytest.approx(TRANSFORM.x(float(HILLS.features.hills[1])))
    assert right_is_lower.rim.end < right_is_lower.rim.begin


def test_a_tiny_gap_has_no_bracket() -> None:
    hill = float(HILLS.features.hills[3])
    rim = shown(run_of(0.0, hill + 0.15, 0)).rim
    assert rim is not None
    assert rim.bracket is None


def test_without_a_bound_there_is_only_a_tick_at_the_ball() -> None:
    run = run_of(0.97, 4.8, 20)
    shape, x = shown(run), TRANSFORM.x(float(run.status.w[0]))
    assert shape.is_tick
    assert (shape.left, shape.right, shape.rim) == (x - 16.0, x + 16.0, None)


def test_lines_outside_the_view_are_left_out() -> None:
    run = run_of(0.95, 4.8, 38)
    high_up = PlotTransform(Span(-6.5, 6.5), Span(3.0, 6.0), 900, 500)
    elsewhere = PlotTransform(Span(2.0, 6.0), Span(-1.5, 6.0), 900, 500)
    assert shape_of(run, high_up) is None
    assert shape_of(run, elsewhere) is None
    half = shown(run, PlotTransform(Span(-6.5, -2.0), Span(-1.5, 6.0), 900, 500))
    assert half.right == 900.0


def boxes_of(shape: EnergyShape, transform: PlotTransform = TRANSFORM) -> list[Box]:
    return list(label_candidates(shape, SIZE, 300.0, CurveLine(HILLS, transform), transform, 1.0))


def test_the_first_candidate_is_on_a_long_line() -> None:
    shape = shown(run_of(0.95, 4.8, 38))
    first, *others = boxes_of(shape)
    assert first.bottom < shape.y < first.bottom + 8.0
    assert shape.left < first.left < first.right < shape.right
    assert all(box.left >= 0.0 and box.right <= TRANSFORM.width for box in others)


def test_the_first_candidate_is_next_to_the_bracket_where_the_gap_is_large() -> None:
    bowl = shown(run_of(0.9, -3.7, 0))
    assert bowl.rim is not None
    assert bowl.rim.bracket is not None
    first = boxes_of(bowl)[0]
    assert bowl.rim.y < first.top < first.bottom < bowl.y
    assert first.left == 4.0, "the view ends there"


def test_for_a_line_above_the_view_the_first_candidate_is_at_the_top() -> None:
    below = PlotTransform(Span(-6.5, 6.5), Span(-1.5, 0.5), 900, 500)
    shape = shown(run_of(0.95, 4.8, 38), below)
    assert shape.y < 0.0
    assert boxes_of(shape, below)[0].top == 4.0


def test_candidates_below_the_curve_are_finite_and_not_outside_the_domain() -> None:
    shape = EnergyShape(Certainty.NOTHING, 480.0, 880.0, 899.0, None, True)
    for box in boxes_of(shape)[-5:]:
        assert np.isfinite([*box]).all()
    half_outside = PlotTransform(Span(6.2, 9.0), Span(-1.5, 6.0), 900, 500)
    assert all(np.isfinite([*box]).all() for box in boxes_of(shape, half_outside))


def test_the_lines_have_boxes() -> None:
    trapped, free = shown(run_of(0.95, 4.8, 50)), shown(run_of(0.95, 4.8, 38))
    assert len(free.boxes) == 1
    line, rim, bracket = trapped.boxes
    assert line.top < trapped.y < line.bottom
    assert trapped.rim is not None
    assert rim.top < trapped.rim.y < rim.bottom
    assert bracket.bottom == trapped.y
    none = shown(run_of(0.0, float(HILLS.features.hills[3]) + 0.15, 0))
    assert none.boxes[2].left < none.boxes[2].right


def test_the_first_candidate_is_inside_the_bracket_or_above_a_near_rim() -> None:
    left_is_lower = shown(run_of(0.0, 2.9, 3))
    assert left_is_lower.rim is not None
    assert left_is_lower.rim.bracket is not None
    assert boxes_of(left_is_lower)[0].left > left_is_lower.rim.bracket
    near = shown(run_of(0.0, float(HILLS.features.hills[3]) + 0.15, 0))
    assert near.rim is not None
    assert boxes_of(near)[0].bottom <= near.rim.y
