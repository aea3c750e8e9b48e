"""A real printer queue: what is printed through CUPS comes out page for page."""

from __future__ import annotations

import re
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest
from PySide6.QtWidgets import QApplication

from app.reports import draw
from app.views.press import spool
from app.views.press.printers import SystemPrinters
from app.views.press.spool import Ticket, send
from tests.reports.paper_samples import DAY, sign_off
from tests.views.pages.printing_house import QUEUE, printing_house, why_not

PAGES = 36


@pytest.mark.skipif(bool(why_not()), reason=f"no print queue here: {why_not()}")
def test_36_pages_go_through_cups_and_arrive(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    pdf = draw("F22", sign_off(12 * PAGES - 2), printed_on=DAY)
    assert pdf.pages == PAGES
    monkeypatch.setattr(spool, "DPI", 50)  # what arrives is counted, not read

    with printing_house() as house, ThreadPoolExecutor(1) as thread:
        monkeypatch.setenv("CUPS_SERVER", house.server)
        # As in the program, not in the window's thread; CUPS looks for its server once in each.
        assert thread.submit(print_all, pdf.pdf).result() == [QUEUE]
        told = subprocess.run(["pdfinfo", house.paper()], capture_output=True, check=True, text=True).stdout

    assert re.search(rf"^Pages: +{PAGES}$", told, re.MULTILINE)


def print_all(pdf: bytes) -> list[str]:
    """Print on the only queue; gives the names of all queues."""
    printers = SystemPrinters()
    names = [each.name for each in printers.queues()]
    send(pdf, printers, Ticket(names[0], tuple(range(PAGES)), duplex=True), lambda done, count: None)
    return names
