"""What an empty 困难职工 offers: first the 低保 standard, without which no household can be reckoned, then a file."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.i18n import Label
from app.models.store.database import Database
from app.views.hardship import work
from app.views.kit.deeds import Deed
from app.views.page import Shell
from app.views.settings_places import Place


class Beginning(QObject):
    """`deeds` is the list that the empty state reads whenever it is shown."""

    def __init__(self, shell: Shell, database: Database, new: Deed, parent: QObject) -> None:
        super().__init__(parent)
        self._shell, self._database, self._new = shell, database, new
        self._standard = Deed(Label("先填低保标准"), self._to_standards, icon="coins", parent=self)
        self.deeds = [new]

    def _to_standards(self) -> None:
        self._shell.go_to("settings", Place.STANDARDS)

    def look(self, changed: Callable[[], object]) -> None:
        """See whether the standard is there; `changed` is called where other deeds are to be offered now."""

        def take(lacking: bool) -> None:
            wanted = [self._standard, self._new] if lacking else [self._new]
            if wanted != self.deeds:
                self.deeds[:] = wanted
                changed()

        database = self._database
        self._shell.jobs.run(lambda: work.lacks_standard(database), take, self._shell.tell_fault, owner=self)
