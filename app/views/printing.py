"""Printing a form into a PDF file: which form, draft or official, where to; the questions it raises, in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.errors import NOTHING_CHANGED, ErrorCode, KnownError, Problem, bad_input
from app.i18n import Label
from app.models.store.database import Database
from app.views.forms.asking import Asking
from app.views.forms.source import Choice, FormField
from app.views.kit.ask import Answer, ask, tell_fault
from app.views.page import Shell

if TYPE_CHECKING:
    from app.reports.press import Print

DRAFT, OFFICIAL = "draft", "official"
NAMED = 12
"""So many names or problems are listed; all are counted."""


@dataclass(frozen=True)
class Order:
    """One form that may be printed: its code, what it is called here, and what it is printed of (`press.request_for`).

    `has_number`: official prints of it take a number and are archived.
    """

    code: str
    name: Label
    options: Mapping[str, Any] = field(default_factory=dict)
    has_number: bool = True


@dataclass(frozen=True)
class Chosen:
    """What is to be printed, and how the questions were answered so far."""

    order: Order
    draft: bool
    path: Path
    reason: str = ""
    leave_gaps: bool = False


def ask_print(parent: QWidget, shell: Shell, title: str, orders: Sequence[Order]) -> None:
    """Ask which form and which version; `title` (of the round, of the list) begins the name of the file."""
    forms = [Choice(one.code, str(one.name)) for one in orders]
    versions = [Choice(OFFICIAL, str(Label("正式"))), Choice(DRAFT, str(Label("草稿")))]
    fields = [
        FormField("form", Label("哪一种表"), "code", choices=forms, width=22),
        FormField("version", Label("版本"), "code", choices=versions),
    ]
    words = Label("正式的会编号、存档，以后能补打一样的；草稿带“草稿”字样，不编号。")

    def choose(texts: Mapping[str, str]) -> Order:
        found = next((one for one in orders if one.code == texts["form"]), None)
        if found is None:
            raise bad_input([Problem(Label("从列表里选一种表"), "form")])
        return found

    def go_on(order: Order, texts: Mapping[str, str]) -> None:
        draft = texts["version"] == DRAFT
        path = shell.dialogs.save_path(parent, Label("存成PDF"), file_name(title, order, draft=draft), "*.pdf")
        if path:
            Printing(parent, shell).run(Chosen(order, draft and order.has_number, Path(path)))

    made = Asking(parent, Label("打印"), words, fields, Label("存成PDF…"))
    made.begin({"form": orders[0].code, "version": OFFICIAL}, shell.jobs, choose, go_on)


def file_name(title: str, order: Order, *, draft: bool) -> str:
    """The name that is proposed for the file."""
    told = {"title": title, "form": order.name}
    name = Label("{title}{form}（草稿）.pdf", **told) if draft else Label("{title}{form}.pdf", **told)
    return "".join(one for one in str(name) if one not in '\\/:*?"<>|')


class Printing:
    """Prints what was chosen; asks what has to be asked, and tries again with the answer."""

    def __init__(self, parent: QWidget, shell: Shell) -> None:
        self._parent, self._shell = parent, shell

    def run(self, chosen: Chosen) -> None:
        """Print in the database thread, then say what came of it."""
        database = self._shell.database
        self._shell.jobs.run(
            lambda: press_to_file(database, chosen),
            lambda done: self._say(chosen, done),
            lambda fault: self._refused(chosen, fault),
            owner=self._parent,
        )

    def _say(self, chosen: Chosen, done: Print) -> None:
        told = {"pages": done.printed.pages, "number": done.number or "", "name": chosen.path.name}
        if done.number:
            words = Label("已存成PDF，共 {pages} 页，编号 {number}，已存档：{name}", **told)
        else:
            words = Label("已存成PDF，共 {pages} 页：{name}", **told)
        self._shell.done(words, can_undo=False)
        if done.printed.warnings:
            listed = Label("{words}", words="\n".join(map(str, (words, *done.printed.warnings[:NAMED]))))
            ask(self._parent, Label("已存成PDF，有几处要留意"), listed, [Answer(Label("知道了"), kind="main")])

    def _refused(self, chosen: Chosen, fault: KnownError) -> None:
        if fault.code is ErrorCode.BAD_INPUT and any(one.field == "consent_on" for one in fault.problems):
            self._ask_reason(chosen, fault)
        elif fault.code is ErrorCode.NO_GLYPH:
            self._ask_gaps(chosen, fault)
        else:
            tell_fault(self._parent, fault, Label("没有打印"))

    def _ask_reason(self, chosen: Chosen, fault: KnownError) -> None:
        """People without a day of consent are named, and a reason is asked (domain 08 §8.1, art. 25)."""
        names = _some([one.value for one in fault.problems])
        told = {"n": len(fault.problems), "names": names}
        words = Label("有 {n} 人没有登记同意公示的日期：{names}。仍要公示，请写明原因，会和公示一起存档。", **told)
        fields = [FormField("reason", Label("仍要公示的原因"), width=26, required=True)]

        def read(texts: Mapping[str, str]) -> str:
            if not texts["reason"]:
                raise bad_input([Problem(Label("请写原因"), "reason")])
            return texts["reason"]

        made = Asking(self._parent, Label("公示前"), words, fields, Label("存成PDF"))
        made.begin({}, self._shell.jobs, read, lambda reason, _: self.run(replace(chosen, reason=reason)))

    def _ask_gaps(self, chosen: Chosen, fault: KnownError) -> None:
        """Characters that no font has: look at the names again, or leave room for the pen."""
        lines = [str(one.what) for one in fault.problems[:NAMED]]
        words = Label("{words}", words="\n".join([str(fault.what), *lines, "", str(fault.next)]))
        answers = [
            Answer(Label("缺字留空"), lambda: self.run(replace(chosen, leave_gaps=True)), "main"),
            Answer(Label("先不打印")),
        ]
        ask(self._parent, Label("有的字打不出来"), words, answers)


def press_to_file(database: Database, chosen: Chosen) -> Print:
    """Print and write the file; runs in the database thread."""
    from app.models.store import durable
    from app.models.store.faults import known_faults
    from app.reports import press

    request = press.request_for(chosen.order.code, **chosen.order.options)
    done = press.print_form(database, request, draft=chosen.draft, reason=chosen.reason, leave_gaps=chosen.leave_gaps)
    kept = Label("打印已经存档，编号 {number}，可以补打。", number=done.number) if done.number else NOTHING_CHANGED
    with known_faults(Label("存成PDF"), safe=kept):
        durable.write_whole(chosen.path, done.printed.pdf)
    return done


def _some(names: Sequence[str]) -> str:
    """The names, or the first of them."""
    shown = "、".join(names[:NAMED])
    return shown if len(names) <= NAMED else str(Label("{names}等", names=shown))
