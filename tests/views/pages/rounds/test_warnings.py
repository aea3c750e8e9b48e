"""Warnings about somebody on the list, and the reasons given."""

from __future__ import annotations

from sqlalchemy import select

from app.models import CondolenceRecord
from app.views.rounds.round_page import RoundView
from tests.factories import add_standard
from tests.views.pages.rounds.desktop import Desktop, Key, fill, shown_texts


def _warned(desktop: Desktop) -> RoundView:
    with desktop.database.write("标准") as session:
        add_standard(session, "ceiling_per_time", "800", doc_no="总工发〔2026〕8号")
    return fill(desktop, "王芳", "李强")


def test_a_warning_stands_in_its_row_and_beside_it_with_its_document(desktop: Desktop) -> None:
    page = _warned(desktop)
    said = "这次 1,000.00 元，超过每次上限 800.00 元（依据总工发〔2026〕8号）"

    assert desktop.cells("warning") == [said, said]
    assert said in shown_texts(page.people.strip)
    assert "还有 2 人有提醒，没写原因。按 F8 到下一个。" in shown_texts(page.people.strip)


def test_a_reason_is_kept_with_enter_and_the_next_one_is_asked(desktop: Desktop) -> None:
    page = _warned(desktop)
    page.people.strip.field.setFocus()
    page.people.strip.field.insert("集体研究决定")

    desktop.press(Key.Key_Return)

    assert [record.reason for record in desktop.listed()] == ["集体研究决定", None]
    assert page.people.current()[1] == "李强" and page.people.strip.field.text() == ""
    assert desktop.said() == "已写明 1 人仍要发放的原因。"


def test_a_typed_reason_survives_going_to_others_and_leaving_asks_for_it(desktop: Desktop) -> None:
    page = _warned(desktop)
    page.people.strip.field.setFocus()
    page.people.strip.field.insert("集体研究决定")
    page.people.list.table.setFocus()
    desktop.press(Key.Key_Down)
    assert page.people.strip.field.text() == ""
    desktop.press(Key.Key_Up)
    assert page.people.strip.field.text() == "集体研究决定"

    desktop.press(Key.Key_Escape)
    desktop.click("保存", desktop.dialog())

    assert desktop.page.round is None
    with desktop.database.read() as session:
        reasons = session.scalars(select(CondolenceRecord.reason).order_by(CondolenceRecord.id)).all()
    assert reasons == ["集体研究决定", None]


def test_f8_goes_round_those_without_a_reason(desktop: Desktop) -> None:
    page = _warned(desktop)
    page.people.list.table.setFocus()

    names = []
    for _ in range(3):
        desktop.press(Key.Key_F8)
        names.append(page.people.current()[1])

    assert names == ["李强", "王芳", "李强"]


def test_a_round_without_warnings_shows_no_strip(desktop: Desktop) -> None:
    assert not fill(desktop, "王芳").people.strip.isVisible()
