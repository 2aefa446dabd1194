"""A process that previews and writes films, so that drawing them never holds up the window."""

import errno
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType

from app.pictures.film_options import FilmedScene, FilmOptions
from app.text.translation import _

POLL_S = 0.05
"""How often a cancellation is looked for."""


class FilmProcess:
    """The other process, which starts when it is first asked; a context manager. Used by one thread, not the window's.

    If it ends by itself, for lack of memory perhaps, OSError is raised.
    """

    def __init__(self) -> None:
        context = get_context("spawn")
        self._here, there = context.Pipe()
        self._process = context.Process(target=_serve, args=(there,), daemon=True, name="films")
        self._process.start()
        there.close()

    def preview(
        self, scene: FilmedScene, options: FilmOptions, size: tuple[int, int], is_cancelled: Callable[[], bool]
    ) -> Iterator[object]:
        """A `FilmInfo`, PreviewFrames that fit into a size, and in between the estimated bytes of the file as an int.

        Of a long film not all frames. Raises ValueError, with a sentence, for what can't be filmed.
        """
        return self._ask(("preview", scene, options, size), is_cancelled)

    def save(
        self,
        scene: FilmedScene,
        options: FilmOptions,
        path: Path,
        progress: Callable[[float], None],
        is_cancelled: Callable[[], bool],
    ) -> None:
        """Write a film to a file, which appears whole or not at all. Raises Cancelled, OSError or ValueError."""
        for share in self._ask(("save", scene, options, path), is_cancelled):
            progress(share)  # type: ignore[arg-type]  # nothing else comes

    def _ask(self, request: tuple[object, ...], is_cancelled: Callable[[], bool]) -> Iterator[object]:
        """Answers to a request; after a cancellation none, as soon as the process has stopped."""
        was_cancelled = False
        try:
            self._here.send(request)
            while True:
                if is_cancelled() and not was_cancelled:
                    was_cancelled = True
                    self._here.send(None)
                if not self._here.poll(POLL_S):
                    continue
                answer = self._here.recv()
                if answer is None:
                    return
                if isinstance(answer, Exception):
                    self._here.recv()  # the end of the answers
                    raise answer
                if not was_cancelled:
                    yield answer
        except (EOFError, BrokenPipeError, ConnectionResetError) as error:
            raise OSError(errno.ECHILD, _("the process that makes films has ended")) from error

    def __enter__(self) -> "FilmProcess":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._here.close()
        self._process.kill()  # it writes nothing now: `save` waits for its end
        self._process.join()
        self._process.close()


def save_film(
    scene: FilmedScene,
    options: FilmOptions,
    path: Path,
    progress: Callable[[float], None],
    is_cancelled: Callable[[], bool],
) -> None:
    """Write a film in a process of its own, from a thread. Raises Cancelled, OSError or ValueError."""
    with FilmProcess() as process:
        try:
            process.save(scene, options, path, progress, is_cancelled)
        except OSError as error:
            raise OSError(error.errno, error.strerror, error.filename or str(path)) from error


def _serve(connection: Connection) -> None:
    """Run in the other process, which alone loads Pillow."""
    from app.pictures.film_server import serve

    serve(connection)
