"""DATA of `add` and `edit`: JSON as an argument, from a file (@name) or from standard input (-)."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.errors import KnownError, Problem, bad_input
from app.i18n import Label


def read_data(written: str) -> Any:
    """What stands in DATA; numbers with a decimal point stay the text that they are. Raises `bad_input`."""
    text = _text(written)
    try:
        return json.loads(text, parse_float=str, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        row, column = getattr(error, "lineno", None), getattr(error, "colno", "")
        raise _not_readable(Problem(Label("不是 JSON"), "data", row, str(column))) from None


def _text(written: str) -> str:
    from app.models.store.faults import known_faults

    if not (written == "-" or written.startswith("@")):
        return written
    with known_faults(Label("读取内容")):
        content = sys.stdin.buffer.read() if written == "-" else Path(written[1:]).read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _not_readable(Problem(Label("不是 UTF-8 文本"), "data")) from None


def _no_number(written: str) -> None:
    raise ValueError(written)


def _not_readable(problem: Problem) -> KnownError:
    return bad_input([problem], Label("给的内容看不懂，没有保存。"))


def one_object(data: Any) -> Mapping[str, Any]:
    """DATA as one object, for `edit`."""
    if not isinstance(data, dict):
        raise _not_readable(Problem(Label("要写成 {栏目: 内容}"), "data"))
    return data


def objects(data: Any) -> list[Mapping[str, Any]]:
    """DATA as one object or several, for `add`."""
    found = data if isinstance(data, list) else [data]
    if not found or not all(isinstance(one, dict) for one in found):
        raise _not_readable(Problem(Label("要写成 {栏目: 内容}，几份就写成 [{…}, {…}]"), "data"))
    return found
