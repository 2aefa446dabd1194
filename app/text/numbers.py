"""Numbers as people type and read them: exact where they can be typed, rounded where they are only shown."""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.text.translation import _, ngettext
from physics.landscape.formula import FormulaError, constant
from physics.rules.base import Parameter

MINUS = "\u2212"
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
_UNFINISHED = re.compile(r"[0-9.]e$", re.IGNORECASE)
"""The beginning of a number such as 1e-3, which must not be read as 1 times e."""
MIN_FIGURES = 3
"""Significant figures that are left of a number that is cut off."""
MIN_ALPHA_DECIMALS = 4
DIGITS = 4
"""Significant digits of a rounded number."""
MAX_EXACT_CHARACTERS = 6
MIN_PLAIN_EXPONENT, MAX_PLAIN_EXPONENT = -4, 5
"""Powers of ten between which numbers are written without one."""


def number_text(value: float, decimals: int = 0) -> str:
    """The shortest text that reads back to the same number, with at least `decimals` decimals: 0.9 → 0.90.

    Powers of ten appear only below 1e-6 and from 1e15.
    """
    if not math.isfinite(value):
        return repr(value)
    shortest = Decimal(repr(value + 0.0)).normalize()  # + 0.0 turns −0 into 0
    if value != 0.0 and not 1e-6 <= abs(value) < 1e15:
        return f"{shortest:e}".replace("e+", "e")
    needed = max(0, -int(shortest.as_tuple().exponent))
    return f"{shortest:.{max(needed, decimals)}f}"


def shown_number(value: float, decimals: int, fits: Callable[[str], bool]) -> str:
    """`number_text` if that fits; otherwise the first figures and …, with a power of ten if necessary: −1.23…e9."""
    text = number_text(value)
    for exact in (number_text(value, decimals), text):
        if fits(exact):
            return exact
    if "." in text and "e" not in text:
        digits = text.lstrip("-0.")
        least = max(len(text) - len(digits) + MIN_FIGURES, text.index(".") + 2)
        for length in range(len(text) - 1, least - 1, -1):
            if fits(f"{text[:length]}…"):
                return f"{text[:length]}…"
    figures, _e, power = f"{Decimal(repr(value)).normalize():e}".replace("e+", "e").partition("e")
    texts = [f"{figures}e{power}", *(f"{figures[:length]}…e{power}" for length in range(len(figures) - 1, 3, -1))]
    return next((text for text in texts if fits(text)), texts[-1])


def read_number(text: str) -> float:
    """Read 0.95, 0,95, .95, 1e-3, 1/30, −2, or a formula without a variable such as 2*pi; blanks are ignored.

    Raises ValueError with a sentence for the person.
    """
    written = text.strip().replace("\u2212", "-")
    if not written:
        raise ValueError(_("A number is missing."))
    numbers = [_read_plain(part.strip()) for part in written.split("/")]
    if len(numbers) == 2 and numbers[1] == 0.0:
        raise ValueError(_("Nothing can be divided by 0."))
    plain = numbers[0] if len(numbers) == 1 else None
    result = _computed(written) if plain is None else plain
    if math.isnan(result):
        raise ValueError(_("“{text}” is not a number.").format(text=text.strip()))
    if math.isinf(result):
        raise ValueError(_("“{text}” is too large.").format(text=text.strip()))
    return result


def _read_plain(text: str) -> float | None:
    """The value of a decimal number with a point or a comma; None if it is something else."""
    text = text.replace(",", ".") if "." not in text else text
    return float(text) if _PLAIN.fullmatch(text) else None


def _computed(text: str) -> float:
    """The value of a formula; NaN if it can't be read or has a variable."""
    if _UNFINISHED.search(text):
        return math.nan
    try:
        return constant(text if "." in text else text.replace(",", "."))
    except FormulaError:
        return math.nan


@dataclass(frozen=True, slots=True)
class Bounds:
    """The range of numbers that a field accepts."""

    lowest: float = -math.inf
    highest: float = math.inf

    def check(self, value: float, symbol: str) -> None:
        """Raise ValueError, with a sentence that names the symbol, if the value is outside."""
        if not self.lowest <= value <= self.highest:
            lowest, highest = number_text(self.lowest), number_text(self.highest)
            raise ValueError(
                self._sentence().format(symbol=symbol, lowest=lowest, highest=highest, value=number_text(value))
            )

    def _sentence(self) -> str:
        if self.highest == math.inf:
            return _("{symbol} is {lowest} or more, not {value}.")
        if self.lowest == -math.inf:
            return _("{symbol} is {highest} or less, not {value}.")
        return _("{symbol} is between {lowest} and {highest}, not {value}.")


def bounds_of(parameter: Parameter) -> Bounds:
    """The values that a parameter can have."""
    return Bounds(parameter.low, parameter.high)


