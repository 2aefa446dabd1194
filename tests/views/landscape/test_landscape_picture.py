from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtGui import QColor

from app.plotting.curve_line import CurveLine
from app.plotting.span import Span
from app.plotting.transform import Margins, PlotTransform, fitted_spans
from app.theme.application import Theme, apply_theme
from app.theme.palette import DARK, LIGHT, Palette
from app.views.landscape.flags import Flags, place_flags
from physics.landscape.base import Landscape
from physics.landscape.formula import FormulaLandscape
from tests.views.landscape.scenes import HILLS, MakeScene, Scene, height


def flags_of(landscape: Landscape, transform: PlotTransform, theme: Theme) -> Flags:
    return place_flags(landscape, transform, CurveLine(landscape, transform), transform.height - 24.0, theme)


def difference(one: QColor, other: QColor) -> int:
    return max(abs(a - b) for a, b in zip(one.getRgb()[:3], other.getRgb()[:3], strict=True))


def test_sky_line_tint_and_ground_are_painted_from_top_to_bottom(make_scene: MakeScene) -> None:
    scene = make_scene(alphas=())
    minimum = scene.disc_centres(1.0681)
    assert scene.colour(minimum.x(), minimum.y() - 6) == DARK.background
    assert difference(scene.colour(minimum.x(), minimum.y()), DARK.curve) < 30
    assert difference(scene.colour(minimum.x(), minimum.y() + 4.5), DARK.valley(3)) < 30
    deep = scene.colour(minimum.x(), scene.view.height() - 60)
    assert difference(deep, DARK.ground) < 20
    assert deep != DARK.background


def test_outside_the_domain_nothing_is_drawn(scene: Scene) -> None:
    edge, bottom = scene.disc_centres(6.0), scene.view.height() - 30
    assert scene.colour(edge.x() + 5, bottom) == DARK.background
    assert scene.colour(edge.x() - 5, bottom) != DARK.background


def test_every_valley_has_its_own_tint(make_scene: MakeScene) -> None:
    scene = make_scene(alphas=())
    for index, w in enumerate(HILLS.features.minima):
        foot = scene.disc_centres(w)
        assert difference(scene.colour(foot.x() + 1, foot.y() + 4.5), DARK.valley(index)) < 40


