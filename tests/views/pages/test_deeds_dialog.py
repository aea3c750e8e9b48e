"""撤销历史: each step says what it is now, and only what can be taken back is offered."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.i18n import Label
from app.models import Person
from app.models.store import undo
from app.models.store.database import Database
from app.models.store.undo import DeedLine
from app.services import forms
from app.views.deeds_dialog import DeedsDialog
from tests.factories import add_person
from tests.views.pages.driving import press
from tests.views.seeing import cut_off, nameless, too_low


def line(deed: int, state: str, *, actor: str = "王主席", blanked: bool = False) -> DeedLine:
    return DeedLine(deed, f"uid-{deed}", 1_790_000_000_000, actor, Label("修改会员"), None, state, blanked)


@pytest.fixture
def taken() -> list[int]:
    """The deeds that were to be taken back."""
    return []


@pytest.fixture
def dialog(qtbot: QtBot, taken: list[int]) -> Iterator[DeedsDialog]:
    """Four steps: done, undone, fixed, one of which something was deleted for good."""
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(900, 600)
    parent.show()
    lines = [line(4, "done"), line(3, "undone", actor=""), line(2, "fixed"), line(1, "fixed", blanked=True)]
    made = DeedsDialog(parent, lines, taken.append)
    made.open()
    qtbot.waitUntil(made.isVisible)
    yield made
    parent.close()


def test_each_step_says_what_it_is_now_and_who_did_it(dialog: DeedsDialog) -> None:
    assert [row[3] for row in dialog.table.rows] == [
        "已做",
        "已撤销",
        "已做，不能撤销",
        "有人已彻底删除，不能撤销",
    ]
    assert [row[2] for row in dialog.table.rows[:2]] == ["王主席", "本机"]
    assert not cut_off(dialog) and too_low(dialog) == nameless(dialog) == []


def test_only_what_can_be_taken_back_is_offered(qtbot: QtBot, dialog: DeedsDialog, taken: list[int]) -> None:
    offered = []
    for row in range(4):
        dialog.table.go_to(row)
        offered.append(dialog.undo_deed.isEnabled())
    assert offered == [True, False, False, False]
    assert dialog.undo_deed.toolTip() == "有人已彻底删除，不能撤销"
    dialog.table.go_to(0)

    press(qtbot, dialog, "撤销选中的一步")

    assert taken == [4]


def test_a_form_that_was_saved_names_whom_it_was_about(database: Database) -> None:
    with database.write("准备") as session:
        person = add_person(session, "陈一").id

    forms.save(database, Person, person, {"post": "班长"})
    forms.save(database, Person, None, {"name": "李二"})

    assert [str(deed.name) for deed in undo.deeds(database, 2)] == ["新增人员：李二", "修改人员：陈一"]
