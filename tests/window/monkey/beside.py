"""`python -m tests.window.monkey.beside ACTS FOLDER SEED…`: the monkey in a process beside that of the tests."""

import os
import sys
import threading
from pathlib import Path


def main(count: int, folder: Path, seeds: list[int]) -> None:
    """Play each seed; Found, or whatever else goes wrong, ends it with its traceback."""
    from app.window.opening import application
    from tests.window.monkey.monkey import Monkey

    app = application()
    for seed in seeds:
        monkey = Monkey(app, folder / str(seed), seed)
        try:
            monkey.play(count)
            with monkey.complaints.listening():
                monkey.close()
            problems = [*monkey.growth(), *monkey.complaints.taken()]
            problems += [f"{thread} is left" for thread in threading.enumerate()[1:] if not thread.daemon]
        except AssertionError as error:
            problems = [str(error)]
        print(*problems, f"seed {seed}: {monkey.done:,} acts", sep="\n", flush=True)
        if problems:
            os._exit(1)  # the window is in no state to be closed in order


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), [int(seed) for seed in sys.argv[3:]])
