"""Printing as the pages ask for it: which forms there are here, and the preview of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.i18n import Label
from app.services.listing import View
from app.views.loading import PREVIEW
from app.views.page import Shell
from app.views.press.work import Order as Order

if TYPE_CHECKING:
    from app.views.press.preview import Preview
    from app.views.record_list.panel import RecordList


def as_shown(view: View, people: RecordList) -> View:
    """The rows of a list with the columns that are in view, in their order; a form has columns of its own."""
    in_view = (people.model.columns[at].name for at in people.table.shown_columns())
    return replace(view, columns=tuple(name for name in in_view if name in view.shown_columns()))


def of_list(view: View, chosen: Sequence[int], shown: int, *orders: Order) -> list[Order]:
    """The forms of a list, and the same of the rows that are selected, where these are several but not all.

    `shown` is how many rows the list has.
    """
    whole = [replace(each, options={**each.options, "view": view}) for each in orders]
    if not 1 < len(chosen) < shown:
        return whole
    some = replace(view, only=tuple(chosen))
    return whole + [
        replace(each, name=Label("{form}，只打选中的 {n} 行", form=each.name, n=len(chosen)), options={"view": some})
        for each in orders
    ]


def ask_print(parent: QWidget, shell: Shell, title: str, orders: Sequence[Order]) -> Preview:
    """Show the pages of the first form; `title` (of the round, of the list) begins the name of a file."""
    made: Preview = PREVIEW.load().Preview(parent, shell, title, orders)
    made.begin()
    return made
