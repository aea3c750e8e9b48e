"""The whole story on sample data, in one command: the file, the sheets, the paper and the backup in one folder."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from app.cli.context import Context, absolute
from app.cli.result import Result
from app.errors import NOTHING_CHANGED, ErrorCode, KnownError
from app.frozen import dataclass
from app.i18n import Label
from app.models import Person
from app.models.declare import record_type
from app.reports import FORMS, pdf_to_png, press
from app.services import backup, exporting, files, story
from app.services.files import NewFile
from app.services.listing import View
from app.services.sample import write_member_sheet
from app.services.story import Cast
from app.services.today import today

PASSWORD = "xiaojia-demo"
"""Of the sample file; there is nobody real in it."""


def run_demo(context: Context) -> Result:
    """Tell the story into a folder that is new or empty."""
    given = context.arguments
    _require_empty(given.folder)
    told = story.cast(given.members, given.seed, today())
    given.folder.mkdir(parents=True, exist_ok=True)
    path = given.folder / "示例.xiaojia"
    made = files.create(path, story.UNION, PASSWORD)
    context.acknowledge(made.file.database.last_deed())
    with made.file:
        context.listen(made.file.database)
        outputs = list(_Telling(context, made, told, given.folder, given.year, today()).outputs())
        if given.pictures:
            outputs += _pictures(context, outputs, given.folder / "图片")
    values = {
        "file": absolute(path),
        "password": PASSWORD,
        "recovery_code": made.recovery_code,
        "outputs": [absolute(output) for output in outputs],
    }
    return Result(values)


def _require_empty(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise KnownError(
            ErrorCode.EXISTS,
            Label("这个文件夹里已经有东西。"),
            safe=NOTHING_CHANGED,
            next=Label("换一个新的文件夹名。"),
        )


def _pictures(context: Context, outputs: list[Path], folder: Path) -> list[Path]:
    """Every page of every PDF as a picture."""
    context.say(Label("正在把每一页存成图片"))
    folder.mkdir()
    papers = [output for output in outputs if output.suffix == ".pdf"]
    return [picture for paper in papers for picture in pdf_to_png(paper.read_bytes(), folder, paper.stem)]


@dataclass(frozen=True)
class _Telling:
    """One telling of the story, chapter by chapter; each chapter yields the files that it leaves in the folder."""

    context: Context
    made: NewFile
    told: Cast
    folder: Path
    year: int
    on: date

    def outputs(self) -> Iterator[Path]:
        """Tell it from the first day to the morning after the backup."""
        yield from self._members()
        yield from self._hardship()
        yield from self._round()
        yield from self._safe()

    def _members(self) -> Iterator[Path]:
        database = self.made.file.database
        self.context.say(Label("正在导入会员名单"))
        story.fill_in_union(database)
        sheet = self.folder / "会员信息采集表.xlsx"
        write_member_sheet(sheet, self.told.people)
        yield sheet
        story.import_sheet(database, sheet)
        story.add_forgotten(database, self.told.forgotten)
        yield self._print("F01")
        yield self._print("LIST:person")
        exported = self.folder / "人员名单.xlsx"
        with database.read() as session:
            exporting.export(session, View(Person), exported)
        yield exported

    def _hardship(self) -> Iterator[Path]:
        database = self.made.file.database
        self.context.say(Label("正在建困难职工档案"))
        story.enter_standard(database, self.on)
        story.note_homes(database, self.told, self.on)
        story.open_cases(database, self.told, self.on)
        yield self._print("F14")

    def _round(self) -> Iterator[Path]:
        database = self.made.file.database
        self.context.say(Label("正在准备和发放慰问"))
        title = story.prepare_round(database, self.told, self.year)
        yield self._print("F20", title)
        yield self._print("F13", title, reason=story.NO_CONSENT)
        yield self._print("F22", title)
        story.hand_out(database, self.told, title, self.on)

    def _safe(self) -> Iterator[Path]:
        database = self.made.file.database
        stick = self.folder / "备份"
        stick.mkdir()
        done = backup.backup(self.made.file, stick, progress=self.context.progress)
        self.context.acknowledge()
        yield done.path
        story.delete_wrongly(database, self.told.forgotten["证件号码"])
        story.take_back(database)

    def _print(self, code: str, of: str = "", reason: str = "") -> Path:
        request = press.request_for(code, of=of)
        done = press.print_form(self.made.file.database, request, reason=reason)
        path = self.folder / f"{_stem(code)}.pdf"
        path.write_bytes(done.printed.pdf)
        return path


def _stem(code: str) -> str:
    if code.startswith("LIST:"):
        return f"{record_type(code.removeprefix('LIST:')).record_label.msgid}名单"
    return f"{code}{FORMS[code].name.msgid}"
