"""What holds for the tests of exporting: it is 22 November 2026."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from app.services.today import set_today

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    set_today(TODAY)
    yield
    set_today(None)
