"""The real window, on a clock and with timers that go on only when the monkey lets them."""

import time
from pathlib import Path

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QTimer, QTimerEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QToolTip, QWidget

from app.files.default import default_scenario
from app.session import fast_forward as fast_forward
from app.session.session import Session
from app.theme import apply_theme
from app.window import Window
from app.window.restore import SafetyNet
from app.window.settings import clean_settings
from tests.support.scenes import Seconds
from tests.window.monkey.files import Files

SIZE = 1016, 560
NO_TIMERS = QEventLoop.ProcessEventsFlag.X11ExcludeTimers
FAR_ENOUGH = 1500
"""Steps to which a run to the end goes: more would only be slow."""
SOON = 1000
"""Milliseconds: a timer with a longer interval, such as that of the autosave, is let go by itself."""
SHORT = 0.5
"""Seconds after which an export is cancelled."""
PATIENCE = 20.0
"""Seconds in which whatever is computed beside the window must have ended."""


class Stage:
    """One window with its autosave, in a folder of its own.

    Nothing that depends on the wall clock happens by itself: timers of the program are fired by `let_timers_fire`,
    time goes by in `pass_time`, and events wait for `flush`.
    """

    def __init__(self, app: QApplication, folder: Path) -> None:
        self._limit, fast_forward.STEP_LIMIT = fast_forward.STEP_LIMIT, FAR_ENOUGH
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
        """Close everything; what is unsaved is not wanted."""
        for dialog in self.dialogs():
            dialog.close()
        self.window.close_now()
        fast_forward.STEP_LIMIT = self._limit
        self.net.end(keep=False)
        QToolTip.hideText()
        self.window.deleteLater()
        self.flush()

    # What is there

    @property
    def on_top(self) -> QWidget:
        """What a person can act on: the open menu or dialog, else the window."""
        # Kept, because what Python knows of its children goes with what Python knows of it.
        self._top = QApplication.activePopupWidget() or QApplication.activeModalWidget() or self.window
        return self._top

    def dialogs(self) -> list[QWidget]:
        """Whatever else is open."""
        tops = (widget for widget in QApplication.topLevelWidgets() if shiboken6.isValid(widget))
        return [
            top
            for top in tops
            if top.isVisible() and top is not self.window and top.metaObject().className() != "QTipLabel"
        ]

    @property
    def focus(self) -> QWidget:
        """The widget that keys go to."""
        top = self.on_top
        return top.focusWidget() or top

    # Time

    def flush(self) -> None:
        """Let everything happen that waits for the window to be free: painting, deletions, news from threads."""
        self.app.processEvents(NO_TIMERS)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def pass_time(self, seconds: float) -> None:
        """Let time go by, as one frame of the playback sees it."""
        self.seconds.now += seconds
        if self.session.playback.is_playing:
            self.session.playback.frame()

    def timers(self, longest: int = SOON) -> list[QTimer]:
        """The program's timers that are running, apart from the playback's."""
        window = self.window
        roots: list[QObject] = [
            window,
            self.session,
            window.threshold_summary,
            window.balls_panel.slider_outcomes,
            self.net.autosave,
        ]
        roots += [window.outcome_map.chart, window.outcome_map.chart.maker, self.session.preview]
        found = dict.fromkeys(timer for root in roots for timer in root.findChildren(QTimer))
        own = self.session.playback._timer
        return [timer for timer in found if timer.isActive() and timer.interval() <= longest and timer is not own]

    def let_timers_fire(self, longest: int = SOON) -> int:
        """Let each running timer fire once."""
        timers = self.timers(longest)
        for timer in timers:
            if shiboken6.isValid(timer) and timer.isActive():
                QCoreApplication.sendEvent(timer, QTimerEvent(timer.timerId()))
        return len(timers)

    # Work in the background

    @property
    def is_busy(self) -> bool:
        """Whether something is under way that will change the scene or ask something."""
        window = self.window
        reading = window.editors._reading
        return (
            self.session.fast_forward.is_busy
            or window.scenarios._reading is not None
            or (reading is not None and reading in type(reading)._under_way)
            or window.exporter.is_busy
            or self.net.autosave._job is not None
        )

    def wait(self) -> None:
        """Wait for it."""
        begun = time.monotonic()
        while self.is_busy:
            assert time.monotonic() < begun + PATIENCE, "work in the background does not end"
            if self.window.exporter.is_busy and time.monotonic() > begun + SHORT:
                self.window.exporter._work.cancel()  # a map of slow balls takes its time
            self.app.processEvents(NO_TIMERS, 5)
            time.sleep(0.0005)  # others compute meanwhile

    def settle(self) -> None:
        """Close what is open and let all come to rest, time paused."""
        self.session.pause()
        for _ in range(100):
            self.wait()
            for dialog in reversed(self.dialogs()):
                if isinstance(dialog, QFileDialog):
                    dialog.reject()
                dialog.close()
            self.flush()
            if not self.let_timers_fire() and not self.is_busy and not self.dialogs():
                return
        raise AssertionError(f"it does not come to rest: {self.timers()}, {self.dialogs()}")
