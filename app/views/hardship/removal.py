"""撤档: its day and its reason are asked; what stands on the page is kept with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QWidget

from app.i18n import Label
from app.services.hardship import Move, SavedCase
from app.services.today import today
from app.views.forms.asking import Asking
from app.views.forms.source import FormField
from app.views.hardship.work import OpenedCase
from app.views.jobs import DatabaseThread

Kept = tuple[SavedCase, OpenedCase]
WORDS = Label("撤档后这一户不再列入慰问名单，档案留存十年。现在填的也一起保存。")


def ask_removal(
    parent: QWidget,
    jobs: DatabaseThread,
    fields: Sequence[FormField],
    keep: Callable[[Move], Kept],
    kept: Callable[[Kept], object],
) -> None:
    """Ask; `keep` runs in the database thread, `kept` gets what came of it."""

    def remove(texts: Mapping[str, str]) -> Kept:
        return keep(Move("closed", texts["removed_on"], texts["removal_reason"]))

    made = Asking(parent, Label("撤档"), WORDS, fields, Label("撤档"))
    made.begin({"removed_on": today().isoformat()}, jobs, remove, lambda done, _: kept(done))
