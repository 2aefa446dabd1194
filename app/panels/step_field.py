"""The number of the step that is shown, to be typed."""

import re

from app.controls.number_field import NumberField
from app.controls.numbers import Bounds, number_text
from physics.recording import ROW_LIMIT

IN_THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+", re.ASCII)
"""As the program itself writes steps: 12,345."""


class StepField(NumberField):
    """A whole number; one that is not recorded yet is run to."""

    def __init__(self) -> None:
        super().__init__("Step", "The step", 0.0, Bounds(0.0, float(ROW_LIMIT)))
        self.set_quiet(True)
        self.set_hint("The step that is shown; type another one to go there, also one that has not been made yet")

    def _read(self) -> float:
        text = self.text().strip()
        number = float(text.replace(",", "")) if IN_THOUSANDS.fullmatch(text) else super()._read()
        if not number.is_integer():
            raise ValueError(f"The step is a whole number, not {number_text(number)}.")
        return number
