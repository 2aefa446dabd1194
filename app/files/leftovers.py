"""Temporary files beside those that are being written, and the removal of what killed processes have left of theirs.

Their names tell which process they belong to: `.momentum-lab-PLACE-PROCESS-RANDOM.part`. PLACE stands for the computer
and, on Linux, for the container: numbers of processes mean something only there.
"""

import ctypes
import functools
import os
import platform
import re
import secrets
import sys
import zlib
from contextlib import suppress
from pathlib import Path

NAME = re.compile(r"\.momentum-lab-(?P<place>[0-9a-f]{8})-(?P<process>\d{1,9})-[0-9a-f]{12}\.part")
SYNCHRONIZE, WAIT_TIMEOUT, ERROR_INVALID_PARAMETER = 0x0010_0000, 0x102, 87
"""Of Windows: the right to wait for a process, that it still runs, and that there is none of this number."""


def temporary_name(target: Path) -> Path:
    """A new name for a temporary file of this process, in the folder of `target`."""
    return target.with_name(f".momentum-lab-{_place()}-{os.getpid()}-{secrets.token_hex(6)}.part")


def remove_leftovers(folder: Path) -> None:
    """Remove the temporary files that processes which no longer run have left in a folder, as far as possible."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            name = NAME.fullmatch(entry.name)
            if name is not None and name["place"] == _place() and not is_running(int(name["process"])):
                with suppress(OSError):
                    Path(entry.path).unlink()


def is_running(process: int) -> bool:
    """Whether a process of this number runs on this computer; True where that can't be known."""
    if sys.platform == "win32":  # there os.kill would end it
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.OpenProcess.restype = ctypes.c_void_p
        handle = ctypes.c_void_p(kernel.OpenProcess(SYNCHRONIZE, False, process))
        if not handle:
            return ctypes.get_last_error() != ERROR_INVALID_PARAMETER
        state: int = kernel.WaitForSingleObject(handle, 0)
        kernel.CloseHandle(handle)
        return state == WAIT_TIMEOUT
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it runs, and is somebody else's
        return True
    return True


@functools.cache
def _place() -> str:
    """Eight digits that are the same for all processes that can see each other."""
    container = ""
    with suppress(OSError):
        container = os.readlink("/proc/self/ns/pid")  # noqa: PTH115  # Path would make a path of it
    return f"{zlib.crc32((platform.node() + container).encode()):08x}"
