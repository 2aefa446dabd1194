import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication, QToolTip

from app.files.presets import load_preset
from app.files.scenario import Scenario
from app.plotting.view_box import MAX_SHARE, MIN_SHARE
from app.text.outcomes import sentence
from app.theme.application import Theme
from physics.landscape.formula import FormulaLandscape
from physics.landscape.points import PointsLandscape
from physics.rules.suggestion import Suggestion
from tests.views.landscape.scenes import KIND, MIDDLE, MakeScene, Scene


def test_a_press_on_a_ball_selects_it(scene: Scene) -> None:
    scene.session.step_on(38)
    scene.click(scene.centre(4))
    assert scene.session.selected == 4
    scene.click(QPointF(100, 40))
    assert scene.session.selected == 4


def test_a_ball_is_dragged_to_its_start_along_the_curve(scene: Scene) -> None:
    start = scene.centre(3)
    stops = [scene.disc_centres(w) for w in (4.0, 2.0, -1.0)]
    scene.drag(start, *stops)
    assert scene.session.step == 0
    assert scene.session.run.balls[3].start == pytest.approx(-1.0)
    assert scene.session.run.state.w[3] == pytest.approx(-1.0)
    assert scene.session.run.balls[0].start == 4.8


def test_a_ball_is_held_while_it_is_dragged_and_rolls_on_afterwards(scene: Scene) -> None:
    session = scene.session
    session.step_on(20)
    session.play()
    scene.mouse(KIND.MouseButtonPress, scene.centre(4))
    scene.mouse(KIND.MouseMove, scene.disc_centres(2.0))
    scene.pass_time(0.1)
    assert session.step > 20
    assert session.run.state.w[4] == pytest.approx(2.0)
    assert scene.view.balls.positions.w[4] == pytest.approx(2.0)
    scene.mouse(KIND.MouseButtonRelease, scene.disc_centres(2.0))
    step = session.step
    scene.pass_time(0.1)
    assert session.step > step
    assert session.run.state.w[4] != pytest.approx(2.0)


def test_a_ball_cannot_be_dragged_off_the_landscape(scene: Scene) -> None:
    scene.drag(scene.centre(3), QPointF(-500, 100))
    assert scene.session.run.state.w[3] == -6.0


def test_a_click_with_a_slight_movement_does_not_move_the_ball(scene: Scene) -> None:
    scene.session.step_on(38)
    previous = scene.session.run.state.w.copy()
    centre = scene.centre(4)
    scene.drag(centre, centre + QPointF(1, 1))
    np.testing.assert_array_equal(scene.session.run.state.w, previous)
    assert scene.session.run.edits == ()


def test_clicks_on_a_pile_select_one_ball_after_the_other(scene: Scene) -> None:
    seen = set()
    for _ in range(5):
        scene.click(scene.centre(scene.session.selected))
        seen.add(scene.session.selected)
    assert seen == {0, 1, 2, 3, 4}


def test_from_a_pile_the_selected_ball_is_dragged(scene: Scene) -> None:
    scene.session.select(1)
    scene.drag(scene.centre(1), scene.disc_centres(0.0))
    assert scene.session.run.state.w[1] == pytest.approx(0.0)
    assert scene.session.run.state.w[3] == 4.8


def test_over_a_ball_the_cursor_is_a_hand_and_the_tooltip_has_its_outcome(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda place, text, widget: shown.append(text))
    scene.session.step_on(38)
    scene.hover(scene.centre(4))
    assert scene.view.viewport().cursor().shape() == Qt.CursorShape.OpenHandCursor
    assert scene.view.balls.hovered == 4
    scene.ask_for_tooltip(scene.centre(4))
    scene.hover(QPointF(100, 40))
    assert scene.view.viewport().cursor().shape() == Qt.CursorShape.ArrowCursor
    assert scene.view.balls.hovered is None
    scene.ask_for_tooltip(QPointF(100, 40))
    assert shown == [f"α 0.97: {sentence(scene.session.run, 4)}", ""]


def test_the_wheel_zooms_about_the_mouse(scene: Scene) -> None:
    at = QPointF(300, 200)
    point, reach = scene.view.to_curve(at), scene.view.plot_transform.per_x
    scene.wheel(at, 3)
    assert scene.view.to_curve(at) == pytest.approx(point)
    assert scene.view.plot_transform.per_x < 0.7 * reach
    scene.wheel(at, -3)
    assert scene.view.plot_transform.per_x == pytest.approx(reach)


