"""What the layers of the landscape are called."""

from app.text.translation import N_

LAYER_TITLES = {
    "arrows": N_("Arrows of the next step"),
    "energy": N_("Energy, and whether a ball can get out"),
    "names": N_("Names"),
    "trails": N_("Trails"),
    "predictions": N_("Predictions: in the sliders and at the top"),
    "last_run": N_("Last run: what was before a change, faintly"),
}
"""By their names in files (`app.files.view.LAYERS` and `LAST_RUN`); translated where they are shown."""
