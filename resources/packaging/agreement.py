"""Compares the runs of all systems: byte for byte on points; on a formula every number to 1e-9.

    python -m resources.packaging.agreement RESULTS REFERENCE

RESULTS holds a folder for each download, as trial.py fills them; REFERENCE is the name of the one that the others are
compared with, that from Linux. Points need only + − × ÷, which IEEE 754 fixes; a cosine may differ in its last bit
between systems. Standard library only.
"""

import sys
from pathlib import Path

from app.files.differences import first_difference

LIMITS = {"points.csv": 0.0, "formula.csv": 1e-9}


def problems(results: Path, reference: str) -> list[str]:
    """One sentence for each file that differs or is missing."""
    found = []
    for folder in sorted(path for path in results.iterdir() if path.is_dir()):
        for name, close in LIMITS.items():
            try:
                made, wanted = (folder / name).read_bytes(), (results / reference / name).read_bytes()
            except FileNotFoundError as error:
                found.append(f"{error.filename} is missing")
                continue
            difference = first_difference(made, wanted, close) if close else made != wanted and "the bytes differ"
            if difference:
                found.append(f"{folder.name}/{name} is not as from {reference}: {difference}")
    return found


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python -m resources.packaging.agreement RESULTS REFERENCE")
    sentences = problems(Path(sys.argv[1]), sys.argv[2])
    print("\n".join(sentences) or "all systems agree")
    sys.exit(1 if sentences else 0)
