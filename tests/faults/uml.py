"""User-Mode Linux: a kernel of our own as an ordinary process, for faults that the machine's kernel cannot play.

Its root is this machine's own `/`, so it runs the very program of this checkout; the sticks are image files. The kernel
and the tools come from Debian's archive as packages that are unpacked, not installed.
"""

from __future__ import annotations

import os
import platform
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from tests.faults.promises import NotHereError

ROOT = Path(__file__).resolve().parent.parent.parent
KIT = ROOT / "build" / "uml"
PACKAGES = ("user-mode-linux", "libvdeplug2", "dosfstools")
MODULES = (
    *("fs/fat/fat", "fs/nls/nls_utf8", "fs/nls/nls_iso8859-1", "fs/nls/nls_cp437", "fs/nls/nls_cp936", "fs/fat/vfat"),
    *("drivers/md/dm-mod", "drivers/md/dm-flakey"),
)
_FINIT_MODULE = 313  # on x86-64
_BOOT = """#!/bin/bash
mount -t proc proc /proc; mount -t sysfs sys /sys; mount -t devtmpfs dev /dev 2>/dev/null
mkdir -p /dev/shm; mount -t tmpfs tmpfs /dev/shm; mount -t tmpfs tmpfs /mnt
echo 0 > /proc/sys/kernel/printk
export PATH={tools}:/usr/sbin:/usr/bin:/sbin:/bin LD_LIBRARY_PATH={libraries} LANG=C.UTF-8
export HOME=/mnt/home TMPDIR=/mnt/tmp XIAOJIA_DATA_DIR=/mnt/own PYTHONPATH={root} PYTHONDONTWRITEBYTECODE=1
mkdir -p /mnt/home /mnt/tmp /mnt/own
cd {root}
{python} -c 'import ctypes, os, sys
kernel = ctypes.CDLL(None)
for module in sys.argv[1:]: kernel.syscall({finit}, os.open(module, os.O_RDONLY), b"", 0)' {modules}
{python} -m {guest} {arguments} > {log} 2>&1
sync; echo o > /proc/sysrq-trigger; sleep 9
"""


def kit() -> Path:
    """The folder with the unpacked kernel and tools; fetched the first time."""
    if platform.machine() != "x86_64" or not sys.platform.startswith("linux"):
        raise NotHereError("User-Mode Linux is packaged for x86-64 Linux only")
    if not shutil.which("apt-get") or not shutil.which("dpkg"):
        raise NotHereError("User-Mode Linux is fetched with apt-get and dpkg, which are missing")
    if not (KIT / "whole").exists():
        _fetch()
    return KIT


def _fetch() -> None:
    shutil.rmtree(KIT, ignore_errors=True)
    KIT.mkdir(parents=True)
    got = subprocess.run(["apt-get", "download", "-qq", *PACKAGES], cwd=KIT, capture_output=True, text=True)
    if got.returncode:
        raise NotHereError("User-Mode Linux cannot be fetched with apt-get (no network, or no list of packages)")
    for package in KIT.glob("*.deb"):
        subprocess.run(["dpkg", "-x", package, KIT], check=True)
        package.unlink()
    (KIT / "whole").touch()


def boot(guest: str, arguments: list[str], disk: Path, *, seconds: float) -> str:
    """Run the module `guest` in a kernel of its own with `disk` as /dev/ubda; what it printed."""
    home = kit()
    (modules,) = (home / "usr/lib/uml/modules").iterdir()
    log = disk.with_suffix(".log")
    start = disk.with_suffix(".boot")
    libraries = home / "usr/lib/x86_64-linux-gnu"
    text = _BOOT.format(
        tools=":".join(str(home / place) for place in ("sbin", "usr/sbin")),
        libraries=f"{libraries}:{home / 'lib/x86_64-linux-gnu'}",
        root=ROOT, python=sys.executable, finit=_FINIT_MODULE, guest=guest, log=log, arguments=" ".join(arguments),
        modules=" ".join(str(modules / "kernel" / f"{name}.ko") for name in MODULES),
    )  # fmt: skip
    start.write_text(text, encoding="utf-8")
    start.chmod(0o700)
    command = [
        str(home / "usr/bin/linux.uml"), "mem=768M", "rootfstype=hostfs", "rootflags=/", "rw", f"ubd0={disk}",
        f"init={start}", "con=null", "ssl=null", "quiet", "loglevel=0",
    ]  # fmt: skip
    environment = {"LD_LIBRARY_PATH": str(libraries), "PATH": "/usr/bin:/bin", "TMPDIR": "/dev/shm", "HOME": "/root"}
    nothing = subprocess.DEVNULL
    kernel = subprocess.Popen(
        command, env=environment, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True
    )
    try:
        kernel.wait(seconds)
    except subprocess.TimeoutExpired:
        return _read(log) + f"\nthe guest was stopped after {seconds:.0f} s"
    finally:
        with suppress(ProcessLookupError):  # every process of the guest is one here
            os.killpg(kernel.pid, signal.SIGKILL)
        kernel.wait()
    return _read(log)


def _read(log: Path) -> str:
    return log.read_text("utf-8", "replace") if log.exists() else "the guest did not start"
