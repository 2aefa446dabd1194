"""Acts of time: frames, timers, painting, and waiting for what is under way."""

from random import Random

from tests.window.monkey.hands import Hands, unblocked
from tests.window.monkey.stage import Stage


def pass_time(stage: Stage, hands: Hands, rng: Random) -> str:
    """Let a frame or some go by."""
    frames = rng.choice([1, 1, 3, 8])
    for _ in range(frames):
        stage.pass_time(rng.choice([0.001, 0.016, 0.05, 0.3]))
    hands.rest()
    return f"{frames} frames"


def fire_timers(stage: Stage, _hands: Hands, rng: Random) -> str:
    """Let the program's timers fire; seldom the autosave's too."""
    return f"{stage.let_timers_fire(10_000 if rng.random() < 0.1 else 1000)} timers"


def wait(stage: Stage, _hands: Hands, _rng: Random) -> str:
    """Wait for what is under way in the background."""
    stage.wait()
    return "wait"


def see(stage: Stage, _hands: Hands, rng: Random) -> str:
    """Let the window be painted; seldom let Qt's own timers go on too."""
    if rng.random() < 0.1:
        with unblocked(rng):
            stage.app.processEvents()
    stage.flush()
    return "paint"
