"""A list goes out as a sheet, and the same sheet changes nothing when it comes in again."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from app.i18n import Label
from app.models import Person
from app.services.files import OpenFile
from app.services.importing.source import open_source
from app.services.importing.trial import trial
from app.services.listing import View
from app.views.export import export_view
from app.views.pages import Page
from tests.factories import add_person
from tests.views.demo import PlainPage
from tests.views.pages.conftest import MakeWindow
from tests.views.pages.driving import FakeDialogs, says

PAGE = Page("plain", Label("会员"), Label("会员"), "users", PlainPage)


def test_what_was_exported_changes_nothing_when_it_is_imported(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, dialogs: FakeDialogs, tmp_path: Path
) -> None:
    with opened.database.write("新增") as session:
        add_person(session, "王秀兰", id_no="460199198503050028")
    window = make_window(PAGE)
    dialogs.saves = tmp_path / "会员名单"

    export_view(window, View(Person), window)
    qtbot.waitUntil(lambda: says(window, "已导出 1 行：会员名单.xlsx"))

    with opened.database.read() as session:
        counts = trial(session, open_source(tmp_path / "会员名单.xlsx", Person).plan()).counts()
    assert counts["unchanged"] == 1 and counts["new"] == 0


def test_nothing_is_written_when_no_place_was_chosen(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, dialogs: FakeDialogs, tmp_path: Path
) -> None:
    window = make_window(PAGE)

    export_view(window, View(Person), window)

    assert dialogs.asked[0].endswith(".xlsx") and not list(tmp_path.glob("*.xlsx"))
