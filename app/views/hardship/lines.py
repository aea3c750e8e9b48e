"""The lines of a table that is being filled in, and the steps that can be taken back; it knows no widget.

Below the last line there is always a blank one to go on in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from app.models.values.resident_id import mask_resident_id
from app.services.cell_changes import HIDDEN_DIGITS
from app.services.hardship import DraftRow, Written
from app.views.forms.blocks import Block

# The column whose text fills in others.
TELLING = "id_no"
# The columns of a family that tell who it is, and of incomes and expenses that tell whose they are.
NAME, WHOSE = "name", "member"


class Pasted(NamedTuple):
    """What came of a block: its lines, and in how many of them a hidden number is still the one that stood there."""

    lines: int
    kept: int = 0
    strange: int = 0  # lines whose hidden number is not the one that stood there: it is to be typed in full


@dataclass
class Line:
    """One line. `shown` is how people read a text, `followed` what the resident number `told_by` filled in.

    `kept_number` is the resident number that the file has: it is hidden as long as it stands there.
    """

    uid: str = ""
    is_self: bool = False
    texts: dict[str, str] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    followed: dict[str, str] = field(default_factory=dict)
    told_by: str = ""
    kept_number: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it."""
        return not any(self.texts.values())

    @property
    def is_free(self) -> bool:
        """Whether it is a new line in which nothing stands."""
        return self.is_blank and not self.uid and not self.is_self

    def write(self, name: str, text: str) -> None:
        """Put a text into a cell; how people read it is not known yet."""
        self.texts[name] = text
        self.shown.pop(name, None)

    def copy(self) -> Line:
        """The same, to keep aside."""
        texts, shown, followed = dict(self.texts), dict(self.shown), dict(self.followed)
        return Line(self.uid, self.is_self, texts, shown, followed, self.told_by, self.kept_number)

    def take_written(self, name: str, raw: str) -> None:
        """A text as it will be kept."""
        if name == TELLING and self.kept_number == self.texts.get(name):
            self.kept_number = raw
        self.texts[name] = raw


