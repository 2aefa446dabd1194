"""The window as a person uses it: keys, menus, closing and opening again."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSettings, QSize, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QSplitter, QWidget
from pytestqt.qtbot import QtBot

from app.files.default import default_scenario
from app.files.scenario import scenario_text
from app.text.energy_bounds import getting_out_text
from app.text.outcomes import sentence, short_outcome
from app.window import Window
from app.window.commands import native_keys
from app.window.help import HelpDialog
from app.window.settings import Settings, documents, stored_settings
from app.window.startup import new_window, render_picture
from physics.landscape.formula import FormulaLandscape
from physics.landscape.points import PointsLandscape
from physics.rules.base import ETA
from physics.run.energy_bound import find_energy_bound
from tests.window.conftest import Person


def press(window: Window, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(window.focusWidget() or window, key, modifier)


def test_it_opens_paused_on_the_default_scenario(window: Window) -> None:
    assert window.windowTitle() == "Descending hills[*]"
    assert window.session.step == 0
    assert not window.session.playback.is_playing
    names = [window.session.name(ball) for ball in range(len(window.session.run.balls))]
    assert names == ["α 0", "α 0.80", "α 0.90", "α 0.95", "α 0.97"]


def test_space_plays_and_pauses(window: Window, qtbot: QtBot) -> None:
    press(window, Qt.Key.Key_Space)
    assert window.session.playback.is_playing
    qtbot.waitUntil(lambda: window.session.step > 3)
    press(window, Qt.Key.Key_Space)
    assert not window.session.playback.is_playing


def test_right_makes_a_step_and_home_goes_back(window: Window) -> None:
    press(window, Qt.Key.Key_Right)
    press(window, Qt.Key.Key_Right)
    assert window.session.step == 2
    press(window, Qt.Key.Key_Home)
    assert window.session.step == 0


def test_m_walks_through_a_step_with_the_arrows_and_escape_ends_it(window: Window) -> None:
    slow_motion, key = window.session.slow_motion, Qt.Key
    press(window, key.Key_Left)
    assert not slow_motion.is_on
    press(window, key.Key_M)
    seen = [slow_motion.moment]
    for arrow in (key.Key_Right, key.Key_Right, key.Key_Right, key.Key_Left, key.Key_Right, key.Key_Right):
        press(window, arrow)
        seen.append(slow_motion.moment)
    assert seen == [1, 2, 3, 4, 3, 4, 1]
    assert window.session.step == 1
    assert window.step_anatomy.moment == 1
    picture = window.landscape_view.selected_ball.overlay
    assert picture.caption is not None
    press(window, key.Key_Escape)
    assert not slow_motion.is_on
    press(window, key.Key_M)
    press(window, key.Key_M)
    assert not slow_motion.is_on
    press(window, key.Key_M)
    press(window, key.Key_Space)
    assert window.session.playback.is_playing
    assert not slow_motion.is_on


def test_brackets_change_the_speed(window: Window) -> None:
    press(window, Qt.Key.Key_BracketRight)
    assert window.session.playback.speed == 60.0
    press(window, Qt.Key.Key_BracketLeft)
    press(window, Qt.Key.Key_BracketLeft)
    assert window.session.playback.speed == 10.0
    for _ in range(30):
        press(window, Qt.Key.Key_BracketLeft)
    assert window.session.playback.speed == 1.0


def test_keys_for_balls(window: Window) -> None:
    session = window.session
    press(window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert (len(session.balls), session.selected) == (6, 5)
    press(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert (len(session.balls), session.selected) == (7, 6)
    press(window, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert session.selected == 0
    press(window, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert session.selected == 6
    for _ in range(8):
        press(window, Qt.Key.Key_Delete)
    assert session.balls == ()
    press(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    press(window, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert session.balls == ()


def test_keys_zoom_and_fit(window: Window) -> None:
    view = window.landscape_view
    whole = view.plot_transform
    press(window, Qt.Key.Key_Plus)
    assert view.plot_transform.per_x < whole.per_x  # w per pixel
    zoomed = view.plot_transform
    press(window, Qt.Key.Key_Equal)
    press(window, Qt.Key.Key_Minus)
    assert view.plot_transform.per_x == pytest.approx(zoomed.per_x)
    press(window, Qt.Key.Key_0)
    assert view.plot_transform == whole


def test_ctrl_with_an_arrow_puts_the_selected_ball_elsewhere(window: Window) -> None:
    session, ctrl = window.session, Qt.KeyboardModifier.ControlModifier
    press(window, Qt.Key.Key_Left, ctrl)
    assert session.run.balls[3].start == pytest.approx(4.8 - 0.12)
    session.step_on(10)
    w = session.run.state.w[3]
    press(window, Qt.Key.Key_Right, ctrl | Qt.KeyboardModifier.ShiftModifier)
    assert session.run.state.w[3] == w + 0.012
    assert session.run.state.delta[3] == 0.0
    for _ in range(200):
        press(window, Qt.Key.Key_Right, ctrl)
    assert session.run.state.w[3] == 6.0


def test_a_ball_that_diverged_comes_back_from_its_start(window: Window) -> None:
    session = window.session
    session.set_landscape(FormulaLandscape("exp(10*w)", (-6, 6)))
    session.set_parameter(3, "eta", 1e300)
    session.step_on(20)
    assert not np.isfinite(session.run.state.w[3])
    press(window, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert session.run.state.w[3] == pytest.approx(4.8 - 0.12)


def test_a_field_that_is_typed_in_keeps_its_keys(window: Window, qtbot: QtBot) -> None:
    field = QLineEdit(window)
    field.show()
    field.setFocus()
    QTest.keyClicks(field, "a b0")
    assert field.text() == "a b0"
    assert not window.session.playback.is_playing
    assert window.session.step == 0


def test_ctrl_with_a_plain_key_is_another_key(window: Window) -> None:
    press(window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert window.session.step == 0


def test_the_theme_turns_and_comes_back(window: Window, qapp: QApplication) -> None:
    assert window.theme.palette.is_dark
    press(window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert not window.theme.palette.is_dark
    picture = window.grab().toImage()
    assert picture.pixelColor(2, 2).lightness() > 200
    window.appearance.follow_system_theme()
    assert window.theme.choice == "system"


def test_full_screen_and_back(window: Window) -> None:
    press(window, Qt.Key.Key_F11)
    assert window.isFullScreen()
    press(window, Qt.Key.Key_F11)
    assert not window.isFullScreen()


def test_f1_lists_every_key(window: Window, qtbot: QtBot) -> None:
    press(window, Qt.Key.Key_F1)
    dialog = window.findChild(HelpDialog)
    assert isinstance(dialog, HelpDialog)
    texts = {label.text() for label in dialog.findChildren(QLabel)}
    for command in window.actions_by_name.commands:
        if command.keys:
            assert native_keys(window.actions_by_name[command.name]) in texts
    dialog.close()


def test_every_command_has_words_and_no_key_means_two_things(window: Window) -> None:
    keys = [key for command in window.actions_by_name.commands for key in command.keys.split()]
    assert len(keys) == len(set(keys))
    assert all(command.text and command.group for command in window.actions_by_name.commands)


def test_a_picture_of_the_window_goes_to_the_clipboard(window: Window) -> None:
    window.actions_by_name["copy-window"].trigger()
    assert QApplication.clipboard().pixmap().size() == window.grab().size()
    QApplication.clipboard().clear()


def test_the_file_menu_has_every_way_out(window: Window) -> None:
    names = [action.text() for action in window.menus.file_menu.actions()]
    assert {"Export trajectories (CSV)…", "Export the outcome map…", "Copy a picture of the window"} <= set(names)


def test_no_click_in_the_bar_above_takes_space_from_play(window: Window) -> None:
    for button in window.menus.findChildren(QAbstractButton):
        assert button.focusPolicy() == Qt.FocusPolicy.TabFocus
        assert button.toolTip()


def test_the_view_menu_shows_what_is_on(window: Window) -> None:
    menu = window.menus.view_menu
    window.outcome_map.hide()
    menu.aboutToShow.emit()
    assert not window.actions_by_name["map"].isChecked()
    window.actions_by_name["map"].trigger()
    menu.aboutToShow.emit()
    assert window.actions_by_name["map"].isChecked()
    assert not window.outcome_map.isHidden()
    assert window.actions_by_name["side-panel"].isChecked()
    assert not window.actions_by_name["full-screen"].isChecked()


def test_the_view_menu_hides_plots(window: Window) -> None:
    menu = window.menus.view_menu
    menu.aboutToShow.emit()
    first = menu.actions()[0]
    assert first.isChecked()
    first.trigger()
    assert window.plots.names[0] not in window.plots.shown


def test_one_plot_shown_large_has_most_of_the_height_and_gives_it_back(window: Window) -> None:
    window.resize(1280, 800)
    QApplication.processEvents()
    usual, plot = window.arrangement.rows.sizes(), window.plots.plot("energy")
    for _ in range(2):
        plot.large_wanted.emit()
        QApplication.processEvents()
        assert window.plots.height() == pytest.approx(0.6 * window.arrangement.rows.height(), abs=2)
        assert plot.width() == window.plots.width()
        window.remember()
        assert window.settings.plots_height == usual[1]
        assert window.shown_view.hidden() == frozenset()
        plot.large_wanted.emit()
        QApplication.processEvents()
        assert window.arrangement.rows.sizes() == usual


def test_keys_are_the_plots_only_while_it_has_the_focus(window: Window, qtbot: QtBot) -> None:
    session, plot = window.session, window.plots.plot("height")
    session.step_on(20)
    window.activateWindow()
    plot.setFocus()
    qtbot.waitUntil(plot.hasFocus)
    QTest.keyClick(plot, Qt.Key.Key_Left)
    QTest.keyClick(plot, Qt.Key.Key_Left)
    assert session.step == 20
    assert plot.reading == (session.selected, 19)
    QTest.keyClick(plot, Qt.Key.Key_Return)
    assert session.step == 19
    window.landscape_view.setFocus()
    QTest.keyClick(window.landscape_view, Qt.Key.Key_Left)
    assert session.step == 18


def test_hints_in_the_bar_above_are_not_cut(window: Window) -> None:
    window.resize(1280, 800)
    bar, points = window.editor_bar, window.editors.points_tool.edit
    bar.set_mode("points")
    for select in (None, 1):
        points.select(select)
        QApplication.processEvents()
        assert bar.points_bar.hint.shown_text() == bar.points_bar.hint.text
    w = np.linspace(-6.0, 6.0, 200)
    window.session.set_landscape(PointsLandscape(w, np.cos(w)))
    points.select(1)
    QApplication.processEvents()
    assert "simplifies" in bar.points_bar.hint.shown_text()
    assert bar.points_bar.hint.shown_text() == bar.points_bar.hint.text


def test_it_fits_on_a_small_screen(window: Window) -> None:
    domain = -0.123456789, 123456.789
    for mode in ("draw", "points", "formula"):
        window.editor_bar.set_mode(mode)
        window.session.set_landscape(FormulaLandscape("w^2", domain))
        QApplication.processEvents()
        assert window.minimumSizeHint().width() <= 1016
        assert window.minimumSizeHint().height() <= 560


def test_at_the_first_start_it_is_no_larger_than_the_screen(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    small = SimpleNamespace(availableSize=lambda: QSize(1024, 600))
    monkeypatch.setattr(window, "screen", lambda: small)
    window._restore()
    assert (window.width(), window.height()) == (1016, 560)
    upper, plots = window.arrangement.rows.sizes()
    assert upper > 2 * plots


def test_layout_theme_speed_plots_and_folder_are_remembered(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    first = new_window(qapp, default_scenario(), stored_settings())
    qtbot.addWidget(first, before_close_func=Window.close_now)
    first.show()
    columns, rows = first.arrangement.columns, first.arrangement.rows
    columns.moveSplitter(columns.width() - 370, 1)
    rows.moveSplitter(rows.height() - 250, 1)
    layout = first.arrangement.columns.sizes()[1], first.arrangement.rows.sizes()[1]
    first.appearance.toggle_theme()
    chosen = first.theme.choice
    first.session.playback.set_speed(7.5)
    first.plots.set_visible("phase", False)
    first.editors.folder = str(tmp_path)
    first.close_now()
    again = new_window(qapp, default_scenario(), stored_settings())
    qtbot.addWidget(again, before_close_func=Window.close_now)
    again.show()
    assert (again.arrangement.columns.sizes()[1], again.arrangement.rows.sizes()[1]) == pytest.approx(layout, abs=2)
    assert again.theme.choice == chosen
    assert again.session.playback.speed == 7.5
    assert "phase" not in again.plots.shown
    assert again.editors.folder == str(tmp_path)


def test_broken_settings_are_as_at_the_first_start(tmp_path: Path) -> None:
    stored = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    settings = Settings(stored)
    for key, value in {"look/theme": "pink", "run/speed": "fast", "window/geometry": 7, "plots/hidden": 3}.items():
        stored.setValue(key, value)
    settings.folder = str(tmp_path / "gone")
    assert (settings.theme, settings.speed, settings.hidden_plots, settings.folder) == (
        *("system", 30.0, set()),
        documents(),
    )
    assert settings.geometry.isEmpty()
    stored.setValue("run/speed", "1e9")
    assert settings.speed == 30.0


def test_a_dropped_curve_is_imported(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported: list[Path] = []
    monkeypatch.setattr(window.editors, "import_file", imported.append)
    path = tmp_path / "curve.csv"
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    drop = QDropEvent(
        QPointF(9, 9), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    window.dropEvent(drop)
    qtbot.waitUntil(lambda: imported == [path])


def test_the_outcome_map_is_hidden_and_stays_so(
    window: Window, qapp: QApplication, qtbot: QtBot, settings: Settings
) -> None:
    assert window.outcome_map.isVisible()
    press(window, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert not window.outcome_map.isVisible()
    window.session.set_parameter_for_all(ETA, 0.03)
    assert not window.outcome_map.model.computation.is_busy
    window.close_now()
    again = new_window(qapp, default_scenario(), settings)
    qtbot.addWidget(again, before_close_func=Window.close_now)
    again.show()
    assert not again.outcome_map.isVisible()
    again.actions_by_name["map"].trigger()
    assert again.outcome_map.isVisible()
    again.close()


def test_after_a_slider_was_dragged_the_arrows_still_go_through_time(window: Window) -> None:
    window.session.step_on(9)
    slider = window.balls_panel.list.cards[0].slider
    QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(round(slider.x_of(0.9)), slider.height() // 2))
    alpha = window.session.run.parameters["alpha"][0]
    assert alpha == pytest.approx(0.9, abs=0.01)
    press(window, Qt.Key.Key_Left)
    assert window.session.step == 8
    press(window, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert window.session.step == 0
    press(window, Qt.Key.Key_End)
    assert (window.session.step, window.session.run.parameters["alpha"][0]) == (9, alpha)


def test_after_a_number_was_typed_the_keys_are_the_windows_again(window: Window) -> None:
    window.session.step_on(50)
    field = window.transport.step_field
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "40")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert window.session.step == 40
    press(window, Qt.Key.Key_Left)
    assert window.session.step == 39
    eta = window.balls_panel.eta.field
    eta.setFocus()
    eta.selectAll()
    QTest.keyClicks(eta, "0.05")
    QTest.keyClick(eta, Qt.Key.Key_Return)
    assert window.session.run.parameters["eta"][0] == 0.05
    eta.setFocus()
    press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.session.run.parameters["eta"][0] == 0.02


def test_what_is_dropped_is_copied_not_moved(window: Window, tmp_path: Path) -> None:
    (tmp_path / "hills.momentum").write_text(scenario_text(default_scenario()), encoding="utf-8")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "hills.momentum"))])
    actions = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    drop = QDropEvent(QPointF(9, 9), actions, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    drop.setDropAction(Qt.DropAction.MoveAction)
    window.dropEvent(drop)
    assert drop.isAccepted()
    assert drop.dropAction() == Qt.DropAction.CopyAction
    window.scenarios.stop()


def test_another_scenario_finds_no_card_open_and_the_selected_ball_in_sight(window: Window) -> None:
    window.balls_panel.list.toggle(4)
    assert window.balls_panel.list.opened == 4
    press(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert window.balls_panel.list.opened is None
    assert window.session.selected in {card.ball for card in window.balls_panel.list.cards}


def test_a_formula_that_is_typed_back_has_changed_nothing(window: Window, qtbot: QtBot) -> None:
    title, landscape, field = window.session.title, window.session.landscape, window.editor_bar.formula_bar.field
    field.setFocus()
    field.end(False)
    QTest.keyClicks(field, " + 1")
    qtbot.waitUntil(lambda: window.session.landscape is not landscape)
    for _ in range(4):
        QTest.keyClick(field, Qt.Key.Key_Backspace)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert window.session.landscape is landscape
    assert window.session.title == title
    assert not window.session.history.stack.canUndo()


def test_while_time_runs_all_texts_of_a_frame_tell_of_the_same_step(
    window: Window, person: Person, qtbot: QtBot
) -> None:
    session, view = window.session, window.landscape_view
    told: list[tuple[int, ...]] = []

    def look() -> None:
        step = int(window.transport.step_field.number)
        run = session.run.as_of(step)
        terms, energy_bound, words = (
            window.step_anatomy.terms,
            find_energy_bound(run, 3),
            view.selected_ball.overlay.energy_text,
        )
        assert terms is not None
        assert terms.step == step or terms.is_next
        assert window.status_line.sentence.text == f"α 0.95: {sentence(run, 3)}"
        if words is not None and energy_bound is not None:
            assert words.text.removesuffix(" ↑") == getting_out_text(energy_bound)
        for card in window.balls_panel.list.cards:
            assert card.accessibleName().endswith(f": {short_outcome(run, card.ball)}")
        told.append((session.step, step))

    session.playback.set_speed(60)
    person.press(Qt.Key.Key_Space)
    session.step_changed.connect(look)
    qtbot.waitUntil(lambda: session.step >= 60)
    session.pause()
    assert len({step for _, step in told}) > 2
    assert any(shown > step for shown, step in told)


def test_the_picture_made_without_a_screen_waits_for_its_map(
    qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    complete = []

    def noting_close(window: Window) -> bool:
        picture = window.outcome_map.model.picture
        complete.append(picture is not None and picture.made is not None)
        return QWidget.close(window)

    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr(Window, "close", noting_close)
    render_picture(default_scenario(), tmp_path / "window.png")
    assert complete == [True]


def test_a_panel_that_was_dragged_shut_in_an_older_version_is_back(qapp: QApplication, qtbot: QtBot) -> None:
    stored = stored_settings()
    for key, orientation in (("columns", Qt.Orientation.Horizontal), ("rows", Qt.Orientation.Vertical)):
        shut = QSplitter(orientation)
        qtbot.addWidget(shut)
        shut.addWidget(QLabel("first"))
        shut.addWidget(QLabel("second"))
        shut.resize(1280, 800)
        shut.setSizes([1280, 0])
        assert shut.sizes()[1] == 0
        stored._stored.setValue(f"window/{key}", shut.saveState())
    window = new_window(qapp, default_scenario(), stored)
    qtbot.addWidget(window, before_close_func=Window.close_now)
    window.show()
    assert window.arrangement.columns.second_size == 352
    assert window.arrangement.rows.second_size > 150


def test_plots_that_are_hidden_at_the_end_have_their_height_when_they_come_back(
    qapp: QApplication, qtbot: QtBot
) -> None:
    first = new_window(qapp, default_scenario(), stored_settings())
    qtbot.addWidget(first, before_close_func=Window.close_now)
    first.show()
    rows = first.arrangement.rows
    rows.moveSplitter(rows.height() - rows.handleWidth() - 160, 1)
    first.close_now()
    again = new_window(qapp, default_scenario(), stored_settings())
    qtbot.addWidget(again, before_close_func=Window.close_now)
    again.show()
    for name in again.plots.names:
        again.plots.set_visible(name, False)
    again.close_now()
    last = new_window(qapp, default_scenario(), stored_settings())
    qtbot.addWidget(last, before_close_func=Window.close_now)
    last.show()
    for name in last.plots.names:
        last.plots.set_visible(name, True)
    QApplication.processEvents()
    assert last.arrangement.rows.second_size == 160
