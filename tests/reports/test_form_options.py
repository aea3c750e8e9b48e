"""What may be chosen of a form: columns, days, signers, rows a page. It is kept in the file; sums are never wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.models import CondolenceRecord, Person
from app.models.store.database import Database
from app.reports import draw, press
from app.reports.options import AS_IT_IS, Options, keep, kept
from app.reports.paper import DayStyle
from app.services import records
from app.services.listing import Condition, View
from tests.factories import add_person, add_round
from tests.reports.paper_reader import pdf_text, read_pages
from tests.reports.paper_samples import DAY, members, sign_off


def test_a_column_left_out_gives_its_room_to_the_others() -> None:
    before = read_pages(draw("F22", sign_off(3), printed_on=DAY).pdf)[0]
    after = read_pages(draw("F22", sign_off(3), printed_on=DAY, options=Options(left_out=("慰问事由",))).pdf)[0]

    assert "慰问事由" in before.text and "慰问事由" not in after.text
    assert max(line.x2 for line in after.lines) == pytest.approx(max(line.x2 for line in before.lines), abs=0.1)


def test_a_column_with_money_in_it_stays_and_the_print_says_so() -> None:
    printed = draw("F22", sign_off(2, cash=1000_00), printed_on=DAY, options=Options(left_out=("慰问金（元）",)))

    assert "2,000.00" in pdf_text(printed.pdf)
    assert "“慰问金（元）”这一栏里有金额，没有省去" in map(str, printed.warnings)


def test_a_column_of_money_without_any_can_be_left_out() -> None:
    printed = draw("F22", sign_off(2, cash=1000_00), printed_on=DAY, options=Options(left_out=("折价（元）",)))

    assert "折价" not in pdf_text(printed.pdf) and printed.total == 2000_00


@pytest.mark.parametrize("column", ["序号", "姓名", "领取人签字"])
def test_number_name_and_room_to_sign_are_never_left_out(column: str) -> None:
    assert column in pdf_text(draw("F22", sign_off(), printed_on=DAY, options=Options(left_out=(column,))).pdf)


@pytest.mark.parametrize(
    ("style", "day", "month"),
    [
        (DayStyle.DASHES, "打印日期：2027-01-20", "1985.03"),
        (DayStyle.DOTS, "打印日期：2027.01.20", "1985.03"),
        (DayStyle.CHINESE, "打印日期：2027年1月20日", "1985年3月"),
    ],
)
def test_days_and_months_are_written_as_chosen(style: DayStyle, day: str, month: str) -> None:
    text = pdf_text(draw("F01", members(), printed_on=DAY, options=Options(days=style)).pdf)

    assert day in text and month in text


def test_a_list_writes_its_days_as_chosen_too(database: Database) -> None:
    with database.write("新增") as session:
        add_person(session, "王秀兰", birth_date="1985-03-05")
    view = View(Person, columns=("name", "birth_date"))
    request = press.request_for("LIST:person", view=view, options=Options(days=DayStyle.DOTS))

    assert "1985.03.05" in pdf_text(press.print_form(database, request).printed.pdf)


@pytest.mark.parametrize(("rows", "pages"), [(10, 3), (5, 5), (60, 2)])
def test_rows_are_shared_out_as_asked_and_never_get_less_room_to_sign(rows: int, pages: int) -> None:
    assert draw("F22", sign_off(25), printed_on=DAY, options=Options(rows_per_page=rows)).pages == pages


def test_a_blank_form_follows_the_options() -> None:
    printed = draw("F22", printed_on=DAY, blank=True, options=Options(rows_per_page=4, left_out=("慰问事由",)))

    page = read_pages(printed.pdf)[0]
    assert printed.pages == 1 and "慰问事由" not in page.text
    assert len(page.levels) == len(read_pages(draw("F22", printed_on=DAY, blank=True).pdf)[0].levels) - 8


def test_a_name_chosen_for_one_form_stands_in_its_signature_row_and_an_empty_one_leaves_room(
    database: Database,
) -> None:
    with database.write("批次") as session:
        found = add_round(session)
        records.add(session, CondolenceRecord, {"round": found.uid, "person": add_person(session, "李梅").uid})
    options = Options(signers={"制表人": "吴小燕"})

    request = press.request_for("F22", of="2027年春节送温暖", options=options)
    left_empty = replace(request, options=Options(signers={"制表人": ""}))

    assert "制表人：吴小燕" in pdf_text(press.preview(database, request).pdf)
    assert "吴小燕" not in pdf_text(press.preview(database, left_empty).pdf)


def test_options_are_kept_for_each_form_by_itself(database: Database) -> None:
    chosen = Options(("备注",), DayStyle.CHINESE, {"制表人": "吴小燕"}, 10, public_days=7)

    keep(database, "F22", chosen)

    assert kept(database, "F22") == chosen and kept(database, "F20") == AS_IT_IS


def test_the_last_day_of_a_notice_is_not_kept_for_the_next_one(database: Database) -> None:
    keep(database, "F13", Options(public_days=7, public_until=DAY))

    assert kept(database, "F13") == Options(public_days=7)


def test_a_column_of_a_list_that_is_left_out_makes_room_for_the_others(database: Database) -> None:
    with database.write("新增") as session:
        add_person(session, "王秀兰", phone="13800138000")
    view = View(Person, columns=("name", "sex", "phone"))
    request = press.request_for("LIST:person", view=view, options=Options(left_out=("移动电话",)))

    text = pdf_text(press.print_form(database, request).printed.pdf)

    assert "王秀兰" in text and "移动电话" not in text and "13800138000" not in text


def test_a_filter_in_force_narrows_the_printed_list_and_the_roster(database: Database) -> None:
    with database.write("新增") as session:
        add_person(session, "王秀兰", sex="2")
        add_person(session, "李强", sex="1")
    view = View(Person, columns=("name", "sex"), among=(("sex", ("女",)),))

    for code in ("LIST:person", "F01"):
        text = pdf_text(press.preview(database, press.request_for(code, view=view)).pdf)
        assert "王秀兰" in text and "李强" not in text, code


def test_a_blank_list_has_its_columns_and_nobody_in_it(database: Database) -> None:
    with database.write("新增") as session:
        add_person(session, "王秀兰")
    request = press.request_for("LIST:person", view=View(Person, columns=("name", "sex")))

    printed = press.print_blank(database, request).printed

    assert "姓名" in pdf_text(printed.pdf) and "王秀兰" not in pdf_text(printed.pdf) and printed.rows == 0


def test_the_preview_takes_no_number_and_says_what_a_reader_would_miss(database: Database) -> None:
    with database.write("批次") as session:
        found = add_round(session)
        records.add(session, CondolenceRecord, {"round": found.uid, "person": add_person(session, "李梅").uid})
    deeds = database.last_deed()

    shown = press.preview(database, press.request_for("F20", of=found.title))
    notice = press.preview(database, press.request_for("F13", of=found.title))

    assert "1 人没有联系电话" in map(str, shown.warnings)
    assert "1 人没有登记同意公示的日期" in map(str, notice.warnings)
    assert database.last_deed() == deeds


def test_the_preview_has_the_pages_that_are_printed(database: Database) -> None:
    with database.write("新增") as session:
        for _ in range(40):
            add_person(session)
    request = press.request_for("F01", view=View(Person, where=(Condition("name", "!=", ""),)))

    shown = press.preview(database, request)
    printed = press.print_form(database, request)

    assert shown.pages == printed.printed.pages > 1
    assert pdf_text(printed.printed.pdf).replace(f"编号：{printed.number}", "") == pdf_text(shown.pdf)
