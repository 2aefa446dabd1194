"""What keeps unsaved work of a window: its autosave, and the restoring of what another instance has left."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QPixmap

from app.files.autosaved import About
from app.files.failure import refusal_of
from app.files.scenario import parse_scenario, scenario_text
from app.files.text import BadFile
from app.pictures.png import png_bytes
from app.session.autosave import Autosave
from app.session.recovery import RecoveredScene, recover_scenes
from app.text.translation import _
from app.window.main_window import Window
from app.window.questions import show_warning
from app.window.restore_dialog import ask_what_to_restore

MAX_PICTURE_SIZE = QSize(480, 300)
"""Pixels: about twice what the dialog shows, for a device pixel ratio of 2."""


class SafetyNet(QObject):
    """Keeps an autosave of a window as long as something is not saved, and restores it at the start."""

    def __init__(self, window: Window, folder: Path) -> None:
        """`folder` holds the autosaves of all instances."""
        super().__init__(window)
        self._window, self._folder = window, folder
        self._picture = b""
        """Of the scene, made when it was shown last."""
        session, scenarios = window.session, window.scenarios
        self.autosave = Autosave(
            folder,
            lambda: partial(scenario_text, scenarios.to_save()),
            self._picture_of_scene,
            lambda: About(scenarios.title, scenarios.path, scenarios.fingerprint),
        )
        self.autosave.failed.connect(session.message)
        scenarios.changed.connect(self._on_scenarios_changed)
        changes = session.balls_changed, session.parameters_changed, session.landscape_changed, session.recording_reset
        others = session.title_changed, session.playback.playing_changed, session.history.changed
        for signal in (*changes, *others):
            signal.connect(self._on_change)

    def offer(self) -> None:
        """Offer to restore the scenes of instances that crashed, if there are any."""
        ask_what_to_restore(recover_scenes(self._folder), self._window.theme, self.restore, self._window)

    def restore(self, recovered: RecoveredScene) -> None:
        """Show a recovered scene as unsaved work."""
        try:
            scenario = parse_scenario(recovered.saved.scene, _("The copy that was kept"))
        except BadFile as error:
            recovered.put_off()
            show_warning(self._window, _("Restore"), refusal_of(error, _("The copy that was kept")))
            return
        about = recovered.saved.about
        self._window.scenarios.show(scenario, about.file, replays=True, fingerprint_before=about.fingerprint)
        self._window.session.history.set_unsaved()
        self.autosave.adopt(recovered)

    def end(self, *, keep: bool) -> None:
        """Stop with the window; with `keep`, unsaved work is left to the next start."""
        if not keep:
            self.autosave.discard()
        self.autosave.stop()

    def _picture_of_scene(self) -> bytes:
        if not self._window.scenarios.is_aside:
            self._picture = thumbnail_of(self._window.landscape_view.picture())
        return self._picture

    def _on_change(self) -> None:
        if self._window.scenarios.is_modified and not self._window.scenarios.is_aside:
            self.autosave.note_change()

    def _on_scenarios_changed(self) -> None:
        if self._window.scenarios.is_modified:
            self.autosave.note_change()
        else:
            self.autosave.discard()


def thumbnail_of(picture: QPixmap) -> bytes:
    """A picture made small, as a PNG of some kilobytes."""
    picture.setDevicePixelRatio(1.0)
    small = picture.scaled(
        MAX_PICTURE_SIZE, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    return png_bytes(small.toImage())
