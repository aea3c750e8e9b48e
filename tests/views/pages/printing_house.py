"""A private CUPS with one CUPS-PDF queue: its own folders, its own socket, no TCP port, gone after the test."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

CUPSD, BIN = Path("/usr/sbin/cupsd"), Path("/usr/lib/cups")
PPD = Path("/usr/share/ppd/cups-pdf/CUPS-PDF_noopt.ppd")
PAPER = Path("/var/spool/cups-pdf/ANONYMOUS")
QUEUE = "XiaojiaPaper"
NEEDED = (CUPSD, BIN / "backend" / "cups-pdf", PPD, Path("/usr/sbin/lpadmin"))
WAIT_S = 40

DAEMON = """Listen {home}/socket
Browsing Off
WebInterface No
DefaultAuthType None
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
"""
FILES = """ServerRoot {home}/root
StateDir {home}/state
CacheDir {home}/cache
RequestRoot {home}/spool
TempDir {home}/tmp
ServerBin {home}/bin
ErrorLog {home}/log
AccessLog {home}/log
PageLog {home}/log
SystemGroup root
"""
# The printer writes for nobody, under a name of this run: into no home, over no other test's paper.
BACKEND = """#!/bin/sh
[ $# -eq 0 ] && exec {backend}
options=$5
if [ $# -ge 6 ]; then exec < "$6"; fi
LC_ALL=C sed 's/^%%Title:.*/%%Title: {name}/' | DEVICE_URI=cups-pdf:/ {backend} 1 xiaojia-nobody {name} 1 "$options"
"""


@dataclass(frozen=True)
class PrintingHouse:
    """A running CUPS: where it listens, and where its paper comes out."""

    server: str
    name: str

    def paper(self) -> Path:
        """The PDF that was printed, once it is whole."""
        end = time.monotonic() + WAIT_S
        while time.monotonic() < end:
            jobs = subprocess.run(["lpstat", "-h", self.server, "-o"], capture_output=True, text=True, check=False)
            found = list(PAPER.glob(f"*{self.name}*.pdf"))
            if found and not jobs.stdout.strip():
                return found[0]
            time.sleep(0.1)
        raise AssertionError("no paper came out")


def why_not() -> str:
    """Why CUPS cannot run here; "" when it can."""
    missing = [str(each) for each in NEEDED if not each.exists()]
    if missing:
        return f"no {', '.join(missing)}"
    return "" if os.geteuid() == 0 else "a CUPS of its own needs root"


@contextmanager
def printing_house() -> Iterator[PrintingHouse]:
    """Start it, give it a queue, and take everything away afterwards."""
    home = Path(tempfile.mkdtemp(prefix="xiaojia-cups-"))
    name = f"xiaojia{uuid.uuid4().hex[:12]}"
    _furnish(home, name)
    command = [CUPSD, "-f", "-c", home / "root" / "cupsd.conf", "-s", home / "root" / "cups-files.conf"]
    daemon = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        server = str(home / "socket")
        end = time.monotonic() + WAIT_S
        while not Path(server).exists() and time.monotonic() < end:
            time.sleep(0.05)
        queue = ["lpadmin", "-h", server, "-p", QUEUE, "-E", "-v", "cups-pdf:/", "-P", PPD]
        subprocess.run(queue, check=True, capture_output=True, env=os.environ | {"CUPS_SERVER": server})
        yield PrintingHouse(server, name)
    finally:
        daemon.terminate()
        daemon.wait(10)
        shutil.rmtree(home, ignore_errors=True)
        for each in PAPER.glob(f"*{name}*.pdf"):
            each.unlink(missing_ok=True)


def _furnish(home: Path, name: str) -> None:
    home.chmod(0o755)  # the filters run as another user
    for folder in ("root", "state", "cache", "spool", "tmp", "bin", "bin/backend"):
        (home / folder).mkdir()
    (home / "tmp").chmod(0o1777)
    (home / "root" / "cupsd.conf").write_text(DAEMON.format(home=home))
    (home / "root" / "cups-files.conf").write_text(FILES.format(home=home))
    for each in BIN.iterdir():
        if each.name != "backend":
            (home / "bin" / each.name).symlink_to(each)
    backend = home / "bin" / "backend" / "cups-pdf"
    backend.write_text(BACKEND.format(backend=BIN / "backend" / "cups-pdf", name=name))
    backend.chmod(0o700)
