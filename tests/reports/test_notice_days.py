"""How long a public notice hangs."""

from datetime import date

import pytest

from app.reports.collect_rounds import last_working_day


@pytest.mark.parametrize(
    ("start", "last"),
    [
        (date(2026, 11, 23), date(2026, 11, 27)),
        (date(2026, 11, 25), date(2026, 12, 1)),
        (date(2026, 11, 22), date(2026, 11, 27)),
        (date(2026, 11, 28), date(2026, 12, 4)),
    ],
    ids=["from a Monday", "over a weekend", "from a Sunday", "from a Saturday"],
)
def test_five_working_days_are_five_days_of_work_whenever_they_begin(start: date, last: date) -> None:
    assert last_working_day(start, 5) == last
