"""Acts of time: frames, timers, painting, and waiting for tasks."""

from random import Random

from tests.window.monkey.hands import Hands, unblocked
from tests.window.monkey.stage import Stage


def pass_time(stage: Stage, _hands: Hands, rng: Random) -> str:
    """Let one or more frames pass."""
    frames = rng.choice([1, 1, 3, 8])
    for _ in range(frames):
        stage.pass_time(rng.choice([0.001, 0.016, 0.05, 0.3]))
    return f"{frames} frames"


def fire_timers(stage: Stage, _hands: Hands, rng: Random) -> str:
    """Fire the program's timers; sometimes the autosave's too."""
    return f"{stage.let_timers_fire(10_000 if rng.random() < 0.1 else 1000)} timers"


def wait(stage: Stage, _hands: Hands, _rng: Random) -> str:
    """Wait for tasks in the background."""
    stage.wait()
    return "wait"


def see(stage: Stage, _hands: Hands, rng: Random) -> str:
    """Paint the window; sometimes run Qt's own timers too."""
    if rng.random() < 0.1:
        with unblocked(rng):
            stage.app.processEvents()
    stage.flush()
    return "paint"
