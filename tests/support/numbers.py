"""Parses numbers as they are shown."""

SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def read(text: str) -> float:
    """Parse a shown number such as −1,234.5 or 7.085·10⁻⁶."""
    mantissa, _, power = text.replace("−", "-").replace(",", "").partition("·10")
    return float(f"{mantissa}e{power.translate(SUPERSCRIPTS) or 0}")
