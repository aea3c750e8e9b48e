"""Views of a list that people have named: kept in the file itself, encrypted like everything, no deed.

They lie beside the widths of the columns (`Database.remember`): so they come along into every backup and to another PC,
and stand neither in the journal nor in the recycle bin. As a list and not under their names: deleting somebody for good
takes a name out of values, never out of keys.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from app.errors import KnownError, Problem, bad_input
from app.frozen import dataclass
from app.i18n import Label
from app.models.store.database import Database
from app.models.store.meta import META
from app.models.values.text import clean_text, fold

NAME_MOST = 20
BESIDE_DEEDS = META.name
"""What a file announces when something was kept in it that is no deed, such as a view."""
NAME = "name"
"""The field beside which a name is refused."""


@dataclass(frozen=True)
class SavedView:
    """A view under its name; `content` is the list's own affair, in plain values."""

    name: str
    content: Mapping[str, Any]


class SavedViews:
    """The views of one list, in the order of their making; every method reads first, since two windows may write."""

    def __init__(self, database: Database, list_name: str) -> None:
        self._database, self._key = database, f"views.{list_name}"

    def all(self) -> list[SavedView]:
        """All of them; what cannot be understood is passed over."""
        stored = self._database.recall(self._key)
        found = [_read(one) for one in stored] if isinstance(stored, list) else []
        return [one for one in found if one is not None]

    def add(self, typed: str, content: Mapping[str, Any], taken: Collection[str] = ()) -> SavedView:
        """Keep a new one; `taken` are names that the list gives out itself. Raises BAD_INPUT about `NAME`."""
        views = self.all()
        made = SavedView(_checked(typed, [*(one.name for one in views), *taken]), content)
        self._write([*views, made])
        return made

    def rename(self, name: str, typed: str, taken: Collection[str] = ()) -> SavedView:
        """Call one otherwise. Raises BAD_INPUT about `NAME`, also where there is none of that name any more."""
        views = self.all()
        at = _place(views, name)
        others = [one.name for one in views if one.name != name]
        views[at] = replace(views[at], name=_checked(typed, [*others, *taken]))
        self._write(views)
        return views[at]

    def change(self, name: str, content: Mapping[str, Any]) -> SavedView:
        """Let one hold something else from now on; gives it as it was before."""
        views = self.all()
        at = _place(views, name)
        before, views[at] = views[at], SavedView(name, content)
        self._write(views)
        return before

    def delete(self, name: str) -> tuple[SavedView, int]:
        """Forget one; gives it and its place, for `put_back`."""
        views = self.all()
        at = _place(views, name)
        gone = views.pop(at)
        self._write(views)
        return gone, at

    def put_back(self, view: SavedView, at: int) -> None:
        """Keep one again that was deleted, at its place. Raises BAD_INPUT if another one has its name by now."""
        views = self.all()
        _checked(view.name, [one.name for one in views])
        views.insert(at, view)
        self._write(views)

    def _write(self, views: Sequence[SavedView]) -> None:
        self._database.remember(self._key, [asdict(one) for one in views] or None)


def _read(stored: Any) -> SavedView | None:
    match stored:
        case {"name": str(name), "content": dict(content)}:
            return SavedView(name, content)
    return None


def _place(views: Sequence[SavedView], name: str) -> int:
    at = next((at for at, one in enumerate(views) if one.name == name), -1)
    if at < 0:
        raise _refused(Label("没有叫“{name}”的视图了，可能在另一个窗口里删掉了", name=name), name)
    return at


def _checked(typed: str, taken: Collection[str]) -> str:
    """A name as it is kept: trimmed, on one line, of 1 to 20 characters, no other one's (`fold` of them compared)."""
    reading = clean_text(typed, limit=NAME_MOST)
    if reading.must is not None:
        raise _refused(reading.must, typed)
    if reading.value is None:
        raise _refused(Label("请填视图的名称"), typed)
    if fold(reading.value) in {fold(one) for one in taken}:
        raise _refused(Label("已有叫“{name}”的视图，换一个名称", name=reading.value), typed)
    return reading.value


def _refused(what: Label, typed: str) -> KnownError:
    return bad_input([Problem(what, field=NAME, value=typed)], Label("视图没有存。"))
