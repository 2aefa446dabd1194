"""The slider for η: logarithmic, around a value that suits the landscape."""

from app.controls.scale_slider import ScaleSlider
from app.controls.scales import LogScale


class LogSlider(ScaleSlider):
    """η from centre / 30 to centre · 30, even in its logarithm."""

    def __init__(self, accessible_name: str, centre: float) -> None:
        """Raises ValueError unless the centre is positive."""
        super().__init__(accessible_name, LogScale.around(centre), centre)

    def set_centre(self, centre: float) -> None:
        """Lay the scale around another value; the number stays. Raises ValueError unless the centre is positive."""
        self.set_scale(LogScale.around(centre))
