"""Processes that compute sweeps. They load this module and `physics`, and so start in half the time."""

import os
import signal
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context, parent_process
from threading import Thread

NICENESS = 10
"""Of background work on systems that have it, of 0 to 19."""
BELOW_NORMAL_PRIORITY_CLASS = 0x4000


def process_pool(processes: int, *, in_background: bool = False) -> ProcessPoolExecutor:
    """An executor that starts up to so many processes, when they are needed.

    `in_background`: they leave the processor to the program whenever it wants it.
    """
    return ProcessPoolExecutor(processes, get_context("spawn"), set_up_process, (in_background,))


def set_up_process(in_background: bool) -> None:
    """Leave Ctrl-C to the program, and end when that has been killed."""
    if in_background:
        _let_others_go_first()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    program = parent_process()
    if program is not None:

        def wait_for_it() -> None:
            program.join()
            os._exit(1)

        Thread(target=wait_for_it, daemon=True).start()


def _let_others_go_first() -> None:
    if sys.platform == "win32":
        from ctypes import c_void_p, windll

        windll.kernel32.SetPriorityClass(c_void_p(windll.kernel32.GetCurrentProcess()), BELOW_NORMAL_PRIORITY_CLASS)
    else:
        os.nice(NICENESS)
