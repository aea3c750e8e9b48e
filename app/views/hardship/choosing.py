"""Whom a file is opened for: a member, found by name, pinyin, number or unit."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.i18n import Label
from app.models import Person
from app.services.listing import Condition
from app.views import theme
from app.views.kit.ask import Answer, Dialog
from app.views.kit.text import Text
from app.views.page import Shell
from app.views.record_list.panel import RecordList
from app.views.record_list.source import ListWords, Query
from app.views.sources import RecordRows

MEMBERS = (Condition("membership.status", "!=", ""),)
COLUMNS = ("name", "sex", "birth_date", "membership.org_unit", "membership.status")
WORDS = ListWords(
    Label("会员列表"),
    Label("人"),
    Label("还没有会员"),
    Label("先在“会员”里新增或导入，再来建档。"),
)
WIDE_CHARS, HIGH_ROWS = 44, 13


class MemberChooser(Dialog):
    """A list of the members under a search box; Enter or a double click takes one."""

    def __init__(self, parent: QWidget, shell: Shell, chosen: Callable[[int], object]) -> None:
        super().__init__(parent, Label("给谁建档"))
        self._chosen = chosen
        self.list = RecordList(RecordRows(shell.database, Person, where=MEMBERS, columns=COLUMNS), shell.jobs, WORDS)
        self.body.addWidget(Text(Label("打名字、拼音或身份证后四位，选中后按回车。"), tone="secondary"))
        self.body.addWidget(self.list.search)
        self.body.addWidget(self.list, 1)
        self.add_answers([Answer(Label("建档"), self._take_current, "main"), Answer(Label("取消"))], default=0)
        self.list.opened.connect(self._take)
        self.list.opened_at.connect(lambda person_id, _: self._take(person_id))
        self.list.failed.connect(shell.tell_fault)
        look = theme.theme()
        room = parent.window().size()
        high = HIGH_ROWS * look.row_height + 6 * look.line
        self.resize(
            min(look.chars(WIDE_CHARS), room.width() - 2 * theme.ROOMY), min(high, room.height() - 3 * theme.ROOMY)
        )
        self.list.show_query(Query())
        self.list.search.setFocus()

    def _take(self, person_id: int) -> None:
        self.done(0)
        self._chosen(person_id)

    def _take_current(self) -> None:
        current = self.list.table.chosen.current_id()
        if current is not None:
            self._chosen(current)
