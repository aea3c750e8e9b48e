"""The operations that the sweeps disturb: how each is prepared and done, and how its outcome is judged.

Every operation works in a box: `pc` (the data file and its keys), `stick` (backups), `own` (the program's own folder),
`tmp`, `desk` (sheets and passwords). A box is made once and copied for every trial. All of this runs in the standby
process, which has the program loaded.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.errors import KnownError
from app.models.store.engine import connect, integrity_problems
from app.models.store.keyfile import KeyFile, file_id_of, keys_path
from app.services.files import by_password

PASSWORD, LATER_PASSWORD = "faults-2027", "later-2027"
UNION = "示例工会"
PERSON = {"name": "张三", "phone": "13800000001", "memberships": [{"joined_on": "2020-01-01"}]}
FOLDERS = ("pc", "stick", "own", "tmp", "desk", "home")
HALF_DONE = (".part", ".restoring", ".upgrade", ".new")
"""Endings of what the program is building; none may be left once an operation has succeeded."""


@dataclass(frozen=True)
class Box:
    """One box; `run` does a command in it in a fork of this process, and must succeed."""

    root: Path
    more: Mapping[str, str] = field(default_factory=dict)
    """More of the surroundings of the commands in it."""

    @property
    def file(self) -> Path:
        """The data file."""
        return self.root / "pc" / "工会.xiaojia"

    @property
    def stick(self) -> Path:
        """Where backups go."""
        return self.root / "stick"

    @property
    def desk(self) -> Path:
        """What the operation is given."""
        return self.root / "desk"

    def environment(self, password: str = PASSWORD) -> dict[str, str]:
        """The surroundings of a command in this box."""
        return {
            "XIAOJIA_PASSWORD": password,
            "XIAOJIA_DATA_DIR": str(self.root / "own"),
            "TMPDIR": str(self.root / "tmp"),
            "HOME": str(self.root / "home"),
            "LC_ALL": "C.UTF-8",
            **self.more,
        }

    def out(self) -> Path:
        """Where a command's output goes: outside the box."""
        return self.root.with_name(self.root.name + "-out")

    def try_(self, *argv: object, password: str = PASSWORD, trace: Sequence[str] | None = None) -> dict[str, Any]:
        """Do a command; whatever comes of it."""
        from tests.faults.standby import run

        return run([str(one) for one in argv], self.environment(password), self.out(), trace)

    def run(self, *argv: object, password: str = PASSWORD) -> dict[str, Any]:
        """Do a command that must succeed."""
        done = self.try_(*argv, "--json", password=password)
        if done["code"]:
            raise RuntimeError(f"{argv[0]} failed while preparing: {done}")
        found: dict[str, Any] = json.loads(done["out"].splitlines()[-1])
        return found

    def backups(self) -> list[Path]:
        """All backups on the stick, by name."""
        return sorted(self.stick.glob("*.xjbak"))


Judge = Callable[[Box, "Outcome"], list[str]]


@dataclass(frozen=True)
class Outcome:
    """What is known of a disturbed run: how it ended, and what the file held before and would hold after."""

    done: dict[str, Any]
    before: str
    after: str
    killed: bool
    lasting: bool = False
    """The disk failed from some moment on, so that nothing could be cleared away either."""

    @property
    def acknowledged(self) -> bool:
        """Whether the program had said that it is kept."""
        return any(line.startswith("ACK ") for line in self.done["out"].splitlines())


@dataclass(frozen=True)
class Operation:
    """One operation: `argv` in a box that `prepare` made; `judge` says what is wrong afterwards."""

    prepare: Callable[[Box], None]
    argv: Callable[[Box], list[object]]
    judge: Judge


def state_of(path: Path) -> str:
    """What a file holds, in so many words that two states are equal only when nothing is half done; or what is wrong.

    Small facts (`meta`) are left out: the list of backups lies there.
    """
    if not path.exists():
        return "no file"
    try:
        raw = connect(path, _dek_of(path))
    except KnownError as error:
        return f"cannot be opened: {error.code}"
    try:
        wrong = integrity_problems(raw)
        if wrong:
            return f"not sound: {wrong[:3]}"
        names = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        counts = {name: raw.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names if name != "meta"}
        people = raw.execute("SELECT name, phone, deleted_at IS NULL FROM person ORDER BY id").fetchall()
        version = raw.execute("PRAGMA user_version").fetchone()[0]
        return json.dumps([version, counts, people], ensure_ascii=False)
    finally:
        raw.close()


