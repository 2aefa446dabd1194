"""What a lesson or a challenge makes of the window, and how the window gets back what it had before."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from app.files.lesson import Setting
from app.files.scenario import Scenario
from app.files.scenario_run import finished_run
from app.files.view import PLOTS, View
from app.panels.balls import BallsPanel
from app.panels.lesson_panel import LessonPanel
from app.panels.step_anatomy import StepAnatomy
from app.session.session import Session
from app.session.tasks import LatestOnly
from app.text.figures import MAP
from app.theme.application import Theme
from app.views.editors import EditorBar, Editors
from app.views.landscape.landscape_view import LandscapeView
from app.views.landscape.prediction_tool import PredictionTool
from app.window.arrangement import Arrangement
from app.window.shown_view import ShownView
from physics.run.run import Run

SIDE_PANEL = frozenset({"balls", "step", MAP})
"""Without any of these the side panel is empty."""


@dataclass(frozen=True)
class LessonParts:
    """The parts of the window that a lesson changes."""

    panel: LessonPanel
    landscape: LandscapeView
    editor_bar: EditorBar
    editors: Editors
    balls: BallsPanel
    step: StepAnatomy
    arrangement: Arrangement
    shown_view: ShownView


class LessonSetup(QObject):
    """Shows the scenario of a page or a task, without what is hidden, and computes its run for the texts."""

    reference_ready = Signal()
    """The reference is computed."""

    def __init__(self, session: Session, theme: Theme, parts: LessonParts) -> None:
        super().__init__(parts.panel)
        self._session, self._parts = session, parts
        self.panel = parts.panel
        self.tool = PredictionTool(session, parts.landscape, theme)
        self.reference: Run | None = None
        """The run of the scenario that is shown, as it opens; None until it is computed."""
        self._computation = LatestOnly(self)
        self._bring_back_view: Callable[[], None] = lambda: None

    def keep_view(self) -> None:
        """Keep plots, speed and panels as they are now, for `put_back`."""
        parts = self._parts
        bring_back_plots = parts.shown_view.keep()
        has_panel, has_step = parts.arrangement.is_panel_wanted, not parts.step.isHidden()

        def bring_back() -> None:
            bring_back_plots()
            parts.step.setVisible(has_step)
            parts.arrangement.show_panel(has_panel)

        self._bring_back_view = bring_back

    def show(self, setting: Setting) -> None:
        """Show a scenario at its first step, with what is locked and hidden."""
        parts, scenario = self._parts, setting.scenario
        view = scenario.view or View()
        hidden = (view.hidden or frozenset()) | (frozenset(PLOTS) - {MAP} if "plots" in setting.hidden else frozenset())
        hidden |= setting.hidden & {MAP}
        view = replace(view, hidden=hidden)
        self.reference = None
        self._session.open(replace(scenario, view=view), replays=False)
        self._session.lock(setting.locked)
        self.give_keys_to_landscape()
        self._compute_reference(scenario)
        parts.shown_view.show(view)
        parts.editor_bar.show_tools("tools" not in setting.hidden and "landscape" not in setting.locked)
        parts.balls.setVisible("balls" not in setting.hidden)
        parts.step.setVisible("step" not in setting.hidden)
        parts.arrangement.show_panel(bool(SIDE_PANEL - setting.hidden - hidden))

    def put_back(self) -> None:
        """Show the parts of the window again that were shown before the lesson, but not its scene."""
        parts = self._parts
        self._computation.cancel()
        self.reference = None
        self.set_tool(False)
        parts.editor_bar.show_tools(True)
        parts.balls.setVisible(True)
        self._bring_back_view()

    def set_tool(self, is_on: bool) -> None:
        """Give the landscape the tool for predictions, or the editor's again."""
        if is_on:
            self._parts.landscape.set_tool(self.tool)
        else:
            self._parts.editors.give_tool()

    def give_keys_to_landscape(self) -> None:
        """Move the keyboard focus from the panel: Space plays, arrows choose."""
        self.panel.window().setFocus()

    def show_panel(self, is_shown: bool) -> None:
        """Show or hide the panel with the texts."""
        if self.panel.isHidden() == is_shown:
            self.panel.setVisible(is_shown)
            self._parts.arrangement.arrange()

    def stop(self) -> None:
        """Wait for what is computed."""
        self._computation.stop()

    def _compute_reference(self, scenario: Scenario) -> None:
        self._computation.begin(lambda _is_cancelled: finished_run(scenario), self._take_reference)

    def _take_reference(self, run: Run) -> None:
        self.reference = run
        self.reference_ready.emit()
