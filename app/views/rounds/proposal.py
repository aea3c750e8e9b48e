"""Before people are put on the list: who comes in and why, who does not and why not; a tick takes somebody out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTabWidget

from app.frozen import dataclass
from app.i18n import Label
from app.views.kit.deeds import Deed
from app.views.kit.plain_table import PlainTable
from app.views.rounds.step import Step
from app.views.rounds.ticking import TickTable
from app.views.rounds.work import Preview

WIDEST = 16
PROPOSED = (
    Label("姓名"), Label("所在分会"), Label("列入原因"), Label("慰问金（元）"), Label("慰问品"), Label("折价（元）"),
    Label("提醒"),
)  # fmt: skip
PROPOSED_MONEY = (3, 5)
DROPPED = (Label("姓名"), Label("所在分会"), Label("没有列入的原因"))


@dataclass(frozen=True)
class Part:
    """One table of a preview: its name with a count, its headings, its rows."""

    name: Callable[[int], Label]
    headings: Sequence[Label]
    rows: Sequence[Sequence[str]]
    amounts: Sequence[int] = ()  # the columns that hold money


class PreviewStep(Step):
    """Shows what a deed would do, the first part being whom it would put on the list; `taken` asks for it.

    `people` are those of the first part; Space or a click on the box leaves somebody out, or takes him in again.
    """

    taken = Signal(object)  # the ids of those who were left out

    def __init__(
        self, title: Label, words: Label, deed: Callable[[int], Label], parts: Sequence[Part], people: Sequence[int]
    ) -> None:
        take = Deed(deed(len(people)), self._take, key="Ctrl+Return", icon="check", kind="main")
        super().__init__(title, words, take, Label("先不列入"))
        self._named, self._people, self._coming, self._words = deed, people, parts[0], words
        self._out: set[int] = set()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.tabBar().setAccessibleName(str(Label("会列入和不列入的户")))
        self.tabs.setAccessibleName(str(title))
        self.ticks = TickTable(parts[0].name(len(people)), widest=WIDEST, amounts=parts[0].amounts)
        self.tables: list[PlainTable] = [self.ticks]
        self.tabs.addTab(self.ticks, "")
        for part in parts[1:]:
            self._add_part(part)
        self.ticks.toggled.connect(self._toggle)
        self.ticks.went_on.connect(self._to_main)
        self.content.addWidget(self.tabs)
        self._show_ticks()
        if not parts[0].rows:
            self.tabs.setCurrentIndex(next((at for at, part in enumerate(parts) if part.rows), 0))

    def _add_part(self, part: Part) -> None:
        """A table that is only looked at."""
        name = part.name(len(part.rows))
        table = PlainTable(name)
        table.show_rows([str(each) for each in part.headings], part.rows, widest=WIDEST, amounts=part.amounts)
        self.tables.append(table)
        self.tabs.addTab(table, str(name))

    def take_focus(self) -> None:
        """Into the table."""
        self.tabs.currentWidget().setFocus()

    def _to_main(self) -> None:
        """Enter: to the button that takes those with a tick, or where nobody has one, to the way back."""
        (self.main if self.deed.isEnabled() else self.back).setFocus(Qt.FocusReason.TabFocusReason)

    def _toggle(self, at: int) -> None:
        self._out ^= {self._people[at]}
        self._show_ticks()

    def _show_ticks(self) -> None:
        ticks = [person not in self._out for person in self._people]
        self.ticks.show_ticks([str(each) for each in self._coming.headings], self._coming.rows, ticks)
        count = sum(ticks)
        name = str(self._coming.name(count))
        self.tabs.setTabText(0, name)
        self.ticks.setAccessibleName(name)
        self.deed.rename(self._named(count))
        nobody = Label("一个都没有打勾。按空格打勾，或者点前面的方框。")
        self.words.say(nobody if self._people and not count else self._words)
        if count:
            self.deed.on()
        else:
            self.deed.off(Label("没有可以列入的") if not self._people else Label("一个都没有打勾"))

    def _take(self) -> None:
        self.taken.emit(set(self._out))


def proposal_step(preview: Preview) -> PreviewStep:
    """What proposing the households on file would do."""
    words = Label("打勾的会列入。按空格或点方框，去掉或加上一户。按“列入”以前，名单没有变。")
    if not preview.rows:
        words = Label("没有可以列入的户：在档的都已在名单里，或者还没有人建档。")
    parts = [
        Part(lambda n: Label("会列入 {n} 户", n=n), PROPOSED, preview.rows, PROPOSED_MONEY),
        Part(lambda n: Label("不列入 {n} 户", n=n), DROPPED, preview.dropped),
    ]
    return PreviewStep(
        Label("从在档困难职工里提出名单"), words, lambda n: Label("列入 {n} 户", n=n), parts, preview.people
    )
