"""The number of the step that is shown, to be typed."""

from app.controls.number_field import NumberField
from app.controls.numbers import Bounds, number_text
from physics.recording import ROW_LIMIT


class StepField(NumberField):
    """A whole number; one that is not recorded yet is run to."""

    def __init__(self) -> None:
        super().__init__("Step", "The step", 0.0, Bounds(0.0, float(ROW_LIMIT)))
        self.set_quiet(True)
        self.set_hint("The step that is shown; type another one to go there, also one that has not been made yet")

    def _read(self) -> float:
        number = super()._read()
        if not number.is_integer():
            raise ValueError(f"The step is a whole number, not {number_text(number)}.")
        return number
