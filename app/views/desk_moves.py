"""Putting another file in the place of the open one: a backup, the file from before a restore, another folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject

from app.errors import NOTHING_CHANGED, ErrorCode, KnownError
from app.i18n import Label
from app.services import moving
from app.services.files import OpenFile, Unlock
from app.services.moving import Moved
from app.services.samples import is_sample
from app.views import desk_work
from app.views.desk_ways import told
from app.views.desk_work import Swapped
from app.views.kit.ask import Answer, ask
from app.views.kit.notices import Notice
from app.views.kit.step_progress import Steps
from app.views.settings_places import Place
from app.views.unlock.working import Working

if TYPE_CHECKING:
    from app.views.desk import Desk

T = TypeVar("T")
RESTORED = "restored"


class Moves(QObject):
    """Each of them closes the file, works with progress and 停止, and opens what is there then."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk, self._window, self._jobs = desk, desk.window, desk.jobs
        self._window.restore_asked.connect(self.restore)
        self._window.undo_restore_asked.connect(self.undo_restore)
        self._window.move_asked.connect(self.move)

    # --- a backup

    def restore(self, backup: Path, unlock: Unlock) -> None:
        """Put a backup in the place of the open file; the present one is kept under a second name."""

        def work(file: OpenFile, steps: Steps) -> Swapped:
            return desk_work.swap(file, backup, unlock, steps.progress, steps.cancelled)

        leaves = Label("停止后，现在的资料照原样接着用，备份也没动。")
        self._work(Label("正在换上备份"), leaves, work, self._restored)

    def _restored(self, swapped: Swapped) -> None:
        self._desk.enter(swapped.file, "backup" if swapped.fault else "home")
        if self._has_failed(swapped):
            return
        if swapped.kept is not None:
            kept = swapped.kept
            actions = [
                (Label("撤销恢复"), lambda: self._ask_undo(kept)),
                (Label("知道了"), lambda: self._window.remove_notice(RESTORED)),
            ]
            words = Label("已从备份恢复。原来的资料换了名字，留在旁边。")
            self._window.add_notice(Notice(RESTORED, words, "good", actions, rank=1))
        else:
            self._window.done(Label("已从备份恢复。"), can_undo=False)

    def _has_failed(self, swapped: Swapped) -> bool:
        if isinstance(swapped.fault, KnownError):
            self._desk.rescue.met(swapped.fault)
            if swapped.fault.code is not ErrorCode.REPLACED:  # of that the rescue speaks
                self._window.tell_fault(swapped.fault)
        elif swapped.fault is not None:
            self._jobs.bug_found.emit(swapped.fault)
        return swapped.fault is not None

    def _ask_undo(self, kept: Path) -> None:
        if self._window.page is not None:
            self._window.page.leave(lambda: self.undo_restore(kept))

    def undo_restore(self, kept: Path) -> None:
        """Put the file from before a restore back in its place; the restored one is kept in turn."""
        title = Label("正在换回恢复前的资料")
        leaves = Label("这一步很快，做完就好。")
        self._work(title, leaves, lambda file, _: desk_work.swap_back(file, kept), self._put_back)

    def _put_back(self, swapped: Swapped) -> None:
        self._desk.enter(swapped.file)
        if not self._has_failed(swapped):
            self._window.done(Label("已换回恢复前的资料。刚才恢复的那份也换了名字，留在旁边。"), can_undo=False)

    # --- another folder

    def move(self, folder: Path) -> None:
        """Move the file into another folder, after a question where something speaks against it."""
        file = self._desk.file
        if file is None:
            return

        def decide(warning: Label | None) -> None:
            if warning is None:
                self._move(folder)
            else:
                answers = [Answer(Label("还是搬到那里"), lambda: self._move(folder)), Answer(Label("不搬了"))]
                ask(self._window, Label("搬到别的文件夹"), warning, answers)

        self._jobs.run(lambda: moving.warning(folder, file), decide, self._window.tell_fault, owner=self._window)

    def _move(self, folder: Path) -> None:
        def work(file: OpenFile, steps: Steps) -> Moved | Swapped:
            try:
                return moving.move(file, folder, progress=steps.progress, cancelled=steps.cancelled)
            except Exception as fault:
                return Swapped(file, fault)

        leaves = Label("停止后，资料还在原来的地方，新文件夹里什么都不留。")
        self._work(Label("正在搬资料"), leaves, work, self._moved)

    def _moved(self, moved: Moved | Swapped) -> None:
        self._desk.enter(moved.file, "settings")
        self._window.go_to("settings", Place.WHERE)
        if isinstance(moved, Swapped):
            self._has_failed(moved)
        else:
            words = Label("资料搬好了，核对过一样。原来的那份改了名字，留在原处。")
            self._window.done(words, can_undo=False)

    # --- in common

    def _work(
        self, title: Label, leaves: Label, work: Callable[[OpenFile, Steps], T], done: Callable[[T], object]
    ) -> None:
        if self._desk.file is None:
            return
        if is_sample(self._desk.file.database.path):
            self._window.tell_fault(_only_the_sample())
            return
        path, steps = self._desk.file.database.path, Steps(self)
        file = self._desk.let_go()
        self._window.cover(Working(title, leaves, steps))

        def failed(fault: KnownError) -> None:
            self._desk.forget_held()
            self._desk.ways.ask_password(path, told(fault))

        self._jobs.run_long(lambda _: work(file, steps), done, failed, owner=self._window)


def _only_the_sample() -> KnownError:
    """One's own data may not come to lie where 删除示例 removes everything."""
    return KnownError(
        ErrorCode.STATE,
        Label("现在开着的是示例，不能换上备份，也不能搬走。"),
        safe=NOTHING_CHANGED,
        next=Label("先按“删除示例”，再在开始那一页选“从U盘恢复”或“新建”。"),
    )
