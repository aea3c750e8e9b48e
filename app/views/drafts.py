"""Keeps what is unsaved in a form for the case of a lock or a crash, and forgets it once nothing is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from app.errors import KnownError
from app.i18n import Label
from app.services import drafts
from app.services.drafts import Draft
from app.views.page import Shell
from app.views.record_list import half_typed

if TYPE_CHECKING:  # the lock needs the keepers; it comes before any page, and so before lists and forms
    from app.views.forms.form import FormView
    from app.views.record_list.panel import RecordList

# After the last key; for somebody who types on and on, this long after the first (reliability A8).
REST_MS, LATEST_MS = 1000, 10_000

CELL = "cell"
"""The part of a page that a half typed cell belongs to."""

Unsaved = tuple[str, Mapping[str, Any]]
"""What the draft is called, and what it holds."""


class DraftKeeper(QObject):
    """Belongs to the widget that is filled in; `unsaved` gives what is in it, or None where nothing could be lost."""

    def __init__(self, form: QWidget, shell: Shell, unsaved: Callable[[], Unsaved | None], part: str = "") -> None:
        super().__init__(form)
        self._form, self._shell, self._unsaved, self._part = form, shell, unsaved, part
        self._token = ""  # of the draft that is kept
        self._rest, self._latest = self._timer(REST_MS), self._timer(LATEST_MS)
        QApplication.instance().focusChanged.connect(self._focus_moved)  # type: ignore[union-attr]

    def _timer(self, milliseconds: int) -> QTimer:
        made = QTimer(self)
        made.setSingleShot(True)
        made.setInterval(milliseconds)
        made.timeout.connect(self.now)
        return made

    @property
    def draft(self) -> Draft | None:
        """What is unsaved at this moment."""
        found = self._unsaved()
        if found is None:
            return None
        self._token = self._token or drafts.new_token()
        name, content = found
        return Draft(self._token, self._shell.current_key, name, content, self._part)

    def soon(self) -> None:
        """Something was typed."""
        self._rest.start()
        if not self._latest.isActive():
            self._latest.start()

    def now(self) -> None:
        """Keep what there is, or forget what was kept."""
        self._rest.stop()
        self._latest.stop()
        if not self._shell.has_file:
            return
        held, draft = self._token, self.draft
        database, say = self._shell.database, self._shell.say

        def failed(fault: KnownError) -> None:
            say(fault.what)

        if draft is not None:
            self._shell.jobs.run(lambda: drafts.keep(database, draft), lambda _: None, failed)
        elif held:
            self._token = ""
            self._shell.jobs.run(lambda: drafts.drop(database, held), lambda _: None, failed)

    def take_on(self, draft: Draft) -> None:
        """From now on the form goes on with this draft: what it keeps stands in its place."""
        self._token = draft.token

    def join(self, draft: Draft, take_over: Callable[[], object]) -> None:
        """Go on with this draft beside what is unsaved already: from then on this one keeps all of it."""
        former, self._token = self._token, draft.token
        take_over()
        if former and former != draft.token:
            self.now()  # all of it stands here before the other one goes
            database, say = self._shell.database, self._shell.say
            self._shell.jobs.run(lambda: drafts.drop(database, former), lambda _: None, lambda fault: say(fault.what))

    def _focus_moved(self, old: QWidget | None, new: QWidget | None) -> None:
        inside = new is not None and (new is self._form or self._form.isAncestorOf(new))
        if old is not None and not inside and self._rest.isActive():
            self.now()


def keep_form(form: FormView, shell: Shell, name_field: str = "", part: str = "") -> DraftKeeper:
    """Keep what is unsaved in an ordinary form."""

    def unsaved() -> Unsaved | None:
        texts = form.draft()
        if not texts:
            return None
        name = (texts.get(name_field) if form.record_id is None else None) or form.title
        return name, {"record_id": form.record_id, "texts": texts}

    keeper = DraftKeeper(form, shell, unsaved, part)
    form.body.edited.connect(keeper.soon)
    form.settled.connect(keeper.now)
    return keeper


def keep_cell(listed: RecordList, shell: Shell) -> DraftKeeper | None:
    """Keep what is half typed in a cell of a list, where cells can be changed."""
    if listed.changer is None:
        return None
    cell = listed.changer.in_place

    def unsaved() -> Unsaved | None:
        found = cell.unkept
        if not found:
            return None
        label = next((each.label for each in listed.model.columns if each.name == found[0].column), None)
        name = Label("{title}的{column}", title=found[0].name, column=label) if label is not None else found[0].name
        return str(name), half_typed.written(found)

    keeper = DraftKeeper(listed, shell, unsaved, CELL)
    cell.typed.connect(keeper.soon)
    cell.settled.connect(keeper.now)
    return keeper


def fill_in_cell(listed: RecordList, keeper: DraftKeeper, draft: Draft) -> None:
    """Open the cell again as it was when the draft was kept."""
    if listed.changer is not None:
        cell = listed.changer.in_place
        keeper.join(draft, lambda: cell.take_over(draft.content))


def fill_in(form: FormView, keeper: DraftKeeper, draft: Draft) -> None:
    """Show an ordinary form as it was when the draft was kept."""
    keeper.take_on(draft)
    form.open_record(draft.content["record_id"], draft.content["texts"], focus=True)