def test_zooming_ends_before_numbers_do(scene: Scene) -> None:
    at, whole = scene.disc_centres(1.0), scene.view.view_box.whole[0].length
    for _ in range(200):
        scene.wheel(at, 10)
    assert scene.view.plot_transform.x_span.length == pytest.approx(MIN_SHARE * whole)
    scene.picture()
    for _ in range(200):
        scene.wheel(at, -10)
    assert scene.view.plot_transform.x_span.length == pytest.approx(MAX_SHARE * whole)
    scene.picture()


def test_the_middle_button_moves_the_picture(scene: Scene) -> None:
    place = scene.disc_centres(1.0)
    scene.drag(QPointF(400, 200), QPointF(450, 180), QPointF(500, 150), button=MIDDLE)
    assert scene.disc_centres(1.0) == place + QPointF(100, -50)
    scene.view.resize(700, 400)
    assert scene.view.plot_transform.x_at(0.0) == pytest.approx(-6.0 - 12.0 * 44 / 812 - 100 * 12 / 812)


def test_a_double_click_on_empty_ground_shows_the_whole_curve_again(scene: Scene) -> None:
    whole = scene.view.plot_transform
    scene.wheel(QPointF(300, 200), 5)
    scene.double_click(QPointF(60, 30))
    assert scene.view.plot_transform == whole


def test_a_double_click_on_a_ball_keeps_the_view(scene: Scene) -> None:
    scene.wheel(scene.centre(0), 2)
    zoomed = scene.view.plot_transform
    scene.double_click(scene.centre(0))
    assert scene.view.plot_transform == zoomed


def test_keys_zoom_and_fit_and_others_go_on_to_the_window(scene: Scene) -> None:
    whole = scene.view.plot_transform
    assert scene.key(Qt.Key.Key_Plus, "+")
    assert scene.view.plot_transform.per_x < whole.per_x
    assert scene.key(Qt.Key.Key_Minus, "-")
    assert scene.view.plot_transform.per_x == pytest.approx(whole.per_x)
    for key, text in ((Qt.Key.Key_A, "a"), (Qt.Key.Key_0, "0")):
        scene.key(Qt.Key.Key_Plus, "+")
        assert scene.key(key, text)
        assert scene.view.plot_transform == whole
    assert not scene.key(Qt.Key.Key_Space, " ")
    assert not scene.key(Qt.Key.Key_Left, "")


def test_what_was_zoomed_to_stays_when_the_landscape_changes_there(scene: Scene) -> None:
    scene.wheel(QPointF(300, 200), 3)
    zoomed = scene.view.plot_transform
    scene.session.set_landscape(FormulaLandscape("0.1*w^2", (-6, 6)))
    assert scene.view.plot_transform == zoomed
    scene.session.set_landscape(FormulaLandscape("0.1*w^2", (100, 106)))
    assert scene.disc_centres(100.0).x() == pytest.approx(44)


def test_no_ball_is_hovered_after_the_mouse_has_left(scene: Scene) -> None:
    from PySide6.QtCore import QEvent
    from PySide6.QtWidgets import QApplication

    scene.hover(scene.centre(0))
    assert scene.view.balls.hovered is not None
    QApplication.sendEvent(scene.view, QEvent(KIND.Leave))
    assert scene.view.balls.hovered is None


def test_a_hovered_ball_that_is_removed_is_forgotten(make_scene: MakeScene) -> None:
    scene = make_scene(alphas=(0.9,))
    scene.hover(scene.centre(0))
    scene.session.remove(0)
    assert scene.view.balls.hovered is None


@pytest.mark.parametrize("ball", [0, 4])
def test_removing_a_ball_ends_its_drag(scene: Scene, ball: int) -> None:
    scene.session.select(ball)
    scene.mouse(KIND.MouseButtonPress, scene.centre(ball))
    scene.mouse(KIND.MouseMove, scene.disc_centres(2.0))
    for place in reversed(range(5)):
        scene.session.remove(place)
    scene.mouse(KIND.MouseMove, scene.disc_centres(1.0))
    scene.mouse(KIND.MouseButtonRelease, scene.disc_centres(1.0))
    assert scene.session.run.balls == ()


def test_a_drag_does_not_go_on_with_another_ball_when_its_own_is_removed(scene: Scene) -> None:
    scene.session.step_on(60)
    scene.mouse(KIND.MouseButtonPress, scene.centre(2))
    scene.mouse(KIND.MouseMove, scene.disc_centres(2.0))
    scene.session.remove(2)
    before = scene.session.run.state.w.tolist()
    scene.mouse(KIND.MouseMove, scene.disc_centres(1.0))
    scene.mouse(KIND.MouseButtonRelease, scene.disc_centres(1.0))
    assert scene.session.run.state.w.tolist() == before


