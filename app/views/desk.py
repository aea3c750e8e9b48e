"""What happens around the pages: opening a file, first run, lock, undo, restore. It owns the open file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.errors import ErrorCode, KnownError
from app.i18n import Label
from app.models.store import undo
from app.models.store.keyfile import data_folder
from app.models.store.recovery_code import grouped
from app.models.store.undo import DeedLine
from app.services import files, pc_settings
from app.services.due import BACKUP_DAYS
from app.services.files import SUFFIX, NewFile, OpenFile, Unlock
from app.views import desk_work
from app.views.deeds_dialog import LISTED, DeedsDialog
from app.views.frame import MainWindow
from app.views.help_dialog import HelpDialog
from app.views.jobs import DatabaseThread
from app.views.kit.notices import Notice
from app.views.unlock.code import RecoveryCode
from app.views.unlock.first_run import FirstRun
from app.views.unlock.new_union import NewUnion
from app.views.unlock.password import Password, Recover

FREE_TRIES = 3
LONGEST_WAIT_S = 60
HOME = "home"


class Desk(QObject):
    """Opens and closes the file, and tells the window what has changed."""

    _changed = Signal(object)  # the tables changed by a deed, from the database thread

    def __init__(self, window: MainWindow, jobs: DatabaseThread) -> None:
        super().__init__(window)
        self.window = window
        self.jobs = jobs
        self.file: OpenFile | None = None
        self._wrong = 0
        self._changed.connect(self._records_changed)
        window.undo_asked.connect(self.undo)
        window.redo_asked.connect(self.redo)
        window.lock_asked.connect(self.lock)
        window.restore_asked.connect(self.restore)
        window.history_asked.connect(self.show_history)
        window.help_asked.connect(lambda _: self.show_help())

    # --- ways in

    def start(self, path: Path | None) -> None:
        """Ask for the password of a file, or show the three ways to begin where there is none."""
        if path is None:
            self.first_run()
        else:
            self.ask_password(path)

    def first_run(self) -> None:
        """新建, 从U盘恢复, 看示例."""
        cover = FirstRun()
        cover.new_asked.connect(self.ask_new)
        cover.sample_asked.connect(self.open_sample)
        cover.open_asked.connect(self.choose_file)
        cover.restore_asked.connect(self.choose_backup)
        self.window.cover(cover)

    def ask_new(self) -> None:
        """The union's name and a password."""
        cover = NewUnion()
        cover.back_asked.connect(self.first_run)
        cover.create_asked.connect(lambda name, password: self._create(cover, name, password))
        self.window.cover(cover)

    def _create(self, cover: NewUnion, name: str, password: str) -> None:
        def make() -> NewFile:
            return files.create(desk_work.new_path(name), name, password)

        self.jobs.run(make, self._show_code, refuse_on(cover), owner=cover)

    def _show_code(self, new: NewFile) -> None:
        cover = RecoveryCode(grouped(new.recovery_code))
        cover.confirmed.connect(lambda: self.enter(new.file))
        self.window.cover(cover)

    def ask_password(self, path: Path, refusal: Label | None = None) -> None:
        """The password of a file that is closed."""
        cover = Password(path.stem)

        def failed(fault: KnownError) -> None:
            cover.refuse(told(fault))
            cover.ready()
            if fault.code == ErrorCode.WRONG_PASSWORD:
                self._slow_down(cover)

        def opened(file: OpenFile) -> None:
            self._wrong = 0
            self.enter(file)

        cover.given.connect(
            lambda password: self.jobs.run(
                lambda: files.open_file(path, files.by_password(password)), opened, failed, owner=cover
            )
        )
        cover.recover_asked.connect(lambda: self.ask_recovery(path))
        cover.other_asked.connect(self.first_run)
        self.window.cover(cover)
        if refusal is not None:
            cover.refuse(refusal)

    def _slow_down(self, cover: Password) -> None:
        self._wrong += 1
        if self._wrong > FREE_TRIES:
            cover.wait(min(2 ** (self._wrong - FREE_TRIES), LONGEST_WAIT_S))

    def ask_recovery(self, path: Path) -> None:
        """The recovery code and a new password."""
        cover = Recover()
        cover.back_asked.connect(lambda: self.ask_password(path))

        def open_with(code: str, password: str) -> OpenFile:
            files.check_new_password(password)
            return files.change_password(files.open_file(path, files.by_recovery_code(code)), password)

        cover.given.connect(
            lambda code, password: self.jobs.run(
                lambda: open_with(code, password), self.enter, refuse_on(cover), owner=cover
            )
        )
        self.window.cover(cover)

    def choose_file(self) -> None:
        """A file that is already on this PC."""
        chosen = self.window.dialogs.open_path(self.window, Label("打开资料"), f"*{SUFFIX}")
        if chosen:
            self.ask_password(Path(chosen))

    def choose_backup(self) -> None:
        """A backup to begin with, on a PC where there is nothing yet."""
        chosen = self.window.dialogs.open_path(self.window, Label("从备份恢复"), "*.xjbak")
        if chosen:
            backup = Path(chosen)
            self._ask_backup_password(backup, desk_work.new_path(backup.stem.split("-")[0]))

    def _ask_backup_password(self, backup: Path, target: Path) -> None:
        cover = Password(backup.stem)

        def failed(fault: KnownError) -> None:
            cover.refuse(told(fault))
            cover.ready()

        def restored(file: OpenFile) -> None:
            self.enter(file)
            self.window.done(Label("已从备份恢复。"), can_undo=False)

        cover.given.connect(
            lambda password: self.jobs.run(
                lambda: desk_work.put_back(backup, target, files.by_password(password)), restored, failed, owner=cover
            )
        )
        cover.other_asked.connect(self.first_run)
        self.window.cover(cover)

    def open_sample(self) -> None:
        """The made-up union, made anew when it is not there yet."""
        path = data_folder() / "示例" / f"示例工会{SUFFIX}"

        def opened(file: OpenFile) -> None:
            self.enter(file)
            self.window.add_notice(Notice("sample", Label("这是示例，里面的人都是编的，可以随便改。"), "information"))

        self.jobs.run(lambda: desk_work.sample_file(path), opened, self.window.tell_fault, owner=self)

    # --- the open file

    def enter(self, file: OpenFile) -> None:
        """Show the pages of an open file."""
        self.file = file
        file.database.subscribe(self._changed.emit)
        self.window.use(file)
        self.window.cover(None)
        self.window.go_to(HOME)
        pc_settings.save(replace(pc_settings.load(), last_file=str(file.database.path)))
        self._refresh()

    def _records_changed(self, types: frozenset[str]) -> None:
        self.window.records_changed(types)
        self._refresh()

    def _refresh(self) -> None:
        """What the frame shows of the file: the union's name, the names of undo and redo, the age of the backup."""
        if self.file is not None:
            file = self.file
            self.jobs.run(lambda: desk_work.facts(file), self._show_facts, owner=self.window)

    def _show_facts(self, found: tuple[str, tuple[Label | None, Label | None], int | None]) -> None:
        name, names, age = found
        self.window.name_union(name)
        self.window.menus.name_undo(*names)
        tone = "warning" if age is None or age > BACKUP_DAYS else "secondary"
        self.window.status.show_backup(desk_work.backup_words(age), tone)

    def undo(self) -> None:
        """Take back the last deed."""
        self._turn(undo.undo, Label("已撤销。"))

    def redo(self) -> None:
        """Do again what was taken back."""
        self._turn(undo.redo, Label("已重做。"))

    def _turn(self, turn: Callable[..., int], words: Label) -> None:
        if self.file is not None:
            database = self.file.database
            self.jobs.run(
                lambda: turn(database),
                lambda _: self.window.done(words, can_undo=False),
                self.window.tell_fault,
                owner=self.window,
            )

    def show_help(self) -> None:
        """F1: the keys."""
        page = self.window.page
        HelpDialog(self.window, [*self.window.actions(), *(page.actions() if page else [])]).open()

    def show_history(self) -> None:
        """撤销历史: the last deeds, one of which can be taken back."""
        if self.file is not None:
            database = self.file.database
            self.jobs.run(lambda: undo.deeds(database, LISTED), self._show_deeds, owner=self.window)

    def _show_deeds(self, deeds: list[DeedLine]) -> None:
        DeedsDialog(self.window, deeds, self._undo_one).open()

    def _undo_one(self, deed_id: int) -> None:
        self._turn(lambda database: undo.undo(database, deed_id), Label("已撤销。"))

    def lock(self) -> None:
        """Hide everything until the password is given again; what was typed stays."""
        if self.file is None:
            return
        keys, cover = self.file.keys, Password(self.file.database.path.stem, locked=True)

        def failed(fault: KnownError) -> None:
            cover.refuse(told(fault))
            cover.ready()

        cover.given.connect(
            lambda password: self.jobs.run(
                lambda: keys.unlock_password(password), lambda _: self.window.cover(None), failed, owner=cover
            )
        )
        self.window.cover(cover)

    def restore(self, backup: Path, unlock: Unlock) -> None:
        """Put a backup in the place of the open file; the present one is kept under a second name."""
        if self.file is None:
            return
        file, path = self.file, self.file.database.path

        def failed(fault: KnownError) -> None:
            self.ask_password(path, told(fault))

        def restored(opened: OpenFile) -> None:
            self.enter(opened)
            self.window.done(Label("已从备份恢复；原来的资料换了名字，留在旁边。"), can_undo=False)

        self.file = None
        self.window.use(None)
        self.jobs.run(lambda: desk_work.swap(file, backup, path, unlock), restored, failed, owner=self.window)

    def close(self) -> None:
        """Let go of the file; called when the window is gone."""
        if self.file is not None:
            self.file.close()
            self.file = None


def refuse_on(cover: NewUnion | Recover) -> Callable[[KnownError], None]:
    """Show a fault on a cover; everything typed stays."""
    return lambda fault: cover.refuse(told(fault))


def told(fault: KnownError) -> Label:
    """A fault in one line: its problems where it names some, else what happened and what to do."""
    if fault.problems:
        return Label("{what}", what="；".join(str(problem.what) for problem in fault.problems))
    return Label("{what}{next}", what=fault.what, next=fault.next)
