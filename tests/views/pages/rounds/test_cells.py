"""Cells that are changed in the list of a round."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from app.errors import ErrorCode, KnownError
from app.services.cell_changes import Change
from app.views.rounds.record_form import RecordOfRoundForm, RoundCells
from app.views.rounds.rows import COLUMNS
from tests.factories import add_round, add_standard
from tests.views.pages.rounds.desktop import TITLE, Desktop, Key, fill


def edit_cell(desktop: Desktop, row: int, name: str, words: str) -> None:
    """F2, write, Enter."""
    people = desktop.round.people
    changer = people.list.changer
    assert changer is not None
    people.table.setFocus()
    people.table.chosen.go(row, COLUMNS.index(name))
    desktop.press(Key.Key_F2)
    desktop.qtbot.waitUntil(lambda: changer.in_place.editor is not None)
    editor = changer.in_place.editor
    assert editor is not None
    desktop.qtbot.keyClicks(editor.editor.control, words)
    desktop.press(Key.Key_Return)


def test_f2_in_the_list_of_rounds_leads_to_the_same_field_of_its_form(desktop: Desktop) -> None:
    with desktop.database.write("准备") as session:
        round_id = add_round(session, title=TITLE).id
    rounds = desktop.page.rounds
    rounds.list.refresh()
    desktop.settle()
    rounds.list.table.setFocus()
    rounds.list.table.chosen.go(0, [each.name for each in rounds.list.model.columns].index("budget"))

    desktop.press(Key.Key_F2)
    desktop.settle()

    assert desktop.page.round is None and rounds.form.record_id == round_id
    assert rounds.form.body.rows["budget"].isAncestorOf(QApplication.focusWidget())


def test_f2_writes_a_group_or_a_reason_where_it_stands(desktop: Desktop) -> None:
    fill(desktop, "王芳", "李强")
    edit_cell(desktop, 0, "group", "B1")
    edit_cell(desktop, 1, "proposal_reason", "flu")
    assert (desktop.cells("group"), desktop.cells("proposal_reason")) == (["B1", ""], ["", "flu"])
    assert desktop.said() == "已改好“李强”的列入原因。"


def test_a_cell_of_a_closed_round_is_refused_and_a_visit_is_never_written_over(desktop: Desktop) -> None:
    page = fill(desktop, "王芳")
    page.doer.mark_quickly("signed")
    desktop.settle()
    page.work.finish()
    cells = RoundCells(desktop.database, RecordOfRoundForm(desktop.database))
    [record] = desktop.listed()

    with pytest.raises(KnownError) as caught:
        cells.apply([Change(record.id, "group", "第一组")])
    [seen] = cells.preview([Change(record.id, "status", "待走访")])

    assert caught.value.code is ErrorCode.STATE
    assert str(seen.refusal) == "这一栏不能在名单里改"


def test_amounts_changed_for_many_are_looked_at_again_in_one_deed(desktop: Desktop) -> None:
    fill(desktop, "王芳", "李强")
    with desktop.database.write("准备") as session:
        add_standard(session, "ceiling_per_time", "1500")
    cells = RoundCells(desktop.database, RecordOfRoundForm(desktop.database))

    count = cells.apply([Change(one.id, "cash", "2000") for one in desktop.listed()])

    assert count == 2
    assert [(one.cash, bool(one.warning)) for one in desktop.listed()] == [(200_000, True)] * 2
