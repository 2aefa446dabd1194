"""The whole path of a ball stays, faintly, once it can't get out: where it goes, when it is there, how it is kept."""

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from app.theme.application import Theme
from app.views.landscape import paths
from app.views.landscape.paths import MAX_BALLS, WholePaths, path_ends, path_pieces
from physics.landscape.formula import FormulaLandscape
from physics.outcome.outcome import ROLLING
from tests.views.landscape.scenes import MakeScene, Scene

NONE = np.full(5, -1)


def ends(scene: Scene) -> list[int]:
    ends: list[int] = path_ends(scene.session.run, NONE).tolist()
    return ends


def kept(scene: Scene) -> WholePaths:
    return scene.view.balls._paths


def paint_count(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The balls whose paths are painted from now on."""
    painted: list[int] = []

    def noting(run: object, ball: int, *others: object) -> object:
        painted.append(ball)
        return path_pieces(run, ball, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(paths, "path_pieces", noting)
    return painted


def test_a_ball_that_may_still_cross_a_hill_has_none(scene: Scene) -> None:
    assert ends(scene) == [-1] * 5
    scene.session.step_on(10)
    assert (scene.session.run.status.outcome == ROLLING).all()
    assert ends(scene) == [-1] * 5


def test_it_leads_to_where_the_ball_was_trapped_and_at_rest_to_where_it_is(scene: Scene) -> None:
    session = scene.session
    session.step_on(100)
    outcome = session.run.recording.rows().outcome
    trapped_at = [int(np.flatnonzero(outcome[:, ball] == ROLLING)[-1]) + 1 for ball in (0, 1, 2)]
    assert ends(scene)[:3] == trapped_at
    session.step_on(1000)
    assert session.run.is_over
    assert ends(scene) == session.run.status.steps.tolist()
    assert max(ends(scene)) == session.step


def test_it_goes_through_every_place_where_the_ball_was(scene: Scene) -> None:
    session, view = scene.session, scene.view
    session.step_on(2000)
    rows = session.run.recording.rows()
    radius = float(view.balls.radii[3])
    ((x, y),) = path_pieces(session.run, 3, 0, session.step, radius, view.plot_transform, view.ground.line)
    expected = np.hypot(
        view.plot_transform.x(rows.w[:, 3])[:, None] - x, view.plot_transform.y(rows.f[:, 3])[:, None] - y
    )
    np.testing.assert_allclose(expected.min(axis=1), radius, atol=0.75)
    assert len(x) < 0.7 * len(rows.w), "where it hardly moves one point is enough"


def test_it_breaks_where_a_hand_moved_the_ball(scene: Scene) -> None:
    session, view = scene.session, scene.view
    session.step_on(10)
    session.drag(0, -1.0)
    session.drop()
    session.step_on(1000)
    pieces = path_pieces(session.run, 0, 0, session.step, 8.0, view.plot_transform, view.ground.line)
    assert len(pieces) == 2
    first, second = pieces
    assert first[0][-1] - second[0][0] > 50


def test_it_is_drawn_faintly_at_rest_and_gone_with_the_next_run(scene: Scene) -> None:
    session, view = scene.session, scene.view
    session.step_on(2000)
    here = view.plot_transform.point(4.2, float(session.landscape.height(np.array(4.2))))
    around = [(round(here.x()) + dx, round(here.y()) + dy) for dx in range(-20, 2) for dy in range(-20, 2)]

    def colours() -> set[str]:
        image = scene.picture()
        return {QColor(image.pixel(x, y)).name() for x, y in around}

    with_paths = colours()
    session.show_layer("trails", False)
    bare = colours()
    assert with_paths != bare
    assert all(abs(QColor(one).lightness() - QColor(min(bare)).lightness()) < 220 for one in with_paths)
    session.show_layer("trails", True)
    session.play()
    session.pause()
    assert session.step == 0
    assert ends(scene) == [-1] * 5
    assert colours() == bare


def test_frames_that_follow_paint_it_from_the_same_pixmap(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    scene.session.step_on(2000)
    scene.picture()
    painted = paint_count(scene, monkeypatch)
    pixmap = kept(scene)._pixmap
    for _frame in range(3):
        scene.view._move()
        scene.picture()
    assert painted == []
    assert kept(scene)._pixmap is pixmap
    scene.view.resize(700, 400)
    qtbot.wait(1)
    scene.picture()
    assert sorted(painted) == [0, 1, 2, 3, 4]


def test_while_others_roll_on_the_path_of_a_ball_at_rest_is_not_painted_again(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.session.step_on(310)
    scene.picture()
    assert scene.session.run.parked().tolist() == [True, True, True, False, True]
    painted = paint_count(scene, monkeypatch)
    scene.session.step_on(20)
    scene.picture()
    assert painted == []


def test_of_many_balls_only_new_paths_are_painted(make_scene: MakeScene, monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene(alphas=[0.0] * 8 + [0.95] * 8)
    scene.session.step_on(100)
    scene.picture()
    painted = paint_count(scene, monkeypatch)
    scene.session.step_on(200)
    scene.picture()
    assert sorted(painted) == list(range(8)), "these came to rest, the others were trapped before"


def test_too_many_balls_have_none(make_scene: MakeScene) -> None:
    scene = make_scene(alphas=[0.5] * (MAX_BALLS + 1), landscape=FormulaLandscape("w^2", (-6, 6)))
    scene.session.step_on(300)
    scene.picture()
    assert kept(scene)._pixmap.isNull()


def test_the_selected_ball_is_on_top(scene: Scene, dark: Theme) -> None:
    session, view = scene.session, scene.view
    session.step_on(2000)
    for selected in (0, 3):
        session.select(selected)
        own, whole = (QImage(view.size(), QImage.Format.Format_RGB32) for _ in range(2))
        line, transform, radii = view.ground.line, view.plot_transform, view.balls._radius_list
        for image, balls in ((own, [selected]), (whole, range(5))):
            image.fill(0)
            with QPainter(image) as painter:
                only = np.where(np.isin(np.arange(5), balls), session.step, -1)
                WholePaths(dark)._paint_lines(painter, view.frame, NONE, only, radii, line, transform)
        a, b = (
            np.array(image.constBits()).reshape(image.height(), image.width(), 4)[..., :3] for image in (own, whole)
        )
        is_own = a.any(axis=2)
        assert is_own.any()
        assert (a[is_own] == b[is_own]).all()
