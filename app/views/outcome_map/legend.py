"""The legend of the outcome map, with the outcomes that are on it."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.controls.terms import TermSpot, join_spots
from app.prediction.map_computation import MapPicture
from app.prediction.outcome_map import MapModel
from app.text.glossary import GLOSSARY
from app.text.translation import NP_, _, pgettext
from app.theme.application import Theme
from app.views.outcome_map.map_view import unknown_brush
from physics.arrays import Bools
from physics.outcome.outcome import BALANCED, DIVERGED, LEFT, REPEATS, ROLLING, SETTLED, TRAPPED
from physics.sweep.batch import UNKNOWN

SWATCH_PX = 10
HEIGHT_PX = 20
SIDE_PX = 16
GAP_PX, TEXT_GAP_PX = 10, 4
PLAIN_OUTCOMES = (
    (LEFT, NP_("outcome", "leaves")),
    (BALANCED, NP_("outcome", "balanced")),
    (DIVERGED, NP_("outcome", "diverges")),
    (UNKNOWN, NP_("outcome", "not computed yet")),
)
"""With a colour of their own; their texts are translated where they are shown."""

ENTRY_TERMS = {
    SETTLED: "valley",
    LEFT: "leaves",
    BALANCED: "balanced",
    REPEATS: "repeats",
    ROLLING: "still-moving",
    DIVERGED: "diverges",
}
"""By the outcome of an entry: the names of terms in the glossary."""

Entry = tuple[int, int, str]
"""An outcome, the index of a valley, and the text for them."""


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
        self.setToolTip(
            _(
                "Valleys are counted from the left. The darker, the more steps it takes; hatched where the ball still "
                "moves after the last step, in the valley of that colour."
            )
        )
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

    def _places(self) -> tuple[list[float], float]:
        """The x of each entry that has room, and of what follows them."""
        metrics, scaled = QFontMetricsF(self._theme.font("small")), self._theme.scaled
        x, right, places = float(scaled(SIDE_PX)), float(self.width() - scaled(SIDE_PX)), []
        for index, (_outcome, _valley, text) in enumerate(self._entries):
            width = scaled(SWATCH_PX) + scaled(TEXT_GAP_PX) + metrics.horizontalAdvance(text)
            rest = len(self._entries) - index
            room = 0.0 if rest == 1 else metrics.horizontalAdvance(f"+ {rest}") + scaled(GAP_PX)
            if x + width + room > right:
                break
            places.append(x)
            x += width + scaled(GAP_PX)
        return places, x

    def _place_spots(self) -> None:
        """Explain the first entry of each kind."""
        metrics, text_left = QFontMetricsF(self._theme.font("small")), self._text_left()
        shown: dict[int, TermSpot] = {}
        for (outcome, _valley, text), x in zip(self._entries, self._places()[0], strict=False):
            if outcome in self._spots and outcome not in shown:
                shown[outcome] = self._spots[outcome]
                top = self._baseline() - metrics.ascent()
                box = QRectF(x + text_left, top, metrics.horizontalAdvance(text), metrics.height())
                shown[outcome].cover(box)
        for outcome, spot in self._spots.items():
            spot.setVisible(outcome in shown)
        join_spots(list(shown.values()))

    def _text_left(self) -> float:
        """From the left of an entry to its text."""
        return float(self._theme.scaled(SWATCH_PX) + self._theme.scaled(TEXT_GAP_PX))

    def _baseline(self) -> float:
        return self.height() / 2.0 + QFontMetricsF(self._theme.font("small")).capHeight() / 2.0

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._place_spots()

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(self._theme.font("small"))
            (places, end), base, side = self._places(), self._baseline(), self._theme.scaled(SWATCH_PX)
            for (outcome, valley, text), x in zip(self._entries, places, strict=False):
                painter.setPen(self._theme.palette.muted)
                painter.drawText(QPointF(x + self._text_left(), base), text)
                self._paint_swatch(painter, QRectF(x, (self.height() - side) / 2.0, side, side), outcome, valley)
            if len(places) < len(self._entries):
                painter.setPen(self._theme.palette.muted)
                painter.drawText(QPointF(end, base), f"+ {len(self._entries) - len(places)}")

    def _paint_swatch(self, painter: QPainter, box: QRectF, outcome: int, valley: int) -> None:
        shape = round(box.height()), round(box.width())
        painter.fillRect(box, unknown_brush(self._theme.palette))
        columns = np.full(shape, outcome, np.int8), np.full(shape, valley), np.zeros(shape, np.int32)
        pixels = self._theme.palette.outcomes.pixels(*columns, 1)
        painter.drawImage(box, QImage(pixels.data, shape[1], shape[0], 4 * shape[1], QImage.Format.Format_ARGB32))
        painter.setPen(QPen(self._theme.palette.line_strong, 1.0))
        painter.drawRect(box)


def legend_entries(picture: MapPicture) -> list[Entry]:
    """Entries for a picture: patterns, which are seldom known, then valleys from the left, then the other outcomes."""
    moves = picture.outcome == ROLLING
    valleys = _valleys(picture, (picture.outcome == TRAPPED) | (picture.outcome == SETTLED) | moves)
    entries: list[Entry] = []
    if moves.any() and not picture.is_noisy:
        moving = _valleys(picture, moves)
        alone = _("still moving in valley {number}").format(number=moving[0] + 1)
        entries.append((ROLLING, moving[0], alone if len(moving) == 1 else pgettext("outcome", "still moving")))
    if (picture.outcome == REPEATS).any():
        entries.append((REPEATS, 0, pgettext("outcome", "repeats")))
    entries += [
        (SETTLED, valley, str(valley + 1) if index else _("valley {number}").format(number=valley + 1))
        for index, valley in enumerate(valleys)
    ]
    return entries + [
        (code, 0, pgettext("outcome", text)) for code, text in PLAIN_OUTCOMES if (picture.outcome == code).any()
    ]


def _valleys(picture: MapPicture, where: Bools) -> list[int]:
    """The indices of the valleys of some runs, from the left."""
    return np.flatnonzero(np.bincount(picture.valley[where])).tolist()  # much faster than to sort them all
