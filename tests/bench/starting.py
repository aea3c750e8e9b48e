"""Start: from the command to a list that can be used, in a fresh process each time, the password from a file.

python -m tests.bench.starting [OPTION …]    (the process that is started, with the program's own options)
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from tests.bench.measure import Bench, Spent

MEMBERS = 10_000
STEPS = {
    "asked": ("启动 start until the password can be typed", None),
    "home": ("启动 start with the password in a file until the first page is there", None),
    "list": (f"    … until the list of {MEMBERS:,} members can be used", 1.5),
}


def measure(bench: Bench) -> None:
    """Start it again and again; the first start, which fills the disk's cache, is not counted."""
    from tests.bench.data import PASSWORD, copy_into

    spent: dict[str, list[Spent]] = {name: [] for name in STEPS}
    with bench.data.scratch() as folder:
        path, password, own = copy_into(bench.data.members(MEMBERS), folder), folder / "password.txt", folder / "own"
        password.write_text(PASSWORD, encoding="utf-8")
        own.mkdir()
        (own / "settings.json").write_text(json.dumps({"last_file": str(path)}), encoding="utf-8")
        for run in range(bench.runs + 1):
            for name, one in (_start(own) | _start(own, "--password-file", str(password))).items():
                if run:
                    spent[name].append(one)
    for name, (what, goal) in STEPS.items():
        bench.add(what, spent[name], goal=goal)


def _start(own: Path, *options: str) -> dict[str, Spent]:
    import subprocess

    from tests.bench.data import ROOT, TODAY
    from tests.bench.measure import Spent

    environment = {"PYTHONPATH": str(ROOT), "XIAOJIA_DATA_DIR": str(own)}
    command = [sys.executable, "-P", "-m", "tests.bench.starting", "--today", TODAY.isoformat(), *options]
    started = time.time()
    pipe = subprocess.PIPE
    done = subprocess.run(
        command, env=os.environ | environment, stdout=pipe, stderr=pipe, text=True, check=True, timeout=120
    )
    told = json.loads(done.stdout.splitlines()[-1])
    return {name: Spent(wall - started, cpu) for name, (wall, cpu) in told.items()}


def watch(window: Any, until: str) -> None:
    """Let somebody look at the clock while the module of the window works; the process ends when `until` is seen."""
    from PySide6.QtCore import QTimer

    from app.views.unlock import Password

    seen: dict[str, tuple[float, float]] = {}

    class Watched(window.Desk):  # type: ignore[misc]
        """The desk, looked at every few milliseconds."""

        def start(self, *given: Any) -> None:
            super().start(*given)
            self._look = QTimer(self, interval=5, timeout=self._seen)
            self._look.start()

        def _see(self, name: str) -> None:
            seen[name] = (time.time(), time.process_time())
            if name == until:
                print(json.dumps(seen), flush=True)
                os._exit(0)  # leaving properly would ask for a backup first

        def _seen(self) -> None:
            shown, page = self.window, self.window.page
            if until == "asked":
                cover = shown.findChild(Password)
                if cover is not None and cover.line.isVisible() and cover.line.isEnabled():
                    shown.repaint()
                    self._see("asked")
            elif "home" not in seen and page is not None and page.isVisible():
                page.repaint()
                self._see("home")
                shown.go_to("members")
            elif "home" in seen and page is not None and list_painted(page):
                self._see("list")

    window.Desk = Watched


def list_painted(page: QWidget) -> bool:
    """Paint the list of a page, once it is there."""
    from app.views.record_list.panel import RecordList  # there by now; the program does not start with it

    shown = page.findChild(RecordList)
    if shown is None or not (shown.model.is_loaded and shown.table.isVisible()):
        return False
    shown.table.viewport().repaint()
    return True


def main(arguments: list[str]) -> int:
    """The program's own start, looked at."""
    from app.__main__ import main as program

    until = "list" if "--password-file" in arguments else "asked"
    sys.meta_path.insert(0, WhenLoaded("app.views.app", lambda window: watch(window, until)))
    return program(arguments)


class WhenLoaded(MetaPathFinder):
    """Does something when the program has loaded a module, which it does in its own time."""

    def __init__(self, module: str, then: Callable[[ModuleType], None]) -> None:
        self._module, self._then = module, then

    def find_spec(self, name: str, path: object, target: object = None) -> ModuleSpec | None:
        """The module's own spec; whoever loads by it calls `then` afterwards."""
        if name != self._module:
            return None
        sys.meta_path.remove(self)
        spec = find_spec(name)
        assert spec is not None and spec.loader is not None
        load = spec.loader.exec_module

        def load_and_tell(module: ModuleType) -> None:
            load(module)
            self._then(module)

        spec.loader.exec_module = load_and_tell  # type: ignore[method-assign]
        return spec


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
