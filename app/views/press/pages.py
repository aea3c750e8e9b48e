"""Which pages: what people write for a range, and how a range is written."""

from __future__ import annotations

import re

from app.errors import Problem
from app.i18n import Label

_PART = re.compile(r"(\d+)(?:-(\d+))?")
_COMMAS, _DASHES = "，、；; ", "－—–～~至到"
_SAME = str.maketrans(_COMMAS + _DASHES, "," * len(_COMMAS) + "-" * len(_DASHES))


def read_pages(text: str, count: int, field: str = "pages") -> tuple[tuple[int, ...], Problem | None]:
    """Pages from 0 in the order written, of `count` there are; an empty text means all of them."""
    if not text.strip():
        return tuple(range(count)), None
    pages: list[int] = []
    for part in filter(None, text.strip().translate(_SAME).split(",")):
        match = _PART.fullmatch(part)
        if match is None:
            return (), Problem(Label("写成 1-3 或 1、5 这样"), field, value=text)
        first, last = int(match[1]), int(match[2] or match[1])
        if not 1 <= first <= last:
            return (), Problem(Label("起止页的前后反了"), field, value=text)
        if last > count:
            return (), Problem(Label("只有 {n} 页", n=count), field, value=text)
        pages.extend(range(first - 1, last))
    return tuple(pages), None
