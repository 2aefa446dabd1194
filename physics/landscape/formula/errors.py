"""The error for a formula that cannot be used: what is wrong, where, and what would be right."""

MAX_QUOTED_CHARACTERS, MAX_SUGGESTED_CHARACTERS = 20, 60
"""Characters of the user's text that a sentence repeats, and of a suggestion."""


def shorten(name: str) -> str:
    """A name or number, cut off when it is too long for a sentence."""
    return name if len(name) <= MAX_QUOTED_CHARACTERS else f"{name[:MAX_QUOTED_CHARACTERS]}…"


def _to_one_line(text: str) -> str:
    """The text with each run of white space replaced by a blank."""
    return " ".join(text.split())


class FormulaError(ValueError):
    """A formula that cannot be read, or whose f or f′ is not finite on the domain.

    `str()` is one sentence for the user, such as "column 5: unknown name 'sine', did you mean 'sin'?".
    """

    def __init__(self, problem: str, column: int | None = None, suggestion: str | None = None) -> None:
        """`column` is 1-based in the user's text; `suggestion` replaces what stands there.

        Both texts may quote the user: line breaks become blanks, and a suggestion that is not printable is dropped.
        """
        location = "" if column is None else f"column {column}: "
        suggestion = suggestion and _to_one_line(suggestion)
        if suggestion and not suggestion.isprintable():
            suggestion = None
        is_short = suggestion and len(suggestion) <= MAX_SUGGESTED_CHARACTERS
        question = f", did you mean '{suggestion}'?" if is_short else ""
        super().__init__(f"{location}{_to_one_line(problem)}{question}")
        self.column = column
        self.suggestion = suggestion
