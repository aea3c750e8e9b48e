"""Faults that are known: each says what happened, what is safe, and what to do next.

Anything that is not a `KnownError` is a bug and is shown as one. Codes are the closed list of the command line.
No text here ever carries personal data; what the user typed travels only inside a `Problem`.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from app.frozen import dataclass
from app.i18n import Label


class ErrorCode(StrEnum):
    """The error codes promised by the command line (additions are free, changes are not)."""

    WRONG_PASSWORD = "wrong_password"
    LOCKED = "locked"
    NEWER_FILE = "newer_file"
    DAMAGED = "damaged"
    KEYS_MISSING = "keys_missing"
    NOT_OURS = "not_ours"
    DISK_FULL = "disk_full"
    READ_ONLY = "read_only"
    UNPLUGGED = "unplugged"
    UNSAFE_PLACE = "unsafe_place"
    BAD_INPUT = "bad_input"
    NOT_FOUND = "not_found"
    AMBIGUOUS = "ambiguous"
    HAS_DEPENDENTS = "has_dependents"
    EXISTS = "exists"
    UNREADABLE_SHEET = "unreadable_sheet"
    NO_HEADER = "no_header"
    TOO_BIG = "too_big"
    NO_GLYPH = "no_glyph"
    NO_STANDARD = "no_standard"
    BACKUP_MISMATCH = "backup_mismatch"
    STATE = "state"
    REPLACED = "replaced"
    CANCELLED = "cancelled"


class Grade(StrEnum):
    """How grave a problem is: `MUST` keeps from saving, `CHECK` is kept and marked 待核实."""

    MUST = "must"
    CHECK = "check"


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one value: where it stands, what stands there, and what to do about it.

    `row` and `column` are the spreadsheet's own (row from 1, column as its letter or heading); `field` is the
    record's field name. `about` is another record that the problem is about: its table and its id.
    """

    what: Label
    field: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    grade: Grade = Grade.MUST
    about: tuple[str, int] | None = None


class KnownError(Exception):
    """A fault of the surroundings or of the input, told in three sentences."""

    def __init__(
        self, code: ErrorCode, what: Label, *, safe: Label, next: Label, problems: Iterable[Problem] = ()
    ) -> None:
        super().__init__(code.value)
        self.code = code
        self.what = what
        self.safe = safe
        self.next = next
        self.problems = tuple(problems)


NOTHING_CHANGED = Label("资料没有改动。")


def bad_input(problems: Iterable[Problem], what: Label | None = None) -> KnownError:
    """Refuse input, naming every problem at once."""
    return KnownError(
        ErrorCode.BAD_INPUT,
        what or Label("填的内容有几处要改，没有保存。"),
        safe=NOTHING_CHANGED,
        next=Label("按下面列出的逐处改好，再试一次。"),
        problems=problems,
    )
