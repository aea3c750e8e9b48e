"""The way in with a backup: on a PC where there is nothing yet, or beside what is there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import KnownError
from app.i18n import Label
from app.services.backup import Glance, by_its_password, by_its_recovery_code, glance
from app.services.drives import Drive, removable_drives
from app.services.files import OpenFile
from app.views import desk_work
from app.views.kit.near import spoken
from app.views.unlock.password import Password, Recover

if TYPE_CHECKING:
    from app.views.desk import Desk


class FromBackup:
    """Asks for a backup, looks at it, asks for its password or recovery code, and opens what comes out of it."""

    def __init__(
        self, desk: Desk, back: Callable[[], None], refused: Callable[[Password | Recover, KnownError], None]
    ) -> None:
        """`back`: shows the page before; `refused`: shows a fault on a page."""
        self._desk, self._window, self._jobs = desk, desk.window, desk.jobs
        self._back, self._refused = back, refused

    def choose(self) -> None:
        """A file on the first stick that is plugged in, or anywhere."""
        self._jobs.run(removable_drives, self._choose, owner=self._window)

    def _choose(self, drives: Sequence[Drive]) -> None:
        first = drives[0].root if drives else None
        chosen = self._window.dialogs.open_path(self._window, Label("从备份恢复"), "*.xjbak", first)
        if chosen:
            backup = Path(chosen)
            self._jobs.run(
                lambda: glance(backup),
                lambda found: self._ask_password(backup, found),
                self._window.tell_fault,
                owner=self._window,
            )

    def _ask_password(self, backup: Path, found: Glance) -> None:
        cover = Password(backup_title(found), of_backup=backup_words(found))
        self._connect(cover, lambda password: _put_back(backup, found, password))
        cover.recover_asked.connect(lambda: self._ask_code(backup, found))
        cover.other_asked.connect(self._back)
        self._window.cover(cover)

    def _ask_code(self, backup: Path, found: Glance) -> None:
        cover = Recover(of_backup=True)
        self._connect(cover, lambda code, password: _put_back_by_code(backup, found, code, password))
        cover.back_asked.connect(lambda: self._ask_password(backup, found))
        self._window.cover(cover)

    def _connect(self, cover: Password | Recover, work: Callable[..., OpenFile]) -> None:
        def ask(*typed: str) -> None:
            self._jobs.run(lambda: work(*typed), self._restored, lambda fault: self._refused(cover, fault), owner=cover)

        cover.given.connect(ask)

    def _restored(self, file: OpenFile) -> None:
        self._desk.enter(file)
        self._window.done(Label("已从备份恢复。"), can_undo=False)


def backup_title(found: Glance) -> Label:
    """Whose backup it is, as far as its name says so."""
    return Label("{union}的备份", union=found.union) if found.union else Label("职工小家的备份")


def backup_words(found: Glance) -> Label:
    """When it was made, and which password it wants."""
    made = found.made_at.astimezone()
    return Label(
        "{day} {time} 做的备份。请填那一天用的密码；后来换过密码，也填那天的。",
        day=spoken(made.date()),
        time=f"{made:%H:%M}",
    )


def _put_back(backup: Path, found: Glance, password: str) -> OpenFile:
    return desk_work.put_back(backup, desk_work.new_path(found.union), by_its_password(password))


def _put_back_by_code(backup: Path, found: Glance, code: str, password: str) -> OpenFile:
    def open_it() -> OpenFile:
        return desk_work.put_back(backup, desk_work.new_path(found.union), by_its_recovery_code(code))

    return desk_work.opened_anew(open_it, password)
