"""Run one command: read the command line, do it, tell what came of it."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from app.cli.commands import command_parser, global_options, implementation
from app.cli.context import Context
from app.cli.result import Result, error_object, fault_text, json_line
from app.cli.wrong_use import WrongUseError
from app.errors import ErrorCode, KnownError
from app.i18n import Label, language, set_language

DONE, REFUSED, WRONG_USE, BUG, CANCELLED = 0, 1, 2, 3, 130


def main(argv: Sequence[str]) -> int:
    """Run the command that `argv` names; the exit code."""
    _speak_utf8()
    before = language()
    command = ""
    options = argparse.Namespace(json="--json" in argv)
    try:
        options, rest = global_options(argv)
        set_language(options.lang)
        _set_today(options.today)
        arguments = command_parser().parse_args(rest)
        command = arguments.command
        context = Context(command, arguments, options)
        return _tell(context, implementation(command)(context))
    except WrongUseError as error:
        return _wrong_use(command, error, options)
    except KnownError as error:
        return _refused(command, error, options)
    except SystemExit as done:  # argparse has shown the help
        return done.code if isinstance(done.code, int) else DONE
    except KeyboardInterrupt:
        return _refused(command, _interrupted(), options)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whoever read the result went away
        return REFUSED
    except Exception as error:
        return _bug(command, error, options)
    finally:
        set_language(before)
        _set_today(None)


def _set_today(day: date | None) -> None:
    from app.services.today import set_today

    set_today(day)


def _speak_utf8() -> None:
    """UTF-8 on every system, also where the terminal thinks otherwise."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]


def _tell(context: Context, result: Result) -> int:
    ok = result.fault is None
    if context.options.json:
        told: dict[str, Any] = {"ok": ok, "command": context.command, "deed": context.deed, **result.values}
        if result.fault is not None:
            told["error"] = error_object(result.fault)
        print(json_line(told), flush=True)
        return DONE if ok else REFUSED
    for line in result.text():
        print(line)
    sys.stdout.flush()
    if result.fault is not None:
        print(fault_text(result.fault), file=sys.stderr)
    return DONE if ok else REFUSED


def _refused(command: str, error: KnownError, options: argparse.Namespace) -> int:
    if options.json:
        print(json_line({"ok": False, "command": command, "error": error_object(error)}), flush=True)
    else:
        print(fault_text(error), file=sys.stderr)
    return CANCELLED if error.code is ErrorCode.CANCELLED else REFUSED


def _interrupted() -> KnownError:
    return KnownError(
        ErrorCode.CANCELLED,
        Label("已停止。"),
        safe=Label("没有做完的部分没有保存。"),
        next=Label("想接着做，再开始一次就行。"),
    )


def _wrong_use(command: str, error: WrongUseError, options: argparse.Namespace) -> int:
    """The code for refused input stands in the JSON; the exit code tells that the command line itself was wrong."""
    print(error.what, file=sys.stderr)
    if options.json:
        told = {"code": ErrorCode.BAD_INPUT.value, "what": str(error.what), "safe": "", "next": "", "problems": []}
        print(json_line({"ok": False, "command": command, "error": told}), flush=True)
    return WRONG_USE


def _bug(command: str, error: Exception, options: argparse.Namespace) -> int:
    from app.services.bug_report import write_bug_report

    path = write_bug_report(command, error)
    what = Label("程序出了毛病，这一步没有做完。")
    if path is None:
        next_step = Label("请把用的命令告诉维护人员。")
    else:
        next_step = Label("请把这个文件交给维护人员，里面没有个人信息：{path}", path=str(path))
    print(f"{what}{next_step}", file=sys.stderr)
    if options.json:
        told = {"code": "bug", "what": str(what), "safe": "", "next": str(next_step), "problems": []}
        told["report"] = str(path) if path else ""
        print(json_line({"ok": False, "command": command, "error": told}), flush=True)
    return BUG
