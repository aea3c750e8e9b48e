"""Which cells of a list can be changed, and who changes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from app.errors import bad_input
from app.services.cell_changes import Change, Seen
from app.views.forms.source import Choice, FormField
from app.views.jobs import Report


def keep_one(cells: CellSource, change: Change) -> int:
    """Keep one cell, in the database thread; how many records. Raises `bad_input` where it is refused."""
    seen = cells.preview([change])
    if seen and seen[0].refusal is not None:
        raise bad_input([], seen[0].refusal)
    return cells.apply([change])


class CellSource(Protocol):
    """Changes cells; every method but the properties is called in the database thread."""

    @property
    def fields(self) -> Mapping[str, FormField]:
        """The fields that can be changed, by the name of their column."""
        ...

    @property
    def inline(self) -> frozenset[str]:
        """Those that are changed in the cell itself, because nothing else follows from them."""
        ...

    @property
    def alike(self) -> Sequence[str]:
        """Those that may be the same for many."""
        ...

    def preview(self, changes: Sequence[Change]) -> Sequence[Seen]:
        """What the changes would do, cell by cell."""
        ...

    def filled(self, column: str, top: int, below: Sequence[int]) -> Sequence[Change]:
        """The value of the record `top` for those below it."""
        ...

    def texts(self, record_id: int, column: str) -> tuple[str, str]:
        """The raw text of one cell, and what it is called where that differs."""
        ...

    def apply(self, changes: Sequence[Change], report: Report | None = None) -> int:
        """Keep them as one deed; how many records."""
        ...

    def choices(self, column: str, text: str) -> Sequence[Choice]:
        """Records that a link may point to."""
        ...
