"""What is wrong with a formula, where, and what would be right."""


class FormulaError(ValueError):
    """A formula that can't be read, or whose f or f′ is not finite on the domain.

    `str()` is one sentence for the user, such as "column 5: unknown name 'sine', did you mean 'sin'?".
    """

    def __init__(self, problem: str, column: int | None = None, suggestion: str | None = None) -> None:
        """Put the sentence together from the problem, its 1-based column in the user's text, and a replacement."""
        place = "" if column is None else f"column {column}: "
        question = "" if suggestion is None else f", did you mean '{suggestion}'?"
        super().__init__(f"{place}{problem}{question}")
        self.column = column
        self.suggestion = suggestion
