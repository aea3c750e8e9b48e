"""The same person twice in one sheet: which row stays, and what is said about the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from app.errors import Grade, Problem
from app.i18n import Label
from app.models import kinds
from app.models.values import text
from app.services.importing.known import UID, identity
from app.services.importing.plan import Plan
from app.services.importing.rows import ReadRow
from app.services.importing.writes import Shape


def refuse_repeats(plan: Plan, shape: Shape, rows: Sequence[ReadRow]) -> None:
    """A number that stands in several rows: a copy is wrong; with different names, every one of them is.

    Where the rows tell their people apart by the uid or a number that comes first, the same one is only doubtful. Of
    types that have a name instead of a number, only a copy of the whole row is wrong: groups of two branches may bear
    one name.
    """
    if not plan.record.match_paths:
        _refuse_copies(plan, rows)
        return
    used = set(plan.paths())
    numbers = [path for path in plan.record.match_paths if path in used]
    for path in numbers:
        for same in _alike(rows, path, shape.fields[path].kind):
            if any(_apart(same, earlier) for earlier in (UID, *numbers[: numbers.index(path)])):
                _say(plan, shape, path, same, Grade.CHECK)
            else:
                copies = same[1:] if _one_name(same, plan.record.title_path) else same
                _say(plan, shape, path, [same[0], *copies] if copies is not same else same, Grade.MUST, copies)


def _refuse_copies(plan: Plan, rows: Sequence[ReadRow]) -> None:
    first: dict[frozenset[tuple[str, Any]], int] = {}
    for row in rows:
        if any(path in row.values for path in plan.record.key_paths):
            other = first.setdefault(frozenset(row.values.items()), row.number)
            if other != row.number:
                what = Label("和第{row}行一样，只能留一行", row=other)
                row.problems.append(Problem(what, row=row.number))


def _alike(rows: Sequence[ReadRow], path: str, kind: kinds.Kind) -> Iterable[list[ReadRow]]:
    found: dict[Any, list[ReadRow]] = defaultdict(list)
    for row in rows:
        if (value := row.values.get(path)) is not None:
            found[identity(kind, value)].append(row)
    return [same for same in found.values() if len(same) > 1]


def _apart(rows: Sequence[ReadRow], first: str) -> bool:
    values = [row.values.get(first) for row in rows]
    return None not in values and len(set(values)) == len(values)


def _one_name(rows: Sequence[ReadRow], path: str) -> bool:
    return len({text.fold(str(row.values.get(path, ""))) for row in rows}) == 1


def _say(
    plan: Plan,
    shape: Shape,
    path: str,
    same: Sequence[ReadRow],
    grade: Grade,
    of: Sequence[ReadRow] | None = None,
) -> None:
    label = shape.fields[path].label
    for row in of if of is not None else same:
        other = next(one for one in same if one is not row)
        what = Label("{label}和第{row}行的相同，只能留一行", label=label, row=other.number)
        if grade == Grade.CHECK:
            what = Label("{label}和第{row}行的相同，请核对", label=label, row=other.number)
        value = str(row.values[path])
        row.problems.append(Problem(what, path, row.number, plan.letter(path), value, grade))