def number(value: float) -> str:
    """Format to three significant digits, or to the unit: 1.93, 0.21, −12.5, 48,213, 1.2·10⁻⁷, ∞."""
    if math.isinf(value):
        text = "∞" if value > 0 else "-∞"
    elif 999.5 <= abs(value) < 1e6:
        text = f"{value:,.0f}"
    elif value == 0.0 or 9.995e-5 <= abs(value) < 1e6:
        text = f"{value + 0.0:.3g}"
    else:
        return scientific(value, 2)
    return text.replace("-", MINUS)


def scientific(value: float, decimals: int) -> str:
    """Format with a power of ten and at most `decimals` decimals: −1.2·10⁻⁷."""
    mantissa, exponent = f"{value:.{decimals}e}".split("e")
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    return f"{mantissa.replace('-', MINUS)}{power_of_ten(int(exponent))}"


def power_of_ten(exponent: int) -> str:
    """Format the factor that follows a mantissa: ·10⁻⁷."""
    return f"·10{str(exponent).translate(_SUPERSCRIPTS)}"


def whole(value: float) -> str:
    """Format to the unit, with separators of thousands: 48,213."""
    return f"{value:,.0f}".replace("-", MINUS)


def hills_text(count: int) -> str:
    """A number of hills: 1 hill, 3 hills."""
    return ngettext("{count} hill", "{count} hills", count).format(count=whole(count))


def steps_text(count: int) -> str:
    """A number of steps: 1 step, 1,214 steps."""
    return ngettext("{count} step", "{count} steps", count).format(count=whole(count))


def percent(share: float) -> str:
    """Format a share, 0 to 1, as `number` does: 12 %, 65.6 %."""
    return _("{number} %").format(number=number(100.0 * share))


def rounded_alpha(alpha: float) -> str:
    """Format α to four decimals, or to two digits of 1 − α if that is more: 0.95, 0.9512, 0.999987."""
    if alpha == 1.0:
        return "1"
    decimals = max(MIN_ALPHA_DECIMALS, 1 - math.floor(math.log10(1.0 - alpha)))
    text = f"{alpha:.{decimals}f}".rstrip("0").rstrip(".")
    return text or "0"


def exact(value: float, decimals: int = 0) -> str:
    """`number_text` with a proper minus sign."""
    return number_text(value, decimals).replace("-", MINUS)


def rounded(value: float) -> str:
    """Format to four significant digits: 1.932, −0.07085, 7.085·10⁻⁶."""
    texts, power = on_one_scale([value])
    return texts[0] + power


def short(value: float, digits: int = DIGITS) -> str:
    """Format exactly if that is short, else to `digits` significant digits without trailing zeros."""
    text = exact(value)
    if math.isfinite(value) and len(text) <= MAX_EXACT_CHARACTERS and "e" not in text:
        return text
    (text,), power = on_one_scale([value], digits)
    return (text.rstrip("0").rstrip(".") if "." in text else text) + power


def on_one_scale(values: Sequence[float], digits: int = DIGITS) -> tuple[list[str], str]:
    """Format numbers with equal decimals, as the largest needs for `digits` digits, and one common power of ten.

    So −0.07085, −0.07855 and 0.00770 can be added up by eye. The power is empty for numbers of everyday size.
    """
    largest = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
    exponent = math.floor(math.log10(largest)) if largest > 0.0 else 0
    plain = MIN_PLAIN_EXPONENT <= exponent <= MAX_PLAIN_EXPONENT
    decimals = max(0, digits - 1 - exponent) if plain else digits - 1
    shift = 0 if plain else -exponent
    texts = [_text(value, shift, decimals if largest > 0.0 else 0) for value in values]
    return texts, "" if plain else power_of_ten(exponent)


def tick_text(value: float, step: float) -> str:
    """A label with as many decimals as ticks `step` apart need: −0.5; 2,000; 3·10⁻⁷."""
    if abs(value) < 1e-9 * step:
        return "0"
    if max(abs(value), step) >= 1e7 or (step < 1e-4 and abs(value) < 1e-3):
        return scientific(
            value, max(0, math.floor(math.log10(abs(value)) + 1e-9) - math.floor(math.log10(step) + 1e-9))
        )
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    return f"{value + 0.0:,.{decimals}f}".replace("-", MINUS)


def reading_text(value: float) -> str:
    """A value read off a plot, with about three significant digits: 0.412; −2.31; 1.2·10⁻⁵; 1,234."""
    if not math.isfinite(value):
        return _("not a number") if math.isnan(value) else f"{MINUS if value < 0 else ''}∞"
    size = abs(value)
    if size != 0.0 and not 1e-3 <= size < 1e6:
        return scientific(value, 2)
    decimals = 3 if size < 10.0 else 1 if size < 1000.0 else 0
    return f"{value + 0.0:,.{decimals}f}".replace("-", MINUS)


def _text(value: float, shift: int, decimals: int) -> str:
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "∞" if value > 0.0 else f"{MINUS}∞"
    text = f"{Decimal(value).scaleb(shift):.{decimals}f}"
    return text.removeprefix("-") if float(text) == 0.0 else text.replace("-", MINUS)  # no −0.00
