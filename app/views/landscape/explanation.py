"""How it is known whether a ball can get out of its valley: what a click on the words at its energy line tells."""

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtWidgets import QWidget

from app.controls.plain_text import plain_label
from app.controls.popover import Popover
from app.session.session import Session
from app.text.energy_bounds import energy_bound_text, how_known_text
from app.text.translation import _
from app.theme.application import Theme
from app.views.landscape.step_arrows import SelectedOverlay
from physics.run.energy_bound import find_energy_bound

WIDTH = 360


def words_at(overlay: SelectedOverlay, at: QPointF) -> QRect | None:
    """The place of the words at the energy line, in pixels of the view, if a point is on them."""
    place = words_place(overlay)
    return place if place is not None and place.contains(at.toPoint()) else None


def words_place(overlay: SelectedOverlay) -> QRect | None:
    """The place of the words at the energy line, in pixels of the view."""
    if overlay.energy_text is None:
        return None
    left, top, right, bottom = (round(edge) for edge in overlay.energy_text.box)
    return QRect(left, top, right - left, bottom - top)


def explanation(session: Session) -> str:
    """What is known of the selected ball and how; empty if it is at rest or gone, or its rule has no energy."""
    ball, run = session.selected, session.run
    bound = find_energy_bound(run, ball) if 0 <= ball < len(run.balls) else None
    if bound is None:
        return ""
    energy = energy_bound_text(bound)
    own = _("{sentence}.").format(sentence=f"{energy[:1].upper()}{energy[1:]}")
    return "\n\n".join((session.scene.outcome_sentence(ball, is_full=True), own, how_known_text(bound)))


def open_explanation(session: Session, theme: Theme, view: QWidget, place: QRect | None) -> Popover | None:
    """Open a popover with the explanation at a place of a view, or in its middle; None if there is none."""
    text = explanation(session)
    if not text:
        return None
    label = plain_label(text, word_wrap=True)
    label.setFixedWidth(theme.scaled(WIDTH))
    popover = Popover(_("How that is known"), label, view)
    popover.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    popover.open_at(view, place or QRect(view.rect().center(), view.rect().center()))
    return popover
