"""What a command found or did, as one line of JSON for scripts or as plain text for people."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.errors import KnownError, Problem
from app.frozen import dataclass
from app.i18n import Label

# What the keys of the results are called where people read them; fields of records bring their own labels.
KEY_LABELS = {
    "ambiguous": Label("分不清是谁"),
    "backup": Label("备份文件"),
    "budget": Label("预算（元）"),
    "by_group": Label("按慰问组"),
    "by_occasion": Label("按慰问事由"),
    "cash": Label("慰问金（元）"),
    "category_label": Label("困难类别"),
    "changed": Label("改动"),
    "column": Label("列"),
    "columns": Label("栏"),
    "count": Label("份数"),
    "counts": Label("份数"),
    "deed": Label("操作序号"),
    "deed_head": Label("最后一步操作"),
    "deeds": Label("操作"),
    "digest": Label("内容核对码"),
    "doubtful": Label("待核实"),
    "entries": Label("改动"),
    "field": Label("栏目"),
    "file": Label("文件"),
    "forms": Label("表"),
    "from": Label("原版本"),
    "goods": Label("慰问品（元）"),
    "group": Label("慰问组"),
    "groups": Label("分组"),
    "header_row": Label("表头在第几行"),
    "heading": Label("标题"),
    "households": Label("户数"),
    "how": Label("怎么认出的"),
    "kept": Label("原来的文件改存为"),
    "key": Label("分组"),
    "last_backup": Label("最近一次备份"),
    "last_backup_file": Label("备份文件"),
    "label": Label("名称"),
    "lines": Label("核算过程"),
    "name": Label("名称"),
    "names": Label("名称"),
    "new": Label("新增"),
    "number": Label("编号"),
    "occasion": Label("慰问事由"),
    "outputs": Label("做出的文件"),
    "pages": Label("页数"),
    "password": Label("密码"),
    "per_capita_monthly": Label("月人均纯收入（元）"),
    "person_times": Label("人次"),
    "persons": Label("人数"),
    "problems": Label("问题"),
    "records": Label("份数"),
    "recovery_code": Label("恢复码"),
    "rows": Label("行数"),
    "schema": Label("版本"),
    "sheet": Label("工作表"),
    "skipped": Label("跳过的行"),
    "slots": Label("能开锁的办法"),
    "standards": Label("标准"),
    "sums": Label("合计"),
    "to": Label("现版本"),
    "total": Label("合计"),
    "type": Label("类别"),
    "types": Label("类别"),
    "uid": Label("标识"),
    "uids": Label("标识"),
    "unchanged": Label("没有变化"),
    "value": Label("写的是"),
    "warnings": Label("提醒"),
    "what": Label("说明"),
    "wrong": Label("有错的行"),
}
MASKED = ("sha256", "category", "command")
"""Keys that say nothing to people."""


@dataclass(frozen=True)
class Result:
    """The keys promised for a command, how people read them (made from the keys where not given), and a refusal.

    With `fault` the command ends with 1, and the keys are told all the same.
    """

    values: Mapping[str, Any]
    lines: Sequence[str] | None = None
    fault: KnownError | None = None

    def text(self) -> list[str]:
        """The result for people, line by line."""
        return list(_lines(self.values)) if self.lines is None else list(self.lines)


def problem_object(problem: Problem) -> dict[str, Any]:
    """A problem as scripts see it."""
    return {
        "row": problem.row,
        "column": problem.column,
        "field": problem.field,
        "value": problem.value,
        "what": str(problem.what),
        "grade": problem.grade.value,
    }


def error_object(error: KnownError) -> dict[str, Any]:
    """A known fault as scripts see it."""
    return {
        "code": error.code.value,
        "what": str(error.what),
        "safe": str(error.safe),
        "next": str(error.next),
        "problems": [problem_object(problem) for problem in error.problems],
    }


def json_line(values: Mapping[str, Any]) -> str:
    """One line of JSON, also for readers that take U+0085 or U+2028 for the end of a line."""
    text = json.dumps(values, ensure_ascii=False)
    for sign in ("\x85", "\u2028", "\u2029"):
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    try:
        text.encode()
    except UnicodeEncodeError:  # a file name that is no text
        return json.dumps(values)
    return text


def fault_text(error: KnownError) -> str:
    """A known fault as one paragraph: what happened, what is safe, what to do; then where."""
    problems = (_problem_line(problem_object(one)) for one in error.problems)
    told = Label("{what}{safe}{next}", what=error.what, safe=error.safe, next=error.next)
    return "\n".join([str(told), *problems])


def _problem_line(problem: Mapping[str, Any]) -> str:
    row = Label("第{n}行", n=problem["row"]) if problem["row"] is not None else ""
    value = f"“{problem['value']}”" if problem["value"] else ""
    parts = (str(row), problem["column"], problem["field"], value, problem["what"])
    return "  · " + " ".join(dict.fromkeys(part for part in parts if part))


def _lines(values: Mapping[str, Any]) -> Iterable[str]:
    for key, value in values.items():
        if key in MASKED or value is None or value in ([], {}):
            continue
        label = key_label(key)
        if isinstance(value, Mapping):
            yield named(label)
            yield from (f"  {named(name, written(one))}" for name, one in value.items())
        elif isinstance(value, list) and isinstance(value[0], Mapping) and "grade" in value[0]:
            yield named(label)
            yield from map(_problem_line, value)
        elif isinstance(value, list) and isinstance(value[0], Mapping):
            yield named(label)
            yield from (f"  {line}" for line in table([key_label(name) for name in value[0]], _cells(value)))
        elif isinstance(value, list) and len(value) > 1:
            yield named(label)
            yield from (f"  {written(one)}" for one in value)
        else:
            yield named(label, written(value[0] if isinstance(value, list) else value))


def named(name: object, value: object = "") -> str:
    """A value behind its name, or the name above its values."""
    return str(Label("{name}：{value}", name=name, value=value)).rstrip()


def key_label(key: str) -> str:
    """What a key is called where people read it."""
    return str(KEY_LABELS.get(key, key))


def _cells(rows: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    return [[written(row.get(name)) for name in rows[0]] for row in rows]


def written(value: Any) -> str:
    """A value of a result as people read it."""
    if isinstance(value, bool):
        return str(Label("是") if value else Label("否"))
    if isinstance(value, Mapping):
        return "  ".join(f"{name} {written(one)}" for name, one in value.items())
    if isinstance(value, list):
        return "、".join(written(one) for one in value)
    return "" if value is None else str(value)


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Columns side by side, aligned for a terminal on which a Chinese character is two wide."""
    lines = [[" ".join(cell.split()) for cell in row] for row in (headings, *rows)]
    widths = [max(_width(line[at]) for line in lines) for at in range(len(headings))]
    return [
        "  ".join(_padded(cell, width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    ]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
