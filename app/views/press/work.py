"""What the preview asks for in the database thread: what a form offers, its pages, and the print itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from app.errors import NOTHING_CHANGED, KnownError
from app.frozen import dataclass
from app.i18n import Label
from app.models.store.database import Database
from app.services.listing import View
from app.views.jobs import Report
from app.views.press.printers import Printers
from app.views.press.spool import Ticket, send

if TYPE_CHECKING:
    from app.reports.options import Options
    from app.reports.press import Print
    from app.reports.request import Request

OFFICIAL, DRAFT, BLANK = "official", "draft", "blank"


@dataclass(frozen=True)
class Order:
    """One form that may be printed: its code, what it is called here, and what it is printed of (`press.request_for`).

    `has_number`: official prints of it take a number and are archived. `number`: pages of the archive again. `pages`:
    a finished PDF made by somebody else; nothing about it is kept.
    """

    code: str
    name: Label
    options: Mapping[str, Any] = field(default_factory=dict)
    has_number: bool = True
    number: str = ""
    pages: bytes = b""

    @property
    def key(self) -> str:
        """What tells the orders of one preview apart: a form can be offered for a list and for some of its rows."""
        return f"{self.code}:only" if self.view is not None and self.view.only is not None else self.code

    @property
    def is_form(self) -> bool:
        """Whether it is filled from the file now, so that versions and options can be chosen."""
        return not self.number and not self.pages

    @property
    def view(self) -> View | None:
        """The list that it is printed from, which can go out as a sheet too."""
        return self.options.get("view")


@dataclass(frozen=True)
class Offer:
    """What can be chosen of a form: columns that may be left out, the words of the signature row with their names.

    `options` are those it was last printed with; `rows`: whether the rows of a page can be counted; `period`: whether
    it hangs for so many days.
    """

    columns: tuple[str, ...] = ()
    signers: Mapping[str, str] = field(default_factory=dict)
    rows: bool = False
    period: bool = False
    options: Options | None = None


@dataclass(frozen=True)
class Wanted:
    """What is to be seen and printed: which form, in which version, with which options."""

    order: Order
    version: str = OFFICIAL
    options: Options | None = None


@dataclass(frozen=True)
class Shown:
    """The pages of a preview: the PDF, the size of each page in points, and the gaps that a reader would notice."""

    pdf: bytes
    sizes: tuple[tuple[float, float], ...]
    gaps: tuple[Label, ...] = ()


@dataclass(frozen=True)
class Sent:
    """What came of a print: the pages with their number, and why they did not arrive where they were sent."""

    print: Print
    fault: KnownError | None = None


Databases = Callable[[], Database]


class Again(Protocol):
    """Tries a print again with the answer to a question."""

    def __call__(self, reason: str = "", leave_gaps: bool = False) -> None: ...


def offer(database: Databases, order: Order) -> Offer:
    """What can be chosen of this form."""
    if not order.is_form:
        return Offer()
    from app.reports import FORMS, options
    from app.reports.paper import Notice
    from app.reports.request import signers

    request = _request(order)
    form = FORMS[request.code]
    columns = [each.plain_title for each in form.columns if options.may_be_left_out(each)]
    with database().read() as session:
        known = signers(session)
        if request.view is not None and not columns:
            from app.reports.collect_registers import columns_of_list

            columns = columns_of_list(request.view)
    is_notice = isinstance(form.compose(form.data_type()), Notice)
    names = {role: known.get(role, "") for role in form.signatures}
    return Offer(tuple(columns), names, not is_notice, is_notice, options.kept(database(), order.code))


def look(database: Databases, wanted: Wanted) -> Shown:
    """The pages as they would be printed; the options are kept for the next time. Nothing else is."""
    from app.reports import press
    from app.reports.options import keep
    from app.reports.pictures import page_sizes

    order = wanted.order
    gaps: tuple[Label, ...] = ()
    if order.pages:
        pdf = order.pages
    elif order.number:
        pdf = press.reprint(database(), order.number).printed.pdf
        gaps = changed_since(database(), order.number)
    else:
        if wanted.options is not None:
            keep(database(), order.code, wanted.options)
        request = _request(order, wanted.options)
        if wanted.version == BLANK:
            pdf = press.print_blank(database(), request).printed.pdf
        else:
            seen = press.preview(database(), request, draft=_is_draft(wanted))
            pdf, gaps = seen.pdf, seen.warnings
    return Shown(pdf, tuple(page_sizes(pdf)), gaps)


def changed_since(database: Database, number: str) -> tuple[Label, ...]:
    """What was changed since a print, for whoever is about to print it again."""
    from app.models import PrintedForm
    from app.services import records
    from app.views.press.centre_work import WARNING, tell

    with database.read() as session:
        record_id = records.find(session, PrintedForm, number).id
    told = tell(database, record_id)
    return (told.words,) if told is not None and told.tone == WARNING else ()


def make(database: Databases, wanted: Wanted, reason: str = "", *, leave_gaps: bool = False) -> Print:
    """Print for good: an official form takes its number and is archived."""
    from app.reports import Printed, press

    order = wanted.order
    if order.pages:
        return press.Print(Printed(order.pages, 0, 0, None), None, "")
    if order.number:
        return press.reprint(database(), order.number)
    request = _request(order, wanted.options)
    if wanted.version == BLANK:
        return press.print_blank(database(), request)
    draft = _is_draft(wanted)
    return press.print_form(database(), request, draft=draft, reason=reason, leave_gaps=leave_gaps)


def make_and_send(make_it: Callable[[], Print], printers: Printers, ticket: Ticket, report: Report) -> Sent:
    """Print for good, then hand the pages to the printer. What it refuses is told beside the print, which is kept."""
    done = make_it()
    try:
        send(done.printed.pdf, printers, ticket, report)
    except KnownError as fault:
        return Sent(done, fault)
    return Sent(done)


def make_and_write(make_it: Callable[[], Print], path: Path) -> Sent:
    """Print for good, then write the PDF where the user said."""
    from app.models.store import durable
    from app.models.store.faults import known_faults

    done = make_it()
    kept = Label("打印已经存档，编号 {number}，可以补打。", number=done.number) if done.number else NOTHING_CHANGED
    try:
        with known_faults(Label("存成PDF"), safe=kept):
            durable.write_whole(path, done.printed.pdf)
    except KnownError as fault:
        return Sent(done, fault)
    return Sent(done)


def _is_draft(wanted: Wanted) -> bool:
    return wanted.version == DRAFT and wanted.order.has_number


def _request(order: Order, options: Options | None = None) -> Request:
    from app.reports import press

    request = press.request_for(order.code, **order.options)
    return request if options is None else replace(request, options=options)
