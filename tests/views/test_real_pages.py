"""Every page of the program over sample data: nothing cut, everything named, nothing that only a mouse can do."""

from __future__ import annotations

from itertools import cycle

import pytest
from PySide6.QtWidgets import QApplication, QTabBar, QWidget

from app.views.page import PageView
from app.views.pages import PAGES
from app.views.pictures import SCENES, STATES
from app.views.pictures.samples import Samples
from app.views.pictures.stage import Stage
from tests.views.real import (
    NONE,
    ROOMS,
    Stages,
    longest_wait,
    look_at,
    look_in_all_sizes,
    out_of_reach,
    stray_windows,
    tab_round,
    walk_to,
)

KEYS = [page.key for page in PAGES]
# Every page in all rooms; every state in which somebody has done something in one of them.
ROOM_OF = dict(zip((name for name, scene in SCENES.items() if scene.acts), cycle(ROOMS), strict=False))
LONGEST_WAIT_S = 0.25


def go(stage: Stage, key: str) -> PageView:
    stage.window.go_to(key)
    stage.settle()
    assert stage.window.page is not None
    return stage.window.page


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("file", ["filled", "empty"])
def test_no_page_has_a_blemish_in_any_room(
    stages: Stages, samples: Samples, room: tuple[int, int, int], file: str
) -> None:
    stage = stages.open(getattr(samples, file), *room)

    seen = {key: look_at(stage.window) for key in KEYS if go(stage, key)}

    assert {key: found for key, found in seen.items() if found != NONE} == {}


@pytest.mark.parametrize("name", ROOM_OF)
def test_no_state_has_a_blemish_or_a_corner_that_keys_do_not_reach(stages: Stages, name: str) -> None:
    width, height, scale = ROOM_OF[name]
    stage = stages.empty_room(width, height, scale)
    SCENES[name](stage)

    seen = look_in_all_sizes(stage, scale)

    assert (seen, out_of_reach(stage)) == ({}, [])


@pytest.mark.parametrize("key", KEYS)
def test_tab_goes_round_the_page_and_reaches_everything(stages: Stages, samples: Samples, key: str) -> None:
    stage = stages.open(samples.filled, page=key)

    assert out_of_reach(stage) == []


def test_arriving_at_a_page_never_blocks_the_window(stages: Stages, samples: Samples) -> None:
    waits: dict[str, float] = {}
    for _ in range(2):  # the better of two: the first page of a program also loads what all pages use
        stage = stages.open(samples.filled)
        for key in KEYS:
            with longest_wait() as longest:
                go(stage, key)
            waits[key] = min(waits.get(key, 9.0), longest())

    print({key: f"{seconds:.3f} s" for key, seconds in waits.items()})
    assert {key: seconds for key, seconds in waits.items() if seconds > LONGEST_WAIT_S} == {}


def test_alt_and_its_number_leads_to_every_page(stages: Stages, samples: Samples) -> None:
    stage = stages.open(samples.filled)
    for number, page in enumerate(PAGES, start=1):
        stage.hand.key(f"Alt+{number}")
        stage.settle()

        assert stage.window.current_key == page.key


def test_no_state_shows_a_window_of_its_own_by_accident(stages: Stages, qapp: QApplication) -> None:
    with stray_windows(qapp) as strays:
        for name in ("first-run", "new-union", "recover"):
            STATES[name](stages.empty_room())
        for name in ("restore", "round-proposal", "import-columns", "hardship-money"):
            SCENES[name](stages.empty_room())

    assert strays == []


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("key", "pressed", "lands_on"),
    [
        ("members", ["Ctrl+N"], "姓名"),
        ("members", ["Return"], "姓名"),
        ("members", ["Ctrl+F"], "查找"),
        ("members", ["Ctrl+P"], "预览"),
        ("hardship", ["Ctrl+N"], "查找"),
        ("hardship", ["Return"], "家庭成员"),
        ("hardship", ["Ctrl+P"], "预览"),
        ("rounds", ["Ctrl+N"], "慰问事由"),
        ("rounds", ["Return"], "慰问名单"),
        ("rounds", ["Return", "Ctrl+N"], "要添加的人，一行一个"),
        ("rounds", ["Return", "Ctrl+P"], "预览"),
    ],
)
def test_the_deeds_of_lists_begin_by_key(
    stages: Stages, samples: Samples, key: str, pressed: list[str], lands_on: str
) -> None:
    stage = stages.open(samples.filled)
    go(stage, key)

    for each in pressed:
        stage.hand.key(each)
        stage.settle()

    assert focused().accessibleName().startswith(lands_on)


@pytest.mark.parametrize(
    ("key", "button", "then"),
    [
        ("home", "现在备份", "备份到别的文件夹…"),
        ("members", "导入…", "选文件…"),
        ("rounds", "新建批次…", "保存"),
        ("hardship", "建档…", "建档"),
    ],
)
def test_buttons_without_a_key_are_reached_and_pressed_by_tab_and_space(
    stages: Stages, samples: Samples, key: str, button: str, then: str
) -> None:
    stage = stages.open(samples.filled)
    go(stage, key)

    walk_to(stage.hand, button)
    stage.hand.key("Space")
    stage.settle()

    assert stage.hand.sees(then)


def test_the_tabs_of_the_settings_change_by_key(stages: Stages, samples: Samples) -> None:
    stage = stages.open(samples.filled)
    go(stage, "settings")
    bar = stage.window.findChild(QTabBar)
    assert bar is not None and bar in tab_round(stage.hand)
    while not bar.hasFocus():
        stage.hand.key("Tab")

    stage.hand.key("Right")
    stage.settle()

    assert stage.hand.sees("标准列表")
