"""Unified social credit codes (GB 32100; domain 01 §1.5): a union's own starts with 81, its employer's never does."""

from __future__ import annotations

import re

from app.i18n import Label
from app.models.values.reading import Reading
from app.models.values.text import clean_text, half_width, has_lost_digits, is_nothing

UNION_PREFIX = "81"

_NOISE = re.compile(r"[\s'‘’`\-–—]+")
_LENGTH = 18


def read_credit_code(raw: object, *, of_union: bool = False) -> Reading[str]:
    """Read a unified social credit code; `of_union`: it must be a trade union's own."""
    cleaned = clean_text(raw, limit=40)
    if cleaned.value is None or is_nothing(cleaned.value):
        return Reading(None, must=cleaned.must)
    if has_lost_digits(raw):
        return Reading(None, must=Label("原表把它存成了数字，后几位已经丢了。请在原表改成文本后重填"))
    code = _NOISE.sub("", half_width(cleaned.value)).upper()
    if not code or is_nothing(code):
        return Reading(None)
    if not code.isascii():
        code = cleaned.value
    return Reading(code, checks=(*cleaned.checks, *_doubts(code, of_union)))


def _doubts(code: str, of_union: bool) -> list[Label]:
    from stdnum.cn import uscc
    from stdnum.exceptions import ValidationError

    if len(code) != _LENGTH:
        return [Label("统一社会信用代码要18位，现在{count}位，请核对", count=len(code))]
    doubts = []
    if of_union and not code.startswith(UNION_PREFIX):
        doubts.append(Label("工会的统一社会信用代码以81开头，这里可能填成了单位的，请核对"))
    try:
        uscc.validate(code)
    except ValidationError:
        doubts.append(Label("统一社会信用代码的最后一位对不上，多半有一位输错，请核对"))
    return doubts
