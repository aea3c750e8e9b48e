"""Showing a text never fails, whatever its parameters are (a deed's name may be years old)."""

from __future__ import annotations

import pytest

from app.i18n import Label, set_language
from app.models import Person
from app.models.store import undo
from app.models.store.database import Database
from app.services import records


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        (Label("新增会员"), "新增会员"),
        (Label("导入{n}人", n=3), "导入3人"),
        (Label("导入{n}人", m=3), "导入{n}人"),
        (Label("导入{n}人"), "导入{n}人"),
        (Label("{a}和{b}", a="甲"), "甲和{b}"),
        (Label("100%{x", x=1), "100%{x"),
        (Label("{}和{0}", x=1), "{}和{0}"),
        (Label("{x.y}", x=1), "{x.y}"),
        (Label("{x[0]}", x=1), "1"),
        (Label("{{x}}", x=1), "{x}"),
        (Label("{what}", what="{n}"), "{n}"),
        (Label("撤销：{name}", name=Label("导入{n}人", n=3)), "撤销：导入3人"),
        (Label("{self}和{msgid}", self="甲", msgid="乙"), "甲和乙"),
    ],
)
def test_a_label_shows_what_it_can(label: Label, shown: str) -> None:
    assert str(label) == shown


@pytest.mark.parametrize("name", ["导入{n}人", "{", "删除{who}的{what}", "{0}", "100%"])
def test_a_deed_with_any_name_is_listed_undone_and_done_again(database: Database, name: str) -> None:
    with database.write(name, extra="多余的") as session:
        records.add(session, Person, {"name": "王芳"})

    undo.undo(database)
    undo.redo(database)

    with database.read() as session:
        entries = records.history(session, records.find(session, Person, "王芳"))
    assert all(str(line.name) for line in undo.deeds(database))
    assert all(str(entry.name) for entry in entries)
    assert all(str(one) for one in undo.next_names(database))


def test_labels_in_a_deeds_name_are_translated_when_shown(database: Database) -> None:
    with database.write("新增{type}", type=Label("人员")) as session:
        records.add(session, Person, {"name": "王芳"})
    undo.undo(database)

    names = [line.name for line in undo.deeds(database)[:2]]

    assert [str(name) for name in names] == ["撤销：新增人员", "新增人员"]
    assert names[1].params["type"] == Label("人员")
    set_language("en")
    try:
        assert str(names[1])  # shown in whatever the catalogue has, never with an error
    finally:
        set_language("zh_CN")
