"""Money as integer fen: no float ever takes part in a sum (reliability E8, domain 09 §9.3)."""

from __future__ import annotations

import re
from datetime import date
from decimal import Context, Decimal, InvalidOperation

from app.i18n import Label
from app.models.values.reading import Reading
from app.models.values.text import clean_text, half_width, is_nothing

LIMIT_FEN = 1_000_000_000 * 100  # ±1e9 yuan
_LONGEST = 28  # signs: a Decimal of so many digits is exact

_SHEET_PRECISION = Context(prec=15)  # a spreadsheet shows 15 digits: 0.1 + 0.2 there is 0.3
_AMOUNT = re.compile(
    r"(?P<open>\()?\s*(?P<sign>[-+])?\s*(?:¥|RMB|CNY|人民币)?\s*(?P<sign2>[-+])?\s*"
    r"(?P<figures>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+)\s*(?P<unit>亿|万|千)?\s*(?:元|圆|块)?(?:整|正)?\s*(?P<close>\))?",
    re.IGNORECASE,
)
_UNITS = {None: 1, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_UNREADABLE = Label("看不懂这个金额，请写成 1000.00 这样")

_DIGITS = "零壹贰叁肆伍陆柒捌玖"


def read_money(raw: object, *, allow_negative: bool = False) -> Reading[int]:
    """Read an amount in yuan as fen: full-width, commas, ¥, 元, 万, brackets for negative; at most two decimals."""
    amount = _read_yuan(raw)
    if amount is None or isinstance(amount, Label):
        return Reading(None, must=amount)
    fen = amount * 100
    if fen != fen.to_integral_value():
        return Reading(None, must=Label("金额最多两位小数，这里是{amount}", amount=format(amount, "f")))
    if abs(fen) > LIMIT_FEN:
        return Reading(None, must=Label("金额最大是 10 亿元"))
    if fen < 0 and not allow_negative:
        return Reading(None, must=Label("金额不能是负数"))
    return Reading(int(fen))


def write_yuan(fen: int) -> str:
    """An amount for files and the command line: 100000 → `1000.00`."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02}"


def show_money(fen: int) -> str:
    """An amount for people: 100000 → `1,000.00`."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02}"


def capitals(fen: int) -> str:
    """An amount in Chinese capitals with its prefix: 100000 → 人民币壹仟元整 (domain 09 §9.3).

    整 follows 元 only: after 角 it may be left out, after 分 it must be. A negative amount reads 人民币负….
    """
    yuan, rest = divmod(abs(fen), 100)
    jiao, cents = divmod(rest, 10)
    words = f"{_capital_figures(yuan)}元" if yuan or not rest else ""
    if not rest:
        words += "整"
    if jiao:
        words += f"{_DIGITS[jiao]}角"
    elif cents and yuan:
        words += "零"
    if cents:
        words += f"{_DIGITS[cents]}分"
    return f"人民币{'负' if fen < 0 else ''}{words}"


def _capital_figures(number: int) -> str:
    """A whole number in capitals; where the next unit is skipped stands one 零."""
    for size, unit in ((10**8, "亿"), (10**4, "万"), (1000, "仟"), (100, "佰"), (10, "拾")):
        if number >= size:
            head, tail = divmod(number, size)
            gap = "零" if 0 < tail < size // 10 else ""
            return _capital_figures(head) + unit + gap + (_capital_figures(tail) if tail else "")
    return _DIGITS[number]


def _read_yuan(raw: object) -> Decimal | Label | None:
    if isinstance(raw, bool | date):
        return _UNREADABLE
    if isinstance(raw, float):
        if raw != raw:
            return None
        raw = format(_SHEET_PRECISION.create_decimal(repr(raw)).normalize(), "f")
    cleaned = clean_text(raw, limit=_LONGEST)
    if cleaned.value is None or is_nothing(cleaned.value):
        return cleaned.must
    match = _AMOUNT.fullmatch(half_width(cleaned.value).replace("−", "-").replace("￥", "¥"))
    if not match or (match["open"] is None) != (match["close"] is None):
        return _UNREADABLE
    try:
        amount = Decimal(match["figures"].replace(",", "")) * _UNITS[match["unit"]]
    except InvalidOperation:
        return _UNREADABLE
    signs = (match["open"] == "(") + (match["sign"] == "-") + (match["sign2"] == "-")
    return -amount if signs % 2 else amount
