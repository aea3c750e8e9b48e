from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.errors import ErrorCode, Grade, KnownError
from app.models import HardshipCase, Household, HouseholdMember
from app.models.store import undo
from app.models.store.database import Database
from app.services import hardship, records
from app.services.hardship import Assessment
from tests.factories import add_case, add_person, add_standard, digests

DAY = date(2026, 11, 22)
YEAR = {"from": "2026-01", "to": "2026-12"}

# Domain 02 §2.1: 3 persons, 48,000 + 0 + 6,000 yuan of income, 30,000 of unavoidable expenses.
EXAMPLE: dict[str, Any] = {
    "main_cause": "6",
    "other_causes": ["9"],
    "household": [{"name": "王强", "relation": "10"}, {"name": "王小明", "relation": "20", "born": "2010-05"}],
    "incomes": [
        {"member": "本人", "kind": "wage", "yuan": "48000.00", **YEAR},
        {"member": "王强", "kind": "wage", "yuan": "0.00", **YEAR},
        {"member": "王小明", "kind": "other", "yuan": "6000.00", **YEAR},
    ],
    "expenses": [{"kind": "illness", "yuan": "30000.00"}],
}


def _assess(database: Database, dibao: str, **case: Any) -> Assessment:
    with database.write("建档") as session:
        add_standard(session, "dibao_monthly", dibao)
        return hardship.assess(session, add_case(session, **case), DAY)


@pytest.mark.parametrize(
    ("dibao", "category", "label"),
    [("750", "deep", "深度困难职工"), ("600", "relative", "相对困难职工"), ("300", "none", "不符合")],
)
def test_the_worked_example_of_the_domain_falls_where_it_says(
    database: Database, dibao: str, category: str, label: str
) -> None:
    found = _assess(database, dibao, **EXAMPLE)
    assert (found.category, found.category_label, found.per_capita_monthly) == (category, label, 66667)
    assert (found.income, found.expense, found.persons) == (5_400_000, 3_000_000, 3)


def test_the_reason_is_written_out_with_the_numbers(database: Database) -> None:
    with database.write("建档") as session:
        add_standard(session, "dibao_monthly", "750", doc_no="民发〔2026〕1号")
        person = add_person(session, "刘秀英")
        found = hardship.assess(session, add_case(session, person, **EXAMPLE), DAY)
    assert [str(line) for line in found.lines] == [
        "家庭人口 3 人：刘秀英（本人）、王强（配偶）、王小明（子）",
        "收入：本人，工资性收入 48,000.00 元（2026年1月至2026年12月）",
        "收入：王强，工资性收入 0.00 元（2026年1月至2026年12月）",
        "收入：王小明，其他收入 6,000.00 元（2026年1月至2026年12月）",
        "12 个月家庭总收入 54,000.00 元",
        "支出：因病自付医疗费 30,000.00 元",
        "同期刚性总支出 30,000.00 元",
        "家庭月人均纯收入 =（54,000.00 − 30,000.00）÷ 3 人 ÷ 12 个月 = 666.67 元",
        "低保标准 750.00 元/人·月（依据民发〔2026〕1号）",
        "纯收入 24,000.00 元 < 750.00 × 3 人 × 12 个月 = 27,000.00 元：低于低保标准",
        "结论：深度困难职工",
    ]
    assert [one.doc_no for one in found.standards] == ["民发〔2026〕1号"]


@pytest.mark.parametrize(
    ("yuan", "category"), [("8999.99", "deep"), ("9000.00", "relative"), ("17999.99", "relative"), ("18000.00", "none")]
)
def test_equal_to_the_limit_is_not_below_it(database: Database, yuan: str, category: str) -> None:
    found = _assess(database, "750", incomes=[{"member": "本人", "kind": "wage", "yuan": yuan}])
    assert found.category == category


def test_a_net_income_below_zero_is_deep_and_shown_as_it_is(database: Database) -> None:
    found = _assess(database, "750", expenses=[{"kind": "illness", "yuan": "1000.00"}])
    assert (found.category, found.per_capita_monthly, found.persons) == ("deep", -8333, 1)
    assert any("还没有填收入" in str(warning) for warning in found.warnings)


def test_aid_of_the_union_counts_as_income(database: Database) -> None:
    found = _assess(database, "750", incomes=[{"member": "本人", "kind": "union_aid", "yuan": "9000.00"}])
    assert (found.income, found.category) == (900_000, "relative")


