from __future__ import annotations

import json
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import ErrorCode, Grade, KnownError
from app.models import CondolenceRecord, CondolenceRound, Person
from app.models.store import undo
from app.models.store.database import Database
from app.services import hardship, members, records, rounds
from app.services.history import whole_history
from app.services.rounds import Proposal
from tests.factories import add_case, add_person, add_round, add_standard, digests, membership_of
from tests.fixed_day import DAY, on_day

_day = on_day()


def _names(proposal: Proposal) -> list[str]:
    return [row.person.name for row in proposal.rows]


def _reasons(proposal: Proposal) -> dict[str, str]:
    return {one.person.name: str(one.reason) for one in proposal.dropped}


def _records(session: Session, round: CondolenceRound) -> list[CondolenceRecord]:
    query = select(CondolenceRecord).where(CondolenceRecord.round_id == round.id, CondolenceRecord.deleted_at.is_(None))
    return list(session.scalars(query.order_by(CondolenceRecord.position)))


def _said(record: CondolenceRecord) -> list[str]:
    return list(json.loads(record.warning or "[]"))


def test_the_households_on_file_are_proposed_with_the_rounds_amounts_and_the_reason(database: Database) -> None:
    with database.write("准备") as session:
        add_standard(session)
        case = add_case(session, add_person(session, "刘秀英"), main_cause="6")
        hardship.keep_assessment(session, case, DAY)
        round = add_round(session, goods="大米一袋", goods_value="80")
        proposal = rounds.propose(session, round)
        outcome = proposal.outcome
        assert _records(session, round) == []
        applied = rounds.apply(session, round, proposal)
        record = _records(session, round)[0]
    assert (outcome.records, outcome.households, outcome.persons, outcome.cash, outcome.goods) == (
        1,
        1,
        1,
        100000,
        8000,
    )
    assert (applied.records, applied.households, applied.persons, applied.cash, applied.goods) == (
        1,
        1,
        1,
        100000,
        8000,
    )
    assert (record.case_id, record.household_id, record.cash, record.goods) == (
        case.id,
        case.household_id,
        100000,
        "大米一袋",
    )
    assert record.proposal_reason == "深度困难职工：患重特大疾病"
    assert (record.occasion, record.position, record.status, record.warning) == ("HARD", 1, "planned", None)


def test_leavers_the_dead_and_closed_files_drop_out_with_the_reason(database: Database) -> None:
    with database.write("准备") as session:
        names = ("在档", "退会", "去世", "撤档", "草稿", "以后", "非会员")
        people = {name: add_person(session, name, member=name != "非会员") for name in names}
        cases = {name: add_case(session, person, **_fields(name)) for name, person in people.items()}
        members.leave(session, membership_of(session, people["退会"]), "2026-05-04")
        members.mark_deceased(session, people["去世"], date(2026, 6, 2))
        hardship.advance(session, cases["撤档"], "closed", on=date(2026, 8, 1), reason="2")
        proposal = rounds.propose(session, add_round(session))
    assert _names(proposal) == ["在档", "非会员"]
    assert _reasons(proposal) == {
        "退会": "已退会（2026-05-04）",
        "去世": "已于2026-06-02去世",
        "撤档": "档案已于2026-08-01撤档",
        "草稿": "档案还没有建好（草稿）",
        "以后": "2026-12-01才建档",
    }
    assert str(proposal.outcome.warnings[0].what) == "退会：没有列入：已退会（2026-05-04）"


def _fields(name: str) -> dict[str, object]:
    if name == "草稿":
        return {"stage": "draft", "filed_on": None}
    return {"filed_on": "2026-12-01"} if name == "以后" else {}


def test_a_file_closed_long_ago_or_replaced_by_a_new_one_is_not_missed(database: Database) -> None:
    with database.write("准备") as session:
        old = add_case(session, filed_on="2020-01-01")
        hardship.advance(session, old, "closed", on=date(2024, 1, 1), reason="1")
        again = add_person(session, "又困难")
        hardship.advance(session, add_case(session, again), "closed", on=date(2026, 3, 1), reason="1")
        add_case(session, again)
        proposal = rounds.propose(session, add_round(session))
    assert (_names(proposal), _reasons(proposal)) == (["又困难"], {})


