"""The recovery code on paper: one page, every sign of the code readable in it, whatever the union is called."""

from __future__ import annotations

from datetime import date

import pypdfium2
import pytest

from app.models.store.recovery_code import grouped, new_recovery_code
from app.reports.recovery_sheet import draw_recovery_sheet


@pytest.mark.parametrize("union", ["示例工会", "海口椰风机械制造有限责任公司" * 6 + "工会委员会", "<b>𠮷</b>"])
def test_the_code_stands_on_one_page(union: str) -> None:
    code = new_recovery_code()

    with pypdfium2.PdfDocument(draw_recovery_sheet(union, code, date(2027, 1, 5))) as document:
        text = document[0].get_textpage().get_text_bounded()
        pages = len(document)

    assert pages == 1
    assert grouped(code) in text.replace(" – ", "-").replace("–", "-")


def test_the_widest_code_stays_in_its_frame() -> None:
    with pypdfium2.PdfDocument(draw_recovery_sheet("示例工会", "W" * 26, date(2027, 1, 5))) as document:
        page = document[0].get_textpage()
        boxes = [page.get_charbox(at) for at in range(page.count_chars()) if page.get_text_range(at, 1) == "W"]

    assert len(boxes) == 26
    assert min(box[0] for box in boxes) > 25 / 25.4 * 72 and max(box[2] for box in boxes) < 195 / 25.4 * 72
