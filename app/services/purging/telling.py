"""What is said before something is deleted for good, and where copies of it still lie after."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from app.frozen import dataclass
from app.i18n import Label
from app.models import CondolenceRecord, Person
from app.models.declare import record_type
from app.models.store.database import Database
from app.models.store.keyfile import data_folder, file_id_of
from app.models.store.meta import PURGED_AT
from app.models.words import FileWords
from app.services import moving, rescue
from app.services.backup import known_backups, restoring
from app.services.purging.doing import LAST_BACKUP
from app.services.purging.going import going, paid_for
from app.services.purging.stuck import stuck
from app.services.purging.traces import Place, acted, prints_with, undecided, wipe_elsewhere, words_of
from app.services.today import today

UPGRADED = "升级前"
KEPT = (restoring.BEFORE, restoring.UNDONE, moving.BEFORE, rescue.RESCUED, UPGRADED)
"""What stands in the names of files that were kept beside ours."""
_KEPT = re.compile(rf"-(?:{'|'.join(KEPT)})-\d{{8}}-\d{{6}}(?:-\d+)?$")


@dataclass(frozen=True)
class Question:
    """What will happen: `title` names the only one; counts by type; `paid` (how many, fen) stays without a name.

    `prints`: numbers of archived prints that lose their pages. `undecided`: places with the same name or number that
    stay, since they may be somebody else's. `acted`: deeds and prints that these people made for the union; there the
    name stays, since who did something is part of the accounts (domain 08 §8.3). `stuck`: the steps that also concern
    others and can then not be undone.
    """

    chosen: Sequence[tuple[str, int]]
    title: str
    is_people: bool
    removed: Sequence[tuple[Label, int]]
    changed: Sequence[tuple[Label, int]]
    paid: tuple[int, int]
    prints: Sequence[str]
    undecided: Sequence[Place]
    acted: int = 0
    stuck: Sequence[Label] = ()


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
            acted(session, words),
            stuck(session, leaving),
        )


def copies_left(database: Database) -> Copies | None:
    """The copies known that were made before something was last deleted for good; None where nothing ever was."""
    written = database.recall(PURGED_AT)
    if written is None:
        return None
    known = [one for one in known_backups(database) if _is_before(one, database.recall(LAST_BACKUP), written)]
    backups = [(f"{_moment(one['made_at']):%Y-%m-%d %H:%M}", Path(one["place"]) / one["name"]) for one in known]
    moved = moving.old_copy(database)
    return Copies(
        [(when, file, file.exists()) for when, file in reversed(backups)],
        sorted({*_kept_files(database), *([moved] if moved else [])}),
    )


def _is_before(made: Mapping[str, Any], last: int | None, written: object) -> bool:
    """Whether a backup was made before, by its number; by the clock where no number was remembered yet."""
    return _moment(made["made_at"]) <= _moment(written) if last is None else made["sequence"] <= last


def _kept_files(database: Database) -> Iterator[Path]:
    """The copies of this file beside it and in the program's own folder, and the file of which it is a copy."""
    path, own_id = database.path, database.recall("file_id")
    stem = path.stem
    while (shorter := _KEPT.sub("", stem)) != stem:
        stem = shorter
    for folder in (path.parent, data_folder() / "资料"):
        marked = (one for mark in KEPT for one in folder.glob(f"{_plain(stem)}-{mark}-*{path.suffix}"))
        for one in (folder / f"{stem}{path.suffix}", *marked):
            with suppress(OSError):
                if one != path and one.is_file() and file_id_of(one) in (None, own_id):
                    yield one


def _moment(written: object) -> datetime:
    return datetime.fromisoformat(str(written)).astimezone()


def _plain(stem: str) -> str:
    """A name as a pattern that means itself."""
    return "".join(f"[{one}]" if one in "*?[" else one for one in stem)
