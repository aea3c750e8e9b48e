"""The pages of the window, as data: a new page is one line here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from app.frozen import dataclass
from app.i18n import Label
from app.models.declare import record_type
from app.models.store.database import Database
from app.views.loading import Later
from app.views.page import PageView
from app.views.settings_places import PARTS

Offered = tuple[Label, str, Callable[[PageView], object]]


@dataclass(frozen=True)
class Page:
    """One entry of the navigation. `short` is the name of two or three characters for narrow windows, chosen by hand.

    `prepare` runs in the database thread before the page is built for the first time: what the page must know of the
    file (the choices of its form); its result is handed to `build` after the shell. `finds` is the record type (on the
    command line) that the page shows when the palette has found one; `parts` are its tabs, each with the number that
    `show_record` takes. `offers` are what people look for in the menu 文件: name, icon, what is done; `tools` the same
    for the menu 工具.
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
    offers: Sequence[Offered] = ()
    tools: Sequence[Offered] = ()


def plain(type_name: str, short: Label, icon: str, group: Label | None = None) -> Page:
    """The page of a record type with nothing to add; the type is known by its name on the command line."""
    build, prepare = (partial(each, type_name, icon) for each in (PLAIN.build, PLAIN.prepare))
    return Page(type_name, record_type(type_name).record_label, short, icon, build, group, prepare, type_name)


DAILY, KEEPING = Label("日常"), Label("资料")
# Loaded when they are wanted, or beforehand in this order.
MODULES = HOME, MEMBERS, HARDSHIP, ROUNDS, PRINTS, BACKUP, RECYCLE, SETTINGS, PLAIN = tuple(
    Later(f"app.views.{name}")
    for name in (
        "home_page", "members", "hardship.page", "rounds.page", "press.centre", "backup_page", "recycle_page",
        "settings_page", "plain_page",
    )
)  # fmt: skip

PAGES: tuple[Page, ...] = (
    Page("home", Label("工作台"), Label("工作台"), "home", HOME.build, DAILY, HOME.prepare),
    Page(
        "members",
        Label("会员"),
        Label("会员"),
        "users",
        MEMBERS.build,
        DAILY,
        MEMBERS.prepare,
        "person",
        offers=[(Label("导入会员…"), "download", lambda page: page.start_import())],
    ),
    Page(
        "hardship",
        Label("困难职工"),
        Label("困难"),
        "heart-handshake",
        HARDSHIP.build,
        DAILY,
        HARDSHIP.prepare,
        "hardship-case",
    ),
    Page("rounds", Label("慰问"), Label("慰问"), "gift", ROUNDS.build, DAILY, ROUNDS.prepare, "round"),
    Page("prints", Label("打印"), Label("打印"), "printer", PRINTS.build, DAILY),
    Page(
        "backup",
        Label("备份"),
        Label("备份"),
        "device-usb",
        BACKUP.build,
        KEEPING,
        BACKUP.prepare,
        offers=[(Label("备份到U盘或文件夹…"), "device-usb", lambda page: page.take_focus())],
        # Far from the backup itself: who wants the one must not meet the other (screen.md §5).
        tools=[(Label("从备份恢复…"), "history", lambda page: page.ask_restore())],
    ),
    Page("recycle", Label("回收站"), Label("回收"), "trash", RECYCLE.build, KEEPING),
    Page(
        "settings",
        Label("设置"),
        Label("设置"),
        "settings",
        SETTINGS.build,
        KEEPING,
        SETTINGS.prepare,
        parts=[(label, place.value) for place, (_, label) in PARTS.items()],
    ),
)
