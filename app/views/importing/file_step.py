"""Choosing the file: by a dialog or by dropping it here."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent

from app.errors import KnownError
from app.i18n import Label
from app.views import theme
from app.views.importing import work
from app.views.importing.steps import State, Step
from app.views.importing.work import Read
from app.views.kit.deeds import button
from app.views.kit.layout import STRETCH, Area, column, row, scrolled
from app.views.kit.note import Note
from app.views.kit.notices import ProgressStrip
from app.views.kit.text import Picture, Text

PATTERN = "*.xlsx *.xls *.ods *.csv"


class FileStep(Step):
    """选文件."""

    title = Label("选文件")

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self.setAcceptDrops(True)
        self._fault = Note("error")
        self._chosen = Note("good")
        self._browse = button(Label("选文件…"), self.browse, kind="main", icon="folder-open")
        blank = button(Label("先存一张空表来填…"), self.save_blank, kind="link")
        words = Text(Label("把 Excel 文件拖到这里，或者"), role="heading")
        formats = Text(
            Label("Excel 的 .xlsx、.xls，WPS 和 .csv 都行。表头上面的标题、下面的说明和合计行会自己跳过。"),
            tone="secondary",
            wrap=True,
        )
        formats.setAlignment(Qt.AlignmentFlag.AlignCenter)
        card = column(
            STRETCH,
            row(STRETCH, Picture("file-spreadsheet", "accent", 40), STRETCH),
            row(STRETCH, words, STRETCH),
            row(STRETCH, self._browse, STRETCH),
            STRETCH,
            formats,
            row(STRETCH, blank, STRETCH),
            margins=(theme.ROOMY, theme.WIDE, theme.ROOMY, theme.WIDE),
        )
        self._below = column()
        layout = column(Area("card", card), self._below, self._chosen, self._fault, spacing=theme.NORMAL)
        layout.setStretch(0, 1)
        self.setLayout(column(scrolled(layout)))
        self.setFocusProxy(self._browse)

    def blocked(self) -> Label | None:
        if self._job is not None:
            return Label("正在读取")
        return None if self.state.read else Label("先选文件")

    def browse(self) -> None:
        """Ask for the file."""
        chosen = self.state.shell.dialogs.open_path(self, Label("选要导入的文件"), PATTERN)
        if chosen:
            self.take(Path(chosen))

    def save_blank(self) -> None:
        """Keep an empty table to be filled in."""
        shell, record = self.state.shell, self.state.record
        name = str(Label("{type}空表.xlsx", type=record.record_label))
        chosen = shell.dialogs.save_path(self, Label("存空表"), name, "*.xlsx")
        if chosen:
            path = Path(chosen)
            shell.jobs.run(
                lambda: work.save_blank(shell.database, record, path),
                lambda _: self._chosen.say(Label("空表存好了：{name}。填好再来导入。", name=path.name)),
                self._failed,
                owner=self,
            )

    def take(self, path: Path) -> None:
        """Read this file and find its table."""
        if self._job is not None:
            return
        shell, record = self.state.shell, self.state.record
        self._fault.say("")
        self._chosen.say("")
        self._strip = ProgressStrip(
            Label("正在读取“{name}”", name=path.name), Label("停止读取"), Label("停止后什么都不会留下。")
        )
        self._below.addWidget(self._strip)
        self._job = shell.jobs.run_long(
            lambda report: work.read(shell.database, path, record, report),
            lambda read: self._took(path, read),
            self._failed,
            owner=self,
        )
        self._strip.stop.connect(self.stop)
        self.changed.emit()

    def _took(self, path: Path, read: Read) -> None:
        self._end()
        state = self.state
        state.name, state.read, state.tried, state.chosen = path.name, read, None, {}
        told = Label("已选“{name}”，读到 {n} 行。", name=path.name, n=len(read.source.header.rows))
        if not read.is_header_known:
            told = Label("已选“{name}”。没有认出标题行，下一步来指。", name=path.name)
        self._chosen.say(told)
        self.changed.emit()
        self.finished.emit()

    def _failed(self, fault: KnownError) -> None:
        self._end()
        self._fault.tell_fault(fault)
        self.changed.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.take(Path(files[0]))
