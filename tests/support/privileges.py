"""What only a user without rights on a POSIX system is refused."""

import contextlib
import os
from collections.abc import Iterator

import pytest

NOBODY = 65534
posix = pytest.mark.posix


@contextlib.contextmanager
def without_privileges() -> Iterator[None]:
    """Root may do everything: be nobody for a while."""
    if os.geteuid() != 0:
        yield
        return
    os.setresuid(NOBODY, NOBODY, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)
