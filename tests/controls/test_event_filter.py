"""An error while a widget with an event filter is painted reaches the error hook; it does not end the program."""

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import sys
import numpy as np
from PySide6.QtWidgets import QApplication, QWidget
from app.controls.event_filter import EventFilter
from app.controls.scales import MemoryScale
from app.controls.slider import ScaleSlider

told = []
sys.excepthook = lambda kind, error, trace: told.append(str(error))
application = QApplication([])

def paint_badly(self, event):
    locked = np.zeros(1)
    locked.setflags(write=False)
    locked[0] = 1.0

class Widget(QWidget):
    paintEvent = paint_badly

widget = Widget()
EventFilter(widget)
ScaleSlider.paintEvent = paint_badly
for each in (widget, ScaleSlider("a", MemoryScale(), 0.0)):
    each.show()
    application.processEvents()
    each.hide()
print(len(told), told[0])
"""


def test_an_error_in_painting_reaches_the_hook(tmp_path: Path) -> None:
    script = tmp_path / "program.py"
    script.write_text(PROGRAM, encoding="utf-8")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run([sys.executable, script], env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    count, _, words = done.stdout.strip().partition(" ")
    assert int(count) >= 2
    assert "read-only" in words