_deks: dict[str, bytes] = {}


def _dek_of(path: Path) -> bytes:
    return _deks.get(file_id_of(path) or "", bytes(32))


def remember_key(path: Path, *passwords: str) -> None:
    """Keep the key of a file of this run, and stretch its passwords once, so that forks need not."""
    keys = KeyFile.load(keys_path(path))
    for password in passwords:
        _deks[keys.file_id] = by_password(password)(keys)


# --- preparing ---


def _empty(box: Box) -> None:
    for name in FOLDERS:
        (box.root / name).mkdir(parents=True, exist_ok=True)


def _with_file(box: Box) -> None:
    _empty(box)
    box.run("new", box.file, "--union", UNION)
    people = [PERSON | {"name": f"王{chr(0x4E00 + number)}"} for number in range(20)]
    uids = box.run("add", box.file, "person", json.dumps(people, ensure_ascii=False))["uids"]
    (box.desk / "uid").write_text(uids[0], encoding="utf-8")
    remember_key(box.file, PASSWORD)


def _with_sheet(box: Box) -> None:
    import xlsxwriter

    _with_file(box)
    book = xlsxwriter.Workbook(str(box.desk / "名册.xlsx"))
    sheet = book.add_worksheet("名册")
    sheet.write_row(0, 0, ["姓名", "手机号", "入会时间"])
    for row in range(1, 41):
        sheet.write_row(row, 0, [f"李{chr(0x4E00 + row)}", f"139000000{row:02}", "2021-05-01"])
    book.close()


def _with_one_backup(box: Box) -> None:
    _with_file(box)
    box.run("backup", box.file, box.stick)


def _with_backup(box: Box) -> None:
    """A backup, then one more person and a new password: both must stand beside what is restored."""
    _with_one_backup(box)
    box.run("add", box.file, "person", json.dumps(PERSON, ensure_ascii=False))
    (box.desk / "later").write_text(LATER_PASSWORD, encoding="utf-8")
    box.run("passwd", box.file, "--new-password-file", box.desk / "later")
    remember_key(box.file, LATER_PASSWORD)


def _with_strangers_backup(box: Box) -> None:
    """A backup of another union, with another key, is to take the place of the file."""
    _with_backup(box)
    other = Box(box.desk / "other")
    _empty(other)
    other.run("new", other.file, "--union", "别的工会")
    remember_key(other.file, PASSWORD)
    for path in box.backups():
        path.unlink()
    other.run("backup", other.file, box.stick)
    shutil.rmtree(other.root)
    shutil.rmtree(other.out())


def _with_old_file(box: Box) -> None:
    """The oldest fixture, as a user of that version would have it."""
    from app.models.store import slots
    from tests.fixtures.schema.make import FILE_ID, FOLDER, KEY

    _empty(box)
    shutil.copy(FOLDER / "0001.xiaojia", box.file)
    kept = [slots.new_slot(FILE_ID, slots.PASSWORD, PASSWORD.encode(), KEY)]
    document: dict[str, Any] = {"format": slots.FORMAT, "file_id": FILE_ID, "slots": kept}
    document["mac"] = slots.encoded(slots.document_mac(document, KEY))
    KeyFile(document).save(keys_path(box.file))
    remember_key(box.file, PASSWORD)


def _with_story(box: Box) -> None:
    """A person with everything that a person can have, to be deleted for good, and a colleague who stays."""
    import tests.faults.purger  # noqa: F401  (loaded here, and not in every fork)

    _empty(box)
    box.run("new", box.file, "--union", UNION)
    remember_key(box.file, PASSWORD)
    box.run("do", "tests.faults.purger", "tell", box.file)


def _with_new_password(box: Box) -> None:
    _with_file(box)
    (box.desk / "later").write_text(LATER_PASSWORD, encoding="utf-8")


# --- judging ---


def _sound(box: Box, *passwords: str) -> list[str]:
    """`check` finds nothing wrong and needs nothing but one of the passwords."""
    last = {}
    for password in passwords or (PASSWORD,):
        last = box.try_("check", box.file, "--json", password=password)
        if last["code"] == 0:
            return []
    return [f"check: {last['code']} {last['out'][-300:]}{last['err'][-300:]}"]


