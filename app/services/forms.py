"""What a form of any record type asks, shows, checks and keeps; raw texts in, plain values out.

A field is known by its path: an own field by its key, a field of a facet by `membership.org_unit`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Grade, Problem
from app.frozen import dataclass
from app.models import kinds
from app.models.declare import Face, Field, Record, default_of, fields_of, record_type
from app.models.paths import Joined
from app.models.people import AGAINST_NUMBER, Person, complete_person
from app.models.store.database import Database
from app.models.values import pinyin
from app.models.values.codes_data import also_found
from app.models.words import FileWords
from app.services import listing, records
from app.services.listing import View
from app.services.today import today

SUGGESTED = 20


@dataclass(frozen=True)
class FormItem:
    """One field of a form: its path, its declaration, and (code, label, what else finds it) of its choices."""

    path: str
    spec: Field
    choices: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class FormState:
    """A record as its form shows it: raw texts and, for links, what they are called."""

    title: str
    texts: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Looked:
    """What came of looking at one field: problems, fields looked at, texts written anew, what follows from it."""

    problems: tuple[Problem, ...]
    looked_at: tuple[str, ...]
    texts: dict[str, str]
    follows: dict[str, tuple[str, str]]


def form_items(session: Session, record: type[Record], prefix: str = "") -> list[FormItem]:
    """The fields of a form in the order of declaration; those of the facets stand behind the first group."""
    words = FileWords(session, today())
    items = []
    for spec in fields_of(record).values():
        owner = isinstance(spec.kind, kinds.Link) and spec.kind.owner and prefix
        if (spec.has(Face.FORM) or (prefix and spec.has(Face.LIST))) and not owner:
            items.append(FormItem(prefix + spec.key, spec, _choices(spec, words)))
    first = next((at for at, item in enumerate(items) if item.spec.group != items[0].spec.group), len(items))
    for name, facet in record.facets.items():
        if not facet.key:
            items[first:first] = form_items(session, record_type(facet.target), f"{prefix}{name}.")
    return items


def _choices(spec: Field, words: FileWords) -> tuple[tuple[str, str, str], ...]:
    if isinstance(spec.kind, kinds.Code | kinds.Codes):
        others, name = words.code_list(spec.kind.list_name).synonyms, spec.kind.list_name
        return tuple(
            (code, label, _keys(code, (*others.get(code, ()), *also_found(name, code))))
            for code, label in words.choices(name)
        )
    return ()


def _keys(code: str, others: Sequence[str]) -> str:
    return " ".join((code, *(word.replace(" ", "") for word in others)))


@cache
def found_by(word: str) -> tuple[tuple[str, ...], ...]:
    """What people type to find a word, from each of its characters on: characters, initials, whole pinyin."""
    folded = word.casefold()
    if word.isascii():
        return tuple((folded[at:],) for at in range(len(word)))
    syllables = pinyin.name_pinyin(word).split()
    short = "".join(one[0] for one in syllables)
    return tuple((folded[at:], short[at:], "".join(syllables[at:])) for at in range(len(folded)))


def load(session: Session, record: type[Record], record_id: int | None) -> FormState:
    """A record's raw texts; for None those of a new one, defaults as real values."""
    words = FileWords(session, today())
    items = form_items(session, record)
    if record_id is None:
        defaults = [(item, default_of(record, item.spec.name)) for item in items if "." not in item.path]
        texts = {item.path: _raw(item.spec.kind, value, words)[0] for item, value in defaults if value is not None}
        return FormState("", texts)
    texts, labels = _texts(session, record, record_id, items, words)
    found = session.get(record, record_id)
    doubts = records.doubts_of(session, found) if found is not None else []
    title = words.link_title(record.__name__, record_id)
    return FormState(title, texts, {k: v for k, v in labels.items() if v}, tuple(both_sides(doubts)))


def _texts(
    session: Session, record: type[Record], record_id: int, items: Sequence[FormItem], words: FileWords
) -> tuple[dict[str, str], dict[str, str]]:
    """The raw texts of a record by path, and what they are called where that differs."""
    view = View(record, columns=tuple(item.path for item in items))
    row = next(iter(listing.values(session, view, [record_id])), {})
    texts, labels = {}, {}
    for item in items:
        value = row.get(item.path)
        if value is not None:
            texts[item.path], labels[item.path] = _raw(item.spec.kind, value, words)
    return texts, labels


def both_sides(doubts: Sequence[Problem]) -> list[Problem]:
    """A contradiction stands at both of the fields that contradict each other."""
    named = {problem.field for problem in doubts}
    against = [one for one in doubts if one.field in ("sex", "birth_date") and one.what in AGAINST_NUMBER]
    mirrored = [replace(against[0], field="id_no")] if against and "id_no" not in named else []
    return [*doubts, *mirrored]


def _raw(kind: kinds.Kind, value: Any, words: FileWords) -> tuple[str, str]:
    """(raw text that reads as the value, what it is called where that differs)."""
    if isinstance(kind, kinds.Link):
        return str(kind.out(value, words)), kind.show(value, words)
    if isinstance(kind, kinds.Code | kinds.Codes):
        return str(value), kind.show(value, words)
    return kind.write(value, words), ""


