"""The legend of the outcome map, with the outcomes that are on it."""

from PySide6.QtCore import QSize, QSizeF
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.controls.plain_text import plain_tooltip
from app.controls.terms import TermSpot, join_spots
from app.prediction.map_computation import MapPicture
from app.prediction.outcome_map import MapModel
from app.text.glossary import GLOSSARY
from app.text.translation import _
from app.theme.application import Theme
from app.views.outcome_map.legend_painting import HEIGHT_PX, Entry, LegendPainting, legend_entries
from physics.outcome.outcome import BALANCED, DIVERGED, LEFT, REPEATS, ROLLING, SETTLED

ENTRY_TERMS = {
    SETTLED: "valley",
    LEFT: "leaves",
    BALANCED: "balanced",
    REPEATS: "repeats",
    ROLLING: "still-moving",
    DIVERGED: "diverges",
}
"""By the outcome of an entry: the names of terms in the glossary."""


class MapLegend(QWidget):
    """A row of swatches with texts; those that have no room are counted."""

    def __init__(self, model: MapModel, theme: Theme) -> None:
        super().__init__()
        self._model, self._theme = model, theme
        self._picture: MapPicture | None = None
        self._entries: list[Entry] = []
        self._spots = {outcome: TermSpot(GLOSSARY[term], self) for outcome, term in ENTRY_TERMS.items()}
        for spot in self._spots.values():
            spot.hide()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._explain()
        model.picture_changed.connect(self._show_picture)
        theme.theme_changed.connect(self._restyle)

    @property
    def entries(self) -> list[Entry]:
        """The entries, from left to right."""
        return self._entries

    def sizeHint(self) -> QSize:
        return QSize(self._theme.scaled(200), self._theme.scaled(HEIGHT_PX))

    def _restyle(self) -> None:
        self.updateGeometry()
        self._place_spots()

    def _show_picture(self) -> None:
        picture = self._model.picture
        if self._model.ball is None:
            picture = None
        if picture is self._picture:
            return
        self._picture = picture
        entries = [] if picture is None else legend_entries(picture)
        if entries != self._entries:
            self._entries = entries
            self.setAccessibleName(_("Legend: {entries}").format(entries=", ".join(entry[2] for entry in entries)))
            self._place_spots()
            self.update()

    def _place_spots(self) -> None:
        """Explain the first entry of each kind."""
        boxes = self._painting.boxes()
        shown = {outcome: self._spots[outcome] for outcome in boxes if outcome in self._spots}
        for outcome, spot in shown.items():
            spot.cover(boxes[outcome])
        for outcome, spot in self._spots.items():
            spot.setVisible(outcome in shown)
        join_spots(list(shown.values()))
        self._explain()

    def _explain(self) -> None:
        """Explain the colours in the tooltip, after the names of all entries where some have no room."""
        colours = _(
            "Valleys are counted from the left. The darker, the more steps it takes; hatched where the ball still "
            "moves after the last step, in the valley of that colour."
        )
        hidden = self._painting.has_hidden_entries
        self.setToolTip(plain_tooltip(f"{self.accessibleName()}\n{colours}" if hidden else colours))

    @property
    def _painting(self) -> LegendPainting:
        return LegendPainting(self._theme, self._entries, QSizeF(self.size()))

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._place_spots()

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self._painting.paint(painter)
