"""The trail of the ghost run, and the text at the top of the landscape."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QBuffer
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.prediction.ghost import GhostRun
from app.prediction.thresholds import ThresholdSummary
from app.theme.application import apply_theme
from physics.landscape.points import PointsLandscape
from physics.sweep.initial_states import ball_state
from tests.views.landscape.scenes import Scene

SKY = 80
"""Pixels at the top, where the text is."""


@pytest.fixture
def ghost_run(scene: Scene) -> Iterator[GhostRun]:
    made = GhostRun(scene.session)
    yield made
    made.stop()


@pytest.fixture
def threshold_summary(scene: Scene, ghost_run: GhostRun, qtbot: QtBot) -> Iterator[ThresholdSummary]:
    made = ThresholdSummary(scene.session)
    scene.view.show_predictions(made, ghost_run)
    made.refresh()
    qtbot.waitUntil(lambda: bool(made.sentence))
    yield made
    made.stop()


def pixels(scene: Scene) -> np.ndarray:
    image = scene.view.grab().toImage()
    return np.array(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)[..., :3]


def test_the_trail_of_the_ghost_run_is_painted_and_removed(
    scene: Scene, threshold_summary: ThresholdSummary, ghost_run: GhostRun
) -> None:
    previous = pixels(scene)
    ghost_run.show(scene.session.landscape, ball_state(scene.session.run, 2), "ghost")
    with_ghost = pixels(scene)
    changed = np.argwhere((with_ghost != previous).any(axis=2))
    run = ghost_run.run
    assert run is not None
    w = run.recording.rows().w[:, 0]
    x = scene.view.plot_transform.x(w)
    below = changed[changed[:, 0] > SKY]
    assert below[:, 1].min() == pytest.approx(x.min(), abs=30.0)
    assert below[:, 1].max() == pytest.approx(x.max(), abs=30.0)
    ghost_run.clear()
    assert np.array_equal(pixels(scene)[SKY:], previous[SKY:])


def test_a_ghost_that_leaves_or_diverges_is_painted_too(
    scene: Scene, threshold_summary: ThresholdSummary, ghost_run: GhostRun
) -> None:
    session = scene.session
    steep = PointsLandscape([-6, -3, 0, 3, 6], [1e300, 0, 1, 0, 1e300])
    for landscape, ball in ((session.landscape, 4), (steep, 0)):
        session.set_landscape(landscape)
        previous = pixels(scene)
        ghost_run.show(landscape, ball_state(session.run, ball), session.name(ball))
        assert ghost_run.is_known
        assert (pixels(scene)[SKY:] != previous[SKY:]).any()


def test_the_text_at_the_top_is_about_thresholds_or_the_ghost_run(
    scene: Scene, threshold_summary: ThresholdSummary, ghost_run: GhostRun
) -> None:
    threshold_text = scene.view.threshold_text
    assert threshold_text is not None
    assert threshold_text.text == threshold_summary.sentence
    session = scene.session
    ghost_run.show(session.landscape, ball_state(session.run, 2), session.name(2))
    assert threshold_text.text == f"α 0.90: {ghost_run.sentence}"
    assert threshold_text.text.startswith("α 0.90: Caught in valley 4")


def test_the_text_is_wrapped_and_names_keep_clear_of_it(
    scene: Scene, threshold_summary: ThresholdSummary, qapp: QApplication
) -> None:
    view, threshold_text = scene.view, scene.view.threshold_text
    assert threshold_text is not None
    for width, scale in ((900, 1.0), (420, 1.0), (900, 1.5)):
        apply_theme(qapp, "dark", scale)
        view.resize(width, 520)
        pixels(scene)
        boxes = threshold_text.boxes
        assert boxes
        assert all(box.right <= 0.72 * width + 20.0 for box in boxes)
        assert all(box.touches(other) is False for box in boxes for other in view.balls.labels.boxes.values())
        height = QFontMetricsF(view._theme.font("body")).height()
        assert [round(b.top - a.top) for a, b in pairwise(boxes)] == [round(height)] * (len(boxes) - 1)
    apply_theme(qapp, "dark")


def test_a_vector_picture_of_the_text_has_no_pixmap(scene: Scene, threshold_summary: ThresholdSummary) -> None:
    text, buffer = scene.view.threshold_text, QBuffer()
    assert text is not None
    svg = QSvgGenerator()
    svg.setOutputDevice(buffer)
    with QPainter(svg) as painter:
        text.paint(painter)
    assert b"<image" not in buffer.data().data()
    assert b"<text" in buffer.data().data() or b"<path" in buffer.data().data()
