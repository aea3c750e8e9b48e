"""Reprints: the archived pages as they are, with 补打 and the day in the margin (domain 12).

The stored PDF never changes. The stamp is a page of its own, laid over each page of a copy on its way to the printer.
"""

from __future__ import annotations

from datetime import date
from io import BytesIO

from app.models.values.days import show_day
from app.reports.fonts import Face
from app.reports.paper import MM, Page
from app.reports.pen import Pen
from app.reports.sheet import MARGIN_LINE, MARGIN_SIZE

STAMP_LEFT = 25 * MM


def stamp_reprint(pdf: bytes, on: date) -> bytes:
    """A copy of `pdf` with `补打 2027-01-20` in the upper left margin of every page, nothing else changed."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        width, height = document.get_page_size(0)
        with pypdfium2.PdfDocument(_stamp(width, height, on)) as stamp:
            overlay = stamp.page_as_xobject(0, document)
            for page in document:
                page.insert_obj(overlay.as_pageobject())
                page.gen_content()
                page.close()
            overlay.close()
        stamped = BytesIO()
        document.save(stamped)
        return stamped.getvalue()
    finally:
        document.close()


def _stamp(width: float, height: float, on: date) -> bytes:
    pen = Pen(Page(width / MM, height / MM, 0, 0, 0, 0), title="补打", author="")
    pen.text(STAMP_LEFT, height - MARGIN_LINE - MARGIN_SIZE, f"补打　{show_day(on)}", MARGIN_SIZE, Face.BOLD)
    pen.end_page()
    return pen.finish()
