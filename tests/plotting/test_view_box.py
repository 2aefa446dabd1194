"""The view box: zoom and pan by hand, fitted axes that follow the whole, and limits."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.plotting.plot_view import PlotView
from app.plotting.span import MAX_COORDINATE, Span, is_long_enough
from app.plotting.ticks import linear_ticks
from app.plotting.view_box import MAX_SHARE, MIN_SHARE, PlotViewBox
from app.theme.application import apply_theme

X, Y = Span(-6.0, 6.0), Span(-1.0, 5.0)
pixels = st.floats(-2000.0, 2000.0)


@pytest.fixture(scope="module")
def boxes(qapp: QApplication) -> Iterator[list[PlotViewBox]]:
    """One view box in a plot of 900×520 pixels."""
    theme = apply_theme(qapp, "dark")
    view = PlotView(theme, (linear_ticks(4), linear_ticks(4)), has_axes_inside=True)
    view.resize(900, 520)
    view.show()
    yield [view.view_box]
    view.close()
    view.deleteLater()


@pytest.fixture
def box(boxes: list[PlotViewBox]) -> PlotViewBox:
    [box] = boxes
    return reset(box)


def reset(box: PlotViewBox) -> PlotViewBox:
    box.stays_within_whole = box.is_frozen = False
    box.min_length = box.always_allowed_length = 0.0, 0.0
    box.set_whole(X, Y)
    box.fit()
    return box


@given(pixels, pixels, st.floats(0.01, 3.0))
def test_zooming_keeps_the_point_under_the_mouse(boxes: list[PlotViewBox], x: float, y: float, factor: float) -> None:
    box = reset(boxes[0])
    before = box.plot_transform
    box.zoom(factor, QPointF(x, y))
    after = box.plot_transform
    assert after.x_at(x) == pytest.approx(before.x_at(x), abs=1e-9)
    assert after.y_at(y) == pytest.approx(before.y_at(y), abs=1e-9)
    assert after.per_x == pytest.approx(factor * before.per_x)
    assert after.per_y == pytest.approx(factor * before.per_y)


@given(pixels, pixels)
def test_a_panned_picture_shows_the_same_elsewhere(boxes: list[PlotViewBox], right: float, down: float) -> None:
    box = reset(boxes[0])
    before = box.plot_transform
    box.pan(QPointF(right, down))
    after = box.plot_transform
    assert after.x(1.0) == pytest.approx(before.x(1.0) + right)
    assert after.y(2.0) == pytest.approx(before.y(2.0) + down)


@pytest.mark.parametrize("axes", [(True, False), (False, True)])
def test_over_one_axis_only_that_axis_is_zoomed_and_the_other_stays_fitted(
    box: PlotViewBox, axes: tuple[bool, bool]
) -> None:
    box.zoom(0.5, QPointF(300.0, 200.0), axes)
    assert box.is_fitted == (not axes[0], not axes[1])
    assert [span == whole for span, whole in zip(box.spans, (X, Y), strict=True)] == [not each for each in axes]
    box.set_whole(Span(-7.0, 7.0), Span(-2.0, 6.0))
    followed = [span in (Span(-7.0, 7.0), Span(-2.0, 6.0)) for span in box.spans]
    assert followed == [not each for each in axes]


def test_a_fitted_box_follows_the_whole_and_a_frozen_one_does_not(box: PlotViewBox) -> None:
    box.set_whole(Span(0.0, 1.0), Span(0.0, 2.0))
    assert box.spans == (Span(0.0, 1.0), Span(0.0, 2.0))
    box.is_frozen = True
    box.set_whole(X, Y)
    assert box.spans == (Span(0.0, 1.0), Span(0.0, 2.0))
    box.fit()
    assert box.spans == (X, Y)


@pytest.mark.parametrize(
    ("factor", "times", "share"),
    [(0.1, 200, MIN_SHARE), (3.0, 200, MAX_SHARE), (1e-30, 1, MIN_SHARE), (1e30, 1, MAX_SHARE)],
)
def test_zooming_leads_to_the_limit_in_many_small_steps_or_a_large_one(
    box: PlotViewBox, factor: float, times: int, share: float
) -> None:
    about = QPointF(300.0, 200.0)
    at = box.plot_transform.x_at(300.0)
    for _ in range(times):
        box.zoom(factor, about)
    for span, whole in zip(box.spans, (X, Y), strict=True):
        assert span.length == pytest.approx(share * whole.length, rel=1e-6)
    assert box.plot_transform.x_at(300.0) == pytest.approx(at)
    reached = box.spans
    box.zoom(factor, about)
    for span, before in zip(box.spans, reached, strict=True):
        assert span == pytest.approx(before, rel=1e-12)


def test_at_the_limit_one_can_pan(box: PlotViewBox) -> None:
    for factor in (1e-30, 1e30):
        box.zoom(factor)
        for way in (QPointF(33.0, 7.0), QPointF(-50.0, 11.0)):
            before = box.plot_transform
            box.pan(way)
            assert box.plot_transform.x(before.x_at(100.0)) == pytest.approx(100.0 + way.x(), abs=1e-3)
            assert box.plot_transform.y(before.y_at(100.0)) == pytest.approx(100.0 + way.y(), abs=1e-3)


def test_lengths_of_its_own_limit_the_zoom_too(box: PlotViewBox) -> None:
    box.min_length, box.always_allowed_length = (2.0, 0.0), (200.0, 0.0)
    box.zoom(1e-9)
    assert box.spans[0].length == pytest.approx(2.0)
    box.zoom(1e30)
    assert box.spans[0].length == pytest.approx(200.0)
    assert box.spans[1].length == pytest.approx(MAX_SHARE * Y.length)


def test_what_is_beyond_a_limit_is_zoomed_only_towards_it(box: PlotViewBox) -> None:
    """The whole has become much longer or shorter, while a part of it was shown."""
    box.zoom(0.5)
    box.set_whole(Span(-1e12, 1e12), Span(-1e12, 1e12))
    shown = box.spans
    box.zoom(0.5)
    assert box.spans == shown
    box.zoom(2.0)
    assert box.spans[0].length == pytest.approx(2.0 * shown[0].length)
    box.set_whole(Span(-1e-3, 1e-3), Span(-1e-3, 1e-3))
    shown = box.spans
    box.zoom(2.0)
    assert box.spans == shown
    box.zoom(0.5)
    assert box.spans[0].length == pytest.approx(0.5 * shown[0].length)


def test_zooming_out_ends_before_coordinates_overflow(box: PlotViewBox) -> None:
    box.set_whole(Span(-6e306, 6e306), Y)
    box.fit()
    box.zoom(3.0, QPointF(100.0, 100.0))
    assert box.spans[0] == pytest.approx((-MAX_COORDINATE, MAX_COORDINATE))


def test_zooming_ends_before_numbers_can_no_longer_be_distinguished(box: PlotViewBox) -> None:
    box.set_whole(Span(1.0, 1.0 + 1e-9), Y)
    box.fit()
    for _ in range(200):
        box.zoom(0.5)
    assert is_long_enough(*box.spans[0])
    assert box.spans[0].length < 1e-11


@given(st.lists(st.tuples(st.floats(0.2, 5.0), pixels, pixels), max_size=8))
def test_a_box_that_stays_within_the_whole_never_shows_more(
    boxes: list[PlotViewBox], acts: list[tuple[float, float, float]]
) -> None:
    box = reset(boxes[0])
    box.stays_within_whole = True
    for factor, x, y in acts:
        box.zoom(factor, QPointF(x, y))
        box.pan(QPointF(x, y))
        for span, whole in zip(box.spans, (X, Y), strict=True):
            slack = 1e-9 * whole.length
            assert span.lo >= whole.lo - slack
            assert span.hi <= whole.hi + slack


@pytest.mark.parametrize("scale", [1e-299, 1e-20, 1e20, 1e300])
def test_a_plane_of_any_size_is_zoomed_and_panned(box: PlotViewBox, scale: float) -> None:
    box.set_whole(Span(-scale, scale), Span(0.0, scale))
    box.fit()
    box.zoom(0.5)
    box.pan(QPointF(100.0, 50.0))
    x, y = box.spans
    assert x.length == pytest.approx(scale)
    assert y.length == pytest.approx(0.5 * scale)


def test_the_same_part_is_shown_in_a_box_of_another_size(qtbot: QtBot, box: PlotViewBox) -> None:
    box.zoom(0.5, QPointF(100.0, 100.0))
    before, view = box.spans, box.getViewWidget()
    view.resize(300, 200)
    qtbot.waitUntil(lambda: box.width() == 300.0)
    assert box.spans == before
    assert box.plot_transform.x(before[0].hi) == pytest.approx(300.0)
    view.resize(900, 520)
    qtbot.waitUntil(lambda: box.width() == 900.0)
