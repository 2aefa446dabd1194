"""The preview of a film: another process draws it, this one plays it."""

from collections.abc import Callable
from queue import SimpleQueue

from PySide6.QtCore import QObject, QSize, QTimer, Signal
from PySide6.QtGui import QImage, qRgb

from app.pictures.film_options import FilmedScene, FilmInfo, FilmOptions, PreviewFrame
from app.pictures.film_process import FilmProcess
from app.session.tasks import Task, Work


class FilmPreview(QObject):
    """Plays a film over and over, as far as it is drawn; another film takes its place."""

    measured = Signal(object)
    """A `FilmInfo`, before the first picture."""
    size_known = Signal(int)
    """About how many bytes the file will have."""
    refused = Signal(str)
    """Why there can't be such a film, in a sentence."""
    shown = Signal(QImage)
    """The next picture."""
    _answered = Signal(int, object)
    """The number of the film, and what the other process says of it."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._wanted: SimpleQueue[tuple[int, FilmedScene, FilmOptions, tuple[int, int]] | None] = SimpleQueue()
        self._number = 0
        self._frames: list[PreviewFrame] = []
        self._next = 0
        self._is_complete = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._play)
        self._task: Task | None = None
        self._answered.connect(self._on_answer)

    def begin(self, scene: FilmedScene, options: FilmOptions, size: QSize) -> None:
        """Preview a film within this size; returns at once."""
        self.cancel()
        self._wanted.put((self._number, scene, options, (max(1, size.width()), max(1, size.height()))))
        if self._task is None:
            self._task = Task(self._work())
            self._task.failed.connect(self._on_failure)
            self._task.ended.connect(self._forget_task)
            self._task.start()

    def cancel(self) -> None:
        """Forget the film that is played."""
        self._number += 1
        self._frames, self._next, self._is_complete = [], 0, False
        self._timer.stop()

    def stop(self) -> None:
        """End the other process, soon."""
        self.cancel()
        if self._task is not None:
            self._task.cancel()
            self._wanted.put(None)

    def _on_failure(self, error: Exception) -> None:
        """The other process has ended by itself; the next film gets another one."""
        if not isinstance(error, OSError):
            raise error
        self.refused.emit(error.strerror)

    def _forget_task(self) -> None:
        self._task = None

    def _work(self) -> Work:
        """What the thread does that speaks with the other process."""
        wanted, answered = self._wanted, self._answered

        def work(_progress: Callable[[float], None], is_cancelled: Callable[[], bool]) -> None:
            def is_stale() -> bool:
                return not wanted.empty() or is_cancelled()

            with FilmProcess() as process:
                while (film := wanted.get()) is not None:
                    number, scene, options, size = film
                    try:
                        for answer in process.preview(scene, options, size, is_stale):
                            answered.emit(number, answer)
                        answered.emit(number, None)
                    except ValueError as error:
                        answered.emit(number, str(error))

        return work

    def _on_answer(self, number: int, answer: object) -> None:
        if number != self._number:
            return
        if isinstance(answer, FilmInfo):
            self.measured.emit(answer)
        elif isinstance(answer, int):
            self.size_known.emit(answer)
        elif isinstance(answer, str):
            self.refused.emit(answer)
        elif isinstance(answer, PreviewFrame):
            self._frames.append(answer)
            if not self._timer.isActive():
                self._play()
        else:
            self._is_complete = True
            if not self._timer.isActive():
                self._play()

    def _play(self) -> None:
        if self._next == len(self._frames):
            if not self._is_complete:
                return  # goes on when the next picture comes
            self._next = 0
        if self._frames:
            frame = self._frames[self._next]
            self._next += 1
            self.shown.emit(image_of(frame))
            self._timer.start(frame.ms)


def image_of(frame: PreviewFrame) -> QImage:
    """The picture of a frame."""
    width = frame.width
    image = QImage(frame.indices, width, frame.height, width, QImage.Format.Format_Indexed8)
    palette = frame.palette
    image.setColorTable([qRgb(*palette[index : index + 3]) for index in range(0, len(palette), 3)])
    return image.convertToFormat(QImage.Format.Format_RGB32)
