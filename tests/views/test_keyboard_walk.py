"""A walk through the whole window without a mouse: every menu, every button, every entry behind a button.

What is to be reached is asked of the window itself, page by page; no list stands here.
"""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget

from app.views.pages import PAGES
from app.views.pictures.samples import Samples
from app.views.pictures.stage import Stage
from tests.views.real import Stages, tab_round

Key = Qt.Key
KEYS = [page.key for page in PAGES]
MOST_ENTRIES = 60


def go(stage: Stage, page: str) -> None:
    stage.window.go_to(page)
    stage.settle()


def press(key: Qt.Key) -> None:
    """A key, to whatever has the keyboard."""
    target = QApplication.activePopupWidget() or QApplication.focusWidget()
    assert target is not None, f"the keyboard is nowhere when {key} is pressed"
    QTest.keyClick(target, key)


def usable(menu: QMenu) -> list[QAction]:
    """The entries that can be chosen."""
    return [each for each in menu.actions() if each.isVisible() and each.isEnabled() and not each.isSeparator()]


def walk_down() -> set[QAction]:
    """The entries of the open menu that ↓ comes to, until it comes to the first one again."""
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    found: set[QAction] = set()
    for _ in range(MOST_ENTRIES):
        current = menu.activeAction()
        if current in found:
            return found
        if current is not None:
            found.add(current)
        press(Key.Key_Down)
    raise AssertionError(f"↓ never comes back in {menu.title()}")


def menus_walked(stage: Stage) -> dict[str, list[str]]:
    """Walk through the menu bar from Alt on; the entries of each menu that were not come to."""
    missed = {}
    press(Key.Key_Alt)
    bar = stage.window.menuBar()
    for action in (each for each in bar.actions() if each.isVisible()):
        assert bar.activeAction() is action, f"→ does not lead to {action.text()}"
        if action.isEnabled():
            press(Key.Key_Down)
            reached = walk_down()
            missed[action.text()] = [each.text() for each in usable(action.menu()) if each not in reached]
            press(Key.Key_Escape)
        press(Key.Key_Right)
    press(Key.Key_Escape)
    return {name: entries for name, entries in missed.items() if entries}


@pytest.mark.parametrize("page", KEYS)
def test_arrows_lead_to_every_entry_of_the_menu_bar_and_escape_leads_back(
    stages: Stages, samples: Samples, page: str
) -> None:
    stage = stages.open(samples.filled, page=page)
    before = QApplication.focusWidget()

    missed = menus_walked(stage)

    assert missed == {}
    assert QApplication.focusWidget() is before is not None


def test_every_button_with_a_menu_opens_by_space_and_gives_the_keyboard_back(stages: Stages, samples: Samples) -> None:
    stage = stages.open(samples.filled)

    for page in KEYS:
        go(stage, page)
        for each in (one for one in tab_round(stage.hand) if isinstance(one, QPushButton) and one.menu() is not None):
            each.setFocus(Qt.FocusReason.TabFocusReason)
            press_without_waiting(each)
            menu = each.menu()
            assert menu is not None
            assert walk_down() >= set(usable(menu)), f"{page}: {each.accessibleName()}"
            press(Key.Key_Escape)
            assert QApplication.focusWidget() is each, f"{page}: {each.accessibleName()}"


def press_without_waiting(button: QPushButton) -> None:
    """Space on a button with a menu stays in the menu until it is closed; so the menu is opened as Space opens it."""
    menu = button.menu()
    assert menu is not None and button.focusPolicy() & Qt.FocusPolicy.TabFocus
    menu.popup(button.mapToGlobal(button.rect().bottomLeft()))


def test_the_areas_go_round_by_f6_and_the_keyboard_is_always_somewhere_in_view(
    stages: Stages, samples: Samples
) -> None:
    stage = stages.open(samples.filled)

    for page in KEYS:
        go(stage, page)
        stage.hand.key("F6")
        way = [QApplication.focusWidget()]
        while way[0] not in way[1:] and len(way) < MOST_ENTRIES:
            stage.hand.key("F6")
            way.append(QApplication.focusWidget())

        assert way[0] in way[1:] and len(way) > 2, page
        assert [each for each in way if each is None or not each.isVisible()] == [], page


def test_no_two_deeds_in_force_at_once_share_a_key(stages: Stages, samples: Samples) -> None:
    stage = stages.open(samples.filled)

    shared: dict[str, list[str]] = {}
    for page in KEYS:
        go(stage, page)
        for key, names in keys_in_force(stage).items():
            if len(names) > 1:
                shared[f"{page}: {key}"] = names

    assert shared == {}


def keys_in_force(stage: Stage) -> dict[str, list[str]]:
    """Every key and the deeds in view that it would start; one deed may stand in several places."""
    found: dict[str, dict[int, str]] = {}
    widgets = [stage.window, *(each for each in stage.window.findChildren(QWidget) if each.isVisible())]
    for widget in widgets:
        for action in widget.actions():
            wide = action.shortcutContext() in (
                Qt.ShortcutContext.WindowShortcut,
                Qt.ShortcutContext.ApplicationShortcut,
            )
            for key in action.shortcuts() if wide and action.isEnabled() else ():
                found.setdefault(key.toString(QKeySequence.SequenceFormat.PortableText), {})[id(action)] = action.text()
    return {key: list(actions.values()) for key, actions in found.items()}
