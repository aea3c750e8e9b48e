"""Defects planted into a copy of the program: each must turn its test red (G7). A test that cannot fail proves nothing.

The copy lies in the promise's own folder; this checkout is never touched. In the long form all the named tests must
first be green in the copy as it is.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.faults import uml
from tests.faults.promises import NotHereError, Promise, Result, Tier

ROOT = Path(__file__).resolve().parent.parent.parent
_SECONDS = 900
_PULLS = 6
_BACKUPS, _STORE = "app/services/backup", "app/models/store"


@dataclass(frozen=True)
class Defect:
    """Lines of a file that are replaced by others, and the tests of which one at least must fail then."""

    name: str
    file: str
    changes: Sequence[tuple[str, str]]
    tests: Sequence[str] = ()
    sticks: str = ""
    """Trials of `sticks` instead of tests: their mode."""
    quick: bool = False
    """Tried in the short form, too."""

    def plant(self, tree: Path) -> str:
        """Change the copy; the text as it was."""
        path = tree / self.file
        text = before = path.read_text("utf-8")
        for old, new in self.changes:
            if text.count(old) != 1:
                raise LookupError(f"{self.file} holds {text.count(old)} times: {old}")
            text = text.replace(old, new)
        path.write_text(text, "utf-8")
        return before


DEFECTS = (
    Defect(
        "a backup is written under its final name, as shutil.copy would",
        f"{_BACKUPS}/making.py",
        [("part = target.with_name(target.name + naming.PART)", "part = target")],
        ["tests/faults/test_order_of_syncing.py"],
        quick=True,
    ),
    Defect(
        "a backup is not synced again after it got its name",
        f"{_BACKUPS}/making.py",
        [("    durable.sync_file(target)\n", ""), ("        os.sync()\n", "        pass\n")],
        sticks="after",
    ),
    Defect(
        "a backup is not read back from the stick",
        f"{_BACKUPS}/making.py",
        [
            (
                "take_out(target, scratch, unlock, steps, 1.0).result\n",
                "BackupResult(target, draft.manifest, draft.contents)\n",
            )
        ],
        ["tests/backup/test_backup_making.py::test_a_stick_that_lies_is_found_out_when_it_is_read_back"],
        quick=True,
    ),
    Defect(
        "the file is not synced",
        f"{_STORE}/engine.py",
        [('("EXTRA", 3)', '("OFF", 0)')],
        ["tests/faults/test_power_cuts.py"],
    ),
    Defect(
        "a deed does not begin a transaction",
        f"{_STORE}/engine.py",
        [('opened.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")', "_ = writing")],
        ["tests/core/test_write_door.py::test_a_deed_that_fails_keeps_nothing_and_announces_nothing"],
    ),
    Defect(
        "the head of the journal's chain is not kept",
        f"{_STORE}/database.py",
        [('meta.remember(connection, "chain_head", journal.last_mac(connection).hex())', "pass")],
        ["tests/core/test_chain.py::test_a_cut_tail_is_found"],
    ),
    Defect(
        "undo loses children",
        f"{_STORE}/undo.py",
        [("if change.table not in fixed", 'if change.table not in {*fixed, "membership"}')],
        ["tests/core/test_undo_random.py"],
    ),
    Defect(
        "sheets may declare entities",
        "app/services/sheets/package.py",
        [('    prolog = part[:_PROLOG_BYTES].replace(b"\\0", b"")', '    prolog = b""')],
        ["tests/sheets/test_refused_tables.py::test_a_sheet_that_declares_entities_is_refused_even_when_it_uses_none"],
    ),
    Defect(
        "the child may take any memory",
        "app/services/sheets/child.py",
        [("        resource.setrlimit(which, (most, most))", "        pass")],
        ["tests/sheets/test_refused_tables.py"],
    ),
    Defect(
        "a restore does not keep the file that was there",
        f"{_BACKUPS}/restoring.py",
        [("kept = _keep(data_path, word) if data_path.exists() else None", "kept = None")],
        ["tests/backup/test_backup_restoring.py::test_the_present_file_is_kept_with_its_keys_and_can_be_put_back"],
    ),
)


def _copy(folder: Path) -> Path:
    tree = folder / "tree"
    tree.mkdir()
    ignored = shutil.ignore_patterns("__pycache__", ".*")
    for name in ("app", "tests", "i18n", "tools"):
        shutil.copytree(ROOT / name, tree / name, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", tree)
    if uml.KIT.exists():
        (tree / "build").mkdir()
        (tree / "build" / "uml").symlink_to(uml.KIT)
    return tree


def _run(tree: Path, arguments: Sequence[str]) -> tuple[int, str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    environment |= {"PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-m", *arguments], cwd=tree, env=environment, capture_output=True, text=True,
        timeout=_SECONDS, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout[-1500:] + done.stderr[-500:]


def _test(tree: Path, tests: Sequence[str]) -> tuple[int, str]:
    return _run(tree, ["pytest", "-q", "-x", "-p", "no:cacheprovider", "-p", "no:randomly", "-p", "no:xdist", *tests])


def _is_caught(tree: Path, defect: Defect) -> tuple[bool, str]:
    if defect.sticks:
        (tree / "sticks").mkdir()
        code, said = _run(tree, ["tests.faults.sticks", defect.sticks, str(_PULLS), str(tree / "sticks")])
        return code == 1 and " bad of " in said, said
    code, said = _test(tree, defect.tests)
    return code == 1 and ("failed" in said or "error" in said), said


def _require_green(tree: Path, chosen: Sequence[Defect]) -> None:
    code, said = _test(tree, sorted({test for one in chosen for test in one.tests}))
    if code:
        raise RuntimeError(f"the tests are not green without a defect: {said}")
    if "skipped" in said:
        raise NotHereError(f"some of the tests cannot be run here: {said}")


def planted(tier: Tier, folder: Path) -> Result:
    """Plant one defect after the other."""
    chosen = [one for one in DEFECTS if tier == "long" or one.quick]
    if any(one.sticks for one in chosen):
        uml.kit()
    tree = _copy(folder)
    if tier == "long":  # the short form is itself one of these tests, and so are they
        _require_green(tree, chosen)
    bad = []
    for defect in chosen:
        before = defect.plant(tree)
        caught, said = _is_caught(tree, defect)
        (tree / defect.file).write_text(before, "utf-8")
        if not caught:
            bad.append(f"not noticed: {defect.name}: {said}")
    return Result(len(chosen), bad)


PROMISES = (Promise("planted", "defects planted into a copy of the program: each is noticed", planted, count_long=8),)
