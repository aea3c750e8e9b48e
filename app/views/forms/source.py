"""What a form is built from, and whom it asks. A form holds raw texts only; nothing is kept until 保存."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Protocol

from app.errors import Problem
from app.frozen import dataclass
from app.i18n import Label


@dataclass(frozen=True)
class Choice:
    """One thing to choose: `value` is the raw text that is kept, `keys` what else finds it (code, pinyin initials)."""

    value: str
    label: str
    keys: str = ""
    note: str = ""


@dataclass(frozen=True)
class FormField:
    """One field of a form. `kind` names the editor and its width; `width` in digits overrides it, 0: a whole line."""

    name: str
    label: Label
    kind: str = "text"
    required: bool = False
    group: Label | None = None
    choices: Sequence[Choice] = ()
    hint: Label | None = None
    unit: Label | None = None
    width: int | None = None
    read_only: bool = False
    folded: bool = False  # stands in a group that is folded at first
    always: bool = False  # one of the choices that stand open is always chosen


@dataclass(frozen=True)
class Loaded:
    """A record as the form shows it: raw texts by field name, and the labels of links by field name."""

    title: str
    texts: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    problems: Sequence[Problem] = ()
    subtitle: str = ""


@dataclass(frozen=True)
class Suggestion:
    """A text that follows from another field (the birth day from the ID number), and where it comes from."""

    text: str
    note: Label
    label: str = ""


@dataclass(frozen=True)
class Checked:
    """What came of looking at one field: its problems, those of fields that it contradicts, and what follows from it.

    `texts` holds texts written anew, such as 1985-03-05 for 19850305, and the values of computed fields.
    """

    problems: Sequence[Problem] = ()
    looked_at: Sequence[str] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    suggestions: Mapping[str, Suggestion] = field(default_factory=dict)


@dataclass(frozen=True)
class Saved:
    """A record that was kept: where it is, what to say of it, and the doubts that were kept with it."""

    record_id: int
    title: str
    said: Label
    problems: Sequence[Problem] = ()


class FormSource(Protocol):
    """A type of record to fill in; every method but `fields` is called in the database thread."""

    @property
    def fields(self) -> Sequence[FormField]:
        """The fields, in the order of the paper form."""
        ...

    def load(self, record_id: int | None) -> Loaded:
        """A record, or for None a new one with its defaults as real values."""
        ...

    def check(self, record_id: int | None, texts: Mapping[str, str], name: str) -> Checked:
        """Look at the field `name`, which the user has left; `texts` is the whole form."""
        ...

    def save(self, record_id: int | None, texts: Mapping[str, str]) -> Saved:
        """Keep the changed texts in one deed; raises `bad_input` with every problem at once."""
        ...

    def find(self, name: str, text: str) -> Sequence[Choice]:
        """Records that a link field may point to."""
        ...
