"""改动历史: what happened to one record, newest first, and putting one old value back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.errors import KnownError
from app.frozen import dataclass
from app.i18n import Label
from app.models.declare import Record
from app.models.store.database import Database
from app.models.words import FileWords
from app.services.hidden import LOOKED, note_looking
from app.services.history import MOST, Past, who, whole_history
from app.services.today import today
from app.views import theme
from app.views.kit.ask import Dialog
from app.views.kit.deeds import Button, Deed, button
from app.views.kit.near import moment_words
from app.views.kit.plain_table import PlainTable
from app.views.kit.text import Text
from app.views.loading import PUTTING_BACK
from app.views.page import Shell

HEADINGS = (Label("时间"), Label("谁"), Label("做了什么"), Label("哪一栏"), Label("原来"), Label("改成"))
HISTORY_KEY = "Ctrl+Shift+H"
NARROW, WIDE, ROWS = 34, 60, 12
LEFT_OVER = 8


@dataclass(frozen=True)
class Told:
    """The history of one record: what it is called, and what happened to it."""

    title: str
    pasts: Sequence[Past]


def read(database: Database, record: type[Record], record_id: int, *, masked: bool = True) -> Told:
    """Read it; in the database thread. Unmasked it is noted that somebody looked."""
    if not masked:
        note_looking(database, record, [record_id], LOOKED)
    with database.read() as session:
        pasts = whole_history(session, session.get_one(record, record_id), masked=masked)
        return Told(FileWords(session, today()).link_title(record.__name__, record_id), pasts)


def show_history(parent: QWidget, shell: Shell, record: type[Record], record_id: int) -> None:
    """Show what happened to a record."""
    database = shell.database
    shell.jobs.run(
        lambda: read(database, record, record_id),
        lambda told: HistoryPanel(parent, shell, record, record_id, told).open(),
        shell.tell_fault,
        owner=parent,
    )


class HistoryDeed(Deed):
    """改动历史… of the record that `current` names, for any page with a list or a form."""

    def __init__(
        self, shell: Shell, record: type[Record], current: Callable[[], int | None], parent: QObject | None = None
    ) -> None:
        super().__init__(Label("改动历史…"), self.show, key=HISTORY_KEY, icon="history", parent=parent)
        self._shell, self._record, self._current = shell, record, current

    def show(self) -> None:
        """Show it over the page."""
        record_id, over = self._current(), self.parent()
        if record_id is None or not isinstance(over, QWidget):
            self._shell.say(Label("先在名单里选一行"))
        else:
            show_history(over, self._shell, self._record, record_id)


class HistoryPanel(Dialog):
    """The history of one record; it stays open while one value after another is put back."""

    def __init__(self, parent: QWidget, shell: Shell, record: type[Record], record_id: int, told: Told) -> None:
        super().__init__(parent, Label("改动历史：{title}", title=told.title))
        self._shell, self._record, self._record_id = shell, record, record_id
        self._pasts: Sequence[Past] = ()
        self._masked = True
        self.table = PlainTable(Label("改动"))
        self.table.current_changed.connect(lambda _: self._fit())
        self._words = Text(wrap=True)
        self.put_back_deed = Deed(Label("把这个值改回去"), self.put_back, kind="main", parent=self)
        self.show_deed = Deed(Label("显示完整号码"), self.show_hidden, key="Ctrl+Shift+E", icon="eye", parent=self)
        self.addAction(self.show_deed)
        self.body.addWidget(self._words)
        self.body.addWidget(self.table)
        self.body.setStretchFactor(self.table, 1)
        for made in (Button(self.put_back_deed), Button(self.show_deed)):
            self._buttons.addWidget(made)
        self._buttons.addStretch(1)
        self._buttons.addWidget(button(Label("关闭"), self.reject))
        self._take_room(parent)
        self._show(told)
        self.table.setFocus()

    def _take_room(self, parent: QWidget) -> None:
        look, window = theme.theme(), parent.window()
        wide = max(look.chars(NARROW), min(look.chars(WIDE), window.width() - look.chars(LEFT_OVER)))
        self.table.setMinimumWidth(wide)
        self.table.setMinimumHeight(max(look.row_height * 4, min(look.row_height * ROWS, window.height() // 2)))

    def _show(self, told: Told) -> None:
        row = max(self.table.current_row, 0)
        self._pasts = told.pasts
        self.table.show_rows([str(one) for one in HEADINGS], list(_lines(told.pasts)), widest=12)
        if self._pasts:
            self.table.go_to(min(row, len(self._pasts) - 1))
        many = Label("只列出最近 {n} 处改动。", n=MOST) if len(told.pasts) >= MOST else Label("新的在上面。")
        self._words.say(
            Label("{many}选一处，可以只把这一个值改回去。", many=many) if told.pasts else Label("还没有改动。")
        )
        self._fit()

    def _fit(self) -> None:
        past = self._past()
        if past is not None and past.can_go_back:
            self.put_back_deed.on()
        else:
            self.put_back_deed.off(Label("这一处没有可以改回去的值"))
        hidden = any(one.is_hidden for one in self._pasts)
        if hidden:
            self.show_deed.on()
        else:
            self.show_deed.off(Label("没有隐藏的号码"))

    def _past(self) -> Past | None:
        row = self.table.current_row
        return self._pasts[row] if 0 <= row < len(self._pasts) else None

    # --- deeds

    def put_back(self) -> None:
        """Put the old value of the current line back: one deed of its own."""
        past, database = self._past(), self._shell.database
        if past is None or not past.can_go_back:
            return
        self.put_back_deed.off(Label("正在保存"))

        def work() -> tuple[Label, Told]:
            return PUTTING_BACK.load().put_back(database, past), self._read()

        def done(kept: tuple[Label, Told]) -> None:
            self._show(kept[1])
            self._shell.done(Label("已把“{field}”改回去。", field=kept[0]))

        self._shell.jobs.run(work, done, self._refused, owner=self)

    def _refused(self, fault: KnownError) -> None:
        self._fit()
        self._shell.tell_fault(fault)

    def show_hidden(self) -> None:
        """Show the numbers whole; that somebody looked is noted."""
        self._masked = False
        self._shell.jobs.run(self._read, self._show, self._shell.tell_fault, owner=self)

    def _read(self) -> Told:
        return read(self._shell.database, self._record, self._record_id, masked=self._masked)


def _lines(pasts: Sequence[Past]) -> Sequence[Sequence[str]]:
    """A line for each change; what belongs to one deed says its time and name once."""
    lines, last = [], None
    for past in pasts:
        same = past.deed == last
        head = ["", "", ""] if same else [moment_words(past.at), who(past.actor), str(past.name)]
        lines.append([*head, str(past.label), past.old, past.new])
        last = past.deed
    return lines