def test_who_is_in_the_round_already_is_skipped_at_the_next_proposal(database: Database) -> None:
    with database.write("准备") as session:
        first = add_person(session, "先来")
        add_case(session, first)
        round = add_round(session)
        rounds.add(session, round, [first])
        add_case(session, add_person(session, "后来"))
        proposal = rounds.propose(session, round)
        rounds.apply(session, round, proposal)
        again = rounds.propose(session, round)
    assert (_names(proposal), _reasons(proposal)) == (["后来"], {"先来": "这一户已在名单里"})
    assert (_names(again), set(_reasons(again))) == ([], {"先来", "后来"})


def test_a_household_taken_off_for_a_reason_is_not_proposed_again(database: Database) -> None:
    with database.write("准备") as session:
        add_case(session, add_person(session, "谢绝"))
        round = add_round(session)
        rounds.apply(session, round, rounds.propose(session, round))
        rounds.mark(session, round, rounds.find_in(session, round, ["谢绝"]), "cancelled", reason="本人谢绝")
        proposal = rounds.propose(session, round)
    assert (_names(proposal), _reasons(proposal)) == ([], {"谢绝": "这一户在名单里已取消"})


def test_people_picked_by_hand_get_the_standard_or_what_is_given_instead(database: Database) -> None:
    with database.write("准备") as session:
        round = add_round(session)
        one, two = add_person(session), add_person(session)
        rounds.add(session, round, [one], reason="遭遇车祸")
        rounds.add(session, round, [two], goods="米面油", goods_value="200.50", group="第一组")
        first, second = _records(session, round)
    assert (first.cash, first.goods, first.proposal_reason, first.reason) == (100000, None, "遭遇车祸", None)
    assert (second.cash, second.goods, second.goods_value, second.visit_group) == (None, "米面油", 20050, "第一组")
    assert [first.position, second.position] == [1, 2]


def test_everything_unreadable_in_what_is_given_is_said_at_once(database: Database) -> None:
    with database.write("准备") as session:
        round, person = add_round(session), add_person(session)
        with pytest.raises(KnownError) as refused:
            rounds.add(session, round, [person], cash="一千", goods_value="-3")
    assert {problem.field for problem in refused.value.problems} == {"cash", "goods_value"}


def test_nobody_is_on_a_list_twice_and_the_refusal_names_them(database: Database) -> None:
    with database.write("准备") as session:
        round, person, other = add_round(session), add_person(session, "王强"), add_person(session)
        rounds.add(session, round, [person, person])
        with pytest.raises(KnownError) as refused:
            rounds.add(session, round, [person, other])
    assert refused.value.code == ErrorCode.EXISTS
    assert [str(problem.what) for problem in refused.value.problems] == ["王强已在名单里"]


def test_a_ceiling_is_warned_of_with_its_document_and_never_blocks(database: Database) -> None:
    with database.write("准备") as session:
        add_standard(session, "ceiling_per_time", "3000", doc_no="总工发〔2016〕1号")
        round, person = add_round(session), add_person(session, "王强")
        exact = rounds.add(session, round, [add_person(session)], cash="2000", goods="被子", goods_value="1000")
        over = rounds.add(session, round, [person], cash="2000", goods="被子", goods_value="1000.01", reason="特别困难")
        record = _records(session, round)[1]
    assert exact.warnings == ()
    assert [(str(one.what), one.grade, one.value) for one in over.warnings] == [
        ("王强：这次 3,000.01 元，超过每次上限 3,000.00 元（依据总工发〔2016〕1号）", Grade.CHECK, person.uid)
    ]
    assert _said(record) == ["这次 3,000.01 元，超过每次上限 3,000.00 元（依据总工发〔2016〕1号）"]
    assert (record.reason, record.cash) == ("特别困难", 200000)


def test_the_ceiling_of_a_year_counts_goods_and_every_round_of_that_year_only(database: Database) -> None:
    with database.write("准备") as session:
        add_standard(session, "ceiling_per_person_year", "6000", doc_no="总工发〔2016〕1号")
        person = add_person(session)
        for year in (2026, 2027):
            rounds.add(session, add_round(session, f"{year}年夏", year=year), [person], cash="4000", goods_value="1000")
        exact = rounds.add(session, add_round(session, "中秋"), [person], cash="1000")
        over = rounds.add(session, add_round(session, "国庆"), [person], cash="0.01")
    assert not any("每人每年" in str(one.what) for one in exact.warnings)
    assert any("全年共 6,000.01 元" in str(one.what) for one in over.warnings)


