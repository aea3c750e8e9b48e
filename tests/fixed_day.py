"""The day that the program takes for today, in all tests that ask for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from app.services.today import set_today

DAY = date(2026, 11, 22)


def on_day(day: date = DAY) -> Any:
    """A fixture for a module or a conftest: in every test there it is `day`."""

    @pytest.fixture(autouse=True)
    def fixture() -> Iterator[None]:
        set_today(day)
        yield
        set_today(None)

    return fixture