def _old_or_new(box: Box, seen: Outcome) -> list[str]:
    """The file holds all of it or nothing of it, and all of it if that was said."""
    found = state_of(box.file)
    if found == seen.after:
        return []
    if found != seen.before:
        return [f"neither before nor after: {found[:200]}"]
    return ["acknowledged, but not there"] if seen.acknowledged else []


def _ended_well(box: Box, seen: Outcome) -> list[str]:
    """A command that was not killed has either done it and said so, or refused it in words."""
    code = seen.done["code"]
    if seen.killed:
        return []
    if code not in (0, 1):
        reports = [path.read_text(encoding="utf-8") for path in (box.root / "own").rglob("bug-*.txt")]
        return [f"ended with {code}: {seen.done['err'][-400:]} {' '.join(reports)[-2000:]}"]
    if (code == 0) != seen.acknowledged:
        return [f"ended with {code}, acknowledged: {seen.acknowledged}"]
    return []


def judge_save(box: Box, seen: Outcome) -> list[str]:
    """For everything that is one deed."""
    return _ended_well(box, seen) + _sound(box) + _old_or_new(box, seen)


def judge_backup(box: Box, seen: Outcome) -> list[str]:
    """The older backup is what it was; a newer one is good, and there if that was said; the next one succeeds."""
    made = box.root.with_name("made") / "stick"
    good = {path.name: _digest(path) for path in made.glob("*.xjbak")}
    found = judge_save(box, seen) + _verified(box, good)
    count = len(box.backups())
    if seen.acknowledged and count != 2:
        found.append("acknowledged, but the backup is not there")
    if seen.done["code"] == 1 and count != 1 and not seen.lasting:
        found.append("refused, but a new file is there")  # from a stick that is gone nothing can be taken away
    return found + _again(box, box.run, "backup", box.file, box.stick) + _verified(box, good)


def _verified(box: Box, good: dict[str, bytes]) -> list[str]:
    """The `good` ones (name → digest) are there and byte for byte what they were; others are looked at, and added."""
    bad = [f"{name} is gone" for name in good if not (box.stick / name).exists()]
    for path in box.backups():
        if path.name in good:
            bad += [] if _digest(path) == good[path.name] else [f"{path.name} was changed"]
            continue
        done = box.try_("verify", path)
        bad += [f"{path.name} is no good: {done['err'][-200:]}"] if done["code"] else []
        good[path.name] = _digest(path)
    return bad


def _digest(path: Path) -> bytes:
    return hashlib.sha256(path.read_bytes()).digest()


def judge_restore(box: Box, seen: Outcome) -> list[str]:
    """The old file or the new one is there and opens; the old one is never lost; the next restore succeeds."""
    found = _ended_well(box, seen) + _sound(box, LATER_PASSWORD, PASSWORD) + _old_or_new(box, seen)
    if state_of(box.file) == seen.after:
        kept = [path for path in box.file.parent.glob("*恢复前*.xiaojia") if state_of(path) == seen.before]
        if not kept:
            found.append("the file that was there is lost")
    found += _again(box, box.run, "restore", box.backups()[0], box.file) + _sound(box)
    return found if state_of(box.file) == seen.after else [*found, "restored again, it holds something else"]


def judge_upgrade(box: Box, seen: Outcome) -> list[str]:
    """The old file or the new one; what was kept of the old one is whole; the next upgrade succeeds."""
    found = _ended_well(box, seen) + _old_or_new(box, seen)
    if state_of(box.file) == seen.after and not _kept_upgrade(box, seen):
        found.append("the old file is lost")
    found += _again(box, box.run, "upgrade", box.file) + _sound(box)
    return found if state_of(box.file) == seen.after else [*found, "upgraded again, it holds something else"]


def _kept_upgrade(box: Box, seen: Outcome) -> bool:
    return any(state_of(path) == seen.before for path in box.file.parent.glob("*升级前*.xiaojia"))


def judge_new(box: Box, seen: Outcome) -> list[str]:
    """A whole new file or none; a refused one leaves nothing; the next try succeeds."""
    found = _ended_well(box, seen)
    left = sorted(path.name for folder in ("pc", "own") for path in (box.root / folder).rglob("*") if path.is_file())
    if seen.done["code"] == 1 and left and not seen.lasting:
        found.append(f"refused, but left behind: {left}")
    if not box.file.exists():
        if seen.acknowledged:
            found.append("acknowledged, but not there")
        found += _again(box, box.run, "new", box.file, "--union", UNION)
    remember_key(box.file, PASSWORD)
    found += _sound(box)
    return found if state_of(box.file) == seen.after else [*found, "neither nothing nor a whole new file"]


