"""The selected ball in the landscape: its energy, its next step as arrows, slow motion, and the words beside them."""

from app.views.selected.painting import SelectedPainting
from app.views.selected.selected_ball import SelectedBall

__all__ = ["SelectedBall", "SelectedPainting"]
