"""`python -m tests.window.monkey SECONDS SEED [SCENE]`: the monkey for longer; it continues after problems.

With `--drop` it opens a window for each scene and drops it, while Python's garbage collector runs often.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ACTS = 250
PRINTED_LINES = 60
"""Lines of the trace that are printed after a crash."""


def main(seconds: float, seed: int, scene: int, *, drop: bool) -> int:
    """Play for this time, after each problem in a new process; returns the number of problems."""
    until, found = time.monotonic() + seconds, 0
    with tempfile.TemporaryDirectory(prefix="momentum-lab-monkey-") as folder:
        progress = Path(folder, "progress")
        while time.monotonic() < until:
            options = [str(until - time.monotonic()), str(seed), str(scene), *(["--drop"] if drop else [])]
            command = [sys.executable, "-X", "faulthandler", "-m", "tests.window.monkey", *options, "--folder", folder]
            ended = subprocess.run(command, env={**os.environ, **_environment(folder)}, check=False)
            scene = int(progress.read_text(encoding="utf-8"))
            if ended.returncode:
                found += 1
                if ended.returncode < 0:
                    print(*Path(folder, "trace").read_text(encoding="utf-8").splitlines()[-PRINTED_LINES:], sep="\n")
                print(f"seed {seed}, scene {scene} ended with {ended.returncode}", flush=True)
    print(f"{found} problems up to scene {scene}", flush=True)
    return found


def play(seconds: float, seed: int, scene: int, folder: Path, *, drop: bool) -> int:
    """Play until there is a problem or the time is over; returns the exit code."""
    from app.window.startup import application
    from tests.window.monkey.monkey import Found, Monkey

    monkey, until = Monkey(application(), folder / "files", seed, scene, drop), time.monotonic() + seconds
    try:
        while time.monotonic() < until:
            (folder / "progress").write_text(str(monkey.scene + 1), encoding="utf-8")
            with (folder / "trace").open("w", encoding="utf-8", buffering=1) as trace:
                monkey.trace = monkey.hands.trace = lambda text, trace=trace: trace.write(f"{text}\n")
                monkey.play(ACTS)
        with monkey.complaints.listening():
            monkey.close()
    except Found as problem:
        print(f"\n==== {problem}", flush=True)
        os._exit(1)  # the window can't be closed normally any more
    print(f"{monkey.done:,} acts in {monkey.scene - scene} scenes; sizes {monkey.sizes[:2]} … {monkey.sizes[-2:]}")
    return 0


def _environment(folder: str) -> dict[str, str]:
    """No settings of the user, and no screen unless one is asked for."""
    homes = {f"XDG_{kind}_HOME": str(Path(folder, kind.lower())) for kind in ("CONFIG", "DATA", "STATE", "CACHE")}
    return {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"), **homes}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.window.monkey")
    parser.add_argument("seconds", type=float)
    parser.add_argument("seed", type=int)
    parser.add_argument("scene", type=int, nargs="?", default=0)
    parser.add_argument("--drop", action="store_true", help="drop windows, and collect garbage often")
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)  # of the process that plays
    given = parser.parse_args()
    numbers = given.seconds, given.seed, given.scene
    if given.folder is None:
        sys.exit(min(main(*numbers, drop=given.drop), 1))
    sys.exit(play(*numbers, given.folder, drop=given.drop))
