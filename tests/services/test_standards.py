from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from app.errors import ErrorCode, KnownError
from app.models.store.database import Database
from app.services import records, standards
from tests.factories import add_standard, set_region

DAY = date(2026, 11, 22)


def test_money_standards_are_fen_and_ratios_are_exact(database: Database) -> None:
    with database.write("设标准") as session:
        add_standard(session, "dibao_monthly", "750.50", doc_no="民发〔2026〕7号")
        add_standard(session, "accident_ratio", "0.80")
        dibao = standards.standard(session, "dibao_monthly", DAY)
        ratio = standards.standard(session, "accident_ratio", DAY)
    assert dibao is not None and ratio is not None
    assert (dibao.value, dibao.written, dibao.doc_no, str(dibao.basis)) == (
        75050,
        "750.50",
        "民发〔2026〕7号",
        "依据民发〔2026〕7号",
    )
    assert ratio.value == Fraction(4, 5)


def test_a_standard_counts_from_its_first_to_its_last_day(database: Database) -> None:
    with database.write("设标准") as session:
        add_standard(session, value="700", **{"from": "2025-07-01", "to": "2026-06-30"})
        add_standard(session, value="750", **{"from": "2026-07-01"})
        found = [
            standards.standard(session, "dibao_monthly", day)
            for day in (date(2025, 6, 30), date(2025, 7, 1), date(2026, 6, 30), date(2026, 7, 1), date(2030, 1, 1))
        ]
    assert [one.fen if one else None for one in found] == [None, 70000, 70000, 75000, 75000]


def test_of_two_that_overlap_the_later_one_counts(database: Database) -> None:
    with database.write("设标准") as session:
        add_standard(session, value="750", **{"from": "2026-07-01"})
        add_standard(session, value="700", **{"from": "2025-07-01"})
        found = standards.standard(session, "dibao_monthly", DAY)
    assert found is not None and found.fen == 75000


def test_disabled_and_deleted_rows_are_no_standards(database: Database) -> None:
    with database.write("设标准") as session:
        add_standard(session, disabled=True)
        records.delete(session, add_standard(session))
        assert standards.standard(session, "dibao_monthly", DAY) is None


def test_the_own_region_comes_first_then_the_wider_then_none(database: Database) -> None:
    with database.write("设标准") as session:
        set_region(session, "海南省海口市")
        found = []
        for region, value in (
            ("三亚市", "900"),
            (None, "600"),
            ("海南省", "700"),
            ("海口市", "750"),
            ("海南省海口市", "760"),
        ):
            add_standard(session, value=value, region=region)
            one = standards.standard(session, "dibao_monthly", DAY)
            found.append(one.fen if one else None)
        other = standards.standard(session, "dibao_monthly", DAY, region="三亚市")
    assert found == [None, 60000, 70000, 75000, 76000]
    assert other is not None and other.fen == 90000


def test_without_an_own_region_the_only_region_counts_and_two_are_asked_about(database: Database) -> None:
    with database.write("设标准") as session:
        add_standard(session, value="750", region="海口市")
        found = standards.standard(session, "dibao_monthly", DAY)
        assert found is not None and found.fen == 75000
        add_standard(session, value="700", region="三亚市")
        with pytest.raises(KnownError) as refused:
            standards.standard(session, "dibao_monthly", DAY)
    assert refused.value.code == ErrorCode.AMBIGUOUS


def test_no_standard_is_a_refusal_that_says_where_to_enter_it(database: Database) -> None:
    with database.read() as session, pytest.raises(KnownError) as refused:
        standards.required_standard(session, "dibao_monthly", DAY)
    assert refused.value.code == ErrorCode.NO_STANDARD
    assert "未设置标准" in str(refused.value.what) and "设置" in str(refused.value.next)


@pytest.mark.parametrize(
    ("key", "value"),
    [("dibao_monthly", "七百五"), ("accident_ratio", "八成"), ("notice_days", "5.5"), ("review_months", "-1")],
)
def test_a_value_that_is_none_of_its_unit_cannot_be_kept(database: Database, key: str, value: str) -> None:
    with pytest.raises(KnownError) as refused, database.write("设标准") as session:
        add_standard(session, key, value)
    assert [problem.field for problem in refused.value.problems] == ["value"]


def test_the_usual_ratio_holds_until_another_is_entered(database: Database) -> None:
    with database.write("设标准") as session:
        usual = standards.usual_or_entered(session, "relative_multiple", DAY)
        add_standard(session, "relative_multiple", "1.5", **{"from": "2027-01-01"})
        later = standards.usual_or_entered(session, "relative_multiple", date(2027, 1, 1))
    assert (usual.ratio, str(usual.basis), usual.uid) == (Fraction(2), "通行规定", "")
    assert later.ratio == Fraction(3, 2)


def test_a_ceiling_of_an_occasion_comes_before_the_general_one(database: Database) -> None:
    with database.write("设标准") as session:
        add_standard(session, "ceiling_per_time", "3000")
        add_standard(session, "ceiling_per_time", "1000", occasion="MARRY")
        marry = standards.ceilings(session, "ceiling_per_time", DAY, "MARRY")
        hard = standards.ceilings(session, "ceiling_per_time", DAY, "HARD")
    assert [one.fen for one in marry] == [100000, 300000]
    assert [one.fen for one in hard] == [300000]


def test_only_ceilings_are_entered_for_an_occasion(database: Database) -> None:
    with database.write("上限") as session:
        add_standard(session, "ceiling_per_time", "1000", occasion="HARD")

    with pytest.raises(KnownError) as refused, database.write("低保") as session:
        add_standard(session, "dibao_monthly", "750", occasion="HARD")

    assert [problem.field for problem in refused.value.problems] == ["occasion"]
    assert "不分慰问事由" in str(refused.value.problems[0].what)