def test_a_ceiling_of_one_occasion_counts_only_that_occasion(database: Database) -> None:
    with database.write("准备") as session:
        add_standard(session, "ceiling_per_person_year", "1500", occasion="FEST")
        add_standard(session, "ceiling_times_per_year", "1", occasion="HOSP")
        person = add_person(session)
        rounds.add(session, add_round(session, "送温暖"), [person], cash="1400")
        festival = rounds.add(session, add_round(session, "中秋", occasion="FEST"), [person], cash="1500")
        first = rounds.add(session, add_round(session, "住院一", occasion="HOSP"), [person])
        second = rounds.add(session, add_round(session, "住院二", occasion="HOSP"), [person])
    assert not any("全年" in str(one.what) for one in (*festival.warnings, *first.warnings))
    assert any("全年第 2 次，超过每年 1 次" in str(one.what) for one in second.warnings)


def test_two_festivals_on_one_day_are_one_payout_under_the_festival_ceiling(database: Database) -> None:
    with database.write("准备") as session:
        add_standard(session, "ceiling_per_festival", "500", doc_no="黔工发〔2018〕3号")
        round = add_round(session, "2031年中秋国庆", year=2031, occasion="FEST")
        found = rounds.add(session, round, [add_person(session)], goods="月饼", goods_value="600")
        other = rounds.add(session, add_round(session), [add_person(session)], cash="600")
    assert "这个节日 600.00 元，超过每节上限 500.00 元（依据黔工发〔2018〕3号）" in str(found.warnings[0].what)
    assert other.warnings == ()


def test_festival_ceilings_of_several_regions_hold_up_no_round_of_another_occasion(database: Database) -> None:
    with database.write("准备") as session:
        add_standard(session, "ceiling_per_festival", "500", region="海南省")
        add_standard(session, "ceiling_per_festival", "600", region="贵州省")
        found = rounds.add(session, add_round(session), [add_person(session)])
        with pytest.raises(KnownError) as caught:
            rounds.add(session, add_round(session, "中秋", occasion="FEST"), [add_person(session, "李娜")])
    assert (found.warnings, caught.value.code) == ((), ErrorCode.AMBIGUOUS)


def test_the_ceilings_of_the_rounds_year_count_although_it_is_prepared_before(database: Database) -> None:
    with database.write("准备") as session:
        add_standard(session, "ceiling_per_time", "500", **{"from": "2027-01-01"})
        found = rounds.add(session, add_round(session), [add_person(session)])
    assert len(found.warnings) == 1


def test_who_has_already_received_this_year_is_named_with_day_round_and_amount(database: Database) -> None:
    with database.write("准备") as session:
        person, planned = add_person(session, "王强"), add_person(session, "李四")
        earlier = add_round(session, "2027年元旦慰问")
        rounds.add(session, earlier, [person], cash="500", goods="米", goods_value="100")
        rounds.add(session, earlier, [planned], cash="300")
        rounds.mark(session, earlier, [person], "signed", on=date(2027, 1, 2))
        found = rounds.add(session, add_round(session), [person, planned])
    assert [str(one.what) for one in found.warnings] == [
        "王强：2027-01-02“2027年元旦慰问”已领 600.00 元",
        "李四：“2027年元旦慰问”已列入 300.00 元",
    ]


def test_what_a_household_has_received_through_another_of_its_people_is_said(database: Database) -> None:
    with database.write("准备") as session:
        spouse = add_person(session, "李四", id_no="440524188001010014")
        add_case(session, add_person(session, "王强"), household=[
            {"name": "李四", "relation": "10", "id_no": "440524188001010014"}
        ])  # fmt: skip
        earlier, round = add_round(session, "元旦"), add_round(session)
        rounds.apply(session, earlier, rounds.propose(session, earlier))
        rounds.mark(session, earlier, None, "visited", on=date(2027, 1, 2))
        other_round = rounds.add(session, round, [spouse])
        same_round = rounds.add(session, earlier, [spouse])
        proposed = rounds.propose(session, round)
    assert [str(one.what) for one in other_round.warnings] == ["李四：同一户2027-01-02“元旦”已领 1,000.00 元"]
    assert "李四：同一户已有人在这一批里" in [str(one.what) for one in same_round.warnings]
    assert _reasons(proposed) == {"王强": "这一户已在名单里"}


