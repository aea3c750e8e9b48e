"""All commands with their arguments; each is done by one function, which is loaded when it is asked for."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import field
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from app.cli.context import Context
from app.cli.result import Result
from app.cli.wrong_use import WrongUseError, in_words
from app.frozen import dataclass
from app.i18n import LANGUAGES, Label


@dataclass(frozen=True)
class Argument:
    """One argument, as argparse takes it."""

    names: tuple[str, ...]
    settings: dict[str, Any]


@dataclass(frozen=True)
class Command:
    """One command: `module` of this package holds `run_NAME`."""

    name: str
    module: str
    help: Label
    arguments: tuple[Argument, ...] = field(default=())


def arg(*names: str, **settings: Any) -> Argument:
    """Declare an argument."""
    return Argument(names, settings)


def many(name: str, **settings: Any) -> Argument:
    """Declare an option that may be given several times."""
    return arg(name, action="append", default=[], **settings)


def flag(name: str, **settings: Any) -> Argument:
    """Declare an option without a value."""
    return arg(name, action="store_true", **settings)


def day(written: str) -> date:
    """A day as written on the command line."""
    return date.fromisoformat(written)


def positive(written: str) -> int:
    """A whole number from 0 on."""
    number = int(written)
    if number < 0:
        raise ValueError
    return number


FILE = arg("file", type=Path, metavar="FILE")
TYPE = arg("type", metavar="TYPE")
KEY = arg("key", metavar="KEY")
DATA = arg("data", metavar="DATA")
WHERE = many("--where", metavar="FIELD=V")
SEARCH = arg("--search", default="", metavar="T")
NEW_PASSWORD = arg("--new-password-file", type=Path, metavar="F")

COMMANDS = (
    Command(
        "demo", "demo_commands", Label("用示例资料从头到尾做一遍"),
        (
            arg("folder", type=Path, metavar="DIR"), arg("--members", type=positive, default=300, metavar="N"),
            arg("--seed", type=int, default=1, metavar="N"), arg("--year", type=positive, default=2027, metavar="Y"),
            flag("--pictures"),
        ),
    ),
    Command(
        "new", "file_commands", Label("建立一份新资料"),
        (FILE, arg("--union", required=True, metavar="NAME"), arg("--credit-code", metavar="C"), NEW_PASSWORD),
    ),
    Command("passwd", "file_commands", Label("换密码"), (FILE, NEW_PASSWORD)),
    Command("recovery", "file_commands", Label("换恢复码，旧的作废"), (FILE,)),
    Command("info", "file_commands", Label("资料里有多少内容"), (FILE,)),
    Command("types", "file_commands", Label("有哪些类别")),
    Command("check", "file_commands", Label("检查资料文件"), (FILE, flag("--deep"))),
    Command("upgrade", "file_commands", Label("把旧版本的资料升级"), (FILE,)),
    Command("add", "record_commands", Label("新增"), (FILE, TYPE, DATA)),
    Command("edit", "record_commands", Label("修改"), (FILE, TYPE, KEY, DATA)),
    Command("delete", "record_commands", Label("移到回收站"), (FILE, TYPE, KEY)),
    Command("restore-deleted", "record_commands", Label("从回收站取回"), (FILE, TYPE, KEY)),
    Command("show", "record_commands", Label("看一份"), (FILE, TYPE, KEY)),
    Command("history", "record_commands", Label("看改过什么"), (FILE, TYPE, KEY)),
    Command(
        "list", "list_commands", Label("名单"),
        (
            FILE, TYPE, SEARCH, WHERE, many("--sort", metavar="F[:desc]"), arg("--fields", default="", metavar="a,b"),
            arg("--limit", type=positive, metavar="N"), arg("--offset", type=positive, default=0, metavar="N"),
        ),
    ),
    Command(
        "count", "list_commands", Label("计数和合计"),
        (FILE, TYPE, SEARCH, WHERE, many("--by", metavar="FIELD"), many("--sum", metavar="FIELD")),
    ),
    Command(
        "export", "sheet_commands", Label("导出成表格"),
        (FILE, TYPE, arg("out", type=Path, metavar="OUT.xlsx|OUT.csv"), SEARCH, WHERE, flag("--blank")),
    ),
    Command(
        "import", "sheet_commands", Label("从表格导入"),
        (
            FILE, TYPE, arg("sheet_file", type=Path, metavar="SHEET"), arg("--sheet", metavar="S"),
            arg("--header-row", type=positive, metavar="N"), many("--map", metavar="标题=FIELD"),
            arg("--unit", metavar="KEY"), flag("--unit-per-employer"), flag("--not-members"), flag("--skip-wrong"),
            flag("--trial"), arg("--problems", type=Path, metavar="OUT.xlsx"),
        ),
    ),
    Command(
        "assess", "hardship_commands", Label("核算困难类别"),
        (FILE, arg("case", metavar="CASE"), arg("--on", type=day, metavar="DAY")),
    ),
    Command(
        "round", "round_commands", Label("慰问批次"),
        (FILE, arg("round", metavar="new|KEY"), arg("rest", nargs=argparse.REMAINDER, metavar="ACTION …")),
    ),
    Command(
        "figures", "round_commands", Label("户数、人数、人次、金额"),
        (
            FILE, arg("--round", metavar="KEY"), arg("--from", dest="start", type=day, metavar="DAY"),
            arg("--to", dest="end", type=day, metavar="DAY"),
        ),
    ),
    Command("forms", "print_commands", Label("有哪些表可以打印")),
    Command(
        "print", "print_commands", Label("打印成 PDF"),
        (
            FILE, arg("form", metavar="FORM"), arg("out", type=Path, metavar="OUT.pdf"),
            arg("--of", default="", metavar="KEY"), WHERE, flag("--draft"), flag("--blank"), flag("--strict"),
            arg("--reason", default="", metavar="TEXT"), arg("--reprint", default="", metavar="NUMBER"),
        ),
    ),
    Command("undo", "deed_commands", Label("撤销"), (FILE, arg("--deed", type=positive, metavar="N"))),
    Command("redo", "deed_commands", Label("重做"), (FILE,)),
    Command(
        "deeds", "deed_commands", Label("做过的操作"), (FILE, arg("--limit", type=positive, default=50, metavar="N"))
    ),
    Command("backup", "backup_commands", Label("备份"), (FILE, arg("folder", type=Path, metavar="DIR"))),
    Command("verify", "backup_commands", Label("检查备份"), (arg("backup", type=Path, metavar="BACKUP"),)),
    Command("restore", "backup_commands", Label("从备份恢复"), (arg("backup", type=Path, metavar="BACKUP"), FILE)),
)  # fmt: skip


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one place for all commands, instead of ending the program by itself."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(allow_abbrev=False, **settings)

    def error(self, message: str) -> NoReturn:
        usage = self.format_usage().strip().removeprefix("usage: ")
        raise WrongUseError(Label("命令写得不对：{message}\n写法：{usage}", message=in_words(message), usage=usage))


def global_options(argv: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
    """The options that may stand anywhere on the command line, and the rest of it."""
    parser = Parser(prog="xiaojia", usage="xiaojia COMMAND …", add_help=False)
    _add_global_options(parser)
    return parser.parse_known_args(argv)


def _add_global_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group(str(Label("随处可写")))
    group.add_argument("--json", action="store_true", help=str(Label("最后一行写成 JSON")))
    group.add_argument("--ack", action="store_true", help=str(Label("每存好一步，写一行 ACK")))
    group.add_argument("--quiet", action="store_true", help=str(Label("不写进度")))
    group.add_argument("--lang", choices=LANGUAGES, default="zh_CN", help=str(Label("语言")))
    group.add_argument("--today", type=day, metavar="YYYY-MM-DD", help=str(Label("把这一天当作今天")))
    group.add_argument("--password-file", type=Path, metavar="F", help=str(Label("密码文件")))
    group.add_argument("--recovery-code-file", type=Path, metavar="F", help=str(Label("恢复码文件（代替密码）")))


def command_parser() -> argparse.ArgumentParser:
    """The parser of the command itself; the global options are shown, but read before."""
    parser = Parser(prog="xiaojia", description=str(Label("职工小家。不写命令就打开窗口。")))
    _add_global_options(parser)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=Parser)
    for command in COMMANDS:
        one = commands.add_parser(command.name, help=str(command.help), description=str(command.help))
        for argument in command.arguments:
            one.add_argument(*argument.names, **argument.settings)
    return parser


def implementation(name: str) -> Callable[[Context], Result]:
    """The function that does a command."""
    command = next(command for command in COMMANDS if command.name == name)
    module = import_module(f"app.cli.{command.module}")
    found: Callable[[Context], Result] = getattr(module, "run_" + name.replace("-", "_"))
    return found