class Lines:
    """All lines. `locked` cells of the worker's own line come from the register."""

    def __init__(self, locked: Sequence[str] = ()) -> None:
        self._locked = locked
        self._all: list[Line] = [Line()]
        self._done: list[list[Line]] = []
        self._undone: list[list[Line]] = []
        self._before: list[Line] | None = None

    def __len__(self) -> int:
        return len(self._all)

    def __getitem__(self, row: int) -> Line:
        return self._all[row]

    def show(self, rows: Sequence[DraftRow]) -> None:
        """Hold these lines; what was done before cannot be taken back any more."""
        self._done.clear()
        self._undone.clear()
        self._before = None
        numbers = [row.texts.get(TELLING, "") for row in rows]
        self._put(
            [
                Line(
                    row.uid,
                    row.is_self,
                    dict(row.texts),
                    told_by=number,
                    kept_number=number if row.uid or row.is_self else "",
                )
                for row, number in zip(rows, numbers, strict=True)
            ]
        )

    def rows(self) -> tuple[DraftRow, ...]:
        """The lines as a draft holds them, without the blank ones at the end."""
        lines = list(self._all)
        while lines and lines[-1].is_free:
            lines.pop()
        return tuple(DraftRow(dict(line.texts), line.uid, line.is_self) for line in lines)

    def is_locked(self, row: int, name: str) -> bool:
        """Whether a cell comes from the register and is only shown."""
        return self._all[row].is_self and name in self._locked

    def is_last(self, row: int) -> bool:
        """Whether this is the blank line to go on in."""
        return row == len(self._all) - 1 and self._all[row].is_free

    def grow(self) -> None:
        """Add a blank line to go on in."""
        self._all.append(Line())

    # --- steps of the user

    def begin(self) -> None:
        """Something is going to be changed: remember how things are."""
        self._before = self.copies()

    def end(self) -> list[Line] | None:
        """It was changed: one step that can be taken back. Gives how things were, None where nothing has changed."""
        before, self._before = self._before, None
        if before is None or _same(before, self._all):
            return None
        self._done.append(before)
        self._undone.clear()
        return before

    def give_up(self) -> bool:
        """Put everything back as it was at the beginning of the step; whether anything had changed."""
        before, self._before = self._before, None
        if before is None or _same(before, self._all):
            return False
        self._put(before)
        return True

    def names_away(self) -> set[str]:
        """Who of the family is called otherwise, or nothing yet, in the cell that is being typed in."""
        return _names(self._before) - _names(self._all) if self._before is not None else set()

    def copies(self) -> list[Line]:
        """How things are, to be compared with how they are later (`renames`)."""
        return [line.copy() for line in self._all]

    def rename(self, old: str, new: str) -> bool:
        """Somebody of the family is called otherwise now, also in the steps that can be taken back."""
        found = [line for line in self._all if line.texts.get(WHOSE) == old]
        for line in found:
            line.write(WHOSE, new)
        for step in (*self._done, *self._undone):
            for line in step:
                if line.texts.get(WHOSE) == old:
                    line.write(WHOSE, new)
        return bool(found)

    def undo(self) -> bool:
        """Take the last step back; whether there was one."""
        return self._back(self._done, self._undone)

    def redo(self) -> bool:
        """Do the step again."""
        return self._back(self._undone, self._done)

    def remove(self, rows: Sequence[int]) -> int:
        """Take lines out, but never the worker's own; gives how many went."""
        going = {row for row in rows if not self._all[row].is_self and not self.is_last(row)}
        self._put([line for row, line in enumerate(self._all) if row not in going])
        return len(going)

    def paste(self, row: int, names: Sequence[str], block: Block) -> Pasted:
        """Write a block from this line on; `names` are the fields of its columns, "" is left out.

        A line of the worker himself goes into his own line, where only what the register does not say is written.
        """
        kept = strange = 0
        for cells in block:
            texts = {name: text for name, text in zip(names, cells, strict=False) if name}
            own = self._own_line(texts)
            if own is None and row < len(self._all) and self._all[row].is_self and "name" in texts:
                row += 1
            while row >= len(self._all):
                self.grow()
            at = row if own is None else own
            if HIDDEN_DIGITS in texts.get(TELLING, "") and not self.is_locked(at, TELLING):
                texts[TELLING] = self._number_for(at, texts)
                is_strange = texts[TELLING] != self._all[at].kept_number
                kept, strange = kept + (not is_strange), strange + is_strange
            for name, text in texts.items():
                if not self.is_locked(at, name):
                    self._all[at].write(name, text)
            row += own is None
        self._put(self._all)
        return Pasted(len(block), kept, strange)

    def _number_for(self, row: int, texts: Mapping[str, str]) -> str:
        """What a hidden number means in a line: the number that the file has there, if it comes back to it.

        The last four signs tell that, unless somebody else of the table has them too and the line is another's now.
        """
        hidden, line = texts[TELLING].strip(), self._all[row]
        is_only = [mask_resident_id(each.kept_number) for each in self._all].count(hidden) == 1
        is_his = is_only or texts.get(NAME, "") in ("", line.texts.get(NAME))
        return line.kept_number if is_his and mask_resident_id(line.kept_number) == hidden else hidden

    def take_follows(self, follows: Mapping[tuple[int, str], Written]) -> bool:
        """Fill what a number newly typed tells into blank cells and those filled by an earlier one; whether any was."""
        filled = False
        told = [line for line in self._all if line.texts.get(TELLING, "") != line.told_by]
        for (row, name), each in follows.items():
            line = self._all[row]
            now = line.texts.get(name, "")
            if line in told and now != each.raw and (not now or now == line.followed.get(name)):
                line.texts[name] = line.followed[name] = each.raw
                line.shown[name] = each.shown
                filled = True
        for line in told:
            line.told_by = line.texts.get(TELLING, "")
        return filled

    # --- inside

    def _own_line(self, texts: Mapping[str, str]) -> int | None:
        """The worker's own line, if these texts are his."""
        named = texts.get("name")
        rows = (row for row, line in enumerate(self._all) if line.is_self and line.texts.get("name") == named)
        return next(rows, None) if named else None

    def _back(self, steps: list[list[Line]], others: list[list[Line]]) -> bool:
        if not steps:
            return False
        others.append([line.copy() for line in self._all])
        self._put(steps.pop())
        return True

    def _put(self, lines: Sequence[Line]) -> None:
        self._all = [line for line in lines if not line.is_free]
        self.grow()


def renames(before: Sequence[Line], now: Sequence[Line]) -> dict[str, str]:
    """Who of the family is called otherwise, line by line.

    Only who is in no line any more under the old name, and whose new one is nobody else's: a block that was sorted
    anew or moved up renames nobody.
    """
    old, new = _names(before), _names(now)
    found: dict[str, str] = {}
    for was, line in zip(before, now, strict=False):
        name, called = was.texts.get(NAME, ""), line.texts.get(NAME, "")
        if name in old - new and called in new - old:
            found[name] = "" if found.get(name, called) != called else called
    return {name: called for name, called in found.items() if called}


def _names(lines: Sequence[Line]) -> set[str]:
    return {name for line in lines if (name := line.texts.get(NAME, ""))}


def _same(one: Sequence[Line], other: Sequence[Line]) -> bool:
    def texts(lines: Sequence[Line]) -> list[tuple[str, dict[str, str]]]:
        return [
            (line.uid, {name: text for name, text in line.texts.items() if text}) for line in lines if not line.is_free
        ]

    return texts(one) == texts(other)
