"""Says what to press when a value was changed that has no effect before the next run."""

from PySide6.QtCore import QObject

from app.session.session import Session
from app.text.commands import SHORTCUTS, with_keys
from app.text.rerun import rerun
from app.text.translation import _
from app.views.landscape.notice import Notice


class RerunHint(QObject):
    """Keeps a notice up to date; its button begins the run."""

    def __init__(self, session: Session, notice: Notice) -> None:
        super().__init__(notice)
        self._session, self._notice = session, notice
        session.playback.playing_changed.connect(self.show)
        notice.button.clicked.connect(self._run)
        self.show()

    def show(self) -> None:
        """Say what there is to say now, when texts are due."""
        wanted = rerun(self._session.run)
        if wanted is None:
            self._notice.say("")
        elif wanted.is_by_play:
            self._notice.say(wanted.sentence, _("Play"), with_keys(_("Play"), SHORTCUTS["toggle"]))
        else:
            again = _("Start again with what is set now")
            self._notice.say(wanted.sentence, _("Start again"), with_keys(again, SHORTCUTS["restart"]))

    def _run(self) -> None:
        wanted = rerun(self._session.run)
        if wanted is not None and not wanted.is_by_play:
            self._session.restart()
        self._session.play()
