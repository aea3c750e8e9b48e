"""Pages handed to a printer, one after the other, as pictures; runs in the database thread."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter

from app.errors import ErrorCode, KnownError
from app.frozen import dataclass
from app.i18n import Label
from app.views.jobs import Report
from app.views.press.printers import Printers

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from app.reports.pictures import PagePicture

DPI = 300
STRIP = 96
"""Lines painted at once: Qt holds the interpreter while it packs them, and the window must answer within 0.1 s."""
POINTS_PER_INCH = 72
NAME = "职工小家"
"""What the spooler shows: never whose list it is."""


@dataclass(frozen=True)
class Ticket:
    """Which pages (from 0, in order) go to which printer, how often, on both sides or not."""

    queue: str
    pages: tuple[int, ...]
    copies: int = 1
    duplex: bool = False


def send(pdf: bytes, printers: Printers, ticket: Ticket, report: Report) -> None:
    """Print the pages; `report` is told after each and stops the print by raising.

    Raises STATE when the printer does not take them; whatever is raised, nothing more is sent.
    """
    from app.reports.pictures import page_pictures, page_sizes

    printer = printers.device(ticket.queue)
    wide = [across > down for across, down in page_sizes(pdf)]
    _set_up(printer, ticket, wide[ticket.pages[0]])
    rounds = 1 if printer.supportsMultipleCopies() else ticket.copies
    order = ticket.pages * rounds
    painter = QPainter()
    if not painter.begin(printer):
        raise no_answer()
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
    try:
        for done, picture in enumerate(page_pictures(pdf, order, DPI / POINTS_PER_INCH)):
            if done:
                printer.setPageOrientation(_orientation(wide[order[done]]))
                if not printer.newPage():
                    raise no_answer()
            _paint(painter, picture)
            report(done + 1, len(order))
    except KnownError:
        printer.abort()
        raise
    finally:
        painter.end()
    if printer.printerState() in (printer.PrinterState.Error, printer.PrinterState.Aborted):
        raise no_answer()


def _orientation(wide: bool) -> QPageLayout.Orientation:
    return QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait


def _set_up(printer: QPrinter, ticket: Ticket, wide: bool) -> None:
    paper = QPageSize(QPageSize.PageSizeId.A4)
    printer.setDocName(NAME)
    printer.setResolution(DPI)
    printer.setPageLayout(QPageLayout(paper, _orientation(wide), QMarginsF(0, 0, 0, 0)))
    printer.setFullPage(True)
    printer.setCollateCopies(True)
    if printer.supportsMultipleCopies():
        printer.setCopyCount(ticket.copies)
    # Forms are bound at the left: the short edge of a page that lies across.
    both = printer.DuplexMode.DuplexShortSide if wide else printer.DuplexMode.DuplexLongSide
    printer.setDuplex(both if ticket.duplex else printer.DuplexMode.DuplexNone)


def _paint(painter: QPainter, picture: PagePicture) -> None:
    """One page, strip by strip; the window gets its turn between them."""
    for top in range(0, picture.height, STRIP):
        high = min(STRIP, picture.height - top)
        lines = picture.grey[top * picture.stride : (top + high) * picture.stride]
        strip = QImage(lines, picture.width, high, picture.stride, QImage.Format.Format_Grayscale8)
        painter.drawImage(0, top, strip)
        time.sleep(0)


def no_answer() -> KnownError:
    """The printer does not take the pages."""
    return KnownError(
        ErrorCode.STATE,
        Label("打印机没有响应。"),
        safe=Label("要打的表还在。"),
        next=Label("看看打印机开了没有、有没有纸，再按“打印”。"),
    )
