"""The window: puts views and panels together, connects the commands, remembers its layout."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QInputDialog,
    QLineEdit,
    QMainWindow,
    QSizePolicy,
    QWidget,
)

from app.controls.event_filter import EventFilter
from app.files.names import LONGEST_NAME, fit_name
from app.files.scenario import Scenario
from app.panels.balls import BallsPanel
from app.panels.lesson_panel import LessonPanel
from app.panels.selected_card import SelectedCard
from app.panels.series import ask_for_series
from app.panels.status import StatusLine
from app.panels.step_anatomy import StepAnatomy
from app.panels.transport import TransportBar
from app.prediction.ghost import GhostRun
from app.prediction.thresholds import ThresholdSummary
from app.session.session import Session
from app.text.commands import COMMANDS
from app.text.titles import shown_title
from app.text.translation import _
from app.theme.application import Theme
from app.theme.icons import app_icon
from app.views.editors import EditorBar, Editors
from app.views.landscape.landscape_view import LandscapeView
from app.views.landscape.layers_menu import LayersMenu
from app.views.landscape.prediction_tool import PredictionTool
from app.views.outcome_map import OutcomeMapPanel
from app.views.plots.plots import PlotsRow
from app.window.appearance import Appearance
from app.window.arrangement import Arrangement, Parts
from app.window.commands import (
    Actions,
    Functions,
    appearance_functions,
    ball_functions,
    file_functions,
    landscape_functions,
    layer_functions,
    run_functions,
    zoom_functions,
)
from app.window.exporting import Exporter
from app.window.help import HelpDialog
from app.window.learning import Learning, Stage
from app.window.menus import MenuButtons, RecentMenu
from app.window.presentation import Presentation
from app.window.questions import ask
from app.window.scenarios import Links, Scenarios
from app.window.settings import Settings
from app.window.side_panel import SidePanel
from app.window.top_bar import TopBar

DEFAULT_SIZE = (1280, 800)
TITLE_FIELD_WIDTH = 400
MAP = "map"
"""Name of the outcome map among the hidden plots."""
FRAME_SIZE = (8, 40)
"""Pixels left free on a small screen for the title bar and borders, whose size is unknown before they are shown."""


class Window(QMainWindow):
    """The whole program in one window."""

    def __init__(self, session: Session, theme: Theme, settings: Settings) -> None:
        super().__init__()
        self.session = session
        self.theme = theme
        self.settings = settings
        self.setWindowIcon(app_icon())
        self.setAcceptDrops(True)
        self._is_alt_alone = False
        """Whether Alt is held down, and nothing else was pressed since."""
        EventFilter(self, accepts_key=self._note_key)
        self._may_close = False
        """Whether the person has been asked about unsaved changes."""
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
        self.scenarios = Scenarios(session, settings, self, self.hidden)
        self.exporter = Exporter(session, settings, self, lambda: self.scenarios.path)
        self.links = Links(session, self.scenarios, settings, self)
        self.appearance = Appearance(theme, session.message.emit)
        self._own_view: tuple[frozenset[str], float] | None = None
        """The person's hidden plots and speed, while a scenario's own are shown."""
        self.actions_by_name = Actions(self, COMMANDS, self._functions())
        self.addActions(self.actions_by_name.all())
        for name in ("larger-text", "smaller-text", "presentation"):
            self.actions_by_name[name].setAutoRepeat(False)  # each press changes everything that is shown
        self.recent_menu = RecentMenu(self.scenarios, settings, self)
        states: dict[str, Callable[[], bool]] = {
            "map": lambda: not self.outcome_map.isHidden(),
            "side-panel": lambda: self.arrangement.is_panel_shown,
            "system-theme": lambda: theme.choice == "system",
            "full-screen": self.isFullScreen,
        }
        layers = LayersMenu(session, self)
        self.menus = MenuButtons(self.actions_by_name, self.plots, layers, self.recent_menu, states)
        self.outcome_map.export_wanted.connect(self.export_map)
        self._lay_out()
        self.presentation = Presentation(theme, self, self.arrangement, self.appearance)
        self.learning = Learning(session, self.scenarios, self.links, settings, self._stage())
        self._restore()
        self._moment = session.slow_motion.moment
        session.ball_missing.connect(self.offer_ball)
        session.title_changed.connect(self._show_title)
        self.scenarios.changed.connect(self._show_title)
        self.scenarios.shown.connect(self._show_view)
        session.slow_motion.changed.connect(self._focus_landscape_in_slow_motion)
        self._follow_history()
        self._show_title()
        self.setFocusProxy(self.landscape_view)
        self.landscape_view.setFocus()
        self.threshold_summary.refresh()

    def _functions(self) -> Functions:
        return {
            **file_functions(self.scenarios, self.links, self.exporter),
            **run_functions(self.session),
            **landscape_functions(self.editor_bar, self.editors),
            **ball_functions(self.session, self.balls_panel.list),
            **layer_functions(self.session),
            **zoom_functions(self, self.landscape_view),
            "export-map": self.export_map,
            "copy-picture": self.copy_picture,
            "quit": self.close,
            "title": self.ask_for_title,
            "fan": self.ask_for_series,
            "map": self.toggle_map,
            **appearance_functions(self.appearance),
            "presentation": lambda: self.presentation.toggle(),
            "learn": lambda: self.learning.toggle(),
            "pointer-trail": lambda: self.presentation.pointer_trail.toggle(),
            "stop": self.stop,
            "side-panel": lambda: self.arrangement.toggle_panel(),
            "menus": lambda: self.menus.open(),
            "full-screen": self.toggle_full_screen,
            "shortcuts": self.show_help,
        }

    # Layout

    def _lay_out(self) -> None:
        self._map_spacer = QWidget()  # takes the room of the outcome map while that is hidden
        self._map_spacer.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        panels = [self.balls_panel, self.step_anatomy, self.outcome_map, self._map_spacer]
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
        self.arrangement = Arrangement(self.theme, parts)
        self.arrangement.room_bar.usual_size_wanted.connect(lambda: self.appearance.set_text_size(1.0))
        self.editor_bar.parameters.room_changed.connect(self.arrangement.arrange)
        self.setCentralWidget(self.arrangement)

    def _restore(self) -> None:
        size = QSize(*DEFAULT_SIZE).boundedTo(self.screen().availableSize() - QSize(*FRAME_SIZE))
        self.resize(size)
        self.restoreGeometry(self.settings.geometry)
        self.arrangement.set_sizes(self.settings.panel_width, self.settings.plots_height)
        self._hide(frozenset(self.settings.hidden_plots))
        self.session.playback.set_speed(self.settings.speed)
        self.editors.folder = self.settings.import_folder

    def hidden(self) -> frozenset[str]:
        """The names of the plots that are hidden, and the map's if it is."""
        plots = {name for name in self.plots.names if name not in self.plots.shown}
        return frozenset(plots | ({MAP} if self.outcome_map.isHidden() else set()))

    def _hide(self, names: frozenset[str]) -> None:
        for name in self.plots.names:
            self.plots.set_visible(name, name not in names)
        self._show_map(MAP not in names)

    def _show_view(self, scenario: Scenario) -> None:
        """Take over the hidden plots and the speed of a scenario; without any, go back to the person's own."""
        own = self._own_view or (self.hidden(), self.session.playback.speed)
        hidden, speed = own
        if scenario.view is not None:
            hidden = hidden if scenario.view.hidden is None else scenario.view.hidden
            speed = scenario.view.speed or speed
        self._own_view = None if scenario.view is None else own
        self._hide(hidden)
        self.session.playback.set_speed(speed)

    def _stage(self) -> Stage:
        """What of the window a lesson changes."""
        tool = PredictionTool(self.session, self.landscape_view, self.theme)
        parts: dict[str, Callable[[bool], None]] = {
            "tools": self.editor_bar.show_tools,
            "balls": self.balls_panel.setVisible,
            "step": self.step_anatomy.setVisible,
            "side-panel": self.arrangement.show_panel,
        }
        return Stage(
            panel=self.lesson_panel,
            tool=tool,
            set_tool=lambda is_on: self.landscape_view.set_tool(tool) if is_on else self.editors.give_tool(),
            show_part=lambda name, is_shown: parts[name](is_shown),
            show_view=self._show_view,
            keep_view=self._keep_view,
            arrange=self.arrangement.arrange,
        )

    def _keep_view(self) -> Callable[[], None]:
        """Return what brings back the plots, the panels and the speed as they are now."""
        own, hidden, speed = self._own_view, self.hidden(), self.session.playback.speed
        has_panel, has_step = self.arrangement.is_panel_wanted, not self.step_anatomy.isHidden()

        def bring_back() -> None:
            self._own_view = own
            self._hide(hidden)
            self.session.playback.set_speed(speed)
            self.step_anatomy.setVisible(has_step)
            self.arrangement.show_panel(has_panel)

        return bring_back

    def show_own_view(self) -> None:
        """Show the person's own plots at their own speed again, after those of a scenario."""
        self._show_view(self.session.scene.scenario())

    def remember(self) -> None:
        """Store the layout and the settings for the next start."""
        self.settings.geometry = self.saveGeometry()
        self.settings.panel_width = round(self.arrangement.panel_width)
        self.settings.plots_height = self.arrangement.plots_height
        hidden, speed = self._own_view or (self.hidden(), self.session.playback.speed)
        self.settings.hidden_plots = set(hidden)
        self.settings.speed = speed
        self.settings.theme = self.theme.choice
        self.settings.text_size = self.appearance.text_size
        self.settings.import_folder = self.editors.folder

    def toggle_map(self) -> None:
        """Show or hide the outcome map; a hidden one computes nothing."""
        self._show_map(self.outcome_map.isHidden())

    def _show_map(self, is_shown: bool) -> None:
        self.outcome_map.setVisible(is_shown)
        self._map_spacer.setVisible(not is_shown)

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

    def copy_picture(self) -> None:
        """Put a picture of the whole window on the clipboard."""
        QApplication.clipboard().setPixmap(self.grab())
        self.session.message.emit(_("A picture of the window is on the clipboard."))

    def ask_for_series(self) -> None:
        """Ask for a series of balls to add."""
        ask_for_series(self.session, self.theme, self)

    def offer_ball(self) -> None:
        """Offer to add a ball and let it roll."""
        answers = {_("Add a ball"): self._add_and_play, _("Cancel"): None}
        ask(self, _("Play"), _("There is no ball that could roll. Add one?"), answers)

    def _add_and_play(self) -> None:
        self.session.add()
        self.session.play()

    def ask_for_title(self) -> None:
        """Ask for the title of the scenario."""
        dialog = QInputDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(_("Title of the scenario"))
        dialog.setLabelText(_("Title"))
        title = shown_title(self.session.title)
        dialog.setTextValue(title)
        field = dialog.findChild(QLineEdit)
        if field is not None:
            field.setMaxLength(LONGEST_NAME)
        dialog.setMinimumWidth(self.theme.scaled(TITLE_FIELD_WIDTH))
        dialog.textValueSelected.connect(lambda text: self._set_title(text) if text != title else None)
        dialog.open()

    def _set_title(self, text: str) -> None:
        self.session.set_title(fit_name(text) or self.session.title)

    def export_map(self) -> None:
        """Ask for a file for the outcome map, with the range that is shown."""
        model = self.outcome_map.model
        grid, picture, landscape = model.grid, model.picture, self.session.landscape
        if grid is None:
            self.session.message.emit(_("There is no ball to make a map for."))
            return
        of_what = landscape, grid, model.forcing
        is_current = picture is not None and (picture.landscape, picture.grid, picture.forcing) == of_what
        self.exporter.ask_for_map(*of_what, picture.made if picture is not None and is_current else None)

    def show_help(self) -> None:
        """Show keys and mouse actions, and the glossary."""
        dialog = HelpDialog(self.actions_by_name, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _focus_landscape_in_slow_motion(self) -> None:
        """When slow motion begins, take the focus from sliders and map: they use the arrow keys themselves."""
        moment = self.session.slow_motion.moment
        if moment is not self._moment:
            is_start, self._moment = self._moment is None, moment
            if is_start:
                self.landscape_view.setFocus()

    def _follow_history(self) -> None:
        self.session.history.changed.connect(self._show_history)
        self._show_history()

    def _show_history(self) -> None:
        stack, undo, redo = self.session.history.stack, self.actions_by_name["undo"], self.actions_by_name["redo"]
        undo_text, redo_text = stack.undoText().replace("&", "&&"), stack.redoText().replace("&", "&&")
        undo.setText(_("Undo {change}").format(change=undo_text) if undo_text else _("Undo"))
        redo.setText(_("Redo {change}").format(change=redo_text) if redo_text else _("Redo"))
        undo.setEnabled(stack.canUndo())
        redo.setEnabled(stack.canRedo())

    def _show_title(self) -> None:
        name = (self.learning.title or self.scenarios.name).replace("[*]", "[*][*]")
        self.setWindowTitle(f"{name}[*]")
        self.setWindowModified(self.scenarios.is_modified)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._is_alt_alone = event.key() == Qt.Key.Key_Alt and event.modifiers() == Qt.KeyboardModifier.AltModifier
        if not self.actions_by_name.press(event) and not self.menus.open_by_letter(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Alt and self._is_alt_alone:
            self._is_alt_alone = False
            self.menus.open()
        else:
            super().keyReleaseEvent(event)

    def _note_key(self, _event: QKeyEvent) -> bool:
        """Note that Alt is not alone with another key, also one of a shortcut, which is no key press."""
        self._is_alt_alone = False
        return False

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.ActivationChange:
            self._is_alt_alone = False
        super().changeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped_file(event) is not None:
            _accept_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped_file(event)
        if path is not None:
            _accept_copy(event)
            self.open_file(path)

    def open_file(self, path: Path) -> None:
        """Open a scenario or a lesson, or import any other file as a curve."""
        self.scenarios.open(path, otherwise=self.editors.import_file)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.session.pause()
        if self.scenarios.is_modified and not self._may_close:
            event.ignore()
            self.scenarios.confirm_discard(self.close_now)
            return
        self.session.fast_forward.cancel()
        self.session.history.stop()
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

    def close_now(self) -> None:
        """Close without asking about unsaved changes."""
        self._may_close = True
        self.close()


def _accept_copy(event: QDropEvent) -> None:
    """Accept a copy, whatever was proposed: after a move the other program may delete the file."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()


def _dropped_file(event: QDropEvent) -> Path | None:
    urls = event.mimeData().urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
