"""A process that previews and writes films, so that drawing them never holds up the window."""

import errno
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from app.files.atomic import replacing, with_path
from app.files.worker_processes import set_up_process
from app.pictures.film_colours import FilmColours, pixels_of
from app.pictures.film_files import colours_of
from app.pictures.film_maker import FilmedScene, FilmMaker, FilmOptions
from app.text.language import system_languages, use_language
from app.text.translation import _

POLL_S = 0.05
"""How often a cancellation is looked for."""
END_S = 5.0
"""How long a process that was cancelled may go on."""
MAX_PREVIEW_FRAMES = 300
FRAMES_BEFORE_SIZE = 12
"""So many frames are shown before the size is estimated."""


class Measure(NamedTuple):
    """What is known of a film before it is drawn."""

    last: int
    """The last step of the run."""
    first_step: int
    last_step: int
    speed: float
    frames: int
    seconds: float


class PreviewFrame(NamedTuple):
    """One picture of a film, in the film's own colours."""

    width: int
    height: int
    indices: bytes
    """One byte for each pixel."""
    palette: bytes
    """Red, green and blue of each index."""
    ms: int


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
        """A Measure, PreviewFrames that fit into a size, and in between the estimated bytes of the file as an int.

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
        self._process.join(END_S)
        if self._process.is_alive():
            self._process.kill()
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


# In the other process


def _serve(connection: Connection) -> None:
    """Answer requests until the other end is closed."""
    set_up_process(in_background=True)
    use_language(system_languages())
    from app.pictures.offscreen import offscreen_application

    offscreen_application()
    requests: dict[str, Callable[..., None]] = {"preview": _preview, "save": _save}
    with suppress(EOFError, OSError):
        while True:
            request = connection.recv()
            if request is not None:  # else a cancellation that came too late
                name, *arguments = request
                try:
                    requests[name](connection, *arguments)
                except Exception as error:  # noqa: BLE001  # raised in the process that asked
                    connection.send(error)
                connection.send(None)


def _save(connection: Connection, scene: FilmedScene, options: FilmOptions, path: Path) -> None:
    reported_at = 0.0

    def progress(share: float) -> None:
        nonlocal reported_at
        if time.monotonic() - reported_at > POLL_S:
            reported_at = time.monotonic()
            connection.send(share)

    with replacing(path) as (stream,), with_path(path), FilmMaker(scene, options) as maker:
        maker.write(stream, progress, connection.poll)


def _preview(connection: Connection, scene: FilmedScene, options: FilmOptions, size: tuple[int, int]) -> None:
    with FilmMaker(scene, options) as maker:
        film, frames = maker.film, maker.film.frames()
        connection.send(Measure(maker.run.last, film.first, film.last, film.speed, len(frames), film.duration_s))
        colours = colours_of(frames, maker.draw)
        every = -(-len(frames) // MAX_PREVIEW_FRAMES)
        shown = frames[::every] if (len(frames) - 1) % every == 0 else [*frames[::every], frames[-1]]
        for number, frame in enumerate(shown):
            if connection.poll():
                return
            if number == FRAMES_BEFORE_SIZE:
                connection.send(maker.estimate())
            ms = frame.ms if frame is frames[-1] else every * frame.ms
            connection.send(_preview_frame(maker.draw(frame), colours, size, ms))
        if len(shown) <= FRAMES_BEFORE_SIZE:
            connection.send(maker.estimate())


def _preview_frame(image: QImage, colours: FilmColours, size: tuple[int, int], ms: int) -> PreviewFrame:
    if image.width() > size[0] or image.height() > size[1]:
        mode = Qt.TransformationMode.SmoothTransformation
        image = image.scaled(*size, Qt.AspectRatioMode.KeepAspectRatio, mode)
    indices = colours.indexed(pixels_of(image)).tobytes()
    return PreviewFrame(image.width(), image.height(), indices, colours.palette.tobytes(), ms)
