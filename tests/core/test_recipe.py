"""The recipe of CONTRIBUTING.md for a new record type, followed in a copy of the program: four files, and it works."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.models.store.engine import SCHEMA_VERSION
from tests.conftest import MadeFile

NEXT = SCHEMA_VERSION + 1
ROOT = Path(__file__).parent.parent.parent

# Uses what the other doors cannot show in a subprocess of the command line: the page in the window.
LOOK_AT_PAGE = """
import sys
from pathlib import Path
from types import SimpleNamespace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication
from app.services import files
from app.views.jobs import DatabaseThread
from app.views.pages import PAGES

app = QApplication(sys.argv[:1])
[page] = [one for one in PAGES if one.key == "activity"]
jobs = DatabaseThread()
with files.open_file(Path(sys.argv[1]), files.by_password("secret-12")) as opened:
    shell = SimpleNamespace(
        jobs=jobs, database=opened.database, file=opened, has_file=True, current_key="activity",
        dialogs=None, tell_fault=print, done=print, say=print, open_aside=print,
    )
    view = page.build(shell, page.prepare(opened.database))
    view.show()
    view.came()
    table = view.findChild(QAbstractItemView)
    for _ in range(200):
        QTest.qWait(20)
        if table.model().rowCount() and table.model().index(0, 0).data():
            break
    model = table.model()
    heads = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
    cells = [model.index(0, at).data() for at in range(model.columnCount())]
    print("|".join(map(str, [page.label, *heads, *cells])))
    jobs.finish()
"""


def recipe() -> list[str]:
    """The blocks of code of the recipe, in their order."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = text.split("## A new record type", 1)[1].split("\n## ", 1)[0]
    return re.findall(r"```[a-z]*\n(.*?)```", section, re.DOTALL)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The program, copied; nothing else of the repository is needed to follow the recipe."""
    target = tmp_path / "copy"
    for name in ("app", "tools", "i18n"):
        shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__", "fonts"))
    (target / "app" / "resources" / "fonts").symlink_to(ROOT / "app" / "resources" / "fonts")
    return target


def python(folder: Path, *arguments: str) -> str:
    """Run Python in the copy; what it wrote."""
    environment = os.environ | {"XIAOJIA_PASSWORD": "secret-12", "PYTHONDONTWRITEBYTECODE": "1"}
    run = subprocess.run(
        [sys.executable, "-W", "error", *arguments],
        cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=120,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


def commands(folder: Path, *lines: tuple[str, ...]) -> list[dict[str, Any]]:
    """Some commands of the copied program, one after the other; their answers."""
    script = "import json, sys; from app.cli.run import main; [main(line) for line in json.loads(sys.argv[1])]"
    wrote = python(folder, "-c", script, json.dumps([[*line, "--json"] for line in lines], ensure_ascii=False))
    return [json.loads(line) for line in wrote.splitlines() if line.startswith('{"ok"')]


def insert_line(path: Path, before: str, line: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, line.rstrip("\n") + "\n" + before), encoding="utf-8")


def contents(folder: Path) -> dict[str, bytes]:
    """Every source file of the copy."""
    paths = (path for name in ("app", "tools", "i18n") for path in (folder / name).rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths if "__pycache__" not in path.parts}


def follow(copy: Path) -> None:
    """Do what the recipe says, word for word."""
    model, line, migrate, page = recipe()
    (copy / "app" / "models" / "activity.py").write_text(model, encoding="utf-8")
    insert_line(copy / "app" / "models" / "__init__.py", "from app.models.archive import", line)
    insert_line(copy / "app" / "views" / "pages.py", '    Page("recycle",', page)
    python(copy, *migrate.split('"')[0].split()[1:], migrate.split('"')[1])


def test_a_new_record_type_is_four_files_and_then_works_on_an_old_file(
    copy: Path, data_file: Path, made_file: MadeFile
) -> None:
    before, path = contents(copy), str(data_file)
    follow(copy)
    after = contents(copy)

    assert {name for name in before | after if before.get(name) != after.get(name)} == {
        "app/models/activity.py",
        "app/models/__init__.py",
        f"app/models/migrations/versions/{NEXT:04}_add_activities.py",
        "app/views/pages.py",
    }
    added = {"name": "登山比赛", "held_on": "2026年10月1日", "cost": "1,200", "leader": "李明"}
    upgraded, _, _, listed = commands(
        copy,
        ("upgrade", path),
        ("add", path, "person", '{"name": "李明"}'),
        ("add", path, "activity", json.dumps(added, ensure_ascii=False)),
        ("list", path, "activity", "--search", "liming"),
    )
    seen = python(copy, "-c", LOOK_AT_PAGE, path).splitlines()[-1]
    undone, checked = commands(copy, ("undo", path), ("check", path))

    assert (upgraded["from"], upgraded["to"]) == (SCHEMA_VERSION, NEXT)
    assert [row["cost"] for row in listed["rows"]] == ["1200.00"]
    assert seen.split("|") == [
        "文体活动", "名称", "日期", "花费（元）", "负责人", "登山比赛", "2026-10-01", "1,200.00", "李明",
    ]  # fmt: skip
    assert undone["ok"] and checked["problems"] == []
