"""Where a command gets its password from: a file, the surroundings or the terminal, never an argument."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.wrong_use import WrongUseError
from app.errors import NOTHING_CHANGED, ErrorCode, KnownError
from app.i18n import Label

if TYPE_CHECKING:
    from app.services.files import Unlock

NO_PASSWORD = Label("没有给密码：用 --password-file 文件，或设好 XIAOJIA_PASSWORD_FILE。")
NO_NEW_PASSWORD = Label("没有给新密码：用 --new-password-file 文件。")


def unlock(options: argparse.Namespace) -> Unlock:
    """How to open the file: with the recovery code if one was given, else with the password."""
    from app.services.files import by_password, by_recovery_code

    if options.recovery_code_file:
        return by_recovery_code(read_secret(options.recovery_code_file))
    return by_password(password(options, os.environ))


def password(options: argparse.Namespace, environment: Mapping[str, str]) -> str:
    """The password of the file."""
    given = _given(options, environment)
    return given if given is not None else _ask(Label("密码："), NO_PASSWORD)


def first_password(options: argparse.Namespace, new_password_file: Path | None) -> str:
    """The password of a file that is being made."""
    if new_password_file:
        return read_secret(new_password_file)
    given = _given(options, os.environ)
    return given if given is not None else _ask_twice(NO_PASSWORD)


def new_password(new_password_file: Path | None) -> str:
    """The password that is to replace another."""
    return read_secret(new_password_file) if new_password_file else _ask_twice(NO_NEW_PASSWORD)


def _given(options: argparse.Namespace, environment: Mapping[str, str]) -> str | None:
    path = options.password_file or environment.get("XIAOJIA_PASSWORD_FILE")
    return read_secret(Path(path)) if path else environment.get("XIAOJIA_PASSWORD")


def read_secret(path: Path) -> str:
    """A password or a recovery code from a file of UTF-8 text; one line end behind it is dropped."""
    from app.models.store.faults import known_faults

    with known_faults(Label("读取密码文件")):
        content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise KnownError(
            ErrorCode.BAD_INPUT,
            Label("密码文件不是 UTF-8 文本。"),
            safe=NOTHING_CHANGED,
            next=Label("用记事本另存为 UTF-8，再试一次。"),
        ) from None
    return text.removesuffix("\n").removesuffix("\r")


def _ask_twice(otherwise: Label) -> str:
    first = _ask(Label("新密码："), otherwise)
    if first != _ask(Label("再输一次："), otherwise):
        raise KnownError(
            ErrorCode.BAD_INPUT, Label("两次输的密码不一样。"), safe=NOTHING_CHANGED, next=Label("再试一次。")
        )
    return first


def _ask(question: Label, otherwise: Label) -> str:
    """Ask at the terminal without echo; `WrongUseError` where there is none."""
    if not sys.stdin or not sys.stdin.isatty():
        raise WrongUseError(otherwise)
    import getpass

    return getpass.getpass(str(question))
