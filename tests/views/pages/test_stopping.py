"""停止读取 and 停止导入, pressed in the real window: nothing half kept, what was chosen stays; what the strip says."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.i18n import Label
from app.models import Person
from app.services import listing
from app.services.files import OpenFile
from app.services.listing import View
from app.services.sheets.workbook import ColumnKind
from app.services.sheets.writing import write_table
from app.views.importing import ImportWizard
from app.views.kit.layout import column
from app.views.kit.notices import ProgressStrip
from app.views.page import PageView, Shell
from app.views.pages import Page
from tests.views.pages.conftest import MakeWindow
from tests.views.pages.driving import FakeDialogs, button, has_button, press, says, wait_for_button

HEADINGS = ("姓名", "移动电话", "工作单位")
ROWS = [(f"陈{number}", f"128123{number:05}", "椰风一车间") for number in range(40)]


class WizardPage(PageView):
    """A page that holds nothing but the wizard."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.wizard = ImportWizard(shell, Person, lambda: None)
        self.setLayout(column(self.wizard, spacing=0))


PAGE = Page("people", Label("会员"), Label("会员"), "users", WizardPage)


@pytest.fixture
def wizard(make_window: MakeWindow, dialogs: FakeDialogs, tmp_path: Path) -> ImportWizard:
    """The wizard; the sheet that would be chosen has forty new members."""
    dialogs.opens = tmp_path / "名单.xlsx"
    kinds = [ColumnKind.TEXT] * len(HEADINGS)
    write_table(dialogs.opens, HEADINGS, kinds, ROWS, sheet_name="会员", overwrite=True)
    page = make_window(PAGE).page
    assert isinstance(page, WizardPage)
    return page.wizard


@pytest.fixture
def busy(wizard: ImportWizard) -> Iterator[threading.Event]:
    """Something else holds the database thread until it is let go: what is asked for meanwhile waits for its turn."""
    gate = threading.Event()
    yield gate
    gate.set()


def hold(wizard: ImportWizard, gate: threading.Event) -> None:
    wizard.state.shell.jobs.run(lambda: gate.wait(30), lambda _: None)


def kept(opened: OpenFile) -> int:
    with opened.database.read() as session:
        return listing.count(session, View(Person))


def test_stopping_to_read_leaves_nothing_and_the_file_can_be_chosen_again(
    qtbot: QtBot, wizard: ImportWizard, busy: threading.Event
) -> None:
    hold(wizard, busy)
    press(qtbot, wizard, "选文件…")
    wait_for_button(qtbot, wizard, "停止读取")
    assert says(wizard, "正在读取“名单.xlsx”") and says(wizard, "停止后什么都不会留下。")
    assert not button(wizard, "下一步").isEnabled()

    press(qtbot, wizard, "停止读取")
    assert not button(wizard, "停止读取").isEnabled()
    busy.set()
    qtbot.waitUntil(lambda: not has_button(wizard, "停止读取"))
    assert wizard.state.read is None
    qtbot.waitUntil(lambda: says(wizard, "已停止。"))
    assert not button(wizard, "下一步").isEnabled()

    press(qtbot, wizard, "选文件…")
    wait_for_button(qtbot, wizard, "下一步")


def test_stopping_the_import_keeps_no_row_and_everything_that_was_chosen(
    qtbot: QtBot, wizard: ImportWizard, busy: threading.Event, opened: OpenFile
) -> None:
    press(qtbot, wizard, "选文件…")
    wait_for_button(qtbot, wizard, "下一步")
    press(qtbot, wizard, "下一步")
    press(qtbot, wizard, "下一步")
    wait_for_button(qtbot, wizard, "导入 40 人")
    tried, deed = wizard.state.tried, opened.database.last_deed()
    hold(wizard, busy)

    press(qtbot, wizard, "导入 40 人")
    wait_for_button(qtbot, wizard, "停止导入")
    assert says(wizard, "正在导入") and says(wizard, "停止后一行也不会导入。")
    assert not has_button(wizard, "导入 40 人") or not button(wizard, "导入 40 人").isEnabled()
    press(qtbot, wizard, "停止导入")
    busy.set()
    qtbot.waitUntil(lambda: not has_button(wizard, "停止导入"))

    assert (kept(opened), opened.database.last_deed()) == (0, deed)
    wait_for_button(qtbot, wizard, "导入 40 人")
    assert wizard.state.tried is tried
    press(qtbot, wizard, "导入 40 人")
    wait_for_button(qtbot, wizard, "看会员名单")
    assert kept(opened) == 40


class StandingClock:
    """A clock that says what a test says."""

    def __init__(self, passed_ms: int) -> None:
        self._passed = passed_ms

    def elapsed(self) -> int:
        return self._passed


@pytest.mark.parametrize(
    ("passed_ms", "words"),
    [
        (900, "第 2,500 行，共 10,000 行"),
        (4_000, "第 2,500 行，共 10,000 行，约还要 12 秒"),
    ],
)
def test_the_strip_says_how_far_it_is_and_how_long_still(qtbot: QtBot, passed_ms: int, words: str) -> None:
    strip = ProgressStrip(Label("正在导入"), Label("停止导入"), Label("停止后一行也不会导入。"))
    qtbot.addWidget(strip)
    strip.show()
    strip._clock = StandingClock(passed_ms)  # type: ignore[assignment]

    strip.show_progress(2_500, 10_000)

    assert says(strip, words) and says(strip, "25 %")
    assert says(strip, "约还要") == (passed_ms >= 1000)
