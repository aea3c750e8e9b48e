"""Printing: data in, finished PDF out."""

from __future__ import annotations

from typing import Any

from app.reports.layout import SheetLayout
from app.reports.paper import Imprint, PaperForm, Printed
from app.reports.sheet import draw_sheet


def print_form(form: PaperForm, data: Any, imprint: Imprint) -> Printed:
    layout = SheetLayout(form, form.compose(data), imprint)
    pdf = draw_sheet(layout)
    return Printed(pdf, len(layout.pages), len(layout.records), layout.total, layout.content.warnings)
