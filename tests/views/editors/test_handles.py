import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.views.editors.live_edit import name_of, name_when_changed
from app.views.editors.points_edit import MOST_HANDLES, Handles, handles_of, is_thinned
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
    place = draw.draw(st.integers(0, len(handles) - 1))
    w, f = draw.draw(numbers), draw.draw(numbers)
    moved = handles.moved(place, w, f)
    assert (np.diff(moved.w) > 0.0).all()
    assert (moved.w[0], moved.w[-1]) == (handles.w[0], handles.w[-1])
    assert moved.f[place] == f
    left, right = handles.limits(place)
    assert moved.w[place] == min(max(w, left), right)
    others = np.arange(len(handles)) != place
    assert (moved.w[others] == handles.w[others]).all()
    assert (moved.f[others] == handles.f[others]).all()


@given(some_handles(), st.floats(-0.2, 1.2), numbers)
def test_an_added_handle_is_where_it_was_put_and_can_be_removed_again(handles: Handles, share: float, f: float) -> None:
    w = float(handles.w[0] + share * (handles.w[-1] - handles.w[0]))
    place = handles.place_for(w)
    if place is None:
        inside = handles.w[0] <= w <= handles.w[-1]
        assert not inside or np.abs(handles.w - w).min() <= handles.closest
        return
    added = handles.added(place, w, f)
    assert added.position(place) == (w, f)
    assert (np.diff(added.w) > 0.0).all()
    assert added.can_remove(place)
    assert added.removed(place).w.tolist() == handles.w.tolist()


def test_ends_and_the_last_four_points_stay() -> None:
    four = Handles(np.arange(4.0), np.zeros(4))
    five = four.added(2, 1.5, 1.0)
    assert not any(four.can_remove(place) for place in range(4))
    assert [five.can_remove(place) for place in range(5)] == [False, True, True, True, False]


def test_a_curve_of_few_points_has_its_own_as_handles_and_one_of_many_has_fewer() -> None:
    w = np.linspace(0.0, 10.0, MOST_HANDLES)
    few = PointsLandscape(w, np.sin(w))
    many = PointsLandscape(np.linspace(0.0, 10.0, 500), np.sin(np.linspace(0.0, 10.0, 500)))
    assert handles_of(few).w.tolist() == w.tolist()
    assert not is_thinned(few)
    assert len(handles_of(many)) <= MOST_HANDLES
    assert is_thinned(many)
    assert not is_thinned(FormulaLandscape("sin(w)", (0.0, 10.0)))


def test_handles_of_a_formula_give_its_curve_with_the_same_valleys(stage: Stage) -> None:
    landscape = stage.session.landscape
    curve = handles_of(landscape).landscape("points")
    assert curve.features.valley_count == landscape.features.valley_count
    w = np.linspace(*landscape.domain, 1001)
    assert np.abs(curve.height(w) - landscape.height(w)).max() <= 0.0051 * landscape.features.height_range


@pytest.mark.parametrize(
    ("landscape", "name", "changed"),
    [
        (FormulaLandscape("w^2", (-1.0, 1.0)), "Your formula", "Drawn curve"),
        (FormulaLandscape("w^2", (-1.0, 1.0), "Bowl"), "Bowl", "Bowl, changed"),
        (PointsLandscape(range(4), range(4)), "Drawn curve", "Drawn curve"),
        (PointsLandscape(range(4), range(4), "Bowl, changed"), "Bowl, changed", "Bowl, changed"),
    ],
)
def test_names(landscape: FormulaLandscape | PointsLandscape, name: str, changed: str) -> None:
    assert (name_of(landscape), name_when_changed(landscape)) == (name, changed)
