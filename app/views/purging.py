"""彻底删除…: the question that names what goes and what stays, the wait, and where copies still lie afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.errors import KnownError
from app.i18n import Label
from app.models.values.money import show_money
from app.views import theme
from app.views.jobs import Job
from app.views.kit.ask import Answer, Dialog
from app.views.kit.deeds import Button, Deed
from app.views.kit.layout import STRETCH, column, row
from app.views.kit.note import Note
from app.views.kit.notices import ICONS, TOKENS
from app.views.kit.plain_table import PlainTable
from app.views.kit.text import Picture, Text
from app.views.loading import PURGING
from app.views.page import Shell
from app.views.purging_places import WIDE_CHARS, WIDEST_CHARS, PlacesDeed, fit_table

if TYPE_CHECKING:
    from app.services.purging import Copies, Place, Question

NAMED, STEPS = 5, 2
HEADINGS = (Label("什么时候做的"), Label("文件名"), Label("放在哪里"), Label("现在"))

Chosen = Sequence[tuple[str, int]]


class PurgeDeed(Deed):
    """彻底删除… of what `chosen` names, by type (on the command line) and id, for any page with a list."""

    def __init__(
        self,
        label: Label,
        shell: Shell,
        chosen: Callable[[], Chosen],
        parent: QObject | None = None,
        leave: Callable[[Callable[[], object]], object] = lambda then: then(),
    ) -> None:
        """`leave` lets a form be left first: what is unsaved in it would keep the name."""
        super().__init__(label, self.ask, icon="trash", parent=parent)
        self._shell, self._chosen, self._leave = shell, chosen, leave

    def ask(self) -> None:
        """Look at what would go, and ask."""
        self._leave(self._look)

    def _look(self) -> None:
        chosen, over = list(self._chosen()), self.parent()
        if not chosen or not isinstance(over, QWidget):
            self._shell.say(Label("先在名单里选一行"))
            return
        shell, database = self._shell, self._shell.database
        shell.jobs.run(
            lambda: PURGING.load().question(database, chosen),
            lambda asked: PurgeDialog(over, shell, asked).open(),
            shell.tell_fault,
            owner=over,
        )


class CopiesDeed(Deed):
    """哪些备份里还有…: the backups that still hold what was deleted for good, any time later."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(Label("哪些备份里还有…"), self.show, icon="device-usb", parent=parent)
        self._shell, self._over = shell, parent

    def show(self) -> None:
        """Name them, or say that nothing was ever deleted for good."""
        database = self._shell.database
        self._shell.jobs.run(
            lambda: PURGING.load().copies_left(database), self._tell, self._shell.tell_fault, owner=self._over
        )

    def _tell(self, copies: Copies | None) -> None:
        if copies is None:
            self._shell.say(Label("还没有彻底删除过资料"))
        else:
            CopiesDialog(self._over, Label("彻底删除过的资料，哪里还有"), copies).open()


class PurgeDialog(Dialog):
    """Asks, waits, and then says where copies still lie. Enter does nothing by accident: 取消 has the focus."""

    def __init__(self, parent: QWidget, shell: Shell, asked: Question) -> None:
        super().__init__(parent, Label("彻底删除"))
        self._shell, self._asked, self._over = shell, asked, parent
        self._job: Job | None = None
        self._bug: Exception | None = None
        self._wait, self._fault = Text(tone="secondary", wrap=True), Note("error")
        lines = [Text(_heading(asked), role="heading", wrap=True), *(Text(each, wrap=True) for each in _lines(asked))]
        for each in lines:
            each.setMinimumWidth(theme.theme().chars(WIDE_CHARS))
        words = column(*lines, self._wait, self._fault, STRETCH)
        picture = column(Picture(ICONS["warning"], TOKENS["warning"], 24), STRETCH)
        self.body.addLayout(row(picture, words, spacing=theme.WIDE))
        self.setAccessibleDescription(" ".join(each.text() for each in lines))
        self._wait.hide()
        self._deed = Deed(_button(asked), self._go, kind="danger", parent=self)
        self._cancel = Deed(Label("取消"), self.reject, parent=self)
        if asked.undecided:
            self._buttons.addWidget(Button(PlacesDeed(self, asked.undecided)))
        self._buttons.addStretch(1)
        self._buttons.addWidget(Button(self._deed))
        leave = Button(self._cancel)
        self._buttons.addWidget(leave)
        leave.setDefault(True)
        leave.setFocus()

    def _go(self) -> None:
        database, chosen = self._shell.database, self._asked.chosen

        def work(report: Callable[[int, int], None]) -> Copies | None:
            try:
                PURGING.load().purge(database, chosen, report)
                left: Copies | None = PURGING.load().copies_left(database)
                return left
            except Exception as error:
                self._bug = error
                raise

        self._deed.off(Label("正在删除"))
        self._cancel.rename(Label("停止"))
        self._fault.say("")
        self._shell.jobs.bug_found.connect(self._broken)
        self._job = self._shell.jobs.run_long(work, self._gone, self._refused, on_progress=self._tell, owner=self)

    def _tell(self, done: int, total: int) -> None:
        if done >= PURGING.load().NO_WAY_BACK:
            self._cancel.off(Label("已经删好，正在整理文件"))
        self._wait.show()
        self._wait.say(Label("正在彻底删除，第 {done} 步，共 {total} 步。先别关机。", done=done + 1, total=total))

    def _gone(self, copies: Copies | None) -> None:
        self._end()
        self.accept()
        told = _told(self._asked)
        self._shell.done(told, can_undo=False)
        if copies is not None:
            CopiesDialog(self._over, told, copies, self._asked.undecided).open()

    def _refused(self, fault: KnownError) -> None:
        self._end()
        self._fault.say("\n".join(map(str, (fault.what, fault.safe))))

    def _broken(self, error: Exception) -> None:
        """A bug of ours, which the crash window shows too: without this nobody could leave."""
        if error is self._bug:
            self._end()
            self._fault.say(Label("程序出了错，不知道删完没有。先点“取消”，看看名单里还有没有，还有就再删一次。"))

    def _end(self) -> None:
        self._shell.jobs.bug_found.disconnect(self._broken)
        self._job = self._bug = None
        self._deed.on()
        self._cancel.on()
        self._cancel.rename(Label("取消"))
        self._wait.hide()

    def reject(self) -> None:
        """Leave, or while it runs stop it: nothing is deleted then, unless it was just done."""
        if self._job is not None:
            self._job.cancel()
        else:
            super().reject()


