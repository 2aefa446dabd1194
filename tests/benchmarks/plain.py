"""The same scene drawn by plain pyqtgraph: one item for each trail and each line, all set in each frame."""

from typing import Any

import numpy as np
import pyqtgraph
from PySide6.QtWidgets import QGridLayout, QWidget

from app.theme.palette import BALL_COLOURS
from physics.run.run import Run

TRAIL_STEPS = 60


class PlainWindow(QWidget):
    """A landscape with balls and trails above four plots, with the sizes of the window."""

    def __init__(self, run: Run) -> None:
        super().__init__()
        pyqtgraph.setConfigOptions(antialias=True)
        self._run = run
        self._brushes = [pyqtgraph.mkBrush(BALL_COLOURS[i % len(BALL_COLOURS)]) for i in range(len(run.balls))]
        self._pens = [pyqtgraph.mkPen(colour, width=1) for colour in BALL_COLOURS]
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setColumnMinimumWidth(4, 340)
        (lo, hi), features = run.landscape.domain, run.landscape.features
        heights = features.lowest, features.highest
        above = self._plot(layout, (0, 0, 1, 4), (lo, hi), heights)
        w = np.linspace(lo, hi, 1000)
        above.plot(w, run.landscape.height(w), pen=pyqtgraph.mkPen("#DFE7F2", width=2))
        self._trails = self._lines(above)
        self._balls = pyqtgraph.ScatterPlotItem(size=12)
        above.addItem(self._balls)
        speeds = -1.0, 1.0
        steps = 0.0, float(2 * run.step)
        ranges = [(steps, heights), (steps, (lo, hi)), (steps, heights), ((lo, hi), speeds)]
        self._plots = [self._lines(self._plot(layout, (1, i, 1, 1), x, y)) for i, (x, y) in enumerate(ranges)]
        self.resize(1280, 800)
        layout.setRowStretch(0, 3)
        layout.setRowStretch(1, 1)

    def show_step(self) -> None:
        """Give every item all of its points up to the run's step."""
        rows, steps = self._run.recording.rows(stop=self._run.step + 1), np.arange(self._run.step + 1)
        energy = rows.energy
        self._balls.setData(rows.w[-1], rows.f[-1], brush=self._brushes)
        for ball in range(len(self._run.balls)):
            self._trails[ball].setData(rows.w[-TRAIL_STEPS:, ball], rows.f[-TRAIL_STEPS:, ball])
            self._plots[0][ball].setData(steps, rows.f[:, ball])
            self._plots[1][ball].setData(steps, rows.w[:, ball])
            self._plots[2][ball].setData(steps, energy[:, ball])
            self._plots[3][ball].setData(rows.w[:, ball], rows.delta[:, ball])

    def _plot(self, layout: QGridLayout, cell: tuple[int, int, int, int], x: Any, y: Any) -> Any:
        """A plot with fixed ranges, so that it need not find them in each frame."""
        plot = pyqtgraph.PlotWidget()
        plot.setXRange(*x)
        plot.setYRange(*y)
        plot.disableAutoRange()
        layout.addWidget(plot, *cell)
        return plot

    def _lines(self, plot: Any) -> list[Any]:
        return [plot.plot([], [], pen=self._pens[i % len(self._pens)]) for i in range(len(self._run.balls))]
