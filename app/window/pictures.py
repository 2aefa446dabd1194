"""Saving and copying pictures of what the window shows: from the session to a figure, and from there to a file."""

from collections.abc import Callable, Generator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from app.pictures.arrangement import text_scale
from app.pictures.drawing import draw_image
from app.pictures.figure import Figure, Part
from app.pictures.formats import PictureFormat
from app.pictures.parts import MapContent
from app.pictures.pieces import Pieces
from app.plotting.plot_view import PictureCommands, PlotView
from app.session.session import Session
from app.text.balls import value_text
from app.text.figures import LANDSCAPE, MAP, PART_TITLES, PLOTS, STEP
from app.text.translation import _
from app.theme.application import Theme
from app.views.frame import energy_text, frame_of_session
from app.views.landscape.landscape_view import LandscapeView
from app.views.outcome_map import OutcomeMapPanel
from app.views.outcome_map.dots import balls_of
from app.views.plots.plots import PlotsRow
from app.window.exporting import Exporter
from app.window.picture_dialog import PictureChoice, PictureDialog


class Pictures(QObject):
    """Makes figures of the session, and saves or copies them."""

    def __init__(
        self,
        session: Session,
        theme: Theme,
        exporter: Exporter,
        views: tuple[LandscapeView, PlotsRow, OutcomeMapPanel],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session, self._theme, self._exporter, self._window = session, theme, exporter, window
        self._landscape, self._plots, self._map = views
        self._running: list[Pieces] = []
        self._choice: PictureChoice | None = None
        for name, view in self._views().items():
            view.picture_commands = PictureCommands(partial(self.copy_part, name), partial(self.ask, (name,)))

    def _views(self) -> dict[str, PlotView]:
        plots: dict[str, PlotView] = {name: self._plots.plot(name) for name in PLOTS}
        return {LANDSCAPE: self._landscape, MAP: self._map.view, **plots}

    @property
    def choice(self) -> PictureChoice:
        """What was chosen last; at first the landscape in the colours of the window."""
        return self._choice or PictureChoice(theme=self._theme.palette.name)

    def available(self) -> tuple[str, ...]:
        """The names of the parts that there are now."""
        has_ball = 0 <= self._session.selected < len(self._session.run.balls)
        missing = {MAP: self._map_content() is None, STEP: not has_ball}
        return tuple(name for name in PART_TITLES if not missing.get(name))

    def figure(self, choice: PictureChoice) -> Figure:
        """The figure of what is shown now. The run may go on: the figure has a snapshot of it."""
        session = self._session
        frame = frame_of_session(session, energy_text(session.run, session.selected))
        frame = frame._replace(run=session.run.snapshot(session.step), is_moving=False)
        available = self.available()
        parts = tuple(self.part(name) for name in choice.parts if name in available)
        width, height = choice.size
        return Figure(
            frame,
            parts,
            width,
            height,
            choice.theme,
            choice.has_background,
            text_scale(width, [part.name for part in parts]),
            self._map_content(),
        )

    def part(self, name: str) -> Part:
        """A part with what of the plane is shown, where that was zoomed by hand."""
        if name in (STEP, MAP):
            return Part(name)
        view = self._views()[name]
        x, y = (
            None if fitted else span for span, fitted in zip(view.view_box.spans, view.view_box.is_fitted, strict=True)
        )
        return Part(name, x, y, name in PLOTS and self._plots.plot(name).is_log)

    def _map_content(self) -> MapContent | None:
        """The outcome map that is shown; None while there is none."""
        model = self._map.model
        picture = model.picture
        if picture is None or picture.landscape is not self._session.landscape or model.grid is None:
            return None
        others = ", ".join(value_text(parameter, value) for parameter, value in model.others)
        return MapContent(picture, balls_of(model), others)

    # Commands

    def ask(self, parts: tuple[str, ...] | None = None) -> None:
        """Ask what to save or copy; `parts`: those that are chosen at first."""
        choice = self.choice if parts is None else replace(self.choice, parts=parts)
        dialog = PictureDialog(choice, self.available(), self.figure, self._window)
        self._session.texts_due.connect(dialog.renew)
        dialog.save_wanted.connect(self._save)
        dialog.copy_wanted.connect(self._copy_chosen)
        dialog.open()

    def copy(self) -> None:
        """Copy a picture like the one that was saved or copied last; at first one of the landscape."""
        self._copy_chosen(self.choice)

    def copy_part(self, name: str) -> None:
        """Copy a picture of one part as it is in the window: in its size and in its colours."""
        view = self._views()[name]
        size = view.width(), view.height()
        if name == MAP:
            size = self._map.width(), self._map.height()
        choice = PictureChoice((name,), size=size, theme=self._theme.palette.name)
        figure = replace(self.figure(choice), text_scale=self._theme.scale)
        self._draw_copy(figure, self._window.devicePixelRatioF(), (name,))

    def _copy_chosen(self, choice: PictureChoice) -> None:
        self._choice = choice
        self._draw_copy(self.figure(choice), float(choice.pixel_ratio), choice.parts)

    def _draw_copy(self, figure: Figure, pixel_ratio: float, names: tuple[str, ...]) -> None:
        what = ", ".join(_(PART_TITLES[name]) for name in names)

        def take(drawn: QImage) -> None:
            drawn.setDevicePixelRatio(1.0)
            QApplication.clipboard().setImage(drawn)
            self._session.message.emit(_("A picture is on the clipboard: {parts}.").format(parts=what))

        def tell(error: OSError) -> None:
            self._session.message.emit(_("No picture was copied: {reason}.").format(reason=error.strerror))

        self._begin(draw_image(figure, pixel_ratio), take, tell)

    def _save(self, choice: PictureChoice) -> None:
        self._choice = choice
        figure, to = self.figure(choice), choice.to
        self._exporter.ask_for_picture(
            to.file_filter, to.suffix, lambda path: self.export(path, figure, to, choice.pixel_ratio)
        )

    def export(self, path: Path, figure: Figure, to: PictureFormat, pixel_ratio: float) -> None:
        """Write a figure to a file: drawn in pieces, then made into a file in the background."""
        self._begin(
            to.draw(figure, pixel_ratio),
            lambda encode: self._exporter.export_bytes(path, encode),
            lambda error: self._exporter.tell_failure(error, path),
        )

    def _begin(
        self, work: Generator[None, None, Any], take: Callable[[Any], None], tell: Callable[[OSError], None]
    ) -> None:
        """Draw in pieces, and pass the result to `take`, or the failure to `tell`."""
        pieces = Pieces(self)
        self._running.append(pieces)

        def end(_result: object) -> None:
            self._running.remove(pieces)
            pieces.deleteLater()

        pieces.finished.connect(take)
        pieces.failed.connect(tell)
        for signal in (pieces.finished, pieces.failed):
            signal.connect(end)
        pieces.begin(work)

    def stop(self) -> None:
        """Leave undone what is being drawn."""
        for pieces in self._running:
            pieces.cancel()
