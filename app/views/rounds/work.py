"""What the page of a round asks of the file. Every method runs in the database thread and gives back plain values."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from app.errors import Problem, bad_input
from app.frozen import dataclass
from app.i18n import Label
from app.models import CondolenceRecord, CondolenceRound, Person
from app.models.store.database import Database, WriteSession
from app.models.words import FileWords
from app.services import listing, records, rounds
from app.services.figures import figures
from app.services.listing import View
from app.services.rounds.result import read_typed, records_of
from app.services.today import today
from app.views.rounds.deed_names import ADDED, AMOUNTED, GROUPED, MARKED, MOVED, REMOVED, Names, listed, picked
from app.views.rounds.given import amounts, written_amounts
from app.views.rounds.state import STAGES, RoundState

T = TypeVar("T")

BEFORE_SIGNING = ("planned", "visited")
AMOUNTS = ("cash", "goods", "goods_value")


@dataclass(frozen=True)
class Preview:
    """What proposing would put on the list, and what it leaves out, as written cells; nothing is kept yet.

    `people` are those of `rows`, by their ids.
    """

    people: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    dropped: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class RoundWork:
    """The deeds of one round; people are named by their records on its list."""

    database: Database
    round_id: int

    # --- reading

    def look(self) -> RoundState | None:
        """The round as it stands; None when it is gone (deleted, or its beginning was undone)."""
        with self.database.read() as session:
            found = session.get(CondolenceRound, self.round_id)
            if found is None or found.deleted_at is not None:
                return None
            words = FileWords(session, today())
            whole = records_of(session, found)
            listed = [one for one in whole if one.status != "cancelled"]
            counted = figures(session, found)
            return RoundState(
                found.id,
                found.uid,
                found.title,
                found.year,
                found.status,
                tuple((code, words.code_label("round_status", code)) for code in STAGES),
                counted.tally,
                found.budget,
                tuple(part.key for part in counted.by_group if part.key),
                amounts(found),
                sum(one.status == "planned" for one in listed),
                sum(bool(one.warning) for one in listed),
                tuple(one.id for one in listed if one.warning and not one.reason),
                sum(one.household_id is None for one in listed),
                sum(one.status != "signed" for one in listed),
                len(whole) - len(listed),
            )

    def preview(self) -> Preview:
        """What proposing the households on file would do."""
        with self.database.read() as session:
            proposal = rounds.propose(session, session.get_one(CondolenceRound, self.round_id))
            people = [one.person.id for one in proposal.rows] + [one.person.id for one in proposal.dropped]
            view = View(Person, columns=("membership.org_unit",))
            units = {each: cells[0] for each, cells in zip(people, listing.rows(session, view, people), strict=True)}
            rows = tuple(
                (
                    one.person.name,
                    units[one.person.id],
                    one.reason,
                    *written_amounts(one),
                    "；".join(map(str, one.warnings)),
                )
                for one in proposal.rows
            )
            dropped = tuple((one.person.name, units[one.person.id], str(one.reason)) for one in proposal.dropped)
        return Preview(tuple(one.person.id for one in proposal.rows), rows, dropped)

    # --- deeds

    def take_proposed(self, left_out: Collection[int] = ()) -> int:
        """Put the households that are proposed on the list, without the people who were left out; how many."""

        def take(session: WriteSession, found: CondolenceRound) -> int:
            proposal = rounds.propose(session, found)
            kept = tuple(one for one in proposal.rows if one.person.id not in left_out)
            rounds.apply(session, found, replace(proposal, rows=kept))
            return len(kept)

        return self.do("列入在档困难职工：{title}", take)

    def add(self, person_ids: Sequence[int], texts: Mapping[str, str]) -> int:
        """Put people picked by hand on the list, with the round's own amounts; how many."""

        def take(session: WriteSession, found: CondolenceRound) -> int:
            people = [session.get_one(Person, each) for each in person_ids]
            given = {"group": texts.get("group") or None, "reason": texts.get("reason") or None}
            rounds.add(session, found, people, **given)
            return len(people)

        return self.do_to(ADDED, picked(self.database, person_ids), take)

    def set_amounts(
        self, texts: Mapping[str, str], *, record_ids: Sequence[int] | None = None, group: str | None = None
    ) -> int:
        """Give amounts to these records, to a group, or to the whole list; how many warnings they have."""

        def give(session: WriteSession, found: CondolenceRound) -> int:
            given = {name: texts.get(name) or None for name in AMOUNTS}
            people = None if record_ids is None else people_of(session, record_ids)
            kept = rounds.set_amounts(session, found, people=people, group=group, **given)
            return sum(one.field == "person" for one in kept.warnings)

        if not record_ids:
            return self.do("定慰问金额：{title}", give)
        return self.do_to(AMOUNTED, listed(self.database, record_ids), give)

    def doubts(self, texts: Mapping[str, str]) -> Sequence[Problem]:
        """The amounts for everybody that look like a slip of the hand; raises `bad_input` for what is none."""
        with self.database.read() as session:
            values = read_typed(session, {name: texts.get(name) or None for name in AMOUNTS})
            return rounds.doubtful(session.get_one(CondolenceRound, self.round_id), values)

    def put_in_group(self, record_ids: Sequence[int], group: str) -> None:
        """Put them into a visiting group; an empty name takes them out of theirs."""
        self.do_to(
            GROUPED,
            listed(self.database, record_ids),
            lambda session, found: rounds.group(session, found, group, people_of(session, record_ids)),
        )

    def mark(self, record_ids: Sequence[int], texts: Mapping[str, str]) -> None:
        """Mark what became of them: `to`, `visited_on`, `proxy`, `relation` and `reason` as typed.

        Who has signed goes back only with a reason.
        """

        def note(session: WriteSession, found: CondolenceRound) -> None:
            chosen = [session.get_one(CondolenceRecord, each) for each in record_ids]
            back = texts["to"] in BEFORE_SIGNING and any(one.status == "signed" for one in chosen)
            if back and not texts.get("reason"):
                raise bad_input([Problem(Label("从已签收改回要写原因"), "reason")])
            day = read_typed(session, {"visited_on": texts.get("visited_on") or None})["visited_on"]
            notes = {name: texts.get(name) or None for name in ("proxy", "relation", "reason")}
            rounds.mark(session, found, people_of(session, record_ids), texts["to"], on=day, **notes)

        return self.do_to(MARKED, listed(self.database, record_ids), note)

    def signed(self, record_ids: Sequence[int]) -> int:
        """How many of them have signed."""
        with self.database.read() as session:
            return sum(session.get_one(CondolenceRecord, each).status == "signed" for each in record_ids)

    def move(self, record_ids: Sequence[int], steps: int) -> bool:
        """Move them one place up (−1) or down (+1); False when they are at the end already."""
        return self.do_to(
            MOVED,
            listed(self.database, record_ids),
            lambda session, found: rounds.move(session, found, people_of(session, record_ids), steps),
        )

    def place(self, record_ids: Sequence[int], before: int | None) -> bool:
        """Put them before another record of the list, or behind the last; False when they stand there already."""

        def put(session: WriteSession, found: CondolenceRound) -> bool:
            goal = people_of(session, [before])[0] if before is not None else None
            return rounds.place(session, found, people_of(session, record_ids), goal)

        return self.do_to(MOVED, listed(self.database, record_ids), put)

    def remove(self, record_ids: Sequence[int]) -> None:
        """Take them off the list."""
        self.do_to(
            REMOVED,
            listed(self.database, record_ids),
            lambda session, found: rounds.remove(session, found, people_of(session, record_ids)),
        )

    def advance(self, stage: str) -> None:
        """Go to another stage."""
        self.do("改批次状态：{title}", lambda session, found: rounds.advance(session, found, stage))

    def finish(self) -> None:
        """To 已发放 from wherever the round stands, as one deed."""

        def go(session: WriteSession, found: CondolenceRound) -> None:
            for stage in STAGES[STAGES.index(found.status) + 1 : STAGES.index("done") + 1]:
                rounds.advance(session, found, stage)

        self.do("改批次状态：{title}", go)

    def keep_reasons(self, typed: Mapping[int, str]) -> int:
        """Keep why something is handed out although there is a warning; how many."""

        def keep(session: WriteSession, found: CondolenceRound) -> int:
            for record_id, reason in typed.items():
                records.edit(session, session.get_one(CondolenceRecord, record_id), {"reason": reason})
            return len(typed)

        return self.do("写明仍要发放的原因：{title}", keep)

    def do_to(self, names: Names, whom: Mapping[str, Any], deed: Callable[[WriteSession, CondolenceRound], T]) -> T:
        """One deed, named after those to whom it is done."""
        return self.do(names[whom["n"] > 1], deed, **whom)

    def do(self, name: str, deed: Callable[[WriteSession, CondolenceRound], T], **told: Any) -> T:
        """One deed, named after the round."""
        with self.database.read() as session:
            title = session.get_one(CondolenceRound, self.round_id).title
        with self.database.write(name, title=title, **told) as session:
            return deed(session, session.get_one(CondolenceRound, self.round_id))


def people_of(session: WriteSession, record_ids: Sequence[int]) -> list[Person]:
    """Whose records these are."""
    return [session.get_one(Person, session.get_one(CondolenceRecord, each).person_id) for each in record_ids]
