"""`python -m tests.window.monkey SECONDS SEED [SCENE]`: the monkey for longer; it goes on after what it finds."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ACTS = 250
SHOWN = 60
"""Lines of what was done last that are shown when the whole program has crashed."""


def main(seconds: float, seed: int, scene: int) -> int:
    """Play for so long, after each problem in a new process; returns how many problems there were."""
    until, found = time.monotonic() + seconds, 0
    with tempfile.TemporaryDirectory(prefix="momentum-lab-monkey-") as folder:
        progress = Path(folder, "progress")
        while time.monotonic() < until:
            rest = str(until - time.monotonic())
            command = [sys.executable, "-X", "faulthandler", "-m", "tests.window.monkey", rest, str(seed), str(scene)]
            ended = subprocess.run([*command, folder], env={**os.environ, **_surroundings(folder)}, check=False)
            scene = int(progress.read_text(encoding="utf-8"))
            if ended.returncode:
                found += 1
                if ended.returncode < 0:
                    print(*Path(folder, "trace").read_text(encoding="utf-8").splitlines()[-SHOWN:], sep="\n")
                print(f"seed {seed}, scene {scene} ended with {ended.returncode}", flush=True)
    print(f"{found} problems up to scene {scene}", flush=True)
    return found


def play(seconds: float, seed: int, scene: int, folder: Path) -> int:
    """Play until there is a problem, or for so long; returns the exit code."""
    from app.window.opening import application
    from tests.window.monkey.monkey import Found, Monkey

    monkey, until = Monkey(application(), folder / "files", seed, scene), time.monotonic() + seconds
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
        os._exit(1)  # the window is in no state to be closed in order
    print(f"{monkey.done:,} acts in {monkey.scene - scene} scenes; sizes {monkey.sizes[:2]} … {monkey.sizes[-2:]}")
    return 0


def _surroundings(folder: str) -> dict[str, str]:
    """Nobody's own settings, and no screen unless one is asked for."""
    homes = {f"XDG_{kind}_HOME": str(Path(folder, kind.lower())) for kind in ("CONFIG", "DATA", "STATE", "CACHE")}
    return {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"), **homes}


if __name__ == "__main__":
    numbers = float(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 0
    sys.exit(play(*numbers, Path(sys.argv[4])) if len(sys.argv) > 4 else min(main(*numbers), 1))
