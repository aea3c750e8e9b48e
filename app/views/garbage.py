"""Python's garbage collection, only ever in the window's own thread.

Left to itself it runs in whatever thread happens to allocate, and then the database thread destroys widgets that were
dropped in a cycle: Qt does not survive that.
"""

from __future__ import annotations

import gc
import time

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 1000
LONG_S = 0.03


class GarbageInWindowThread(QObject):
    """Switches the automatic collection off and collects from a timer, a generation when it is due.

    What is loaded by now stays for good: to look at all of it again would hold up the window for half a second.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(collect_due)
        self._timer.start()


def collect_everything() -> None:
    """Look at everything once more, also at what was taken to stay; half a second, for a moment when nobody waits."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def collect_due() -> None:
    """Collect the oldest generation whose threshold is reached, as Python itself would."""
    due = [
        age for age, (count, most) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)) if count > most
    ]
    if due:
        began = time.monotonic()
        gc.collect(max(due))
        if time.monotonic() - began > LONG_S:
            gc.freeze()  # it will be there for long; the lock looks at it again
