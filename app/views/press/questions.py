"""What may have to be asked before a form is printed: a public notice without consent, characters no font has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QWidget

from app.errors import ErrorCode, KnownError, Problem, bad_input
from app.i18n import Label
from app.views.forms.asking import Asking
from app.views.forms.source import FormField
from app.views.jobs import DatabaseThread
from app.views.kit.ask import Answer, ask
from app.views.press.work import Again

NAMED = 12
"""So many names or problems are listed; all are counted."""


class Questions:
    """Asks, and tries again with the answer; the reason once given is kept for the next question."""

    def __init__(self, parent: QWidget, jobs: DatabaseThread) -> None:
        self._parent, self._jobs = parent, jobs
        self._reason = ""

    def ask(self, fault: KnownError, again: Again) -> bool:
        """Ask what this fault calls for; False where there is nothing to ask."""
        if fault.code is ErrorCode.BAD_INPUT and any(one.field == "consent_on" for one in fault.problems):
            self._ask_reason(fault, again)
        elif fault.code is ErrorCode.NO_GLYPH:
            self._ask_gaps(fault, again)
        else:
            return False
        return True

    def _ask_reason(self, fault: KnownError, again: Again) -> None:
        """People without a day of consent are named, and a reason is asked (domain 08 §8.1, art. 25)."""
        told = {"n": len(fault.problems), "names": _some([one.value for one in fault.problems])}
        words = Label("有 {n} 人没有登记同意公示的日期：{names}。仍要公示，请写明原因，会和公示一起存档。", **told)
        fields = [FormField("reason", Label("仍要公示的原因"), width=26, required=True)]

        def read(texts: Mapping[str, str]) -> str:
            if not texts["reason"]:
                raise bad_input([Problem(Label("请写原因"), "reason")])
            return texts["reason"]

        def answered(reason: str, texts: Mapping[str, str]) -> None:
            self._reason = reason
            again(reason)

        made = Asking(self._parent, Label("公示前"), words, fields, Label("接着打印"))
        made.begin({}, self._jobs, read, answered)

    def _ask_gaps(self, fault: KnownError, again: Again) -> None:
        """Look at the names again, or leave room for the pen."""
        lines = [str(one.what) for one in fault.problems[:NAMED]]
        words = Label("{words}", words="\n".join([str(fault.what), *lines, "", str(fault.next)]))
        answers = [
            Answer(Label("缺字留空"), lambda: again(self._reason, True), "main"),
            Answer(Label("先不打印")),
        ]
        ask(self._parent, Label("有的字打不出来"), words, answers)


def _some(names: Sequence[str]) -> str:
    """The names, or the first of them."""
    shown = "、".join(names[:NAMED])
    return shown if len(names) <= NAMED else str(Label("{names}等", names=shown))
