"""A process that computes a part of a map. It loads this module and `physics`, and so starts in half the time."""

import os
import signal
from multiprocessing import parent_process
from threading import Thread


def end_with_the_program() -> None:
    """Leave Ctrl-C to the program, and end when that has been killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    program = parent_process()
    if program is not None:

        def wait_for_it() -> None:
            program.join()
            os._exit(1)

        Thread(target=wait_for_it, daemon=True).start()
