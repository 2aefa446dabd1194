import math
from collections.abc import Sequence
from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from app.plotting.label_layout import (
    MAX_GAP_PX,
    MAX_JUMP_PX,
    PILE_ROWS,
    Box,
    Disc,
    Label,
    LabelSpace,
    place_labels,
    slot_box,
)
from app.theme.application import Theme
from app.views.frame import frame_of_run
from app.views.landscape.landscape_plot import LandscapePlot
from app.views.landscape.names import MAX_WIDTH_PX
from physics.run.ball import START
from physics.run.run import Run
from tests.support.balls import new_ball
from tests.views.landscape.scenes import HILLS, MakeScene, Scene

VIEW = Box(0.0, 0.0, 900.0, 500.0)
FLAG = Box(200.0, 380.0, 300.0, 400.0)
SIZE = (44.0, 15.0)


def around(curve: float = 450.0, view: Box = VIEW) -> LabelSpace:
    return LabelSpace(view, [FLAG], lambda x: curve)


def positions(
    discs: Sequence[Disc], previous: Sequence[Label | None] | None = None, **where: float
) -> list[Label | None]:
    return place_labels(discs, [SIZE] * len(discs), previous or [None] * len(discs), around(**where))


discs = st.lists(
    st.builds(Disc, st.floats(-20.0, 920.0), st.floats(-20.0, 520.0), st.floats(4.0, 15.0)), min_size=1, max_size=12
)


@given(discs)
def test_names_overlap_neither_each_other_nor_balls_nor_the_flag_and_are_in_the_view(discs: list[Disc]) -> None:
    boxes = [place[1] for place in positions(discs) if place is not None]
    assert not any(one.touches(other) for one, other in combinations([*boxes, FLAG], 2))
    assert not any(disc.touches(box) for disc in discs for box in boxes)
    assert all(box.is_within(VIEW) for box in boxes)


@given(discs)
def test_names_are_near_their_balls(discs: list[Disc]) -> None:
    found = positions(discs)
    for (x, y, radius), place in zip(discs, found, strict=True):
        if place is not None:
            left, top, right, bottom = place.box
            gap = math.hypot(max(left - x, 0.0, x - right), max(top - y, 0.0, y - bottom)) - radius
            is_stacked = any(other is not None and other.box.top == bottom for other in found)
            assert gap <= MAX_GAP_PX or (is_stacked and gap <= PILE_ROWS * SIZE[1])


@given(discs, discs)
def test_a_name_moves_to_a_neighbouring_slot_or_leaves(discs: list[Disc], others: list[Disc]) -> None:
    first = positions(discs)
    second = positions([*discs, *others], [*first, *[None] * len(others)])
    for before, after in zip(first, second[: len(first)], strict=True):
        if before is not None and after is not None:
            assert math.dist(before.box[:2], after.box[:2]) <= MAX_JUMP_PX


@given(discs)
def test_names_keep_their_slots_when_nothing_moves(discs: list[Disc]) -> None:
    first = positions(discs)
    second = positions(discs, first)
    third = positions(discs, second)
    assert third == second


def test_of_a_fan_only_the_ends_are_named(scene: Scene) -> None:
    balls = len(scene.session.run.balls)
    scene.session.add_series(START, [-5.0 + 0.3 * number for number in range(31)])
    scene.picture()
    ends = {balls, balls + 30}
    assert ends <= set(scene.view.balls.labels.boxes) <= {*range(balls), *ends}
    scene.session.select(balls + 12)
    scene.picture()
    assert {balls + 12, *ends} <= set(scene.view.balls.labels.boxes)


def test_a_name_stands_at_the_upper_right_when_there_is_room() -> None:
    [place] = positions([Disc(450.0, 200.0, 10.0)])
    assert place is not None
    assert place[1].left > 450.0
    assert place[1].bottom < 200.0


SECOND_ROW = 6
"""The slot above the best one."""


