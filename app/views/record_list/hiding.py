"""Numbers of people are hidden in lists; who needs them asks for those of the selected rows, and that is noted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.i18n import Label
from app.views.jobs import DatabaseThread
from app.views.kit.deeds import Deed
from app.views.record_list.copying import copy_selected
from app.views.record_list.source import HidingSource

if TYPE_CHECKING:
    from app.views.record_list.panel import RecordList

SHOWN_S = 30
"""So long the numbers stand there whole (screen.md §3, Hidden values)."""
SHOW, HIDE = Label("显示完整号码"), Label("重新隐藏号码")


class Hider(QObject):
    """Shows the numbers of the selected rows for a while, and copies them whole."""

    def __init__(self, people: RecordList, source: HidingSource, jobs: DatabaseThread) -> None:
        super().__init__(people)
        self._people, self._source, self._jobs = people, source, jobs
        self.show_deed = Deed(SHOW, self.turn, key="Ctrl+Shift+E", icon="eye", parent=self)
        self.copy_deed = Deed(Label("复制完整号码"), self.copy, icon="copy", parent=self)
        people.addAction(self.show_deed)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SHOWN_S * 1000)
        self._pause.timeout.connect(self.hide)
        people.model.changed.connect(self._fit)

    def turn(self) -> None:
        """Show those of the selected rows; pressed again while they stand there: hide them."""
        if self._people.model.in_full:
            self.hide()
            return
        ids = list(self._people.selected_ids())
        if not ids:
            self._people.said.emit(Label("先在名单里选要看的行"))
            return
        source = self._source
        self._jobs.run(
            lambda: source.in_full(ids, copied=False),
            lambda rows: self._show(ids, rows),
            self._people.failed.emit,
            owner=self,
        )

    def hide(self) -> None:
        """Hide them again."""
        self._people.model.show_in_full({})
        self._fit()

    def copy(self) -> None:
        """Copy the selected cells with their numbers whole."""
        source = self._source
        copy_selected(
            self._people.table,
            lambda ids: source.in_full(ids, copied=True),
            self._jobs,
            headings=False,
            on_done=self._people.said.emit,
            on_error=self._people.failed.emit,
            all_at_once=True,
        )

    def _show(self, ids: Sequence[int], rows: Sequence[Sequence[str]]) -> None:
        self._people.model.show_in_full(dict(zip(ids, rows, strict=True)))
        self._pause.start()
        self._fit()
        self._people.said.emit(Label("选中的 {n} 行号码全部显示，{s} 秒后自己隐藏", n=len(ids), s=SHOWN_S))

    def _fit(self) -> None:
        shown = bool(self._people.model.in_full)
        if not shown:
            self._pause.stop()
        self.show_deed.icon_name = "eye-off" if shown else "eye"
        self.show_deed.rename(HIDE if shown else SHOW)
