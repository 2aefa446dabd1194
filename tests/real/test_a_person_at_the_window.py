"""The whole way, in a real window: draw, roll, turn a slider, export, replay."""

import math
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from app.controls.slider import ScaleSlider
from app.window import Window
from physics.landscape.points import PointsLandscape

pytestmark = [pytest.mark.real_window, pytest.mark.linux]


def drawn_curve(window: Window) -> list[QPointF]:
    """Three dips, each lower than the one at its right, as places in the view."""
    view = window.landscape_view
    lo, hi = window.session.landscape.domain
    ws = [lo + (hi - lo) * i / 120 for i in range(121)]
    return [view.to_pixels(w, 2.2 + 0.25 * w + 0.5 * math.cos(1.5 * w)) for w in ws]


def test_draw_roll_change_export_replay(window: Window, hands: Any, qtbot: QtBot, tmp_path: Path) -> None:
    session, view = window.session, window.landscape_view

    hands.click(view, QPointF(view.width() / 2, 30))
    hands.key("2", "Control_L")
    hands.drag(view.viewport(), drawn_curve(window))
    qtbot.waitUntil(lambda: isinstance(session.landscape, PointsLandscape))
    assert 2 <= session.landscape.features.valley_count <= 5

    hands.key("space")
    qtbot.waitUntil(lambda: session.step >= 5)
    moving = session.run.state.delta.copy()
    assert moving.any()

    slider = window.balls_panel.findChildren(ScaleSlider)[0]
    begin = slider.mapFromGlobal(slider.mapToGlobal(slider.rect().center()))
    first_alpha = session.ball(0).parameters["alpha"]
    hands.drag(slider, [QPointF(begin), QPointF(begin.x() + 30, begin.y()), QPointF(begin.x() + 60, begin.y())])
    assert session.ball(0).parameters["alpha"] > first_alpha
    assert session.playback.is_playing
    edits = [edit for edit in session.run.edits if edit.ball == 0]
    assert edits
    assert all(edit.step > 0 for edit in edits)
    qtbot.waitUntil(lambda: session.step >= edits[-1].step + 10)

    path = tmp_path / "drawn.csv"
    hands.key("e", "Control_L")
    dialog = window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    qtbot.waitExposed(dialog)
    assert not session.playback.is_playing
    dialog.findChild(QLineEdit).setText(str(path))
    dialog.accept()
    qtbot.waitUntil(lambda: path.exists() and not window.exporter.is_busy)

    again = tmp_path / "again.csv"
    replay = [sys.executable, "-m", "app", "run", str(path.with_suffix(".momentum")), "--csv", str(again)]
    subprocess.run(replay, check=True, cwd=Path(__file__).parents[2], timeout=60)
    assert again.read_bytes() == path.read_bytes()


def test_a_fast_zigzag_keeps_its_peaks(window: Window, hands: Any, qtbot: QtBot) -> None:
    """Six equal peaks in three quarters of a second, with a mouse that reports 250 times a second."""
    session, view = window.session, window.landscape_view
    hands.click(view, QPointF(view.width() / 2, 30))
    hands.key("2", "Control_L")
    corners = np.arange(13)
    at = np.linspace(0.0, 12.0, 188)
    w, f = -5.0 + 10.0 * at / 12.0, np.interp(at, corners, np.where(corners % 2, 4.0, 1.0))
    places = [view.to_pixels(x, y) for x, y in zip(w.tolist(), f.tolist(), strict=True)]
    hand = hands.stroke(view.viewport(), places, 0.75)
    qtbot.waitUntil(lambda: not hand.is_alive())
    hand.join()
    qtbot.wait(200)

    features = session.landscape.features
    drawn = (features.hills > -5.0) & (features.hills < 5.0)
    assert features.hills[drawn] == pytest.approx(-5.0 + 10.0 * corners[1::2] / 12.0, abs=0.1)
    assert features.hill_heights[drawn] == pytest.approx(4.0, abs=0.05 * 3.0)
    valleys = features.minimum_heights[(features.minima > -4.5) & (features.minima < 4.5)]
    assert valleys == pytest.approx(1.0, abs=0.05 * 3.0)


def test_a_ball_is_dragged_while_time_runs(window: Window, hands: Any, qtbot: QtBot) -> None:
    session, view = window.session, window.landscape_view
    hands.click(view, QPointF(view.width() / 2, 30))
    session.playback.set_speed(5)
    session.step_on(40)
    session.play()
    f = session.landscape.height(session.run.state.w)[3]
    ball = view.to_pixels(session.run.state.w[3], f)
    target = view.to_pixels(1.0, session.landscape.height(session.run.state.w * 0 + 1.0)[3])
    hands.move(view.viewport(), ball)
    hands.press()
    hands.move(view.viewport(), (ball + target) / 2)
    hands.move(view.viewport(), target)
    assert session.run.state.w[3] == pytest.approx(1.0, abs=0.1)
    assert session.run.state.delta[3] == 0.0
    hands.release()
    session.pause()
    assert session.selected == 3


def test_the_picture_is_the_windows_own(window: Window, hands: Any, qtbot: QtBot) -> None:
    """What the screen shows has the curve, the ground, the five balls' colours, and text in the panel."""
    window.session.step_on(38)
    QApplication.processEvents()
    picture = window.screen().grabWindow(window.winId()).toImage()
    seen = {
        picture.pixelColor(x, y).name() for x in range(0, picture.width(), 1) for y in range(0, picture.height(), 2)
    }
    palette = window.theme.palette
    for colour in (palette.background, palette.panel, palette.curve, palette.ink, palette.momentum_term):
        assert colour.name() in seen
