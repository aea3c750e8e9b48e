"""The recovery code on one sheet of paper: in large groups, with what it is for and how to keep it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.models.store.recovery_code import grouped
from app.reports.fonts import Face, text_width
from app.reports.paper import MM, PORTRAIT, Align
from app.reports.pen import FRAME, Pen
from app.reports.text import Fitted, balance, clean, wrap

TITLE = "恢复码"
TITLE_SIZE, BODY_SIZE, CODE_SIZE = 22.0, 14.0, 20.0
PITCH = 26.0
"""From line to line (points)."""
BOX_PADDING = 8 * MM
SAID = (
    "忘了密码的时候，只有这个恢复码能打开资料。密码和恢复码都丢了，谁也打不开。",
    "请和公章放在一起，不要拍照，不要存在电脑里。换届时随公章一起交接，接手的人换一个新的。",
    "用法：打开资料时选“忘了密码，用恢复码”，照着填。横线和大小写都不要紧。",
)


def draw_recovery_sheet(union: str, code: str, printed_on: date) -> bytes:
    """One page of A4 as a PDF; the same arguments give the same bytes."""
    pen = Pen(PORTRAIT, title=TITLE, author="")
    left, right = PORTRAIT.left * MM, (PORTRAIT.width - PORTRAIT.right) * MM
    y = (PORTRAIT.height - PORTRAIT.top) * MM
    heading = Fitted((TITLE,), TITLE_SIZE)
    pen.title(left, right, y - TITLE_SIZE, heading)
    y -= 3 * PITCH
    names = balance(clean(union), Face.SERIF, BODY_SIZE, right - left)
    y = _lines(pen, left, y, names)
    y = _code(pen, left, right, y, grouped(code))
    for paragraph in SAID:
        y = _lines(pen, left, y, wrap(paragraph, Face.SERIF, BODY_SIZE, right - left)) - PITCH / 3
    printed = f"打印日期：{printed_on.year}年{printed_on.month}月{printed_on.day}日"
    _lines(pen, left, y - PITCH, [printed, "保管人：________________　　放在哪里：________________________"])
    pen.end_page()
    return pen.finish()


def _lines(pen: Pen, left: float, y: float, lines: Sequence[str]) -> float:
    for line in lines:
        pen.text(left, y - BODY_SIZE, line, BODY_SIZE)
        y -= PITCH
    return y


def _code(pen: Pen, left: float, right: float, y: float, code: str) -> float:
    """The code in the middle of a frame."""
    top, bottom = y, y - CODE_SIZE - 2 * BOX_PADDING
    shown = code.replace("-", " – ")
    room = right - left - BOX_PADDING
    size = min(CODE_SIZE, CODE_SIZE * room / text_width(shown, Face.BOLD, CODE_SIZE))
    pen.aligned(left, right, bottom + BOX_PADDING + CODE_SIZE / 6, shown, size, Align.CENTRE, Face.BOLD)
    for x1, y1, x2, y2 in ((left, top, right, top), (left, bottom, right, bottom), (left, bottom, left, top),
                           (right, bottom, right, top)):  # fmt: skip
        pen.line(x1, y1, x2, y2, FRAME)
    return bottom - PITCH
