"""Paper: every printed form. `draw` prints one, `FORMS` lists them; reportlab is loaded when the first page is drawn.

A new form is one module in `forms` (its data class, its declaration) and one line in `registry`.
"""

from app.reports.paper import PaperForm, Printed
from app.reports.pictures import pdf_to_png
from app.reports.printing import check_glyphs, draw
from app.reports.registry import FORMS
from app.reports.reprint import stamp_reprint

__all__ = ["FORMS", "PaperForm", "Printed", "check_glyphs", "draw", "pdf_to_png", "stamp_reprint"]
