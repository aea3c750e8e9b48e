"""Printing: a form's data in, a finished PDF out; and the check for characters that no font has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.errors import ErrorCode, KnownError, Problem
from app.i18n import Label
from app.reports.fonts import missing
from app.reports.layout import SheetLayout
from app.reports.notice import draw_notice
from app.reports.paper import Content, Imprint, Notice, PaperForm, Printed
from app.reports.registry import FORMS, form_of
from app.reports.sheet import draw_sheet
from app.reports.text import clean
from app.reports.write import written

DRAFT, SAMPLE = "草稿", "样张"
"""The words laid across pages that are no vouchers."""


def draw(
    code: str,
    data: Any = None,
    *,
    printed_on: date,
    number: str | None = None,
    draft: bool = False,
    sample: bool = False,
    blank: bool = False,
    signers: Mapping[str, str] | None = None,
    leave_gaps: bool = False,
) -> Printed:
    """Print the form `code` filled with `data` (an object of its data class; None: an empty one, for `blank`).

    Raises `KnownError` NO_GLYPH, naming person and field, when a character cannot be printed, unless `leave_gaps`
    leaves a box for the pen. The same arguments give the same bytes.
    """
    form = FORMS[code]
    if draft and number:
        raise ValueError("a draft takes no number")
    content = form.compose(form.data_type() if data is None else data)
    signers = signers or {}
    problems = _unprintable(form, content, blank, signers)
    if problems and not leave_gaps:
        raise _no_glyph(problems)
    mark = DRAFT if draft else SAMPLE if sample else ""
    layout = SheetLayout(form, content, Imprint(printed_on, mark, number or "", blank, signers))
    pdf, pages = draw_notice(layout, content) if isinstance(content, Notice) else draw_sheet(layout)
    warnings = () if blank else (*content.warnings, *_gap_warning(problems), *_cut_warnings(layout))
    return Printed(pdf, pages, len(layout.records), None if blank else layout.total, warnings)


def check_glyphs(data: Any) -> list[Problem]:
    """What in this data no font can print: row, heading, whose, and the characters; empty when all can be."""
    form = form_of(data)
    return _unprintable(form, form.compose(data), False, {})


@dataclass(frozen=True)
class _Spot:
    """A text on the form, and where it stands."""

    text: str
    field: str
    person: str = ""
    row: int | None = None


def _spots(form: PaperForm, content: Content, blank: bool, signers: Mapping[str, str]) -> Iterator[_Spot]:
    words = [content.title, *content.subline, *content.notes, *(group.name for group in content.groups)]
    if isinstance(content, Notice):
        words += [*content.opening, *content.ending, content.issuer]
    yield from (_Spot(word, "标题和说明") for word in words)
    yield from (_Spot(name, role) for role, name in signers.items())
    columns = content.columns or form.columns
    yield from (_Spot(column.title, column.plain_title) for column in columns)
    for serial, row in enumerate(() if blank else content.rows, start=1):
        person = str(getattr(row, form.row_name))
        for column in columns:
            yield _Spot(written(column, row, serial), column.plain_title, person, serial)


def _unprintable(form: PaperForm, content: Content, blank: bool, signers: Mapping[str, str]) -> list[Problem]:
    return [
        Problem(_where(spot, signs), spot.field, spot.row, spot.field, spot.text)
        for spot in _spots(form, content, blank, signers)
        if (signs := "".join(missing(clean(spot.text).replace("\n", ""))))
    ]


def _where(spot: _Spot, signs: str) -> Label:
    codes = " ".join(f"U+{ord(sign):04X}" for sign in signs)
    if spot.row is None:
        return Label("“{field}”里的“{signs}”（{codes}）打不出来", field=spot.field, signs=signs, codes=codes)
    return Label(
        "第 {row} 行 {person}：“{field}”里的“{signs}”（{codes}）打不出来",
        row=spot.row, person=spot.person, field=spot.field, signs=signs, codes=codes,
    )  # fmt: skip


def _no_glyph(problems: list[Problem]) -> KnownError:
    return KnownError(
        ErrorCode.NO_GLYPH,
        Label("没有打印：有 {n} 处的字打不出来。", n=len(problems)),
        safe=Label("资料没有改动，纸也没有用掉。"),
        next=Label("对照身份证看看下面这些字是不是输错了。没有错的，选“缺字留空”再打，纸上留出方格，用笔补上。"),
        problems=problems,
    )


def _gap_warning(problems: list[Problem]) -> list[Label]:
    return [Label("{n} 处的字打不出来，纸上留了方格，请用笔补上", n=len(problems))] if problems else []


def _cut_warnings(layout: SheetLayout) -> list[Label]:
    names = dict.fromkeys(f"{getattr(row, layout.form.row_name)}（{column.plain_title}）" for row, column in layout.cut)
    if not names:
        return []
    shown = "、".join(list(names)[:5])
    return [Label("{n} 处太长，纸上只打了前面一部分：{names}", n=len(names), names=shown)]
