"""A report of a bug names places in the program and nobody's data, wherever the bug happens."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import pytest
from sqlalchemy import String, literal, select
from sqlalchemy.exc import StatementError

from app.errors import KnownError
from app.models import Person
from app.models.store.database import Database
from app.services.bug_report import report_lines, write_bug_report

CANARY = "欧阳金丝雀460105197902130021"
# Modules whose functions touch their arguments before anything else.
MODULES = (
    "app.models.values.days", "app.models.values.names", "app.models.values.money", "app.models.values.phone",
    "app.models.values.resident_id", "app.models.values.text", "app.models.values.pinyin",
    "app.services.listing", "app.services.records", "app.services.forms", "app.services.filtering",
    "app.services.exporting", "app.services.figures", "app.services.due", "app.services.members",
    "app.services.history", "app.services.checking", "app.services.standards", "app.services.numbering",
    "app.services.hardship.assessment", "app.services.hardship.saving", "app.services.rounds.ledger",
    "app.services.rounds.stages", "app.services.importing.rows", "app.reports.collect", "app.reports.titles",
)  # fmt: skip
LEAST_PLACES = 20


class Bomb:
    """Goes off with somebody's name in its message as soon as anything is done with it."""

    def __repr__(self) -> str:
        return CANARY

    def __getattr__(self, name: str) -> NoReturn:
        raise TypeError(f"{CANARY} has no {name}")

    def __iter__(self) -> NoReturn:
        raise TypeError(CANARY)

    __len__ = __bool__ = __int__ = __str__ = __index__ = __hash__ = __iter__  # type: ignore[assignment]


def functions() -> Iterator[Callable[..., Any]]:
    for module in map(import_module, MODULES):
        for name, found in vars(module).items():
            if not name.startswith("_") and inspect.isfunction(found) and found.__module__ == module.__name__:
                yield found


def bugs() -> Iterator[BaseException]:
    """What comes out of every function that is given a bomb for each of its arguments."""
    for function in functions():
        try:
            found = function(**{name: Bomb() for name in inspect.signature(function).parameters})
            if inspect.isgenerator(found):
                next(found)
        except KnownError:
            continue
        except Exception as bug:
            yield bug


def report(bug: BaseException) -> str:
    return "\n".join(report_lines("window", bug))


def test_nobody_is_named_wherever_it_happens() -> None:
    reports = [report(bug) for bug in bugs()]
    places = {line.strip() for each in reports for line in each.splitlines() if line.strip().startswith("app/")}

    assert not any(part in each for each in reports for part in (CANARY, CANARY[:4], CANARY[4:]))
    assert len(places) >= LEAST_PLACES
    assert all(place.split()[0].rpartition(":")[2].isdigit() for place in places)


def test_an_error_of_the_database_does_not_tell_what_was_asked_for(database: Database) -> None:
    query = select(Person).where(Person.name == CANARY, Person.name_pinyin == literal(object(), String))

    with database.read() as session, pytest.raises(StatementError) as caught:
        session.execute(query)

    assert CANARY in str(caught.value) and CANARY not in report(caught.value)


def test_causes_notes_and_groups_do_not_tell_it_either() -> None:
    def fail() -> NoReturn:
        name = CANARY
        try:
            raise KeyError(name)
        except KeyError as error:
            error.add_note(CANARY)
            raise ExceptionGroup(CANARY, [ValueError(CANARY)]) from error

    with pytest.raises(ExceptionGroup) as caught:
        fail()

    assert CANARY not in report(caught.value) and "KeyError" in report(caught.value)


def test_the_report_does_not_name_the_folders_of_this_pc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIAOJIA_DATA_DIR", str(tmp_path))
    try:
        raise ValueError(CANARY)
    except ValueError as bug:
        path = write_bug_report("window", bug)

    assert path is not None and path.is_relative_to(tmp_path)
    text = path.read_text(encoding="utf-8")
    assert "test_bug_report.py" in text and CANARY not in text
    assert str(Path(__file__).parent) not in text and str(Path.home()) not in text
