"""What is said before something is deleted for good, and where copies of it still lie after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.i18n import Label
from app.models import CondolenceRecord, Person
from app.models.declare import record_type
from app.models.store.database import Database
from app.models.store.meta import PURGED_AT
from app.models.words import FileWords
from app.services import moving, rescue
from app.services.backup import known_backups, restoring
from app.services.purging.going import going, paid_for
from app.services.purging.traces import prints_with, undecided, wipe_elsewhere, words_of
from app.services.today import today

UPGRADED = "升级前"
KEPT = (restoring.BEFORE, restoring.UNDONE, moving.BEFORE, rescue.RESCUED, UPGRADED)
"""What stands in the names of files that were kept beside ours."""


@dataclass(frozen=True)
class Question:
    """What will happen: `title` names the only one; counts by type; `paid` (how many, fen) stays without a name.

    `prints`: numbers of archived prints that lose their pages. `undecided`: places with the same name or number that
    stay, since they may be somebody else's.
    """

    chosen: Sequence[tuple[str, int]]
    title: str
    is_people: bool
    removed: Sequence[tuple[Label, int]]
    changed: Sequence[tuple[Label, int]]
    paid: tuple[int, int]
    prints: Sequence[str]
    undecided: int


@dataclass(frozen=True)
class Copies:
    """Where what was deleted still lies: backups made before (when, file, there now), and files kept beside ours."""

    backups: Sequence[tuple[str, Path, bool]]
    files: Sequence[Path]


def question(database: Database, chosen: Sequence[tuple[str, int]]) -> Question:
    """What deleting these for good would do; nothing is changed. Raises what `going` raises."""
    roots = [(record_type(name), record_id) for name, record_id in dict.fromkeys(chosen)]
    with database.read() as session:
        leaving = going(session, roots)
        words = words_of(session, leaving)
        wipe_elsewhere(session, leaving, words)
        record, only = roots[0]
        title = FileWords(session, today()).link_title(record.__name__, only) if len(roots) == 1 else ""
        counts: dict[Label, int] = {}
        for kind, one in leaving.anew:
            if kind is not Person and not (kind is CondolenceRecord and one in leaving.paid):
                counts[kind.record_label] = counts.get(kind.record_label, 0) + 1
        return Question(
            tuple(dict.fromkeys(chosen)),
            title,
            all(kind is Person for kind, _ in roots),
            [
                (kind.record_label, len(ids) + sum(other is kind for other, _ in leaving.anew if kind is Person))
                for kind, ids in leaving.removed.items()
                if ids or kind is Person
            ],
            list(counts.items()),
            paid_for(session, leaving),
            sorted(prints_with(session, words).values()),
            undecided(session, leaving, words),
        )


def copies_left(database: Database) -> Copies | None:
    """The copies known that were made before something was last deleted for good; None where nothing ever was."""
    written = database.recall(PURGED_AT)
    if written is None:
        return None
    known = [one for one in known_backups(database) if _moment(one["made_at"]) <= _moment(written)]
    backups = [(f"{_moment(one['made_at']):%Y-%m-%d %H:%M}", Path(one["place"]) / one["name"]) for one in known]
    path = database.path
    beside = {one for mark in KEPT for one in path.parent.glob(f"{_plain(path.stem)}-{mark}-*{path.suffix}")}
    moved = moving.old_copy(database)
    return Copies(
        [(when, file, file.exists()) for when, file in reversed(backups)],
        sorted(beside | ({moved} if moved else set())),
    )


def _moment(written: object) -> datetime:
    return datetime.fromisoformat(str(written)).astimezone()


def _plain(stem: str) -> str:
    """A name as a pattern that means itself."""
    return "".join(f"[{one}]" if one in "*?[" else one for one in stem)
