"""The outcome map of the selected ball: its axes, its zoom, and what is done on it."""

from collections.abc import Mapping
from itertools import combinations

import numpy as np
from PySide6.QtCore import QObject, Signal

from app.prediction.map_computation import MapComputation, MapPicture
from app.session.session import Session
from app.session.throttle import Throttle
from physics.arrays import Bools, Floats
from physics.forcing.forcing import Forcing
from physics.rules.base import ETA, Parameter, Rule
from physics.rules.dispatch import code_of
from physics.rules.registry import default_rule
from physics.rules.suggestion import eta_centre, suggest
from physics.run.ball import START, Ball
from physics.run.state import BallParameters
from physics.sweep.grid import Axis, Grid, map_parameters, whole_axis

DEFAULT_SIZE, FINE_SIZE = 256, 1024
"""Columns, and as many rows."""
MapAxes = tuple[Parameter, Parameter]
"""What the x axis and the y axis show."""


def map_axes(rule: Rule) -> list[MapAxes]:
    """The maps that there are of a ball of this rule, the usual one first."""
    pairs = list(combinations(map_parameters(rule), 2))
    return sorted(pairs, key=lambda pair: pair != (rule.parameters[0], START))


class MapModel(QObject):
    """The map for the selected ball: for its rule, and its values of what is on no axis."""

    picture_changed = Signal()
    """The picture has changed."""
    changed = Signal()
    """The axes or the positions of balls have changed."""
    others_changed = Signal()
    """What is on no axis has other values."""
    axes_changed = Signal()
    """What the axes show or the size has changed."""

    def __init__(self, session: Session) -> None:
        """Nothing is computed before `set_active`."""
        super().__init__()
        self.session = session
        self.axes = map_axes(default_rule())[0]
        self.size = DEFAULT_SIZE
        self.picture: MapPicture | None = None
        self.computation = MapComputation()
        self._is_active = False
        self._shown: tuple[Axis | None, Axis | None] = None, None
        self._requested: tuple[object, Grid, Forcing] | None = None
        self._shown_others: list[tuple[Parameter, float]] = []
        # While time moves a picture is painted like a throttled text: not in the frame of another one.
        self._pictures = Throttle(session.refreshes, self.picture_changed.emit, 0, self)
        self.computation.picture_changed.connect(self._on_picture)
        session.landscape_replaced.connect(self.show_whole)
        for signal in (
            session.balls_changed,
            session.parameters_changed,
            session.landscape_changed,
            session.selection_changed,
            session.recording_reset,
        ):
            signal.connect(self._refresh)
        session.seeked.connect(self._on_time)
        session.playback.playing_changed.connect(self._on_time)

    # What is shown.

    @property
    def _selected(self) -> BallParameters | None:
        """The rule and the parameters of the selected ball, or None if there is no ball."""
        run, index = self.session.run, self.session.selected
        return run.ball_parameters(index) if 0 <= index < len(run.balls) else None

    @property
    def _start(self) -> float:
        """Where the selected ball began last, within the domain."""
        lo, hi = self.session.landscape.domain
        origin: float = self.session.run.origin[self.session.selected].item()
        return min(max(origin, lo), hi)

    @property
    def ball(self) -> Ball | None:
        """The selected ball with its last start, or None if there is no ball."""
        selected = self._selected
        return None if selected is None else Ball(selected.rule, selected.values, self._start)

    def whole(self) -> tuple[Axis, Axis]:
        """Return the axes without zoom."""
        landscape = self.session.landscape
        selected = self._selected
        rule = default_rule() if selected is None else selected.rule
        eta = suggest(landscape).eta if selected is None else selected.values[ETA.name]
        centre = eta_centre(landscape, eta, rule)
        x, y = (whole_axis(parameter, landscape, centre) for parameter in self.axes)
        return x, y

    @property
    def grid(self) -> Grid | None:
        """The runs that the map consists of, or None if there is no ball."""
        selected = self._selected
        if selected is None:
            return None
        x, y = (shown or whole for shown, whole in zip(self._shown, self.whole(), strict=True))
        # The values that the axes replace are constants, so that the map stays when those of the ball change.
        constants = {parameter.name: parameter.low for parameter in self.axes}
        values = {name: constants.get(name, value) for name, value in selected.values.items()}
        start = constants.get(START.name, self._start)
        return Grid(x, y, self.size, self.size, Ball(selected.rule, values, start))

    @property
    def forcing(self) -> Forcing:
        """Noise and schedule of the runs, which begin with the step that is shown."""
        return self.session.run.forcing.from_step(self.session.step)

    @property
    def is_zoomed(self) -> bool:
        """Whether only a part of the axes is shown."""
        return self._shown != (None, None)

    @property
    def others(self) -> list[tuple[Parameter, float]]:
        """What is on no axis, with the ball's values."""
        selected = self._selected
        if selected is None:
            return []
        values = {**selected.values, START.name: self._start}
        others = [parameter for parameter in map_parameters(selected.rule) if parameter not in self.axes]
        return [(parameter, values[parameter.name]) for parameter in others]

    def positions(self) -> tuple[Floats, Floats]:
        """Return the positions of all balls on the map: (n,) x and (n,) y; NaN where a rule has no such parameter."""
        x, y = (self._values(parameter) for parameter in self.axes)
        return x, y

    def _values(self, parameter: Parameter) -> Floats:
        run = self.session.run
        return run.origin if parameter == START else run.parameters[parameter.name]

    def applies_to(self) -> Bools:
        """Return for which balls the map is valid, (n,): those with the same rule and values of what is on no axis."""
        run, selected = self.session.run, self._selected
        if selected is None:
            return np.zeros(len(run.balls), np.bool_)
        applies: Bools = run.rule == code_of(selected.rule)
        lo, hi = self.session.landscape.domain
        for parameter, value in self.others:
            values = np.clip(run.origin, lo, hi) if parameter == START else self._values(parameter)
            applies = applies & (values == value)
        return applies

    def position_of(self, ball: int) -> tuple[float, float]:
        """Return the position of one ball on the map."""
        x, y = self.positions()
        return x[ball].item(), y[ball].item()

    # Commands.

    def set_active(self, active: bool) -> None:
        """Compute maps only while active, that is while the map is visible."""
        self._is_active = active
        if active:
            self._refresh()
        else:
            if self.computation.is_busy:
                self._requested = None  # begin it again later
            self.computation.cancel()

    @property
    def all_axes(self) -> list[MapAxes]:
        """The maps that there are of the selected ball."""
        selected = self._selected
        return map_axes(default_rule() if selected is None else selected.rule)

    def set_axes(self, axes: MapAxes) -> None:
        """Show the whole map with other axes. Raises ValueError if there is no such map of the ball."""
        if axes not in self.all_axes:
            raise ValueError(f"there is no map of {axes[0].name} and {axes[1].name}")
        self.axes, self._shown = axes, (None, None)
        self.axes_changed.emit()
        self._refresh()

    def set_size(self, size: int) -> None:
        """Set the number of columns and rows."""
        self.size = size
        self.axes_changed.emit()
        self._refresh()

    def show_part(self, x: Axis, y: Axis) -> None:
        """Zoom to a part of the axes."""
        whole = self.whole()
        self._shown = (None, None) if (x, y) == whole else (x, y)
        self._refresh()

    def show_whole(self) -> None:
        """Zoom out."""
        self._shown = None, None
        self._refresh()

    def put(self, values: Mapping[str, float]) -> None:
        """Restart the selected ball with these values."""
        self.session.put(self.session.selected, values)

    # Updates.

    def _refresh(self) -> None:
        if self.axes not in self.all_axes:
            self.axes, self._shown = self.all_axes[0], (None, None)
            self.axes_changed.emit()
        if self._selected is not None and not self._is_within(self.whole()):
            self._shown = None, None
        grid = self.grid
        landscape = self.session.landscape
        if grid is None:
            self.computation.cancel()
            self._requested = None
            self._on_picture(None)
        forcing = self.forcing
        if self._is_active and grid is not None and self._requested != (landscape, grid, forcing):
            self._requested = landscape, grid, forcing
            self.computation.make(landscape, grid, forcing)
        if self._shown_others != self.others:
            self._shown_others = self.others
            self.others_changed.emit()
        self.changed.emit()

    def _on_time(self) -> None:
        """With noise or a schedule runs depend on the step that they begin with; while playing the map stays."""
        if self.session.run.forcing.is_on and not self.session.playback.is_playing:
            self._refresh()

    def _is_within(self, whole: tuple[Axis, Axis]) -> bool:
        """Whether the zoomed part lies within the whole axes."""
        return all(
            shown is None or axis.lowest <= shown.lowest < shown.highest <= axis.highest
            for shown, axis in zip(self._shown, whole, strict=True)
        )

    def _on_picture(self, picture: MapPicture | None) -> None:
        if picture is not self.picture:
            self.picture = picture
            self._pictures.touch()
