"""Keeping what stands on a household's page: one saving after the other, nothing that was asked meanwhile is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.errors import ErrorCode, KnownError
from app.i18n import Label
from app.models.store.database import Database
from app.services.hardship import Move, SavedCase
from app.views.hardship import work
from app.views.hardship.removal import Kept, ask_removal
from app.views.hardship.work import OpenedCase
from app.views.kit.ask import tell_fault
from app.views.kit.held import Held
from app.views.page import Shell

if TYPE_CHECKING:
    from app.views.hardship.case_page import CasePage

Then = Callable[[], object]


class CaseSaving:
    """Saves for one page; `is_going_on` until the file has answered."""

    def __init__(self, page: CasePage, shell: Shell, database: Database) -> None:
        self._page, self._shell, self._database = page, shell, database
        self._held = Held(page)
        self.is_going_on = False
        self._next: Callable[[Then | None], object] | None = None  # asked for while a saving was going on

    def save(self, move: Move | None = None, *, then: Then | None = None) -> None:
        """Keep everything in one deed, with a step to another stage; what is wrong is shown beside its cell."""
        page, database = self._page, self._database
        if page.opened is None:
            return
        if self.is_going_on:
            # What stands on the page is being kept already; a step, and where to go then, follow after it.
            if move is not None or then is not None:
                self._next = lambda after: self._save_next(move, then or after)
            return
        draft = page.draft()
        self.is_going_on = True
        self._held.hold(page.parts)
        page.refresh()
        self._shell.jobs.run(
            lambda: work.keep(database, draft, move), lambda kept: self._kept(*kept, then), self._refused, owner=page
        )

    def _save_next(self, move: Move | None, then: Then | None) -> None:
        """A step that was asked for meanwhile, unless it is taken already: 转为在档 was pressed twice."""
        opened = self._page.opened
        if move is not None and opened is not None and opened.sheet.stage != move.stage:
            self.save(move, then=then)
        elif then is not None:
            then()

    def ask_removal(self) -> None:
        """撤档: its day and its reason; what stands on the page is kept with it."""
        page, database = self._page, self._database
        if self.is_going_on:
            self._next = lambda after: self.ask_removal()
            return
        if page.opened is None or page.parts is None or page.parts.first_refusal():
            return
        draft = page.draft()

        def keep(move: Move) -> Kept:
            return work.keep(database, draft, move)

        ask_removal(page, self._shell.jobs, page.opened.removal, keep, lambda kept: self._kept(*kept))

    def _kept(self, saved: SavedCase, opened: OpenedCase, then: Then | None = None) -> None:
        self.is_going_on = False
        self._page.show_case(opened)
        self._held.release()
        self._shell.done(saved.said)
        self._page.saved.emit(saved.case_id)
        following, self._next = self._next, None
        if following is not None:
            following(then)
        elif then is not None:
            then()

    def _refused(self, fault: KnownError) -> None:
        self.is_going_on, self._next = False, None
        self._held.release()
        parts = self._page.parts
        assert parts is not None
        parts.ask_for(fault.problems)
        self._page.refresh()
        if fault.code is not ErrorCode.BAD_INPUT or not parts.first_refusal():
            tell_fault(self._page, fault, Label("没有保存"))
