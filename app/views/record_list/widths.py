"""How wide a column is, from the kind of its content, and on which side it stands."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics

from app.views.record_list.source import Column
from app.views.theme import Theme

RIGHT = frozenset({"money", "number"})
# Cut in the middle, so that both ends of a number stay readable.
MIDDLE = frozenset({"resident_id", "phone", "credit_code"})
PADDING = 8

# The measure of a kind whose texts are all about as long: digits, or 字 where the number is negative.
FIXED = {
    "resident_id": "460105197902130021",
    "phone": "13976543210",
    "day": "2026-11-22",
    "partial_day": "1985年12月0",
    "moment": "2026-11-22 14:05",
    "credit_code": "91110000MA01ABCDEF",
    "name": "欧阳桂兰兰",
    "yes_no": "是",
}
# Other kinds fit what stands in them at first, within these bounds in 字.
LEAST, MOST = 3, 11


def side(column: Column) -> Qt.AlignmentFlag:
    """Text and days left, numbers and money right."""
    across = Qt.AlignmentFlag.AlignRight if column.kind in RIGHT else Qt.AlignmentFlag.AlignLeft
    return across | Qt.AlignmentFlag.AlignVCenter


def cut(column: Column) -> Qt.TextElideMode:
    """Where a text that is too long is cut."""
    return Qt.TextElideMode.ElideMiddle if column.kind in MIDDLE else Qt.TextElideMode.ElideRight


def width(column: Column, look: Theme, shown: Iterable[str] = ()) -> int:
    """The width in pixels, with room for the heading and its sort arrow; `shown` are cells of the first page."""
    metrics = QFontMetrics(look.font)
    heading = metrics.horizontalAdvance(str(column.label)) + 16
    if column.chars:
        content = look.chars(column.chars) - 2 * PADDING
    elif column.kind in FIXED:
        content = metrics.horizontalAdvance(FIXED[column.kind])
    else:
        content = max((metrics.horizontalAdvance(text) for text in shown), default=look.chars(6))
        content = max(look.chars(LEAST), min(content, look.chars(column.most or MOST)))
    return max(heading, content) + 2 * PADDING + 1


def fit(column: Column, look: Theme, shown: Iterable[str]) -> int:
    """The width that shows all of `shown`: what a double click on the edge of the heading asks for."""
    metrics = QFontMetrics(look.font)
    texts = [metrics.horizontalAdvance(text) for text in shown]
    return max([metrics.horizontalAdvance(str(column.label)) + 16, *texts]) + 2 * PADDING + 1


def whole(look: Theme, shown: Iterable[str]) -> int:
    """The width that cuts none of `shown`, whatever the heading wants."""
    metrics = QFontMetrics(look.font)
    return max((metrics.horizontalAdvance(text) for text in shown), default=0) + 2 * PADDING + 1
