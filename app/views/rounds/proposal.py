"""Before the households on file are put on the list: who comes in and why, who does not and why not."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget

from app.i18n import Label
from app.views.kit.deeds import Deed
from app.views.kit.plain_table import PlainTable
from app.views.rounds.step import Step
from app.views.rounds.work import DROPPED, PROPOSED, Preview


class ProposalStep(Step):
    """Shows what proposing would do; `taken` asks for it to be done."""

    taken = Signal()

    def __init__(self, preview: Preview) -> None:
        coming, staying = len(preview.rows), len(preview.dropped)
        words = Label("列入 {n} 户", n=coming)
        deed = Deed(words, lambda: self.taken.emit(), key="Ctrl+Return", icon="check", kind="main")
        super().__init__(
            Label("从在档困难职工里提出名单"),
            Label("下面是会列入和不列入的户。按“列入”以前，名单没有变。"),
            deed,
            Label("先不列入"),
        )
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self._add(Label("会列入 {n} 户", n=coming), PROPOSED, preview.rows)
        self._add(Label("不列入 {n} 户", n=staying), DROPPED, preview.dropped)
        self.content.addWidget(self.tabs)
        if not coming:
            deed.off(Label("没有可以列入的户"))
            self.words.say(Label("没有可以列入的户：在档的都已在名单里，或者还没有人建档。"))
            self.tabs.setCurrentIndex(1 if staying else 0)

    def _add(self, label: Label, headings: tuple[Label, ...], rows: tuple[tuple[str, ...], ...]) -> None:
        table = PlainTable(label)
        table.show_rows([str(each) for each in headings], rows, widest=16)
        self.tabs.addTab(table, str(label))

    def take_focus(self) -> None:
        """Into the table."""
        self.tabs.currentWidget().setFocus()
