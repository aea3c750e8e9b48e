"""The preview: what is seen is what is printed; nothing is kept by looking; a printer that fails loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLineEdit, QRadioButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from app.i18n import Label
from app.models import CondolenceRecord, Person, PrintedForm
from app.services import records
from app.services.files import OpenFile
from app.services.listing import View
from app.views.frame import MainWindow
from app.views.jobs import DatabaseThread
from app.views.kit.note import Note
from app.views.kit.text import ElidedText
from app.views.pages import Page
from app.views.press import spool
from app.views.press.pages import read_pages
from app.views.press.preview import Preview
from app.views.press.sheet_view import SheetView
from app.views.press.spool import Ticket, send
from app.views.printing import Order, ask_print, of_list
from tests.factories import add_person, add_round
from tests.reports.paper_reader import pdf_text
from tests.reports.paper_samples import DAY, sign_off
from tests.views.demo import PlainPage
from tests.views.pages.conftest import MakeWindow
from tests.views.pages.driving import FakeDialogs, button, press, wait_for_button
from tests.views.pages.paper_printers import FilePrinters
from tests.views.seeing import cut_off

PAGE = Page("plain", Label("会员"), Label("会员"), "users", PlainPage)
ROUND = "2027年春节送温暖"
Open = Callable[..., Preview]


class Urls(QObject):
    """Stands in for the desktop that opens folders."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: list[QUrl] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.taken.append(url)


@pytest.fixture
def printers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FilePrinters:
    """An office with two printers, coarse ones, which are fast."""
    monkeypatch.setattr(spool, "DPI", 50)
    return FilePrinters(tmp_path, "办公室", "财务室")


@pytest.fixture
def preview(qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, printers: FilePrinters) -> Open:
    """Show the preview of a sign-off sheet of 13 people (two pages), once it can be printed."""

    def show(*orders: Order, people: int = 13) -> Preview:
        with opened.database.write("批次") as session:
            found = add_round(session)
            for at in range(people):
                person = add_person(session, f"王{'一二三四五六七八九十甲乙丙'[at % 13]}")
                records.add(session, CondolenceRecord, {"round": found.uid, "person": person.uid, "cash": "500"})
        window = make_window(PAGE)
        window.printers = printers
        given = orders or (Order("F22", Label("签收表"), {"of": ROUND}), Order("F20", Label("走访名单"), {"of": ROUND}))
        made = ask_print(window, window, ROUND, given)
        settle(qtbot, made)
        return made

    return show


def settle(qtbot: QtBot, made: Preview) -> None:
    """Wait until the pages shown are those that are wanted, and the printers are known."""
    panel = made.panel
    qtbot.waitUntil(lambda: made.looking.is_up_to_date and "printer" in panel.body.rows, timeout=15_000)
    qtbot.waitUntil(lambda: panel.body.isVisible())


def numbers(opened: OpenFile) -> list[str]:
    with opened.database.read() as session:
        return list(session.scalars(select(PrintedForm.number)))


def said(made: Preview, tone: str = "good") -> str:
    notes = [each for each in made.findChildren(Note) if each.isVisible() and each.property("tone") == tone]
    return notes[0].words if notes else ""


def fill(made: Preview, name: str, text: str) -> None:
    """Type into a field of the panel."""
    line = made.panel.body.rows[name].editor.control
    assert isinstance(line, QLineEdit)
    line.setText(text)
    line.textEdited.emit(text)


def choose(qtbot: QtBot, made: Preview, name: str) -> QRadioButton:
    """Press a radio button with the space bar."""
    buttons = [each for each in made.findChildren(QRadioButton) if each.isVisible()]
    found = next(each for each in buttons if each.accessibleName() == name)
    found.setFocus()
    qtbot.keyClick(found, Qt.Key.Key_Space)
    return found


# --- looking


