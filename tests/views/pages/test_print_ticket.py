"""What is chosen beside the preview reaches the printer: both sides, copies, pages."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from app.i18n import Label
from app.reports import draw
from app.reports.options import Options
from app.services.today import today
from app.views.press import spool
from app.views.press.panel import Panel
from app.views.press.printers import Queue
from app.views.press.spool import Ticket, send
from app.views.press.work import Offer, Order
from app.views.theme import Theme
from tests.reports.paper_samples import DAY, sign_off
from tests.views.pages.paper_printers import FilePrinters

OFFICE = "办公室"


class Told(QPrinter):
    """A printer into a file that keeps what it was told of sides, which a file has none of."""

    sides: QPrinter.DuplexMode | None = None

    def setDuplex(self, duplex: QPrinter.DuplexMode) -> None:
        self.sides = duplex


class Watched(FilePrinters):
    """Keeps the devices that were painted on."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, OFFICE)
        self.made: list[Told] = []

    def device(self, name: str) -> QPrinter:
        printer = Told(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(self.paper(name)))
        self.made.append(printer)
        return printer


@pytest.fixture
def printers(tmp_path: Path, look: Theme, monkeypatch: pytest.MonkeyPatch) -> Watched:
    """An office with one coarse printer, which is fast."""
    monkeypatch.setattr(spool, "DPI", 50)
    return Watched(tmp_path)


@pytest.fixture
def panel(look: Theme) -> Panel:
    """The choices beside a preview of four pages."""
    order = Order("F22", Label("签收表"), {"of": "2027年春节送温暖"})
    made = Panel([order])
    made.show_offer(order, Offer(), [Queue(OFFICE, is_default=True)])
    return made


def choose(panel: Panel, **texts: str) -> Ticket:
    panel.body.show_texts(panel.body.texts() | texts)
    ticket, problems = panel.ticket(4)
    assert problems == []
    return ticket


def test_one_side_one_copy_and_all_pages_unless_something_else_is_chosen(panel: Panel) -> None:
    assert choose(panel) == Ticket(OFFICE, (0, 1, 2, 3), 1, duplex=False)


def test_sides_copies_and_pages_are_taken_as_chosen(panel: Panel) -> None:
    assert choose(panel, sides="both", copies="3", pages="2-3") == Ticket(OFFICE, (1, 2), 3, duplex=True)


def test_printers_that_answer_late_take_back_nothing_that_was_chosen(look: Theme) -> None:
    orders = [Order("F20", Label("走访名单"), {}), Order("F22", Label("签收表"), {})]
    offer = Offer(("住址", "电话"), {"制表人": "王芳"}, rows=True, options=Options())
    panel = Panel(orders)
    panel.show_offer(orders[0], offer, [])
    chosen = {"form": "F22", "version": "draft", "days": "dots", "rows_per_page": "20", "columns": "电话"}
    panel.body.show_texts(chosen | {"signer:制表人": "陈明"})

    panel.show_offer(orders[0], offer, [Queue(OFFICE, is_default=True)])

    assert panel.body.texts() == chosen | {
        "signer:制表人": "陈明", "printer": OFFICE, "copies": "1", "pages": "", "sides": "one"
    }  # fmt: skip
    assert panel.wanted()[0].order is orders[1]


def notice_panel(**texts: str) -> Panel:
    order = Order("F13", Label("公示"), {"of": "2027年春节送温暖"})
    panel = Panel([order])
    panel.show_offer(order, Offer(period=True, options=Options(public_days=7)), [])
    panel.body.show_texts(panel.body.texts() | texts)
    return panel


def test_how_long_a_notice_hangs_is_chosen_beside_it(look: Theme) -> None:
    end = today() + timedelta(days=12)
    assert notice_panel().wanted()[0].options == Options(public_days=7)

    wanted, problems = notice_panel(public_days="5", public_until=end.isoformat()).wanted()

    assert problems == [] and wanted.options == Options(public_until=end)


def test_a_notice_that_would_end_before_today_or_after_no_day_is_refused_beside_the_field(look: Theme) -> None:
    yesterday = today() - timedelta(days=1)

    wanted, problems = notice_panel(public_days="0", public_until=yesterday.isoformat()).wanted()

    assert {each.field: str(each.what) for each in problems} == {
        "public_days": "填 1 到 60 的数",
        "public_until": "公示从今天开始，最后一天不能在今天以前",
    }
    assert wanted.options is not None and wanted.options.public_until is None


def test_a_form_that_is_offered_late_leaves_the_one_that_was_chosen_since(look: Theme) -> None:
    orders = [Order("F20", Label("走访名单"), {}), Order("F22", Label("签收表"), {})]
    panel = Panel(orders)
    panel.show_offer(orders[0], Offer(), [])
    panel.body.show_texts({"form": "F22"})

    panel.show_offer(orders[0], Offer(("住址",)), [])

    assert panel.wanted()[0].order is orders[1]


def test_the_keyboard_stays_in_its_field_when_the_printers_come(panel: Panel, qtbot: QtBot) -> None:
    order = Order("F22", Label("签收表"), {"of": "2027年春节送温暖"})
    panel.show()
    qtbot.waitUntil(panel.isActiveWindow)
    panel.body.focus_on("pages")
    assert panel.body.focused() == "pages"

    panel.show_offer(order, Offer(), [Queue(OFFICE, is_default=True), Queue("财务室", is_default=False)])

    assert panel.body.focused() == "pages"


@pytest.mark.parametrize("duplex", [False, True])
def test_sides_and_copies_reach_the_printer_and_the_paper_turns_at_the_bound_edge(
    printers: Watched, duplex: bool
) -> None:
    pdf = draw("F22", sign_off(20), printed_on=DAY)

    send(pdf.pdf, printers, Ticket(OFFICE, (0, 1), copies=2, duplex=duplex), lambda done, count: None)

    wide = [across > down for across, down in printers.sizes(OFFICE)]
    both = QPrinter.DuplexMode.DuplexShortSide if wide[0] else QPrinter.DuplexMode.DuplexLongSide
    assert printers.made[0].sides is (both if duplex else QPrinter.DuplexMode.DuplexNone)
    assert printers.made[0].copyCount() * len(wide) == 2 * 2
