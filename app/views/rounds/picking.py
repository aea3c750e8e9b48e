"""Adding people by hand: typed, or pasted from Excel as a column of names or numbers; what is not clear is said."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QPlainTextEdit

from app.i18n import Label
from app.views import theme
from app.views.forms.editors import Line
from app.views.jobs import DatabaseThread, Job
from app.views.kit.deeds import Deed
from app.views.kit.layout import column, row
from app.views.kit.text import Text
from app.views.rounds.finding import HEADINGS, Hit, lines_of
from app.views.rounds.step import Step
from app.views.rounds.ticking import TickTable

FIND_AFTER_MS = 250
BOX_CHARS = 13
WIDEST = 14

Find = Callable[[Sequence[str]], list[Hit]]


class PickingStep(Step):
    """`picked` asks for people to be put on the list, for a reason; what was not used stays in the box."""

    picked = Signal(object, object)  # person ids, texts: reason

    def __init__(self, jobs: DatabaseThread, find: Find, failed: Callable[..., object]) -> None:
        deed = Deed(Label("列入"), self._pick, key="Ctrl+Return", icon="check", kind="main")
        super().__init__(
            Label("添加人员"),
            Label("左边一行写一个：姓名、拼音或身份证号。也可以在 Excel 里复制一列，粘贴到左边。"),
            deed,
            Label("返回这一批"),
        )
        self._jobs, self._find, self._failed = jobs, find, failed
        self._job: Job | None = None
        self._hits: Sequence[Hit] = ()
        self._ticked: dict[str, int] = {}  # typed line → person
        self.box = QPlainTextEdit()
        self.box.setAccessibleName(str(Label("要添加的人，一行一个")))
        self.box.setTabChangesFocus(True)
        self.table = TickTable(Label("找到的人"), widest=WIDEST)
        self.table.toggled.connect(self._toggle)
        self.reason = Line()
        self.reason.setAccessibleName(str(Label("列入原因")))
        self.reason.setPlaceholderText(str(Label("例 本人近期患病")))
        self.table.went_on.connect(self.reason.setFocus)
        self.reason.went_on.connect(self.main.setFocus)
        self.report = Text(tone="secondary", wrap=True)
        label = Text(Label("列入原因"))
        label.setBuddy(self.reason)
        found = column(self.table, self.report, row(label, self.reason))
        content = row(self.box, found, spacing=theme.WIDE)
        content.setStretchFactor(found, 1)
        self.content.addLayout(content)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(FIND_AFTER_MS)
        self._pause.timeout.connect(self.look)
        self.box.textChanged.connect(self._pause.start)
        theme.theme().changed.connect(self._fit)
        self._fit()
        self._show()

    def take_focus(self) -> None:
        """Into the box."""
        self.box.setFocus()

    @property
    def waiting(self) -> int:
        """How many lines here name somebody who was not put on the list yet, as far as is known."""
        settled = {one.typed for one in self._hits} - {one.typed for one in self._hits if one.is_open}
        return len(set(lines_of(self.box.toPlainText())) - settled)

    def look(self) -> None:
        """Look for everybody in the box."""
        if self._job is not None:
            self._job.cancel()
        lines = lines_of(self.box.toPlainText())
        self._job = self._jobs.run(lambda: self._find(lines), self._take, self._failed, owner=self)

    def added(self) -> None:
        """They are on the list: leave in the box only whom nobody was found for."""
        rest = [one for one in lines_of(self.box.toPlainText()) if one not in self._ticked]
        self._ticked.clear()
        self.reason.clear()
        self.box.setPlainText("\n".join(rest))

    def _take(self, hits: Sequence[Hit]) -> None:
        typed = {one.typed for one in hits}
        free = {(one.typed, one.person_id) for one in hits if one.is_free}
        chosen = {line: person for line, person in self._ticked.items() if line in typed and (line, person) in free}
        self._hits = hits
        self._ticked = {one.typed: one.person_id for one in hits if one.is_sure and one.person_id} | chosen
        self._show()

    def _toggle(self, at: int) -> None:
        """Choose the person of a row, or leave out who was chosen."""
        hit = self._hits[at]
        if not hit.is_free or hit.person_id is None:
            return
        if self._ticked.get(hit.typed) == hit.person_id:
            del self._ticked[hit.typed]
        else:
            self._ticked[hit.typed] = hit.person_id
        self._show()

    def _pick(self) -> None:
        reason: Mapping[str, str] = {"reason": self.reason.text().strip()}
        self.picked.emit(list(dict.fromkeys(self._ticked.values())), reason)

    def _show(self) -> None:
        ticks = [self._ticked.get(one.typed) == one.person_id if one.is_free else None for one in self._hits]
        self.table.show_ticks([*map(str, HEADINGS)], [one.row for one in self._hits], ticks)
        count = len(set(self._ticked.values()))
        self.deed.rename(Label("列入 {n} 人", n=count))
        if count:
            self.deed.on()
        else:
            self.deed.off(Label("先在左边写上要添加的人"))
        self.report.say(report(self._hits, self._ticked))

    def _fit(self) -> None:
        self.box.setFixedWidth(theme.theme().chars(BOX_CHARS))


def report(hits: Sequence[Hit], ticked: Mapping[str, int]) -> Label | str:
    """How many were found, are still to be chosen, were not found, or are on the list already."""
    lines = {one.typed for one in hits}
    missing = {one.typed for one in hits if one.person_id is None}
    unclear = {one.typed for one in hits if one.is_free and not one.is_sure} - set(ticked)
    known = lines - missing - unclear - set(ticked)
    parts = [
        Label("选好 {n} 人", n=len(set(ticked.values()))),
        *([Label("{n} 行有几位，还要选", n=len(unclear))] if unclear else []),
        *([Label("{n} 行没有找到", n=len(missing))] if missing else []),
        *([Label("{n} 行不用再加", n=len(known))] if known else []),
    ]
    next = Label("没有找到的，看看有没有写错；还没登记的，先到“会员”里新增，再回来添加。")
    return "\n".join(["，".join(map(str, parts)), *([str(next)] if missing else [])]) if lines else ""
