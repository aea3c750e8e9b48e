"""The draft of a household's file: looked at while it is filled in, kept whole in one deed or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from app.errors import ErrorCode, Grade, KnownError
from app.models import CondolenceRecord, HardshipCase, Household, HouseholdMember, IncomeItem, PolicyParameter
from app.models.store import undo
from app.models.store.database import Database
from app.services import hardship, records
from app.services.hardship import CaseDraft, DraftRow, Looked, Move
from tests.factories import add_case, add_person, add_round, add_standard, digests
from tests.fixed_day import DAY, on_day

WIFE = DraftRow({"name": "王芳", "relation": "配偶"})
SON = DraftRow({"name": "刘小明", "relation": "20", "born": "2008-05"})


_day = on_day()


def new(database: Database, name: str = "刘强", **fields: str) -> CaseDraft:
    """The draft of a new file for somebody new."""
    with database.write("准备") as session:
        person = add_person(session, name, **fields).id
    with database.read() as session:
        return hardship.new_sheet(session, person).draft


def example(draft: CaseDraft) -> CaseDraft:
    """The worked example of domain 02 §2.1: 666.67 yuan a head."""
    return replace(
        draft,
        members=(*draft.members, WIFE, SON),
        incomes=(income("本人", "48000"), income("刘小明", "6000", "other")),
        expenses=(DraftRow({"kind": "illness", "yuan": "30000", "member": "王芳"}),),
    )


def income(member: str, yuan: str, kind: str = "wage") -> DraftRow:
    return DraftRow({"member": member, "kind": kind, "yuan": yuan})


def reopen(database: Database, case_id: int) -> CaseDraft:
    with database.read() as session:
        return hardship.open_sheet(session, case_id).draft


def kept(database: Database) -> CaseDraft:
    """The worked example, kept and opened again."""
    return reopen(database, hardship.save_draft(database, example(new(database))).case_id)


def look(database: Database, draft: CaseDraft) -> Looked:
    with database.read() as session:
        return hardship.look(session, draft)


def standard(database: Database, value: str = "750") -> None:
    with database.write("填标准") as session:
        add_standard(session, "dibao_monthly", value)


def said(looked: Looked) -> dict[str, str]:
    return {problem.field: str(problem.what) for problem in looked.problems}


def refused(database: Database, draft: CaseDraft, move: Move | None = None) -> dict[str, str]:
    before = digests(database)
    with pytest.raises(KnownError) as caught:
        hardship.save_draft(database, draft, move)
    assert digests(database) == before
    return {problem.field: str(problem.what) for problem in caught.value.problems if problem.grade is Grade.MUST}


def test_a_new_file_begins_with_the_worker_as_the_register_knows_him(database: Database) -> None:
    draft = new(database, "刘强", id_no="11010519491231002X", address="海口市忠介路1号")
    assert draft.members == (
        DraftRow(
            dict.fromkeys(draft.members[0].texts, "")
            | {"name": "刘强", "relation": "01", "sex": "2", "born": "1949-12-31", "id_no": "11010519491231002X"},
            "",
            True,
        ),
    )
    assert draft.texts["household.address"] == "海口市忠介路1号" and draft.texts["months"] == "12"


def test_a_draft_is_kept_whole_in_one_deed_that_undo_takes_back(database: Database) -> None:
    standard(database)
    draft, before = example(new(database)), digests(database)

    saved = hardship.save_draft(database, draft)

    with database.read() as session:
        case = session.get_one(HardshipCase, saved.case_id)
        assert (case.stage, case.case_no, case.category, case.per_capita) == (
            "draft",
            "困字〔2026〕001号",
            "deep",
            66667,
        )
        names = [(row.name, row.relation) for row in hardship.members_of(session, case.household_id)]
        assert names == [("刘强", "01"), ("王芳", "10"), ("刘小明", "20")]
    undo.undo(database)
    assert digests(database) == before


def test_a_kept_draft_opens_as_it_was_kept(database: Database) -> None:
    draft = kept(database)
    assert [row.texts["name"] for row in draft.members] == ["刘强", "王芳", "刘小明"]
    assert draft.incomes[1].texts == {
        "member": "刘小明",
        "kind": "other",
        "yuan": "6000.00",
        "from": "",
        "to": "",
        "remark": "",
    }
    assert draft.changes(draft) == 0


def test_lines_are_changed_added_and_deleted_in_one_deed(database: Database) -> None:
    draft = kept(database)
    wife, before = draft.members[1], digests(database)
    changed = replace(
        draft,
        texts=draft.texts | {"cause_note": "火灾", "household.phone": "66001122"},
        members=(draft.members[0], replace(wife, texts=wife.texts | {"identity": "退休"})),
        incomes=(draft.incomes[0], income("王芳", "1200")),
        expenses=(),
    )

    hardship.save_draft(database, changed)

    again = reopen(database, draft.case_id or 0)
    assert [row.texts["name"] for row in again.members] == ["刘强", "王芳"] and again.members[1].uid == wife.uid
    assert [row.texts["yuan"] for row in again.incomes] == ["48000.00", "1200.00"] and again.expenses == ()
    assert again.texts["cause_note"] == "火灾" and again.texts["household.phone"] == "66001122"
    undo.undo(database)
    assert digests(database) == before


def test_a_line_whose_cells_were_all_cleared_is_deleted(database: Database) -> None:
    draft = kept(database)
    cleared = replace(draft, incomes=(draft.incomes[0], replace(draft.incomes[1], texts={"member": "", "yuan": ""})))
    assert cleared.changes(draft) == 1

    hardship.save_draft(database, cleared)

    assert len(reopen(database, draft.case_id or 0).incomes) == 1


def test_a_line_entered_elsewhere_meanwhile_is_not_deleted(database: Database) -> None:
    draft = kept(database)
    with database.write("另填") as session:
        session.add(IncomeItem(case_id=draft.case_id, member_name="本人", kind="rent", amount=100))

    hardship.save_draft(database, replace(draft, texts=draft.texts | {"remark": "改"}))

    assert len(reopen(database, draft.case_id or 0).incomes) == 3


def test_saving_without_a_change_leaves_no_deed(database: Database) -> None:
    standard(database)
    draft = kept(database)
    last = database.last_deed()
    hardship.save_draft(database, draft)
    assert database.last_deed() == last


def test_everything_wrong_is_said_at_once_and_nothing_is_kept(database: Database) -> None:
    draft = new(database)
    found = refused(
        database,
        replace(
            draft,
            texts=draft.texts | {"main_cause": "99", "household.floor_area": "多"},
            members=(
                *draft.members,
                DraftRow({"relation": "配偶", "born": "2024-02-30"}),
                DraftRow({"name": "刘强", "relation": "01"}),
            ),
            incomes=(income("路人", "-1"), DraftRow({"remark": "只写了备注"})),
            expenses=(DraftRow({"kind": "illness", "yuan": "1.234", "member": "路人"}),),
        ),
    )
    assert set(found) == {
        "main_cause", "household.floor_area", "members.2.name", "members.2.born", "members.3.relation",
        "members.3.name", "members.1.name", "incomes.1.member", "incomes.1.yuan", "incomes.2.member", "incomes.2.kind",
        "incomes.2.yuan", "expenses.1.member", "expenses.1.yuan",
    }  # fmt: skip


def test_the_numbers_of_problems_count_the_lines_on_the_screen(database: Database) -> None:
    draft = new(database)
    found = refused(database, replace(draft, incomes=(DraftRow(), income("本人", "十"))))
    assert set(found) == {"incomes.2.yuan"}


def test_one_number_twice_in_a_household_is_refused(database: Database) -> None:
    draft = new(database, id_no="11010519491231002X")
    twin = DraftRow({"name": "刘勇", "relation": "兄", "id_no": "11010519491231002X"})
    found = refused(database, replace(draft, members=(*draft.members, twin)))
    assert found == {"members.2.id_no": "和第 1 行是同一个号码"}


def test_somebody_of_another_household_is_flagged_and_can_be_kept(database: Database) -> None:
    with database.write("准备") as session:
        other = {"name": "刘秀英", "relation": "52", "id_no": "440524188001010014"}
        add_case(session, add_person(session, "刘勇"), household=[other])
    draft = new(database)
    mother = DraftRow({"name": "刘秀英", "relation": "母亲", "id_no": "440524188001010014"})
    draft = replace(draft, members=(*draft.members, mother))

    assert said(look(database, draft)) == {
        "members.2.name": "“刘勇”一户（档案 困字〔2026〕001号）里也有这个人（母亲），请核对"
    }
    assert [problem.field for problem in hardship.save_draft(database, draft).problems] == ["members.2.name"]


def test_somebody_without_a_number_is_known_by_name_and_birth_date(database: Database) -> None:
    with database.write("准备") as session:
        add_case(session, household=[{"name": "刘小明", "relation": "20", "born": "2010-05-01"}])
    draft = new(database)
    for born, flagged in (("2010-05-01", True), ("2010-05-02", False), ("2010", False)):
        child = DraftRow({"name": "刘小明", "relation": "20", "born": born})
        found = said(look(database, replace(draft, members=(*draft.members, child))))
        assert ("members.2.name" in found) is flagged


def test_a_number_that_the_register_knows_under_another_name_is_doubted(database: Database) -> None:
    with database.write("准备") as session:
        add_person(session, "王小芳", id_no="440524188001010014")
    draft = new(database)
    wife = DraftRow({"name": "王芳", "relation": "10", "id_no": "440524188001010014"})
    found = said(look(database, replace(draft, members=(*draft.members, wife))))
    assert found == {"members.2.id_no": "会员名单里这个号码是“王小芳”的，请核对"}


def test_a_relative_with_a_known_number_is_linked_to_the_register(database: Database) -> None:
    with database.write("准备") as session:
        wife = add_person(session, "王芳", id_no="440524188001010014").id
    draft = new(database)
    line = DraftRow({"name": "王芳", "relation": "10", "id_no": "440524188001010014"})
    hardship.save_draft(database, replace(draft, members=(*draft.members, line)))
    with database.read() as session:
        links = session.scalars(select(HouseholdMember.person_id).order_by(HouseholdMember.id)).all()
    assert links == [draft.person_id, wife]


def test_a_number_with_hidden_digits_is_never_kept_over_the_number(database: Database) -> None:
    draft = new(database)
    line = DraftRow({"name": "王芳", "relation": "10", "id_no": "460199198001010083"})
    case_id = hardship.save_draft(database, replace(draft, members=(*draft.members, line))).case_id
    opened = reopen(database, case_id)
    wife = opened.members[1]
    hidden = replace(wife, texts=wife.texts | {"id_no": "**************0083"})
    somebody = DraftRow({"name": "刘小明", "relation": "20", "id_no": "**************0027"})

    told = refused(database, replace(opened, members=(opened.members[0], hidden, somebody)))

    what = "这个号码有几位是隐藏的。先用“显示完整号码”，再复制、粘贴"
    assert told == {"members.2.id_no": what, "members.3.id_no": what}


def test_a_number_that_came_with_hidden_digits_does_not_hold_up_the_file(database: Database) -> None:
    draft = kept(database)
    with database.write("导入") as session:
        records.edit(
            session, session.query(HouseholdMember).filter_by(name="王芳").one(), {"id_no": "4601**********0027"}
        )

    again = reopen(database, draft.case_id or 0)
    hardship.save_draft(database, replace(again, texts=again.texts | {"cause_note": "火灾"}))

    saved = reopen(database, draft.case_id or 0)
    assert (saved.texts["cause_note"], saved.members[1].texts["id_no"]) == ("火灾", "4601**********0027")


def test_looking_says_what_texts_become_and_what_a_number_tells(database: Database) -> None:
    draft = new(database)
    row = DraftRow({"name": "王芳", "relation": "爱人", "born": "1985年3月", "id_no": "11010519491231002x"})
    found = look(database, replace(draft, members=(*draft.members, row), incomes=(income("本人", "4.8万"),)))
    assert found.written["members.2.relation"] == hardship.Written("10", "配偶")
    assert found.written["members.2.born"] == hardship.Written("1985-03", "1985年3月")
    assert found.written["incomes.1.yuan"] == hardship.Written("48000.00", "48,000.00")
    assert found.follows["members.2.sex"].shown == "女"
    assert found.follows["members.2.born"].raw == "1949-12-31"
    assert "members.2.born" in said(found)


def test_looking_reckons_without_keeping_anything(database: Database) -> None:
    standard(database)
    draft, before = example(new(database)), digests(database)
    found = look(database, draft)
    assert str(found.conclusion) == "人均 666.67 元，低于 750.00 元：深度困难职工"
    assert (found.persons, found.income, found.expense, found.unread) == (3, 5_400_000, 3_000_000, 0)
    assert digests(database) == before


@pytest.mark.parametrize(
    ("dibao", "told"),
    [
        ("600", "人均 666.67 元，低于 1,200.00 元（低保的 2 倍）：相对困难职工"),
        ("300", "人均 666.67 元，不低于 600.00 元（低保的 2 倍）：不符合"),
    ],
)
def test_the_conclusion_names_the_limit_that_decides(database: Database, dibao: str, told: str) -> None:
    standard(database, dibao)
    assert str(look(database, example(new(database))).conclusion) == told


def test_amounts_that_cannot_be_read_are_left_out_and_counted(database: Database) -> None:
    standard(database)
    draft = new(database)
    found = look(database, replace(draft, incomes=(income("本人", "12000"), income("本人", "一些"))))
    assert (found.income, found.unread) == (1_200_000, 1)
    assert found.result is not None and found.result.per_capita_monthly == 100_000


def test_half_filled_lines_are_reckoned_with_what_they_say(database: Database) -> None:
    standard(database)
    draft = new(database)
    found = look(
        database, replace(draft, members=(*draft.members, DraftRow({"sex": "1"})), incomes=(DraftRow({"yuan": "5"}),))
    )
    assert found.result is not None
    assert str(found.result.lines[0]) == "家庭人口 2 人：刘强（本人）、未填姓名（未填关系）"
    assert str(found.result.lines[1]) == "收入：未填成员，未填项目 5.00 元"


def test_without_a_standard_there_is_no_result_and_the_way_out_is_said(database: Database) -> None:
    found = look(database, example(new(database)))
    assert found.result is None and found.conclusion is None
    assert found.fault is not None and found.fault.code is ErrorCode.NO_STANDARD


def test_a_category_that_the_facts_no_longer_bear_out_goes(database: Database) -> None:
    standard(database)
    draft = kept(database)
    switch_off_the_standard(database)

    hardship.save_draft(database, replace(draft, texts=draft.texts | {"remark": "电话核实过"}))
    assert category(database) == "deep"

    hardship.save_draft(database, replace(draft, expenses=()))
    assert category(database) is None


def switch_off_the_standard(database: Database) -> None:
    with database.write("停用") as session:
        records.edit(session, session.scalars(select(PolicyParameter)).one(), {"disabled": "是"})


def category(database: Database) -> str | None:
    with database.read() as session:
        return session.scalars(select(HardshipCase.category)).one()


def test_a_new_standard_changes_the_category_at_the_next_saving(database: Database) -> None:
    standard(database)
    draft = kept(database)
    switch_off_the_standard(database)
    standard(database, "600")
    hardship.save_draft(database, draft)
    assert category(database) == "relative"


def test_a_draft_is_filed_in_the_same_deed_that_keeps_it(database: Database) -> None:
    draft = new(database)
    saved = hardship.save_draft(database, example(draft), Move("on_file"))
    with database.read() as session:
        case = session.get_one(HardshipCase, saved.case_id)
        assert (case.stage, case.filed_on) == ("on_file", DAY)
    assert str(undo.next_names(database)[0]) == "建档：刘强"


def test_the_filing_day_that_was_typed_stays(database: Database) -> None:
    draft = new(database)
    typed = replace(draft, texts=draft.texts | {"filed_on": "2026.3.5"})
    hardship.save_draft(database, typed, Move("on_file"))
    with database.read() as session:
        assert session.scalars(select(HardshipCase.filed_on)).one() == date(2026, 3, 5)


def test_removal_needs_a_reason_and_a_day_that_is_not_before_the_filing(database: Database) -> None:
    saved = hardship.save_draft(database, new(database), Move("on_file"))
    draft = reopen(database, saved.case_id)
    assert refused(database, draft, Move("closed")) == {"removal_reason": "要选撤档原因"}
    assert refused(database, draft, Move("closed", "2026-11-21", "1")) == {"removed_on": "撤档日期早于建档日期"}
    assert set(refused(database, draft, Move("closed", "昨天吧", "1"))) == {"removed_on"}

    hardship.save_draft(database, draft, Move("closed", "", "收入提高脱困"))

    with database.read() as session:
        case = session.get_one(HardshipCase, saved.case_id)
        assert (case.stage, case.removed_on, case.removal_reason) == ("closed", DAY, "1")
        paths = [item.path for item in hardship.form_items(session, "closed")]
    assert "removed_on" in paths


def test_a_step_that_the_stages_do_not_have_is_refused(database: Database) -> None:
    draft = reopen(database, hardship.save_draft(database, new(database)).case_id)
    assert "stage" in refused(database, draft, Move("closed", "", "1"))


def test_a_household_gets_no_second_open_file(database: Database) -> None:
    with database.write("准备") as session:
        case = add_case(session)
        person, uid = case.person_id, case.uid
    with database.read() as session, pytest.raises(KnownError) as caught:
        hardship.new_sheet(session, person)
    assert caught.value.code is ErrorCode.EXISTS
    assert [problem.value for problem in caught.value.problems] == [uid]


def test_a_new_file_takes_over_the_household_of_a_closed_one(database: Database) -> None:
    draft = kept(database)
    hardship.save_draft(database, draft, Move("on_file"))
    hardship.save_draft(database, draft, Move("closed", "", "1"))
    with database.read() as session:
        again = hardship.new_sheet(session, draft.person_id).draft
    assert [row.texts["name"] for row in again.members] == ["刘强", "王芳", "刘小明"]
    hardship.save_draft(database, again)
    with database.read() as session:
        assert session.query(Household).count() == 1 and session.query(HardshipCase).count() == 2


def test_a_file_whose_opening_was_taken_back_is_gone(database: Database) -> None:
    draft = kept(database)
    undo.undo(database)
    with pytest.raises(KnownError) as caught:
        hardship.save_draft(database, draft)
    assert caught.value.code is ErrorCode.NOT_FOUND


def test_what_the_household_received_comes_newest_first_without_what_was_cancelled(database: Database) -> None:
    with database.write("准备") as session:
        wife = add_person(session, "王芳", id_no="440524188001010014")
        household = [{"name": "王芳", "relation": "10", "id_no": wife.id_no}]
        case = add_case(session, add_person(session, "刘强"), household=household)
        home, worker = case.household_id, case.person_id
        rounds_ = [add_round(session, f"{year}年春节送温暖", year=year) for year in (2025, 2026, 2027)]
        for number, (round_, person, status) in enumerate(
            zip(rounds_, (worker, wife.id, worker), ("signed", "visited", "planned"), strict=True)
        ):
            made = CondolenceRecord(
                round_id=round_.id, person_id=person, household_id=home, cash=100_000, position=number
            )
            made.put(status=status, household_id=home if person == worker else None)
            session.add(made)
        session.add(
            CondolenceRecord(round_id=rounds_[0].id, person_id=worker, status="cancelled", cancel_reason="不在")
        )
    with database.read() as session:
        found = hardship.received(session, home)
    assert [(one.year, one.name, one.handed_out, one.cash) for one in found] == [
        (2027, "刘强", False, 100_000),
        (2026, "王芳", True, 100_000),
        (2025, "刘强", True, 100_000),
    ]


# --- what is not filled in yet, and what is told only in the family table


def test_without_any_income_nothing_is_concluded_and_no_category_is_kept(database: Database) -> None:
    standard(database)
    draft = replace(new(database), expenses=(DraftRow({"kind": "illness", "yuan": "30000"}),))

    looked = look(database, draft)
    case_id = hardship.save_draft(database, draft).case_id

    assert (looked.is_unfilled, looked.result, looked.conclusion, looked.fault) == (True, None, None, None)
    with database.read() as session:
        case = session.get_one(HardshipCase, case_id)
        assert (case.category, case.per_capita, case.assessed_on) == (None, None, None)


def test_an_income_of_nothing_is_an_answer(database: Database) -> None:
    standard(database)
    looked = look(database, replace(new(database), incomes=(income("本人", "0"),)))
    assert looked.result is not None
    assert (looked.is_unfilled, looked.result.category) == (False, "deep")


def test_a_monthly_income_of_the_family_table_is_told_until_it_stands_among_the_incomes(database: Database) -> None:
    standard(database)
    base = new(database)
    wife = replace(WIFE, texts={**WIFE.texts, "monthly_income": "3000"})
    draft = replace(base, members=(*base.members, wife), incomes=(income("本人", "24000"),))

    looked = look(database, draft)
    added = hardship.incomes_of_months(draft, looked.uncounted, looked.months)
    again = look(database, replace(draft, incomes=(*draft.incomes, *added)))

    assert looked.result is not None and again.result is not None
    assert "王芳的月收入 3,000.00 元没有算进去：“收入”里还没有这一位" in map(str, looked.result.warnings)
    assert [row.texts for row in added] == [{"member": "王芳", "kind": "wage", "yuan": "36000.00"}]
    assert (looked.income, again.income, again.uncounted) == (24_000_00, 60_000_00, ())
    assert not any("没有算进去" in str(one) for one in again.result.warnings)


def test_whose_income_is_entered_is_never_counted_twice(database: Database) -> None:
    base = new(database)
    [own] = base.members
    own = replace(own, texts={**own.texts, "monthly_income": "2000"})
    looked = look(database, replace(base, members=(own,), incomes=(income("刘强", "24000"),)))
    assert (looked.uncounted, looked.income) == ((), 24_000_00)


def test_a_monthly_income_of_the_retired_becomes_a_pension_for_the_months_of_the_file(database: Database) -> None:
    base = new(database)
    mother = DraftRow({"name": "李秀兰", "relation": "52", "monthly_income": "1500.50", "identity": "4"})
    draft = replace(base, members=(*base.members, mother), texts={**base.texts, "months": "6"})
    looked = look(database, draft)
    [row] = hardship.incomes_of_months(draft, looked.uncounted, looked.months)
    assert row.texts == {"member": "李秀兰", "kind": "pension", "yuan": "9003.00"}


def with_monthly_income(draft: CaseDraft) -> CaseDraft:
    own, *others = draft.members
    return replace(draft, members=(replace(own, texts={**own.texts, "monthly_income": "2500"}), *others))


def test_a_monthly_income_alone_keeps_the_category_of_a_file_without_incomes(database: Database) -> None:
    standard(database)
    saved = hardship.save_draft(database, new(database))
    with database.write("导入") as session:
        session.get_one(HardshipCase, saved.case_id).put(category="deep")

    hardship.save_draft(database, with_monthly_income(reopen(database, saved.case_id)))

    assert category(database) == "deep"


def test_a_monthly_income_alone_does_not_assess_a_closed_file_anew(database: Database) -> None:
    standard(database)
    saved = hardship.save_draft(database, kept(database), Move("on_file"))
    hardship.save_draft(database, reopen(database, saved.case_id), Move("closed", "", "1"))
    with database.write("更正") as session:
        session.get_one(HardshipCase, saved.case_id).put(category="relative")

    hardship.save_draft(database, with_monthly_income(reopen(database, saved.case_id)))

    assert category(database) == "relative"
