"""In a mount namespace of its own: the whole story with one person who must not be found anywhere afterwards.

    python -m tests.faults.canary_story ROOM

ROOM/disk.img is mounted; the data, the program's own folder, HOME, the temporary files and the stick lie on it and
nowhere else. What the user asks for in the open (sheets, PDFs) lies in ROOM/desk. What the program says to nobody in
particular (standard error) is kept on the disk as a log would be.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from app.__main__ import main as program
from app.models import Person
from app.models.store import crypto
from app.services.bug_report import write_bug_report
from tests.faults.canary import PERSON, SECRETS
from tests.faults.union import read_union
from tests.sheets import sheet_makers as make

PASSWORD = "canary-2027"
OTHER = "110105194912310022"
FOLDERS = ("data", "own", "home", "temp", "stick", "log")


class Story:
    """Commands as a user gives them, one after the other; each must succeed."""

    def __init__(self, room: Path) -> None:
        self.disk, self.desk = room / "disk", room / "desk"
        self.file = self.disk / "data" / "工会.xiaojia"
        self.log = self.disk / "log" / "stderr.txt"
        row = [1, SECRETS["name"], "男", SECRETS["number"], SECRETS["phone"], "又" + SECRETS["illness"]]
        self.sheet = make.xlsx(self.desk / "名单.xlsx", [make.HEADINGS, row, *make.PEOPLE])

    def do(self, command: str, *arguments: object) -> str:
        """Run one command on the file; what it said."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = program([command, str(self.file), *map(str, arguments), "--json"])
        with self.log.open("a", encoding="utf-8") as log:
            log.write(f"{command} {code}\n{err.getvalue()}")
        if code:
            raise SystemExit(f"{command} ended with {code}: {out.getvalue()} {err.getvalue()}")
        return out.getvalue()

    def tell(self) -> None:
        """The story, from the new file to the crash."""
        self.do("new", "--union", "示例工会")
        other = {"name": "张伟", "id_no": OTHER, "remark": SECRETS["illness"]}
        people = [PERSON | {"memberships": [{"joined_on": "2020-01-01"}]}, other]
        self.do("add", "person", json.dumps(people))
        self.do("edit", "person", SECRETS["number"], json.dumps({"remark": SECRETS["illness"]}))
        case = {"person": SECRETS["number"], "filed_on": "2026-11-01", "stage": "on_file", "on_dibao": False}
        self.do("add", "hardship-case", json.dumps(case | {"main_cause": "6", "cause_note": SECRETS["illness"]}))
        self.do("import", "person", self.sheet, "--skip-wrong", "--problems", self.desk / "要改的行.xlsx")
        self.do("list", "person", "--search", SECRETS["name"])
        self.do("show", "person", SECRETS["number"])
        self.do("export", "person", self.desk / "导出.xlsx")
        self.do("print", "F01", self.desk / "名册.pdf")
        self.do("backup", self.disk / "stick")
        self.do("delete", "person", OTHER)
        self.do("restore-deleted", "person", OTHER)
        self.do("undo")
        self.do("history", "person", SECRETS["number"])
        self._refused()
        self._restore()
        self._killed()
        self.do("check", "--deep")
        self._crash()

    def _refused(self) -> None:
        """A wrong value and a wrong sheet, named in what is said."""
        wrong = {"name": SECRETS["name"], "id_no": SECRETS["number"], "sex": SECRETS["illness"]}
        with contextlib.suppress(SystemExit):
            self.do("add", "person", json.dumps(wrong))
        broken = self.desk / f"{SECRETS['name']}.xlsx"
        broken.write_bytes(b"PK\3\4" + SECRETS["name"].encode())
        with contextlib.suppress(SystemExit):
            self.do("import", "person", broken)

    def _restore(self) -> None:
        (backup,) = (self.disk / "stick").glob("*.xjbak")
        with contextlib.redirect_stdout(io.StringIO()):
            code = program(["restore", str(backup), str(self.file), "--json", "--quiet"])
        if code:
            raise SystemExit(f"restore ended with {code}")

    def _killed(self) -> None:
        """Killed in the middle of a save: the rollback journal lies beside the file."""
        child = os.fork()
        if not child:
            union = read_union(self.file.parent)
            with union.open() as opened, opened.database.write("新增会员") as session:
                session.add(Person(**PERSON | {"name": SECRETS["name"]}))
                session.flush()
                opened.database.raw.execute("PRAGMA cache_spill = 1")
                opened.database.raw.execute("PRAGMA cache_size = 1")
                session.insert_many(Person, [{"name": SECRETS["name"], "remark": SECRETS["illness"]}] * 500)
                os.kill(os.getpid(), signal.SIGKILL)
        if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != -signal.SIGKILL:
            raise SystemExit("the save was not killed")
        journal = self.file.with_name(self.file.name + "-journal")
        if not journal.stat().st_size:
            raise SystemExit("the killed save has left no journal")

    def _crash(self) -> None:
        """A bug with the person in every variable and in its message."""
        name, number = SECRETS["name"], SECRETS["number"]
        try:
            raise ValueError(f"{name} {number} {SECRETS['illness']}")
        except ValueError as error:
            report = write_bug_report("add", error)
        if report is None or self.disk not in report.parents:
            raise SystemExit(f"the report lies elsewhere: {report}")


def main(room: Path) -> None:
    """Mount the disk, tell the story on it, and take the disk out."""
    disk = room / "disk"
    for folder in (disk, room / "desk"):
        folder.mkdir()
    subprocess.run(["mount", "-o", "loop", room / "disk.img", disk], check=True)
    for name in FOLDERS:
        (disk / name).mkdir()
    (disk / "data" / "password").write_text(PASSWORD, encoding="utf-8")
    story = Story(room)  # the sheet is somebody else's: its maker's temporary files are none of ours
    surroundings = {"HOME": "home", "TMPDIR": "temp", "XIAOJIA_DATA_DIR": "own", "XDG_STATE_HOME": "home"}
    os.environ.update({variable: str(disk / folder) for variable, folder in surroundings.items()})
    os.environ["XIAOJIA_PASSWORD"] = PASSWORD
    tempfile.tempdir = None
    crypto.stretch = cache(crypto.stretch)  # the same password again and again
    story.tell()
    os.sync()
    subprocess.run(["umount", disk], check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
