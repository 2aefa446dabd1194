"""A picture is a function of a frame: the same in the window, of a run no window shows, and on any paint device."""

import sys
from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPaintDevice, QPaintEngine, QPainter, QPicture
from PySide6.QtWidgets import QStyleOptionGraphicsItem

from app.files.default import default_scenario
from app.plotting.drawing import pixel_ratio
from app.session.scene import more_styles
from app.session.session import Session
from app.theme.application import theme
from app.views.frame import Frame, frame_of_run, frame_of_session
from app.views.plots.kinds import PlotValues
from app.views.plots.lines import KeptLines, paint_lines
from app.views.plots.plot import Plot
from app.views.plots.plot_layer import paint_overlay
from physics.arrays import AnyArray
from physics.run.edit import Edit
from physics.run.run import Run
from tests.views.plots.scenes import NAMES, Shown, box_painted, move_mouse, painted, pixels, point_of

STEPS = 120


def session_at(step: int) -> Session:
    made = Session(default_scenario(), now=lambda: 0.0)
    for _ in range(STEPS):
        made.playback.due.emit(1)
    made.seek(step)
    return made


def run_of_its_own() -> Run:
    """The same run, that no session has."""
    scenario = default_scenario()
    run = Run(scenario.landscape, scenario.balls)
    run.advance(STEPS)
    return run


def paint(painter: QPainter, plot: Plot, frame: Frame, *, is_log: bool = False) -> None:
    values, transform = PlotValues(plot.kind, frame.run, is_log), plot.view_box.plot_transform
    paint_lines(painter, frame, values, transform, theme())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    is_fitted = plot.view_box.is_fitted[0]
    paint_overlay(painter, pixel_ratio(painter), frame, values, transform, theme(), keeps_in_view=is_fitted)


def image_of(plot: Plot, frame: Frame, *, is_log: bool = False) -> QImage:
    image = QImage(round(plot.view_box.width()), round(plot.view_box.height()), QImage.Format.Format_RGB32)
    image.fill(theme().palette.background)
    with QPainter(image) as painter:
        paint(painter, plot, frame, is_log=is_log)
    return image


@pytest.mark.parametrize("step", [STEPS, 50])
@pytest.mark.parametrize("name", NAMES)
def test_a_frame_of_a_run_that_no_window_shows_is_what_the_window_shows(shown: Shown, name: str, step: int) -> None:
    """Where lines cross another one may lie on top."""
    session = session_at(step)
    plot = shown(session).plot(name)
    in_window = box_painted(plot)
    run = run_of_its_own()
    alone = pixels(image_of(plot, frame_of_run(run, step, session.selected)))
    assert in_window.std() > 5.0
    assert (np.abs(in_window - alone).max(axis=2) > 8).mean() < 0.01
    assert run.step == STEPS, "drawing changes nothing"


def test_with_a_logarithmic_axis_too(shown: Shown) -> None:
    session = session_at(STEPS)
    plot = shown(session).plot("energy")
    plot.set_log(True)
    in_window = box_painted(plot)
    alone = pixels(image_of(plot, frame_of_run(run_of_its_own(), STEPS, session.selected), is_log=True))
    assert (np.abs(in_window - alone).max(axis=2) > 8).mean() < 0.01


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_painted_outside_the_box(shown: Shown, name: str) -> None:
    """Also where only a part is shown, which the step of the frame is not in."""
    plot = shown(session_at(STEPS)).plot(name)
    painted(plot)
    plot.view_box.zoom(0.1)
    frame, room = frame_of_run(run_of_its_own(), 90, 3), 300
    width, height = round(plot.view_box.width()), round(plot.view_box.height())
    image = QImage(width + 2 * room, height + 2 * room, QImage.Format.Format_RGB32)
    image.fill(0)
    plot.show_frame(frame, None)
    with QPainter(image) as painter:
        painter.translate(room, room)
        plot.layer.paint(painter, QStyleOptionGraphicsItem())
    found = pixels(image)
    assert found[room:-room, room:-room].any()
    found[room:-room, room:-room] = 0
    assert not found.any()


def test_a_step_that_is_not_recorded_has_no_frame() -> None:
    run = run_of_its_own()
    for step in (-1, STEPS + 1):
        with pytest.raises(IndexError, match=f"step {step} is not among 0 … {STEPS}"):
            frame_of_run(run, step)


def test_a_step_whose_row_was_forgotten_has_no_frame() -> None:
    run = run_of_its_own()
    run.recording.forget_before(60)
    with pytest.raises(IndexError, match=f"step 59 is not among 60 … {STEPS}"):
        frame_of_run(run, 59)


