"""Standards, ceilings and deadlines: dated data with the document they come from, never rules in code."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cache
from typing import Any

from sqlalchemy.orm import Mapped

from app.errors import Problem
from app.i18n import Label
from app.models.declare import FORM_ONLY, FOUND, Record, field
from app.models.kinds import Code, Day, LongText, ShortText, YesNo
from app.models.values import money, text
from app.models.values.codes_data import shipped_code_lists
from app.models.values.reading import Reading

_OF_AN_OCCASION = "ceiling_"
"""How the keys begin of which one may be entered for an occasion; of any other one, such an entry would never count."""


class PolicyParameter(Record, label=Label("标准"), type_name="parameter"):
    """One standard, valid from a day to a day, with its document number.

    `value` is text in the unit that the key's entry in the code list `parameter_key` names (yuan, a ratio, days,
    months): money is turned to fen where it is used.
    """

    title_path = "key"
    default_sort = ("key", "valid_from:desc")

    key: Mapped[str] = field(Code("parameter_key"), Label("标准"), required=True, faces=FOUND)
    value: Mapped[str] = field(ShortText(40), Label("数值"), required=True)
    region: Mapped[str | None] = field(ShortText(), Label("地区"))
    occasion: Mapped[str | None] = field(Code("occasion"), Label("慰问事由"), faces=FORM_ONLY)
    valid_from: Mapped[date | None] = field(Day(), Label("起"), external="from")
    valid_to: Mapped[date | None] = field(Day(), Label("止"), external="to")
    doc_no: Mapped[str | None] = field(ShortText(), Label("依据文件"))
    disabled: Mapped[bool | None] = field(YesNo(), Label("停用"))
    remark: Mapped[str | None] = field(LongText(), Label("备注"))

    def check(self, before: Mapping[str, Any]) -> list[Problem]:
        """The last day is not before the first, and the value is one of its unit."""
        problems = []
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            problems.append(Problem(Label("止日早于起日"), field="valid_to"))
        if self.occasion and not self.key.startswith(_OF_AN_OCCASION):
            problems.append(Problem(Label("这个标准不分慰问事由，这一栏不要选"), field="occasion"))
        unreadable = read_value(self.key, self.value).must
        if unreadable is not None:
            problems.append(Problem(unreadable, field="value", value=self.value))
        return problems


@cache
def parameter_facts(key: str) -> dict[str, str]:
    """What the shipped list says of a standard: `unit` (yuan, ratio, months …) and the `usual` value, if any."""
    for item in shipped_code_lists()["parameter_key"]["items"]:
        if item["code"] == key:
            return dict(item.get("extra", {}))
    return {}


def read_value(key: str, written: str) -> Reading[int | Fraction]:
    """A standard's value: fen for money, an exact fraction for a ratio, a whole number for the rest."""
    unit = parameter_facts(key).get("unit", "ratio")
    if unit == "yuan":
        return money.read_money(written)
    try:
        number = Decimal(text.half_width(written).strip())
    except InvalidOperation:
        return Reading(None, must=Label("要填数字"))
    if not number.is_finite() or number < 0:
        return Reading(None, must=Label("要填数字"))
    if unit == "ratio":
        return Reading(Fraction(number))
    if number != number.to_integral_value():
        return Reading(None, must=Label("要填整数"))
    return Reading(int(number))
