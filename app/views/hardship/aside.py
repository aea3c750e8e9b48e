"""Keeps what is unsaved for the case of a crash, a moment after the last key, and forgets it once nothing is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from app.models.store.database import Database
from app.services.hardship import CaseDraft
from app.views.hardship.safekeeping import put_aside
from app.views.page import Shell

AFTER_MS = 1000


class Aside(QObject):
    """`unsaved` gives the draft, or None while there is nothing to lose."""

    def __init__(
        self, parent: QObject, shell: Shell, database: Database, unsaved: Callable[[], CaseDraft | None]
    ) -> None:
        super().__init__(parent)
        self._shell, self._database, self._unsaved = shell, database, unsaved
        self._holds = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(AFTER_MS)
        self._rest.timeout.connect(self.now)

    def soon(self) -> None:
        """Something was typed."""
        self._rest.start()

    def now(self) -> None:
        """Keep what there is, or forget it."""
        draft = self._unsaved()
        if draft is None and not self._holds:
            return
        self._holds = draft is not None
        database, shell = self._database, self._shell
        shell.jobs.run(
            lambda: put_aside(database, draft), lambda _: None, lambda fault: shell.say(fault.what), owner=self
        )
