"""Before people are put on the list: who comes in and why, who does not and why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget

from app.i18n import Label
from app.views.kit.deeds import Deed
from app.views.kit.plain_table import PlainTable
from app.views.rounds.step import Step
from app.views.rounds.work import DROPPED, PROPOSED, Preview


@dataclass(frozen=True)
class Part:
    """One table of a preview: its name with the count, its headings, its rows."""

    name: Label
    headings: Sequence[Label]
    rows: Sequence[Sequence[str]]


class PreviewStep(Step):
    """Shows what a deed would do, the first part being what it would put on the list; `taken` asks for it."""

    taken = Signal()

    def __init__(self, title: Label, words: Label, deed: Label, parts: Sequence[Part]) -> None:
        take = Deed(deed, lambda: self.taken.emit(), key="Ctrl+Return", icon="check", kind="main")
        super().__init__(title, words, take, Label("先不列入"))
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.tabBar().setAccessibleName(str(Label("会列入和不列入的户")))
        self.tabs.setAccessibleName(str(title))
        for part in parts:
            table = PlainTable(part.name)
            table.show_rows([str(each) for each in part.headings], part.rows, widest=16)
            self.tabs.addTab(table, str(part.name))
        self.content.addWidget(self.tabs)
        if not parts[0].rows:
            take.off(Label("没有可以列入的"))
            self.tabs.setCurrentIndex(next((at for at, part in enumerate(parts) if part.rows), 0))

    def take_focus(self) -> None:
        """Into the table."""
        self.tabs.currentWidget().setFocus()


def proposal_step(preview: Preview) -> PreviewStep:
    """What proposing the households on file would do."""
    coming, staying = len(preview.rows), len(preview.dropped)
    words = Label("下面是会列入和不列入的户。按“列入”以前，名单没有变。")
    if not coming:
        words = Label("没有可以列入的户：在档的都已在名单里，或者还没有人建档。")
    parts = [
        Part(Label("会列入 {n} 户", n=coming), PROPOSED, preview.rows),
        Part(Label("不列入 {n} 户", n=staying), DROPPED, preview.dropped),
    ]
    return PreviewStep(Label("从在档困难职工里提出名单"), words, Label("列入 {n} 户", n=coming), parts)
