"""What is handed to a printer: each page lies as it was drawn."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from app.views.press import spool
from app.views.press.spool import Ticket, send
from tests.views.pages.paper_printers import FilePrinters

UPRIGHT, ACROSS = (210, 297), (297, 210)


def test_upright_pages_and_pages_across_in_one_print_lie_as_they_were_drawn(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = io.BytesIO()
    canvas = Canvas(drawn)
    for size in (A4, landscape(A4), A4):
        canvas.setPageSize(size)
        canvas.drawString(100, 100, "page")
        canvas.showPage()
    canvas.save()
    monkeypatch.setattr(spool, "DPI", 30)
    printers = FilePrinters(tmp_path, "办公室")

    with ThreadPoolExecutor(1) as thread:
        ticket = Ticket("办公室", (1, 0, 2))
        thread.submit(send, drawn.getvalue(), printers, ticket, lambda done, count: None).result()

    assert printers.sizes("办公室") == [ACROSS, UPRIGHT, UPRIGHT]
