"""What is chosen beside the preview reaches the printer: both sides, copies, pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter

from app.i18n import Label
from app.reports import draw
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
