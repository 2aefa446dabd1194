"""A QApplication for pictures without a window, and pictures of scenarios and maps that no window shows."""

import os
import sys
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QMessageLogContext, QObject, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from app.files.interrupts import Interrupts
from app.files.scenario import Scenario
from app.pictures.arrangement import text_scale
from app.pictures.figure import Figure, Part
from app.pictures.formats import PictureFormat
from app.pictures.parts import MapContent
from app.prediction.map_computation import picture_of
from app.session.scene import Scene
from app.text.balls import value_text
from app.text.figures import MAP
from app.theme.palette import ThemeName
from app.views.frame import Frame, frame_of_run
from physics.landscape.base import Landscape
from physics.run.run import Run
from physics.sweep.grid import Grid, OutcomeMap, map_parameters


@dataclass(frozen=True, slots=True)
class PicturePainter:
    """Paints what no window shows, in one format and one look. Makes a QApplication where there is none."""

    to: PictureFormat
    size: tuple[int, int]
    """Width and height in logical pixels, 96 per inch."""
    theme: ThemeName
    has_background: bool
    pixel_ratio: float
    """Of a picture of pixels."""

    def scenario(self, scenario: Scenario, step: int, parts: tuple[str, ...]) -> bytes:
        """A picture of a scenario at a step, or at the one at which its run is over before. Raises OSError."""
        offscreen_application()
        return self._file(frame_of_scenario(scenario, step), parts)

    def map(self, whole: OutcomeMap, landscape: Landscape) -> bytes:
        """A picture of a complete map, with axes, names and a legend. Raises OSError."""
        offscreen_application()
        content = MapContent(picture_of(landscape, whole), None, others_text(whole.grid))
        return self._file(frame_of_run(Run(landscape, [whole.grid.ball]), 0), (MAP,), content)

    def _file(self, frame: Frame, parts: tuple[str, ...], content: MapContent | None = None) -> bytes:
        figure = Figure(
            frame,
            tuple(map(Part, parts)),
            *self.size,
            self.theme,
            self.has_background,
            text_scale=text_scale(self.size[0], parts),
            outcome_map=content,
        )
        return self.to.write(figure, self.pixel_ratio)


def frame_of_scenario(scenario: Scenario, step: int) -> Frame:
    """The frame of a scenario that has run up to a step, as the window would show it."""
    owner = QObject()
    scene = Scene(scenario, owner)
    scene.run.advance(step)
    frame = frame_of_run(scene.run, scene.run.step, scene.selected, scene.styles)
    return frame._replace(hidden_layers=scene.hidden_layers)


def others_text(grid: Grid) -> str:
    """What is on no axis of a map, with the values of its ball: η 0.02."""
    axes = grid.x.parameter, grid.y.parameter
    others = [each for each in map_parameters(grid.ball.rule) if each not in axes]
    return ", ".join(value_text(each, grid.ball.value(each.name)) for each in others)


def offscreen_application() -> QCoreApplication:
    """The QApplication; if there is none yet, one that needs no display."""
    app = QApplication.instance()
    if app is not None:
        return app
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with Interrupts():
        return quiet_application()


def quiet_application() -> QApplication:
    """Make the QApplication, without what Qt says about the locale."""
    previous = qInstallMessageHandler(_print_message)
    app = QApplication(sys.argv[:1])
    qInstallMessageHandler(previous)
    return app


def _print_message(_kind: QtMsgType, _where: QMessageLogContext, message: str) -> None:
    """Print what Qt says while it starts, except that it switched to a UTF-8 locale."""
    if sys.stderr is not None and not message.startswith("Detected locale"):
        sys.stderr.write(f"{message}\n")
