"""Two programs that start on one file in the same moment, and a holder that is killed (R12; reliability A4)."""

from __future__ import annotations

import json
import os
import shutil
import signal
import time
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from app.errors import KnownError
from tests.faults.memory import quick_folder
from tests.faults.operations import LATER_PASSWORD, OPERATIONS, PASSWORD, PERSON, UNION, Box
from tests.faults.promises import Promise, Result, Tier
from tests.faults.standby import Standby

RACES = {"ci": (7, 3), "long": (160, 60)}
"""Races for a file that is there, and for one that is being made."""
HELD = 0.02
"""Seconds for which the winner keeps the file."""
PATIENCE = 60.0


def start_races(tier: Tier, folder: Path) -> Result:
    """Race after race; every third winner is killed while it holds the file."""
    opening, making = RACES[tier]
    ended: Counter[str] = Counter()
    bad: list[str] = []
    with Standby() as standby, quick_folder(folder) as root:
        standby.call("tests.faults.races:prepare", str(root))
        for number in range(opening):
            found = standby.call("tests.faults.races:race_to_open", str(root), number % 3 == 2)
            ended.update(found["ended"])
            bad += [f"race {number}: {wrong}" for wrong in found["wrong"]]
        for number in range(making):
            found = standby.call("tests.faults.races:race_to_make", str(root))
            ended.update(found["ended"])
            bad += [f"making {number}: {wrong}" for wrong in found["wrong"]]
    if not ended["locked"]:
        bad.append("nobody was ever kept out: these were no races")
    return Result(opening + making, bad, ", ".join(f"{name} {count}" for name, count in sorted(ended.items())))


# --- in the standby process ---


def prepare(root: str) -> None:
    """The file that is raced for."""
    OPERATIONS["add"].prepare(Box(Path(root) / "made"))


def race_to_open(root: str, killed: bool) -> dict[str, Any]:
    """Two open the file, save and close; with `killed` whoever holds it is killed while it does."""
    box = Box(Path(root) / "trial")
    shutil.rmtree(box.root, ignore_errors=True)
    shutil.copytree(Path(root) / "made", box.root)

    def hold(report: Callable[[str], None]) -> None:
        from app.models import Person
        from app.services import files, records

        with files.open_file(box.file, files.by_password(PASSWORD)) as opened:
            report("in")
            with opened.database.write("新增人员") as session:
                records.add(session, Person, PERSON)
            report("saved")
            time.sleep(PATIENCE if killed else HELD)
            report("out")

    told = _race(box, [hold, hold], killed)
    wrong = _overlaps(told) + [f"ended oddly: {one}" for one in told if one[-1][0] not in ("out", "saved", "locked")]
    saved = sum(any(word == "saved" for word, _ in one) for one in told)
    if not saved:
        wrong.append("nobody got in")
    done = box.try_("check", box.file, "--json")
    if done["code"]:
        wrong.append(f"check afterwards: {done['out'][-300:]}")
    count = json.loads(box.try_("count", box.file, "person", "--json")["out"].splitlines()[-1])["total"]
    if count != 20 + saved:
        wrong.append(f"{saved} saved, but {count} people")
    return {"ended": [one[-1][0] for one in told], "wrong": wrong}


def race_to_make(root: str) -> dict[str, Any]:
    """Two make a file of one name with two passwords: one does, and its password opens it."""
    box = Box(Path(root) / "trial")
    shutil.rmtree(box.root, ignore_errors=True)
    for name in ("pc", "own", "tmp", "home"):
        (box.root / name).mkdir(parents=True)

    def make(password: str) -> Callable[[Callable[[str], None]], None]:
        def run(report: Callable[[str], None]) -> None:
            from app.services import files

            files.create(box.file, UNION, password).file.close()
            report(password)

        return run

    told = _race(box, [make(PASSWORD), make(LATER_PASSWORD)], killed=False)
    ended = [one[-1][0] for one in told]
    winners = [word for word in ended if word in (PASSWORD, LATER_PASSWORD)]
    opens = [word for word in (PASSWORD, LATER_PASSWORD) if box.try_("check", box.file, password=word)["code"] == 0]
    wrong = [] if len(winners) == 1 and opens == winners else [f"made: {ended}, opened by: {opens}"]
    return {"ended": ["made" if word in winners else word for word in ended], "wrong": wrong}


def _race(box: Box, runners: Sequence[Callable[[Callable[[str], None]], None]], killed: bool) -> list[Any]:
    """Start all in one moment; what each reported, with the time, until its end."""
    gate_out, gate_in = os.pipe()
    reports = [box.root.with_name(f"report-{number}") for number in range(len(runners))]
    children = []
    for runner, path in zip(runners, reports, strict=True):
        path.write_text("")
        child = os.fork()
        if child == 0:
            os.close(gate_in)
            _runner(box, runner, path, gate_out)
        children.append(child)
    os.close(gate_out)
    time.sleep(0.05)
    os.close(gate_in)
    until = time.monotonic() + PATIENCE
    while killed and time.monotonic() < until and not any('"saved"' in path.read_text() for path in reports):
        time.sleep(0.002)
    for child, path in zip(children, reports, strict=True):
        if killed and '"saved"' in path.read_text():
            os.kill(child, signal.SIGKILL)
    for child, path in zip(children, reports, strict=True):
        while killed and not (os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT | os.WNOHANG)):
            if '"saved"' in path.read_text():
                os.kill(child, signal.SIGKILL)
            time.sleep(0.002)
        os.waitpid(child, 0)
    return [[json.loads(line) for line in path.read_text().splitlines()] or [["nothing", 0]] for path in reports]


def _runner(box: Box, runner: Callable[[Callable[[str], None]], None], path: Path, gate: int) -> None:
    """A forked child: never returns."""
    os.environ.update(box.environment())

    def report(word: str) -> None:
        with path.open("a") as file:
            file.write(json.dumps([word, time.monotonic_ns()]) + "\n")

    try:
        os.read(gate, 1)  # ends when the parent closes the other side
        runner(report)
    except KnownError as error:
        report(str(error.code))
    except BaseException as error:
        report(f"bug: {error!r}")
    finally:
        os._exit(0)


def _overlaps(told: list[Any]) -> list[str]:
    """Whether two held the file at once."""
    spans = []
    for one in told:
        times = dict(one)
        if "in" in times:
            spans.append((times["in"], max(times.values())))
    spans.sort()
    return ["two had it at once" for (_, end), (start, _) in pairwise(spans) if start < end]


PROMISES = (
    Promise(
        "start-races",
        "two programs start on one file: never two writers; a killed one leaves no lock",
        start_races,
        200,
    ),
)
