"""What every kind can do, and the words of one file that it may ask for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, Protocol

from sqlalchemy import String
from sqlalchemy.types import TypeEngine

from app.models.values import text
from app.models.values.reading import Reading
from app.models.values.text import NAME_LIMIT


class Words(Protocol):
    """What codes and links are called in one file, and which day it is."""

    @property
    def today(self) -> date: ...

    def code_label(self, list_name: str, code: str) -> str:
        """The label of a code, or the code itself when the list lacks it."""
        ...

    def code_of(self, list_name: str, text: str) -> str | None:
        """The code that a text means: a code, a label or a known synonym."""
        ...

    def choices(self, list_name: str) -> Iterable[tuple[str, str]]:
        """(code, label) of the codes in use, in their order."""
        ...

    def link_title(self, target: str, record_id: int) -> str:
        """What people call the record that a link points to."""
        ...

    def find_links(self, target: str, text: str) -> list[int]:
        """The ids of the records that a key (uid, number, name) may mean."""
        ...

    def link_uid(self, target: str, record_id: int) -> str:
        """The uid of the record that a link points to."""
        ...


class Kind:
    """A kind of field; text of one line unless a subclass says otherwise."""

    name: ClassVar[str] = "text"
    numeric: ClassVar[bool] = False
    adds = True
    """Whether numbers of several records make a sum that says something; a year or a place in an order does not."""

    def column_type(self) -> TypeEngine[Any]:
        """The column type that stores it."""
        return String()

    def read(self, raw: object, words: Words) -> Reading[Any]:
        """Read what a person typed or a spreadsheet cell held; the one door where values are cleaned."""
        return text.clean_text(raw, limit=NAME_LIMIT)

    def show(self, value: Any, words: Words) -> str:
        """The value as people read it; empty stays empty."""
        return "" if value is None else str(value)

    def write(self, value: Any, words: Words) -> str:
        """The value as text for a spreadsheet, so that reading it again gives the same value."""
        return self.show(value, words)

    def mask(self, value: Any, words: Words) -> str:
        """The value with what must not be seen by passers-by left out; asked for sensitive fields only."""
        return self.show(value, words)

    @property
    def hides(self) -> bool:
        """Whether `mask` leaves anything out at all."""
        return type(self).mask is not Kind.mask

    def dump(self, value: Any) -> Any:
        """The stored value as JSON for the journal."""
        return value

    def load(self, stored: Any) -> Any:
        """The stored value from the journal's JSON."""
        return stored

    def out(self, value: Any, words: Words) -> Any:
        """The value as JSON for the command line."""
        return self.dump(value)