def test_who_could_work_but_does_not_is_taken_to_earn_the_minimum_wage(database: Database) -> None:
    idle = {"household": [{"name": "王强", "relation": "10", "idle_able": True}]}
    with database.write("建档") as session:
        add_standard(session)
        add_standard(session, "min_wage_monthly", "2010", doc_no="琼府〔2023〕9号")
        found = hardship.assess(session, add_case(session, **idle), DAY)
    assert found.income == 12 * 201_000
    assert any("王强有劳动能力而未就业" in str(line) and "24,120.00" in str(line) for line in found.lines)
    assert {one.key for one in found.standards} >= {"min_wage_monthly", "dibao_monthly"}


def test_an_income_entered_for_the_idle_even_of_nothing_replaces_the_minimum_wage(database: Database) -> None:
    idle = {
        "household": [{"name": "王强", "relation": "10", "idle_able": True}],
        "incomes": [{"member": "王强", "kind": "wage", "yuan": "0"}],
    }
    with database.write("建档") as session:
        add_standard(session)
        add_standard(session, "min_wage_monthly", "2010")
        found = hardship.assess(session, add_case(session, **idle), DAY)
    assert found.income == 0


def test_without_a_minimum_wage_entered_nothing_is_imputed_and_it_is_said(database: Database) -> None:
    found = _assess(database, "750", household=[{"name": "王强", "relation": "10", "idle_able": True}])
    assert found.income == 0
    assert any("没有填最低工资标准" in str(warning) for warning in found.warnings)


@pytest.mark.parametrize(
    ("loss", "accident", "category"),
    [
        ("80000.00", False, "none"),
        ("80000.01", False, "accidental"),
        ("0.00", True, "accidental"),
        ("0.00", False, "none"),
    ],
)
def test_a_loss_of_more_than_four_fifths_or_an_accident_ticked_is_accidental(
    database: Database, loss: str, accident: bool, category: str
) -> None:
    found = _assess(
        database,
        "750",
        accident=accident,
        incomes=[{"member": "本人", "kind": "wage", "yuan": "100000.00"}],
        expenses=[{"kind": "accident_loss", "yuan": loss}],
    )
    assert found.category == category


def test_every_exclusion_ticked_is_a_warning_and_never_a_refusal(database: Database) -> None:
    found = _assess(database, "750", exclusions=["1", "4"])
    assert [str(warning)[:12] for warning in found.warnings if "排除性" in str(warning)] == [
        "排除性条件：有两处及以上",
        "排除性条件：经常使用机动",
    ]
    assert found.category == "deep"


def test_without_a_standard_nothing_is_guessed(database: Database) -> None:
    with pytest.raises(KnownError) as refused, database.write("建档") as session:
        hardship.assess(session, add_case(session, **EXAMPLE), DAY)
    assert refused.value.code == ErrorCode.NO_STANDARD


def test_what_is_kept_holds_standards_lines_and_conclusion_of_that_day(database: Database) -> None:
    with database.write("建档") as session:
        standard = add_standard(session)
        case = add_case(session, **EXAMPLE)
        hardship.keep_assessment(session, case, DAY)
        records.edit(session, standard, {"value": "300"})
    kept = json.loads(case.assessment or "")
    assert (case.category, case.per_capita, case.assessed_on) == ("deep", 66667, DAY)
    assert (kept["per_capita_monthly"], kept["category_label"], kept["persons"]) == ("666.67", "深度困难职工", 3)
    assert kept["standards"][0]["value"] == "750.00" and kept["lines"][-1] == "结论：深度困难职工"


@given(
    net=st.integers(-(10**11), 10**11),
    dibao=st.integers(0, 10**7),
    persons=st.integers(1, 20),
    months=st.integers(1, 24),
    times=st.fractions(Fraction(1), Fraction(4), max_denominator=100),
)
def test_whole_numbers_decide_as_exact_fractions_do(
    net: int, dibao: int, persons: int, months: int, times: Fraction
) -> None:
    exact = Fraction(net, persons * months)
    expected = "deep" if exact < dibao else "relative" if exact < dibao * times else "none"
    assert hardship.category_of(net, dibao, persons, months, multiple=times) == expected


@given(dibao=st.integers(1, 10**6), persons=st.integers(1, 12), months=st.integers(1, 24))
def test_one_fen_decides_at_the_limit(dibao: int, persons: int, months: int) -> None:
    limit = dibao * persons * months
    assert hardship.category_of(limit - 1, dibao, persons, months) == "deep"
    assert hardship.category_of(limit, dibao, persons, months) == "relative"
    assert hardship.category_of(2 * limit, dibao, persons, months) == "none"