def label(slot: int, disc: Disc) -> Label:
    return Label(slot, slot_box(slot, disc, SIZE))


def test_a_name_moves_to_a_better_slot_only_when_that_has_room_to_spare() -> None:
    ball = Disc(450.0, 200.0, 10.0)
    best = label(0, ball).box
    tight = Disc(best.right + 10.0, best.top + 7.0, 8.0)
    [with_tight] = place_labels(
        [ball], [SIZE], [label(SECOND_ROW, ball)], LabelSpace(VIEW, [_around(tight)], lambda x: 450.0)
    )
    [alone] = positions([ball], [label(SECOND_ROW, ball)])
    assert with_tight is not None
    assert alone is not None
    assert (with_tight.slot, alone.slot) == (SECOND_ROW, 0)


def test_a_name_that_has_just_moved_rests_before_it_looks_for_a_better_slot() -> None:
    ball = Disc(450.0, 200.0, 10.0)
    [waiting] = place_labels([ball], [SIZE], [label(SECOND_ROW, ball)], around(), [True])
    [rested] = place_labels([ball], [SIZE], [label(SECOND_ROW, ball)], around(), [False])
    assert waiting is not None
    assert rested is not None
    assert (waiting.slot, rested.slot) == (SECOND_ROW, 0)


def test_a_name_does_not_change_sides_from_one_frame_to_the_next() -> None:
    ball, left_side = Disc(450.0, 200.0, 10.0), 1
    [place] = positions([ball], [label(left_side, ball)])
    assert place is not None
    assert place.slot == left_side
    blocked = LabelSpace(VIEW, [Box(0.0, 0.0, 449.0, 500.0)], lambda x: 450.0)
    assert place_labels([ball], [SIZE], [label(left_side, ball)], blocked) == [None]
    [placed] = place_labels([ball], [SIZE], [None], blocked)
    assert placed is not None
    assert placed.slot == 0


def test_in_a_valley_the_names_of_a_pile_are_above_it(dark: Theme, qtbot: QtBot) -> None:
    run = Run(HILLS, [new_ball(alpha, 0.02, 3.4) for alpha in (0.0, 0.5, 0.8)])
    plot = LandscapePlot(dark, frame_of_run(run, 0))
    qtbot.addWidget(plot)
    plot.resize(900, 520)
    plot.show()
    plot.grab()
    boxes, x = plot.balls.labels.boxes, float(plot.balls.positions.x[2])
    assert len(boxes) == 3
    assert all(abs(0.5 * (box.left + box.right) - x) < 3.0 for box in boxes.values())


def _around(disc: Disc) -> Box:
    return Box(disc.x - disc.radius, disc.y - disc.radius, disc.x + disc.radius, disc.y + disc.radius)


def test_names_of_a_pile_of_balls_form_columns_of_three() -> None:
    pile = [Disc(450.0 + i, 200.0 - i, 8.0 + i) for i in range(5)]
    boxes = [place.box for place in positions(pile) if place is not None]
    assert len(boxes) == 5
    columns = [sorted(box.top for box in boxes if box.left == left) for left in {box.left for box in boxes}]
    assert sorted(map(len, columns)) == [2, 3]
    assert all(b - a == SIZE[1] for tops in columns for a, b in pairwise(tops))


def test_where_only_one_column_has_room_all_names_of_a_pile_stand_in_it_and_none_on_the_curve() -> None:
    # The curve rises to the right of the pile, an arrow is at its left.
    pile = [Disc(450.0, 200.0, 8.0 + i) for i in range(5)]
    space = LabelSpace(VIEW, [Box(380.0, 0.0, 449.0, 230.0)], lambda x: 200.0 if x > 460.0 else 215.0)
    boxes = [place.box for place in place_labels(pile, [SIZE] * 5, [None] * 5, space) if place is not None]
    assert len({box.left for box in boxes}) == 1
    assert [one.top for one in boxes] == [one.bottom for one in boxes[1:]] + [boxes[-1].top]
    assert len(boxes) == 5
    assert not any(map(space.is_on_curve, boxes))


