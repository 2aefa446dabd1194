"""Importing a curve: read it, smooth it in several ways, and let the person choose one."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.controls.buttons import dialog_buttons
from app.controls.number_field import NumberField
from app.controls.plain_text import plain_label
from app.files.curves import CurveData, curve_landscape, parse_curve, read_curve
from app.files.text import refuse_device, with_line_feeds
from app.session.tasks import Task
from app.text.curve_errors import landscape_sentence
from app.text.numbers import Bounds, percent, whole
from app.text.translation import _, ngettext
from app.theme.application import Theme
from app.theme.palette import SPACE
from app.views.editors.thumbnail import paint_curve
from physics.landscape.points import PointsLandscape
from physics.rules.suggestion import Suggestion, suggest

SMOOTHINGS = (0.0, 0.005, 0.01, 0.02)
"""Offered smoothings, as fractions of the width."""
MAX_VALLEYS_PROPOSED = 16
"""The least smoothing that leaves at most this many valleys is proposed."""


@dataclass(frozen=True, eq=False)
class SmoothedCurve:
    """A curve after smoothing."""

    fraction: float
    """Standard deviation of the Gaussian as a fraction of the width; 0 for none."""
    landscape: PointsLandscape
    turns: int
    """Points that are none of the samples, but hills and minima between them."""
    suggestion: Suggestion

    @property
    def valleys(self) -> int:
        """The number of valleys that are left."""
        return self.landscape.features.valley_count


@dataclass(frozen=True, eq=False)
class ImportedCurve:
    """A curve with the smoothings on offer."""

    curve: CurveData
    offers: tuple[SmoothedCurve, ...]

    @property
    def proposed(self) -> SmoothedCurve:
        """The least smoothing that leaves few valleys; the strongest if none does."""
        return next((offer for offer in self.offers if offer.valleys <= MAX_VALLEYS_PROPOSED), self.offers[-1])


def import_curve(
    path: str | os.PathLike[str], progress: Callable[[float], None], is_cancelled: Callable[[], bool]
) -> ImportedCurve | None:
    """Read a curve and make every offered smoothing; None if it was cancelled.

    Raises BadFile and OSError from reading, and ValueError when the curve is too steep to compute with.
    """
    refuse_device(path)
    return _with_offers(read_curve(path), progress, is_cancelled)


def import_text(
    text: str, name: str, title: str, progress: Callable[[float], None], is_cancelled: Callable[[], bool]
) -> ImportedCurve | None:
    """Parse a curve as `import_curve` reads one; an error calls the text by its `name`."""
    return _with_offers(parse_curve(with_line_feeds(text), name, title), progress, is_cancelled)


def _with_offers(
    curve: CurveData, progress: Callable[[float], None], is_cancelled: Callable[[], bool]
) -> ImportedCurve | None:
    offers: list[SmoothedCurve] = []
    for fraction in SMOOTHINGS:
        progress((len(offers) + 1) / (len(SMOOTHINGS) + 1))
        if is_cancelled():
            return None
        offers.append(smoothed(curve, fraction))
    return ImportedCurve(curve, tuple(offers))


def smoothed(curve: CurveData, fraction: float) -> SmoothedCurve:
    """Smooth a curve. Raises ValueError if it is too steep to compute with."""
    landscape, turns = curve_landscape(curve, fraction)
    return SmoothedCurve(fraction, landscape, turns, suggest(landscape))


PREVIEW_SIZE_PX = QSize(520, 220)
MAX_SMOOTHING_PERCENT = 20.0
"""Of the width."""
CUSTOM_DEFAULT_PERCENT = 3.0


class CurvePreview(QWidget):
    """A picture of the smoothed curve."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._smoothed: SmoothedCurve | None = None
        self.setAccessibleName(_("Preview of the curve"))
        self.setMinimumSize(PREVIEW_SIZE_PX)

    def show_curve(self, curve: SmoothedCurve) -> None:
        """Draw a curve, and tell screen readers how many valleys it has."""
        self._smoothed = curve
        self.setAccessibleDescription(valley_count_text(curve.valleys))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(self.rect(), self._theme.palette.background)
            if self._smoothed is not None:
                paint_curve(painter, self._smoothed.landscape, self._theme.palette, self.size())


