"""A process that has the whole program loaded and runs each command in a fork of itself, watched by strace if asked.

Starting Python and loading the program takes a second, a command itself a tenth of that; a sweep runs thousands. The
fork stops itself before the command, strace takes hold of it, and so only the system calls of the command are counted.
Passwords are stretched with Argon2 at its smallest cost, so that thousands of openings fit into minutes; everything
else is the program as it is.

    python -m tests.faults.standby      reads one request a line (JSON) and answers each with one line
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import io
import json
import os
import pkgutil
import select
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

PATIENCE = 60.0
"""Seconds that one command may take at most; more is a hang."""
WARM = '{"name": "甲", "phone": "13800000000", "memberships": [{}]}'
_PR_SET_PTRACER = 0x59616D61


def load_program() -> None:
    """Load what commands need, by doing some; passwords cost little from now on."""
    import app.cli
    import app.services
    from app.__main__ import main
    from app.models.store import crypto

    for package in (app.cli, app.services):
        for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            if "sheets.child" not in module.name:
                importlib.import_module(module.name)
    least = crypto.Argon2Cost(memory=8, passes=1, lanes=1)
    stretch = crypto.stretch
    crypto.stretch = lambda secret, salt, _cost: stretch(secret, salt, least)
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update({"XIAOJIA_PASSWORD": "warm-2027", "XIAOJIA_DATA_DIR": folder})
        file = Path(folder) / "a.xiaojia"
        for words in (["new", file, "--union", "甲"], ["add", file, "person", WARM], ["list", file, "person"]):
            with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere):
                if main([str(word) for word in words]):
                    raise RuntimeError(f"the program does not work: {words[0]}")


def run(argv: Sequence[str], environment: dict[str, str], out: Path, trace: Sequence[str] | None) -> dict[str, Any]:
    """Run one command in a fork; `trace` are strace's options (None: without it). Exit code, output and trace."""
    out.mkdir(exist_ok=True)
    child = os.fork()
    if child == 0:
        _be_the_command(argv, environment, out, stopped=trace is not None)
    watcher = None
    log = out / "trace"
    if trace is not None:
        os.waitpid(child, os.WUNTRACED)
        watcher = _watch(child, log, trace)
        os.kill(child, signal.SIGCONT)
    code = _wait(child)
    if watcher is not None:
        watcher.wait()
        watcher.stderr.close()  # type: ignore[union-attr]
    return {
        "code": code,
        "out": (out / "stdout").read_text(encoding="utf-8", errors="replace"),
        "err": (out / "stderr").read_text(encoding="utf-8", errors="replace"),
        "trace": log.read_text(encoding="utf-8", errors="replace") if trace is not None else "",
    }


class _Apart(io.RawIOBase):
    """Output through `writev`, which nothing else uses: a fault of the disk is no fault of the terminal."""

    def __init__(self, number: int) -> None:
        self._number = number

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._number

    def write(self, content: Any) -> int:
        return os.writev(self._number, [content])


def _be_the_command(argv: Sequence[str], environment: dict[str, str], out: Path, *, stopped: bool) -> None:
    """The forked child: never returns."""
    code = 70
    try:
        for number, name in ((1, "stdout"), (2, "stderr")):
            os.dup2(os.open(out / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), number)
        sys.stdout = io.TextIOWrapper(io.BufferedWriter(_Apart(1)), encoding="utf-8")
        sys.stderr = io.TextIOWrapper(io.BufferedWriter(_Apart(2)), encoding="utf-8", write_through=True)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.environ.update(environment)
        tempfile.tempdir = None
        os.chdir(out)
        if stopped:
            ctypes.CDLL(None).prctl(_PR_SET_PTRACER, ctypes.c_ulong(2**64 - 1), 0, 0, 0)
            os.kill(os.getpid(), signal.SIGSTOP)
        code = _command(argv[0])(list(argv))
    except BaseException:
        traceback.print_exc()
        code = 71
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _command(name: str) -> Callable[[list[str]], int]:
    """The program itself; `do MODULE …` is a driver of the suite for what has no command."""
    from app.__main__ import main

    return main if name != "do" else lambda argv: importlib.import_module(argv[1]).main(argv[2:])  # type: ignore[no-any-return]


def _watch(child: int, log: Path, options: Sequence[str]) -> subprocess.Popen[str]:
    """strace, once it has taken hold of `child`."""
    command = ["strace", "-p", str(child), "-o", str(log), *options]
    watcher = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert watcher.stderr is not None
    said = watcher.stderr.readline()
    if "attached" not in said:
        os.kill(child, signal.SIGKILL)
        raise RuntimeError(f"strace cannot watch: {said}{watcher.stderr.read()}")
    return watcher


def _wait(child: int) -> int:
    """The exit code; -9 for killed; -1000 for a hang, which is ended. (No sleep: some suites bend the clock.)"""
    handle = os.pidfd_open(child)
    try:
        ended = select.poll()
        ended.register(handle, select.POLLIN)
        if not ended.poll(PATIENCE * 1000):
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return -1000
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    finally:
        os.close(handle)


def main() -> int:
    """Answer requests until there are no more: a command, or a function of the suite to call here."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    load_program()
    gc.freeze()
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if "call" in request:
                module, name = request["call"].split(":")
                found = getattr(importlib.import_module(module), name)(*request["with"])
            else:
                found = run(request["argv"], request["environment"], Path(request["out"]), request["trace"])
            answer = {"answer": found}
        except Exception:
            answer = {"failed": traceback.format_exc()}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()
    return 0


class Standby:
    """The other side: such a process, started with `python` options and environment as the family needs them."""

    def __init__(
        self,
        *,
        home: Path | None = None,
        wrapper: Sequence[str] = (),
        environment: dict[str, str] | None = None,
    ) -> None:
        root = Path(__file__).resolve().parents[2]
        path = os.pathsep.join(str(one) for one in (home, root) if one is not None)
        self._process = subprocess.Popen(
            [*wrapper, sys.executable, "-P", "-m", "tests.faults.standby"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            cwd=root,
            env=os.environ | {"PYTHONPATH": path, "PYTHONHASHSEED": "0"} | (environment or {}),
        )

    def run(
        self, *argv: object, out: Path, environment: dict[str, str], trace: Sequence[str] | None = None
    ) -> dict[str, Any]:
        """Run one command; see `run`."""
        words = [str(one) for one in argv]
        found: dict[str, Any] = self._ask(
            {"argv": words, "environment": environment, "out": str(out), "trace": None if trace is None else [*trace]}
        )
        return found

    def call(self, function: str, *arguments: Any) -> Any:
        """Call `module:function` over there; arguments and result are JSON."""
        return self._ask({"call": function, "with": arguments})

    def _ask(self, request: dict[str, Any]) -> Any:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline() or '{"failed": "the standby process ended"}')
        if "failed" in answer:
            raise RuntimeError(answer["failed"])
        return answer["answer"]

    def close(self) -> None:
        """End it."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def __enter__(self) -> Standby:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


if __name__ == "__main__":
    sys.exit(main())
