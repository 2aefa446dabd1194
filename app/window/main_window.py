"""The main window: builds its parts and connects them, takes keys and dropped files, and closes."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
)

from app.panels.balls import BallsPanel
from app.panels.lesson_panel import LessonPanel
from app.panels.selected_card import SelectedCard
from app.panels.status import StatusLine
from app.panels.step_anatomy import StepAnatomy
from app.panels.transport import TransportBar
from app.prediction.ghost import GhostRun
from app.prediction.thresholds import ThresholdSummary
from app.session.session import Session
from app.text.commands import COMMANDS
from app.text.translation import _
from app.theme.application import Theme
from app.theme.icons import app_icon
from app.views.editors import EditorBar, Editors
from app.views.landscape.landscape_view import LandscapeView
from app.views.landscape.layers_menu import LayersMenu
from app.views.outcome_map import OutcomeMapPanel
from app.views.plots.plots import PlotsRow
from app.window.appearance import Appearance
from app.window.arrangement import Arrangement, Parts
from app.window.clipboard import Clipboard
from app.window.commands import (
    Actions,
    Functions,
    UndoNames,
    appearance_functions,
    ball_functions,
    file_functions,
    landscape_functions,
    layer_functions,
    run_functions,
    zoom_functions,
)
from app.window.dialogs import Dialogs
from app.window.exporting import Exporter
from app.window.films import Films
from app.window.learning import Learning
from app.window.lesson_setup import LessonParts, LessonSetup
from app.window.menus import AltKey, MenuButtons, RecentMenu
from app.window.pictures import Pictures
from app.window.presentation import Presentation
from app.window.scenarios import Scenarios
from app.window.settings import Settings
from app.window.shown_view import ShownView
from app.window.side_panel import SidePanel
from app.window.top_bar import TopBar

DEFAULT_SIZE = (1280, 800)
FRAME_SIZE = (8, 40)
"""Pixels left free on a small screen for the title bar and borders, whose size is unknown before they are shown."""


class Window(QMainWindow):
    """The whole program in one window."""

    def __init__(self, session: Session, theme: Theme, settings: Settings) -> None:
        super().__init__()
        self.session, self.theme, self.settings = session, theme, settings
        self._may_close = False
        """Whether the person has been asked about unsaved changes."""
        self._was_in_slow_motion = False
        # What is shown
        self.ghost_run = GhostRun(session)
        self.landscape_view = LandscapeView(session, theme)
        self.editor_bar = EditorBar(session, theme)
        self.editors = Editors(session, self.landscape_view, self.editor_bar)
        self.transport = TransportBar(session, theme)
        self.plots = PlotsRow(session, theme)
        self.balls_panel = BallsPanel(session, theme, self.ghost_run)
        self.selected_card = SelectedCard(session, theme, self.balls_panel.slider_outcomes)
        self.step_anatomy = StepAnatomy(session, theme)
        self.threshold_summary = ThresholdSummary(session)
        self.landscape_view.show_predictions(self.threshold_summary, self.ghost_run)
        self.outcome_map = OutcomeMapPanel(session, theme, self.ghost_run)
        self.status_line = StatusLine(session, theme)
        self.lesson_panel = LessonPanel(theme)
        self.shown_view = ShownView(self.plots, self.outcome_map, session.playback)
        # What is done with it
        self.scenarios = Scenarios(session, settings, self, self.shown_view.hidden)
        self.exporter = Exporter(session, settings, self.outcome_map.model, lambda: self.scenarios.path, self)
        views = self.landscape_view, self.plots, self.outcome_map
        self.pictures = Pictures(session, theme, self.exporter, views, self)
        self.films = Films(session, theme, self.exporter, self.pictures, self)
        self.clipboard = Clipboard(session, self.scenarios, settings, self, self.editors.import_text)
        self.appearance = Appearance(theme, session.message.emit)
        self.actions_by_name = Actions(self, COMMANDS, self._functions())
        self.dialogs = Dialogs(session, theme, self.actions_by_name, self.exporter, self)
        self.recent_menu = RecentMenu(self.scenarios, settings, self)
        self.menus = self._make_menus()
        # Where it is
        self.arrangement = self._arrange()
        self.presentation = Presentation(theme, self, self.arrangement, self.appearance)
        self.learning = Learning(session, self.scenarios, self.clipboard, settings, self._lesson_setup())
        self._restore()
        self._connect()
        self.landscape_view.setFocus()
        self.threshold_summary.refresh()

    def _functions(self) -> Functions:
        """What commands do; by lambdas where the part that does it is made later."""
        return {
            **file_functions(self.scenarios, self.clipboard, self.exporter),
            **run_functions(self.session),
            **landscape_functions(self.editor_bar, self.editors),
            **ball_functions(self.session, self.balls_panel.list),
            **layer_functions(self.session),
            **zoom_functions(self, self.landscape_view),
            **appearance_functions(self.appearance),
            "export-map": self.exporter.ask_for_map,
            "save-picture": self.pictures.ask,
            "save-film": self.films.ask,
            "copy-picture": self.pictures.copy,
            "copy-window": self.copy_window,
            "quit": self.close,
            "title": lambda: self.dialogs.ask_for_title(),
            "fan": lambda: self.dialogs.ask_for_series(),
            "map": self.shown_view.toggle_map,
            "table": lambda: self.dialogs.toggle_table(),
            "presentation": lambda: self.presentation.toggle(),
            "learn": lambda: self.learning.toggle(),
            "pointer-trail": lambda: self.presentation.pointer_trail.toggle(),
            "stop": self.stop,
            "side-panel": lambda: self.arrangement.toggle_panel(),
            "menus": lambda: self.menus.open(),
            "full-screen": self.toggle_full_screen,
            "shortcuts": lambda: self.dialogs.show_help(),
        }

    # Building

    def _make_menus(self) -> MenuButtons:
        states: dict[str, Callable[[], bool]] = {
            "map": lambda: self.shown_view.is_map_shown,
            "table": lambda: self.dialogs.is_table_shown,
            "side-panel": lambda: self.arrangement.is_panel_shown,
            "system-theme": lambda: self.theme.choice == "system",
            "full-screen": self.isFullScreen,
        }
        layers = LayersMenu(self.session, self)
        return MenuButtons(self.actions_by_name, self.plots, layers, self.recent_menu, states)

    def _arrange(self) -> Arrangement:
        panels = [self.balls_panel, self.step_anatomy, self.outcome_map, self.shown_view.map_spacer]
        parts = Parts(
            top_bar=TopBar(self.editor_bar, self.menus),
            landscape=self.landscape_view,
            transport=self.transport,
            card=self.selected_card,
            plots=self.plots,
            side_panel=SidePanel(self.theme, panels),
            lesson=self.lesson_panel,
            status_line=self.status_line,
        )
        arrangement = Arrangement(self.theme, parts)
        self.setCentralWidget(arrangement)
        return arrangement

    def _connect(self) -> None:
        session, actions = self.session, self.actions_by_name
        self.setWindowIcon(app_icon())
        self.setAcceptDrops(True)
        self.setFocusProxy(self.landscape_view)
        self.lesson_panel.come_after(self.landscape_view)
        self.addActions(actions.all())
        for name in ("larger-text", "smaller-text", "presentation"):
            actions[name].setAutoRepeat(False)  # each press changes everything that is shown
        UndoNames(session.history, actions["undo"], actions["redo"])
        AltKey(self, self.menus)
        self.outcome_map.export_wanted.connect(self.exporter.ask_for_map)
        self.outcome_map.copy_wanted.connect(self.exporter.copy_map)
        self.arrangement.room_bar.usual_size_wanted.connect(lambda: self.appearance.set_text_size(1.0))
        self.editor_bar.parameters.room_changed.connect(self.arrangement.arrange)
        session.ball_missing.connect(self.dialogs.offer_ball)
        session.slow_motion.changed.connect(self._focus_landscape_in_slow_motion)
        session.title_changed.connect(self._show_title)
        self.scenarios.changed.connect(self._show_title)
        self.scenarios.shown.connect(lambda scenario: self.shown_view.show(scenario.view))
        self._show_title()

    def _lesson_setup(self) -> LessonSetup:
        parts = LessonParts(
            panel=self.lesson_panel,
            landscape=self.landscape_view,
            editor_bar=self.editor_bar,
            editors=self.editors,
            balls=self.balls_panel,
            step=self.step_anatomy,
            arrangement=self.arrangement,
            shown_view=self.shown_view,
        )
        return LessonSetup(self.session, self.theme, parts)

    # Settings

    def _restore(self) -> None:
        """Show the layout and the speed of the last time."""
        size = QSize(*DEFAULT_SIZE).boundedTo(self.screen().availableSize() - QSize(*FRAME_SIZE))
        self.resize(size)
        self.restoreGeometry(self.settings.geometry)
        self.arrangement.set_sizes(self.settings.panel_width, self.settings.plots_height)
        self.shown_view.hide(frozenset(self.settings.hidden_plots))
        self.session.playback.set_speed(self.settings.speed)
        self.editors.folder = self.settings.import_folder

    def remember(self) -> None:
        """Store the layout and the settings for the next start."""
        self.settings.geometry = self.saveGeometry()
        self.settings.panel_width = round(self.arrangement.panel_width)
        self.settings.plots_height = self.arrangement.plots_height
        hidden, self.settings.speed = self.shown_view.own
        self.settings.hidden_plots = set(hidden)
        self.settings.theme = self.theme.choice
        self.settings.text_size = self.appearance.text_size
        self.settings.import_folder = self.editors.folder

    # Commands

    def toggle_full_screen(self) -> None:
        """Fill the screen, or go back to a window."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def stop(self) -> None:
        """End what is going on: a run to the end, slow motion, an open side panel, a presentation; one at a time."""
        session = self.session
        if session.fast_forward.is_busy:
            session.fast_forward.stop()
        elif session.slow_motion.is_on:
            session.slow_motion.end()
        elif self.arrangement.is_drawer_open:
            self.arrangement.open_drawer(False)
        else:
            self.presentation.end()

    def copy_window(self) -> None:
        """Put a picture of the whole window on the clipboard."""
        QApplication.clipboard().setPixmap(self.grab())
        self.session.message.emit(_("A picture of the window is on the clipboard."))

    def open_file(self, path: Path) -> None:
        """Open a scenario or a lesson, or import any other file as a curve."""
        self.scenarios.open(path, otherwise=self.editors.import_file)

    def close_now(self) -> None:
        """Close without asking about unsaved changes."""
        self._may_close = True
        self.close()

    # What happens

    def _focus_landscape_in_slow_motion(self) -> None:
        """When slow motion begins, take the focus from sliders and map: they use the arrow keys themselves."""
        is_on = self.session.slow_motion.is_on
        if is_on and not self._was_in_slow_motion:
            self.landscape_view.setFocus()
        self._was_in_slow_motion = is_on

    def _show_title(self) -> None:
        name = (self.learning.title or self.scenarios.name).replace("[*]", "[*][*]")
        self.setWindowTitle(f"{name}[*]")
        self.setWindowModified(self.scenarios.is_modified)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.actions_by_name.press(event) and not self.menus.open_by_letter(event):
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped_file(event) is not None:
            _accept_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped_file(event)
        if path is not None:
            _accept_copy(event)
            self.open_file(path)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.session.pause()
        if self.scenarios.is_modified and not self._may_close:
            event.ignore()
            self.scenarios.confirm_discard(self.close_now)
            return
        self.session.fast_forward.cancel()
        self.session.history.stop()
        self.pictures.stop()
        self.films.stop()
        self.exporter.stop()
        self.balls_panel.slider_outcomes.stop()
        self.threshold_summary.stop()
        self.ghost_run.stop()
        self.outcome_map.stop()
        self.scenarios.stop()
        self.learning.stop()
        self.presentation.pointer_trail.set_on(False)
        self.presentation.end()
        self.remember()
        super().closeEvent(event)


def _accept_copy(event: QDropEvent) -> None:
    """Accept a copy, whatever was proposed: after a move the other program may delete the file."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()


def _dropped_file(event: QDropEvent) -> Path | None:
    urls = event.mimeData().urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
