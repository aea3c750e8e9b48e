"""What happened to one record: who, when, what, old → new."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import RowMapping, select
from sqlalchemy.orm import Session

from app.frozen import dataclass
from app.i18n import Label
from app.models import kinds
from app.models.declare import HIDDEN, Field, Record, children_of, fields_of, record_type
from app.models.hardship import HardshipCase
from app.models.store.journal import DEED, JOURNAL, UPDATE
from app.models.store.undo import deed_label
from app.models.words import FileWords
from app.services.today import today

BIN = Label("移到回收站")
RESTORED = Label("从回收站还原")
BLANKED = Label("已按本人要求删除")
HERE = Label("本机")
NAMELESS = ("", "unknown")
"""What stands as the actor where the PC has no name for whoever uses it."""
MOST = 1000
"""The panel shows so many changes, the newest ones."""
_PAGE = 500


@dataclass(frozen=True)
class HistoryEntry:
    """One change of one field of one record."""

    deed: int
    at: int
    actor: str
    name: Label
    field: str
    label: Label
    old: str
    new: str


@dataclass(frozen=True)
class Past:
    """One change as the panel shows it: of the record itself, or of something that belongs to it.

    `before` is the stored value as the journal's JSON; `type` (on the command line), `id` and `field` (attribute)
    say where it stood. `can_go_back`: that value can be put back there, since another one stands there now.
    `is_hidden`: old or new is masked.
    """

    deed: int
    at: int
    actor: str
    name: Label
    type: str
    id: int
    field: str
    label: Label
    old: str
    new: str
    before: Any = None
    can_go_back: bool = False
    is_hidden: bool = False


def who(actor: str) -> str:
    """Who did a deed, as people read it: the name of the PC's user, or this PC."""
    return str(HERE) if actor in NAMELESS else actor


def history(session: Session, found: Record) -> list[HistoryEntry]:
    """What happened to a record, oldest first; marks that the program sets for itself are left out."""
    record = type(found)
    words = FileWords(session, today())
    return [
        HistoryEntry(row["id"], row["at"], row["actor"], deed_label(row["name"], row["params"]), *texts)
        for row in _changes(session, record, [found.id])
        for texts in _texts(record, row["changes"], words)
    ]


def whole_history(session: Session, found: Record, *, masked: bool = True) -> list[Past]:
    """What happened to a record and to all that belongs to it, newest first; sensitive values masked.

    Of what belongs to it the link to its owner is left out, and so is what people never see.
    """
    words = FileWords(session, today())
    rows: list[tuple[RowMapping, type[Record]]] = []
    for record, ids in _belonging(session, found).items():
        rows += [(row, record) for row in _changes(session, record, sorted(ids))]
    # Within a deed the record itself comes before what belongs to it.
    rows.sort(key=lambda one: (-one[0]["id"], one[1] is not type(found), one[0]["change"]))
    reader = _Reader(session, words, found, masked=masked)
    pasts: list[Past] = []
    for row, record in rows:
        if len(pasts) >= MOST:
            break
        pasts += reader.pasts(row, record)
    return pasts


def _changes(session: Session, record: type[Record], ids: Sequence[int]) -> list[RowMapping]:
    """The journal of these records of one type with its deeds, oldest first."""
    rows: list[RowMapping] = []
    columns = (JOURNAL.c.id.label("change"), JOURNAL.c.record_id, JOURNAL.c.op, JOURNAL.c.changes)
    for start in range(0, len(ids), _PAGE):
        query = (
            select(DEED, *columns)
            .join(JOURNAL, JOURNAL.c.deed_id == DEED.c.id)
            .where(JOURNAL.c.table == record.__tablename__, JOURNAL.c.record_id.in_(ids[start : start + _PAGE]))
            .order_by(JOURNAL.c.id)
        )
        rows += session.execute(query).mappings().all()
    return rows


def _belonging(session: Session, found: Record) -> dict[type[Record], set[int]]:
    """The record, its children, theirs …, deleted ones too; with a hardship file its household."""
    whole: dict[type[Record], set[int]] = {}
    waiting: list[tuple[type[Record], list[int]]] = [(type(found), [found.id])]
    if isinstance(found, HardshipCase):
        waiting.append((record_type("Household"), [found.household_id]))
    while waiting:
        record, ids = waiting.pop()
        whole.setdefault(record, set()).update(ids)
        for child, link in children_of(record).values():
            column = getattr(child, link)
            below = [
                one
                for start in range(0, len(ids), _PAGE)
                for one in session.scalars(select(child.id).where(column.in_(ids[start : start + _PAGE])))
            ]
            if below:
                waiting.append((child, below))
    return whole