def test_focus_by_tab_shows_a_ring_and_focus_by_click_does_not(scene: Scene, dark: Theme) -> None:
    plain = scene.colour(2.0, 200.0)
    assert plain != dark.palette.focus
    QApplication.sendEvent(scene.view, QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason))
    assert scene.colour(2.0, 200.0) == dark.palette.focus
    QApplication.sendEvent(scene.view, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.PopupFocusReason))
    assert scene.colour(2.0, 200.0) == dark.palette.focus
    QApplication.sendEvent(scene.view, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.TabFocusReason))
    QApplication.sendEvent(scene.view, QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.MouseFocusReason))
    assert scene.colour(2.0, 200.0) == plain


def test_a_landscape_that_would_be_out_of_sight_is_shown_whole(scene: Scene) -> None:
    view, session = scene.view, scene.session
    scene.wheel(QPointF(450.0, 300.0), 8)
    session.set_landscape(PointsLandscape([-6.0, -2.0, 2.0, 6.0], [1000.0, 1001.0, 1000.5, 1003.0]))
    lowest, highest = view.visible_heights
    assert lowest < 1000.0
    assert highest > 1003.0


def test_a_preset_that_is_chosen_is_shown_whole_and_what_is_changed_by_hand_is_not(scene: Scene) -> None:
    view, session = scene.view, scene.session
    bowl = load_preset("bowl").landscape
    scene.wheel(QPointF(450.0, 300.0), 8)
    session.set_landscape(bowl)
    assert view.visible_positions[0] < bowl.domain[0] < bowl.domain[1] < view.visible_positions[1]
    scene.wheel(QPointF(450.0, 300.0), 8)
    near = view.visible_positions
    session.set_landscape(FormulaLandscape("0.6*w^2", bowl.domain))
    session.set_landscape(bowl)  # as Escape does
    assert view.visible_positions == near


def shows_all(scene: Scene) -> bool:
    lo, hi = scene.session.landscape.domain
    left, right = scene.view.visible_positions
    return (left, right) == pytest.approx((lo - 44 / 812 * (hi - lo), hi + 44 / 812 * (hi - lo)))


@pytest.mark.parametrize("how", ["open", "import", "the same preset", "undo", "redo"])
def test_a_zoom_ends_with_its_landscape(scene: Scene, how: str) -> None:
    session, bowl = scene.session, load_preset("bowl")
    curve = PointsLandscape([-6.0, -3.0, 0.0, 3.0, 6.0], [3.0, 0.0, 1.0, 0.5, 3.0], "Measured")
    acts = {
        "open": lambda: session.open(Scenario("Measured", curve, session.balls), replays=False),
        "import": lambda: session.choose(curve, "Measured", Suggestion(4.8, 0.02)),
        "the same preset": lambda: session.choose(bowl.landscape, bowl.title, Suggestion(bowl.start, bowl.eta)),
        "undo": session.undo,
        "redo": session.redo,
    }
    if how != "open":
        acts["the same preset"]()
    if how == "redo":
        session.undo()
    scene.wheel(QPointF(300.0, 200.0), 2)
    assert not shows_all(scene)
    acts[how]()
    assert shows_all(scene)


def test_undo_of_a_change_by_hand_keeps_the_zoom(scene: Scene) -> None:
    scene.session.set_landscape(FormulaLandscape("0.1*w^2", (-6, 6)))
    scene.wheel(QPointF(450.0, 300.0), 3)
    zoomed = scene.view.plot_transform
    scene.session.undo()
    assert scene.view.plot_transform == zoomed


def test_a_picture_of_the_view_has_no_button_no_focus_ring_no_readout_and_no_underline(scene: Scene) -> None:
    view = scene.view
    scene.wheel(QPointF(400.0, 300.0), 3)
    view.explained_words.flag.hide()
    view.clearFocus()  # which it got from the word
    plain = view.viewport().grab().toImage()  # the button is a child of the view
    view.explained_words.flag.show()
    QApplication.sendEvent(view, QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason))
    scene.hover(QPointF(300.0, 100.0))
    assert view.fit_button.isVisible()
    on_screen = scene.picture()
    assert view.viewport().grab().toImage() != plain
    form = plain.format()
    assert view.picture().toImage().convertToFormat(form) == plain
    assert scene.picture() == on_screen
