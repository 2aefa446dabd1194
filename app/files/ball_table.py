"""The outcome of each ball as a table in a file: what a summary says of the balls, as CSV or separated by tabs."""

from pathlib import Path

from app.files.atomic import replacing, with_path
from app.files.summary import BallEntry
from app.files.trajectories import csv_field
from physics.rules.registry import parameters

TSV = ".tsv"
"""The ending of a file whose columns are separated by tabs; in any other there are commas."""
CYCLE = ("period", "bit_period", "from", "to")
"""The parts of the entry `cycle`, which are columns such as `cycle_period`."""
BEFORE_PARAMETERS = ("ball", "name", "rule")
AFTER_PARAMETERS = (
    *("start", "steps", "w", "f", "slope", "delta", "energy", "outcome"),
    *(f"cycle_{part}" for part in CYCLE),
    *("valley", "global", "hills_crossed"),
)


def ball_table(entries: list[BallEntry], separator: str = ",") -> str:
    """Entries of a summary as rows below the names of the columns; a field is empty where an entry has null or nothing.

    Between the rule and the start are the parameters of the rules that the balls follow.
    """
    own = [name for name in parameters() if any(name in entry for entry in entries)]
    columns = [*BEFORE_PARAMETERS, *own, *AFTER_PARAMETERS]
    rows = [columns, *([_field(values.get(name)) for name in columns] for values in map(_flat, entries))]
    return "".join(separator.join(row) + "\r\n" for row in rows)


def write_ball_table(path: Path, entries: list[BallEntry]) -> None:
    """Write the table; the ending of the path tells the separator. Raises OSError whose filename is `path`."""
    content = ball_table(entries, "\t" if path.suffix.lower() == TSV else ",").encode()
    with replacing(path) as (stream,), with_path(path):
        stream.write(content)


def _flat(entry: BallEntry) -> BallEntry:
    cycle = entry["cycle"]
    parts = cycle if isinstance(cycle, dict) else {}
    return {**entry, **{f"cycle_{part}": parts.get(part) for part in CYCLE}}


def _field(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return csv_field(value) if isinstance(value, str) else repr(value)
