"""When the file was replaced, renamed or deleted while it was open: all that was saved is copied, and said plainly."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.errors import ErrorCode, KnownError
from app.i18n import Label
from app.services import rescue
from app.services.files import OpenFile
from app.views.desk_lock import keepers
from app.views.desk_ways import told
from app.views.kit.ask import Answer, ask

if TYPE_CHECKING:
    from app.views.desk import Desk


class Rescue(QObject):
    """Copies the session as soon as any job has met the fault."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk, self._window, self._jobs = desk, desk.window, desk.jobs
        self._rescued: OpenFile | None = None
        self._jobs.fault_met.connect(self._met)

    def _met(self, fault: KnownError) -> None:
        file = self._desk.file
        if fault.code is not ErrorCode.REPLACED or file is None or file is self._rescued:
            return
        self._rescued = file
        self._jobs.run(lambda: rescue.rescue(file), self._saved, self._window.tell_fault, owner=self._window)

    def _saved(self, path: Path) -> None:
        words = Label(
            "资料文件在打开期间被换掉、改名或删掉了。程序没有再往里写。"
            "以前保存的全部内容已经另存到“{path}”，填到一半的也会带过去。",
            path=path,
        )
        answer = Answer(Label("接着用另存的这份"), lambda: self._go_on(path), "main")
        ask(self._window, Label("资料文件不见了"), words, [answer], tone="error")

    def _go_on(self, path: Path) -> None:
        if self._desk.file is None:
            return
        unsaved = [draft for keeper in keepers() if (draft := keeper.draft) is not None]
        file = self._desk.let_go()
        self._rescued = None

        def failed(fault: KnownError) -> None:
            self._desk.forget_held()
            self._desk.ways.ask_password(path, told(fault))

        self._jobs.run(lambda: rescue.go_on_with(file, path, unsaved), self._desk.enter, failed, owner=self._window)
