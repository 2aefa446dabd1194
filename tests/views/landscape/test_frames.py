"""A picture is a function of a frame: of any run at any step, on any paint device, without a window."""

import sys
from collections import Counter
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QImage, QPaintDevice, QPaintEngine, QPainter, QPicture
from pytestqt.qtbot import QtBot

from app.plotting.layer import CallbackLayer
from app.theme.application import Theme
from app.theme.palette import DARK
from app.views.frame import Frame, frame_of_run
from app.views.landscape.landscape_plot import LandscapePlot
from physics.landscape.base import Landscape
from physics.landscape.formula import FormulaLandscape
from physics.landscape.points import PointsLandscape
from physics.run.run import Run
from tests.support.balls import new_ball
from tests.views.landscape.scenes import ALPHAS, HILLS, MakeScene, Scene

SIZE = QSize(900, 520)


def run_of(steps: int = 0, landscape: Landscape = HILLS, start: float = 4.8) -> Run:
    run = Run(landscape, [new_ball(alpha, 0.02, start) for alpha in ALPHAS])
    run.advance(steps)
    return run


def paint_frame(painter: QPainter, frame: Frame, size: QSize, theme: Theme) -> None:
    """Paint the landscape of a frame onto any paint device, as a window of this size shows it."""
    plot = LandscapePlot(theme, frame)
    plot.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    plot.resize(size)
    plot.show()  # lays it out
    plot.render(painter)
    plot.hide()
    plot.deleteLater()


def image_of(run: Run, step: int, theme: Theme, selected: int = 3) -> QImage:
    image = QImage(SIZE, QImage.Format.Format_RGB32)
    image.fill(DARK.background)
    with QPainter(image) as painter:
        paint_frame(painter, frame_of_run(run, step, selected), SIZE, theme)
    return image


def pixels(image: QImage) -> np.ndarray:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    return np.array(image.constBits(), np.int16).reshape(image.height(), image.width(), 4)[..., :3]


def share_that_differs(one: QImage, other: QImage) -> float:
    return float((np.abs(pixels(one) - pixels(other)).max(axis=2) > 8).mean())


def choose_names_slots(scene: Scene) -> None:
    """Show the frame as a new one: while only time moves, names keep their slots."""
    scene.view.show_frame(scene.view.frame)


@pytest.mark.parametrize("step", [0, 7, 38, 60])
def test_a_run_that_no_window_shows_is_painted_as_in_the_window(scene: Scene, dark: Theme, step: int) -> None:
    scene.session.step_on(step)
    choose_names_slots(scene)
    assert share_that_differs(image_of(run_of(step), step, dark), scene.picture()) < 1e-3


def test_an_earlier_step_is_painted_as_the_window_shows_it(scene: Scene, dark: Theme) -> None:
    run = run_of(60)
    scene.session.step_on(60)
    scene.session.go_to_step(20)
    choose_names_slots(scene)
    earlier = image_of(run, 20, dark)
    assert run.step == 60
    assert share_that_differs(earlier, scene.picture()) < 1e-3
    assert share_that_differs(earlier, image_of(run, 60, dark)) > 5e-3


def test_two_pictures_of_a_frame_are_the_same(dark: Theme) -> None:
    run = run_of(30)
    assert share_that_differs(image_of(run, 30, dark), image_of(run, 30, dark)) == 0.0


@pytest.mark.parametrize("step", [-1, 31])
def test_a_step_that_is_not_recorded_is_refused(step: int) -> None:
    with pytest.raises(IndexError, match="not among 0 … 30"):
        frame_of_run(run_of(30), step)


class CountingEngine(QPaintEngine):
    """Counts what is painted."""

    def __init__(self) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self.calls: Counter[str] = Counter()

    def begin(self, _device: QPaintDevice) -> bool:
        return True

    def end(self) -> bool:
        return True

    def type(self) -> QPaintEngine.Type:
        return QPaintEngine.Type.User

    def updateState(self, _state: object) -> None:
        """Colours and transforms don't count."""


def _count(kind: str) -> Callable[..., None]:
    def draw(engine: CountingEngine, *_: object) -> None:
        engine.calls[kind] += 1

    return draw


KINDS = {"Pixmap": "pixmap", "TiledPixmap": "pixmap", "Image": "image", "TextItem": "text"} | dict.fromkeys(
    ("Path", "Polygon", "Lines", "Points", "Ellipse", "Rects"), "path"
)
for _name, _kind in KINDS.items():
    setattr(CountingEngine, f"draw{_name}", _count(_kind))


