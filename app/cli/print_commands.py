"""Commands about paper: which forms there are, and printing them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.context import Context, record_type_named
from app.cli.result import Result, key_label, table
from app.cli.wrong_use import WrongUseError
from app.errors import NOTHING_CHANGED, ErrorCode, KnownError, Problem, bad_input
from app.i18n import Label
from app.services.listing import View, parse_condition

if TYPE_CHECKING:
    from app.models.store.database import Database
    from app.reports.press import Print
    from app.reports.request import Request

VIEWS = {"F01": "person", "F14": "hardship-case"}
"""Forms that print the rows of a view."""


def run_forms(context: Context) -> Result:
    """The forms that can be printed."""
    from app.reports import FORMS

    names = {code: str(form.name) for code, form in FORMS.items()}
    headings = [key_label("forms"), key_label("name")]
    return Result({"forms": list(names), "names": names}, table(headings, [list(one) for one in names.items()]))


def run_print(context: Context) -> Result:
    """Print a form into a PDF; official ones take a number and are archived before the PDF is written."""
    from app.models.values.money import write_yuan

    given = context.arguments
    request = _request(given)
    require_folder(given.out)
    with context.database() as database:
        done = _printed(database, request, given)
        _write(given.out, done)
    printed = done.printed
    values = {
        "number": done.number,
        "pages": printed.pages,
        "rows": printed.rows,
        "total": None if printed.total is None else write_yuan(printed.total),
        "sha256": done.sha256,
        "warnings": [str(warning) for warning in printed.warnings],
    }
    return Result(values)


def _request(given: argparse.Namespace) -> Request:
    from app.reports.press import request_for

    name = given.form.removeprefix("LIST:") if given.form.startswith("LIST:") else VIEWS.get(given.form)
    view = None
    if name is not None:
        view = View(record_type_named(name), where=tuple(parse_condition(one) for one in given.where))
    elif given.where:
        raise WrongUseError(Label("{form} 打印整个批次，不能用 --where", form=given.form))
    return request_for(given.form, of=given.of, view=view, strict=given.strict)


def _printed(database: Database, request: Request, given: argparse.Namespace) -> Print:
    from app.reports import press

    if given.reprint:
        _require_form(database, given.reprint, request.code)
        return press.reprint(database, given.reprint)
    if given.blank:
        return press.print_blank(database, request)
    return press.print_form(database, request, draft=given.draft, reason=given.reason)


def _require_form(database: Database, number: str, form: str) -> None:
    """Refuse to reprint another form than the one named."""
    from app.models import PrintedForm
    from app.services import records

    with database.read() as session:
        found = records.find(session, PrintedForm, number)
        assert isinstance(found, PrintedForm)
        if found.form != form:
            raise bad_input([Problem(Label("这个编号是 {form} 的", form=found.form), "reprint", value=number)])


def require_folder(out: Path) -> None:
    """Refuse a file in a folder that is not there before any number is used up for it."""
    if not out.parent.is_dir():
        raise KnownError(
            ErrorCode.NOT_FOUND,
            Label("没有这个文件夹：{folder}。", folder=str(out.parent)),
            safe=NOTHING_CHANGED,
            next=Label("换一个文件夹，再来一次。"),
        )


def _write(out: Path, done: Print) -> None:
    from app.models.store import durable
    from app.models.store.faults import known_faults

    kept = Label("打印已经存档，编号 {number}，可以补打。", number=done.number) if done.number else NOTHING_CHANGED
    with known_faults(Label("写出 PDF"), safe=kept):
        durable.write_whole(out, done.printed.pdf)
