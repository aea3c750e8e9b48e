"""The ways into a file: first run, a new one, its password or recovery code, a backup, the made-up union."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import ErrorCode, KnownError
from app.i18n import Label
from app.models.store.recovery_code import grouped
from app.services import files, samples
from app.services.files import SUFFIX, NewFile, OpenFile, Unlock
from app.views import desk_work
from app.views.desk_from_backup import FromBackup
from app.views.jobs import Report
from app.views.unlock.code import RecoveryCode
from app.views.unlock.code_paper import print_code
from app.views.unlock.cover import Cover
from app.views.unlock.first_run import FirstRun
from app.views.unlock.new_union import NewUnion
from app.views.unlock.password import Password, Recover
from app.views.unlock.ready import Ready

if TYPE_CHECKING:
    from app.views.desk import Desk

FREE_TRIES = 3
LONGEST_WAIT_S = 60
HOME, MEMBERS = "home", "members"
UPGRADING = Label("资料是旧版本做的，正在转到新版本，原样的一份会留着。资料多时要等一两分钟，先别关电脑。")


class WaysIn:
    """Shows the pages before a file is open; hands the open file to the desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._window, self._jobs = desk, desk.window, desk.jobs
        self._wrong = 0

    def start(self, path: Path | None, unlock: Unlock | None = None) -> None:
        """Ask for the password of a file, or show the three ways to begin where there is none.

        `unlock` opens it without asking; where that fails, the password is asked for.
        """
        if path is None:
            self.first_run()
        elif samples.is_sample(path):
            self.open_sample()
        else:
            cover = self.password_cover(path)
            self._window.cover(cover)
            if unlock is None:
                self._look_whether_free(cover, path)
            else:
                cover.rest_open()
                self._open(cover, path, unlock, HOME)

    def _look_whether_free(self, cover: Password, path: Path) -> None:
        """Whoever started it twice is told at once, not after the password."""
        self._jobs.run(
            lambda: files.require_free(path), lambda _: None, lambda fault: cover.refuse(told(fault)), owner=cover
        )

    def first_run(self) -> None:
        """新建, 从U盘恢复, 看示例."""
        cover = FirstRun()
        cover.new_asked.connect(self.ask_new)
        cover.sample_asked.connect(self.open_sample)
        cover.open_asked.connect(self.choose_file)
        cover.restore_asked.connect(self.choose_backup)
        self._window.cover(cover)

    # --- a new file

    def ask_new(self) -> None:
        """The union's name and a password."""
        cover = NewUnion()
        cover.back_asked.connect(self.first_run)
        cover.create_asked.connect(lambda name, password: self._create(cover, name, password))
        self._window.cover(cover)

    def _create(self, cover: NewUnion, name: str, password: str) -> None:
        def make() -> NewFile:
            return files.create(desk_work.new_path(name), name, password)

        self._jobs.run(make, lambda new: self._show_code(name, new), refuse_on(cover), owner=cover)

    def _show_code(self, name: str, new: NewFile) -> None:
        cover = RecoveryCode(grouped(new.recovery_code), printable=True)
        window, code = self._window, new.recovery_code
        cover.print_asked.connect(lambda: print_code(window, self._jobs, window.printers, cover, name, code))
        cover.confirmed.connect(lambda: self._show_ready(new.file))
        self._desk.hold(new.file)
        self._window.cover(cover)

    def _show_ready(self, file: OpenFile) -> None:
        cover = Ready()
        cover.import_asked.connect(lambda: self._begin_with_import(file))
        cover.later_asked.connect(lambda: self._desk.enter(file))
        self._window.cover(cover)

    def _begin_with_import(self, file: OpenFile) -> None:
        self._desk.enter(file)
        self._window.go_and(MEMBERS, lambda page: page.start_import())

    # --- a file that is closed

    def ask_password(self, path: Path, refusal: Label | None = None) -> None:
        """The password of a file that is closed."""
        self._window.cover(self.password_cover(path))
        if refusal is not None:
            self._refuse(refusal)

    def password_cover(self, path: Path, *, locked_at: str | None = None) -> Password:
        """Asks for a file's password; `locked_at`: the page that was shown when it was locked."""
        cover = Password(path.stem, locked=locked_at is not None, hint=samples.password_hint(path))
        cover.given.connect(lambda password: self._open(cover, path, files.by_password(password), locked_at or HOME))
        cover.recover_asked.connect(lambda: self.ask_recovery(path, locked_at=locked_at))
        cover.other_asked.connect(self.first_run)
        return cover

    def _open(self, cover: Password, path: Path, unlock: Unlock, page: str) -> None:
        def opened(file: OpenFile) -> None:
            self._wrong = 0
            self._enter(file, page)

        self._jobs.run_long(
            lambda report: _opened(path, unlock, report),
            opened,
            lambda fault: self._failed(cover, fault),
            on_progress=lambda *_: cover.tell(UPGRADING),
            owner=cover,
        )

    def _enter(self, file: OpenFile, page: str) -> None:
        """Show a file; what came up to date on opening is told, with where it lies as it was."""
        self._desk.enter(file, page)
        if file.before is not None:
            told = Label("资料已经转到新版本；转之前的那一份留在旁边，叫“{name}”。", name=file.before.stem)
            self._window.done(told, can_undo=False)

    def _failed(self, cover: Password | Recover, fault: KnownError) -> None:
        cover.refuse(told(fault))
        if isinstance(cover, Recover):
            return
        cover.ready()
        if fault.code is ErrorCode.WRONG_PASSWORD:
            self._wrong += 1
            if self._wrong > FREE_TRIES:
                cover.wait(min(2 ** (self._wrong - FREE_TRIES), LONGEST_WAIT_S))

    def _refuse(self, words: Label) -> None:
        if isinstance(self._window.covering, Cover):
            self._window.covering.refuse(words)

    def ask_recovery(self, path: Path, *, locked_at: str | None = None) -> None:
        """The recovery code and a new password."""
        cover = Recover()
        cover.back_asked.connect(lambda: self._window.cover(self.password_cover(path, locked_at=locked_at)))

        def open_with(code: str, password: str, report: Report) -> OpenFile:
            unlock = files.by_recovery_code(code)
            return desk_work.opened_anew(lambda: _opened(path, unlock, report), password)

        cover.given.connect(
            lambda code, password: self._jobs.run_long(
                lambda report: open_with(code, password, report),
                lambda file: self._enter(file, locked_at or HOME),
                refuse_on(cover),
                on_progress=lambda *_: cover.tell(UPGRADING),
                owner=cover,
            )
        )
        self._window.cover(cover)

    def choose_file(self) -> None:
        """A file that is already on this PC."""
        chosen = self._window.dialogs.open_path(self._window, Label("打开资料"), f"*{SUFFIX}")
        if chosen:
            self.ask_password(Path(chosen))

    # --- a backup, the made-up union

    def choose_backup(self) -> None:
        """A backup to begin with, on a PC where there is nothing yet."""
        FromBackup(self._desk, self.first_run, self._failed).choose()

    def open_sample(self) -> None:
        """The made-up union, made anew when it is not there yet."""
        if isinstance(self._window.covering, Cover):
            self._window.covering.rest()
        self._jobs.run(samples.open_sample, self._desk.enter, self._sample_failed, owner=self._window)

    def _sample_failed(self, fault: KnownError) -> None:
        self.first_run()
        self._window.tell_fault(fault)


def _opened(path: Path, unlock: Unlock, report: Report) -> OpenFile:
    """Open a file; `report` is told before an older one is brought up to date."""
    return files.open_file(path, unlock, upgrade=True, on_upgrade=lambda: report(0, 1))


def refuse_on(cover: NewUnion | Recover) -> Callable[[KnownError], None]:
    """Show a fault on a cover; everything typed stays."""
    return lambda fault: cover.refuse(told(fault))


def told(fault: KnownError) -> Label:
    """A fault in one line: its problems where it names some, else what happened and what to do."""
    if fault.problems:
        return Label("{what}", what="；".join(str(problem.what) for problem in fault.problems))
    return Label("{what}{next}", what=fault.what, next=fault.next)
