"""The numbers of a family are hidden as those in lists are: whoever needs them asks, and that is noted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer

from app.i18n import Label
from app.models import HardshipCase, Person
from app.models.store.database import Database
from app.services import hidden
from app.views.kit.deeds import Deed
from app.views.page import Shell
from app.views.record_list.hiding import HIDE, SHOW, SHOWN_S

if TYPE_CHECKING:
    from app.views.hardship.case_page import CasePage


class FamilyNumbers(QObject):
    """`deed` shows the numbers of one household's page for a while, and hides them again."""

    def __init__(self, page: CasePage, shell: Shell, database: Database) -> None:
        super().__init__(page)
        self._page, self._shell, self._database = page, shell, database
        self.deed = Deed(SHOW, self.turn, key="Ctrl+Shift+E", icon="eye", parent=page)
        self.deed.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        page.addAction(self.deed)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SHOWN_S * 1000)
        self._pause.timeout.connect(self.hide)

    def turn(self) -> None:
        """Show them; pressed again while they stand there: hide them."""
        opened, database = self._page.opened, self._database
        if self._pause.isActive() or opened is None:
            self.hide()
            return
        draft = opened.sheet.draft

        def note() -> None:
            if draft.case_id is not None:
                hidden.note_looking(database, HardshipCase, [draft.case_id], hidden.LOOKED)
            else:
                hidden.note_looking(database, Person, [draft.person_id], hidden.LOOKED)

        def show(_: None) -> None:
            if self._page.opened is opened:
                self._pause.start()
                self._show(True)
                self._shell.say(Label("这一户的号码全部显示，{s} 秒后自己隐藏", s=SHOWN_S))

        self._shell.jobs.run(note, show, self._shell.tell_fault, owner=self._page)

    def hide(self) -> None:
        """Hide them again; also where another household is shown."""
        self._pause.stop()
        self._show(False)

    def _show(self, whole: bool) -> None:
        if self._page.parts is not None:
            self._page.parts.show_numbers(whole)
        self.deed.icon_name = "eye-off" if whole else "eye"
        self.deed.rename(HIDE if whole else SHOW)
