"""Before people are put on the list: who comes in and why, who does not and why not; a tick takes somebody out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTabWidget

from app.i18n import Label
from app.views.kit.deeds import Deed
from app.views.kit.plain_table import PlainTable
from app.views.rounds.step import Step
from app.views.rounds.work import DROPPED, PROPOSED, Preview

TICK = "✓"
WIDEST = 16


@dataclass(frozen=True)
class Part:
    """One table of a preview: its name with the count, its headings, its rows."""

    name: Label
    headings: Sequence[Label]
    rows: Sequence[Sequence[str]]


class PreviewStep(Step):
    """Shows what a deed would do, the first part being whom it would put on the list; `taken` asks for it.

    `people` are those of the first part; Space or a double click leaves somebody out, or takes him in again.
    """

    taken = Signal(object)  # the ids of those who were left out

    def __init__(
        self, title: Label, words: Label, deed: Callable[[int], Label], parts: Sequence[Part], people: Sequence[int]
    ) -> None:
        take = Deed(deed(len(people)), self._take, key="Ctrl+Return", icon="check", kind="main")
        super().__init__(title, words, take, Label("先不列入"))
        self._named, self._people, self._coming = deed, people, parts[0]
        self._out: set[int] = set()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.tabBar().setAccessibleName(str(Label("会列入和不列入的户")))
        self.tabs.setAccessibleName(str(title))
        self.tables = [PlainTable(part.name) for part in parts]
        for part, table in zip(parts, self.tables, strict=True):
            table.show_rows([str(each) for each in part.headings], part.rows, widest=WIDEST)
            self.tabs.addTab(table, str(part.name))
        self.tables[0].installEventFilter(self)
        self.tables[0].opened.connect(self._toggle)
        self.content.addWidget(self.tabs)
        self._show_ticks()
        if not parts[0].rows:
            self.tabs.setCurrentIndex(next((at for at, part in enumerate(parts) if part.rows), 0))

    def take_focus(self) -> None:
        """Into the table."""
        self.tabs.currentWidget().setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Space:
            self._toggle(self.tables[0].current_row)
            return True
        return False

    def _toggle(self, at: int) -> None:
        if 0 <= at < len(self._people):
            self._out ^= {self._people[at]}
            self._show_ticks()
            self.tables[0].go_to(at)

    def _show_ticks(self) -> None:
        rows = [
            ("" if person in self._out else TICK, *cells)
            for person, cells in zip(self._people, self._coming.rows, strict=True)
        ]
        left = self.tables[0].horizontalScrollBar().value()
        self.tables[0].show_rows(["", *map(str, self._coming.headings)], rows, widest=WIDEST)
        self.tables[0].horizontalScrollBar().setValue(left)
        count = len(self._people) - len(self._out)
        self.deed.rename(self._named(count))
        if count:
            self.deed.on()
        else:
            self.deed.off(Label("没有可以列入的") if not self._people else Label("一个都没有打勾"))

    def _take(self) -> None:
        self.taken.emit(set(self._out))


def proposal_step(preview: Preview) -> PreviewStep:
    """What proposing the households on file would do."""
    coming, staying = len(preview.rows), len(preview.dropped)
    words = Label("打勾的会列入，按空格去掉或加上一户。按“列入”以前，名单没有变。")
    if not coming:
        words = Label("没有可以列入的户：在档的都已在名单里，或者还没有人建档。")
    parts = [
        Part(Label("会列入 {n} 户", n=coming), PROPOSED, preview.rows),
        Part(Label("不列入 {n} 户", n=staying), DROPPED, preview.dropped),
    ]
    return PreviewStep(
        Label("从在档困难职工里提出名单"), words, lambda n: Label("列入 {n} 户", n=n), parts, preview.people
    )
