"""Python's cyclic garbage collector, restricted to the GUI thread."""

import gc

from PySide6.QtCore import QObject, QTimer

INTERVAL_MS = 1000


class GarbageCollector(QObject):
    """Collects garbage in the GUI thread only, by Python's own thresholds.

    Python collects in whatever thread happens to allocate. In a worker thread that may free a Qt object outside the
    thread it lives in, which hangs or crashes. So automatic collection is switched off and a timer collects.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        timer = QTimer(self, interval=INTERVAL_MS)
        timer.timeout.connect(self.collect)
        timer.start()

    def collect(self) -> None:
        """Collect the oldest generation that is due and all younger ones."""
        counts = enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
        due = [generation for generation, (count, threshold) in counts if 0 < threshold < count]
        if due:
            gc.collect(due[-1])
