"""What every command is given: its arguments, the open file, and how to tell what has been kept."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli import passwords
from app.cli.wrong_use import WrongUseError
from app.i18n import Label

if TYPE_CHECKING:
    from app.models.declare import Record
    from app.models.store.database import Database
    from app.services.files import OpenFile


class Context:
    """One run of one command. `deed` is the number of the last deed that it kept."""

    def __init__(self, command: str, arguments: argparse.Namespace, options: argparse.Namespace) -> None:
        self.command = command
        self.arguments = arguments
        self.options = options
        self.deed: int | None = None
        self._said = ""

    @contextmanager
    def opened(self) -> Iterator[OpenFile]:
        """The file that the command names, open; whatever is written to it is acknowledged."""
        from app.models.store.place import require_safe_place
        from app.services import files
        from app.services.clock import doubtful_clock

        with files.open_file(self.arguments.file, passwords.unlock(self.options)) as opened:
            danger = require_safe_place(self.arguments.file)
            if danger is not None:
                self.say(danger)
            doubt = doubtful_clock(opened.database)
            if doubt is not None:
                self.say(doubt)
            self.listen(opened.database)
            yield opened

    @contextmanager
    def database(self) -> Iterator[Database]:
        """The database of the file that the command names."""
        with self.opened() as opened:
            yield opened.database

    def listen(self, database: Database) -> None:
        """Acknowledge every deed that this database keeps from now on."""

        def kept(tables: frozenset[str]) -> None:
            if tables == {"meta"}:
                return  # a small fact that was remembered is no deed
            self.deed = database.last_deed()
            self.acknowledge(self.deed)

        database.subscribe(kept)

    def acknowledge(self, number: int | None = None) -> None:
        """Tell that something is on the disk for good: `ACK COMMAND N`, N the deed, or 1 where the step is no deed."""
        if self.options.ack:
            print(f"ACK {self.command} {1 if number is None else number}", flush=True)

    def say(self, words: Label) -> None:
        """A message beside the result."""
        if not self.options.quiet:
            print(words, file=sys.stderr, flush=True)

    def progress(self, done: float, words: Label) -> None:
        """Say each new piece of work once."""
        if str(words) != self._said:
            self._said = str(words)
            self.say(words)

    def record_type(self) -> type[Record]:
        """The record type that the command names."""
        return record_type_named(self.arguments.type)


def record_type_named(name: str) -> type[Record]:
    """A record type by its name on the command line."""
    import app.models  # noqa: F401 (declares the types)
    from app.models.declare import record_types

    types = record_types()
    if name not in types:
        raise WrongUseError(Label("没有“{name}”这一类；有：{names}", name=name, names=" ".join(types)))
    return types[name]


def absolute(path: Path) -> str:
    """A file as results name it."""
    return str(path.absolute())
