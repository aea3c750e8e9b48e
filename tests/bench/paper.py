"""Paper: the sign-off sheet F22 with 1,000 rows and the roster F01 with 10,000, from the file to a numbered PDF."""

from __future__ import annotations

from sqlalchemy import select

from app.models import CondolenceRound
from app.reports import press
from tests.bench.data import AID_ROWS
from tests.bench.measure import Bench

MEMBERS, HOUSEHOLDS = 10_000, 20_000


def measure(bench: Bench) -> None:
    """Both, collected, drawn, numbered and archived as for official prints."""
    with bench.data.opened(bench.data.households(HOUSEHOLDS)) as file:
        with file.database.read() as session:
            uid = session.scalars(select(CondolenceRound.uid).order_by(CondolenceRound.id)).first()
        press.print_form(file.database, press.request_for("F22", of=uid), draft=True)  # the fonts are loaded
        done = bench.time(
            f"F22 {AID_ROWS:,} rows",
            lambda: press.print_form(file.database, press.request_for("F22", of=uid)),
            goal=1,
        )
        assert all(one.printed.rows == AID_ROWS for one in done), "the sheet has not its rows"
    with bench.data.opened(bench.data.members(MEMBERS)) as file:
        bench.time(
            f"F01 花名册 {MEMBERS:,} rows",
            lambda: press.print_form(file.database, press.request_for("F01"), leave_gaps=True),
            goal=5,
        )
