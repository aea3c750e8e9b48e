"""Printing for good: a number, the pages, and an archive from which the same pages come again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NOTHING_CHANGED, ErrorCode, KnownError, Problem
from app.frozen import dataclass
from app.i18n import Label
from app.models import Blob, PrintedForm
from app.models.store.database import Database
from app.reports.collect import collect, list_type
from app.reports.collect_rounds import without_consent
from app.reports.drift import as_snapshot
from app.reports.paper import Printed
from app.reports.parameters import write_parameters
from app.reports.printing import draw
from app.reports.registry import FORMS
from app.reports.reprint import stamp_reprint
from app.reports.request import Request, signers, union_name
from app.reports.titles import form_title
from app.services import records
from app.services.numbering import next_number
from app.services.today import today

OFFICIAL = frozenset({"F01", "F13", "F14", "F20", "F22"})
"""Forms that get a number and are archived; the generic list is a working paper."""


@dataclass(frozen=True)
class Print:
    """What came out: the pages, and the number under which they are archived (None: not archived)."""

    printed: Printed
    number: str | None
    sha256: str


def request_for(code: str, **options: Any) -> Request:
    """A request for a form by its code (`LIST:person` for a list); raises NOT_FOUND for an unknown form."""
    try:
        record = list_type(code)
    except KeyError:
        record = None
        code = ""
    if record is not None:
        from app.services.listing import View

        options["view"] = options.get("view") or View(record)
        code = "LIST"
    if code not in FORMS:
        raise KnownError(
            ErrorCode.NOT_FOUND,
            Label("没有这一种表。"),
            safe=NOTHING_CHANGED,
            next=Label("可以打印的有：{codes}。", codes="、".join(FORMS)),
        )
    return replace(Request(code, on=today()), **options)


def preview(database: Database, request: Request, *, draft: bool = False) -> Printed:
    """The pages as they would be printed, with every gap that a reader would notice; nothing is kept, no number taken.

    Characters that no font has are shown as boxes and said among the gaps, as are persons without consent.
    """
    content = _content(database, request)
    printed = content.drawn(draft=draft, leave_gaps=True)
    n = len(content.without_consent)
    missing = (Label("{n} 人没有登记同意公示的日期", n=n),) if n else ()
    return replace(printed, warnings=(*missing, *printed.warnings))


def print_form(
    database: Database, request: Request, *, draft: bool = False, reason: str = "", leave_gaps: bool = False
) -> Print:
    """Print a form from the file.

    Official forms that are no drafts take a number and are archived with their snapshot in one deed. A public notice
    with persons whose consent has no date asks for a `reason` (BAD_INPUT naming them). Raises NO_GLYPH before
    anything is kept, unless `leave_gaps` leaves room for the pen where no font has the character.
    """
    content = _content(database, request)
    if content.without_consent and not reason and not draft:
        raise _consent_missing(content.without_consent)
    if not draft and request.code in OFFICIAL:
        return _archive(database, content, reason, leave_gaps)
    printed = content.drawn(draft=draft, leave_gaps=leave_gaps)
    return Print(printed, None, _digest(printed.pdf))


def print_blank(database: Database, request: Request) -> Print:
    """A form to be filled in by hand; takes no number. A list keeps its columns, as wide as its rows want them."""
    with database.read() as session:
        if request.code == "LIST":
            data = replace(collect(session, request), scope="")
        else:
            data = replace(FORMS[request.code].data_type(), union=union_name(session))
    printed = draw(request.code, data, printed_on=request.on, blank=True, options=request.options)
    return Print(printed, None, _digest(printed.pdf))


def reprint(database: Database, number: str, *, stamped: bool = True) -> Print:
    """The archived pages again, with 补打 and the day in the margin; the archive stays as it is.

    `stamped` False: the very bytes that were archived. Raises STATE where they were deleted for good.
    """
    with database.read() as session:
        found = records.find(session, PrintedForm, number)
        assert isinstance(found, PrintedForm)
        pdf = session.scalar(select(Blob.bytes).where(Blob.sha256 == found.sha256))
        if pdf is None:
            raise _wiped()
        if _digest(pdf) != found.sha256:
            raise AssertionError("an archived print does not match its digest")
        pages, rows = found.pages, found.rows
    copy = stamp_reprint(pdf, today()) if stamped else pdf
    return Print(Printed(copy, pages, rows, None, ()), number, _digest(copy))


@dataclass(frozen=True)
class _Content:
    """What goes onto a form, collected from the file."""

    request: Request
    data: Any
    without_consent: Sequence[str]
    """Names on a public notice whose consent has no date."""
    signed: Mapping[str, str]

    def drawn(self, *, number: str | None = None, draft: bool = False, leave_gaps: bool = False) -> Printed:
        """The pages."""
        return draw(
            self.request.code,
            self.data,
            printed_on=self.request.on,
            number=number,
            draft=draft,
            signers=self.signed,
            leave_gaps=leave_gaps,
            options=self.request.options,
        )


def _content(database: Database, request: Request) -> _Content:
    with database.read() as session:
        data = collect(session, request)
        names = without_consent(session, request) if request.code == "F13" else []
        return _Content(request, data, names, _signed(session, request))


def _archive(database: Database, content: _Content, reason: str, leave_gaps: bool) -> Print:
    request, form = content.request, FORMS[content.request.code]
    with database.write("打印{form}", undoable=False, form=form.name) as session:
        number = next_number(session, f"{request.on.year}-{request.code}-{{n}}")
        printed = content.drawn(number=number, leave_gaps=leave_gaps)
        sha256 = _digest(printed.pdf)
        if session.get(Blob, sha256) is None:
            session.add(Blob(sha256=sha256, mime="application/pdf", size=len(printed.pdf), bytes=printed.pdf))
        session.add(
            PrintedForm(
                number=number,
                form=request.code,
                form_version=str(form.version),
                title=form_title(getattr(content.data, "round_title", ""), str(form.name)),
                parameters=write_parameters(request),
                snapshot=as_snapshot(content.data),
                sha256=sha256,
                pages=printed.pages,
                rows=printed.rows,
                printed_by=database.actor,
                printed_at=database.clock(),
                reason=reason or None,
            )
        )
    return Print(printed, number, sha256)


def _signed(session: Session, request: Request) -> dict[str, str]:
    """The names in the signature row: those of the union, or what was chosen for this form; "" is for the pen."""
    return {role: name for role, name in (signers(session) | dict(request.options.signers)).items() if name}


def _digest(pdf: bytes) -> str:
    return hashlib.sha256(pdf).hexdigest()


def _wiped() -> KnownError:
    return KnownError(
        ErrorCode.STATE,
        Label("这份表上有按本人要求彻底删除的人，存下的页面已经清掉，不能补打。"),
        safe=NOTHING_CHANGED,
        next=Label("需要的话，按现在的名单重新打一份；签过字的纸照规定留存。"),
    )


def _consent_missing(names: Sequence[str]) -> KnownError:
    return KnownError(
        ErrorCode.BAD_INPUT,
        Label("有 {n} 人没有登记同意公示的日期，公示没有打印。", n=len(names)),
        safe=NOTHING_CHANGED,
        next=Label("先登记同意日期，或者写明仍要公示的原因再打印。"),
        problems=[Problem(Label("没有登记同意公示的日期"), field="consent_on", value=name) for name in names],
    )
