"""How a list was left: its columns and its order, and where that is kept between sessions."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Protocol

from app.frozen import dataclass
from app.models.store.database import Database
from app.services.saved_views import SavedViews


@dataclass(frozen=True)
class ColumnState:
    """How one column was left; `width` in 字, so that it follows the font, 0: as its kind wants."""

    name: str
    width: float
    shown: bool


@dataclass(frozen=True)
class Layout:
    """The columns from the left, and the column that the list is sorted by ("" for its own order)."""

    columns: tuple[ColumnState, ...] = ()
    sort: str = ""
    descending: bool = False


class LayoutStore(Protocol):
    """Keeps the layout of one list; both methods are called in the database thread."""

    def load(self) -> Layout:
        """The layout as kept; an empty one when none was."""
        ...

    def save(self, layout: Layout) -> None:
        """Keep this layout; an empty one: forget it."""
        ...


class KeptLayout:
    """A layout in the file itself, beside the journal: it comes along to another PC, and is no deed to undo."""

    def __init__(self, database: Database, name: str, *, sorts: bool = True) -> None:
        """`name` is the list's; without `sorts` the list begins in its own order each time."""
        self._database, self._name, self._sorts = database, name, sorts
        self._key = f"list.{name}"

    @property
    def views(self) -> SavedViews:
        """The views of this list that people have saved."""
        return SavedViews(self._database, self._name)

    def load(self) -> Layout:
        """The layout as kept; one that cannot be understood is none."""
        return _read(self._database.recall(self._key))

    def save(self, layout: Layout) -> None:
        """Keep this layout."""
        kept = asdict(layout)
        if not self._sorts:
            kept |= {"sort": "", "descending": False}
        self._database.remember(self._key, kept if layout != Layout() else None)


def _read(kept: Any) -> Layout:
    try:
        columns = tuple(
            ColumnState(str(one["name"]), float(one["width"]), bool(one["shown"])) for one in kept["columns"]
        )
        return Layout(columns, str(kept["sort"]), bool(kept["descending"]))
    except (TypeError, KeyError, ValueError):
        return Layout()
