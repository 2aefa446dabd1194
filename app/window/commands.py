"""What the window can be told to do by key and menu."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit

from app.window.actions import Command

if TYPE_CHECKING:
    from app.window.main_window import Window

SPEEDS = (1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1000.0, 2000.0)
"""Steps per second that the keys for faster and slower go through."""
LEAP = 10
"""Steps that are gone at once with Shift."""
FAR, NEAR = 0.01, 0.001
"""Shares of the landscape's width by which a key moves a ball."""
ZOOM = 1.25
"""How much more is shown by zooming out once."""


def window_commands(window: Window) -> list[Command]:
    """Return every command of a window, in the order of the list under F1."""
    return [
        *_file_commands(window),
        *_edit_commands(window),
        *_run_commands(window),
        *_landscape_commands(window),
        *_ball_commands(window),
        *_view_commands(window),
    ]


def _file_commands(window: Window) -> list[Command]:
    scenarios, group = window.scenarios, "File"
    return [
        Command("new", group, "New scenario", "Ctrl+N", scenarios.new),
        Command("open", group, "Open a scenario…", "Ctrl+O", scenarios.ask_to_open),
        Command("save", group, "Save", "Ctrl+S", lambda: scenarios.save()),
        Command("save-as", group, "Save as…", "Ctrl+Shift+S", lambda: scenarios.save_as()),
        Command("copy-link", group, "Copy as a link", "Ctrl+L", window.links.copy),
        Command("paste-link", group, "Paste a link", "Ctrl+V", window.links.paste),
        Command("export", group, "Export trajectories (CSV)…", "Ctrl+E", window.exporter.ask),
        Command("export-map", group, "Export the outcome map…", "Ctrl+Shift+E", window.export_map),
        Command("copy-picture", group, "Copy a picture of the window", "Ctrl+Shift+C", window.copy_picture),
        Command("quit", group, "Quit", "Ctrl+Q", window.close),
    ]


def _edit_commands(window: Window) -> list[Command]:
    session, group = window.session, "Edit"
    return [
        Command("undo", group, "Undo", "Ctrl+Z", session.undo),
        Command("redo", group, "Redo", "Ctrl+Shift+Z Ctrl+Y", session.redo),
        Command("title", group, "Title of the scene…", "F2", window.ask_for_title),
    ]


def _run_commands(window: Window) -> list[Command]:
    session, slow_motion, group = window.session, window.session.slow_motion, "Run"
    return [
        Command("toggle", group, "Play or pause", "Space", session.toggle, is_plain=True),
        Command("step", group, "One step on", "Right", session.go_on, is_plain=True),
        Command("back", group, "One step back", "Left", session.go_back, is_plain=True),
        Command("leap", group, "Ten steps on", "Shift+Right", lambda: session.step_on(LEAP), is_plain=True),
        Command("leap-back", group, "Ten steps back", "Shift+Left", lambda: session.step_back(LEAP), is_plain=True),
        Command("start", group, "To the start", "Home", lambda: _go_to_start(window), is_plain=True),
        Command("end", group, "To the end", "End", session.to_the_end, is_plain=True),
        Command("restart", group, "Start again with what is set now", "R", session.restart, is_plain=True),
        Command("faster", group, "Faster", "]", lambda: _change_speed(window, 1), is_plain=True),
        Command("slower", group, "Slower", "[", lambda: _change_speed(window, -1), is_plain=True),
        Command("slow-motion", group, "Slow motion: a step in four moments", "M", slow_motion.toggle, is_plain=True),
        Command("stop", group, "End slow motion, stop a run to the end", "Esc", lambda: _stop(window), is_plain=True),
    ]


def _landscape_commands(window: Window) -> list[Command]:
    bar, group = window.editor_bar, "Landscape"
    return [
        Command("choose", group, "Choose a landscape", "Ctrl+1", lambda: bar.set_mode("choose")),
        Command("draw", group, "Draw the curve", "Ctrl+2", lambda: bar.set_mode("draw")),
        Command("points", group, "Move its points", "Ctrl+3", lambda: bar.set_mode("points")),
        Command("formula", group, "Type a formula", "Ctrl+4", lambda: bar.set_mode("formula")),
        Command("import", group, "Import a curve…", "Ctrl+I", window.editors.ask_for_file),
    ]


