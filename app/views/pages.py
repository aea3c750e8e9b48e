"""The pages of the window, as data: a new page is one line here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from app.i18n import Label
from app.models.declare import record_type
from app.models.store.database import Database
from app.views import backup_page, home_page, members, recycle_page, settings_page, settings_work
from app.views.hardship import page as hardship
from app.views.page import PageView
from app.views.plain_page import PlainPageOf
from app.views.press import centre as press_centre
from app.views.rounds import page as rounds


@dataclass(frozen=True)
class Page:
    """One entry of the navigation. `short` is the name of two characters for narrow windows, chosen by hand.

    `prepare` runs in the database thread before the page is built for the first time: what the page must know of the
    file (the choices of its form); its result is handed to `build` after the shell. `finds` is the record type (on the
    command line) that the page shows when the palette has found one; `parts` are its tabs, each with the number that
    `show_record` takes.
    """

    key: str
    label: Label
    short: Label
    icon: str
    build: Callable[..., PageView]
    group: Label | None = None
    prepare: Callable[[Database], Any] | None = None
    finds: str = ""
    parts: Sequence[tuple[Label, int]] = ()


def plain(type_name: str, short: Label, icon: str, group: Label | None = None) -> Page:
    """The page of a record type with nothing to add; the type is known by its name on the command line."""
    page = PlainPageOf(type_name, icon)
    return Page(type_name, record_type(type_name).record_label, short, icon, page.build, group, page.prepare, type_name)


DAILY, KEEPING = Label("日常"), Label("资料")

PAGES: tuple[Page, ...] = (
    Page("home", Label("工作台"), Label("今天"), "home", home_page.build, DAILY, home_page.prepare),
    Page("members", Label("会员"), Label("会员"), "users", members.build, DAILY, members.prepare, "person"),
    Page("hardship", Label("困难职工"), Label("困难"), "heart-handshake", hardship.build, DAILY, None, "hardship-case"),
    Page("rounds", Label("慰问"), Label("慰问"), "gift", rounds.build, DAILY, rounds.prepare, "round"),
    Page("prints", Label("打印"), Label("打印"), "printer", press_centre.build, DAILY),
    Page("backup", Label("备份"), Label("备份"), "device-usb", backup_page.build, KEEPING, backup_page.prepare),
    Page("recycle", Label("回收站"), Label("回收"), "trash", recycle_page.build, KEEPING),
    Page(
        "settings",
        Label("设置"),
        Label("设置"),
        "settings",
        settings_page.build,
        KEEPING,
        settings_work.prepare,
        parts=[(label, place.value) for place, (_, label) in settings_page.PARTS.items()],
    ),
)