def test_the_worker_becomes_a_row_of_a_household_made_for_the_file(database: Database) -> None:
    with database.write("建档") as session:
        person = add_person(session, "刘秀英", address="海口市龙昆路1号", id_no="11010519491231002X")
        case = add_case(session, person, **EXAMPLE)
        rows = hardship.members_of(session, case.household_id)
        household = session.get_one(Household, case.household_id)
    assert [(row.name, row.relation) for row in rows] == [("刘秀英", "01"), ("王强", "10"), ("王小明", "20")]
    assert (rows[0].person_id, rows[0].id_no, rows[0].sex) == (person.id, "11010519491231002X", "2")
    assert (household.name, household.address, household.size) == ("刘秀英", "海口市龙昆路1号", 3)


def test_a_household_known_already_is_used_and_its_rows_are_merged(database: Database) -> None:
    with database.write("建档") as session:
        person = add_person(session, "刘秀英")
        first = add_case(session, person, household=[{"name": "王强", "relation": "10", "workplace": "砖厂"}])
        hardship.advance(session, first, "closed", reason="1")
        again = [
            {"name": "王强", "relation": "配偶", "health": "3", "workplace": ""},
            {"name": "王小明", "relation": "20"},
        ]
        second = add_case(session, person, household=again)
        rows = hardship.members_of(session, second.household_id)
    assert second.household_id == first.household_id
    assert [(row.name, row.workplace, row.health) for row in rows] == [
        ("刘秀英", None, None),
        ("王强", "砖厂", "3"),
        ("王小明", None, None),
    ]


def test_a_relative_with_the_number_of_somebody_in_the_register_is_linked(database: Database) -> None:
    with database.write("建档") as session:
        spouse = add_person(session, "王强", id_no="440524188001010014")
        case = add_case(session, household=[{"name": "王强", "relation": "10", "id_no": "440524188001010014"}])
        linked = hardship.members_of(session, case.household_id)[1].person_id
        assert linked == spouse.id
        with pytest.raises(KnownError) as refused:
            add_case(session, spouse)
    assert refused.value.code == ErrorCode.EXISTS


def test_a_household_has_one_file_that_is_not_closed_and_the_refusal_names_it(database: Database) -> None:
    with database.write("建档") as session:
        person = add_person(session)
        first = add_case(session, person)
        with pytest.raises(KnownError) as refused:
            add_case(session, person)
    assert refused.value.code == ErrorCode.EXISTS
    assert [problem.value for problem in refused.value.problems] == [first.uid]
    assert str(first.case_no) in str(refused.value.problems[0].what)


def test_a_file_opened_again_after_removal_gets_a_number_of_its_own(database: Database) -> None:
    with database.write("建档") as session:
        person = add_person(session)
        first = add_case(session, person)
        hardship.advance(session, first, "closed", on=DAY, reason="收入提高脱困")
        second = add_case(session, person, filed_on="2027-02-01")
        third = add_case(session)
    assert [first.case_no, second.case_no, third.case_no] == [
        "困字〔2026〕001号",
        "困字〔2027〕001号",
        "困字〔2026〕002号",
    ]
    assert (first.stage, first.removed_on, first.removal_reason) == ("closed", DAY, "1")


def test_an_undone_file_never_gives_its_number_to_another(database: Database) -> None:
    with database.write("建档") as session:
        add_case(session)
    undo.undo(database)
    with database.write("建档") as session:
        assert add_case(session).case_no == "困字〔2026〕002号"


def test_a_household_of_one_needs_no_rows(database: Database) -> None:
    with database.write("建档") as session:
        case = add_case(session)
        rows = hardship.members_of(session, case.household_id)
    assert [row.relation for row in rows] == ["01"]


def test_the_head_of_the_household_need_not_be_the_worker(database: Database) -> None:
    with database.write("建档") as session:
        case = add_case(session, household=[{"name": "王强", "relation": "10", "is_head": True}])
        rows = hardship.members_of(session, case.household_id)
    assert [row.is_head for row in rows] == [None, True]


def test_the_household_where_the_worker_is_himself_comes_before_his_parents(database: Database) -> None:
    with database.write("建档") as session:
        son = add_person(session, "王小明", id_no="440524188001010014")
        own = add_case(session, son)
        hardship.advance(session, own, "closed", reason="1")
        parents = add_case(session, household=[{"name": "王小明", "relation": "20", "id_no": "440524188001010014"}])
        again = add_case(session, son)
    assert again.household_id == own.household_id != parents.household_id


