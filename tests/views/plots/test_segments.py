"""From rows to segments: the same in portions as at once, every peak kept, nothing drawn without data."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.plotting.span import Span
from app.plotting.transform import PlotTransform
from app.views.plots.kinds import HEIGHT
from app.views.plots.segments import (
    MIN_MOVE_PX,
    PhaseSegments,
    Segments,
    SegmentSource,
    StepSegments,
    phase_gap,
)
from physics.arrays import Floats, map_arrays
from physics.run.recording import Recording, Rows
from tests.support.balls import MOMENTUM

EVERYTHING = 10**9


def plane(steps: float, x: Span | None = None) -> PlotTransform:
    return PlotTransform(Span(0.0, steps) if x is None else x, Span(-4.0, 4.0), 100.0, 80.0)


def heights(rows: Rows, _first: int) -> Floats:
    return HEIGHT.value(rows)


def recorded(steps: int, balls: int, seed: int = 1) -> Recording:
    """Some smooth and some jumpy rows."""
    rng = np.random.default_rng(seed)
    recording = Recording(balls)
    rows = recording.extend(steps, [MOMENTUM])
    map_arrays(lambda column: column.fill(0), rows)
    rows.w[:] = np.cumsum(rng.normal(0.0, 0.05, (steps, balls)), axis=0)
    rows.delta[:] = rng.normal(0.0, 0.5, (steps, balls))
    rows.f[:] = rng.normal(0.0, 1.0, (steps, balls))
    rows.stepped[:] = True
    return recording


def all_of(curves: SegmentSource, recording: Recording, stops: list[int], most: int = EVERYTHING) -> Segments:
    """All segments, taken at these numbers of steps."""
    parts = []
    for stop in stops:
        while curves.has_more(stop):
            parts.append(curves.take(recording, stop, most))
    lines = np.concatenate([part.lines for part in parts], axis=1)
    shown = np.concatenate([part.shown for part in parts], axis=1)
    ranges = [part.range for part in parts]
    return Segments(lines, shown, Span(min(r.lo for r in ranges), max(r.hi for r in ranges)))


def assert_same(one: Segments, other: Segments) -> None:
    np.testing.assert_array_equal(one.shown, other.shown)
    np.testing.assert_allclose(one.lines[one.shown], other.lines[other.shown], rtol=0, atol=1e-9)
    assert one.range == other.range


def made(kind: str, limit: float, ball: int | None = None) -> SegmentSource:
    if kind == "steps":
        return StepSegments(plane(limit), heights, ball)
    return PhaseSegments(plane(0.0, x=Span(-2.0, 2.0)), range(0), ball)


@pytest.mark.parametrize("kind", ["steps", "phase"])
@pytest.mark.parametrize("limit", [50.0, 700.0])
@settings(max_examples=25)
@given(cuts=st.lists(st.integers(1, 600), max_size=20), most=st.integers(1, 3000), balls=st.integers(1, 4))
def test_portions_make_the_same_as_one_go(kind: str, limit: float, cuts: list[int], most: int, balls: int) -> None:
    recording = recorded(600, balls)
    whole = all_of(made(kind, limit), recording, [600])
    assert_same(all_of(made(kind, limit), recording, [*sorted(cuts), 600], most), whole)


@pytest.mark.parametrize("kind", ["steps", "phase"])
def test_one_ball_alone_is_drawn_as_among_others(kind: str) -> None:
    recording = recorded(400, 3)
    among = all_of(made(kind, 100.0), recording, [400])
    alone = all_of(made(kind, 100.0, ball=1), recording, [400])
    np.testing.assert_array_equal(alone.lines, among.of(1).lines)
    np.testing.assert_array_equal(alone.shown, among.of(1).shown)


def test_with_room_for_every_step_the_line_goes_through_every_point() -> None:
    recording, transform = recorded(90, 2), plane(100.0)
    segments = all_of(StepSegments(transform, heights), recording, [90])
    assert segments.shown.all()
    assert segments.lines.shape == (2, 89, 4)
    f = recording.rows().f
    np.testing.assert_allclose(segments.lines[:, :, 1], transform.y(f[:-1]).T)
    np.testing.assert_allclose(segments.lines[:, :, 3], transform.y(f[1:]).T)
    np.testing.assert_allclose(segments.lines[0, :, 2], transform.x(np.arange(1.0, 90.0)))
    assert segments.range == Span(f.min(), f.max())


def test_steps_that_share_a_pixel_keep_their_peaks() -> None:
    recording, transform = recorded(5000, 3), plane(5000.0)
    lines = all_of(StepSegments(transform, heights), recording, [5000]).lines
    assert lines.shape[1] < 2 * transform.width, "as many segments as the plot is wide, not as there are steps"
    columns = recording.rows().f.reshape(100, 50, 3)
    ends = np.concatenate((lines[:, :1, 1], lines[:, :, 3]), axis=1).reshape(3, 100, 2)
    np.testing.assert_allclose(ends.min(axis=2), transform.y(columns.max(axis=1)).T)
    np.testing.assert_allclose(ends.max(axis=2), transform.y(columns.min(axis=1)).T)


def test_two_steps_to_a_pixel_lose_nothing() -> None:
    recording, transform = recorded(200, 1), plane(200.0)
    lines = all_of(StepSegments(transform, heights), recording, [200]).lines[0]
    np.testing.assert_allclose(lines[:, 2], transform.x(np.arange(1.0, 200.0)))
    np.testing.assert_allclose(lines[:, 3], transform.y(recording.rows().f[1:, 0]))


@pytest.mark.parametrize("limit", [100.0, 400.0])
def test_a_ball_that_no_longer_moves_has_no_line(limit: float) -> None:
    recording = recorded(80, 2)
    recording.rows(40).stepped[:, 0] = False
    segments = all_of(StepSegments(plane(limit), heights), recording, [80])
    ends = segments.lines[:, :, 2]
    begun = plane(limit).x(np.array(40.0))
    assert segments.shown[1].all()
    assert segments.shown[0].any()
    assert (ends[0][segments.shown[0]] < begun + 1.0).all()
    assert not segments.shown[0][ends[0] > begun + 1.0].any()


@pytest.mark.parametrize("kind", ["steps", "phase"])
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_values_that_are_not_finite_are_not_drawn(kind: str, bad: float) -> None:
    recording = recorded(80, 2)
    rows = recording.rows(30, 33)
    for column in (rows.w, rows.f, rows.delta):
        column[:, 0] = bad
    segments = all_of(made(kind, 100.0), recording, [80])
    assert np.isfinite(segments.lines[segments.shown]).all()
    assert np.isfinite(segments.range).all()
    assert segments.shown[1].any()
    assert segments.shown[0].any()
    if kind == "steps":
        assert not segments.shown[0, 29:33].any(), "no segment begins or ends at such a row"
        assert segments.shown[0, [28, 33]].all()


@pytest.mark.parametrize("kind", ["steps", "phase"])
def test_huge_values_stay_near_the_frame(kind: str) -> None:
    recording = recorded(80, 1)
    for column in (recording.rows().f, recording.rows().delta):
        column[50:] = 1e300
    lines = all_of(made(kind, 100.0), recording, [80]).lines
    assert (np.abs(lines[:, :, (1, 3)]) < 1000.0).all()


@pytest.mark.parametrize("kind", ["steps", "phase"])
def test_without_balls_there_are_no_segments(kind: str) -> None:
    segments = all_of(made(kind, 20.0), recorded(80, 0), [80])
    assert segments.lines.shape[0] == 0
    assert not segments.shown.any()


def test_against_w_only_points_within_the_minimum_move_are_left_out() -> None:
    """Of each ball's line no piece longer than the least move is cut off, whatever the portions."""
    recording = recorded(3000, 2)
    recording.rows().delta[:] = 0.2 * np.sin(np.arange(3000) / 300.0)[:, np.newaxis]
    recording.rows().w[:] = np.cos(np.arange(3000) / 300.0)[:, np.newaxis]
    curves = PhaseSegments(plane(0.0, x=Span(-2.0, 2.0)), range(0))
    segments = all_of(curves, recording, [1000, 1001, 3000])
    kept = segments.shown[0]
    x, y = segments.lines[0, :, 2], segments.lines[0, :, 3]
    way = np.concatenate(([0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))))
    assert kept.sum() < 0.5 * len(kept)
    assert np.diff(way[kept]).max() < 2.0 * MIN_MOVE_PX
    lines = segments.lines[0][kept]
    np.testing.assert_array_equal(lines[1:, :2], lines[:-1, 2:])


def test_a_ball_at_rest_adds_nothing_against_w() -> None:
    recording = recorded(300, 1)
    recording.rows(100).w[:] = 0.5
    recording.rows(100).delta[:] = 0.0
    shown = all_of(made("phase", 0.0), recording, [300]).shown
    assert shown[0, :100].any()
    assert not shown[0, 101:].any()


def test_a_very_long_run_shows_its_first_and_its_newest_steps_against_w() -> None:
    gap = phase_gap(9_000_000, 8)
    assert phase_gap(1000, 8) == range(gap.start, gap.start), "a short run has no gap"
    assert 0 < gap.start < gap.stop < 9_000_000
    recording = recorded(1000, 2)
    curves = PhaseSegments(plane(0.0, x=Span(-2.0, 2.0)), range(100, 900))
    parts = []
    while curves.has_more(1000):
        parts.append((curves.take(recording, 1000, 200).lines[0, :, 2], curves.next_step))
    drawn = np.concatenate([part for part, _ in parts])
    w = recording.rows().w[:, 0]
    np.testing.assert_array_equal(drawn, curves.transform.x(np.concatenate((w[:100], w[900:]))))
    assert [step for _, step in parts] == [100, 1000]