def test_cancelled_records_and_other_years_are_no_receipts(database: Database) -> None:
    with database.write("准备") as session:
        person = add_person(session)
        last_year, cancelled = add_round(session, "2026", year=2026), add_round(session, "取消")
        for round in (last_year, cancelled):
            rounds.add(session, round, [person])
        rounds.mark(session, last_year, None, "signed")
        rounds.mark(session, cancelled, [person], "cancelled", reason="本人谢绝")
        found = rounds.add(session, add_round(session), [person])
    assert found.warnings == ()


def test_a_dead_member_and_a_leaver_are_warned_of_but_not_the_family_of_the_dead(database: Database) -> None:
    with database.write("准备") as session:
        dead, left = add_person(session, "逝者"), add_person(session, "离会")
        members.mark_deceased(session, dead, date(2026, 6, 2))
        members.leave(session, membership_of(session, left), "2026-05")
        found = rounds.add(session, add_round(session), [dead, left])
        family = rounds.add(session, add_round(session, "抚恤", occasion="DEATH-M"), [dead])
    assert [str(one.what) for one in found.warnings] == ["逝者：已于2026-06-02去世", "离会：已退会（2026年5月）"]
    assert [str(one.what) for one in family.warnings] == ["逝者：“2027年春节送温暖”已列入 1,000.00 元"]


def test_a_budget_exceeded_is_warned_of_after_every_deed(database: Database) -> None:
    with database.write("准备") as session:
        round = add_round(session, budget="1500")
        first = rounds.add(session, round, [add_person(session)])
        second = rounds.add(session, round, [add_person(session)])
    assert first.warnings == ()
    assert [str(one.what) for one in second.warnings] == ["合计 2,000.00 元，超过预算 1,500.00 元"]


def test_amounts_are_set_for_all_for_a_group_or_for_some(database: Database) -> None:
    with database.write("准备") as session:
        add_standard(session, "ceiling_per_time", "1500")
        round = add_round(session)
        one, two, three = (add_person(session) for _ in range(3))
        rounds.add(session, round, [one, two, three])
        rounds.group(session, round, "第一组", [one, two])
        rounds.set_amounts(session, round, cash="800")
        rounds.set_amounts(session, round, goods="米", goods_value="300", group="第一组")
        found = rounds.set_amounts(session, round, cash="2000", people=[three])
        kept = [(record.visit_group, record.cash, record.goods_value) for record in _records(session, round)]
        lowered = rounds.set_amounts(session, round, cash="1000", people=[three])
        last = _records(session, round)[2]
    assert kept == [("第一组", None, 30000), ("第一组", None, 30000), (None, 200000, None)]
    assert (len(found.warnings), lowered.warnings, last.warning) == (1, (), None)


def test_people_are_taken_out_unless_they_were_given_something(database: Database) -> None:
    with database.write("准备") as session:
        round = add_round(session)
        one, two = add_person(session, "王强"), add_person(session)
        rounds.add(session, round, [one, two])
        rounds.mark(session, round, [one], "visited")
        left = rounds.remove(session, round, [two])
        with pytest.raises(KnownError) as refused:
            rounds.remove(session, round, [one])
        with pytest.raises(KnownError) as stranger:
            rounds.remove(session, round, [two])
    assert (left.records, refused.value.code, stranger.value.code) == (1, ErrorCode.STATE, ErrorCode.NOT_FOUND)
    assert [str(problem.what) for problem in refused.value.problems] == ["王强：已走访"]


def test_a_name_need_be_unique_only_within_the_list(database: Database) -> None:
    with database.write("准备") as session:
        round = add_round(session)
        here, _ = add_person(session, "王强"), add_person(session, "王强")
        rounds.add(session, round, [here])
        assert rounds.find_in(session, round, ["王强", here.uid]) == [here]
        with pytest.raises(KnownError) as refused:
            rounds.find_people(session, ["王强"])
    assert refused.value.code == ErrorCode.AMBIGUOUS


def test_a_record_goes_from_planned_to_visited_to_signed_with_day_and_proxy(database: Database) -> None:
    with database.write("准备") as session:
        round, person = add_round(session), add_person(session)
        rounds.add(session, round, [person])
        rounds.mark(session, round, [person], "visited", on=date(2027, 2, 1))
        rounds.mark(session, round, [person], "已签收", proxy="王小明", relation="子")
        record = _records(session, round)[0]
        signed = (record.status, record.visited_on, record.proxy, record.proxy_relation)
        with pytest.raises(KnownError) as refused:
            rounds.mark(session, round, [person], "cancelled", reason="重复")
        rounds.mark(session, round, [person], "planned")
    assert signed == ("signed", date(2027, 2, 1), "王小明", "20")
    assert refused.value.code == ErrorCode.STATE
    assert (record.status, record.visited_on, record.proxy) == ("planned", None, None)


