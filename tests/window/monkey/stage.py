"""The real window with a clock and timers that the test controls."""

import time
from pathlib import Path

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QTimer, QTimerEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QToolTip, QWidget

from app.files.default import default_scenario
from app.session import fast_forward as fast_forward
from app.session.session import Session
from app.theme.application import apply_theme
from app.window import Window
from app.window.safety_net import SafetyNet
from app.window.settings import clean_settings
from tests.support.scenes import Seconds
from tests.window.monkey.files import Files

SIZE = 1016, 560
NO_TIMERS = QEventLoop.ProcessEventsFlag.X11ExcludeTimers
STEP_LIMIT = 1500
"""Steps of a run to the end: more would only be slow."""
MAX_INTERVAL_MS = 1000
"""Timers with a longer interval, such as the autosave's, fire only on request."""
EXPORT_TIMEOUT_S = 0.5
"""Then an export is cancelled."""
TASK_TIMEOUT_S = 20.0


class Stage:
    """One window with its autosave, in its own folder.

    Nothing depends on the wall clock: `let_timers_fire` fires the program's timers, `pass_time` moves the clock, and
    events wait for `flush`.
    """

    def __init__(self, app: QApplication, folder: Path) -> None:
        self._limit, fast_forward.STEP_LIMIT = fast_forward.STEP_LIMIT, STEP_LIMIT
        self.app, self.files, self.seconds = app, Files(folder), Seconds()
        theme = apply_theme(app, "dark")
        self.window = Window(Session(default_scenario(), self.seconds), theme, clean_settings())
        self.session, settings = self.window.session, self.window.settings
        settings.folder = settings.scenario_folder = self.window.editors.folder = str(folder)
        self.net = SafetyNet(self.window, folder / "autosave")
        self.message: list[str] = []
        self.session.message.connect(self.message.append)
        self.window.resize(*SIZE)
        self.window.show()
        self.window.activateWindow()
        self.app.processEvents()

    @property
    def is_closed(self) -> bool:
        """Whether the window was closed, as Ctrl+Q does when all is saved."""
        return not self.window.isVisible()

    def close(self) -> None:
        """Close everything without saving."""
        for dialog in self.dialogs():
            dialog.close()
        self.window.close_now()
        fast_forward.STEP_LIMIT = self._limit
        self.net.end(keep=False)
        QToolTip.hideText()
        self.window.deleteLater()
        self.flush()

    # Widgets

    @property
    def on_top(self) -> QWidget:
        """What a person can act on: the open menu or dialog, else the window."""
        # Kept, since the wrappers of its children would go with its own.
        self._top = QApplication.activePopupWidget() or QApplication.activeModalWidget() or self.window
        return self._top

    def dialogs(self) -> list[QWidget]:
        """All other open windows."""
        tops = (widget for widget in QApplication.topLevelWidgets() if shiboken6.isValid(widget))
        return [
            top
            for top in tops
            if top.isVisible() and top is not self.window and top.metaObject().className() != "QTipLabel"
        ]

    @property
    def focus(self) -> QWidget:
        """The focused widget."""
        top = self.on_top
        return top.focusWidget() or top

    # Time

    def flush(self) -> None:
        """Handle pending events: painting, deletions, results of threads."""
        self.app.processEvents(NO_TIMERS)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def pass_time(self, seconds: float) -> None:
        """Move the clock and make one frame of the playback."""
        self.seconds.now += seconds
        if self.session.playback.is_playing:
            self.session.playback.frame()

    def timers(self, longest: int = MAX_INTERVAL_MS) -> list[QTimer]:
        """The running timers of the program without the playback's."""
        window = self.window
        roots: list[QObject] = [
            window,
            self.session,
            window.threshold_summary,
            window.balls_panel.slider_outcomes,
            self.net.autosave,
        ]
        roots += [window.outcome_map.model, window.outcome_map.model.computation, window.ghost_run]
        found = dict.fromkeys(timer for root in roots for timer in root.findChildren(QTimer))
        own = self.session.playback.findChild(QTimer)
        return [timer for timer in found if timer.isActive() and timer.interval() <= longest and timer is not own]

    def let_timers_fire(self, longest: int = MAX_INTERVAL_MS) -> int:
        """Fire each running timer once."""
        timers = self.timers(longest)
        for timer in timers:
            if shiboken6.isValid(timer) and timer.isActive():
                QCoreApplication.sendEvent(timer, QTimerEvent(timer.timerId()))
        return len(timers)

    # Tasks

    @property
    def is_busy(self) -> bool:
        """Whether a task runs that will change the scene or ask something."""
        window = self.window
        reading = window.editors._reading
        return (
            self.session.fast_forward.is_busy
            or window.scenarios._reader.is_busy
            or (reading is not None and reading in type(reading).running)
            or window.exporter.is_busy
            or self.net.autosave._job is not None
        )

    def wait(self) -> None:
        """Wait for tasks."""
        begun = time.monotonic()
        while self.is_busy:
            assert time.monotonic() < begun + TASK_TIMEOUT_S, "a task does not end"
            if self.window.exporter.is_busy and time.monotonic() > begun + EXPORT_TIMEOUT_S:
                self.window.exporter._task.cancel()  # a map of slow balls takes long
            self.app.processEvents(NO_TIMERS, 5)
            time.sleep(0.0005)  # let other threads compute

    def settle(self) -> None:
        """Pause, let go of the line of time, end the pointer trail, close all dialogs, and wait until nothing runs."""
        self.session.pause()
        self.session.playback.set_scrubbed(False)
        self.window.presentation.pointer_trail.set_on(False)
        for _ in range(100):
            self.wait()
            for dialog in reversed(self.dialogs()):
                if isinstance(dialog, QFileDialog):
                    dialog.reject()
                dialog.close()
            self.flush()
            if not self.let_timers_fire() and not self.is_busy and not self.dialogs():
                return
        raise AssertionError(f"still active: {self.timers()}, {self.dialogs()}")
