"""What a process that makes films does: it answers a `FilmProcess`."""

import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from app.files.atomic import replacing, with_path
from app.files.worker_processes import set_up_process
from app.pictures.film_colours import FilmColours, pixels_of
from app.pictures.film_files import colours_of
from app.pictures.film_maker import FilmMaker
from app.pictures.film_options import FilmedScene, FilmInfo, FilmOptions, PreviewFrame
from app.pictures.offscreen import offscreen_application
from app.text.language import system_languages, use_language

REPORT_S = 0.05
"""Least time between two reports on how much is written."""
MAX_PREVIEW_FRAMES = 300
FRAMES_BEFORE_SIZE = 12
"""So many frames are shown before the size is estimated."""


def serve(connection: Connection) -> None:
    """Answer requests until the other end is closed."""
    set_up_process(in_background=True)
    use_language(system_languages())
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
        if time.monotonic() - reported_at > REPORT_S:
            reported_at = time.monotonic()
            connection.send(share)

    with replacing(path) as (stream,), with_path(path), FilmMaker(scene, options) as maker:
        maker.write(stream, progress, connection.poll)


def _preview(connection: Connection, scene: FilmedScene, options: FilmOptions, size: tuple[int, int]) -> None:
    with FilmMaker(scene, options) as maker:
        film, frames = maker.film, maker.film.frames()
        connection.send(FilmInfo(maker.run.last, film.first, film.last, film.speed, len(frames), film.duration_s))
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
