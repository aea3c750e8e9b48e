"""Running commands as a script would: in this process where that is enough, in one of their own where it is not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from app.__main__ import main
from tests.conftest import MadeFile

HOME = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Ran:
    """What came of one command."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The object on the last line of standard output."""
        found: dict[str, Any] = json.loads(self.out.splitlines()[-1])
        return found

    @property
    def acks(self) -> list[str]:
        """The lines that say that something is on the disk."""
        return [line for line in self.out.splitlines() if line.startswith("ACK ")]


class Xiaojia:
    """Runs commands on one file, with its password at hand."""

    def __init__(self, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.path = path
        self._capsys = capsys

    def on(self, path: Path) -> Xiaojia:
        """The same for another file."""
        return Xiaojia(path, self._capsys)

    def __call__(self, command: str, *arguments: object) -> dict[str, Any]:
        """Run `command FILE …` with --json; it must succeed."""
        ran = self.run(command, self.path, *arguments, "--json")
        assert ran.code == 0, ran
        return ran.json

    def refused(self, command: str, *arguments: object) -> dict[str, Any]:
        """Run `command FILE …` with --json; it must be refused as a known fault, whose object is returned."""
        ran = self.run(command, self.path, *arguments, "--json")
        assert ran.code == 1 and ran.json["ok"] is False, ran
        found: dict[str, Any] = ran.json["error"]
        return found

    def run(self, *arguments: object) -> Ran:
        """Run any command line in this process."""
        self._capsys.readouterr()
        code = main([str(one) for one in arguments])
        captured = self._capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    def add(self, record: str, data: Any) -> list[str]:
        """Add records; their uids."""
        uids: list[str] = self("add", record, json.dumps(data, ensure_ascii=False))["uids"]
        return uids


@pytest.fixture
def xiaojia(
    made_file: MadeFile, data_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Xiaojia:
    """Commands on a new file of 示例工会, whose password lies in the environment."""
    monkeypatch.delenv("XIAOJIA_PASSWORD_FILE", raising=False)
    monkeypatch.setenv("XIAOJIA_PASSWORD", made_file.password)
    return Xiaojia(data_file, capsys)


def pdf_text(path: Path) -> str:
    """The words on all pages of a PDF."""
    document = pypdfium2.PdfDocument(path)
    try:
        return "\f".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def in_own_process(
    *arguments: object, program: str = "", environment: dict[str, str] | None = None, stdin: str = ""
) -> Ran:
    """Run a command line (or a small program) in a process of its own, without a terminal."""
    command = [sys.executable, "-c", program] if program else [sys.executable, "-m", "app"]
    done = subprocess.run(
        [*command, *map(str, arguments)],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=HOME,
        env=os.environ | (environment or {}),
        timeout=120,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)
