"""What stands in the place of a list without rows: none yet, none of this view, or no hit; and the way on."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.i18n import Label
from app.views.kit.deeds import Deed
from app.views.kit.notices import EmptyState
from app.views.record_list.source import ListWords, Query


def nothing_yet(words: ListWords, deeds: Sequence[Deed]) -> EmptyState:
    """There are no rows at all."""
    return EmptyState(words.empty, words.empty_reason, deeds, icon=words.icon)


def none_of_view(words: ListWords, show_all: Callable[[], object]) -> EmptyState:
    """There are rows, but none in this ready-made view."""
    told = Label("这一类里没有{unit}", unit=words.unit)
    return _with_deeds(
        told, Label("换一类看，或者看全部。"), [Deed(Label("看全部"), show_all, kind="main")], words.icon
    )


def no_hit(words: ListWords, query: Query, show_all: Callable[[], object], add: Callable[[str], object]) -> EmptyState:
    """There are rows, but the search or the filters leave none."""
    text = query.search
    if not text:
        deeds = [Deed(Label("清除筛选"), show_all)]
        return _with_deeds(Label("没有符合筛选的。"), Label("少用几个条件试试。"), deeds, "filter")
    deeds = [Deed(Label("清除搜索"), show_all)]
    if words.offers_new:
        deeds.append(Deed(Label("新增“{text}”", text=text), lambda: add(text)))
    return _with_deeds(Label("没有找到“{text}”。", text=text), Label("试试姓名拼音或身份证后四位。"), deeds, "search")


def _with_deeds(told: Label, reason: Label, deeds: Sequence[Deed], icon: str) -> EmptyState:
    made = EmptyState(told, reason, deeds, icon=icon)
    for each in deeds:
        each.setParent(made)
    return made
