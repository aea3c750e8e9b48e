"""Random deeds over all record types, by every way of writing: services, objects, many rows at once, imports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from random import Random

from sqlalchemy import select

from app.errors import KnownError
from app.models import Person
from app.models.declare import (
    Record,
    children_of,
    fields_of,
    gathers,
    owner_links,
    record_types,
    table_of,
)
from app.models.people import complete_person
from app.models.store.database import Database, WriteSession
from app.services import records
from app.services.importing.apply import apply
from app.services.importing.plan import Column, Plan, SheetRow
from app.services.importing.trial import trial
from app.services.numbering import next_number
from tests.core.sample_values import IDS, row_of, typed, value_of

IMPORTED = ("name", "id_no", "phone", "membership.member_no", "membership.joined_on", "membership.change.type")


class RandomDeeds:
    """Does random deeds in a file; the same ones for the same seed."""

    def __init__(self, database: Database, seed: int) -> None:
        self.database = database
        self.rng = Random(seed)
        self.types = [record for record in record_types().values() if record.undoable]
        self.added: Counter[type[Record]] = Counter()
        self._ways: list[tuple[int, Callable[[WriteSession], None]]] = [
            (30, self._add),
            (6, self._edit),
            (4, self._set),
            (3, self._delete),
            (3, self._restore),
            (2, self._insert_many),
            (2, self._update_many),
            (2, self._move_facet),
        ]

    def run(self, deeds: int) -> None:
        """Do so many deeds; those that are refused or change nothing do not count."""
        done = 0
        while done < deeds:
            before = self.database.last_deed()
            self._step()
            done += self.database.last_deed() != before

    def _step(self) -> None:
        chance = self.rng.random()
        if chance < 0.06:
            self._print()
        elif chance < 0.12:
            self._import()
        else:
            weights = [weight for weight, _ in self._ways]
            way = self.rng.choices(self._ways, weights)[0][1]
            try:
                with self.database.write(way.__name__.strip("_")) as session:
                    way(session)
            except KnownError:
                pass  # a refusal keeps nothing; that is not what is tried here

    def _rarest(self) -> type[Record]:
        fewest = min(self.added[record] for record in self.types)
        return self.rng.choice([record for record in self.types if self.added[record] == fewest])

    def _add(self, session: WriteSession) -> None:
        record = self._rarest()
        row = row_of(record, self.rng, session)
        if row is None:
            return
        given = {name: typed(spec, row[name], session) for name, spec in fields_of(record).items() if name in row}
        data = {name: value for name, value in given.items() if not fields_of(record)[name].derived}
        for name, (child, link) in children_of(record).items():
            nested = [row_of(child, self.rng, session, share=0.2) for _ in range(self.rng.randrange(3))]
            data[name] = [
                {
                    key: typed(fields_of(child)[key], value, session)
                    for key, value in one.items()
                    if key != link and not fields_of(child)[key].derived
                }
                for one in nested
                if one is not None
            ]
        records.add(session, record, data)
        self.added[record] += 1

    def _some(self, session: WriteSession, *, deleted: bool = False) -> Record | None:
        """Any record; one in the recycle bin if asked for."""
        self.rng.shuffle(self.types)
        for record in self.types:
            table = table_of(record)
            gone = table.c.deleted_at.is_not(None) if deleted else table.c.deleted_at.is_(None)
            ids = session.scalars(select(table.c.id).where(gone).order_by(table.c.id)).all()
            if ids:
                return session.get_one(record, self.rng.choice(ids))
        return None

    def _edit(self, session: WriteSession) -> None:
        found = self._some(session)
        assert found is not None
        open_ones = {name: spec for name, spec in fields_of(type(found)).items() if not spec.derived}
        names = self.rng.sample(sorted(open_ones), min(3, len(open_ones)))
        values = {name: value_of(open_ones[name].kind, self.rng, session) for name in names}
        records.edit(session, found, {name: typed(open_ones[name], value, session) for name, value in values.items()})

    def _set(self, session: WriteSession) -> None:
        """As services set attributes: owners change too (a merge moves children)."""
        found = self._some(session)
        assert found is not None
        specs = {name: spec for name, spec in fields_of(type(found)).items() if not spec.derived}
        for name in self.rng.sample(sorted(specs), min(2, len(specs))):
            value = value_of(specs[name].kind, self.rng, session)
            if value is not None or not specs[name].required:
                found.put(**{name: value})

    def _delete(self, session: WriteSession) -> None:
        if found := self._some(session):
            records.delete(session, found)

    def _restore(self, session: WriteSession) -> None:
        if found := self._some(session, deleted=True):
            records.restore(session, found)

    def _bulk_type(self) -> type[Record]:
        """A type on which nothing hangs that whoever writes many rows would have to compute."""
        free = [
            record
            for record in self.types
            if record is Person or not (gathers(record) or any(gathers(owner) for _, owner in owner_links(record)))
        ]
        return self.rng.choice(free)

    def _insert_many(self, session: WriteSession) -> None:
        record = self._bulk_type()
        rows = [row for row in (row_of(record, self.rng, session) for _ in range(7)) if row is not None]
        session.insert_many(record, [row | complete_person(row) if record is Person else row for row in rows])

    def _update_many(self, session: WriteSession) -> None:
        record = self._bulk_type()
        specs = {name: spec for name, spec in fields_of(record).items() if not spec.derived}
        names = self.rng.sample(sorted(specs), min(2, len(specs)))
        pairs = []
        for row in session.execute(select(table_of(record)).limit(9)).mappings().all():
            values = {name: value_of(specs[name].kind, self.rng, session) for name in names}
            new = {name: value for name, value in values.items() if value is not None}
            if record is Person:
                new |= complete_person(dict(row) | new, dict(row))
            pairs.append((dict(row), new))
        session.update_many(record, pairs)

    def _move_facet(self, session: WriteSession) -> None:
        people = session.scalars(select(Person).where(Person.deleted_at.is_(None)).order_by(Person.id)).all()
        if people:
            number = f"M{self.rng.randrange(1000)}"
            records.edit(session, self.rng.choice(people), {"membership.member_no": number})

    def _print(self) -> None:
        with self.database.write("打印", undoable=False) as session:
            next_number(session, "困字〔2026〕{n}号")
            for record in record_types().values():
                row = row_of(record, self.rng, session)
                if not record.undoable and row is not None and "last" not in row:
                    session.add(record(**row))

    def _import(self) -> None:
        columns = [Column(chr(65 + index), index, path, path) for index, path in enumerate(IMPORTED)]
        rows = []
        for number in range(1, self.rng.randrange(2, 9)):
            name = f"导入{self.rng.choice('甲乙丙丁')}"
            cells = [name, self.rng.choice(IDS), "13900000000", f"N{number}", "2020-03", self.rng.choice(("1", "6"))]
            rows.append(SheetRow(number, cells))
        with self.database.read() as session:
            tried = trial(session, Plan(Person, columns, rows))
        apply(self.database, tried, skip_wrong=True)
