"""A small driver of the store: saves one deed after another and acknowledges each, until it is killed.

    python -m tests.faults.saver FOLDER FIRST CARELESS

Deed N adds a member whose phone number ends in N and notes N in the union itself: two tables and the journal, so a half
kept deed shows. FOLDER holds a union's file (`union`). CARELESS other than 0 switches the syncing off: the control.
"""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

from sqlalchemy import func, select

from app.errors import KnownError
from app.models import Organization, Person
from app.models.store.engine import integrity_problems
from tests.faults.union import Union

FIRST = 19_000_000_000


def save_forever(union: Union, first: int, *, careless: bool) -> None:
    """Save and acknowledge."""
    with union.open() as opened:
        if careless:
            opened.database.raw.execute("PRAGMA synchronous = OFF")
        for number in count(first):
            with opened.database.write("新增会员") as session:
                session.add(Person(name="王芳", phone=str(FIRST + number)))
                session.get_one(Organization, 1).contact = str(number)
            print(f"ACK add {number}", flush=True)


def judge(union: Union, least: int) -> tuple[int, list[str]]:
    """What a file holds that was cut off: the number of its last deed, and what must not be."""
    try:
        with union.open() as opened:
            unsound = integrity_problems(opened.database.raw)
            chain = opened.database.chain_problems()
            with opened.database.read() as session:
                numbers = select(func.count(Person.id), func.max(Person.phone)).where(Person.phone > str(FIRST))
                kept, last = session.execute(numbers).one()
                noted = int(session.get_one(Organization, 1).contact or 0)
    except KnownError as error:
        return 0, [f"corrupt: {error.code} {error.what}"]
    newest = int(last or FIRST) - FIRST
    bad = [f"corrupt: {what}" for what in (*unsound, *map(str, chain))]
    if not kept == newest == noted:
        bad.append(f"corrupt: {kept} members, the last is {newest}, the union says {noted}")
    if newest < least:
        bad.append(f"lost: {least} were acknowledged, {newest} are there")
    return newest, bad


if __name__ == "__main__":
    from tests.faults.union import read_union

    save_forever(read_union(Path(sys.argv[1])), int(sys.argv[2]), careless=sys.argv[3] != "0")