def _refused(session: Session, **data: Any) -> dict[str, str]:
    with pytest.raises(KnownError) as refused:
        hardship.add_case(session, data)
    return {problem.field: str(problem.what) for problem in refused.value.problems}


def test_everything_wrong_with_a_file_is_said_at_once(database: Database) -> None:
    with database.write("建档") as session:
        person = add_person(session, "刘秀英")
        problems = _refused(
            session,
            person=person.uid,
            stage="on_file",
            main_cause="99",
            colour="red",
            household=[
                {"name": "王强"},
                {"name": "王小", "relation": "20", "is_head": True},
                {"name": "王小", "relation": "20", "is_head": True},
                {"name": "别人", "relation": "01"},
            ],
            incomes=[{"member": "路人", "kind": "wage", "yuan": "-1"}],
            expenses=[{"kind": "illness", "member": "路人", "yuan": "1.234"}],
        )
    assert set(problems) == {
        "main_cause",
        "colour",
        "filed_on",
        "household",
        "household.1.relation",
        "household.2.name",
        "household.3.name",
        "household.4.relation",
        "incomes.1.member",
        "incomes.1.yuan",
        "expenses.1.member",
        "expenses.1.yuan",
    }


def test_a_file_without_a_worker_or_of_a_later_stage_is_refused(database: Database) -> None:
    with database.write("建档") as session:
        assert set(_refused(session, stage="draft")) == {"person"}
        assert set(_refused(session, person=add_person(session).uid, stage="closed")) == {"stage"}


def test_of_several_files_all_are_kept_or_none(database: Database) -> None:
    with database.write("准备") as session:
        good, bad = add_person(session), add_person(session)
    data = [{"person": good.uid}, {"person": bad.uid, "stage": "on_file"}]
    with pytest.raises(KnownError) as refused, database.write("建档") as session:
        hardship.add_case(session, data)
    assert [problem.field for problem in refused.value.problems] == ["2.filed_on"]
    with database.read() as session:
        assert session.query(HardshipCase).count() == session.query(HouseholdMember).count() == 0


def test_a_file_for_somebody_who_died_is_kept_and_doubted(database: Database) -> None:
    with database.write("建档") as session:
        person = add_person(session, deceased_on="2026-05-01")
        kept = hardship.add_case(session, {"person": person.uid})
    assert [(one.field, one.grade) for one in kept.warnings] == [("person", Grade.CHECK)]


def test_a_draft_is_filed_then_closed_and_no_other_way(database: Database) -> None:
    with database.write("建档") as session:
        case = add_case(session, stage="draft", filed_on=None)
        with pytest.raises(KnownError) as early:
            hardship.advance(session, case, "closed", reason="1")
        hardship.advance(session, case, "在档", on=date(2026, 3, 1))
        with pytest.raises(KnownError) as no_reason:
            hardship.advance(session, case, "closed", on=DAY)
        case.put(stage="on_file", removed_on=None)
        hardship.advance(session, case, "closed", on=DAY, reason="死亡")
        with pytest.raises(KnownError) as late:
            hardship.advance(session, case, "on_file")
    assert (early.value.code, no_reason.value.code, late.value.code) == (
        ErrorCode.STATE,
        ErrorCode.BAD_INPUT,
        ErrorCode.STATE,
    )
    assert (case.filed_on, case.removed_on, case.removal_reason) == (date(2026, 3, 1), DAY, "5")


def test_a_file_is_not_closed_before_it_was_filed(database: Database) -> None:
    with pytest.raises(KnownError) as refused, database.write("撤档") as session:
        hardship.advance(session, add_case(session), "closed", on=date(2025, 1, 1), reason="1")
    assert [problem.field for problem in refused.value.problems] == ["removed_on"]


def test_opening_assessing_and_closing_are_each_undone_whole(database: Database) -> None:
    with database.write("准备") as session:
        person, _ = add_person(session), add_standard(session)
    states = [digests(database)]
    with database.write("建档") as session:
        case_uid = add_case(session, person, **EXAMPLE).uid
    states.append(digests(database))
    with database.write("核算") as session:
        hardship.keep_assessment(session, _case(session, case_uid), DAY)
    states.append(digests(database))
    with database.write("撤档") as session:
        hardship.advance(session, _case(session, case_uid), "closed", reason="1")
    for state in reversed(states):
        undo.undo(database)
        assert digests(database) == state


def _case(session: Session, uid: str) -> HardshipCase:
    found = records.find(session, HardshipCase, uid)
    assert isinstance(found, HardshipCase)
    return found