def test_marking_everybody_leaves_the_cancelled_and_the_signed_alone(database: Database) -> None:
    with database.write("准备") as session:
        round = add_round(session)
        people = [add_person(session) for _ in range(3)]
        rounds.add(session, round, people)
        rounds.mark(session, round, people[:1], "cancelled", reason="调走")
        rounds.mark(session, round, people[1:2], "signed", on=date(2027, 1, 5))
        found = rounds.mark(session, round, None, "signed", on=date(2027, 2, 1))
        kept = [(record.status, record.visited_on) for record in _records(session, round)]
    assert kept == [("cancelled", None), ("signed", date(2027, 1, 5)), ("signed", date(2027, 2, 1))]
    assert (found.records, found.cash) == (2, 200000)


def test_cancelling_takes_a_reason_and_a_proxy_is_named_one_by_one(database: Database) -> None:
    with database.write("准备") as session:
        round, person = add_round(session), add_person(session)
        rounds.add(session, round, [person])
        with pytest.raises(KnownError) as no_reason:
            rounds.mark(session, round, [person], "cancelled")
        with pytest.raises(KnownError) as for_all:
            rounds.mark(session, round, None, "signed", proxy="王小明", relation="子")
        with pytest.raises(KnownError) as unknown:
            rounds.mark(session, round, None, "lost")
    assert [error.value.problems[0].field for error in (no_reason, for_all, unknown)] == ["reason", "proxy", "to"]


def test_who_was_cancelled_comes_back_when_added_again(database: Database) -> None:
    with database.write("准备") as session:
        round, person = add_round(session), add_person(session)
        rounds.add(session, round, [person])
        rounds.mark(session, round, [person], "cancelled", reason="本人谢绝")
        found = rounds.add(session, round, [person], cash="300")
        record = _records(session, round)[0]
    assert (found.records, record.status, record.cash, record.cancel_reason) == (1, "planned", 30000, None)


def test_a_round_is_handed_out_only_when_nobody_waits_and_then_its_list_stands(database: Database) -> None:
    with database.write("准备") as session:
        round, person = add_round(session), add_person(session, "王强")
        rounds.add(session, round, [person])
        rounds.advance(session, round, "open")
        with pytest.raises(KnownError) as waiting:
            rounds.advance(session, round, "done")
        rounds.mark(session, round, None, "visited")
        rounds.advance(session, round, "已发放", on=date(2027, 2, 3))
        done_on = round.done_on
        refusals = []
        for deed in (
            lambda: rounds.add(session, round, [add_person(session)]),
            lambda: rounds.remove(session, round, [person]),
            lambda: rounds.group(session, round, "第一组", [person]),
            lambda: rounds.set_amounts(session, round, cash="1"),
            lambda: rounds.mark(session, round, [person], "planned"),
            lambda: rounds.apply(session, round, Proposal((), ())),
        ):
            with pytest.raises(KnownError) as refused:
                deed()
            refusals.append(refused.value.code)
        rounds.mark(session, round, [person], "signed")
        rounds.advance(session, round, "open")
    assert waiting.value.code == ErrorCode.STATE
    assert [str(problem.what) for problem in waiting.value.problems] == ["王强待走访"]
    assert (done_on, round.done_on) == (date(2027, 2, 3), None)
    assert set(refusals) == {ErrorCode.STATE}


@pytest.mark.parametrize(
    ("steps", "wrong"),
    [([], "done"), ([], "archived"), (["open"], "archived"), (["open", "done", "archived"], "open"), ([], "draft")],
)
def test_a_round_moves_one_step_at_a_time(database: Database, steps: list[str], wrong: str) -> None:
    with database.write("准备") as session:
        round = add_round(session)
        for step in steps:
            rounds.advance(session, round, step)
        with pytest.raises(KnownError) as refused:
            rounds.advance(session, round, wrong)
    assert refused.value.code == ErrorCode.STATE


