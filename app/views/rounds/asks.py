"""The small dialogs of a round: amounts, groups, and what became of the people."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from app.errors import Problem, bad_input
from app.i18n import Label
from app.services.today import today
from app.views.forms.asking import Asking, Texts
from app.views.forms.source import Choice, FormField
from app.views.jobs import DatabaseThread
from app.views.rounds.keys import numbered
from app.views.rounds.state import RoundState
from app.views.rounds.work import RoundWork

EVERYBODY, CHOSEN, GROUP = "everybody", "chosen", "group:"
WIDE = 26

Done = Callable[[Label], object]
# The selected records, and what they are called in a sentence.
Chosen = tuple[Sequence[int], Label]


def ask_amounts(
    parent: QWidget, jobs: DatabaseThread, work: RoundWork, state: RoundState, chosen: Chosen, done: Done
) -> Asking:
    """Cash, goods and their value for all, for a group or for those who are selected."""
    ids, called = chosen
    whom = {
        EVERYBODY: Label("全部 {n} 人", n=state.tally.person_times),
        CHOSEN: called,
        **{GROUP + name: Label("{group}的人", group=name) for name in state.groups},
    }
    fields = [
        FormField("whom", Label("给谁"), "code", choices=_choices(whom), width=18),
        FormField("cash", Label("慰问金（元）"), "money"),
        FormField("goods", Label("慰问品"), width=WIDE, hint=Label("例 大米10公斤、花生油5升")),
        FormField("goods_value", Label("折价（元）"), "money"),
    ]

    asked_about: list[Texts] = []

    def give(texts: Texts) -> int:
        picked = texts["whom"]
        if picked not in whom:
            raise bad_input([Problem(Label("从列表里选给谁"), "whom")])
        doubts = work.doubts(texts)
        if doubts and texts not in asked_about:
            asked_about.append(texts)
            raise bad_input([replace(one, what=_again(one.what)) for one in doubts])
        if picked.startswith(GROUP):
            return work.set_amounts(texts, group=picked.removeprefix(GROUP))
        return work.set_amounts(texts, record_ids=ids if picked == CHOSEN else None)

    def say(warnings: int, texts: Texts) -> None:
        given = whom[texts["whom"]]
        if warnings:
            done(Label("已定好{whom}的金额，有 {n} 处提醒。", whom=given, n=warnings))
        else:
            done(Label("已定好{whom}的金额。", whom=given))

    made = Asking(parent, Label("定金额"), Label("留空的一项就是不发。"), fields, Label("定金额"))
    start = CHOSEN if len(ids) > 1 else EVERYBODY
    made.begin({**state.usual, "whom": start}, jobs, give, say)
    return made


def _again(doubt: Label) -> Label:
    return Label("{doubt}没写错，就再按一次“定金额”。", doubt=doubt)


def ask_group(
    parent: QWidget, jobs: DatabaseThread, work: RoundWork, state: RoundState, chosen: Chosen, done: Done
) -> Asking:
    """Which visiting group the selected people go into; a new name makes a new group."""
    ids, called = chosen
    names = list(dict.fromkeys([*state.groups, *numbered()]))
    fields = [FormField("group", Label("慰问组"), "code", choices=[Choice(one, one) for one in names], width=18)]
    words = Label("{whom}分到哪一组？可以写新的组名；留空就是不分组。数字键 1 到 9 能直接分。", whom=called)
    made = Asking(parent, Label("分组"), words, fields, Label("分组"))

    def say(_: Any, texts: Texts) -> None:
        done(grouped(len(ids), texts["group"]))

    made.begin({}, jobs, lambda texts: work.put_in_group(ids, texts["group"]), say)
    return made


def grouped(count: int, group: str) -> Label:
    """What is said after people were put into a group."""
    if not group:
        return Label("{n} 人不再分组。", n=count)
    return Label("已把 {n} 人分到“{group}”。", n=count, group=group)


def ask_mark(
    parent: QWidget,
    jobs: DatabaseThread,
    work: RoundWork,
    choices: Mapping[str, Sequence[Choice]],
    chosen: Chosen,
    day: str,
    done: Callable[[Label, str], object],
    to: str = "signed",
) -> Asking:
    """What became of the selected people; `done` also gets the day, which the space bar goes on with."""
    ids, called = chosen
    statuses = {each.value: each.label for each in choices["status"]}
    fields = [
        FormField("to", Label("记成"), "code", choices=choices["status"]),
        FormField("visited_on", Label("发放日期"), "day"),
        FormField("proxy", Label("代领人"), "name"),
        FormField("relation", Label("与本人关系"), "code", choices=choices["relation"]),
        FormField("reason", Label("原因"), width=WIDE, hint=Label("取消和改回要写；别的记在备注里")),
    ]
    words = Label("给{whom}记下结果。代领人只在别人代领时写。", whom=called)
    made = Asking(parent, Label("标记"), words, fields, Label("记下"))

    def say(_: Any, texts: Texts) -> None:
        told = {"n": len(ids), "status": statuses.get(texts["to"], texts["to"])}
        if texts["reason"] and texts["to"] != "cancelled":
            done(Label("已把 {n} 人记成“{status}”，原因写在备注里了。", **told), texts["visited_on"])
        else:
            done(Label("已把 {n} 人记成“{status}”。", **told), texts["visited_on"])

    start = {"to": to, "visited_on": "" if to == "planned" else day or today().isoformat()}
    made.begin(start, jobs, lambda texts: work.mark(ids, texts), say)
    return made


def _choices(whom: Mapping[str, Label]) -> list[Choice]:
    return [Choice(value, str(label)) for value, label in whom.items()]
