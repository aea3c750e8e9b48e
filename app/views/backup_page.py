"""备份: onto a stick and read back from there; which backups there are; where the data lie; going back to a backup."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.errors import KnownError
from app.i18n import Label
from app.models.store.database import Database
from app.models.store.place import Kind
from app.services.drives import Drive
from app.views import backup_work as work
from app.views import theme
from app.views.backup_work import Facts, Known, Made
from app.views.kit.deeds import Button, Deed, button
from app.views.kit.header import HeaderLine
from app.views.kit.layout import STRETCH, Area, column, drop, row, scrolled
from app.views.kit.near import backup_words
from app.views.kit.note import Note
from app.views.kit.plain_table import PlainTable
from app.views.kit.step_progress import StepProgress, Steps
from app.views.kit.text import Text
from app.views.page import FILE, PageView, Shell
from app.views.restore_page import RestorePanel
from app.views.sticks import Sticks

BACKUPS = "*.xjbak"
NOT_HERE = Label("现在看不到这个备份。插上放它的U盘再试。")
SHOWN_BACKUPS = 5
# The name of a file has the union's name, the day and the moment; all of it is looked for on the stick.
NAME_CHARS = 40


def prepare(database: Database) -> Facts:
    """What the page shows at first."""
    return work.facts(database)


def build(shell: Shell, facts: Facts) -> BackupPage:
    """The page of the backups."""
    return BackupPage(shell, facts)


class BackupPage(PageView):
    """Sticks, known backups, where the data lie."""

    def __init__(self, shell: Shell, facts: Facts) -> None:
        super().__init__(shell)
        self._facts = facts
        self._steps: Steps | None = None
        self._progress: StepProgress | None = None
        self.folder_deed = Deed(Label("备份到别的文件夹…"), self.ask_folder, icon="folder", parent=self)
        self._header = HeaderLine(Label("备份"), [])
        self._fault, self._good, self._warning = Note("error"), Note("good"), Note("warning")
        self._sticks = Sticks(shell.jobs)
        self._sticks.chosen.connect(self.make)
        self._sticks.folder_asked.connect(self.ask_folder)
        self._sticks.plugged_in.connect(self._welcome)
        self._known = PlainTable(Label("做过的备份"))
        self._known.opened.connect(lambda _: self.restore_chosen())
        self._known.current_changed.connect(lambda _: self._fit_known())
        self.chosen_deed = Deed(Label("恢复到选中的这个…"), self.restore_chosen, icon="history", parent=self)
        self._none = Text(Label("还没有做过备份。"), tone="secondary")
        self._where = Text(wrap=True)
        self._stack = QStackedWidget()
        self._lay_out()
        self._show_facts(facts)

    def _lay_out(self) -> None:
        opened = button(Label("打开所在的文件夹"), self.open_folder, kind="link", icon="folder-open")
        kept = column(
            Text(Label("我的资料在哪里"), role="heading"),
            self._where,
            row(opened, STRETCH),
            margins=(theme.WIDE, theme.WIDE, theme.WIDE, theme.WIDE),
        )
        back = column(
            Text(Label("回到以前的备份"), role="heading"),
            Text(Label("资料弄坏了、误删太多时才用。现在的资料会换个名字留着，不会丢。"), tone="secondary", wrap=True),
            row(button(Label("从备份恢复…"), self.ask_restore, kind="danger", icon="history"), STRETCH),
            margins=(theme.WIDE, theme.WIDE, theme.WIDE, theme.WIDE),
        )
        known = column(
            Text(Label("做过的备份"), role="heading"),
            self._none,
            self._known,
            row(Button(self.chosen_deed), STRETCH),
            margins=(theme.WIDE, theme.WIDE, theme.WIDE, theme.WIDE),
        )
        self._running = column()
        whole = column(
            self._running, self._good, self._warning, self._fault, self._sticks, Area("card", known),
            Area("card", kept), Area("card", back), STRETCH,
            spacing=theme.WIDE, margins=(theme.WIDE, 0, theme.WIDE, theme.WIDE),
        )  # fmt: skip
        listed = QWidget()
        listed.setLayout(column(self._header, scrolled(whole), spacing=0))
        self._stack.addWidget(listed)
        self.setLayout(column(self._stack, spacing=0))

    # --- what the window asks

    def menu_deeds(self) -> Mapping[str, Sequence[Deed]]:
        return {FILE: [self.folder_deed]}

    def came(self) -> None:
        self._sticks.look()
        self._read_facts()

    def to_top(self) -> None:
        panel = self._stack.currentWidget()
        if isinstance(panel, RestorePanel):
            panel.close_panel()

    def leave(self, then: Callable[[], object]) -> None:
        if self._steps is not None:
            self.shell.say(Label("正在备份。等它做完，或者先停止。"))
        else:
            then()

    # --- what there is

    def _welcome(self, drive: Drive) -> None:
        self.shell.say(Label("看到了{drive}。按“备份到这个U盘”就开始。", drive=drive.words))

    def _read_facts(self) -> None:
        database = self.shell.database
        self.shell.jobs.run(lambda: work.facts(database), self._show_facts, owner=self)

    def _show_facts(self, facts: Facts) -> None:
        self._header.count(backup_words(facts.age))
        self._where.say(
            Label("{path}\n改了什么会立刻存到这里。程序不上网，资料不会自己离开这台电脑。", path=facts.path)
        )
        self._none.setVisible(not facts.known)
        self._known.setVisible(bool(facts.known))
        headings = [Label("什么时候"), Label("文件名"), Label("放在哪里"), Label("试恢复"), Label("现在")]
        chosen, self._facts = self._current(), facts
        self._known.show_rows(
            [str(each) for each in headings], [one.cells for one in facts.known], numbers=(), widest=NAME_CHARS
        )
        paths = [one.path for one in facts.known]
        if chosen is not None and chosen.path in paths:  # read again, the list keeps what was chosen in it
            self._known.go_to(paths.index(chosen.path))
        self._fit_known()
        look = theme.theme()
        rows = min(len(facts.known), SHOWN_BACKUPS) + 1
        self._known.setFixedHeight((look.row_height + 1) * rows + look.row_height + 4)

    def _current(self) -> Known | None:
        """The backup that is chosen in the list."""
        row = self._known.current_row
        return self._facts.known[row] if 0 <= row < len(self._facts.known) else None

    def _fit_known(self) -> None:
        current = self._current()
        if self._steps is not None:
            self.chosen_deed.off(Label("正在备份，做完再恢复"))
        elif current is None:
            self.chosen_deed.off(Label("还没有做过备份"))
        elif not current.is_here:
            self.chosen_deed.off(NOT_HERE)
        else:
            self.chosen_deed.on()

    def open_folder(self) -> None:
        """Show the folder of the file in the desktop's own window."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._facts.path.parent)))

    # --- making one

    def ask_folder(self) -> None:
        """Back up into a folder that the user names."""
        chosen = self.shell.dialogs.folder(self, Label("备份放到哪个文件夹"), self._sticks.first)
        if chosen:
            self.make(Path(chosen))

    def make(self, folder: Path) -> None:
        """Back up into this folder; nothing is called good before it was restored on trial."""
        if self._steps is not None:
            return
        opened, steps = self.shell.file, Steps(self)
        for note in (self._good, self._warning, self._fault):
            note.say("")
        self._steps = steps
        self._progress = StepProgress(
            Label("正在备份"), Label("停止备份"), Label("停止后，没做完的会清掉；电脑里的资料和以前的备份都不动。")
        )
        self._running.addWidget(self._progress)
        self._sticks.setEnabled(False)
        self._fit_known()
        steps.told.connect(self._progress.show_step)
        steps.job = self.shell.jobs.run_long(
            lambda _: work.make(opened, folder, steps.progress, steps.cancelled), self._made, self._failed, owner=self
        )
        self._progress.stop.connect(self.stop)

    def stop(self) -> None:
        """Stop between two pieces of the work."""
        if self._steps is not None and self._steps.job is not None and self._progress is not None:
            self._steps.job.cancel()
            self._progress.stopping()

    def _made(self, made: Made) -> None:
        self._end()
        told = {"members": f"{made.members:,}", "cases": f"{made.cases:,}"}
        if made.kind is Kind.REMOVABLE:
            words = Label("备份成功。已试恢复：会员 {members} 人，困难职工 {cases} 户。现在可以拔U盘。", **told)
        else:
            words = Label("备份成功。已试恢复：会员 {members} 人，困难职工 {cases} 户。", **told)
        self._good.say(words)
        if made.kind not in (Kind.REMOVABLE, Kind.NETWORK):
            self._warning.say(Label("这个备份放在这台电脑里，电脑坏了会一起没有。最好再备份到U盘。"))
        self._read_facts()

    def _failed(self, fault: KnownError) -> None:
        self._end()
        self._fault.tell_fault(fault)

    def _end(self) -> None:
        self._steps = None
        self._sticks.setEnabled(True)
        self._fit_known()
        if self._progress is not None:
            drop(self._progress)
            self._progress = None
        self._sticks.look()

    # --- going back to one

    def ask_restore(self) -> None:
        """Choose a backup to go back to."""
        if self._steps is not None:
            self.shell.say(Label("正在备份。等它做完，或者先停止。"))
            return
        known = self._current()  # the question begins at what is chosen in the list
        first = known.path if known is not None and known.is_here else self._sticks.first
        chosen = self.shell.dialogs.open_path(self, Label("选一个备份"), BACKUPS, first)
        if chosen:
            self._look_into(Path(chosen))

    def restore_chosen(self) -> None:
        """Look into the backup that is chosen in the list."""
        current = self._current()
        if current is not None and current.path.exists():
            self._look_into(current.path)
        else:
            self.shell.say(NOT_HERE)

    def _look_into(self, path: Path) -> None:
        if self._steps is None:
            panel = RestorePanel(self.shell, path, self._close_restore)
            self._stack.addWidget(panel)
            self._stack.setCurrentWidget(panel)

    def _close_restore(self) -> None:
        panel = self._stack.currentWidget()
        self._stack.setCurrentIndex(0)
        if isinstance(panel, RestorePanel):
            self._stack.removeWidget(panel)
            panel.deleteLater()