def _ball_commands(window: Window) -> list[Command]:
    session, group = window.session, "Balls"
    return [
        Command("add", group, "Add a ball", "Ctrl+B", session.add),
        Command("fan", group, "Fan of balls…", "Ctrl+Shift+B", window.ask_for_fan),
        Command("duplicate", group, "Duplicate the selected ball", "Ctrl+D", lambda: _duplicate(window)),
        Command("remove", group, "Remove the selected ball", "Del", lambda: _remove(window), is_plain=True),
        Command("next", group, "Select the next ball", "Ctrl+Down", lambda: _select(window, 1)),
        Command("previous", group, "Select the ball before", "Ctrl+Up", lambda: _select(window, -1)),
        Command(
            "open-ball", group, "Open or close its card", "Return Enter", lambda: _open_card(window), is_plain=True
        ),
        Command("left", group, "Put the selected ball further left", "Ctrl+Left", lambda: _put(window, -FAR)),
        Command("right", group, "Put the selected ball further right", "Ctrl+Right", lambda: _put(window, FAR)),
        Command("left-a-little", group, "A little left", "Ctrl+Shift+Left", lambda: _put(window, -NEAR)),
        Command("right-a-little", group, "A little right", "Ctrl+Shift+Right", lambda: _put(window, NEAR)),
    ]


def _view_commands(window: Window) -> list[Command]:
    view, group = window.landscape_view, "View"
    return [
        Command("fit", group, "Show the whole landscape", "0", view.fit, is_plain=True),
        Command("zoom-in", group, "Zoom in", "+ =", lambda: view.zoom(1 / ZOOM), is_plain=True),
        Command("zoom-out", group, "Zoom out", "-", lambda: view.zoom(ZOOM), is_plain=True),
        Command("map", group, "Show or hide the outcome map", "Ctrl+M", window.turn_map),
        Command("theme", group, "Dark or light", "Ctrl+T", window.turn_theme),
        Command("system-theme", group, "Dark or light as the system", "", window.follow_system_theme),
        Command("menus", group, "Open the menus", "F10", lambda: window.menus.open()),
        Command("full-screen", group, "Full screen", "F11", window.turn_full_screen),
        Command("shortcuts", group, "Keyboard and mouse", "F1", window.show_shortcuts),
    ]


def _go_to_start(window: Window) -> None:
    window.session.pause()
    window.session.seek(0)


def _stop(window: Window) -> None:
    if window.session.run_ahead.is_busy:
        window.session.run_ahead.stop()
    else:
        window.session.slow_motion.end()


def _change_speed(window: Window, by: int) -> None:
    """Go to the next or previous of the speeds, seen from the one in force."""
    playback = window.session.playback
    further = [speed for speed in SPEEDS if (speed - playback.speed) * by > 0]
    if further:
        playback.set_speed(min(further, key=lambda speed: abs(speed - playback.speed)))


def _duplicate(window: Window) -> None:
    if window.session.run.balls:
        window.session.duplicate(window.session.selected)


def _remove(window: Window) -> None:
    if window.session.run.balls:
        window.session.remove(window.session.selected)


def _open_card(window: Window) -> None:
    """Leave Return to what is typed into or pressed."""
    if window.session.run.balls and not isinstance(QApplication.focusWidget(), QLineEdit | QAbstractButton):
        window.balls_panel.list.toggle(window.session.selected)


def _select(window: Window, by: int) -> None:
    count = len(window.session.run.balls)
    if count:
        window.session.select((window.session.selected + by) % count)


def _put(window: Window, share: float) -> None:
    """Put the selected ball elsewhere, as a hand would: it starts again there, from rest."""
    session = window.session
    if session.run.balls:
        w = session.run.state.w[session.selected].item()
        here = w if math.isfinite(w) else session.run.balls[session.selected].start
        session.hold(session.selected, here + share * session.landscape.width)
        session.release()
