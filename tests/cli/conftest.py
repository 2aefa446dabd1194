"""Running the program in this process, as if from a shell."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from app.__main__ import main


class Answer(NamedTuple):
    """What a command gave back."""

    code: int
    out: str
    err: str


Lab = Callable[..., Answer]


@pytest.fixture
def lab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Lab:
    """momentum-lab, in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def answer(*arguments: object) -> Answer:
        texts: Sequence[str] = [str(argument) for argument in arguments]
        code = main(texts)
        out, err = capfdbinary.readouterr()
        return Answer(code, out.decode(), err.decode())

    return answer


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with a scenario of two balls, one without balls, and a curve."""
    monkeypatch.chdir(tmp_path)
    entry = {
        "format": "momentum-lab/scenario",
        "version": 1,
        "title": "Lesson",
        "landscape": {"kind": "formula", "formula": "w^2", "domain": [-3, 3]},
        "balls": [
            {"name": "first", "rule": "nesterov", "alpha": 0.9, "eta": 0.01, "start": 2.5},
            {"name": "second", "rule": "momentum", "alpha": 0.8, "eta": 0.02, "start": -1},
        ],
        "steps": 70,
        "edits": [{"step": 3, "ball": 1, "alpha": 0.5}],
    }
    Path("lesson.momentum").write_text(json.dumps(entry), encoding="utf-8")
    Path("empty.momentum").write_text(json.dumps({**entry, "balls": [], "edits": []}), encoding="utf-8")
    Path("curve.csv").write_text("0,1\n1,0\n2,5\n3,1\n4,2\n")