def with_another_alpha(run: Run) -> None:
    """At step 10; it goes on to another step 50."""
    run.go_to(10)
    run.edit(Edit(10, 3, {"alpha": 0.5}))
    run.advance(STEPS)


def thrown_out(run: Run) -> None:
    """All balls leave long before step 50."""
    run.go_to(10)
    run.edit(*(Edit(10, ball, delta=1e6) for ball in range(len(run.balls))))
    run.advance(STEPS)


def forgotten(run: Run) -> None:
    run.recording.forget_before(60)


@pytest.mark.parametrize("happens", [with_another_alpha, thrown_out, forgotten, Run.forget])
@pytest.mark.parametrize("name", NAMES)
def test_a_frame_stays_as_it_is_whatever_happens_to_its_run(
    shown: Shown, name: str, happens: Callable[[Run], object]
) -> None:
    plot = shown(session_at(STEPS)).plot(name)
    painted(plot)
    run = run_of_its_own()
    frame = frame_of_run(run, 50, 3)
    before, picture = frame.run.recording.row(50).w.copy(), image_of(plot, frame)
    happens(run)
    assert np.array_equal(frame.run.recording.row(50).w, before)
    assert np.array_equal(frame.run.status.w, before)
    assert image_of(plot, frame) == picture
    frame.run.go_to(STEPS)
    assert frame.run.step == STEPS


@pytest.mark.parametrize("selected", [-2, 5])
def test_a_ball_that_does_not_exist_is_refused(selected: int) -> None:
    run = run_of_its_own()
    assert len(run.balls) == 5
    with pytest.raises(IndexError, match=f"ball {selected} is not among 5"):
        frame_of_run(run, 3, selected)


@pytest.mark.parametrize("count", [0, 4, 6])
def test_each_ball_needs_one_style(count: int) -> None:
    with pytest.raises(ValueError, match=f"{count} styles for 5 balls"):
        frame_of_run(run_of_its_own(), 3, styles=more_styles((), count))


class Recorder(QPaintEngine):
    """Counts the kinds of what is painted."""

    def __init__(self) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self.counts: Counter[str] = Counter()

    def begin(self, _device: Any) -> bool:
        return True

    def end(self) -> bool:
        return True

    def type(self) -> QPaintEngine.Type:
        return QPaintEngine.Type.User

    def updateState(self, _state: Any) -> None:
        pass

    def drawPath(self, _path: Any) -> None:  # noqa: N802
        self.counts["path"] += 1

    def drawPolygon(self, _points: Any, _count: Any, _mode: Any = None) -> None:  # noqa: N802
        self.counts["polygon"] += 1

    def drawLines(self, _lines: Any, _count: Any = None) -> None:  # noqa: N802
        self.counts["lines"] += 1

    def drawRects(self, _rects: Any, _count: Any = None) -> None:  # noqa: N802
        self.counts["rects"] += 1

    def drawEllipse(self, _rect: Any) -> None:  # noqa: N802
        self.counts["ellipse"] += 1

    def drawTextItem(self, _at: Any, _item: Any) -> None:  # noqa: N802
        self.counts["text"] += 1

    def drawPixmap(self, _rect: Any, _pixmap: Any, _source: Any) -> None:  # noqa: N802
        self.counts["pixmap"] += 1

    def drawImage(self, _rect: Any, _image: Any, _source: Any, _flags: Any = None) -> None:  # noqa: N802
        self.counts["image"] += 1

    def drawTiledPixmap(self, _rect: Any, _pixmap: Any, _at: Any) -> None:  # noqa: N802
        self.counts["pixmap"] += 1


class Sheet(QPaintDevice):
    """A device for the recorder."""

    def __init__(self) -> None:
        super().__init__()
        self.recorder = Recorder()

    def paintEngine(self) -> QPaintEngine:
        return self.recorder

    def metric(self, metric: QPaintDevice.PaintDeviceMetric) -> int:
        kinds = QPaintDevice.PaintDeviceMetric
        if metric in (kinds.PdmWidth, kinds.PdmHeight):
            return 1000
        if metric == kinds.PdmDevicePixelRatioScaled:
            return round(self.devicePixelRatioFScale())
        return 1 if metric == kinds.PdmDevicePixelRatio else 96


def played(picture: QPicture) -> Counter[str]:
    """The kinds of what is in a picture, with how many of each."""
    sheet = Sheet()
    painter = QPainter(sheet)
    picture.play(painter)
    painter.end()
    return sheet.recorder.counts