def test_pages_and_gaps_are_seen_before_anything_is_kept(qtbot: QtBot, preview: Open, opened: OpenFile) -> None:
    made = preview(Order("F20", Label("走访名单"), {"of": ROUND}))

    assert made.count == 1 and made.view.accessibleName() == "预览　第 1 页，共 1 页"
    assert "13 人没有联系电话" in said(made, "warning")
    assert numbers(opened) == []


def test_another_form_is_shown_at_once_and_then_saved(
    qtbot: QtBot, preview: Open, opened: OpenFile, dialogs: FakeDialogs, tmp_path: Path
) -> None:
    made = preview()
    dialogs.saves = tmp_path / "走访.pdf"

    choose(qtbot, made, "哪一种表 走访名单")
    press(qtbot, made, "存成PDF")  # at once, before the pages of the other form are there
    qtbot.waitUntil(lambda: bool(said(made)))

    assert numbers(opened) == ["2026-F20-001"] and dialogs.asked == ["2027年春节送温暖走访名单.pdf"]
    assert "走访慰问名单" in pdf_text((tmp_path / "走访.pdf").read_bytes())


def test_keys_turn_the_pages_zoom_and_leave(qtbot: QtBot, preview: Open) -> None:
    made = preview()
    view = made.findChild(SheetView)
    assert view is not None
    whole = view.percent

    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    assert view.page == 1 and made.thumbs.currentIndex().row() == 1
    qtbot.keyClick(view, Qt.Key.Key_PageUp)
    qtbot.keyClick(view, Qt.Key.Key_Equal, Qt.KeyboardModifier.ControlModifier)
    assert view.page == 0 and view.percent > whole
    qtbot.keyClick(view, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view.percent == whole
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert not made.isVisible()


def test_options_of_a_form_are_kept_and_used_the_next_time(qtbot: QtBot, preview: Open) -> None:
    made = preview()
    fill(made, "rows_per_page", "5")
    qtbot.waitUntil(lambda: made.count == 3)
    made.panel.body.rows["columns"].editor.show_raw("所在分会（部门）,慰问金（元）")
    made.panel.body.edited.emit("columns")
    qtbot.waitUntil(lambda: made.looking.shown is not None and "慰问事由" not in pdf_text(made.looking.shown.pdf))
    window = made.parentWidget()
    made.close_deed.trigger()

    assert isinstance(window, MainWindow)
    again = ask_print(window, window, ROUND, [Order("F22", Label("签收表"), {"of": ROUND})])
    settle(qtbot, again)

    assert again.count == 3 and again.panel.body.rows["rows_per_page"].editor.raw() == "5"
    assert "慰问事由" not in again.panel.body.rows["columns"].editor.raw()


def test_a_chosen_version_stays_when_it_is_pressed_again(qtbot: QtBot, preview: Open) -> None:
    made = preview()

    assert choose(qtbot, made, "版本 草稿").isChecked()
    assert choose(qtbot, made, "版本 草稿").isChecked()


def test_rows_that_are_selected_are_offered_beside_the_whole_list(
    qtbot: QtBot, preview: Open, opened: OpenFile
) -> None:
    with opened.database.write("新增") as session:
        ids = [add_person(session, name).id for name in ("赵敏", "黄涛", "周倩")]
    roster = Order("F01", Label("会员花名册"))
    orders = of_list(View(Person, sort=("name",)), ids[:2], 16, roster)
    made = preview(*orders)
    whole = pdf_text(made.looking.shown.pdf) if made.looking.shown else ""

    made.panel.body.rows["form"].editor.show_raw("F01:only")
    made.panel.body.edited.emit("form")
    qtbot.waitUntil(lambda: made.looking.shown is not None and "周倩" not in pdf_text(made.looking.shown.pdf))

    assert "周倩" in whole and made.looking.shown is not None and "赵敏" in pdf_text(made.looking.shown.pdf)
    assert of_list(View(Person), ids, 3, roster)[1:] == of_list(View(Person), ids[:1], 3, roster)[1:] == []


# --- printing


def test_all_pages_go_to_the_printer_with_one_number(
    qtbot: QtBot, preview: Open, opened: OpenFile, printers: FilePrinters
) -> None:
    made = preview()

    press(qtbot, made, "打印 2 页")
    qtbot.waitUntil(lambda: bool(said(made)), timeout=20_000)

    assert said(made) == "已打印 2 页，签收表编号 2026-F22-001，已存档。"
    assert printers.sizes("办公室") == [(297, 210), (297, 210)]


def test_only_the_pages_asked_for_are_printed_as_often_as_asked_for(
    qtbot: QtBot, preview: Open, opened: OpenFile, printers: FilePrinters
) -> None:
    made = preview()
    made.panel.body.rows["printer"].editor.show_raw("财务室")
    fill(made, "copies", "3")
    fill(made, "pages", "2")

    press(qtbot, made, "打印 1 页")
    qtbot.waitUntil(lambda: bool(said(made)), timeout=20_000)

    assert len(printers.sizes("财务室")) == 3 and printers.sizes("办公室") == []


def test_a_page_that_is_not_there_is_said_beside_its_field(qtbot: QtBot, preview: Open) -> None:
    made = preview()

    fill(made, "pages", "2-9")

    assert not made.print_deed.isEnabled() and made.print_deed.toolTip() == "先改好右边的页码和份数"


def test_without_a_printer_it_says_so_and_the_form_can_still_be_saved(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, dialogs: FakeDialogs, tmp_path: Path
) -> None:
    with opened.database.write("新增") as session:
        add_person(session, "王秀兰")
    window = make_window(PAGE)
    window.printers = FilePrinters(tmp_path)
    dialogs.saves = tmp_path / "名单.pdf"
    made = ask_print(window, window, "会员", [Order("LIST:person", Label("名单"), {"view": View(Person)}, False)])
    qtbot.waitUntil(
        lambda: any("没有装打印机" in each.text() for each in made.findChildren(ElidedText)), timeout=15_000
    )

    assert not made.print_deed.isEnabled()
    press(qtbot, made, "存成PDF")
    qtbot.waitUntil(lambda: said(made) == f"已存成PDF，共 1 页：名单.pdf，在文件夹“{tmp_path}”里。")
    opened_urls = Urls()
    QDesktopServices.setUrlHandler("file", opened_urls, "take")
    try:
        press(qtbot, made, "打开文件夹")
    finally:
        QDesktopServices.unsetUrlHandler("file")
    assert [url.toLocalFile() for url in opened_urls.taken] == [str(tmp_path)]
    assert cut_off(made) == []


def test_a_printer_that_does_not_answer_costs_neither_the_form_nor_a_second_number(
    qtbot: QtBot, preview: Open, opened: OpenFile, printers: FilePrinters
) -> None:
    made = preview()
    printers.silent.add("办公室")
    press(qtbot, made, "打印 2 页")
    qtbot.waitUntil(lambda: bool(said(made, "error")))
    assert said(made, "error").startswith("打印机没有响应。表已存档，签收表编号 2026-F22-001，随时可以再打。")

    printers.silent.clear()
    press(qtbot, made, "打印 2 页")
    qtbot.waitUntil(lambda: bool(said(made)), timeout=20_000)

    assert numbers(opened) == ["2026-F22-001"] and len(printers.sizes("办公室")) == 2


def test_a_stopped_print_sends_no_more_pages_and_keeps_the_form(
    qtbot: QtBot, preview: Open, opened: OpenFile, printers: FilePrinters
) -> None:
    made = preview()
    fill(made, "copies", "20")
    made.doing.progressed.connect(lambda done, count: made.doing.stop() if done else None)

    press(qtbot, made, "打印 2 页")
    qtbot.waitUntil(lambda: bool(said(made, "error")), timeout=20_000)

    assert said(made, "error").startswith("已停止。") and "编号 2026-F22-001" in said(made, "error")
    assert len(printers.sizes("办公室")) < 40


def test_esc_does_not_stop_a_print_but_the_lock_hides_it_and_it_still_ends(
    qtbot: QtBot, preview: Open, opened: OpenFile, printers: FilePrinters
) -> None:
    made = preview()
    fill(made, "copies", "20")
    with qtbot.waitSignal(made.doing.progressed):  # the printers have answered
        made.print_deed.trigger()

    qtbot.keyClick(made.view, Qt.Key.Key_Escape)
    assert made.isVisible()
    window = made.parentWidget()
    made.reject()  # as the lock does with every dialog
    assert not made.isVisible() and isinstance(window, MainWindow)

    qtbot.waitUntil(lambda: window.jobs.is_idle, timeout=20_000)
    assert len(printers.sizes("办公室")) == 40 and numbers(opened) == ["2026-F22-001"]


@pytest.mark.parametrize(("version", "name"), [("草稿", "（草稿）.pdf"), ("空白表", "签收表（空白表）.pdf")])
def test_drafts_and_blank_forms_take_no_number(
    qtbot: QtBot, preview: Open, opened: OpenFile, dialogs: FakeDialogs, tmp_path: Path, version: str, name: str
) -> None:
    made = preview()
    dialogs.saves = tmp_path / "表.pdf"
    choose(qtbot, made, f"版本 {version}")

    press(qtbot, made, "存成PDF")
    qtbot.waitUntil(lambda: bool(said(made)))

    assert numbers(opened) == [] and dialogs.asked[0].endswith(name)
    assert ("草稿" in pdf_text(dialogs.saves.read_bytes())) == (version == "草稿")


def test_a_list_goes_out_as_a_sheet_too(
    qtbot: QtBot, preview: Open, opened: OpenFile, dialogs: FakeDialogs, tmp_path: Path
) -> None:
    made = preview(Order("LIST:person", Label("名单"), {"view": View(Person)}, has_number=False))
    dialogs.saves = tmp_path / "名单.xlsx"

    assert button(made, "导出 Excel").isVisible()
    press(qtbot, made, "导出 Excel")

    qtbot.waitUntil(lambda: (tmp_path / "名单.xlsx").exists(), timeout=15_000)


def test_a_finished_pdf_is_shown_without_any_choice_of_form(qtbot: QtBot, preview: Open, opened: OpenFile) -> None:
    from app.reports import draw

    made = preview(Order("", Label("恢复码"), pages=draw("F22", sign_off(), printed_on=DAY).pdf))

    assert made.count == 1 and set(made.panel.body.rows) == {"printer", "copies", "pages", "sides"}
    wait_for_button(qtbot, made, "打印 1 页")


def test_36_pages_reach_the_paper_in_their_order(
    qtbot: QtBot, jobs: DatabaseThread, printers: FilePrinters, tmp_path: Path
) -> None:
    from app.reports import draw

    pdf, told = draw("F22", sign_off(430), printed_on=DAY).pdf, []

    send(pdf, printers, Ticket("办公室", tuple(range(36))), lambda done, count: told.append((done, count)))

    assert printers.sizes("办公室") == [(297, 210)] * 36
    assert told == [(done, 36) for done in range(1, 37)]


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("", (0, 1, 2, 3, 4)),
        ("1-3", (0, 1, 2)),
        ("5、1", (4, 0)),
        ("2，4－5", (1, 3, 4)),
        ("１至２", (0, 1)),
    ],
)
def test_pages_are_read_as_people_write_them(text: str, pages: tuple[int, ...]) -> None:
    assert read_pages(text, 5) == (pages, None)


@pytest.mark.parametrize(
    ("text", "words"), [("0", "前后反了"), ("3-2", "前后反了"), ("6", "只有 5 页"), ("一", "写成")]
)
def test_pages_that_are_not_there_are_told(text: str, words: str) -> None:
    pages, problem = read_pages(text, 5)

    assert pages == () and problem is not None and words in str(problem.what)
