"""What the backup page has done in the database thread. Plain values in and out."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from app.errors import ErrorCode, KnownError
from app.frozen import dataclass
from app.i18n import Label
from app.models import CondolenceRound, HardshipCase, Organization, Person
from app.models.declare import Record
from app.models.store import place
from app.models.store.database import Database
from app.models.store.keyfile import KeyFile
from app.models.store.place import Kind
from app.services import backup, listing, purging
from app.services.backup import BackupResult, Cancelled, Progress, known_backups
from app.services.drives import Drive, removable_drives
from app.services.due import backup_age
from app.services.files import OpenFile, Unlock
from app.services.listing import Condition, View
from app.services.purging import Purged
from app.services.today import today
from app.views.kit.near import spoken

TRIED = "backups_tried"
"""Under this name the file keeps on which day each known backup was last looked into: by the name of its file."""
MEMBERS = (Condition("membership.status", "!=", ""),)
TOLD: Sequence[tuple[type[Record], Label]] = (
    (Person, Label("登记的人 {n} 人")),
    (HardshipCase, Label("困难职工 {n} 户")),
    (CondolenceRound, Label("慰问 {n} 批")),
)


@dataclass(frozen=True)
class Known:
    """One backup that succeeded, in words."""

    path: Path
    cells: Sequence[str]
    is_here: bool = True  # whether it can be seen now


@dataclass(frozen=True)
class Facts:
    """What the page shows besides the sticks."""

    union: str
    path: Path
    age: int | None
    known: Sequence[Known]


@dataclass(frozen=True)
class Made:
    """A backup just made: what was proved of it."""

    result: BackupResult
    members: int
    cases: int
    kind: Kind


@dataclass(frozen=True)
class Side:
    """One side of a restore: from when it is, and what it holds."""

    when: Label
    holds: Sequence[Label]


@dataclass(frozen=True)
class Compared:
    """A backup that was restored on trial, beside the present file."""

    path: Path
    now: Side
    then: Side
    union: str
    lost: Label  # what would no longer be seen, and where the present file is kept
    called: Label  # when it was made, as the button says it
    back: Label | None = None  # what was deleted for good since then and would come back


def sticks() -> list[Drive]:
    """What is plugged in now."""
    return removable_drives()


def facts(database: Database) -> Facts:
    """What the page shows."""
    known = known_backups(database)
    age = backup_age(today(), known[-1] if known else None)
    tried = database.recall(TRIED) or {}
    return Facts(_union(database), database.path, age, [_known(one, tried) for one in reversed(known)])


def _known(one: dict[str, str], tried: dict[str, str]) -> Known:
    """In words; whoever made it restored it on trial at once, and whoever looked into it did so again."""
    path = Path(one["place"]) / one["name"]
    is_here = path.exists()
    here = str(Label("还在")) if is_here else str(Label("现在看不到（U盘没插，或已移走）"))
    day = tried.get(one["name"], one["made_at"])[:10]
    trial = str(Label("{day} 试恢复过", day=day))
    return Known(path, [_moment(one["made_at"]), one["name"], one["place"], trial, here], is_here)


def _note_trial(database: Database, name: str) -> None:
    """Keep the day on which one of the known backups was restored on trial.

    A file that takes nothing any more is what backups are for: then the day is not kept, and the way back is open.
    """
    with suppress(KnownError):
        if any(one["name"] == name for one in known_backups(database)):
            database.remember(TRIED, {**(database.recall(TRIED) or {}), name: today().isoformat()})


def _moment(written: str) -> str:
    return f"{datetime.fromisoformat(written):%Y-%m-%d %H:%M}"


def _union(database: Database) -> str:
    with database.read() as session:
        view = View(Organization, columns=("name",))
        found = listing.rows(session, view, listing.ids(session, view, limit=1))
    return found[0][0] if found else ""


def make(opened: OpenFile, folder: Path, progress: Progress, cancelled: Cancelled) -> Made:
    """Back up, and count what the backup was proved to hold: its digests are those of the file at this moment."""
    result = backup.backup(opened, folder, progress=progress, cancelled=cancelled)
    with opened.database.read() as session:
        members = listing.count(session, View(Person, where=MEMBERS))
        cases = listing.count(session, View(HardshipCase))
    return Made(result, members, cases, place.classify_place(folder / "x").kind)


def unlock_with(opened: OpenFile, password: str) -> Unlock:
    """The key of a backup: our own file's, or what a password opens. Works on when `opened` has been closed."""
    own_id, dek = opened.keys.file_id, opened.dek

    def unlock(keys: KeyFile) -> bytes:
        if password:
            return keys.unlock_password(password)
        if keys.file_id != own_id:
            raise other_file()
        keys.check(dek)
        return dek

    return unlock


def other_file() -> KnownError:
    """A backup of another file: only its own password opens it."""
    return KnownError(
        ErrorCode.WRONG_PASSWORD,
        Label("这是另一份资料的备份，要用那份资料的密码才能打开。"),
        safe=Label("备份文件和电脑里的资料都没有改动。"),
        next=Label("填那份资料的密码，再看一次。"),
    )


def compare(opened: OpenFile, path: Path, password: str, progress: Progress, cancelled: Cancelled) -> Compared:
    """Restore the backup on trial, and put both sides beside each other."""
    found = backup.verify(path, unlock_with(opened, password), progress=progress, cancelled=cancelled)
    _note_trial(opened.database, path.name)
    with opened.database.read() as session:
        now = {record.type_name: listing.count(session, View(record)) for record, _ in TOLD}
    made = datetime.fromisoformat(found.made_at)
    is_today, time = made.date() == today(), f"{made:%H:%M}"
    return Compared(
        path,
        Side(Label("今天 {time}", time=f"{datetime.now():%H:%M}"), _holds(now)),
        Side(Label("{day} {time} 做的", day=spoken(made.date()), time=time), _holds(found.counts)),
        _union(opened.database),
        Label(
            "恢复后，今天 {time} 以后改的内容就看不到了。现在的资料换个名字留在“{folder}”，不会删。"
            if is_today
            else "恢复后，{day}以后改的内容就看不到了。现在的资料换个名字留在“{folder}”，不会删。",
            time=time,
            day=spoken(made.date()),
            folder=opened.database.path.parent,
        ),
        Label("今天 {time}", time=time) if is_today else spoken(made.date()),
        _coming_back(purging.coming_back(opened.database, found)),
    )


def _coming_back(purged: Sequence[Purged]) -> Label | None:
    """By number and date what was deleted for good since the backup was made."""
    told = []
    for one in purged:
        day = {"day": spoken(one.day)}
        told += [str(Label("{day} {n} 人", n=one.people, **day))] if one.people else []
        told += [str(Label("{day} {n} 项", n=one.things, **day))] if one.things else []
    if not told:
        return None
    return Label(
        "这个备份之后彻底删除过：{purged}。恢复后，这些资料会跟着回来，要按本人的要求再删一次。",
        purged="、".join(told),
    )


def _holds(counts: dict[str, int]) -> list[Label]:
    return [Label(words.msgid, n=f"{counts.get(record.type_name, 0):,}") for record, words in TOLD]
