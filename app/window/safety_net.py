"""What keeps unsaved work safe: it is saved by itself after each change, and offered again after a crash."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from app.files.autosaved import About
from app.files.errors import BadFile
from app.files.failure import refusal_of
from app.files.scenario import parse_scenario, scenario_text
from app.session.autosave import Autosave
from app.session.recovery import LeftBehind, left_behind
from app.window.main_window import Window
from app.window.questions import tell
from app.window.restore_dialog import ask_what_to_restore
from app.window.scene_picture import picture_of


class SafetyNet(QObject):
    """Ties a window to its autosave: there is one as long as something is not saved."""

    def __init__(self, window: Window, folder: Path) -> None:
        """Watch the window; `folder` has the autosaves of all instances."""
        super().__init__(window)
        self._window, self._folder = window, folder
        session, scenarios = window.session, window.scenarios
        self.autosave = Autosave(
            folder,
            lambda: partial(scenario_text, scenarios.to_save()),
            lambda: picture_of(window.landscape_view),
            lambda: About(session.title, scenarios.path, scenarios.stamp),
        )
        self.autosave.failed.connect(session.said)
        scenarios.changed.connect(self._on_saved_or_not)
        changes = session.balls_changed, session.landscape_changed, session.title_changed, session.rewound
        for signal in (*changes, session.playback.playing_changed, session.history.stack.indexChanged):
            signal.connect(self._note)

    def offer(self) -> None:
        """Offer to restore what was left behind, if there is anything."""
        ask_what_to_restore(left_behind(self._folder), self._window.theme, self.restore, self._window)

    def restore(self, left: LeftBehind) -> None:
        """Show what was left behind, not saved as it is."""
        try:
            scenario = parse_scenario(left.saved.scene, "The copy that was kept")
        except BadFile as error:
            left.put_off()
            tell(self._window, "Restore", refusal_of(error, "The copy that was kept"))
            return
        about = left.saved.about
        self._window.scenarios.show(scenario, about.file, replays=True, as_read=about.stamp)
        self._window.session.history.set_unsaved()
        self.autosave.adopt(left)

    def end(self, *, keep: bool) -> None:
        """End with the window; what is not saved is left to the next start only where nobody could be asked."""
        if not keep:
            self.autosave.discard()
        self.autosave.stop()

    def _note(self) -> None:
        if self._window.scenarios.is_modified:
            self.autosave.note_change()

    def _on_saved_or_not(self) -> None:
        if self._window.scenarios.is_modified:
            self.autosave.note_change()
        else:
            self.autosave.discard()
