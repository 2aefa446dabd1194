"""What becomes of fast forward when its work fails."""

import sys

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.files.default import default_scenario
from app.session.session import Session
from app.session.tasks import Task


@pytest.mark.qt_no_exception_capture
def test_a_replay_that_fails_is_over_and_leaves_the_scene_as_it_is(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run_out_of_memory(*_arguments: object, **_keywords: object) -> None:
        raise MemoryError

    errors: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_rest: errors.append(kind))
    monkeypatch.setattr("physics.run.run.Run.advance", run_out_of_memory)
    session = Session(default_scenario())
    session.fast_forward.begin(500, 300)
    while session.fast_forward.is_busy or Task.running:
        QTest.qWait(5)
    assert errors == [MemoryError]
    assert session.scene.replay is None
    assert (session.step, session.run.last, session.to_save(60.0, frozenset()).steps) == (0, 0, 2000)
