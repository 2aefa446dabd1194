import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.views.editors.live_edit import name_of, name_when_changed
from app.views.editors.points_edit import MAX_HANDLES, Handles, handles_for, is_simplified
from physics.landscape.formula import FormulaLandscape
from physics.landscape.points import PointsLandscape
from tests.views.editors.conftest import Stage

numbers = st.floats(-1e6, 1e6)


@st.composite
def some_handles(draw: st.DrawFn) -> Handles:
    gaps = draw(st.lists(st.floats(1e-3, 10.0), min_size=3, max_size=30))
    w = draw(st.floats(-100.0, 100.0)) + np.concatenate(([0.0], np.cumsum(gaps)))
    f = draw(st.lists(numbers, min_size=len(w), max_size=len(w)))
    return Handles(w, np.array(f))


@given(some_handles(), st.data())
def test_wherever_a_handle_is_moved_the_points_are_still_a_curve_on_the_same_domain(
    handles: Handles, draw: st.DataObject
) -> None:
    index = draw.draw(st.integers(0, len(handles) - 1))
    w, f = draw.draw(numbers), draw.draw(numbers)
    moved = handles.moved(index, w, f)
    assert (np.diff(moved.w) > 0.0).all()
    assert (moved.w[0], moved.w[-1]) == (handles.w[0], handles.w[-1])
    assert moved.f[index] == f
    left, right = handles.limits(index)
    assert moved.w[index] == min(max(w, left), right)
    others = np.arange(len(handles)) != index
    assert (moved.w[others] == handles.w[others]).all()
    assert (moved.f[others] == handles.f[others]).all()


@given(some_handles(), st.floats(-0.2, 1.2), numbers)
def test_an_added_handle_is_at_its_position_and_can_be_removed(handles: Handles, share: float, f: float) -> None:
    w = float(handles.w[0] + share * (handles.w[-1] - handles.w[0]))
    index = handles.insertion_index(w)
    if index is None:
        inside = handles.w[0] <= w <= handles.w[-1]
        assert not inside or np.abs(handles.w - w).min() <= handles.min_gap
        return
    added = handles.added(index, w, f)
    assert added.position(index) == (w, f)
    assert (np.diff(added.w) > 0.0).all()
    assert added.can_remove(index)
    assert added.removed(index).w.tolist() == handles.w.tolist()


def test_ends_and_the_last_four_points_cannot_be_removed() -> None:
    four = Handles(np.arange(4.0), np.zeros(4))
    five = four.added(2, 1.5, 1.0)
    assert not any(four.can_remove(index) for index in range(4))
    assert [five.can_remove(index) for index in range(5)] == [False, True, True, True, False]


def test_a_curve_of_few_points_has_its_own_as_handles_and_one_of_many_has_fewer() -> None:
    w = np.linspace(0.0, 10.0, MAX_HANDLES)
    few = PointsLandscape(w, np.sin(w))
    many = PointsLandscape(np.linspace(0.0, 10.0, 500), np.sin(np.linspace(0.0, 10.0, 500)))
    assert handles_for(few).w.tolist() == w.tolist()
    assert not is_simplified(few)
    assert len(handles_for(many)) <= MAX_HANDLES
    assert is_simplified(many)
    assert not is_simplified(FormulaLandscape("sin(w)", (0.0, 10.0)))


def test_handles_of_a_formula_give_its_curve_with_the_same_valleys(stage: Stage) -> None:
    landscape = stage.session.landscape
    curve = handles_for(landscape).landscape("points")
    assert curve.features.valley_count == landscape.features.valley_count
    w = np.linspace(*landscape.domain, 1001)
    assert np.abs(curve.height(w) - landscape.height(w)).max() <= 0.0051 * landscape.features.height_range


@pytest.mark.parametrize(
    ("landscape", "name", "changed"),
    [
        (FormulaLandscape("w^2", (-1.0, 1.0)), "Your formula", "Drawn curve"),
        (FormulaLandscape("w^2", (-1.0, 1.0), "Bowl"), "Bowl", "Bowl, changed"),
        (PointsLandscape(range(4), range(4), "Drawn curve"), "Drawn curve", "Drawn curve"),
        (PointsLandscape(range(4), range(4), "Bowl, changed"), "Bowl, changed", "Bowl, changed"),
    ],
)
def test_names(landscape: FormulaLandscape | PointsLandscape, name: str, changed: str) -> None:
    assert (name_of(landscape), name_when_changed(landscape)) == (name, changed)
