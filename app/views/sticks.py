"""The sticks that are plugged in, each with its button; looked for as long as they are seen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from app.i18n import Label
from app.services.drives import Drive
from app.views import backup_work as work
from app.views import theme
from app.views.jobs import DatabaseThread
from app.views.kit.deeds import Button, button
from app.views.kit.layout import STRETCH, Area, clear, column, row
from app.views.kit.text import Picture, Text

LOOK_EVERY_MS = 3000


class Sticks(Area):
    """Offers to back up onto a stick, or into another folder."""

    chosen = Signal(object)  # the folder, a Path
    folder_asked = Signal()
    plugged_in = Signal(object)  # a Drive that was not there at the last look

    def __init__(self, jobs: DatabaseThread) -> None:
        super().__init__("card", name=str(Label("备份到U盘")))
        self._jobs = jobs
        self._shown: Sequence[tuple[object, str]] | None = None
        self._has_looked = False
        self._first: Path | None = None
        self._lines = column(spacing=theme.NORMAL)
        self.setLayout(
            column(
                Text(Label("备份到U盘"), role="heading"),
                self._lines,
                row(button(Label("备份到别的文件夹…"), self.folder_asked.emit, icon="folder"), STRETCH),
                margins=(theme.WIDE, theme.WIDE, theme.WIDE, theme.WIDE),
            )
        )
        self._clock = QTimer(self)
        self._clock.setInterval(LOOK_EVERY_MS)
        self._clock.timeout.connect(self.look)
        self.show_drives([])

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._clock.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._clock.stop()

    @property
    def first(self) -> Path | None:
        """The stick whose button stands first."""
        return self._first

    def look(self) -> None:
        """See what is plugged in, unless a backup is being made."""
        if self.isEnabled():
            self._jobs.run(work.sticks, self.show_drives, owner=self)

    def show_drives(self, drives: Sequence[Drive]) -> None:
        """Show these, with the one just plugged in first."""
        found = [(drive.root, str(drive.words)) for drive in drives]
        if found == self._shown:
            return
        before = None if self._shown is None else {root for root, _ in self._shown}
        new = [drive for drive in drives if before is not None and drive.root not in before]
        drives = [*new, *(drive for drive in drives if drive not in new)]  # the one just plugged in is meant
        self._shown = found
        self._first = drives[0].root if drives else None
        clear(self._lines)
        for at, drive in enumerate(drives):
            self._lines.addWidget(self._line(drive, is_first=at == 0))
        if not drives:
            words = Label("没有看到U盘。插上U盘，几秒钟后会出现在这里。")
            self._lines.addWidget(Text(words, tone="secondary", wrap=True))
        if new and self._has_looked:
            self.plugged_in.emit(new[0])
            self._select_first()
        self._has_looked = self.isVisible()

    def _select_first(self) -> None:
        """The button of the stick just plugged in gets the focus, unless somebody is busy elsewhere on the page."""
        focused, window = QApplication.focusWidget(), self.window()
        first = self._lines.itemAt(0).widget().findChild(Button)
        if first is not None and window.isActiveWindow() and not isinstance(focused, QLineEdit | QPlainTextEdit):
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _line(self, drive: Drive, *, is_first: bool) -> QWidget:
        folder, made = drive.root, QWidget()
        deed = button(Label("备份到这个U盘"), lambda: self.chosen.emit(folder), kind="main" if is_first else "")
        deed.setAccessibleName(str(Label("备份到这个U盘：{name}", name=drive.words)))
        made.setLayout(row(Picture("device-usb", "accent", 24), Text(drive.words, role="strong"), deed, STRETCH))
        return made
