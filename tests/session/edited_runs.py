"""Sessions whose runs were edited or never end, and what they signal."""

from pytestqt.qtbot import QtBot

from app.files.scenario import Scenario
from app.session.session import Session
from app.session.tasks import Task
from tests.support.balls import new_ball
from tests.support.scenes import BOWL


class Signals:
    """The signals and messages that a session has emitted, in order."""

    NAMES = ("landscape_changed", "balls_changed", "selection_changed", "step_changed", "seeked", "recording_reset")

    def __init__(self, session: Session) -> None:
        self.emitted: list[str] = []
        self.message: list[str] = []
        session.message.connect(self.message.append)
        for name in self.NAMES:
            getattr(session, name).connect(lambda name=name: self.emitted.append(name))


def edited(session: Session) -> None:
    """Play 60 steps, with other values from step 20 and another landscape from step 40."""
    session.step_on(20)
    session.set_parameter(3, "alpha", 0.5)
    session.step_on(20)
    session.set_landscape(BOWL)
    session.step_on(20)


def wait_for_the_end(session: Session, qtbot: QtBot) -> None:
    """Wait until the fork has been merged and its thread has ended."""
    qtbot.waitUntil(lambda: not session.fast_forward.is_busy and not Task.running)


def rippled(*alphas: float) -> Scenario:
    """Balls that never come to rest."""
    ball = [new_ball(alpha, 0.02, 1.0) for alpha in alphas]
    return Scenario("Bowl", BOWL, tuple(ball))
