"""Running the program in this process, as if from a shell."""

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
