"""我的资料在哪里: the file, its keys, what was kept beside it, and what leaves this PC."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from app.i18n import Label
from app.services import moving
from app.views import settings_work as work
from app.views import theme
from app.views.kit.ask import Answer, ask
from app.views.kit.deeds import button
from app.views.kit.layout import STRETCH, Area, column, row, scrolled
from app.views.kit.text import Text
from app.views.page import PageView, Shell
from app.views.settings_work import Whereabouts

REMOVE = Label("删掉搬走前的那份")


class WhereTab(PageView):
    """资料在哪里."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._found: Whereabouts | None = None
        self._path, self._keys = Text(role="strong", wrap=True), Text(wrap=True)
        self._kept, self._old = Text(wrap=True), Text(wrap=True)
        margins = (theme.WIDE, theme.WIDE, theme.WIDE, theme.WIDE)
        here = column(
            Text(Label("我的资料在哪里"), role="heading"),
            self._path,
            self._keys,
            row(
                button(Label("打开所在的文件夹"), self.open_folder, icon="folder-open"),
                button(Label("搬到别的文件夹…"), self.ask_move, icon="folder"),
                STRETCH,
            ),
            margins=margins,
        )
        other_pc = column(
            Text(Label("换电脑怎么办"), role="heading"),
            Text(
                Label("在这台电脑上备份到U盘，到新电脑上装好职工小家，选“从U盘恢复”。密码和恢复码都不变。"),
                wrap=True,
            ),
            row(button(Label("去备份"), lambda: shell.go_to("backup"), icon="device-usb"), STRETCH),
            margins=margins,
        )
        away = column(
            Text(Label("什么会离开这台电脑"), role="heading"),
            Text(Label("程序不上网。只有你自己备份、导出、打印时，资料才会离开这台电脑。"), wrap=True),
            margins=margins,
        )
        kept = column(
            Text(Label("恢复时留下的旧资料"), role="heading"),
            self._kept,
            row(button(Label("换回恢复前的资料…"), self.ask_undo_restore, icon="arrow-back-up"), STRETCH),
            margins=margins,
        )
        self._kept_card = Area("card", kept)
        old = column(
            Text(Label("搬走前的那份"), role="heading"),
            self._old,
            row(button(REMOVE, self.ask_remove, icon="trash"), STRETCH),
            margins=margins,
        )
        self._old_card = Area("card", old)
        cards = column(
            Area("card", here), self._old_card, self._kept_card, Area("card", other_pc), Area("card", away), STRETCH,
            spacing=theme.WIDE, margins=margins,
        )  # fmt: skip
        self.setLayout(column(scrolled(cards)))

    def came(self) -> None:
        database = self.shell.database
        self.shell.jobs.run(lambda: work.whereabouts(database), self._show, owner=self)

    def _show(self, found: Whereabouts) -> None:
        self._found = found
        self._path.say(str(found.path))
        self._keys.say(
            Label("旁边的“{name}”是它的钥匙，两个要放在一起。内容都加了密。", name=f"{found.path.name}-keys")
        )
        self._kept.say("\n".join(path.name for path in found.kept))
        self._kept_card.setVisible(bool(found.kept))
        self._old.say(
            Label("{path}\n现在用的是上面那一份，这一份不再变。看过没问题，就可以删。", path=found.moved_from or "")
        )
        self._old_card.setVisible(found.moved_from is not None)

    def open_folder(self) -> None:
        """Show the folder in the desktop's own window."""
        if self._found is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._found.path.parent)))

    # --- deeds

    def ask_move(self) -> None:
        """Move the file into a folder that the user names."""
        chosen = self.shell.dialogs.folder(self, Label("搬到哪个文件夹"))
        if chosen:
            self.shell.ask_move(Path(chosen))

    def ask_undo_restore(self) -> None:
        """Put the newest file that a restore kept back in its place."""
        if self._found is None or not self._found.kept:
            return
        kept = self._found.kept[-1]
        words = Label("换回“{name}”？现在的资料也会换个名字留着，还能再换回来。", name=kept.name)
        answers = [
            Answer(Label("换回这一份"), lambda: self.shell.ask_undo_restore(kept), "danger"),
            Answer(Label("不换")),
        ]
        ask(self, Label("换回恢复前的资料"), words, answers)

    def ask_remove(self) -> None:
        """Remove the file that was kept when this one was moved; it cannot be brought back, so it is asked."""
        if self._found is None or self._found.moved_from is None:
            return
        database = self.shell.database
        words = Label("删掉“{name}”和它的钥匙？删后找不回来。正在用的资料不受影响。", name=self._found.moved_from.name)

        def remove() -> None:
            self.shell.jobs.run(
                lambda: moving.remove_old_copy(database), lambda _: self.came(), self.shell.tell_fault, owner=self
            )

        ask(self, REMOVE, words, [Answer(REMOVE, remove, "danger"), Answer(Label("留着"))])
