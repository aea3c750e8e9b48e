"""A part of a record page: the form that follows the list."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from app.views.forms.form import FormView
from app.views.kit.beside import Beside
from app.views.record_list.panel import RecordList

# An open form follows the current row once the selection has rested this long.
FOLLOW_AFTER_MS = 200


class Follower(QObject):
    """A form beside the list shows whom the list shows, unless something in it is unsaved or new."""

    def __init__(self, people: RecordList, both: Beside, form: Callable[[], FormView], parent: QObject) -> None:
        super().__init__(parent)
        self._people, self._both, self._form = people, both, form
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(FOLLOW_AFTER_MS)
        self._rest.timeout.connect(self._follow)
        people.current_changed.connect(self._moved)

    def _moved(self) -> None:
        self._rest.start()

    def _follow(self) -> None:
        if not (self._both.is_open and self._both.is_beside):
            return
        current, form = self._people.table.chosen.current_id(), self._form()
        if form.record_id is None or form.draft():
            return
        if current is not None and form.record_id != current:
            form.follow(current)
