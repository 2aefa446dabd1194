"""The selected ball in the landscape: its energy, its next step as arrows, slow motion, and the words beside them."""

from app.views.landscape.selected_ball import SelectedBall, SelectedPainting

__all__ = ["SelectedBall", "SelectedPainting"]
