"""Python's collector stands still while many rows go by, and only then."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from app.models.store.database import Database
from tests.importing.tables import PEOPLE, take


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    was_on = gc.isenabled()
    yield
    (gc.enable if was_on else gc.disable)()


def test_an_import_lets_the_collector_run_again(database: Database) -> None:
    gc.enable()
    take(database, PEOPLE)
    assert gc.isenabled()


def test_where_the_window_collects_by_itself_an_import_leaves_it_to_the_window(database: Database) -> None:
    gc.disable()
    take(database, PEOPLE)
    assert not gc.isenabled()
