"""Start: from the command to a list that can be used, in a fresh process each time, the password from a file.

python -m tests.bench.starting FILE PASSWORD-FILE    (the process that is started)
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from tests.bench.data import PASSWORD, ROOT, TODAY, copy_into
from tests.bench.measure import Bench, Spent

MEMBERS = 10_000
STEPS = {
    "asked": ("启动 start until the password can be typed", None),
    "home": ("    … until the file is open and the first page is there", None),
    "list": (f"启动 start until the list of {MEMBERS:,} members can be used", 1.5),
}


def measure(bench: Bench) -> None:
    """Start it again and again; the first start, which fills the disk's cache, is not counted."""
    spent: dict[str, list[Spent]] = {name: [] for name in STEPS}
    with bench.data.scratch() as folder:
        path, password = copy_into(bench.data.members(MEMBERS), folder), folder / "password.txt"
        password.write_text(PASSWORD, encoding="utf-8")
        for run in range(bench.runs + 1):
            for name, one in _start(path, password, folder).items():
                if run:
                    spent[name].append(one)
    for name, (what, goal) in STEPS.items():
        bench.add(what, spent[name], goal=goal)


def _start(path: Path, password: Path, folder: Path) -> dict[str, Spent]:
    environment = {"PYTHONPATH": str(ROOT), "XIAOJIA_DATA_DIR": str(folder / "own")}
    command = [sys.executable, "-P", "-m", "tests.bench.starting", str(path), str(password)]
    started = time.time()
    pipe = subprocess.PIPE
    done = subprocess.run(
        command, env=os.environ | environment, stdout=pipe, stderr=pipe, text=True, check=True, timeout=120
    )
    told = json.loads(done.stdout.splitlines()[-1])
    return {name: Spent(wall - started, cpu) for name, (wall, cpu) in told.items()}


def main(path: str, password: str) -> int:
    """The program's own start, with somebody at the keyboard who knows the password and looks at the clock."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QWidget

    from app.services import pc_settings
    from app.services.today import set_today
    from app.views import app as program
    from app.views.desk import Desk
    from app.views.unlock import Password

    seen: dict[str, tuple[float, float]] = {}
    secret = Path(password).read_text(encoding="utf-8")
    set_today(TODAY)
    pc_settings.save(pc_settings.PcSettings(last_file=path))

    class Watched(Desk):
        """The desk, looked at every few milliseconds."""

        def start(self, path: Path | None) -> None:
            super().start(path)
            self._look = QTimer(self, interval=5, timeout=self._seen)
            self._look.start()

        def _see(self, name: str) -> None:
            seen[name] = (time.time(), time.process_time())

        def _seen(self) -> None:
            window, page = self.window, self.window.page
            cover = window.findChild(Password)
            if "asked" not in seen and cover is not None and cover.line.isVisible():
                window.repaint()
                self._see("asked")
                cover.given.emit(secret)
            elif "asked" in seen and "home" not in seen and page is not None and page.isVisible():
                page.repaint()
                self._see("home")
                window.go_to("members")
            elif "home" in seen and page is not None:
                self._seen_list(page)

        def _seen_list(self, page: QWidget) -> None:
            from app.views.record_list.panel import RecordList  # there by now; the program does not start with it

            shown = page.findChild(RecordList)
            if shown is not None and shown.model.is_loaded and shown.table.isVisible():
                shown.table.viewport().repaint()
                self._see("list")
                print(json.dumps(seen), flush=True)
                os._exit(0)  # leaving properly would ask for a backup first

    program.Desk = Watched  # type: ignore[misc]
    return program.main()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
