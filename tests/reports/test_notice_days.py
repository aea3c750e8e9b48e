"""How long a public notice hangs."""

from dataclasses import replace
from datetime import date

import pytest

from app.models.store.database import Database
from app.reports import draw, press
from app.reports.collect_rounds import last_working_day
from app.reports.options import Options
from tests.factories import add_round
from tests.reports.paper_reader import pdf_text
from tests.reports.paper_samples import notice

MONDAY = date(2026, 11, 23)


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


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (Options(), "自2026年11月23日至2026年11月27日（5个工作日）"),
        (Options(public_days=7), "自2026年11月23日至2026年12月1日（7个工作日）"),
        (Options(public_until=date(2026, 12, 2)), "自2026年11月23日至2026年12月2日（5个工作日）"),
    ],
    ids=["as shipped", "seven days", "over a holiday"],
)
def test_a_notice_hangs_as_long_as_was_chosen(database: Database, options: Options, told: str) -> None:
    with database.write("准备") as session:
        title = add_round(session).title
    request = replace(press.request_for("F13", of=title, options=options), on=MONDAY)

    assert told in pdf_text(press.preview(database, request).pdf)


def test_a_notice_that_hangs_too_short_a_time_says_so() -> None:
    short = replace(notice(2), from_day=MONDAY, to_day=date(2026, 11, 26))

    assert "公示期里周一到周五只有 4 天，不够 5 个工作日" in map(str, draw("F13", short, printed_on=MONDAY).warnings)
