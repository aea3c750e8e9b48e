"""The lock: nothing of the data is left in the window, the file is closed and its key dropped; drafts stay in the file.

Ctrl+L, or nobody at the window for five minutes. What runs is finished first: a deed begun is never cut off.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from shiboken6 import isValid

from app.i18n import Label
from app.services import pc_settings, rescue
from app.views.desk_ways import told
from app.views.drafts import DraftKeeper
from app.views.garbage import collect_everything
from app.views.idle import WARN_BEFORE_S, Idle
from app.views.kit.notices import Notice
from app.views.unlock.password import Password

if TYPE_CHECKING:
    from app.errors import KnownError
    from app.services.drafts import Draft
    from app.services.files import OpenFile
    from app.views.desk import Desk
    from app.views.record_list.inline import CellInPlace

SOON = "lock-soon"
AGAIN_MS = 50


class Lock(QObject):
    """Locks the window of a desk."""

    def __init__(self, desk: Desk, idle: Idle) -> None:
        super().__init__(desk)
        self._desk, self._window, self._jobs, self.idle = desk, desk.window, desk.jobs, idle
        self._is_locking = False
        self._unsaved: list[Draft] = []
        self._window.lock_asked.connect(self.lock)
        idle.warned.connect(self._warn)
        idle.woke.connect(lambda: self._window.remove_notice(SOON))
        idle.passed.connect(self.lock)

    def _warn(self) -> None:
        words = Label("{n} 秒后锁上，填到一半的会留着。动一下键盘或鼠标就不锁。", n=int(WARN_BEFORE_S))
        self._window.add_notice(Notice(SOON, words, "warning", rank=2))

    def lock(self) -> None:
        """Cover everything at once; then finish what runs, and put everything away."""
        if self._desk.file is None or self._is_locking:
            return
        self._is_locking = True
        self.idle.watch(False)
        self._unsaved = unsaved_drafts()
        for keeper in keepers():
            keeper.now()
        for cell in _open_cells():
            cell.give_up()  # put aside above; without Enter it is no deed
        cover = self._desk.ways.password_cover(self._desk.file.database.path, locked_at=self._window.current_key)
        cover.open.off(Label("正在锁上"))
        if (given_up := _given_up()) is not None:
            cover.refuse(given_up)
        _close_others(self._window)
        self._window.cover(cover)
        self._shut_when_done(cover)

    def _shut_when_done(self, cover: Password) -> None:
        """Once the line of jobs is empty and no dialog of the desktop waits for an answer."""

        def look() -> None:
            if self._jobs.is_idle and not _open_dialogs():
                self._shut(cover)
            else:
                _close_others(self._window)  # what a job on its way has opened since
                QTimer.singleShot(AGAIN_MS, self, lambda: self._shut_when_done(cover))

        self._jobs.run(lambda: None, lambda _: look())

    def _shut(self, cover: Password) -> None:
        page, file, unsaved = self._window.current_key, self._desk.let_go(), self._unsaved
        self._unsaved = []
        self._jobs.run(
            lambda: rescue.close(file, unsaved),
            lambda copy: self._shut_now(cover, page, copy),
            lambda fault: self._not_shut(file, page, fault),
        )

    def _shut_now(self, cover: Password, page: str, copy: Path | None) -> None:
        self._desk.forget_held()
        self._is_locking = False
        collect_everything()  # what the pages held is gone now, and not at some later moment
        if copy is not None:
            pc_settings.save(replace(pc_settings.load(), last_file=str(copy)))
            cover = self._desk.ways.password_cover(copy, locked_at=page)
            cover.refuse(Label("原来的资料文件不见了。以前保存的全部内容已经另存到“{path}”，密码不变。", path=copy))
            self._window.cover(cover)
        elif isValid(cover):
            cover.open.on()

    def _not_shut(self, file: OpenFile, page: str, fault: KnownError) -> None:
        """Its file is gone and could not be copied: closed now, all that was saved would be lost. So it stays open."""
        self._is_locking = False
        cover = Password(file.database.path.stem, locked=True)

        def opened() -> None:
            self._desk.enter(file, page)
            self._desk.rescue.look()

        def refused(wrong: KnownError) -> None:
            cover.refuse(told(wrong))
            cover.ready()

        cover.given.connect(
            lambda password: self._jobs.run(
                lambda: file.keys.unlock_password(password), lambda _: opened(), refused, owner=cover
            )
        )
        cover.recover_asked.connect(lambda: cover.refuse(Label("现在只能用密码打开。")))
        self._window.cover(cover)
        cover.refuse(
            Label(
                "资料文件不见了，想另存一份，没有存成：{why}以前保存的都还在，先别关机。填密码，接着处理。",
                why=told(fault),
            )
        )


def unsaved_drafts() -> list[Draft]:
    """What is half filled in at this moment, in any window of the program."""
    return [draft for keeper in keepers() if (draft := keeper.draft) is not None]


def keepers() -> list[DraftKeeper]:
    """Of every form in any window of the program."""
    windows = QApplication.topLevelWidgets()
    return [keeper for window in windows for keeper in window.findChildren(DraftKeeper)]


def _open_cells() -> list[CellInPlace]:
    from app.views.record_list.inline import CellInPlace  # not before the first password: no list is there yet

    return [cell for window in QApplication.topLevelWidgets() for cell in window.findChildren(CellInPlace)]


def _open_dialogs() -> list[QWidget]:
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible()]


def _given_up() -> Label | None:
    """What a dialog that is to be closed will not do any more though it was asked for it."""
    asked = (getattr(each, "give_way", None) for each in _open_dialogs())
    return next((words for give_way in asked if give_way is not None and (words := give_way())), None)


def _close_others(window: QWidget) -> None:
    """Menus, dialogs, second windows: nothing may lie before the lock."""
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
    for each in QApplication.topLevelWidgets():
        if isinstance(each, QDialog):
            each.reject()  # no answer was given; one that is about to be made still ends by itself
        elif each is not window and each.isVisible() and each.isWindow():
            each.hide()
            each.deleteLater()
