"""Speaks of a backup that is due: in the banner, and in one question when the window is closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.errors import ErrorCode, KnownError
from app.i18n import Label
from app.services import reminding, samples
from app.services.today import today
from app.views.kit.ask import Answer, ask
from app.views.kit.notices import Notice

if TYPE_CHECKING:
    from app.views.desk import Desk

DUE = "backup-due"
BACKUP = "backup"
NOW, LATER = Label("现在备份"), Label("明天再说")


class Leaving(QObject):
    """Reminds of the backup, and asks before the window is closed without one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk, self._window = desk, desk.window
        self._window.before_leaving = self.ask

    def remind(self, due: Label | None) -> None:
        """Show in the banner why a backup is due, or take it away."""
        file = self._desk.file
        if due is None or file is None or samples.is_sample(file.database.path):
            self._window.remove_notice(DUE)
        else:
            actions = [(NOW, self._back_up), (LATER, lambda: self._put_off(lambda: None))]
            self._window.add_notice(Notice(DUE, due, "warning", actions))

    def ask(self, then: Callable[[], object]) -> None:
        """Go on with `then`, at once or after the question."""
        file = self._desk.file
        if file is None or samples.is_sample(file.database.path):
            then()
            return

        def decide(due: Label | None) -> None:
            if due is None:
                then()
                return
            answers = [
                Answer(NOW, self._back_up, "main"),
                Answer(LATER, lambda: self._put_off(then)),
                Answer(Label("取消")),
            ]
            ask(self._window, Label("退出前备份一下"), due, answers, default=0)

        def look() -> Label | None:
            file.database.check_in_place()
            return reminding.backup_due(file.database, today())

        self._desk.jobs.run(look, decide, lambda fault: self._failed(fault, then), owner=self._window)

    def _failed(self, fault: KnownError, then: Callable[[], object]) -> None:
        """Only one fault keeps the window open: a file that nobody would find again."""
        if fault.code is ErrorCode.REPLACED:
            self._desk.rescue.leave(then)
        else:
            then()

    def _back_up(self) -> None:
        self._window.go_to(BACKUP)

    def _put_off(self, then: Callable[[], object]) -> None:
        file = self._desk.file
        self._window.remove_notice(DUE)
        if file is not None:
            # Whether or not that could be noted: the user has decided.
            self._desk.jobs.run(
                lambda: reminding.put_off(file.database, today()),
                lambda _: then(),
                lambda fault: self._failed(fault, then),
                owner=self._window,
            )
