"""The numbers of valleys on the landscape."""

from app.plotting.curve_line import CurveLine
from app.plotting.transform import Margins, PlotTransform, fitted_spans
from app.theme.application import Theme
from app.views.landscape.flags import place_flags
from app.views.landscape.valley_numbers import EDGE_PX, ValleyNumbers, place_valley_numbers
from physics.landscape.base import Landscape
from physics.landscape.formula import FormulaLandscape
from tests.views.landscape.scenes import HILLS, MakeScene

WIDTH, HEIGHT, FLOOR = 900.0, 520.0, 496.0


def numbers_of(landscape: Landscape, theme: Theme) -> ValleyNumbers:
    heights = landscape.features.lowest, landscape.features.highest
    spans = fitted_spans(landscape.domain, heights, (WIDTH, HEIGHT), Margins(40, 60, 40, 92))
    transform = PlotTransform(*spans, WIDTH, HEIGHT)
    line = CurveLine(landscape, transform)
    flags = place_flags(landscape, transform, line, FLOOR, theme)
    numbers = place_valley_numbers(landscape, transform, line, FLOOR, theme, flags)
    for box in numbers.boxes:
        assert 0.0 <= box.left() < box.right() <= WIDTH
        assert box.bottom() <= FLOOR
        assert box.top() > line.lowest_and_highest(box.left(), box.right())[1], "below the curve, where no ball stands"
        assert not [other for other in numbers.boxes if other is not box and other.intersects(box)]
        assert not [other for other in (*flags.text_boxes, *flags.end_text_boxes) if other.intersects(box)]
    return numbers


def test_each_valley_has_its_number_at_its_minimum(dark: Theme) -> None:
    numbers = numbers_of(HILLS, dark)
    assert numbers.texts == tuple(f"valley {number}" for number in range(1, 7))
    spans = fitted_spans(HILLS.domain, (-0.6, 4.6), (WIDTH, HEIGHT), Margins(40, 60, 40, 92))
    x = PlotTransform(*spans, WIDTH, HEIGHT).x(HILLS.features.minima)
    for box, minimum in zip(numbers.boxes, x.tolist(), strict=True):
        assert box.left() - EDGE_PX <= minimum <= box.right() + EDGE_PX


def test_narrow_valleys_have_the_number_alone_and_very_narrow_ones_none(dark: Theme) -> None:
    numbers = numbers_of(FormulaLandscape("cos(9*w) + w^2/20", (-6, 6)), dark)
    assert len(numbers.texts) > 12
    assert all(text.isdecimal() for text in numbers.texts)
    assert numbers_of(FormulaLandscape("cos(40*w) + w^2/20", (-6, 6)), dark).texts == ()
    assert numbers_of(FormulaLandscape("cos(400*w)", (-6, 6)), dark).texts == ()


def test_one_valley_and_a_slope_have_no_number(dark: Theme) -> None:
    assert numbers_of(FormulaLandscape("w^2", (-1, 1)), dark).texts == ()
    assert numbers_of(FormulaLandscape("w", (-1, 1)), dark).texts == ()


def test_a_valley_without_minimum_has_its_number_in_its_middle(dark: Theme) -> None:
    landscape = FormulaLandscape("w^3 - 3*w", (-4, 2.5))
    assert len(numbers_of(landscape, dark).texts) == landscape.features.valley_count == 2


def test_numbers_give_way_to_the_texts_of_flags(dark: Theme) -> None:
    """The lower end at the right has a text."""
    numbers_of(FormulaLandscape("cos(1.5*w) - 0.8*w", (-6, 6)), dark)
    numbers_of(FormulaLandscape("cos(5*w) + 0.01*w^2", (-6, 6)), dark)


def test_names_of_balls_keep_clear_of_the_numbers(make_scene: MakeScene) -> None:
    ground = make_scene().view.ground
    assert ground.valley_numbers.texts
    assert set(ground.valley_numbers.obstacles) <= set(ground.obstacles)