def test_the_recorder_finds_pixmaps() -> None:
    image, picture = QImage(5, 5, QImage.Format.Format_RGB32), QPicture()
    image.fill(0)
    with QPainter(picture) as painter:
        painter.drawImage(0, 0, image)
        painter.drawLine(0, 0, 5, 5)
        painter.drawText(3, 3, "word")
    counts = played(picture)
    assert counts["image"] + counts["pixmap"] == 1
    assert counts["lines"] + counts["path"] + counts["polygon"] >= 1


@pytest.mark.parametrize("name", NAMES)
def test_a_vector_picture_of_a_frame_has_no_pixmap(shown: Shown, name: str) -> None:
    session = session_at(50)
    plot, picture = shown(session).plot(name), QPicture()
    painted(plot)
    with QPainter(picture) as painter:
        paint(painter, plot, frame_of_run(run_of_its_own(), 50, session.selected))
    counts = played(picture)
    assert counts.total() > 10
    assert not {"pixmap", "image"} & set(counts)


def test_the_label_of_a_reading_is_made_of_lines_and_words(shown: Shown) -> None:
    plot, picture = shown(session_at(STEPS)).plot("height"), QPicture()
    painted(plot)
    move_mouse(plot, point_of(plot, 3, 40))
    assert plot.reading is not None
    with QPainter(picture) as painter:
        plot.layer.paint_layer(painter)
    assert not {"pixmap", "image"} & set(played(picture))


@pytest.fixture
def caught(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is reported."""
    found: list[str] = []
    monkeypatch.setattr(sys, "excepthook", lambda _kind, error, _trace: found.append(str(error)))
    return found


def fail(*_: object) -> None:
    raise ValueError("a fault in painting")


@pytest.mark.parametrize(("part", "method"), [("layer", "paint_layer"), ("_header", "_paint_callback")])
def test_an_error_while_painting_is_reported_once_and_ends_nothing(
    shown: Shown, monkeypatch: pytest.MonkeyPatch, caught: list[str], part: str, method: str
) -> None:
    plot = shown(session_at(STEPS)).plot("height")
    before = painted(plot)
    with monkeypatch.context() as fault:
        fault.setattr(getattr(plot, part), method, fail)
        getattr(plot, part).renew()
        for _ in range(3):
            assert (painted(plot) != before).any()
        assert caught == ["a fault in painting"]
    getattr(plot, part).renew()
    np.testing.assert_array_equal(painted(plot), before)


@pytest.mark.parametrize("change", ["selection", "step", "range"])
def test_an_error_while_lines_are_drawn_is_reported_once_for_each_change(
    shown: Shown, monkeypatch: pytest.MonkeyPatch, caught: list[str], change: str
) -> None:
    session = session_at(STEPS)
    plot = shown(session).plot("height")
    before = painted(plot)
    changes = {
        "selection": session.selection_changed.emit,
        "step": session.step_changed.emit,
        "range": lambda: (plot.view_box.zoom(0.9), plot.fit()),
    }
    with monkeypatch.context() as fault:
        fault.setattr(KeptLines, "catch_up", fail)
        for count in (1, 2):
            changes[change]()
            for _ in range(3):
                assert (painted(plot) != before).any()
            assert len(caught) == count
    changes[change]()
    np.testing.assert_array_equal(painted(plot), before)


@pytest.mark.parametrize("how", ["ratio", "scaled"])
@pytest.mark.parametrize("name", NAMES)
def test_lines_are_sharp_on_a_device_with_more_pixels_than_the_screen(shown: Shown, name: str, how: str) -> None:
    """The image that is kept for the screen would be enlarged."""
    session = session_at(STEPS)
    plot = shown(session).plot(name)
    painted(plot)

    def image_with(paint: Callable[[QPainter], None]) -> AnyArray:
        size = plot.view_box.size().toSize()
        image = QImage(2 * size, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(2.0 if how == "ratio" else 1.0)
        image.fill(theme().palette.background)
        with QPainter(image) as painter:
            if how == "scaled":
                painter.scale(2.0, 2.0)
            paint(painter)
        return pixels(image)

    frame, transform = frame_of_session(session), plot.view_box.plot_transform
    drawn = image_with(lambda painter: paint_lines(painter, frame, plot.values, transform, theme()))
    np.testing.assert_array_equal(image_with(lambda painter: plot.lines.paint(painter, pixel_ratio(painter))), drawn)
