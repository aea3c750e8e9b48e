"""What stands in the place of a list without rows: none yet, none of this view, or no hit; and the way on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from app.frozen import dataclass
from app.i18n import Label
from app.views.kit.deeds import Deed
from app.views.kit.notices import EmptyState
from app.views.record_list.source import ListWords, Query


@dataclass(frozen=True)
class Ways:
    """The ways on: another query, another ready-made view, a new record of this name, what begins an empty list."""

    show: Callable[[Query], object]
    show_view: Callable[[str], object]
    add: Callable[[str], object]
    begin: Sequence[Deed]


def why_empty(words: ListWords, query: Query, ways: Ways, *, has_rows: bool) -> EmptyState:
    """`has_rows`: there are some that this query does not show."""
    if query.is_narrowed:
        return _no_hit(words, query, ways)
    if query.view and has_rows:
        told = Label("这一类里没有{unit}", unit=words.unit)
        show_all = Deed(Label("看全部"), lambda: ways.show_view(""), kind="main")
        return _with_deeds(told, Label("换一类看，或者看全部。"), [show_all], words.icon)
    return EmptyState(words.empty, words.empty_reason, ways.begin, icon=words.icon)


def _no_hit(words: ListWords, query: Query, ways: Ways) -> EmptyState:
    text, in_all = query.search, replace(query, filters=(), only=None)
    if not text:
        deeds = [Deed(Label("清除筛选"), lambda: ways.show(in_all))]
        return _with_deeds(Label("没有符合筛选的。"), Label("少用几个条件试试。"), deeds, "filter")
    deeds = [Deed(Label("清除搜索"), lambda: ways.show(replace(query, search="")))]
    if in_all != query:
        deeds.insert(0, Deed(Label("不管筛选，在全部里找"), lambda: ways.show(in_all)))
    if words.offers_new:
        deeds.append(Deed(Label("新增“{text}”", text=text), lambda: ways.add(text)))
    return _with_deeds(Label("没有找到“{text}”。", text=text), Label("试试姓名拼音或身份证后四位。"), deeds, "search")


def _with_deeds(told: Label, reason: Label, deeds: Sequence[Deed], icon: str) -> EmptyState:
    made = EmptyState(told, reason, deeds, icon=icon)
    for each in deeds:
        each.setParent(made)
    return made
