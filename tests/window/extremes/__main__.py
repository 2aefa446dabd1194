"""`python -m tests.window.extremes SECONDS SEED [NUMBER]`: opens extreme scenarios; continues after problems."""

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

SCENARIOS_IN_A_WINDOW = 200
"""Scenarios in one window."""


def main(seconds: float, seed: int, number: int) -> int:
    """Open for this time, after each problem in a new process; returns the number of problems."""
    until, found = time.monotonic() + seconds, 0
    counts: Counter[str] = Counter()
    slowest: list[str] = []
    with tempfile.TemporaryDirectory(prefix="momentum-lab-extremes-") as folder:
        progress = Path(folder, "progress")
        while time.monotonic() < until:
            rest = str(until - time.monotonic())
            command = [
                sys.executable,
                "-X",
                "faulthandler",
                "-m",
                "tests.window.extremes",
                rest,
                str(seed),
                str(number),
            ]
            ended = subprocess.run([*command, folder], env={**os.environ, **_environment(folder)}, check=False)
            lines = progress.read_text(encoding="utf-8").splitlines()
            number = int(lines[0]) + 1
            counts.update({name: int(count) for name, count in (line.split() for line in lines[1:3])})
            slowest = sorted([*slowest, *lines[3:]], key=lambda line: -float(line.split()[0]))[:10]
            if ended.returncode:
                found += 1
                print(f"seed {seed}, scenario {number - 1} ended with {ended.returncode}", flush=True)
    print(*slowest, sep="\n")
    print(f"{found} problems, {counts['opened']:,} opened and {counts['refused']:,} refused up to {number}", flush=True)
    return found


def open_all(seconds: float, seed: int, first: int, folder: Path) -> int:
    """Open until there is a problem or the time is over; returns the exit code."""
    from app.window.startup import application
    from tests.window.extremes.opener import Found, Opener

    opener, until = Opener(application(), folder / "files", seed), time.monotonic() + seconds

    def note(number: int) -> None:
        lines = [str(number), *(f"{name} {opener.counts[name]}" for name in ("opened", "refused"))]
        lines += [f"{took:.3f} s in scenario {where}: {what}" for took, where, what in opener.slowest]
        (folder / "progress").write_text("\n".join(lines), encoding="utf-8")

    for number in range(first, first + SCENARIOS_IN_A_WINDOW):
        note(number)
        if time.monotonic() > until:
            break
        try:
            opener.open(number)
        except Found as problem:
            print(f"\n==== {problem}", flush=True)
            note(number)
            os._exit(1)  # the window can't be closed normally any more
        note(number)
    opener.close()
    return 0


def _environment(folder: str) -> dict[str, str]:
    """No settings of the user, and no screen unless one is asked for."""
    homes = {f"XDG_{kind}_HOME": str(Path(folder, kind.lower())) for kind in ("CONFIG", "DATA", "STATE", "CACHE")}
    return {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"), **homes}


if __name__ == "__main__":
    numbers = float(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 0
    sys.exit(open_all(*numbers, Path(sys.argv[4])) if len(sys.argv) > 4 else min(main(*numbers), 1))