def test_at_the_start_of_the_default_scenario_no_name_is_on_the_curve(make_scene: MakeScene) -> None:
    scene = make_scene(size=(921, 457))
    scene.session.select(3)
    scene.picture()
    labels, line = scene.view.balls.labels.boxes, scene.view.ground.line
    assert len(labels) == 5
    for box in labels.values():
        top, bottom = line.lowest_and_highest(box.left, box.right)
        assert top >= box.bottom or bottom <= box.top


def test_names_of_any_width_form_the_column_in_which_the_widest_has_room() -> None:
    # Right of the pile the curve leaves room for a short name, and not for a long one.
    pile, sizes = [Disc(450.0, 200.0, 8.0), Disc(450.0, 200.0, 9.0)], [(18.0, 15.0), (60.0, 15.0)]
    rising = LabelSpace(VIEW, [], lambda x: 190.0 if x > 490.0 else 450.0)
    found = place_labels(pile, sizes, [None, None], rising)
    boxes = [place[1] for place in found if place is not None]
    assert len(boxes) == 2
    assert boxes[1].bottom == boxes[0].top
    assert [box.left + box.right for box in boxes] == [900.0, 900.0]


def test_a_name_keeps_off_the_curve_when_it_can() -> None:
    [place] = positions([Disc(450.0, 200.0, 10.0)], curve=185.0)
    assert place is not None
    assert not place[1].top - 2.0 < 185.0 < place[1].bottom + 2.0


def test_a_name_without_room_is_not_shown() -> None:
    tiny = Box(0.0, 0.0, 40.0, 40.0)
    assert place_labels([Disc(20.0, 20.0, 8.0)], [SIZE], [None], around(view=tiny)) == [None]


def test_every_one_of_few_balls_is_named(scene: Scene) -> None:
    for _ in range(40):
        scene.session.step_on()
        scene.picture()
        boxes = scene.view.balls.labels.boxes
        assert not any(one.touches(other) for one, other in combinations(boxes.values(), 2))
        assert scene.session.selected in boxes
    assert len(boxes) == 5


def test_at_rest_names_do_not_depend_on_their_previous_slots(make_scene: MakeScene) -> None:
    scene = make_scene()
    scene.picture()
    while len(scene.session.balls) > 1:
        scene.session.remove(0)
        scene.picture()
    name = scene.view.balls.labels.boxes[0]
    fresh = make_scene(alphas=(scene.session.ball(0).parameters["alpha"],))
    fresh.picture()
    assert name == fresh.view.balls.labels.boxes[0]


def test_of_many_balls_only_the_selected_one_and_the_one_under_the_mouse_are_named(make_scene: MakeScene) -> None:
    scene = make_scene(alphas=[0.9 + 0.09 * i / 30 for i in range(30)])
    scene.session.step_on(25)
    scene.session.select(29)
    scene.picture()
    assert set(scene.view.balls.labels.boxes) == {29}
    scene.hover(scene.centre(0))
    hovered = scene.view.balls.hovered
    assert hovered is not None
    scene.picture()
    assert set(scene.view.balls.labels.boxes) == {29, hovered}


def test_a_long_name_is_elided_so_that_it_has_room(make_scene: MakeScene) -> None:
    scene = make_scene()
    scene.session.rename(scene.session.selected, "The ball that keeps nineteen twentieths of its last step")
    scene.picture()
    boxes = scene.view.balls.labels.boxes
    assert len(boxes) == 5
    widest = boxes[scene.session.selected]
    assert 100.0 < widest.right - widest.left <= MAX_WIDTH_PX + 2.0


def test_the_selected_ball_has_its_name_even_where_others_would_take_its_room(make_scene: MakeScene) -> None:
    scene = make_scene(size=(300, 160))
    for selected in range(5):
        scene.session.select(selected)
        scene.picture()
        assert selected in scene.view.balls.labels.boxes