class CountingDevice(QPaintDevice):
    """A paint device without pixels."""

    def __init__(self) -> None:
        super().__init__()
        self.engine = CountingEngine()

    def paintEngine(self) -> QPaintEngine:
        return self.engine

    def metric(self, metric: QPaintDevice.PaintDeviceMetric) -> int:
        names = QPaintDevice.PaintDeviceMetric
        lengths = {names.PdmWidth: SIZE.width(), names.PdmHeight: SIZE.height(), names.PdmNumColors: 1 << 24}
        if metric in (names.PdmDevicePixelRatio,):
            return 1
        if metric in (names.PdmDevicePixelRatioScaled,):
            return 1 << 16
        return lengths.get(metric, 96)


def recorded(run: Run, step: int, theme: Theme) -> Counter[str]:
    """What a picture that records the frame consists of."""
    picture, device = QPicture(), CountingDevice()
    with QPainter(picture) as painter:
        paint_frame(painter, frame_of_run(run, step, 3), SIZE, theme)
    with QPainter(device) as painter:
        picture.play(painter)
    return device.engine.calls


def test_in_a_vector_picture_only_the_glow_of_the_ground_is_an_image(dark: Theme) -> None:
    calls = recorded(run_of(38), 38, dark)
    assert calls["pixmap"] == 0
    assert calls["image"] <= 1
    assert calls["path"] > 100
    assert calls["text"] > 10


def test_an_error_while_painting_is_reported_once_and_the_rest_is_painted(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, _error, _trace: reported.append(kind))

    def fail(_painter: QPainter) -> None:
        raise ZeroDivisionError

    layer = CallbackLayer(scene.view.view_box, fail)
    before = scene.colour(300.0, 505.0)
    scene.picture()
    scene.picture()
    assert reported == [ZeroDivisionError]
    assert scene.colour(300.0, 505.0) == before
    layer.renew()
    scene.picture()
    assert len(reported) == 2
    layer.setParentItem(None)


def test_an_error_in_the_numbers_of_an_axis_is_reported(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    reported: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, _error, _trace: reported.append(kind))
    axis = scene.view.bottom_axis
    monkeypatch.setattr(axis, "tickStrings", lambda *_: 1 / 0)
    axis.picture = None
    axis.update()
    scene.picture()
    scene.picture()
    assert reported == [ZeroDivisionError]


EXTREMES = {
    "lowest": PointsLandscape([-6.0, -2.0, 2.0, 6.0], [1e-320, 0.0, 5e-321, 1e-320]),
    "highest": PointsLandscape([-6.0, -2.0, 2.0, 6.0], [1e307, 0.0, 5e306, 1e307]),
    "both ways": PointsLandscape([-6.0, -2.0, 2.0, 6.0], [1e307, -1e307, 1e307, -1e307]),
    "widest": PointsLandscape([-1e300, -1e299, 1e299, 1e300], [1.0, 0.0, 0.5, 1.0]),
    "narrowest": FormulaLandscape("w", (1.0, 1.0 + 1e-9)),
}


@pytest.mark.parametrize("name", EXTREMES)
def test_extreme_landscapes_are_drawn_also_zoomed(make_scene: MakeScene, name: str) -> None:
    landscape = EXTREMES[name]
    lo, hi = landscape.domain
    scene = make_scene(landscape=landscape, start=0.5 * lo + 0.5 * hi)
    scene.picture()
    scene.session.step_on(3)
    middle, box = QPointF(450.0, 300.0), scene.view.view_box
    for notches, is_at_limit in (
        (3, False),
        (30, False),
        (300, False),
        (300, True),
        (-3, False),
        (-600, False),
        (-600, True),
    ):
        before = [span.length for span in box.spans]
        scene.wheel(middle, notches)
        scene.hover(QPointF(430.0, 250.0))
        scene.picture()
        lengths = [span.length for span in box.spans]
        if is_at_limit:
            np.testing.assert_allclose(lengths, before, 1e-6)
        else:
            assert (np.array(lengths) < before if notches > 0 else np.array(lengths) > before).all()
    scene.drag(QPointF(450.0, 60.0), QPointF(4500.0, 6000.0))
    scene.picture()
    scene.view.fit()
    scene.picture()


@pytest.mark.parametrize("name", EXTREMES)
def test_extreme_landscapes_are_drawn_without_a_window(dark: Theme, qtbot: QtBot, name: str) -> None:
    landscape = EXTREMES[name]
    lo, hi = landscape.domain
    run = run_of(2, landscape, 0.5 * lo + 0.5 * hi)
    for step in range(run.last + 1):
        image_of(run, step, dark)


def test_a_plot_of_its_own_shows_one_frame_after_the_other(dark: Theme, qtbot: QtBot) -> None:
    run = run_of(40)
    plot = LandscapePlot(dark, frame_of_run(run, 0, 3))
    qtbot.addWidget(plot)
    plot.resize(SIZE)
    plot.show()
    for step in (0, 20, 40, 10):
        plot.show_frame(frame_of_run(run, step, 3))
        assert share_that_differs(plot.grab().toImage(), image_of(run, step, dark)) < 1e-3
