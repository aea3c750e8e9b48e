"""Inside User-Mode Linux: back up to a real FAT32 stick that is pulled out, or that lies; see `sticks`.

    python -m tests.faults.stick_guest MODE COUNT SEED DATA RESULTS

DATA is a folder with a closed file, its keys and its password. One JSON object a trial is added to RESULTS. The stick
is a device-mapper table over /dev/ubda: pulling it out is the table `error`, whatever the kernel has not yet written is
gone; plugging it in is the table `linear` and a new mount.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import random
import select
import shutil
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from app.cli.run import main as command_line
from app.errors import KnownError
from app.models.store import crypto
from app.services import backup as backups
from app.services.files import Unlock, by_password, open_file
from tests.faults.mapper import Device

DISK = "/dev/ubda"
STICK, WORK = Path("/mnt/stick"), Path("/mnt/work")
PATIENCE = 60.0
_IN_CREATE = 0x100
_DETACH = 2
_ROOM = 16 << 20
"""So much of the stick is used by the file system and last week's backups."""
_LIBC = ctypes.CDLL(None, use_errno=True)


class Stick:
    """The stick: fresh, in, out, or lying."""

    def __init__(self, old: Sequence[Path]) -> None:
        """Format it and put last week's backups on it; `fresh` goes back to that."""
        STICK.mkdir(exist_ok=True)
        self.device = Device("stick", DISK)
        subprocess.run(["mkfs.vfat", "-F", "32", self.device.path], check=True, capture_output=True)
        self._mount()
        for path in old:
            shutil.copy(path, STICK)
        os.sync()
        self._unmount()
        with self.device.path.open("rb") as disk:
            self._image = disk.read(_ROOM)

    def fresh(self) -> None:
        """The stick as it was last week, plugged in."""
        self._unmount()
        self.device.put_through()
        for _ in range(2):  # the kernel still owes the device the error of the last pull
            with suppress(OSError), self.device.path.open("r+b") as disk:
                disk.write(self._image)
                disk.flush()
                os.fsync(disk.fileno())
        self._mount()

    def arm(self) -> None:
        """Lay ready what `pull` does."""
        self.device.load("error")

    def pull(self) -> None:
        """Pull it out."""
        self.device.change()

    def lie(self, how: str) -> None:
        """From now on every write is dropped, or changed in one byte, and reported as done."""
        self.device.load("flakey", f"{DISK} 0 0 3600 {how}")
        self.device.change()

    def plug(self) -> None:
        """Plug it in again: nothing of it is left in memory."""
        self._unmount()
        self.device.put_through()
        subprocess.run(["blockdev", "--flushbufs", self.device.path], check=False, capture_output=True)
        self._mount()

    def _mount(self) -> None:
        if _LIBC.mount(str(self.device.path).encode(), str(STICK).encode(), b"vfat", 0, b"utf8"):
            raise OSError(ctypes.get_errno(), "mount")

    def _unmount(self) -> None:
        for _ in range(100):
            if not os.path.ismount(STICK):
                return
            _LIBC.umount2(str(STICK).encode(), _DETACH)  # a program may still hold a file there
            time.sleep(0.01)


class Watch:
    """Told by the kernel when a file is made on the stick: looking again and again would take the only processor."""

    def __init__(self) -> None:
        self.handle = _LIBC.inotify_init1(os.O_CLOEXEC)
        if _LIBC.inotify_add_watch(self.handle, str(STICK).encode(), _IN_CREATE) < 0:
            raise OSError(ctypes.get_errno(), "inotify_add_watch")

    def wait(self) -> None:
        """Until a file is made there."""
        select.select([self.handle], [], [], PATIENCE)
        os.close(self.handle)


class Running:
    """Our own command `backup`, in a process of its own (forked: starting Python here takes seconds)."""

    def __init__(self, data: Path, password: Path) -> None:
        self._pipe, writing = os.pipe()
        self.pid = os.fork()
        if not self.pid:
            sys.stdout = os.fdopen(writing, "w", encoding="utf-8")
            line = ["backup", str(data), str(STICK), "--password-file", str(password), "--ack", "--json", "--quiet"]
            code = 99
            try:
                code = command_line(line)
                sys.stdout.flush()
            except BaseException:
                traceback.print_exc()
            os._exit(code)
        os.close(writing)
        self.said, self.code, self.hung = b"", -1, False

    @property
    def acknowledged(self) -> bool:
        """Whether it has said, as far as was listened, that the backup is good."""
        return b"ACK backup" in self.said

    def listen(self, seconds: float, *, until_acknowledged: bool = False) -> bool:
        """Listen for so long or, if asked, until it acknowledges; False when it has ended."""
        limit = time.monotonic() + seconds
        while (left := limit - time.monotonic()) > 0 and not (until_acknowledged and self.acknowledged):
            if select.select([self._pipe], [], [], left)[0]:
                more = os.read(self._pipe, 65536)
                self.said += more
                if not more:
                    return False
        return True

    def finish(self) -> None:
        """Wait for its end; one that hangs is ended."""
        self.hung = self.listen(PATIENCE)
        if self.hung:
            os.kill(self.pid, signal.SIGKILL)
        self.code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        os.close(self._pipe)

    @property
    def error(self) -> str:
        """The code of the refusal, if there was one."""
        with suppress(ValueError, IndexError, KeyError):
            return str(json.loads(self.said.decode("utf-8", "replace").splitlines()[-1])["error"]["code"])
        return ""


