"""What is wrong with a formula, where, and what would be right."""

LONGEST_NAME, LONGEST_SUGGESTION = 20, 60
"""Characters of the user's text that a sentence repeats, and of what it suggests."""


def shortened(name: str) -> str:
    """A name or number; only its beginning when it is too long for a sentence."""
    return name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…"


def in_one_line(text: str) -> str:
    """The text with a blank for each run of white space."""
    return " ".join(text.split())


class FormulaError(ValueError):
    """A formula that can't be read, or whose f or f′ is not finite on the domain.

    `str()` is one sentence for the user, such as "column 5: unknown name 'sine', did you mean 'sin'?".
    """

    def __init__(self, problem: str, column: int | None = None, suggestion: str | None = None) -> None:
        """Put the sentence together from the problem, its 1-based column in the user's text, and a replacement.

        Both may repeat the user's text: line breaks in it become blanks, and what can't be seen is no suggestion.
        """
        place = "" if column is None else f"column {column}: "
        suggestion = suggestion and in_one_line(suggestion)
        if suggestion and not suggestion.isprintable():
            suggestion = None
        short = suggestion and len(suggestion) <= LONGEST_SUGGESTION
        question = f", did you mean '{suggestion}'?" if short else ""
        super().__init__(f"{place}{in_one_line(problem)}{question}")
        self.column = column
        self.suggestion = suggestion