class ImportDialog(QDialog):
    """Offers no smoothing, fixed ones, or a custom one; `on_accept` is called with the choice."""

    def __init__(
        self, imported: ImportedCurve, theme: Theme, on_accept: Callable[[SmoothedCurve], None], parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Import {title}").format(title=imported.curve.title))
        self._imported, self._theme, self._on_accept = imported, theme, on_accept
        self._custom: SmoothedCurve | None = None
        self._smoothing: Task | None = None
        self.preview = CurvePreview(theme)
        self.group = QButtonGroup(self)
        self.choices = [self._choice(offer) for offer in imported.offers]
        self.custom_choice = QRadioButton(_("Own:"))
        self.custom_field = NumberField(
            _("Smoothing in per cent of the width"),
            _("smoothing"),
            CUSTOM_DEFAULT_PERCENT,
            Bounds(0.0, MAX_SMOOTHING_PERCENT),
        )
        self.custom_label = plain_label(_("% of the width"))
        self.import_button = QPushButton(_("Import"), default=True)
        self.group.addButton(self.custom_choice)
        self._lay_out()
        proposed = self.choices[imported.offers.index(imported.proposed)]
        proposed.setChecked(True)
        proposed.setFocus()
        self.group.buttonToggled.connect(self._show_choice)
        self.custom_field.committed.connect(self._smooth_custom)
        self._show_choice()

    @property
    def chosen(self) -> SmoothedCurve | None:
        """The curve as it would be imported; None while the custom smoothing is being computed."""
        for choice, offer in zip(self.choices, self._imported.offers, strict=True):
            if choice.isChecked():
                return offer
        return self._custom

    def accept(self) -> None:
        chosen = self.chosen
        if chosen is not None:
            super().accept()
            self._on_accept(chosen)

    def _choice(self, offer: SmoothedCurve) -> QRadioButton:
        name = (
            _("{percent} of the width").format(percent=percent(offer.fraction)) if offer.fraction else _("No smoothing")
        )
        choice = QRadioButton(name)
        choice.setAccessibleDescription(valley_count_text(offer.valleys))
        self.group.addButton(choice)
        return choice

    def _show_choice(self) -> None:
        if self.custom_choice.isChecked() and self._custom is None:
            self._smooth_custom()
        chosen = self.chosen
        self.import_button.setEnabled(chosen is not None)
        if chosen is not None:
            self.preview.show_curve(chosen)
        self.custom_label.setText(_("% of the width") if self._custom is None else _custom_text(self._custom))

    def _smooth_custom(self) -> None:
        """Smooth by the typed value in the background: a curve may have a million rows."""
        self.custom_choice.setChecked(True)
        self._custom = None
        work = partial(_smooth, self._imported, self.custom_field.number / 100.0)
        self._smoothing = Task(work)
        self._smoothing.succeeded.connect(self._take_custom)
        self._smoothing.failed.connect(self._refuse_custom)
        self._smoothing.start()

    def _take_custom(self, custom: SmoothedCurve) -> None:
        if self.sender() is self._smoothing:
            self._custom = custom
            self._show_choice()

    def _refuse_custom(self, error: Exception) -> None:
        if self.sender() is self._smoothing:
            self.custom_label.setText(_("{problem}.").format(problem=landscape_sentence(error)))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(5 * SPACE, 5 * SPACE, 5 * SPACE, 5 * SPACE)
        column.setSpacing(3 * SPACE)
        column.addWidget(self.preview, 1)
        count = len(self._imported.curve.w)
        text = ngettext(
            "{count} point. Measured curves are rough: smoothing leaves the valleys that matter.",
            "{count} points. Measured curves are rough: smoothing leaves the valleys that matter.",
            count,
        )
        notes = [text.format(count=whole(count))]
        if self._imported.curve.columns > 2:
            further = _("Of {count} columns the first two are read: w and f.")
            notes.append(further.format(count=whole(self._imported.curve.columns)))
        for note in notes:
            label = plain_label(note)
            label.setProperty("tone", "muted")
            column.addWidget(label)
        grid = QGridLayout()
        grid.setHorizontalSpacing(4 * SPACE)
        grid.setVerticalSpacing(SPACE)
        grid.setColumnStretch(2, 1)
        for row, (choice, offer) in enumerate(zip(self.choices, self._imported.offers, strict=True)):
            valleys = plain_label(valley_count_text(offer.valleys))
            valleys.setProperty("tone", "muted")
            grid.addWidget(choice, row, 0)
            grid.addWidget(valleys, row, 1, 1, 2)
        self.custom_label.setProperty("tone", "muted")
        custom = QHBoxLayout()
        custom.setSpacing(2 * SPACE)
        custom.addWidget(self.custom_choice)
        custom.addWidget(self.custom_field)
        grid.addLayout(custom, len(self.choices), 0)
        grid.addWidget(self.custom_label, len(self.choices), 1, 1, 2)
        column.addLayout(grid)
        column.addLayout(dialog_buttons(self, self.import_button))


def valley_count_text(count: int) -> str:
    """`1 valley`, `22 valleys`."""
    return ngettext("{count} valley", "{count} valleys", count).format(count=whole(count))


def turns_text(count: int) -> str:
    """What an import says about the points that it added."""
    text = ngettext(
        "{count} point was added where the curve turns between two of its points.",
        "{count} points were added where the curve turns between two of its points.",
        count,
    )
    return text.format(count=whole(count))


def _custom_text(custom: SmoothedCurve) -> str:
    text = ngettext("% of the width: {count} valley", "% of the width: {count} valleys", custom.valleys)
    return text.format(count=whole(custom.valleys))


def _smooth(imported: ImportedCurve, fraction: float, _progress: object, _is_cancelled: object) -> SmoothedCurve:
    return smoothed(imported.curve, fraction)
