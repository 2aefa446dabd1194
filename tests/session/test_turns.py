"""Only one thread computes at a time, and none is kept from noticing that it is not wanted any more."""

import threading
import time
from itertools import pairwise

from app.session.tasks import ComputeLock, IsCancelled


def in_thread(work: object, *arguments: object) -> threading.Thread:
    thread = threading.Thread(target=work, args=arguments)  # type: ignore[arg-type]  # as the caller knows
    thread.start()
    return thread


def test_the_works_result_comes_back() -> None:
    assert ComputeLock().work(lambda is_cancelled: (is_cancelled(), 42), lambda: False) == (False, 42)


def test_two_never_compute_at_once_and_both_get_on() -> None:
    turns, computing, most = ComputeLock(), [0], [0]
    done: list[str] = []

    def compute(name: str) -> None:
        def do(is_cancelled: IsCancelled) -> None:
            for _ in range(20):
                computing[0] += 1
                most[0] = max(most[0], computing[0])
                time.sleep(0.0005)
                computing[0] -= 1
                done.append(name)
                assert not is_cancelled()

        turns.work(do, lambda: False)

    for thread in [in_thread(compute, name) for name in "ab"]:
        thread.join()
    assert most == [1]
    assert sorted(done) == ["a"] * 20 + ["b"] * 20
    changes = sum(one != other for one, other in pairwise(done))
    assert changes > 1  # neither had to wait for the whole of the other


def test_who_waits_in_vain_gives_up() -> None:
    turns = ComputeLock()
    begun, may_end = threading.Event(), threading.Event()

    def do(_is_cancelled: IsCancelled) -> None:
        begun.set()
        may_end.wait(10.0)

    thread = in_thread(turns.work, do, lambda: False)
    begun.wait(10.0)
    asked: list[int] = []

    def is_cancelled() -> bool:
        asked.append(1)
        return len(asked) > 2

    assert turns.work(lambda _: "never", is_cancelled) is None
    may_end.set()
    thread.join()
    assert turns.work(lambda _: "now", lambda: False) == "now"


def test_work_that_is_cancelled_on_the_way_hears_of_it_and_lets_others_on() -> None:
    turns = ComputeLock()
    assert turns.work(lambda is_cancelled: is_cancelled(), lambda: True) is True
    assert turns.work(lambda _: "next", lambda: False) == "next"


def test_while_time_runs_it_rests() -> None:
    turns = ComputeLock()
    turns.is_throttled = True

    def do(is_cancelled: IsCancelled) -> float:
        end = time.perf_counter() + 0.01
        while time.perf_counter() < end:
            pass
        worked = time.thread_time()
        begun = time.perf_counter()
        is_cancelled()
        assert time.thread_time() - worked < 0.01  # it slept
        return time.perf_counter() - begun

    rested = turns.work(do, lambda: False)
    assert isinstance(rested, float)
    assert rested >= 0.03  # three times as long as it had worked
