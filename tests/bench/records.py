"""Single records: saving a form, opening a household's page, proposing a round over 20,000 households."""

from __future__ import annotations

import time

from sqlalchemy import select

from app.models import CondolenceRound, HardshipCase, Person
from app.models.store.database import Database
from app.services import forms, hardship, rounds
from app.services.sample import sample_households, sample_people
from app.views.hardship.page import HardshipPage
from tests.bench.data import TODAY, open_copy
from tests.bench.measure import Bench, Clock, Spent
from tests.bench.paper import HOUSEHOLDS
from tests.bench.room import enter, rows_shown, stage, the_list, until

MEMBERS = 10_000
RESTED_S = 1.5
"""So long somebody looks at the list, seconds, before Enter: what is made beforehand is made by then."""


def measure_form(bench: Bench) -> None:
    """The form of a member: looked at, kept in one deed with its journal, on the disk."""
    with bench.data.opened(bench.data.members(MEMBERS)) as file:
        with file.database.read() as session:
            fields = len(forms.form_items(session, Person))
            ids = list(session.scalars(select(Person.id).limit(200)))
        turns = iter(ids)

        def save() -> None:
            one = next(turns)
            texts = {"post": f"钳工{one}", "remark": "换了岗位", "department": f"{one % 7}车间", "email": f"{one}@a.cn"}
            forms.save(file.database, Person, one, texts)

        save()
        bench.time(f"保存 save of a form of {fields} fields (60 asked)", save, goal=0.05)


def measure_household(bench: Bench) -> None:
    """A file with family, incomes and expenses, from Enter in the list to the painted page."""
    with stage() as room:
        file = open_copy(bench.data.members(MEMBERS), room.folder)
        case_id = _fill_case(file.database)
        enter(room, file)
        first: dict[float, list[Spent]] = {RESTED_S: [], 0: []}
        later: list[Spent] = []
        for rested, found in list(first.items()) * bench.runs:
            room.window.forget_pages()
            room.window.go_to("hardship")
            until(lambda: rows_shown(room))
            page = room.window.page
            assert isinstance(page, HardshipPage) and the_list(room).model.ids
            begin = time.monotonic()
            until(lambda begin=begin, rested=rested: time.monotonic() - begin >= rested)  # type: ignore[misc]
            for times in (found, later):  # the first household builds the page, the next one fills it
                clock = Clock()
                page.open(case_id)
                until(lambda page=page: page.is_open and page.case.case_id == case_id)  # type: ignore[misc]
                page.case.repaint()
                times.append(clock.spent())
                room.settle()
                page.case.go_back()
                room.settle()
    bench.add("一户 page of a household, the next one", later, goal=0.15)
    bench.add(f"    the first one, {RESTED_S:g} s after the list is there", first[RESTED_S], goal=0.15)
    bench.add("    the first one at once, which builds the page", first[0])


def _fill_case(database: Database) -> int:
    story = sample_households(sample_people(MEMBERS, 1, TODAY), TODAY)[1]
    with database.write("新增困难职工档案") as session:
        kept = hardship.add_case(session, story).records[0]
        assert isinstance(kept, HardshipCase)
        return kept.id


def measure_proposal(bench: Bench) -> None:
    """Who of 20,000 households on file would be put on the list, with warnings; and who would be left out."""
    with bench.data.opened(bench.data.households(HOUSEHOLDS)) as file:

        def propose() -> int:
            with file.database.read() as session:
                found = session.scalars(select(CondolenceRound).order_by(CondolenceRound.id.desc())).first()
                assert found is not None
                return len(rounds.propose(session, found).rows)

        results = bench.time(f"提出名单 proposal over {HOUSEHOLDS:,} households", propose, goal=1)
        print(f"        {results[0]:,} proposed")
