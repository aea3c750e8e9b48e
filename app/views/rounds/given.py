"""What is given to somebody, as texts of a form and as cells of a table."""

from __future__ import annotations

from typing import Protocol

from app.models.values.money import show_money, write_yuan


class Given(Protocol):
    """What says what is given."""

    @property
    def cash(self) -> int | None: ...

    @property
    def goods(self) -> str | None: ...

    @property
    def goods_value(self) -> int | None: ...


def amounts(found: Given) -> dict[str, str]:
    """Cash, goods and their value as raw texts."""
    return {
        "cash": "" if found.cash is None else write_yuan(found.cash),
        "goods": found.goods or "",
        "goods_value": "" if found.goods_value is None else write_yuan(found.goods_value),
    }


def written_amounts(found: Given) -> tuple[str, str, str]:
    """Cash, goods and their value as a table shows them."""
    cash, value = ("" if one is None else show_money(one) for one in (found.cash, found.goods_value))
    return cash, found.goods or "", value
