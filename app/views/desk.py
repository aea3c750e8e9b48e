"""What happens around the pages: which file is open, what the frame says of it, undo. It owns the open file."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.errors import KnownError
from app.i18n import Label
from app.models.store import undo
from app.models.store.database import Database
from app.models.store.undo import DeedLine
from app.services import drafts, pc_settings, rescue, samples, turning
from app.services.drafts import Draft
from app.services.due import BACKUP_DAYS
from app.services.files import OpenFile, Unlock
from app.services.turning import Turned
from app.views import desk_work
from app.views.deeds_dialog import LISTED, DeedsDialog
from app.views.desk_leaving import Leaving
from app.views.desk_lock import Lock
from app.views.desk_moves import Moves
from app.views.desk_rescue import Rescue
from app.views.desk_sample import SampleBanner
from app.views.desk_ways import HOME as HOME
from app.views.desk_ways import WaysIn
from app.views.desk_work import Facts
from app.views.frame import MainWindow
from app.views.help_dialog import HelpDialog
from app.views.idle import Idle
from app.views.jobs import DatabaseThread
from app.views.kit.near import backup_day, backup_words
from app.views.kit.notices import Notice
from app.views.page import PageView

CLOCK = "clock"


class Desk(QObject):
    """Opens and closes the file, and tells the window what has changed."""

    _changed = Signal(object)  # the tables changed by a deed, from the database thread

    def __init__(self, window: MainWindow, jobs: DatabaseThread, idle: Idle | None = None) -> None:
        super().__init__(window)
        self.window, self.jobs = window, jobs
        self.file: OpenFile | None = None
        self._clock_told: OpenFile | None = None
        self._held: OpenFile | None = None  # open, but not yet or no longer shown
        self.ways = WaysIn(self)
        self.lock = Lock(self, idle or Idle(window))
        self.leaving = Leaving(self)
        self.moves = Moves(self)
        self.rescue = Rescue(self)
        self._sample = SampleBanner(self)
        self._changed.connect(self._records_changed)
        window.undo_asked.connect(self.undo)
        window.redo_asked.connect(self.redo)
        window.history_asked.connect(self.show_history)
        window.help_asked.connect(lambda _: self.show_help())

    def start(self, path: Path | None, unlock: Unlock | None = None) -> None:
        """Begin with a file, or with the three ways to begin; `unlock` opens it without asking."""
        self.ways.start(path, unlock)

    # --- the open file

    def enter(self, file: OpenFile, page: str = HOME) -> None:
        """Show the pages of an open file."""
        self.file, self._held = file, None
        file.database.subscribe(self._changed.emit)
        self.window.use(file)
        self.window.cover(None)
        self.window.go_to(page)
        pc_settings.save(replace(pc_settings.load(), last_file=str(file.database.path)))
        self._refresh()
        is_sample = samples.is_sample(file.database.path)
        self.lock.idle.watch(not is_sample)
        if is_sample:
            self._sample.show()
        self.jobs.run(lambda: drafts.kept(file.database), partial(self._offer_drafts, file), owner=self.window)

    def hold(self, file: OpenFile) -> None:
        """This file is open, though no page shows it; it is closed with the window."""
        self._held = file

    def let_go(self) -> OpenFile:
        """Show the open file no longer: its pages are gone, and whoever asked has it now."""
        file, self.file, self._clock_told = self.file, None, None
        assert file is not None
        self.hold(file)
        self.lock.idle.watch(False)
        self.window.forget()
        return file

    def forget_held(self) -> None:
        """The file that was held is closed, or somebody else's affair."""
        self._held = None

    def close(self) -> None:
        """Let go of the file; called when the window is gone."""
        if self.file is not None:
            self.file.close()
        if self._held is not None:
            with suppress(KnownError):  # a locked window may hold a lost file that could not be copied before
                rescue.close(self._held)
            self._held.close()
        self.file = self._held = None

    # --- what was left half filled in

    def _offer_drafts(self, file: OpenFile, found: list[Draft]) -> None:
        if file is not self.file:
            return  # another file is in its place: it has none of them
        keys = {page.key for page in self.window.pages}
        for draft in found:
            if draft.page in keys:
                actions = [
                    (Label("接着填"), partial(self._go_on_with, draft)),
                    (Label("丢弃"), partial(self._drop, draft)),
                ]
                words = Label("上次填到一半的“{name}”还在。", name=draft.name)
                self.window.add_notice(Notice(draft.token, words, actions=actions, rank=1))

    def _go_on_with(self, draft: Draft) -> None:
        def resume(page: PageView) -> None:
            self.window.remove_notice(draft.token)
            page.resume(draft)

        self.window.go_and(draft.page, resume)

    def _drop(self, draft: Draft) -> None:
        self.window.remove_notice(draft.token)
        if self.file is not None:
            database = self.file.database
            self.jobs.run(
                lambda: drafts.drop(database, draft.token), lambda _: None, self.window.tell_fault, owner=self.window
            )

    # --- what the frame shows of it

    def _records_changed(self, types: frozenset[str]) -> None:
        self.window.records_changed(types)
        self._refresh()

    def _refresh(self) -> None:
        """The union's name, the names of undo and redo, the age of the backup."""
        if self.file is not None:
            file = self.file
            self.jobs.run(lambda: desk_work.facts(file), partial(self._show_facts, file), owner=self.window)

    def _show_facts(self, file: OpenFile, found: Facts) -> None:
        if file is not self.file:
            return  # locked or closed meanwhile
        self.window.name_union(found.union)
        self.window.menus.name_undo(found.undo, found.redo)
        tone = "warning" if found.age is None or found.age > BACKUP_DAYS else "secondary"
        self.window.status.show_backup(backup_words(found.age), tone, backup_day(found.age))
        self.leaving.remind(found.due)
        self._doubt_clock(file, found.clock)

    def _doubt_clock(self, file: OpenFile, doubt: Label | None) -> None:
        """Once for each opening: after the next save the wrong day would look right."""
        if doubt is not None and file is not self._clock_told and not samples.is_sample(file.database.path):
            self._clock_told = file
            seen = (Label("知道了"), lambda: self.window.remove_notice(CLOCK))
            self.window.add_notice(Notice(CLOCK, doubt, "warning", [seen]))

    # --- undo

    def undo(self) -> None:
        """Take back the last deed."""
        self._turn(turning.take_back, lambda name: Label("已撤销：{name}", name=name))

    def redo(self) -> None:
        """Do again what was taken back."""
        self._turn(turning.do_again, lambda name: Label("已重做：{name}", name=name), can_redo=False)

    def _turn(
        self, turn: Callable[[Database], Turned], words: Callable[[Label], Label], *, can_redo: bool = True
    ) -> None:
        file = self.file
        if file is None:
            return

        def done(turned: Turned) -> None:
            if file is self.file:
                self.window.done(words(turned.name), can_undo=not can_redo, can_redo=can_redo)
                self.window.show_back(turned.back)

        self.jobs.run(lambda: turn(file.database), done, self.window.tell_fault, owner=self.window)

    def show_history(self) -> None:
        """撤销历史: the last deeds, one of which can be taken back."""
        if self.file is not None:
            file = self.file
            self.jobs.run(lambda: undo.deeds(file.database, LISTED), partial(self._show_deeds, file), owner=self.window)

    def _show_deeds(self, file: OpenFile, deeds: list[DeedLine]) -> None:
        if file is self.file:  # the same number is another deed in another file
            DeedsDialog(self.window, deeds, self._undo_one).open()

    def _undo_one(self, deed_id: int) -> None:
        self._turn(
            lambda database: turning.take_back(database, deed_id), lambda name: Label("已撤销：{name}", name=name)
        )

    def show_help(self) -> None:
        """F1: the keys."""
        page = self.window.page
        of_page = [deed for deeds in page.menu_deeds().values() for deed in deeds] if page is not None else []
        HelpDialog(self.window, [*self.window.actions(), *of_page]).open()