def _texts(record: type[Record], changes: str | None, words: FileWords) -> Iterator[tuple[str, Label, str, str]]:
    """(field, its label, old, new) of each field that one row of the journal changed."""
    if changes is None:
        yield "", BLANKED, "", ""
        return
    stored: Mapping[str, tuple[Any, Any]] = json.loads(changes)
    for name, (old, new) in stored.items():
        spec = fields_of(record).get(name)
        if spec is not None and spec.derived and spec.faces == HIDDEN:
            continue
        kind = spec.kind if spec else kinds.Moment()
        shown = ["" if value is None else kind.show(kind.load(value), words) for value in (old, new)]
        yield spec.key if spec else name, spec.label if spec else BIN, shown[0], shown[1]


class _Reader:
    """Turns rows of the journal into what the panel of one record shows."""

    def __init__(self, session: Session, words: FileWords, found: Record, *, masked: bool) -> None:
        self._session, self._words, self._found, self._masked = session, words, found, masked

    def pasts(self, row: RowMapping, record: type[Record]) -> Iterator[Past]:
        """What one row of the journal changed, field by field."""
        if row["changes"] is None:
            yield self._past(row, record, "", BLANKED)
            return
        changes = json.loads(row["changes"])
        for name in sorted(changes, key=[*fields_of(record), *changes].index):
            spec, (old, new) = fields_of(record).get(name), changes[name]
            if spec is None:
                yield self._past(row, record, "", RESTORED if new is None else BIN)
            elif is_shown(spec):
                yield self._change(row, record, spec, old, new)

    def _change(self, row: RowMapping, record: type[Record], spec: Field, old: Any, new: Any) -> Past:
        texts, hidden = [], False
        for stored in (old, new):
            value = None if stored is None else spec.kind.load(stored)
            shown = "" if value is None else spec.kind.show(value, self._words)
            masked = spec.kind.mask(value, self._words) if spec.sensitive and self._masked and shown else shown
            hidden = hidden or masked != shown
            texts.append(masked)
        now = getattr(self._session.get_one(record, row["record_id"]), spec.name)
        current = None if now is None else spec.kind.dump(now)
        can = row["op"] == UPDATE and goes_back(record, spec) and current != old
        return self._past(row, record, spec.name, spec.label, *texts, before=old, can=can, hidden=hidden)

    def _past(
        self,
        row: RowMapping,
        record: type[Record],
        field: str,
        label: Label,
        old: str = "",
        new: str = "",
        *,
        before: Any = None,
        can: bool = False,
        hidden: bool = False,
    ) -> Past:
        name = deed_label(row["name"], row["params"])
        where = self._where(record, row["record_id"], label)
        return Past(
            row["id"], row["at"], row["actor"], name, record.type_name, row["record_id"], field, where,
            old, new, before, can, hidden,
        )  # fmt: skip

    def _where(self, record: type[Record], record_id: int, label: Label) -> Label:
        """The field; of something that belongs to the record with what that is."""
        if record is type(self._found) and record_id == self._found.id:
            return label
        title = self._words.link_title(record.__name__, record_id)
        own = self._words.link_title(type(self._found).__name__, self._found.id)
        if not title or title == own:
            return Label("{type}：{field}", type=record.record_label, field=label)
        return Label("“{title}”的{field}（{type}）", type=record.record_label, title=title, field=label)


def is_shown(spec: Field) -> bool:
    """Whether people ever see this field: no marks of the program, no snapshots, no links to the owner."""
    if isinstance(spec.kind, kinds.Json) or (isinstance(spec.kind, kinds.Link) and spec.kind.owner):
        return False
    return spec.faces != HIDDEN


BY_STEPS = frozenset({"case_stage", "round_status", "round_record_status"})
"""Fields of these code lists go by steps that ask for days and reasons; a former step is not put back by itself."""


def goes_back(record: type[Record], spec: Field) -> bool:
    """Whether an old value of this field can be put back by itself."""
    if spec.derived or not record.undoable:
        return False
    return not (isinstance(spec.kind, kinds.Code) and spec.kind.list_name in BY_STEPS)
