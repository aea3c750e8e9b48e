"""LibreOffice Calc on the same data in the same run: load, sort, filter, save as PDF; driven through UNO.

    python3 tests/bench/office.py LARGE SMALL PDF OWN    (two sheets, the result, its folder; by the system's Python)

Only what is done inside is measured, not the start of the office. Absent, it is said so.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

LARGE, SMALL = 100_000, 1_000
PORT_NAME = "xiaojia-bench"
PATIENCE_S = 60
HEADER_ROWS, PHONE_COLUMN, SEX_COLUMN = 4, 10, 2
LINES = {
    "load": f"LibreOffice: load the sheet of {LARGE:,} rows",
    "sort": "LibreOffice: sort it by phone",
    "filter": "LibreOffice: filter it by sex",
    "load_small": f"LibreOffice: load the sheet of {SMALL:,} rows",
    "pdf": f"LibreOffice: save {SMALL:,} rows as PDF",
}


def measure(bench: Any) -> None:
    """Run it if it is there."""
    from tests.bench.data import ROOT
    from tests.bench.measure import Figure, Spent

    office, python = shutil.which("soffice"), "/usr/bin/python3"
    has_uno = office and not subprocess.run([python, "-c", "import uno"], stderr=subprocess.DEVNULL).returncode
    if not has_uno:
        bench.put(Figure("LibreOffice: not installed (apt-get install libreoffice-calc-nogui python3-uno)", [0.0]))
        return
    found: dict[str, list[Spent]] = {name: [] for name in LINES}
    for _ in range(bench.runs):
        with bench.data.scratch() as folder:
            # Copies: it leaves a lock beside a sheet, and the program reads no sheet that is open elsewhere.
            sheets = [shutil.copy(bench.data.sheet(rows), folder) for rows in (LARGE, SMALL)]
            server = subprocess.Popen(
                [office, f"-env:UserInstallation={(folder / 'own').as_uri()}", "--headless", "--norestore", "--nologo",
                 f"--accept=pipe,name={PORT_NAME};urp;"],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            try:
                command = [
                    python,
                    "-P",
                    "tests/bench/office.py",
                    *map(str, sheets),
                    str(folder / "list.pdf"),
                    str(folder / "own"),
                ]
                done = subprocess.run(
                    command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True, timeout=PATIENCE_S * 10
                )
                for name, (wall, cpu) in json.loads(done.stdout).items():
                    found[name].append(Spent(wall, cpu))
            finally:
                server.terminate()
                server.wait(PATIENCE_S)
    for name, spent in found.items():
        bench.add(LINES[name], spent)


# --- in the system's Python, which has `uno`


def main(large: str, small: str, pdf: str, own: str) -> None:
    """Do it once and print the seconds, by the clock and of the processor."""
    desktop = _desktop()
    found: dict[str, tuple[float, float]] = {}

    def timed(name: str, work: Callable[[], Any]) -> Any:
        start, busy = time.perf_counter(), _cpu(own)
        result = work()
        found[name] = time.perf_counter() - start, _cpu(own) - busy
        print(f"        {name} {found[name][0]:.1f} s", file=sys.stderr, flush=True)
        return result

    book = timed("load", lambda: _load(desktop, large))
    sheet = book.Sheets.getByIndex(0)
    cells = sheet.getCellRangeByPosition(0, HEADER_ROWS, 19, HEADER_ROWS + LARGE - 1)
    timed("sort", lambda: cells.sort(_sorting()))
    timed("filter", lambda: _filter(sheet))
    book.close(True)
    book = timed("load_small", lambda: _load(desktop, small))
    options = (_property("FilterName", "calc_pdf_Export"),)
    timed("pdf", lambda: book.storeToURL(Path(pdf).as_uri(), options))
    book.close(True)
    print(json.dumps(found))


def _cpu(own: str) -> float:
    """What the processes of the office with this folder of its own have spent so far."""
    ticks = 0
    for each in Path("/proc").glob("[0-9]*"):
        try:
            if own.encode() in (each / "cmdline").read_bytes() and int(each.name) != os.getpid():
                ticks += sum(map(int, (each / "stat").read_text().rpartition(")")[2].split()[11:13]))  # user, system
        except OSError:  # ended meanwhile
            continue
    return ticks / os.sysconf("SC_CLK_TCK")


def _desktop() -> Any:
    import uno  # type: ignore[import-not-found]

    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            remote = resolver.resolve(f"uno:pipe,name={PORT_NAME};urp;StarOffice.ComponentContext")
            return remote.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", remote)
        except Exception:  # not listening yet; UNO's own exception types exist only at run time
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def _property(name: str, value: Any) -> Any:
    from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]

    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def _load(desktop: Any, path: str) -> Any:
    return desktop.loadComponentFromURL(Path(path).as_uri(), "_blank", 0, (_property("Hidden", True),))


def _sorting() -> tuple[Any, ...]:
    import uno
    from com.sun.star.table import TableSortField  # type: ignore[import-not-found]

    field = TableSortField()
    field.Field, field.IsAscending = PHONE_COLUMN, True
    fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
    return (_property("SortFields", fields), _property("ContainsHeader", False))


def _filter(sheet: Any) -> None:
    from com.sun.star.sheet import TableFilterField  # type: ignore[import-not-found]
    from com.sun.star.sheet.FilterOperator import EQUAL  # type: ignore[import-not-found]

    cells = sheet.getCellRangeByPosition(0, HEADER_ROWS - 1, 19, HEADER_ROWS + LARGE - 1)
    descriptor = cells.createFilterDescriptor(True)
    field = TableFilterField()
    field.Field, field.IsNumeric, field.StringValue, field.Operator = SEX_COLUMN, False, "女", EQUAL
    descriptor.setFilterFields((field,))
    descriptor.ContainsHeader = True
    cells.filter(descriptor)


if __name__ == "__main__":
    main(*sys.argv[1:])
