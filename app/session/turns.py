"""Taking turns: what is computed in the background must not be felt in the foreground."""

import threading
import time
from collections.abc import Callable

PATIENCE = 0.02
"""Seconds between two looks, while waiting for a turn, at whether the work is still wanted."""
REST = 3.0
"""While time runs, a thread rests so many times as long as it has worked …"""
LONGEST_REST = 0.05
"""… but no more than so many seconds at a time."""
IN_BETWEEN = 0.0002
"""Seconds in which somebody else may take the turn."""

IsCancelled = Callable[[], bool]


class Turns:
    """Lets one thread compute at a time, however many have something to compute.

    Threads of Python share one lock: each that computes makes the window wait a little, again and again. So there is
    never more than one, and while time runs it rests more than it works.
    """

    def __init__(self) -> None:
        """Let everybody compute without rests."""
        self.is_gentle = False
        """Whether there are rests; to be set whenever that changes."""
        self.turn = threading.Lock()
        """Held by the thread that computes."""

    def work(self, do: Callable[[IsCancelled], object], is_cancelled: IsCancelled) -> object:
        """Do some work when it is its turn; return what it returns, or None when it was cancelled before.

        The work gets another `is_cancelled`, which it should ask every few milliseconds: then others have their turn.
        """
        turn = _Turn(self, is_cancelled)
        if not turn.take():
            return None
        try:
            return do(turn.pass_on)
        finally:
            turn.give_up()


class _Turn:
    """The turn of one thread."""

    def __init__(self, turns: Turns, is_cancelled: IsCancelled) -> None:
        self._turns, self._is_cancelled = turns, is_cancelled
        self._is_ours = False
        self._since = 0.0

    def take(self) -> bool:
        """Wait for the turn; False when the work is no longer wanted."""
        while not self._turns.turn.acquire(timeout=PATIENCE):
            if self._is_cancelled():
                return False
        self._is_ours = True
        self._since = time.perf_counter()
        return True

    def give_up(self) -> None:
        """Let others have the turn, if it is still ours."""
        if self._is_ours:
            self._is_ours = False
            self._turns.turn.release()

    def pass_on(self) -> bool:
        """Rest a little and let others go first; whether the work is no longer wanted."""
        worked = time.perf_counter() - self._since
        self.give_up()
        time.sleep(min(REST * worked, LONGEST_REST) if self._turns.is_gentle else IN_BETWEEN)
        return self._is_cancelled() or not self.take()
