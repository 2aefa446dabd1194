"""Rows of CSV (RFC 4180) from whole columns, quickly."""

from collections.abc import Sequence
from typing import Any

Field = str | list[Any]
"""One text for all rows, or what each row has."""


def csv_rows(fields: Sequence[Field]) -> bytes:
    """The rows that have these fields, at least one of them a list, in UTF-8. A float becomes its repr.

    Texts must be CSV fields already.
    """
    # What is the same in all rows becomes part of the template, once. %s writes a float as its repr.
    template = ",".join(field.replace("%", "%%") if isinstance(field, str) else "%s" for field in fields) + "\r\n"
    varying = zip(*(field for field in fields if not isinstance(field, str)), strict=True)
    return "".join(map(template.__mod__, varying)).encode()