class CopiesDialog(Dialog):
    """Names the backups and old files that still hold what was deleted: the program does not touch them."""

    def __init__(self, parent: QWidget, told: Label, copies: Copies, undecided: Sequence[Place] = ()) -> None:
        super().__init__(parent, Label("已彻底删除"))
        rows = _rows(copies)
        left = Label("下面这些备份和旧文件是以前留的，里面还有这些资料。不用的请删掉；用它们恢复以后，要再删一次。")
        none = Label("程序知道的备份和旧文件里，没有找到这些资料。")
        paper = Label("打印出来的纸、导出的表、交上去的名单，要自己收好或销毁。")
        lines = [Text(told, role="heading", wrap=True), Text(left if rows else none, wrap=True)]
        for each in lines:
            each.setMinimumWidth(theme.theme().chars(WIDE_CHARS))
            self.body.addWidget(each)
        self.table = PlainTable(Label("还留着这些资料的备份和旧文件"))
        if rows:
            self.table.show_rows([str(each) for each in HEADINGS], rows, numbers=(), widest=WIDEST_CHARS)
            fit_table(self.table, rows, parent)
            self.body.addWidget(self.table)
        else:
            self.table.setParent(None)
        self.body.addWidget(Text(paper, tone="secondary", wrap=True))
        self.setAccessibleDescription(" ".join(each.text() for each in lines))
        if undecided:
            self._buttons.addWidget(Button(PlacesDeed(self, undecided)))
        self.add_answers([Answer(Label("知道了"), kind="main")])


def _rows(copies: Copies) -> list[list[str]]:
    here, gone = str(Label("还在")), str(Label("现在看不到（U盘没插，或已移走）"))
    backups = [[when, *_place(path), here if is_here else gone] for when, path, is_here in copies.backups]
    return [*backups, *(["", *_place(path), here] for path in copies.files)]


def _place(path: Path) -> tuple[str, str]:
    return path.name, str(path.parent)


def _heading(asked: Question) -> Label:
    n = len(asked.chosen)
    if asked.title and asked.is_people:
        return Label("彻底删除“{name}”的全部资料？删后找不回来。", name=asked.title)
    if asked.title:
        return Label("彻底删除“{name}”？删后找不回来。", name=asked.title)
    if asked.is_people:
        return Label("彻底删除 {n} 人的全部资料？删后找不回来。", n=n)
    return Label("彻底删除 {n} 项？删后找不回来。", n=n)


def _button(asked: Question) -> Label:
    n = len(asked.chosen)
    return Label("彻底删除 {n} 人", n=n) if asked.is_people else Label("彻底删除 {n} 项", n=n)


def _told(asked: Question) -> Label:
    n = len(asked.chosen)
    return Label("已彻底删除 {n} 人的资料。", n=n) if asked.is_people else Label("已彻底删除 {n} 项。", n=n)


def _lines(asked: Question) -> list[Label]:
    """What goes, what stays without a name, and what is left alone; only what there is."""
    lines = [Label("要删掉的：{what}。", what=_counted(asked.removed))]
    times, fen = asked.paid
    if times:
        lines.append(Label("发过的 {n} 笔慰问共 {sum} 元，留着记账，不再写名字。", n=times, sum=show_money(fen)))
    if asked.changed:
        lines.append(Label("别的资料里写到本人的，只去掉姓名和号码：{what}。", what=_counted(asked.changed)))
    if asked.prints:
        shown = "、".join(asked.prints[:NAMED])
        numbers = shown if len(asked.prints) <= NAMED else Label("{numbers}等", numbers=shown)
        lines.append(
            Label(
                "打印存档 {n} 份（{numbers}）上有本人：编号留着，存下的页面清掉，不能再补打。签过字的纸照规定留存。",
                n=len(asked.prints),
                numbers=numbers,
            )
        )
    if asked.acted:
        lines.append(Label("本人经手过的 {n} 件事（改资料、打印）是账的一部分，经手人的姓名留着。", n=asked.acted))
    if asked.undecided:
        lines.append(Label("还有 {n} 处写着同样的姓名或号码，可能是别人的，不动。", n=len(asked.undecided)))
    if asked.stuck:
        shown = "、".join(f"“{each}”" for each in asked.stuck[:STEPS])
        lines.append(
            Label(
                "有 {n} 步里也有本人，删后这 {n} 步不能再撤销，别人的内容不受影响：{names}。",
                n=len(asked.stuck),
                names=shown if len(asked.stuck) <= STEPS else Label("{names}等", names=shown),
            )
        )
    last = Label("改动历史里只留下“已按本人要求删除”，这一步不能撤销。以前的备份里还有，删完会列出来。")
    return [*lines, last]


def _counted(kinds: Sequence[tuple[Label, int]]) -> str:
    return "、".join(str(Label("{type} {n} 条", type=kind, n=n)) for kind, n in kinds)
