"""What is grown step by step is the picture that is drawn at once."""

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from app.plotting.span import Span
from app.plotting.view_box import PlotViewBox
from app.session.scene import BallStyle, more_styles
from app.theme.application import theme
from app.views.frame import Frame
from app.views.plots.kinds import (
    ENERGY,
    HEIGHT,
    PHASE,
    PLOT_KINDS,
    POSITION,
    PlotKind,
    PlotValues,
    position_span,
    value_limit,
    value_span,
)
from app.views.plots.lines import FEW_BALLS, KeptLines
from physics.arrays import Bools
from physics.landscape.points import PointsLandscape
from physics.run.edit import Edit
from physics.run.run import Run
from tests.support.balls import new_ball
from tests.support.runs import LESSARD

SIZE = 190.0, 170.0


def hills() -> PointsLandscape:
    w = np.linspace(-6.0, 6.0, 400)
    return PointsLandscape(w, 0.06 * (w + 3.2) ** 2 + 0.55 * np.cos(2.6 * w))


def begun(alphas: tuple[float, ...], edits: tuple[Edit, ...] = ()) -> Run:
    return Run(hills(), [new_ball(alpha, 0.02, 4.8, name="ball") for alpha in alphas], edits, full=True)


class Picture:
    """The lines of a run, as a plot keeps them."""

    def __init__(
        self, kind: PlotKind, run: Run, limit: float, styles: tuple[BallStyle, ...] | None = None, ratio: float = 1.0
    ) -> None:
        """`limit`: the last step on the axis. Nothing is drawn yet."""
        self.kind, self.run, self.selected = kind, run, -1
        self.styles = more_styles((), len(run.balls)) if styles is None else styles
        self._ratio = ratio
        self.box = PlotViewBox()
        self.box.resize(*SIZE)
        self.box.set_whole(Span(0.0, limit) if kind.by_step else position_span(run), value_limit(kind, run))
        self.lines = KeptLines(self.box, theme())

    def catch_up(self) -> bool:
        frame = Frame(self.run, self.styles, self.selected)
        return self.lines.catch_up(frame, PlotValues(self.kind, self.run), self._ratio)

    def finish(self) -> "Picture":
        while not self.catch_up():
            pass
        return self

    def select(self, ball: int) -> None:
        self.selected = ball
        self.catch_up()

    @property
    def image(self) -> QImage:
        assert self.lines._image is not None
        return self.lines._image

    @property
    def selected_image(self) -> QImage | None:
        return self.lines._selected_image


def grown(kind: PlotKind, run: Run, steps: int, limit: float) -> Picture:
    picture = Picture(kind, run, limit)
    picture.catch_up()
    for _ in range(steps):
        run.advance(1)
        picture.catch_up()
    return picture


