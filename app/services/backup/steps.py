"""How a backup or a restore tells how far it is, and how it is stopped."""

from __future__ import annotations

from collections.abc import Callable

from app.errors import ErrorCode, KnownError
from app.i18n import Label

Progress = Callable[[float, Label], None]
"""Told how far it is (0 to 1) and what is being done; may itself raise a `KnownError` to stop."""
Cancelled = Callable[[], bool]


class Steps:
    """Several pieces of work on one scale from 0 to 1."""

    def __init__(self, progress: Progress | None, cancelled: Cancelled | None, safe: Label) -> None:
        self._progress = progress
        self._cancelled = cancelled
        self._safe = safe
        self._start = self._end = 0.0
        self._words = Label("")

    def next(self, words: Label, until: float) -> None:
        """The next piece of work, which ends at `until` on the whole scale."""
        self._start, self._end, self._words = self._end, until, words
        self.tick(0.0)

    def tick(self, done: float) -> None:
        """How far the present piece is; stops here if the user asked for it."""
        if self._cancelled is not None and self._cancelled():
            raise KnownError(
                ErrorCode.CANCELLED,
                Label("已停止，没有做完的部分已经清掉。"),
                safe=self._safe,
                next=Label("想接着做，再开始一次就行。"),
            )
        if self._progress is not None:
            self._progress(self._start + (self._end - self._start) * min(done, 1.0), self._words)
