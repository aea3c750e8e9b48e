"""A record type with a field of every kind, and a child of it; declared only where a test asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy.orm import Mapped

from app.i18n import Label
from app.models import kinds
from app.models.declare import FOUND, Record, field, forget_type

SEX, CAUSE = "sex_gbt2261_1", "hardship_cause"


@contextmanager
def declared() -> Iterator[tuple[type[Record], type[Record]]]:
    """The two types, known to the program until the block ends."""

    class Everything(Record, label=Label("样样都有")):
        """One field of every kind."""

        key_paths = ("line", "name")
        default_sort = ("line",)

        name: Mapped[str] = field(kinds.PersonName(), Label("姓名"), required=True, faces=FOUND)
        line: Mapped[str | None] = field(kinds.ShortText(), Label("一行字"), faces=FOUND)
        plain: Mapped[str | None] = field(kinds.Kind(), Label("寻常字"))
        text: Mapped[str | None] = field(kinds.LongText(), Label("几行字"))
        count: Mapped[int | None] = field(kinds.Number(-10, 10_000), Label("数"))
        money: Mapped[int | None] = field(kinds.Money(), Label("钱"), sensitive=True)
        day: Mapped[date | None] = field(kinds.Day(), Label("日子"))
        month: Mapped[str | None] = field(kinds.PartialDay(), Label("大约日子"))
        moment: Mapped[int | None] = field(kinds.Moment(), Label("时刻"))
        sure: Mapped[bool | None] = field(kinds.YesNo(), Label("是否"))
        sex: Mapped[str | None] = field(kinds.Code(SEX), Label("性别"))
        causes: Mapped[str | None] = field(kinds.Codes(CAUSE, most=3), Label("原因"))
        id_no: Mapped[str | None] = field(kinds.ResidentId(), Label("身份证号"), faces=FOUND, sensitive=True)
        phone: Mapped[str | None] = field(kinds.Phone(), Label("电话"), faces=FOUND)
        credit: Mapped[str | None] = field(kinds.CreditCode(), Label("信用代码"))
        unit_id: Mapped[int | None] = field(kinds.Link("OrgUnit"), Label("小组"), faces=FOUND)
        scan_id: Mapped[int | None] = field(kinds.AttachmentLink(), Label("扫描件"))
        raw: Mapped[str | None] = field(kinds.Json(), Label("原样"))

    class EverythingPart(Record, label=Label("样样的一份")):
        """A child of it."""

        title_path = "what"

        owner_id: Mapped[int] = field(kinds.Link("Everything", owner="parts"), Label("属于"), required=True)
        what: Mapped[str] = field(kinds.ShortText(), Label("是什么"), required=True, faces=FOUND)

    try:
        yield Everything, EverythingPart
    finally:
        forget_type(EverythingPart)
        forget_type(Everything)


def all_kinds(kind: type[Any] = kinds.Kind) -> set[type[Any]]:
    """Every kind there is."""
    return {kind}.union(*(all_kinds(one) for one in kind.__subclasses__()))


# Three records as people type them; what each kind makes of it stands in the tests.
ROWS: tuple[dict[str, Any], ...] = (
    {
        "name": "刘秀英", "line": "丙", "plain": "乙一", "text": "第一行\n第二行", "count": "１２", "money": "1,000.5",
        "day": "2026年3月5日", "month": "1985.3", "moment": "2026-11-22T06:05:00.123Z", "sure": "是", "sex": "女",
        "causes": ["1", "2"], "id_no": "11010519491231002x", "phone": "138 0013 8000", "credit": "91350100M000100Y43",
        "unit": "一组", "scan": "合影", "raw": '{"n":1}', "parts": [{"what": "头一份"}, {"what": "第二份"}],
    },
    {
        "name": "欧阳䶮", "line": "甲_%", "plain": "乙二", "text": "单行", "count": "-3", "money": "0.01",
        "day": "2025-12-31", "month": "1998", "moment": "2024-02-29T23:59:59.999Z", "sure": "否", "sex": "1",
        "causes": "1", "id_no": "", "phone": "13912345678", "credit": "", "unit": "二组", "raw": "[]",
    },
    {"name": "阿依古丽·买买提", "line": "乙"},
)  # fmt: skip
