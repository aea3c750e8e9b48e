"""Putting records into the recycle bin from a list: the same for every page, in the page's own words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.i18n import Label
from app.models.declare import Record
from app.services import recycle_bin
from app.views.page import PageView


def remove(page: PageView, record: type[Record], ids: Sequence[int], words: Callable[[int], Label]) -> None:
    """One deed for all of them; `words` say how many went. Called in the GUI thread."""
    shell = page.shell
    database = shell.database
    shell.jobs.run(
        lambda: recycle_bin.put_away(database, record, ids),
        lambda count: shell.done(words(count)),
        shell.tell_fault,
        owner=page,
    )


def remove_plainly(page: PageView, record: type[Record], ids: Sequence[int]) -> None:
    """The same, for records that have no words of their own."""
    remove(page, record, ids, lambda n: Label("已把 {n} 条“{type}”移到回收站。", n=n, type=record.record_label))
