import pytest
from pytestqt.qtbot import QtBot

from app.files import edits as edits_in_files
from app.views.editors import live_edit
from app.views.editors.live_edit import LiveEdit
from physics.landscape.base import Landscape
from physics.landscape.formula import FormulaLandscape
from physics.landscape.points import PointsLandscape
from physics.run.edit import Edit
from tests.views.editors.conftest import Stage


def hump(height: float) -> PointsLandscape:
    return PointsLandscape([-6.0, -2.0, 2.0, 6.0], [1.0, height, 0.0, 3.0], "Drawn curve")


@pytest.fixture
def live(stage: Stage) -> LiveEdit:
    live = LiveEdit(stage.session, "points", stage.view)
    live.begin()
    return live


def test_of_many_offers_the_first_is_set_at_once_and_then_the_newest(
    stage: Stage, live: LiveEdit, qtbot: QtBot
) -> None:
    made: list[float] = []

    def make(height: float) -> Landscape:
        made.append(height)
        return hump(height)

    for i in range(100):
        live.offer(lambda i=i: make(0.1 * i))  # type: ignore[misc]  # the default binds the loop's value
    assert made == [0.0]
    qtbot.waitUntil(lambda: len(made) == 2)
    assert made == [0.0, pytest.approx(9.9)]
    assert stage.session.landscape.features.highest == pytest.approx(9.9)


def test_while_balls_roll_previews_are_at_most_twenty_a_second(
    stage: Stage, live: LiveEdit, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[int] = []
    monkeypatch.setattr(live._timer, "start", waits.append)
    live.offer(lambda: hump(1.0))
    stage.session.play()
    live.offer(lambda: hump(2.0))
    assert waits == [live_edit.PAUSED_INTERVAL_MS, live_edit.PLAYING_INTERVAL_MS]
    assert 1000 / live_edit.PLAYING_INTERVAL_MS <= 20.0


def test_the_more_formulas_a_run_has_the_longer_a_drag_waits_so_that_it_never_fills_them_soon() -> None:
    formula, seconds = FormulaLandscape("a*w^2", (-6.0, 6.0)), 0.0
    points = [Edit(0, landscape=hump(1.0))] * 1000
    assert live_edit.playing_interval(points) == live_edit.PLAYING_INTERVAL_MS
    edit = Edit(0, landscape=formula)
    for count in range(edits_in_files.MAX_FORMULAS):
        seconds += live_edit.playing_interval([edit] * count) / 1000
    assert seconds == pytest.approx(155.0)


def test_a_commit_drops_pending_offers(stage: Stage, live: LiveEdit, qtbot: QtBot) -> None:
    live.offer(lambda: hump(1.0))
    live.offer(lambda: hump(2.0))
    assert live.commit(lambda: hump(3.0))
    qtbot.wait(3 * live_edit.PAUSED_INTERVAL_MS)
    assert stage.session.landscape.features.edge_heights.max() == 3.0


def test_a_landscape_that_cannot_be_made_changes_nothing_and_gives_a_message(stage: Stage, live: LiveEdit) -> None:
    landscape = stage.session.landscape
    assert not live.commit(lambda: hump(float("inf")))
    assert stage.session.landscape is landscape
    assert stage.message == ["This curve can't be used: points[1]: its f, inf, is not a finite number."]


def test_reverting_brings_back_landscape_and_title(stage: Stage, live: LiveEdit) -> None:
    landscape, title = stage.session.landscape, stage.session.title
    live.commit(lambda: hump(1.0))
    assert stage.session.title == "Drawn curve"
    assert live.is_current
    live.revert()
    assert (stage.session.landscape, stage.session.title) == (landscape, title)


def test_a_landscape_set_by_something_else_is_not_its_own(stage: Stage, live: LiveEdit) -> None:
    stage.session.set_landscape(hump(1.0))
    assert not live.is_current


def test_a_refused_landscape_leaves_the_title(stage: Stage, live: LiveEdit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edits_in_files, "MAX_LANDSCAPES", 0)
    stage.session.step_on(1)
    landscape, title = stage.session.landscape, stage.session.title
    live.begin()
    live.commit(lambda: hump(1.0))
    assert (stage.session.landscape, stage.session.title, live.is_current) == (landscape, title, True)
