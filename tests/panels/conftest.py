"""A session whose clock the test moves, and hands that act on widgets as a person does."""

from collections.abc import Callable, Iterator, Sequence

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.files.scenario import Scenario
from app.panels.balls import BallsPanel
from app.panels.transport import TransportBar
from app.prediction.ghost import GhostRun
from app.session.session import Session
from app.theme.application import Theme, apply_theme
from tests.support.scenes import HILLS, Seconds, balls

FRAME = 0.05


class Hands:
    """What a test does: let time pass, move the mouse, look at what was said."""

    def __init__(self, session: Session, seconds: Seconds) -> None:
        self.session, self.seconds = session, seconds
        self.message: list[str] = []
        session.message.connect(self.message.append)

    def pass_time(self, duration: float) -> None:
        """Let `duration` seconds go by, frame by frame."""
        for _ in range(round(duration / FRAME)):
            self.seconds.now += FRAME
            self.session.playback.frame()

    def mouse(self, widget: QWidget, kind: QEvent.Type, place: QPointF) -> None:
        released = kind == QEvent.Type.MouseButtonRelease
        held = Qt.MouseButton.NoButton if released else Qt.MouseButton.LeftButton
        button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
        none = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(widget, QMouseEvent(kind, place, widget.mapToGlobal(place), button, held, none))

    def drag(self, widget: QWidget, xs: Sequence[float]) -> Iterator[float]:
        """Drag from the first x to the last, along the middle; yields after each move."""
        middle = widget.height() / 2.0
        self.mouse(widget, QEvent.Type.MouseButtonPress, QPointF(xs[0], middle))
        for x in xs[1:]:
            self.mouse(widget, QEvent.Type.MouseMove, QPointF(x, middle))
            yield x
        self.mouse(widget, QEvent.Type.MouseButtonRelease, QPointF(xs[-1], middle))


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def make_session(qtbot: QtBot, seconds: Seconds) -> Iterator[Callable[..., Session]]:
    made: list[Session] = []

    def make(*alphas: float) -> Session:
        made.append(Session(Scenario("Descending hills", HILLS, balls(*alphas)), seconds))
        return made[-1]

    yield make
    for session in made:
        session.pause()


@pytest.fixture
def session(make_session: Callable[..., Session]) -> Session:
    return make_session(0.0, 0.8, 0.9, 0.95, 0.97)


@pytest.fixture
def hands(session: Session, seconds: Seconds) -> Hands:
    return Hands(session, seconds)


@pytest.fixture
def dark(qapp: QApplication) -> Iterator[Theme]:
    yield apply_theme(qapp, "dark")
    apply_theme(qapp, "dark")


@pytest.fixture
def show(qtbot: QtBot) -> Callable[[QWidget, int, int], None]:
    def shown(widget: QWidget, width: int, height: int) -> None:
        qtbot.addWidget(widget)
        widget.resize(width, height)
        widget.show()
        qtbot.waitExposed(widget)
        widget.activateWindow()

    return shown


@pytest.fixture
def make_panel(dark: Theme) -> Iterator[Callable[[Session], BallsPanel]]:
    made: list[BallsPanel] = []

    def make(session: Session) -> BallsPanel:
        made.append(BallsPanel(session, dark, GhostRun(session)))
        return made[-1]

    yield make
    for panel in made:
        panel.slider_outcomes.stop()
        panel.slider_outcomes.ghost_run.stop()


@pytest.fixture
def panel(
    session: Session, make_panel: Callable[[Session], BallsPanel], show: Callable[[QWidget, int, int], None]
) -> Iterator[BallsPanel]:
    made = make_panel(session)
    show(made, 352, 500)
    yield made
    session.pause()


@pytest.fixture
def transport(session: Session, dark: Theme, show: Callable[[QWidget, int, int], None]) -> TransportBar:
    made = TransportBar(session, dark)
    show(made, 900, made.sizeHint().height())
    return made
