"""Wrong clocks: an empty battery, a slip of the hand, a jump in the middle of the work (R11; reliability A11)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tests.faults.memory import quick_folder
from tests.faults.operations import OPERATIONS, PERSON, Box
from tests.faults.promises import NotHereError, Promise, Result, Tier
from tests.faults.standby import Standby

YEAR = date.today().year
CLOCKS = {
    "1970": "1970-01-01 00:00:07",
    "a year back": f"{YEAR - 1}-06-01 08:00:00",
    "ten years ahead": f"{YEAR + 10}-03-01 08:00:00",
    "2099": "2099-12-31 23:59:58",
    "29 February": f"{(YEAR // 4 + 1) * 4}-02-29 12:00:00",
}
JUMPS = (("a year back", "2099"), ("2099", "1970"), ("ten years ahead", "a year back"))
STEPS = ("add", "edit", "backup", "list", "undo", "jump")


def wrong_clocks(tier: Tier, folder: Path) -> Result:
    """Every clock and every jump × adding, changing, backing up, listing, undoing."""
    library = next(iter(sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))), None)
    if library is None:
        raise NotHereError("libfaketime is missing")
    with quick_folder(folder) as root:
        clock = root / "clock"
        clock.write_text("+0")
        names = list(CLOCKS) if tier == "long" else ["1970"]
        jumps = list(JUMPS) if tier == "long" else []
        faked = {"LD_PRELOAD": str(library), "FAKETIME_TIMESTAMP_FILE": str(clock), "FAKETIME_NO_CACHE": "1"}
        still = {"FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1"}  # the name changed with the version
        with Standby(environment=faked | still) as standby:
            standby.call("tests.faults.clocks:prepare", str(root))
            found = [standby.call("tests.faults.clocks:try_clock", str(root), str(clock), name, "") for name in names]
            found += [standby.call("tests.faults.clocks:try_clock", str(root), str(clock), *jump) for jump in jumps]
    told = [" then ".join(jump) for jump in jumps]
    bad = [f"{name}: {wrong}" for name, one in zip([*names, *told], found, strict=True) for wrong in one["wrong"]]
    return Result(sum(one["count"] for one in found), bad, f"{len(found)} clocks")


# --- in the standby process, beneath libfaketime ---


def prepare(root: str) -> None:
    """A file made and backed up at the right time."""
    made = Box(Path(root) / "made")
    OPERATIONS["backup"].prepare(made)


def try_clock(root: str, clock: str, name: str, then: str) -> dict[str, Any]:
    """A day's work under a wrong clock that may jump to another one, and the next day under the right one."""
    box = Box(Path(root) / "trial")
    shutil.rmtree(box.root, ignore_errors=True)
    shutil.copytree(Path(root) / "made", box.root)
    turned = Path(clock)
    try:
        turned.write_text(f"@{CLOCKS[name]}")
        wrong = _day_of_work(box, turned, then)
    finally:
        turned.write_text("+0")
    return {"count": 7, "wrong": wrong + _next_day(box)}


def _day_of_work(box: Box, turned: Path, then: str) -> list[str]:
    wrong = []
    uid = (box.desk / "uid").read_text(encoding="utf-8")
    work: tuple[tuple[object, ...], ...] = (
        ("add", box.file, "person", json.dumps(PERSON, ensure_ascii=False)),
        ("edit", box.file, "person", uid, '{"phone": "13911112222"}'),
        ("add", box.file, "person", json.dumps(PERSON | {"name": "撤销"}, ensure_ascii=False)),
        ("undo", box.file),
        ("backup", box.file, box.stick),
        ("list", box.file, "person", "--limit", "100"),
    )
    for number, words in enumerate(work):
        jump = _turn_later(turned, CLOCKS[then]) if then and words[0] == "backup" else None
        done = box.try_(*words, "--ack", "--json")
        if jump is not None:
            jump.wait()
        if done["code"]:
            wrong.append(f"{words[0]} ended with {done['code']}: {done['out'][-200:]}{done['err'][-200:]}")
        if number == 0 and "日期对不对" not in done["err"] and abs((datetime.now() - _real()).days) > 400:
            wrong.append("no word about the clock")
    return wrong


def _turn_later(turned: Path, moment: str) -> subprocess.Popen[bytes]:
    """Turn the clock while the next command is at work."""
    plain = {name: value for name, value in os.environ.items() if name != "LD_PRELOAD"}
    return subprocess.Popen(["sh", "-c", f"sleep 0.05; echo '@{moment}' > '{turned}'"], env=plain)


def _real() -> datetime:
    """The right time, which a file's own time does not tell beneath libfaketime: the year the suite was loaded in."""
    return datetime(YEAR, 7, 1)


def _next_day(box: Box) -> list[str]:
    """Nothing is lost, nothing is out of order, the next backup gets the next number."""
    wrong = []
    if box.try_("check", box.file, "--deep", "--json")["code"]:
        wrong.append("check --deep finds something wrong")
    people = box.run("list", box.file, "person", "--limit", "100")
    if people["total"] != 21:
        wrong.append(f"{people['total']} people instead of 21")
    box.run("backup", box.file, box.stick)
    numbers = sorted(path.stem.rsplit("-", 1)[1] for path in box.backups())
    if numbers != ["001", "002", "003"]:
        wrong.append(f"backups {numbers}")
    wrong += [f"{path.name} is no good" for path in box.backups() if box.try_("verify", path)["code"]]
    deeds = [one["id"] for one in box.run("deeds", box.file)["deeds"]]
    if deeds != sorted(deeds, reverse=True):
        wrong.append(f"deeds out of order: {deeds}")
    return wrong


PROMISES = (
    Promise(
        "wrong-clock",
        "1970, last year, in ten years, 2099, jumps: nothing is lost, backups are made, and it is said",
        wrong_clocks,
        50,
    ),
)