def look(session: Session, record: type[Record], record_id: int | None, texts: Mapping[str, str], name: str) -> Looked:
    """Look at one field that was left: its problems, those of fields it contradicts, and what follows from it."""
    words = FileWords(session, today())
    items = {item.path: item for item in form_items(session, record)}
    spec = items[name].spec
    reading = spec.kind.read(texts.get(name, ""), words)
    problems = []
    if reading.must is not None:
        problems.append(Problem(reading.must, name, value=texts.get(name, "")))
    elif reading.value is None and spec.required:
        problems.append(Problem(records.required(spec), name))
    row = _own_row(items, texts, words)
    doubts = [Problem(doubt, name, value=texts.get(name, ""), grade=Grade.CHECK) for doubt in reading.checks]
    reviewed = record.review(row, doubts, words.today)
    reviewed += records.same_numbers(session, record, row, record_id)
    looked_at = tuple(dict.fromkeys([name, *(path for path in ("id_no", "sex", "birth_date") if path in items)]))
    problems += [problem for problem in both_sides(reviewed) if problem.field in looked_at]
    rewritten = {}
    if reading.value is not None and not isinstance(spec.kind, kinds.Code | kinds.Codes | kinds.Link):
        rewritten[name] = spec.kind.write(reading.value, words)
    return Looked(tuple(problems), looked_at, rewritten, _follows(record, row, texts, words, name))


def _own_row(items: Mapping[str, FormItem], texts: Mapping[str, str], words: FileWords) -> dict[str, Any]:
    return {
        item.spec.name: item.spec.kind.read(texts.get(path, ""), words).value
        for path, item in items.items()
        if "." not in path
    }


def _follows(
    record: type[Record], row: Mapping[str, Any], texts: Mapping[str, str], words: FileWords, name: str
) -> dict[str, tuple[str, str]]:
    """Blank fields that the one just left fills: path → (raw text, what it is called)."""
    if record is not Person or name not in ("id_no", "name"):
        return {}
    fields = fields_of(record)
    return {
        key: _raw(fields[key].kind, value, words)
        for key, value in complete_person(row).items()
        if not texts.get(key) and key in fields
    }


def save(
    database: Database, record: type[Record], record_id: int | None, texts: Mapping[str, str]
) -> tuple[int, str, list[Problem], bool]:
    """Keep the changed texts in one deed: (id, title, doubts kept, whether it is new); raises `bad_input`.

    A field without a text stays as it is: a form hands over only what was changed in it.
    """
    with database.read() as session:
        items, before = form_items(session, record), dict[str, str]()
        words = FileWords(session, today())
        title = _title(record, record_id, items, texts, words)
        if record_id is not None:
            before = _texts(session, record, record_id, items, words)[0]
    writable = [item for item in items if not item.spec.derived]
    changed: dict[str, object] = {
        item.path: texts[item.path]
        for item in writable
        if item.path in texts and (record_id is None or texts[item.path] != before.get(item.path, ""))
    }
    named = "新增{type}：{title}" if record_id is None else "修改{type}：{title}"
    nameless = "新增{type}" if record_id is None else "修改{type}"
    with database.write(named if title else nameless, type=record.record_label, title=title) as session:
        kept, doubts = _keep(session, record, record_id, changed)
        kept_id = kept.id
    with database.read() as session:
        title = FileWords(session, today()).link_title(record.__name__, kept_id)
    return kept_id, title, doubts, record_id is None


def _title(
    record: type[Record], record_id: int | None, items: Sequence[FormItem], texts: Mapping[str, str], words: FileWords
) -> str:
    """What the record is called, for the name of the deed; "" where that is not known yet."""
    if record_id is not None:
        return words.link_title(record.__name__, record_id)
    spec = next((item.spec for item in items if item.path == record.title_path), None)
    if spec is None:
        return ""
    value = spec.kind.read(texts.get(record.title_path, ""), words).value
    return "" if value is None else spec.kind.show(value, words)


def _keep(
    session: Session, record: type[Record], record_id: int | None, changed: Mapping[str, object]
) -> tuple[Record, list[Problem]]:
    if record_id is not None:
        found = session.get_one(record, record_id)
        return found, records.edit(session, found, changed)[1]
    own = {path: value for path, value in changed.items() if "." not in path and value != ""}
    kept = records.add(session, record, own)
    added = kept.records[0]
    facets = {path: value for path, value in changed.items() if "." in path}
    if record is Person:
        facets.setdefault("membership.joined_on", "")
        kept.warnings += _join(session, added, facets)
    elif facets:
        kept.warnings += records.edit(session, added, facets)[1]
    return added, kept.warnings


def _join(session: Session, person: Record, facets: Mapping[str, object]) -> list[Problem]:
    """A person added on the members' page becomes a member, also when nothing of the membership is known."""
    row = {path.removeprefix("membership."): value for path, value in facets.items() if value != ""}
    return records.add(session, record_type("Membership"), {**row, "person": person.uid}).warnings


def suggestions(session: Session, kind: kinds.Link, text: str) -> list[tuple[str, str, str]]:
    """(uid, title, note) of the records that a link may point to, by what was typed."""
    target = record_type(kind.target)
    ids = listing.ids(session, View(target, search=text), limit=SUGGESTED)
    joined = Joined(target)
    column, spec = joined.shown(target.title_path)
    query = select(joined.root.c.id, joined.root.c.uid, column).select_from(joined.source)
    words = FileWords(session, today())
    rows = {row[0]: row for row in session.execute(query.where(joined.root.c.id.in_(ids)))}
    notes = dict(zip(ids, _notes(session, target, ids), strict=True))
    return [(rows[one][1], spec.kind.show(rows[one][2], words), notes[one]) for one in ids]


def _notes(session: Session, target: type[Record], ids: Sequence[int]) -> Iterator[str]:
    """A few more cells, so that two of one name can be told apart."""
    columns = [path for path in ("membership.org_unit", "birth_date") if target is Person]
    if not columns:
        return (("") for _ in ids)
    view = View(target, columns=tuple(columns))
    return (" ".join(cell for cell in cells if cell) for cells in listing.rows(session, view, ids))
