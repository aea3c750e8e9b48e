"""Printing: a form's data in, a finished PDF out; and the check for characters that no font has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from app.errors import ErrorCode, KnownError, Problem
from app.i18n import Label
from app.reports.fonts import missing
from app.reports.layout import SheetLayout
from app.reports.notice import draw_notice
from app.reports.options import AS_IT_IS, Options, columns_left
from app.reports.paper import Content, Imprint, Notice, PaperForm, Printed, Total
from app.reports.registry import FORMS, form_of
from app.reports.sheet import draw_sheet
from app.reports.text import clean
from app.reports.write import column_sum

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
    options: Options = AS_IT_IS,
) -> Printed:
    """Print the form `code` filled with `data` (an object of its data class; None: an empty one, for `blank`).

    Raises `KnownError` NO_GLYPH, naming person and field, when a character cannot be printed, unless `leave_gaps`
    leaves a box for the pen. The same arguments give the same bytes.
    """
    form = FORMS[code]
    if draft and number:
        raise ValueError("a draft takes no number")
    content = form.compose(form.data_type() if data is None else data)
    mark = DRAFT if draft else SAMPLE if sample else ""
    content, stuck = _without_columns(form, content, options)
    imprint = Imprint(printed_on, mark, number or "", blank, signers or {}, options.days, options.rows_per_page)
    layout = SheetLayout(form, content, imprint)
    problems = _unprintable(layout)
    if problems and not leave_gaps:
        raise _no_glyph(problems)
    pdf, pages = draw_notice(layout, content) if isinstance(content, Notice) else draw_sheet(layout)
    warnings = () if blank else (*content.warnings, *stuck, *_gap_warning(problems), *_cut_warnings(layout))
    return Printed(pdf, pages, len(layout.records), None if blank else layout.total, warnings)


def _without_columns(form: PaperForm, content: Content, options: Options) -> tuple[Content, tuple[Label, ...]]:
    columns = content.columns or form.columns
    money = [column for column in columns if column.total is Total.SUM]
    sums = {column.plain_title: column_sum(column, content.rows) for column in money}
    columns, stuck = columns_left(columns, options, sums)
    return replace(content, columns=columns), stuck


def check_glyphs(data: Any) -> list[Problem]:
    """What in this data no font can print: row, heading, whose, and the characters; empty when all can be."""
    form = form_of(data)
    return _unprintable(SheetLayout(form, form.compose(data), Imprint(date.min)))


def _unprintable(layout: SheetLayout) -> list[Problem]:
    problems = []
    for text, place in _words(layout):
        if signs := _signs(clean(text)):
            problems.append(Problem(_where(place, signs), place, None, place, text))
    for serial, (record, texts) in enumerate(zip(layout.records, layout.texts, strict=True), start=1):
        if not _signs("".join(texts)):
            continue
        person = clean(str(getattr(record, layout.form.row_name)))
        for column, text in zip(layout.columns, texts, strict=True):
            if signs := _signs(text):
                what = _where(column.plain_title, signs, serial, person)
                problems.append(Problem(what, column.plain_title, serial, column.plain_title, text))
    return problems


def _words(layout: SheetLayout) -> Iterator[tuple[str, str]]:
    """The texts of a form outside its rows, each with the name of its place."""
    content = layout.content
    words = [content.title, *content.subline, *content.notes]
    if not layout.imprint.blank:
        words += [group.name for group in content.groups]
    if isinstance(content, Notice):
        words += [*content.opening, *content.ending, content.issuer]
    yield from ((word, "标题和说明") for word in words)
    yield from ((name, role) for role, name in layout.imprint.signers.items())
    yield from ((column.title, column.plain_title) for column in layout.columns)


def _signs(text: str) -> str:
    return "".join(missing(text.replace("\n", "")))


def _where(place: str, signs: str, row: int | None = None, person: str = "") -> Label:
    codes = " ".join(f"U+{ord(sign):04X}" for sign in signs)
    if row is None:
        return Label("“{field}”里的“{signs}”（{codes}）打不出来", field=place, signs=signs, codes=codes)
    return Label(
        "第 {row} 行 {person}：“{field}”里的“{signs}”（{codes}）打不出来",
        row=row, person=person, field=place, signs=signs, codes=codes,
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
