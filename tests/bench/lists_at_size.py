"""How long lists, searches and sorts of a large register take: 100,000 members.

    python -m tests.bench.lists_at_size [MEMBERS]

Goals (seconds): a list opens in 0.3, a filter answers in 0.1, a sort in 0.4.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Select
from sqlalchemy.dialects import sqlite

from app.models import CodeItem, Membership, MembershipChange, OrgUnit, Person
from app.models.codes import shipped_items
from app.models.people import complete_person
from app.models.store import migrate, undo
from app.models.store.database import Database
from app.models.values.codes_data import shipped_code_lists
from app.services import listing
from app.services.filtering import Condition
from app.services.listing import View

ADDITIONS = 0.2  # seconds for five million of them, where the goals were set
KEY = bytes(range(32))
FILE_ID = "0192f0c1-0000-7000-8000-000000000001"
MEMBERS = (Condition("membership.status", "!=", ""),)
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢"
GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂华玉梅红建国志飞鹏辉燕玲斌宇浩凯健俊帆雪晨欣怡"


slower = 1.0


@contextmanager
def timed(what: str, goal: float | None = None) -> Iterator[None]:
    """Print how long the block took, and whether that is too long for a PC of this speed."""
    start = time.perf_counter()
    yield
    took = time.perf_counter() - start
    print(f"{took:8.3f} s  {what}{'  TOO SLOW' if goal and took > goal * slower else ''}", flush=True)


def rows_of(members: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """People and their memberships, seeded."""
    rng = Random(1)
    people, memberships = [], []
    for number in range(members):
        name = rng.choice(SURNAMES) + "".join(rng.choice(GIVEN) for _ in range(rng.choice((1, 2, 2))))
        day = f"{rng.randrange(1960, 2006)}{rng.randrange(1, 13):02}{rng.randrange(1, 29):02}"
        person: dict[str, Any] = {
            "name": name, "id_no": f"460199{day}{rng.randrange(10000):04}", "id_type": "1",
            "phone": f"1{rng.randrange(3 * 10**9, 10**10 - 1)}", "department": rng.choice(("一车间", "二车间", "机关")),
            "sex": rng.choice("12"), "birth_date": f"{day[:4]}-{day[4:6]}-{day[6:]}", "ethnic": "01",
            "education": str(rng.randrange(1, 9)), "post": rng.choice(("钳工", "电工", "会计", None)),
        }  # fmt: skip
        people.append(person | complete_person(person))
        memberships.append(
            {"member_no": f"{number:07}", "org_unit_id": rng.randrange(1, 201), "status": "active", "is_current": True,
             "joined_on": f"{rng.randrange(1985, 2026)}"}
        )  # fmt: skip
    return people, memberships


def fill(database: Database, members: int) -> None:
    """One import-like deed."""
    with timed("make the rows, pinyin included"):
        people, memberships = rows_of(members)
    with database.write("新增分会") as session:
        session.insert_many(CodeItem, shipped_items(shipped_code_lists()))
        session.insert_many(OrgUnit, [{"name": f"第{number}分会"} for number in range(1, 201)])
    with timed(f"insert {members} people, memberships, changes in one deed"), database.write("导入") as session:
        ids = session.insert_many(Person, people)
        owned = [row | {"person_id": one} for row, one in zip(memberships, ids, strict=True)]
        held = session.insert_many(Membership, owned)
        events = [{"membership_id": one, "type": "1", "on": row["joined_on"], "is_latest": True}
                  for one, row in zip(held, owned, strict=True)]  # fmt: skip
        session.insert_many(MembershipChange, events)


def measure(database: Database, what: str, goal: float, view: View, *, plan: bool) -> None:
    """Ids of a view, with SQLite's own plan if wanted."""
    with database.read() as session:
        listing.ids(session, view, limit=1)
        with timed(what, goal):
            found = listing.ids(session, view)
        if plan:
            _explain(session.connection().exec_driver_sql, listing.ids_query(session, view))
        print(f"            {len(found)} rows")


def _explain(run: Callable[[str], Any], query: Select[Any]) -> None:
    written = str(query.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}))
    for row in run(f"EXPLAIN QUERY PLAN {written}"):
        print("            ", row[3])


def main(members: int, *, plan: bool) -> None:
    """Fill a file and measure."""
    global slower
    slower = max(1.0, additions() / ADDITIONS)
    print(f"{slower:8.1f} times slower than the PC on which the goals were set")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.xiaojia"
        migrate.create_file(path, KEY, FILE_ID)
        with Database.open(path, KEY) as database:
            fill(database, members)
        print(f"            {path.stat().st_size / 2**20:.0f} MiB")
        with timed("open"):
            database = Database.open(path, KEY)
        with database:
            everybody = View(Person, where=MEMBERS)
            with database.read() as session:
                with timed("first list: ids and a page", 0.3):
                    ids = listing.ids(session, everybody)
                    listing.rows(session, everybody, ids[:100])
                with timed("a page from the end", 0.1):
                    listing.rows(session, everybody, ids[-100:])
                with timed("count", 0.1):
                    listing.count(session, everybody)
            measure(database, "list again", 0.3, everybody, plan=plan)
            for word in ("王伟", "wangwei", "ww", "1234", "第7分会", "xyz", "w"):
                measure(database, f"search {word}", 0.1, View(Person, word, MEMBERS), plan=plan and word == "ww")
            for written in ("sex=女", "birth_date>=1990", "membership.org_unit=第7分会", "department~车间"):
                where = (*MEMBERS, listing.parse_condition(written))
                measure(database, f"filter {written}", 0.1, View(Person, where=where), plan=plan)
            for column in everybody.shown_columns():
                measure(database, f"sort {column}", 0.4, View(Person, where=MEMBERS, sort=(column,)), plan=plan)
            measure(database, "sort name:desc", 0.4, View(Person, where=MEMBERS, sort=("name:desc",)), plan=plan)
            with database.read() as session, timed("groups by unit and sex", 0.4):
                list(listing.groups(session, everybody, ("membership.org_unit", "sex")))
            with timed("names of undo and redo", 0.1):
                undo.next_names(database)
            with timed("verify the chain"):
                assert database.chain_problems() == []
            with timed("undo the import"):
                undo.undo(database)
            with timed("do it again"):
                undo.redo(database)


def additions() -> float:
    """How long five million additions take here and now."""
    start = time.perf_counter()
    total = 0
    for number in range(5_000_000):
        total += number
    return time.perf_counter() - start


if __name__ == "__main__":
    numbers = [int(one) for one in sys.argv[1:] if one.isdigit()]
    main(numbers[0] if numbers else 100_000, plan="--plan" in sys.argv)