def pixels(image: QImage) -> np.ndarray:
    form = QImage.Format.Format_ARGB32_Premultiplied
    image = image.convertToFormat(form)
    return np.array(image.constBits()).reshape(image.height(), image.bytesPerLine() // 4, 4)[:, : image.width()]


def touched(kind: PlotKind, run: Run, limit: float, place: int) -> Bools:
    """Where one ball's line, drawn alone, leaves a trace."""
    alone = run.select_balls([place])
    without = Picture(kind, run.select_balls([]), limit)
    without.box.set_whole(*Picture(kind, alone, limit).box.whole)
    empty = pixels(without.finish().image)
    trace: Bools = (pixels(Picture(kind, alone, limit).finish().image) != empty).any(axis=2)
    return trace


@pytest.mark.parametrize("kind", PLOT_KINDS, ids=lambda kind: kind.name)
@pytest.mark.parametrize("limit", [300.0, 1000.0])
def test_one_ball_grown_is_the_same_pixel_for_pixel(qtbot: QtBot, kind: PlotKind, limit: float) -> None:
    run = begun((0.99,))
    small = pixels(grown(kind, run, 250, limit).image)
    assert small.std() > 0.0
    np.testing.assert_array_equal(small, pixels(Picture(kind, run, limit).finish().image))


@pytest.mark.parametrize("kind", PLOT_KINDS, ids=lambda kind: kind.name)
def test_several_balls_grown_differ_only_where_lines_cross(qtbot: QtBot, kind: PlotKind) -> None:
    """Step by step the newest segment lies on top, at once the last colour does; nowhere else is there a difference."""
    run = begun((0.0, 0.8, 0.9, 0.95, 0.97))
    by_steps = pixels(grown(kind, run, 150, 200.0).image)
    at_once = pixels(Picture(kind, run, 200.0).finish().image)
    crossed = sum(touched(kind, run, 200.0, place).astype(int) for place in range(5)) > 1
    differs = (by_steps != at_once).any(axis=2)
    assert not (differs & ~crossed).any()
    assert (~differs).mean() > 0.9


def test_every_line_has_its_balls_colour(qtbot: QtBot) -> None:
    run = begun((0.0, 0.9, 0.97))
    run.advance(60)
    styles = (BallStyle(5, 0), BallStyle(0, 0), BallStyle(4, 0))
    picture = Picture(POSITION, run, 100.0, styles).finish()
    for place, look in enumerate(styles):
        step = run.status.steps[place] - 1
        at = picture.box.plot_transform.point(step, run.recording.row(step).w[place]).toPoint()
        found = [QColor(picture.image.pixel(at.x(), at.y() + dy)) for dy in (-1, 0, 1)]
        brightest = max(found, key=QColor.value)
        assert abs(brightest.hue() - theme().palette.ball_line(look.colour).hue()) <= 12, "mixed with the background"


def test_many_balls_are_drawn_too(qtbot: QtBot) -> None:
    run = begun(tuple(np.linspace(0.8, 0.98, FEW_BALLS + 20)))
    few = pixels(Picture(HEIGHT, run, 100.0).finish().image)
    run.advance(80)
    assert (pixels(Picture(HEIGHT, run, 100.0).finish().image) != few).any()


def test_a_long_run_is_drawn_in_portions(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    run = begun((0.9, 0.95))
    run.advance(400)
    whole = Picture(PHASE, run, 0.0).finish()
    monkeypatch.setattr("app.views.plots.lines.MAX_SEGMENTS", 100)
    portions = Picture(PHASE, run, 0.0)
    calls = 1
    while not portions.catch_up():
        calls += 1
    assert calls == 9, "401 rows of 2 balls, 50 rows at a time"
    assert (pixels(portions.image) != pixels(whole.image)).any(axis=2).mean() < 0.05


@pytest.mark.parametrize("kind", [HEIGHT, PHASE], ids=lambda kind: kind.name)
def test_the_selected_line_is_the_same_however_it_came(qtbot: QtBot, kind: PlotKind) -> None:
    run = begun((0.9, 0.97))
    early = Picture(kind, run, 200.0)
    early.select(1)
    for _ in range(120):
        run.advance(1)
        early.catch_up()
    late = Picture(kind, run, 200.0).finish()
    late.select(0)
    late.select(1)
    assert early.selected_image is not None
    assert late.selected_image is not None
    assert pixels(early.selected_image).any()
    np.testing.assert_array_equal(pixels(early.selected_image), pixels(late.selected_image))
    late.select(-1)
    assert late.selected_image is None


def test_selecting_changes_nothing_below(qtbot: QtBot) -> None:
    run = begun((0.9, 0.97))
    run.advance(50)
    picture = Picture(HEIGHT, run, 100.0).finish()
    before = pixels(picture.image).copy()
    picture.select(1)
    np.testing.assert_array_equal(pixels(picture.image), before)


def test_on_a_fine_screen_the_picture_has_its_pixels(qtbot: QtBot) -> None:
    run = begun((0.9,))
    run.advance(50)
    image = Picture(HEIGHT, run, 100.0, ratio=2.0).finish().image
    assert (image.width(), image.height()) == (2.0 * SIZE[0], 2.0 * SIZE[1])
    assert image.devicePixelRatio() == 2.0


@pytest.mark.parametrize("kind", PLOT_KINDS, ids=lambda kind: kind.name)
def test_ranges_begin_with_where_the_balls_are_and_may_grow(qtbot: QtBot, kind: PlotKind) -> None:
    run = begun((0.0, 0.9, 1.0))
    span, limit = value_span(kind, run), value_limit(kind, run)
    assert limit.contains(span)
    first = kind.value(run.recording.row(0))
    assert span.contains(Span(float(first.min()), float(first.max())))


def test_ranges_show_every_landscape_that_was_in_force(qtbot: QtBot) -> None:
    w = np.linspace(-9.0, 2.0, 50)
    high = PointsLandscape(w, 40.0 + np.cos(w))
    run = begun((0.9,), (Edit(10, landscape=high),))
    assert value_span(HEIGHT, run).hi < 10.0
    run.advance(11)
    assert value_span(HEIGHT, run).contains(Span(-0.5, 41.0))
    assert value_span(ENERGY, run).contains(Span(-0.5, 41.0))
    assert position_span(run).contains(Span(-9.0, 6.0))


def test_speeds_have_a_range_without_balls_and_without_slope(qtbot: QtBot) -> None:
    level = PointsLandscape(np.linspace(0.0, 4.0, 5), np.ones(5))
    still = [new_ball(alpha, 0.02, 2.0, name="ball") for alpha in (0.0, 0.9, 1.0)]
    for run in (Run(hills(), []), Run(level, still)):
        assert value_span(PHASE, run).length > 0.0


@pytest.mark.parametrize("kind", [HEIGHT, ENERGY], ids=lambda kind: kind.name)
def test_balls_far_below_the_edge_have_a_range_of_their_own(qtbot: QtBot, kind: PlotKind) -> None:
    """On Lessard's curve: f is 13 where the ball starts, and 1256 at the ends of the domain."""
    run = Run(LESSARD, [new_ball(4.0 / 9.0, 1.0 / 9.0, 1.5, name="ball")])
    span = value_span(kind, run)
    start = float(run.recording.row(0).f[0])
    assert span.lo <= 0.0
    assert start <= span.hi < 2.0 * start
    assert value_limit(kind, run).contains(Span(0.0, 1200.0)), "it may grow as far as the landscape"