class Guest:
    """The trials, over one file and one stick."""

    def __init__(self, data: Path, dice: random.Random) -> None:
        WORK.mkdir()
        for path in data.iterdir():
            shutil.copy(path, WORK)
        self.file = WORK / "工会.xiaojia"
        self.password = WORK / "password"
        self.dice = dice
        self.unlock: Unlock = by_password(self.password.read_text("utf-8"))
        self.old = [self._older(), self._older()]
        self.stick = Stick(self.old)
        self.digests = {path.name: _digest(path) for path in self.old}
        self.writing = self._time_of_writing()

    def _older(self) -> Path:
        folder = WORK / "old"
        folder.mkdir(exist_ok=True)
        with open_file(self.file, self.unlock) as opened:
            return backups.backup(opened, folder).path

    def _start(self, how: str = "") -> Running:
        """Begin a backup to a fresh stick (which lies as `how` says); returns at the first byte that it writes there.

        The stick is ready to be pulled, unless it lies.
        """
        self.stick.fresh()
        self.stick.lie(how) if how else self.stick.arm()
        watch = Watch()
        running = Running(self.file, self.password)
        watch.wait()
        return running

    def _time_of_writing(self) -> float:
        """Seconds from the first byte on the stick to the acknowledgement."""
        running = self._start()
        begin = time.monotonic()
        running.listen(PATIENCE, until_acknowledged=True)
        taken = time.monotonic() - begin
        running.finish()
        if running.code:
            raise RuntimeError(f"a backup to a good stick failed: {running.code} {running.said!r}")
        return taken

    def during(self) -> dict[str, Any]:
        """Pulled at any moment from the first byte on the stick to the word 成功."""
        running = self._start()
        running.listen(self.writing * self.dice.random() ** 6)  # early more often: then it is being written
        told = running.acknowledged
        self.stick.pull()
        return self._judge(running, before=told)

    def after(self) -> dict[str, Any]:
        """Pulled the moment the command acknowledged."""
        running = self._start()
        running.listen(PATIENCE, until_acknowledged=True)
        self.stick.pull()
        return self._judge(running, before=running.acknowledged)

    def lying(self) -> dict[str, Any]:
        """The stick drops what is written, or changes a byte of every piece (of its own folder, too)."""
        drops = self.dice.random() < 0.5
        how = "1 drop_writes" if drops else f"5 corrupt_bio_byte {self.dice.randrange(1, 400)} w 170 0"
        return self._judge(self._start(how), before=False) | {"drops": drops}

    def control(self) -> dict[str, Any]:
        """The obvious way, `shutil.copy`, pulled when it is done: shows that pulling takes something away."""
        self.stick.fresh()
        self.stick.arm()
        new = STICK / "new.xjbak"
        shutil.copy(self.old[0], new)
        self.stick.pull()
        self.stick.plug()
        return {"lost": not new.exists() or _digest(new) != _digest(self.old[0])}

    def _judge(self, running: Running, *, before: bool) -> dict[str, Any]:
        running.finish()
        self.stick.plug()
        found = {path.name: path for path in STICK.glob("*.xjbak")}
        old = [name for name, digest in self.digests.items() if name not in found or _digest(found[name]) != digest]
        new = [self._is_good(path) for name, path in sorted(found.items()) if name not in self.digests]
        return {
            "hung": running.hung,
            "code": running.code,
            "error": running.error,
            "acknowledged": running.acknowledged,
            "before_the_pull": before,
            "old_spoiled": old,
            "new": new,
        }

    def _is_good(self, path: Path) -> str:
        """ "good", or the code of the refusal; a bug has its name."""
        try:
            backups.verify(path, self.unlock)
        except KnownError as error:
            return error.code.value
        except Exception as error:
            return f"bug {error!r}"
        return "good"

    def old_are_good(self) -> bool:
        """Whether last week's backups can be restored (their bytes are compared in every trial)."""
        return [self._is_good(path) for path in self.old] == ["good", "good"]


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        return f"unreadable: {error}"


def trials(guest: Guest, mode: str, count: int) -> Iterator[dict[str, Any]]:
    """The trials of one boot, after the two proofs that they can tell anything."""
    yield {"control": guest.control()["lost"], "old_are_good": guest.old_are_good(), "writing": guest.writing}
    for _ in range(count):
        yield getattr(guest, mode)()


def main(mode: str, count: str, seed: str, data: str, results: str) -> None:
    """Try `count` times."""
    crypto.stretch = cache(crypto.stretch)  # one password, asked for a hundred times: stretched once
    guest = Guest(Path(data), random.Random(int(seed)))
    with open(results, "a", encoding="utf-8") as file:
        for found in trials(guest, mode, int(count)):
            file.write(json.dumps(found, ensure_ascii=False) + "\n")
            file.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
