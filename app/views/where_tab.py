"""我的资料在哪里: the file, its keys, what was kept beside it, and what leaves this PC."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from app.i18n import Label
from app.views import settings_work as work
from app.views import theme
from app.views.kit.deeds import button
from app.views.kit.layout import STRETCH, Area, column, row, scrolled
from app.views.kit.text import Text
from app.views.page import PageView, Shell
from app.views.settings_work import Whereabouts


class WhereTab(PageView):
    """资料在哪里."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._found: Whereabouts | None = None
        self._path, self._keys, self._kept = Text(role="strong", wrap=True), Text(wrap=True), Text(wrap=True)
        margins = (theme.WIDE, theme.WIDE, theme.WIDE, theme.WIDE)
        here = column(
            Text(Label("我的资料在哪里"), role="heading"),
            self._path,
            self._keys,
            row(button(Label("打开所在的文件夹"), self.open_folder, icon="folder-open"), STRETCH),
            margins=margins,
        )
        moving = column(
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
        kept = column(Text(Label("恢复、升级时留下的旧资料"), role="heading"), self._kept, margins=margins)
        self._kept_card = Area("card", kept)
        cards = column(
            Area("card", here), self._kept_card, Area("card", moving), Area("card", away), STRETCH,
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

    def open_folder(self) -> None:
        """Show the folder in the desktop's own window."""
        if self._found is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._found.path.parent)))