def judge_password(box: Box, seen: Outcome) -> list[str]:
    """Exactly one of the two passwords opens it, the new one if that was said."""
    opens = [word for word in (PASSWORD, LATER_PASSWORD) if not _sound(box, word)]
    found = _ended_well(box, seen) + _old_or_new(box, seen)
    if len(opens) != 1:
        found.append(f"{len(opens)} passwords open it")
    if seen.acknowledged and opens != [LATER_PASSWORD]:
        found.append("acknowledged, but the new password does not open it")
    return found


def judge_purge(box: Box, seen: Outcome) -> list[str]:
    """The person is there whole, or no word is left on any page, free ones too; the next try deletes the person."""
    found = _ended_well(box, seen) + _deeply_sound(box) + _old_or_new(box, seen)
    found += _words_left(box, whole=state_of(box.file) == seen.before)
    if state_of(box.file) == seen.before:
        found += _again(box, box.run, "do", "tests.faults.purger", "purge", box.file) + _deeply_sound(box)
        found += _words_left(box, whole=False)
    return found if state_of(box.file) == seen.after else [*found, "deleted again, it holds something else"]


def _words_left(box: Box, *, whole: bool) -> list[str]:
    from tests.services.test_purging import NEEDLES, found_in

    left = found_in(box.file.read_bytes(), _dek_of(box.file))
    wanted = list(NEEDLES) if whole else []
    return [] if left == wanted else [f"of the person's words are on the pages: {left} instead of {wanted}"]


def _deeply_sound(box: Box) -> list[str]:
    """Replaying the journal gives the same tables, and every derived value is right."""
    done = box.try_("check", box.file, "--deep", "--json")
    return [f"check --deep: {done['out'][-300:]}{done['err'][-300:]}"] if done["code"] else []


def _again(box: Box, run: Callable[..., object], *argv: object) -> list[str]:
    """The same once more, undisturbed, must succeed and leave nothing half done."""
    try:
        run(*argv)
    except RuntimeError as error:
        return [str(error)[:500]]
    return _left_behind(box)


def _left_behind(box: Box) -> list[str]:
    folders = (box.file.parent, box.stick, box.root / "own", box.root / "tmp")
    left = [path.name for folder in folders for path in folder.rglob("*") if _is_half(path)]
    return [f"left behind: {left}"] if left else []


def _is_half(path: Path) -> bool:
    return path.is_file() and any(ending in path.name for ending in HALF_DONE)


def _add(box: Box) -> list[object]:
    return ["add", box.file, "person", json.dumps(PERSON, ensure_ascii=False)]


def _edit(box: Box) -> list[object]:
    return [
        "edit",
        box.file,
        "person",
        (box.desk / "uid").read_text(encoding="utf-8"),
        json.dumps({"phone": "13911112222", "remark": "改"}),
    ]


OPERATIONS = {
    "new": Operation(_empty, lambda box: ["new", box.file, "--union", UNION], judge_new),
    "add": Operation(_with_file, _add, judge_save),
    "edit": Operation(_with_file, _edit, judge_save),
    "undo": Operation(_with_file, lambda box: ["undo", box.file], judge_save),
    "import": Operation(
        _with_sheet, lambda box: ["import", box.file, "person", box.desk / "名册.xlsx"], judge_save
    ),
    "passwd": Operation(
        _with_new_password,
        lambda box: ["passwd", box.file, "--new-password-file", box.desk / "later"],
        judge_password,
    ),
    "backup": Operation(_with_one_backup, lambda box: ["backup", box.file, box.stick], judge_backup),
    "restore": Operation(_with_backup, lambda box: ["restore", box.backups()[0], box.file], judge_restore),
    "restore-other": Operation(
        _with_strangers_backup, lambda box: ["restore", box.backups()[0], box.file], judge_restore
    ),
    "purge": Operation(
        _with_story, lambda box: ["do", "tests.faults.purger", "purge", box.file], judge_purge
    ),
    "upgrade": Operation(_with_old_file, lambda box: ["upgrade", box.file], judge_upgrade),
}  # fmt: skip