def test_from_the_seventh_valley_on_tints_are_hatched(make_scene: MakeScene) -> None:
    scene = make_scene(alphas=(), landscape=FormulaLandscape("cos(3*w) + 0.3*w", (-8, 8)))
    features, picture = scene.session.landscape.features, scene.picture()

    def colours_under(valley: int) -> set[int]:
        foot = scene.disc_centres(features.minima[valley])
        columns = range(round(foot.x()) - 6, round(foot.x()) + 6)
        return {picture.pixelColor(x, round(foot.y() + 4)).value() // 24 for x in columns}

    assert len(colours_under(6)) > len(colours_under(0))


def test_a_flag_stands_at_the_global_minimum_and_only_there(make_scene: MakeScene) -> None:
    scene = make_scene(alphas=())
    features = HILLS.features
    for index, w in enumerate(features.minima):
        foot = scene.disc_centres(w)
        cloth = scene.colour(foot.x() + 6, foot.y() - 43)
        assert (cloth == DARK.success) == bool(features.is_global[index])


def test_the_text_of_the_flag_is_below_the_curve(scene: Scene) -> None:
    foot = scene.disc_centres(HILLS.features.minima[1])
    below = scene.picture().copy(round(foot.x()) - 40, round(foot.y()) + 14, 80, 16)
    lightness = [below.pixelColor(x, y).lightness() for x in range(80) for y in range(16)]
    assert max(lightness) > min(lightness) + 60


def test_many_equally_low_minima_share_one_text(dark: Theme) -> None:
    washboard = FormulaLandscape("cos(3*w)", (-12, 12))
    spans = fitted_spans(washboard.domain, (-1.0, 1.0), (900, 520), Margins(40, 60, 40, 90))
    flags = flags_of(washboard, PlotTransform(*spans, 900, 520), dark)
    assert len(flags.feet) == 12
    assert len(flags.text_boxes) == 1
    assert flags.text == "one of 12 global minima"


def test_neighbouring_texts_do_not_read_as_one(dark: Theme) -> None:
    twins = FormulaLandscape("cos(3*w)", (-2, 2))
    counts = set()
    for width in range(200, 500, 4):
        spans = fitted_spans(twins.domain, (-1.0, 1.0), (width, 520), Margins(40, 60, 40, 90))
        boxes = flags_of(twins, PlotTransform(*spans, width, 520), dark).text_boxes
        assert all(other.left() - one.right() >= 10.0 for one, other in pairwise(boxes)), width
        counts.add(len(boxes))
    assert counts == {1, 2}


def test_of_hundreds_of_equally_low_minima_one_has_a_flag(dark: Theme) -> None:
    comb = FormulaLandscape("cos(100*w)", (-6, 6))
    flags = flags_of(comb, PlotTransform(Span(-6.5, 6.5), Span(-2.0, 2.0), 900, 520), dark)
    assert len(flags.feet) == 1
    assert abs(flags.feet[0].x() - 450) < 6
    assert flags.text == f"one of {comb.features.is_global.sum()} global minima"


def test_an_end_that_is_lower_than_the_flag_says_why_it_has_none(make_scene: MakeScene) -> None:
    scene = make_scene(alphas=(), landscape=FormulaLandscape("cos(1.5*w) - 0.8*w", (-6, 6)))
    (words,) = scene.view.ground.placed_flags.end_text_boxes
    end = scene.disc_centres(6.0)
    assert end.y() < words.top() < words.bottom() < scene.view.height()
    assert abs(words.right() - end.x()) < words.width()
    picture = scene.picture().copy(words.toRect())
    lightness = [picture.pixelColor(x, y).lightness() for x in range(picture.width()) for y in range(picture.height())]
    assert max(lightness) > min(lightness) + 60
    assert "lower at the edge w = 6" in scene.view.accessibleDescription()
    for flag in scene.view.ground.placed_flags.text_boxes:
        assert not flag.intersects(words)
    assert make_scene(alphas=()).view.ground.placed_flags.end_text_boxes == ()


def test_the_text_of_a_lower_end_is_below_that_of_the_flag(dark: Theme) -> None:
    landscape = FormulaLandscape("cos(1.5*w) - 0.8*w", (-6, 6))
    flags = flags_of(landscape, PlotTransform(Span(-100.0, 100.0), Span(-40.0, 40.0), 400, 520), dark)
    assert len(flags.text_boxes) == len(flags.end_text_boxes) == 1
    assert not flags.text_boxes[0].intersects(flags.end_text_boxes[0])


def test_a_landscape_without_minimum_has_no_flag(make_scene: MakeScene) -> None:
    scene = make_scene(landscape=FormulaLandscape("0.2*w", (-6, 6)))
    assert "no minimum" in scene.view.accessibleDescription()
    picture = scene.picture()
    assert not any(
        picture.pixelColor(x, y) == DARK.success for x in range(0, picture.width(), 4) for y in range(0, 520, 4)
    )


@pytest.mark.parametrize(("choice", "palette"), [("dark", DARK), ("light", LIGHT)])
def test_another_theme_repaints_everything(scene: Scene, dark: Theme, choice: str, palette: Palette) -> None:
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply_theme(app, "light" if choice == "dark" else "dark")
    scene.picture()
    apply_theme(app, "dark" if choice == "dark" else "light")
    assert scene.colour(200, 40) == palette.background
    line = scene.disc_centres(-2.0)
    assert difference(scene.colour(line.x(), line.y()), palette.curve) < 60


def test_another_scale_repaints_with_larger_words(scene: Scene, dark: Theme) -> None:
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    radius = scene.view.balls.radii[0]
    bottom = scene.disc_centres(HILLS.features.minima[1]).y()
    apply_theme(app, "dark", 1.5)
    assert scene.view.balls.radii[0] > radius
    assert scene.disc_centres(HILLS.features.minima[1]).y() < bottom


def test_a_new_landscape_is_shown_in_full(scene: Scene) -> None:
    deeper = FormulaLandscape("w^2 - 40", (-9, 9))
    scene.session.set_landscape(deeper)
    for w in (-9.0, 0.0, 9.0):
        place = scene.disc_centres(w)
        assert 0 < place.x() < scene.view.width()
        assert 0 < place.y() < scene.view.height()
    foot = scene.disc_centres(0.0)
    assert difference(scene.colour(foot.x(), foot.y()), DARK.curve) < 60


def test_another_size_fits_the_curve_again(scene: Scene) -> None:
    scene.view.resize(1400, 700)
    assert scene.disc_centres(6.0).x() == pytest.approx(1400 - 44)
    assert scene.colour(1390, 600) == DARK.background


def test_the_curve_is_where_the_axes_say(make_scene: MakeScene) -> None:
    scene = make_scene(alphas=())
    view = scene.view
    for w in np.linspace(-5.5, 5.5, 7):
        place = scene.disc_centres(w)
        back = view.to_curve(place)
        assert back == pytest.approx((w, height(HILLS, w)))
        assert difference(scene.colour(place.x(), place.y()), DARK.curve) < 80


def test_the_view_has_an_accessible_description(scene: Scene) -> None:
    assert scene.view.accessibleName() == "Landscape"
    text = scene.view.accessibleDescription()
    assert text == "Descending hills: 6 valleys, global minimum at w = −3.61; 5 balls."


@pytest.mark.parametrize("frequency", [60, 400])
def test_a_curve_with_hundreds_of_valleys_is_painted_whole(make_scene: MakeScene, frequency: int) -> None:
    scene = make_scene(alphas=(), landscape=FormulaLandscape(f"sin({frequency}*w)", (-6, 6)))
    picture = scene.picture()
    top, bottom = scene.view.to_pixels(0.0, 1.0).y(), scene.view.to_pixels(0.0, -1.0).y()
    for x in range(103, 800, 7):  # between the lines of the grid
        assert picture.pixelColor(x, round(top) - 8) == DARK.background
        assert picture.pixelColor(x, round(bottom) + 20) != DARK.background
        assert max(picture.pixelColor(x, y).lightness() for y in range(round(top), round(bottom), 5)) > 120


def test_half_of_a_landscape_out_of_sight_leaves_the_other_half_as_it_is(make_scene: MakeScene) -> None:
    scene = make_scene(alphas=())
    view = scene.view
    view.view_box.zoom(0.3, scene.disc_centres(-3.6))
    for w in (-4.4, -3.6, -3.0):
        place = scene.disc_centres(w)
        assert difference(scene.colour(place.x(), place.y()), DARK.curve) < 80
        assert scene.colour(place.x(), place.y() - 12) == DARK.background or w == HILLS.features.minima[1]
    for _ in range(40):
        view.view_box.zoom(0.7, scene.disc_centres(7.0))
    assert scene.colour(10, 10) == DARK.background
    assert scene.colour(890, 500) == DARK.background
