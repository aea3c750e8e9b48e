"""Putting records into the recycle bin from a list: the same for every page, in the page's own words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from app.i18n import Label
from app.models.declare import Record
from app.services import recycle_bin
from app.views.kit.deeds import Deed
from app.views.page import PageView, Shell

if TYPE_CHECKING:
    from app.views.record_list.panel import RecordList

Many = Callable[[str, int], Label]


class RemoveDeed(Deed):
    """移到回收站 of what is selected in a list, for menus: the key is listened to by the table.

    The key wants whole rows, lest who empties a cell loses somebody; whoever reads the menu has read what it does.
    """

    def __init__(self, shell: Shell, listed: Callable[[], RecordList]) -> None:
        super().__init__(Label("移到回收站"), self.ask, icon="trash", hint="Delete")
        self.setText(f"{self.text()}\tDelete")
        self._shell, self._listed = shell, listed

    def ask(self) -> None:
        """The page that shows the list does it."""
        people = self._listed()
        if ids := people.selected_ids():
            people.delete_asked.emit(ids)
        else:
            self._shell.say(Label("先在名单里选一行"))


def _one(title: str) -> Label:
    return Label("已把“{title}”移到回收站。", title=title)


def remove(
    page: PageView, record: type[Record], ids: Sequence[int], many: Many, one: Callable[[str], Label] = _one
) -> None:
    """One deed for all of them; `many` names the first and says how many went, `one` is said of one alone.

    Called in the GUI thread.
    """
    shell = page.shell
    database = shell.database
    shell.jobs.run(
        lambda: recycle_bin.put_away(database, record, ids),
        lambda title: shell.done(one(title) if len(ids) == 1 else many(title, len(ids))),
        shell.tell_fault,
        owner=page,
    )


def remove_plainly(page: PageView, record: type[Record], ids: Sequence[int]) -> None:
    """The same, for records that have no words of their own."""

    def many(title: str, n: int) -> Label:
        return Label("已把“{title}”等 {n} 条“{type}”移到回收站。", title=title, n=n, type=record.record_label)

    remove(page, record, ids, many)
