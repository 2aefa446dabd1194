"""Editing while the balls roll: the landscape is replaced as often as it can be seen, and all is one undo step."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer

from app.files.names import fit_name, with_ending
from app.session.session import Session
from app.text.curve_errors import landscape_sentence
from app.text.titles import CHANGED, DRAWN, YOUR_FORMULA
from app.text.translation import _
from physics.landscape.base import Landscape
from physics.landscape.formula import FormulaLandscape
from physics.run.edit import Edit


def name_of(landscape: Landscape) -> str:
    """The title of a scene named after this landscape; the text of a formula is no title."""
    return YOUR_FORMULA if is_untitled_formula(landscape) else landscape.title


def name_when_changed(landscape: Landscape) -> str:
    """The title of a landscape after it was drawn over or its points were moved."""
    if is_untitled_formula(landscape):
        return DRAWN
    if landscape.title == DRAWN or landscape.title.endswith(CHANGED):
        return landscape.title
    return with_ending(landscape.title, CHANGED)


def is_untitled_formula(landscape: Landscape) -> bool:
    """Whether a landscape is a formula with no other title than its text."""
    return isinstance(landscape, FormulaLandscape) and landscape.title == landscape.text


PAUSED_INTERVAL_MS = 16
"""Between two previews while time is paused: one a frame."""
PLAYING_INTERVAL_MS = 50
"""Between two previews while time runs: each is recorded as an edit, so there are at most 20 a second."""
FORMULAS_PER_DOUBLING, MAX_DOUBLINGS = 100, 4
"""After so many recorded formulas previews are half as often: the 500 that a file holds last 155 s instead of 25."""


def playing_interval(edits: Sequence[Edit]) -> int:
    """Milliseconds between two previews of a run with these edits, while time runs."""
    formulas = sum(isinstance(edit.landscape, FormulaLandscape) for edit in edits)
    return PLAYING_INTERVAL_MS << min(formulas // FORMULAS_PER_DOUBLING, MAX_DOUBLINGS)


MakeLandscape = Callable[[], Landscape]


class LiveEdit(QObject):
    """The landscapes of one gesture: offered often, set at a bounded rate, committed or reverted at its end.

    The title of the scene follows if it was that of its landscape. A gesture is one entry of the history.
    """

    def __init__(self, session: Session, text: str, parent: QObject | None = None) -> None:
        """`text` names the gesture in the Undo menu."""
        super().__init__(parent)
        self._session = session
        self._text = text
        self._key = object()
        """Of the entry in the history."""
        self._step = session.step
        self._pending: MakeLandscape | None = None
        self._before = session.landscape
        self._title_before = session.title
        self._last = session.landscape
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._set_pending)

    @property
    def before(self) -> Landscape:
        """The landscape when the gesture began."""
        return self._before

    @property
    def last(self) -> Landscape:
        """The landscape that this gesture began with or has set last."""
        return self._last

    @property
    def is_current(self) -> bool:
        """Whether the current landscape is the one that this gesture began with or has set."""
        return self._session.landscape is self._last

    def begin(self) -> None:
        """Begin a gesture: remember landscape, title and step."""
        self._before = self._last = self._session.landscape
        self._title_before = self._session.title
        self._key = object()
        self._step = self._session.step

    def offer(self, make: MakeLandscape) -> None:
        """Set a landscape, now or at the end of the interval."""
        self._pending = make
        if not self._timer.isActive():
            self._set_pending()

    def commit(self, make: MakeLandscape) -> bool:
        """Set the final landscape at once. False, and nothing is changed, if it can't be made."""
        self.stop()
        return self._set(make)

    def revert(self) -> None:
        """Restore the landscape and title of the beginning; without a step since, the history has no trace of it."""
        self.stop()
        before, title = self._before, self._title_before
        if self._session.landscape is before:
            return
        self._last = before
        was_undone = self._session.step == self._step and self._session.revert(self._key)
        # If something else was changed in between, the gesture has several entries, and undoing the last is not enough.
        if not (was_undone and self._session.landscape is before):
            self._put(before, title)
            self.begin()

    def stop(self) -> None:
        """Drop the pending landscape."""
        self._timer.stop()
        self._pending = None

    def _set_pending(self) -> None:
        make, self._pending = self._pending, None
        if make is not None:
            self._set(make)
            is_playing = self._session.playback.is_playing
            self._timer.start(playing_interval(self._session.run.edits) if is_playing else PAUSED_INTERVAL_MS)

    def _set(self, make: MakeLandscape) -> bool:
        try:
            landscape = make()
        except ValueError as refusal:
            sentence = _("This curve can't be used: {reason}.").format(reason=landscape_sentence(refusal))
            self._session.message.emit(sentence)
            return False
        title = self._session.title
        is_named_after = title in (fit_name(self._session.landscape.title), name_of(self._session.landscape))
        self._put(landscape, name_of(landscape) if is_named_after else title)
        return True

    def _put(self, landscape: Landscape, title: str) -> None:
        self._last = landscape
        with self._session.history.macro(self._text, self._key):
            self._session.set_landscape(landscape)
            if self._session.landscape is landscape:
                self._session.set_title(title)
        self._last = self._session.landscape
