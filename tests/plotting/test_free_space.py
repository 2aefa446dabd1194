import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.plotting.curve_line import CurveLine
from app.plotting.label_layout import Box, Disc, FreeSpace
from app.plotting.span import Span
from app.plotting.transform import PlotTransform
from tests.views.landscape.scenes import HILLS

TRANSFORM = PlotTransform(Span(-6.5, 6.5), Span(-1.5, 6.0), 900, 500)
LINE = CurveLine(HILLS, TRANSFORM)
VIEW = Box(0.0, 0.0, 900.0, 500.0)

boxes = st.builds(
    lambda x, y, w, h: Box(x, y, x + w, y + h),
    st.floats(-20, 880),
    st.floats(-20, 480),
    st.floats(4, 200),
    st.floats(4, 40),
)
discs = st.lists(st.builds(Disc, st.floats(0, 900), st.floats(0, 500), st.floats(4, 20)), max_size=6)


def space(discs: list[Disc], taken: tuple[Box, ...] = ()) -> FreeSpace:
    columns = np.array([[disc.x, disc.y, disc.radius] for disc in discs]).reshape(-1, 3).T
    return FreeSpace(VIEW, taken, (columns[0], columns[1], columns[2]), LINE)


@given(discs, boxes)
def test_a_box_is_on_ball_when_one_reaches_into_it(discs: list[Disc], box: Box) -> None:
    assert space(discs).is_on_ball(box) == any(disc.touches(box) for disc in discs)


@given(boxes)
def test_a_box_is_clear_of_the_curve_only_when_no_point_of_it_is_inside(box: Box) -> None:
    x = np.linspace(box.left, box.right, 400)
    y = LINE.heights_at(x)
    inside = (x > LINE.left + 1) & (x < LINE.right - 1) & (y > box.top) & (y < box.bottom)
    if inside.any():
        assert space([]).is_on_curve(box)


def test_a_free_box_is_in_the_view_and_overlaps_nothing() -> None:
    taken = Box(100.0, 100.0, 200.0, 120.0)
    empty = space([])
    assert empty.is_free(taken)
    assert not empty.without([taken]).is_free(taken)
    assert not empty.is_free(Box(-1.0, 100.0, 50.0, 120.0))
    assert not space([Disc(150.0, 110.0, 5.0)]).is_free(taken)


def test_the_first_clear_candidate_is_chosen_else_the_first_free_one() -> None:
    foot = LINE.nearest_height(450.0)
    off, on, clear = Box(-9.0, 0.0, 9.0, 9.0), Box(440.0, foot - 5.0, 460.0, foot + 5.0), Box(440.0, 20.0, 460.0, 30.0)
    empty = space([])
    assert empty.first(lambda: iter((off, on, clear))) == (2, clear)
    assert empty.first(lambda: iter((off, on))) == (1, on)
    assert empty.first(lambda: iter((off,))) is None


def test_the_previous_candidate_is_kept_as_long_as_it_is_clear() -> None:
    first, second = Box(440.0, 20.0, 460.0, 30.0), Box(540.0, 20.0, 560.0, 30.0)
    places = (first, second)
    assert space([]).first(lambda: iter(places), 1) == (1, second)
    assert space([], (second,)).first(lambda: iter(places), 1) == (0, first)
    assert space([]).first(lambda: iter(places), 7) == (0, first)
