"""What the page has done in the database thread: plain functions, plain values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.errors import ErrorCode, KnownError
from app.frozen import dataclass
from app.models import HardshipCase
from app.models.store.database import Database
from app.services import hardship, records, standards
from app.services.forms import FormItem
from app.services.hardship import CaseDraft, Looked, Move, Received, SavedCase, Sheet
from app.services.hardship.draft import OF_REMOVAL, TABLES
from app.services.today import today
from app.views.forms.source import Choice, FormField

# What stands open as boxes to tick, as on the paper form.
CHECKLISTS = ("exclusions",)


@dataclass(frozen=True)
class Shape:
    """What the parts of a page are made from: the fields of its form, the columns of its tables."""

    fields: tuple[FormField, ...]
    columns: Mapping[str, tuple[FormField, ...]]


@dataclass(frozen=True)
class OpenedCase:
    """A file with all that its page needs: fields and columns with their choices, and what came of looking at it.

    `removal` are the fields of the day and the reason of a removal.
    """

    sheet: Sheet
    fields: tuple[FormField, ...]
    columns: Mapping[str, tuple[FormField, ...]]
    looked: Looked
    removal: tuple[FormField, ...] = ()
    received: tuple[Received, ...] = ()

    @property
    def shape(self) -> Shape:
        """What its page is made from."""
        return Shape(self.fields, self.columns)


def usual_shape(database: Database) -> Shape:
    """What the page of a file is made from that nobody has closed."""
    with database.read() as session:
        return _shape(session, "on_file")


def open_case(database: Database, case_id: int) -> OpenedCase:
    """A file as it is kept; raises NOT_FOUND."""
    with database.read() as session:
        sheet = hardship.open_sheet(session, case_id)
        home = session.get_one(HardshipCase, case_id).household_id
        given = tuple(hardship.received(session, home))
        return replace(_opened(session, sheet), received=given)


def start_case(database: Database, person_id: int) -> OpenedCase:
    """A new file for somebody, nothing of it kept; the one that the household has already, where it has one."""
    with database.read() as session:
        try:
            return _opened(session, hardship.new_sheet(session, person_id))
        except KnownError as fault:
            if fault.code is not ErrorCode.EXISTS:
                raise
            existing = records.find(session, HardshipCase, fault.problems[0].value).id
    return open_case(database, existing)


def open_draft(database: Database, draft: CaseDraft) -> OpenedCase:
    """The file that a draft belongs to, as it is kept."""
    if draft.case_id is not None:
        return open_case(database, draft.case_id)
    return start_case(database, draft.person_id)


def lacks_standard(database: Database) -> bool:
    """Whether the 低保 standard of today is not filled in; of several regions' standards none lacks."""
    with database.read() as session:
        try:
            return standards.standard(session, "dibao_monthly", today()) is None
        except KnownError as fault:
            if fault.code is not ErrorCode.AMBIGUOUS:
                raise
            return False


def look(database: Database, draft: CaseDraft) -> Looked:
    """Look at what is on the screen."""
    with database.read() as session:
        return hardship.look(session, draft)


def keep(database: Database, draft: CaseDraft, move: Move | None) -> tuple[SavedCase, OpenedCase]:
    """Keep what is on the screen in one deed, and read it again."""
    saved = hardship.save_draft(database, draft, move)
    return saved, open_case(database, saved.case_id)


def _opened(session: Any, sheet: Sheet) -> OpenedCase:
    shape = _shape(session, sheet.stage)
    return OpenedCase(
        sheet,
        shape.fields,
        shape.columns,
        hardship.look(session, sheet.draft),
        tuple(_removal(hardship.form_items(session, "closed"))),
    )


def _shape(session: Any, stage: str) -> Shape:
    return Shape(
        _form_fields(hardship.form_items(session, stage)),
        {table: _form_fields(hardship.table_items(session, table)) for table in TABLES},
    )


def _removal(items: Sequence[FormItem]) -> Iterator[FormField]:
    for field in _form_fields([item for item in items if item.path in OF_REMOVAL]):
        yield replace(field, required=True, group=None)


def _form_fields(items: Sequence[FormItem]) -> tuple[FormField, ...]:
    return tuple(
        FormField(
            item.path,
            item.spec.label,
            "ticks" if item.path in CHECKLISTS else item.spec.kind.name,
            required=item.spec.required,
            group=item.spec.group,
            choices=tuple(Choice(code, label, keys) for code, label, keys in item.choices),
        )
        for item in items
    )
