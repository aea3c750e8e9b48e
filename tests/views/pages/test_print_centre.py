"""The print centre: what was printed is there as it was, with what became of the list since."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from app.i18n import Label
from app.models import CondolenceRecord, PrintedForm
from app.reports import press as paper
from app.services import records, recycle_bin
from app.services.files import OpenFile
from app.views.kit.note import Note
from app.views.pages import Page
from app.views.press import centre
from app.views.press.centre import PrintCentre
from app.views.press.preview import Preview
from tests.factories import add_person, add_round
from tests.reports.paper_reader import pdf_text
from tests.views.pages.conftest import MakeWindow
from tests.views.pages.driving import FakeDialogs, press, says, wait_for_button
from tests.views.pages.paper_printers import FilePrinters

PRINTS = Page("prints", Label("打印"), Label("打印"), "printer", centre.build)
ROUND = "2027年春节送温暖"


@pytest.fixture
def printed(opened: OpenFile) -> list[int]:
    """A round of two people, its sign-off sheet and its list printed; the ids of the two records."""
    with opened.database.write("批次") as session:
        found = add_round(session)
        for name in ("李梅", "王芳"):
            records.add(session, CondolenceRecord, {"round": found.uid, "person": add_person(session, name).uid})
        ids = list(session.scalars(select(CondolenceRecord.id)))
    for code in ("F22", "F20"):
        paper.print_form(opened.database, paper.request_for(code, of=ROUND))
    return ids


@pytest.fixture
def page(qtbot: QtBot, make_window: MakeWindow, tmp_path: Path, printed: list[int]) -> PrintCentre:
    """The page, filled."""
    window = make_window(PRINTS)
    window.printers = FilePrinters(tmp_path, "办公室")
    found = window.page
    assert isinstance(found, PrintCentre)
    qtbot.waitUntil(lambda: len(found.list.model.ids) == 2)
    return found


def note(page: PrintCentre) -> str:
    """What is said below the list."""
    return "".join(each.words for each in page.findChildren(Note) if each.isVisible())


def open_first(qtbot: QtBot, page: PrintCentre) -> Preview:
    page.list.table.setFocus()
    qtbot.keyClick(page.list.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any(each.count for each in page.findChildren(Preview)), timeout=15_000)
    return page.findChildren(Preview)[0]


def test_f2_opens_a_print_like_enter(qtbot: QtBot, page: PrintCentre) -> None:
    page.list.table.setFocus()

    qtbot.keyClick(page.list.table, Qt.Key.Key_F2)

    qtbot.waitUntil(lambda: any(each.count for each in page.findChildren(Preview)), timeout=15_000)


def test_every_print_is_listed_the_newest_first_with_its_round(qtbot: QtBot, page: PrintCentre) -> None:
    qtbot.waitUntil(lambda: page.list.model.cell(0, 1) is not None)
    rows = [[page.list.model.cell(row, column) for column in (0, 1, 4)] for row in range(2)]

    assert rows == [
        [f"{ROUND}走访慰问名单", "2026-F20-001", "1"],
        [f"{ROUND}慰问金（品）发放签收表", "2026-F22-001", "1"],
    ]


def test_it_says_who_came_and_who_left_since_the_print(
    qtbot: QtBot, page: PrintCentre, opened: OpenFile, printed: list[int]
) -> None:
    qtbot.waitUntil(lambda: note(page) == "2026-F20-001：名单和打印时一样。")

    recycle_bin.put_away(opened.database, CondolenceRecord, printed[:1])
    with opened.database.write("添加") as session:
        for name in ("赵敏", "黄涛"):
            person = add_person(session, name)
            records.add(session, CondolenceRecord, {"round": _round(session), "person": person.uid})
    page.records_changed(frozenset({"condolence_record"}))

    qtbot.waitUntil(
        lambda: note(page) == "2026-F20-001：名单在打印后改过：新增 2 人（赵敏、黄涛），少了 1 人（李梅）。"
    )


def _round(session: object) -> str:
    from app.models import CondolenceRound

    return records.find(session, CondolenceRound, ROUND).uid  # type: ignore[arg-type]


def test_it_is_printed_again_with_the_stamp_and_without_a_new_number(
    qtbot: QtBot, page: PrintCentre, opened: OpenFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.views.press.spool.DPI", 50)
    preview = open_first(qtbot, page)
    assert preview.looking.shown is not None and "补打" in pdf_text(preview.looking.shown.pdf)
    wait_for_button(qtbot, preview, "打印 1 页")

    press(qtbot, preview, "打印 1 页")
    qtbot.waitUntil(lambda: says(preview, "已补打 1 页，编号 2026-F20-001。"), timeout=15_000)

    assert (tmp_path / "办公室.pdf").exists()
    with opened.database.read() as session:
        assert len(session.scalars(select(PrintedForm.id)).all()) == 2


def test_what_is_saved_are_the_archived_pages_with_the_stamp(
    qtbot: QtBot, page: PrintCentre, opened: OpenFile, dialogs: FakeDialogs, tmp_path: Path
) -> None:
    dialogs.saves = tmp_path / "补打.pdf"
    preview = open_first(qtbot, page)

    press(qtbot, preview, "存成PDF")
    qtbot.waitUntil(lambda: says(preview, "已存成PDF，共 1 页：补打.pdf"))

    archived = paper.reprint(opened.database, "2026-F20-001", stamped=False).printed.pdf
    saved = pdf_text(dialogs.saves.read_bytes())
    assert re.sub(r"补打\d{4}-\d\d-\d\d", "", saved) == pdf_text(archived) != saved
    assert dialogs.asked == [f"2026-F20-001 {ROUND}走访慰问名单（补打）.pdf"]


def test_a_print_is_found_by_its_number_and_never_deleted(qtbot: QtBot, page: PrintCentre) -> None:
    page.list.search.setText("f22-001")
    page.list.search.searched.emit("f22-001")
    qtbot.waitUntil(lambda: len(page.list.model.ids) == 1)

    page.list.delete_asked.emit(list(page.list.model.ids))

    assert says(page.window(), "打印过的表要留底，不能删")


def test_where_nothing_was_printed_it_says_how_to_begin(qtbot: QtBot, make_window: MakeWindow) -> None:
    window = make_window(PRINTS)

    qtbot.waitUntil(lambda: says(window, "还没有打印过编号的表"))
    found = window.page
    assert isinstance(found, PrintCentre) and not found.open_deed.isEnabled()
