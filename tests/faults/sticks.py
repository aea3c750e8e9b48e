"""A FAT32 stick pulled out while a backup is written to it and right after 备份成功, and sticks that lie (B1, M7, M8).

    python -m tests.faults.sticks MODE COUNT FOLDER      a few trials by hand: during, after, lying

The stick, its file system and its cache are real: they live in a kernel of our own (`uml`, `stick_guest`).
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.faults import uml
from tests.faults.promises import NotHereError, Promise, Result, Tier
from tests.faults.union import make_union

TRIALS = 66
"""A few more than promised: a pull that came too early or too late to count leaves enough."""
LIES = 32
BOOTS = 2
PEOPLE = 6000
STICK_BYTES = 64 << 20
SECONDS_TO_START, SECONDS_A_TRIAL = 180, 30

Trial = dict[str, Any]


def _trials(tier: Tier, folder: Path, mode: str, count: int) -> tuple[list[Trial], list[str]]:
    """The trials of one mode, from kernels that run side by side; and what went wrong with the suite itself."""
    if tier == "ci":
        raise NotHereError("starts kernels of its own: only in the long form")
    uml.kit()
    data = make_union(folder / "data", PEOPLE).folder
    each = count // BOOTS

    def one(boot: int) -> tuple[list[Trial], str]:
        disk, results = folder / f"stick-{boot}.img", folder / f"results-{boot}"
        with disk.open("wb") as image:
            image.truncate(STICK_BYTES)
        arguments = [mode, str(each), str(boot), str(data), str(results)]
        limit = SECONDS_TO_START + SECONDS_A_TRIAL * each
        log = uml.boot("tests.faults.stick_guest", arguments, disk, seconds=limit)
        lines = results.read_text("utf-8").splitlines() if results.exists() else []
        return [json.loads(line) for line in lines], log

    with ThreadPoolExecutor(BOOTS) as boots:
        told = list(boots.map(one, range(BOOTS)))
    bad = [f"kernel {boot} ended early: {log[-2000:]}" for boot, (lines, log) in enumerate(told) if len(lines) <= each]
    firsts = [lines[0] for lines, _ in told if lines]
    bad += ["the control lost nothing: the pulls take nothing away" for one_ in firsts if not one_["control"]]
    bad += ["last week's backups were not good to begin with" for one_ in firsts if not one_["old_are_good"]]
    return [trial for lines, _ in told for trial in lines[1:]], bad


def faults_of(trial: Trial) -> list[str]:
    """What no trial may show: a spoiled old backup, an acknowledged new one that is not good, a crash, a hang."""
    found = []
    if trial["hung"]:
        found.append("the program hung")
    if trial["code"] not in (0, 1):
        found.append(f"the program ended with {trial['code']}")
    if trial["old_spoiled"] and trial.get("drops", True):  # a stick that garbles its own folder garbles the old ones
        found.append(f"old backups spoiled: {trial['old_spoiled']}")
    if trial["acknowledged"] and trial["new"] != ["good"]:
        found.append(f"said 备份成功, but the stick holds {trial['new'] or 'no new backup'}")
    found += [one for one in trial["new"] if one.startswith("bug")]
    return found


def few(mode: str, count: int, folder: Path) -> int:
    """A few trials of one mode, for a look by hand or at a planted defect; 1 when one of them shows a fault."""
    trials, bad = _trials("long", folder, mode, count)
    faults = bad + [fault for trial in trials for fault in faults_of(trial)]
    print(*faults, f"{len(faults)} bad of {len(trials)}: {_summary(trials)}", sep="\n")
    return int(bool(faults))


def _told(mode: str, count: int, counts: Callable[[Trial], bool]) -> Callable[[Tier, Path], Result]:
    def run(tier: Tier, folder: Path) -> Result:
        trials, bad = _trials(tier, folder, mode, count)
        bad += [f"{fault} ({trial})" for trial in trials for fault in faults_of(trial)]
        if mode == "lying":
            bad += [f"a lie was believed ({trial})" for trial in trials if trial["acknowledged"]]
        return Result(sum(map(counts, trials)), bad, _summary(trials))

    return run


def _summary(trials: Sequence[Trial]) -> str:
    """How the trials ended, by what the program had said and what lies on the stick."""
    ends = Counter(
        f"{'said 成功' if trial['acknowledged'] else 'said ' + (trial['error'] or 'nothing')}: "
        f"{', '.join(trial['new']) or 'no new file'}"
        for trial in trials
    )
    return ", ".join(f"{count}× {end}" for end, count in ends.most_common())


PROMISES = (
    Promise(
        "stick-pulled-during",
        "a FAT32 stick is pulled out while the backup is written: old backups whole, nothing half counts as good",
        _told("during", TRIALS, lambda trial: not trial["before_the_pull"]),
        count_long=60,
        cores=BOOTS,
    ),
    Promise(
        "stick-pulled-after",
        "a FAT32 stick is pulled out the moment 备份成功 is said: old and new backup whole",
        _told("after", TRIALS, lambda trial: bool(trial["before_the_pull"])),
        count_long=60,
        cores=BOOTS,
    ),
    Promise(
        "stick-lies",
        "a stick that drops or changes what is written: never 备份成功",
        _told("lying", LIES, lambda trial: True),
        count_long=30,
        cores=BOOTS,
    ),
)


if __name__ == "__main__":
    sys.exit(few(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])))