def test_a_title_names_one_round(database: Database) -> None:
    with database.write("准备") as session:
        first = add_round(session)
    with pytest.raises(KnownError) as refused, database.write("新建批次") as session:
        add_round(session)
    assert (refused.value.code, refused.value.problems[0].value) == (ErrorCode.EXISTS, first.uid)


def test_households_on_file_that_nobody_visited_in_a_year_are_listed(database: Database) -> None:
    with database.write("准备") as session:
        visited, waiting, cancelled, closed = (add_person(session, name) for name in "甲乙丙丁")
        cases = [add_case(session, person) for person in (visited, waiting, cancelled, closed)]
        hardship.advance(session, cases[3], "closed", reason="1")
        add_case(session, add_person(session, "戊"), filed_on="2028-01-01")
        round = add_round(session)
        rounds.add(session, round, [visited, waiting, cancelled])
        rounds.mark(session, round, [visited], "signed")
        rounds.mark(session, round, [cancelled], "cancelled", reason="出差")
        found = [one.person.name for one in rounds.not_visited(session, 2027)]
        before = [one.person.name for one in rounds.not_visited(session, 2026)]
    assert (found, before) == (["乙", "丙"], ["甲", "乙", "丙"])


def test_every_deed_on_a_round_is_undone_whole(database: Database) -> None:
    with database.write("准备") as session:
        person = add_person(session)
        add_case(session)
    states = [digests(database)]
    with database.write("新建批次") as session:
        uid = add_round(session).uid
    for name, deed in DEEDS.items():
        states.append(digests(database))
        with database.write(name) as session:
            deed(session, _round(session, uid), session.get_one(Person, person.id))
    for state in reversed(states):
        undo.undo(database)
        assert digests(database) == state


DEEDS = {
    "列入": lambda session, round, person: rounds.apply(session, round, rounds.propose(session, round)),
    "加人": lambda session, round, person: rounds.add(session, round, [person], cash="500"),
    "分组": lambda session, round, person: rounds.group(session, round, "第一组", [person]),
    "金额": lambda session, round, person: rounds.set_amounts(session, round, cash="600"),
    "开始": lambda session, round, person: rounds.advance(session, round, "open"),
    "走访": lambda session, round, person: rounds.mark(session, round, None, "visited"),
    "改回": lambda session, round, person: rounds.mark(session, round, [person], "planned"),
    "去掉": lambda session, round, person: rounds.remove(session, round, [person]),
    "发放": lambda session, round, person: rounds.advance(session, round, "done"),
}


def _round(session: Session, uid: str) -> CondolenceRound:
    found = records.find(session, CondolenceRound, uid)
    assert isinstance(found, CondolenceRound)
    return found


@pytest.mark.parametrize("to", ["planned", "visited", "signed"])
def test_a_reason_that_is_given_with_any_step_is_kept_behind_the_remark_once(database: Database, to: str) -> None:
    with database.write("准备") as session:
        round, person = add_round(session), add_person(session)
        rounds.add(session, round, [person])
        record = _records(session, round)[0]
        record.put(remark="住七楼")
        for _ in range(2):
            rounds.mark(session, round, [person], to, reason="两次上门家里没人")
        assert (record.remark, record.cancel_reason) == ("住七楼；两次上门家里没人", None)


def test_a_reason_that_has_no_room_behind_the_remark_is_refused_beside_its_field(database: Database) -> None:
    with database.write("准备") as session:
        round, person = add_round(session), add_person(session)
        rounds.add(session, round, [person])
        _records(session, round)[0].put(remark="远" * 190)
        with pytest.raises(KnownError) as refused:
            rounds.mark(session, round, [person], "visited", reason="两次上门家里没人，邻居也不在")
    assert [one.field for one in refused.value.problems] == ["reason"]


def test_the_history_of_a_round_names_whose_field_it_was_before_what_that_belongs_to(database: Database) -> None:
    with database.write("准备") as session:
        round, person = add_round(session), add_person(session, "李海燕")
        rounds.add(session, round, [person])
    with database.write("取消") as session:
        round, person = session.get_one(CondolenceRound, round.id), session.get_one(Person, person.id)
        rounds.mark(session, round, [person], "cancelled", reason="已外出")
    with database.read() as session:
        told = [str(one.label) for one in whole_history(session, session.get_one(CondolenceRound, round.id))]
    assert "“李海燕”的取消原因（慰问记录）" in told
