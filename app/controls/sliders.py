"""The sliders for α and η."""

from app.controls.scales import LogScale
from app.controls.slider import ScaleSlider


class LogSlider(ScaleSlider):
    """η from centre / 30 to centre · 30, logarithmic."""

    def __init__(self, accessible_name: str, centre: float) -> None:
        """Raises ValueError unless the centre is positive."""
        super().__init__(accessible_name, LogScale.around(centre), centre)

    def set_centre(self, centre: float) -> None:
        """Centre the scale on another value; the number stays. Raises ValueError unless the centre is positive."""
        self.set_scale(LogScale.around(centre))
