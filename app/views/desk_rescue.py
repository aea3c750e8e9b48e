"""When the file was replaced, renamed or deleted while it was open: all that was saved is copied, and said plainly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.errors import ErrorCode, KnownError
from app.i18n import Label
from app.services import pc_settings, rescue
from app.services.files import OpenFile
from app.views.desk_lock import unsaved_drafts
from app.views.desk_ways import told
from app.views.kit.ask import Answer, ask
from app.views.kit.notices import Notice

if TYPE_CHECKING:
    from app.views.desk import Desk

LOST = "file-lost"
LOOK_EVERY_MS = 20_000
TITLE = Label("资料文件不见了")


class Rescue(QObject):
    """Copies the session as soon as any job has met the fault, or a look at the folder every 20 seconds."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk, self._window, self._jobs = desk, desk.window, desk.jobs
        self._lost: OpenFile | None = None
        self._came_of_it: Path | KnownError | None = None
        self._copied_at = 0  # the version of the file that the copy holds
        self._leave: Callable[[], object] | None = None
        self._jobs.fault_met.connect(self.met)
        self._clock = QTimer(self)
        self._clock.setInterval(LOOK_EVERY_MS)
        self._clock.timeout.connect(self.look)
        self._clock.start()

    def look(self) -> None:
        """See whether the file is still there, unless something works on it just now."""
        file = self._desk.file
        if file is not None and self._jobs.is_idle:
            check = file.database.check_in_place
            self._jobs.run(check, lambda _: self._is_there(file), lambda _: None, owner=self._window)

    def _is_there(self, file: OpenFile) -> None:
        """It was away and has come back (a drive, a folder renamed twice): what was copied then will soon be old."""
        if file is self._lost:
            self._forget()

    def met(self, fault: KnownError) -> None:
        """A fault was met; only a lost file, and each only once, is an affair of the rescue."""
        file = self._desk.file
        if fault.code is ErrorCode.REPLACED and file is not None and file is not self._lost:
            self._lost, self._leave = file, None
            self._save(file)

    def _forget(self) -> None:
        self._lost = self._came_of_it = self._leave = None
        self._window.remove_notice(LOST)

    def _is_old(self, file: OpenFile) -> bool:
        """Whether more was saved since the copy was made: the file was away and has come back in between."""
        return isinstance(self._came_of_it, Path) and self._copied_at != file.database.version

    def leave(self, then: Callable[[], object]) -> None:
        """The window is to be closed with the lost file open: `then` is one more answer of the question."""
        self._leave = then
        if self._lost is not None and self._is_old(self._lost):
            self._save(self._lost)
        elif self._came_of_it is not None:
            self._tell()

    def _save(self, file: OpenFile) -> None:
        self._came_of_it = None

        def copy() -> tuple[Path, int]:
            return rescue.rescue(file), file.database.version

        self._jobs.run(copy, self._saved, self._failed, owner=self._window)

    def _saved(self, copied: tuple[Path, int]) -> None:
        self._came_of_it, self._copied_at = copied
        self._tell()

    def _failed(self, fault: KnownError) -> None:
        self._came_of_it = fault
        self._tell()

    def _tell(self) -> None:
        if self._desk.file is None or self._desk.file is not self._lost:
            return  # locked or left meanwhile, which copies by itself
        if isinstance(self._came_of_it, Path):
            self._tell_copy(self._came_of_it)
        elif self._came_of_it is not None:
            self._tell_failure(self._lost, self._came_of_it)

    def _tell_copy(self, path: Path) -> None:
        words = Label(
            "资料文件在打开期间被换掉、改名或删掉了。程序没有再往里写。"
            "以前保存的全部内容已经另存到“{path}”，填到一半的也会带过去。",
            path=path,
        )
        answers = [Answer(Label("接着用另存的这份"), lambda: self._go_on(path), "main")]
        if self._leave is not None:
            answers.append(Answer(Label("退出，下次打开另存的这份"), lambda: self._leave_for(path)))
        self._ask(words, answers, (Label("接着用另存的这份"), lambda: self._go_on(path)))

    def _tell_failure(self, file: OpenFile, fault: KnownError) -> None:
        words = Label(
            "资料文件在打开期间被换掉、改名或删掉了，想另存一份，没有存成：{why}别关窗口，以前保存的都还在窗口里。",
            why=told(fault),
        )
        answers = [Answer(Label("再试一次"), lambda: self._save(file), "main")]
        if self._leave is not None:
            answers.append(Answer(Label("不另存，退出"), self._leave, "danger"))
        self._ask(words, answers, (Label("再试一次"), lambda: self._save(file)))

    def _ask(self, words: Label, answers: list[Answer], again: tuple[Label, Callable[[], object]]) -> None:
        """In a question, and in the banner for whoever presses it away."""
        self._window.add_notice(Notice(LOST, words, "error", [again], rank=3))
        ask(self._window, TITLE, words, [*answers, Answer(Label("先不管"))], default=0, tone="error")

    def _leave_for(self, path: Path) -> None:
        if self._lost is not None and self._is_old(self._lost):
            self._save(self._lost)
            return
        pc_settings.save(replace(pc_settings.load(), last_file=str(path)))
        if self._leave is not None:
            self._leave()

    def _go_on(self, path: Path) -> None:
        if self._desk.file is None:
            return
        if self._is_old(self._desk.file):
            self._save(self._desk.file)
            return
        self._forget()
        unsaved = unsaved_drafts()
        file = self._desk.let_go()

        def failed(fault: KnownError) -> None:
            self._desk.forget_held()
            self._desk.ways.ask_password(path, told(fault))

        self._jobs.run(lambda: rescue.go_on_with(file, path, unsaved), self._desk.enter, failed, owner=self._window)
