"""One declaration, many faces: a record type with a field of every kind works everywhere with no other code."""

from __future__ import annotations

import json
import operator
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import KnownError, Problem
from app.models import Attachment, OrgUnit, kinds
from app.models.declare import Base, Record, children_of, fields_of, table_of
from app.models.store import undo
from app.models.store.database import Database
from app.models.store.digests import all_digests
from app.models.words import FileWords
from app.services import listing, records
from app.services.listing import View, parse_condition
from app.services.today import set_today
from tests.conftest import MadeFile
from tests.core.everything import ROWS, all_kinds, declared

TODAY = date(2026, 11, 22)
THIRD_CAUSE = "下岗失业"
Types = tuple[type[Record], type[Record]]


@pytest.fixture(scope="module")
def types() -> Iterator[Types]:
    with declared() as both:
        yield both


@pytest.fixture
def everything(types: Types) -> type[Record]:
    return types[0]


@pytest.fixture(scope="module")
def filled_file(types: Types, made_file: MadeFile, tmp_path_factory: pytest.TempPathFactory) -> MadeFile:
    """A file with the tables of the new types and three records."""
    path = made_file.copy_to(tmp_path_factory.mktemp("filled"))
    set_today(TODAY)
    with Database.open(path, made_file.dek, actor="张主席") as database:
        with database.engine.begin() as connection:
            Base.metadata.create_all(connection, tables=[table_of(record) for record in types])
        with database.write("准备") as session:
            records.add(session, OrgUnit, [{"name": "一组"}, {"name": "二组"}])
            session.add(Attachment(name="合影", sha256="0" * 64))
        with database.write("新增{n}条", n=3) as session:
            records.add(session, types[0], list(ROWS))
    return replace(made_file, path=path)


@pytest.fixture
def filled(filled_file: MadeFile, tmp_path: Path) -> Iterator[Database]:
    """A copy of it, open."""
    with Database.open(filled_file.copy_to(tmp_path), filled_file.dek, actor="张主席") as database:
        yield database


@pytest.fixture
def session(filled: Database) -> Iterator[Session]:
    with filled.read() as opened:
        yield opened


def stored(session: Session, record: type[Record]) -> list[dict[str, Any]]:
    return [dict(row) for row in session.execute(select(table_of(record))).mappings()]


def found(session: Session, view: View) -> list[str]:
    """The 一行字 of the records that a view finds."""
    rows = listing.rows(session, View(view.record, columns=("line",)), listing.ids(session, view))
    return [row[0] for row in rows]


def test_there_is_a_field_of_every_kind(types: Types) -> None:
    used = {type(spec.kind) for record in types for spec in fields_of(record).values()}

    assert used == all_kinds()


def test_what_people_type_is_kept_in_the_form_that_each_kind_stores(session: Session, everything: type[Record]) -> None:
    row = stored(session, everything)[0]

    expected = {
        "name": "刘秀英", "line": "丙", "plain": "乙一", "text": "第一行\n第二行", "count": 12, "money": 100_050,
        "day": date(2026, 3, 5), "month": "1985-03", "moment": 1_795_327_500_123, "sure": True, "sex": "2",
        "causes": "1,2", "id_no": "11010519491231002X", "phone": "13800138000", "credit": "91350100M000100Y43",
        "unit_id": 1, "scan_id": 1, "raw": '{"n":1}',
    }  # fmt: skip
    assert {name: row[name] for name in expected} == expected


def test_what_is_written_reads_back_as_the_same_value(session: Session, everything: type[Record]) -> None:
    words = FileWords(session, TODAY)

    for row in stored(session, everything):
        for name, spec in fields_of(everything).items():
            written = spec.kind.write(row[name], words)
            reading = spec.kind.read(written, words)
            assert (reading.value, reading.must) == (row[name], None), name


def test_what_goes_to_the_command_line_comes_back_as_the_same_value(session: Session, everything: type[Record]) -> None:
    words = FileWords(session, TODAY)

    for row in stored(session, everything):
        for name, spec in fields_of(everything).items():
            sent = json.loads(json.dumps(spec.kind.out(row[name], words)))
            assert spec.kind.read(sent, words).value == row[name], name


def test_what_goes_to_the_journal_comes_back_as_the_same_value(session: Session, everything: type[Record]) -> None:
    for row in stored(session, everything):
        for name, spec in fields_of(everything).items():
            sent = json.loads(json.dumps(spec.kind.dump(row[name])))
            assert spec.kind.load(sent) == row[name], name


def test_every_field_is_a_column_of_the_list_and_shows_what_people_read(
    session: Session, everything: type[Record]
) -> None:
    view = View(everything, sort=("id",))

    titles = [str(spec.label) for spec in listing.columns_of(view)]
    cells = dict(zip(titles, listing.rows(session, view, listing.ids(session, view))[0], strict=True))

    local = kinds.Moment().show(1_795_327_500_123, FileWords(session, TODAY))
    assert cells == {
        "姓名": "刘秀英", "一行字": "丙", "寻常字": "乙一", "几行字": "第一行\n第二行", "数": "12", "钱": "1,000.50",
        "日子": "2026-03-05", "大约日子": "1985年3月", "时刻": local, "是否": "是", "性别": "女",
        "原因": "无劳动能力、有劳动能力而未就业", "身份证号": "11010519491231002X", "电话": "13800138000",
        "信用代码": "91350100M000100Y43", "小组": "一组", "扫描件": "合影", "原样": '{"n":1}',
    }  # fmt: skip


def test_a_blank_record_shows_blanks(session: Session, everything: type[Record]) -> None:
    [cells] = listing.rows(session, View(everything), [3])

    assert [cell for cell in cells if cell] == ["阿依古丽·买买提", "乙"]


@pytest.mark.parametrize(
    ("typed", "hits"),
    [
        ("秀英", ["丙"]), ("lxy", ["丙"]), ("LIU xiu", ["丙"]), ("002x", ["丙"]), ("8000", ["丙"]), ("一组", ["丙"]),
        ("䶮", ["甲_%"]), ("_%", ["甲_%"]), ("二组 139", ["甲_%"]), ("阿依古丽买买提", ["乙"]), ("组", ["丙", "甲_%"]),
        ("乙一", []), ("没有", []), ("' OR 1=1", []), ("", ["丙", "乙", "甲_%"]),
    ],
)  # fmt: skip
def test_a_search_finds_by_name_pinyin_initials_number_tail_and_linked_title(
    session: Session, everything: type[Record], typed: str, hits: list[str]
) -> None:
    assert sorted(found(session, View(everything, search=typed))) == sorted(hits)


def test_every_column_sorts_both_ways_with_blanks_last(session: Session, everything: type[Record]) -> None:
    rows = stored(session, everything)
    for spec in fields_of(everything).values():
        # both records that have a value, in the order of what is stored; titles of links are in the order of their ids
        having = sorted((row for row in rows if row[spec.name] is not None), key=lambda row: row[spec.name])
        blank = [row["id"] for row in rows if row[spec.name] is None]
        upwards = [row["id"] for row in having]
        downwards = [row["id"] for row in sorted(having, key=lambda row: (row[spec.name], -row["id"]), reverse=True)]

        assert listing.ids(session, View(everything, sort=(spec.key,))) == upwards + blank, spec.key
        assert listing.ids(session, View(everything, sort=(spec.key + ":desc",))) == downwards + blank, spec.key


OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
WITHOUT_ORDER = {"sure", "unit_id", "scan_id", "causes"}


@pytest.mark.parametrize("sign", OPERATORS)
def test_every_field_compares_with_every_sign_that_makes_sense(
    session: Session, everything: type[Record], sign: str
) -> None:
    rows = stored(session, everything)
    words = FileWords(session, TODAY)
    for name, spec in fields_of(everything).items():
        if sign != "=" and name in WITHOUT_ORDER:
            continue
        for pivot in (row[name] for row in rows if row[name] is not None):
            written = spec.kind.write(pivot, words)
            expected = {row["id"] for row in rows if row[name] is not None and OPERATORS[sign](row[name], pivot)}
            view = View(everything, where=(parse_condition(f"{spec.key}{sign}{written}"),))
            assert set(listing.ids(session, view)) == expected, (spec.key, sign, written)
            assert listing.count(session, view) == len(expected)


def test_unequal_takes_blanks_in(session: Session, everything: type[Record]) -> None:
    for spec in fields_of(everything).values():
        row = stored(session, everything)[0]
        written = spec.kind.write(row[spec.name], FileWords(session, TODAY))

        view = View(everything, where=(parse_condition(f"{spec.key}!={written}"),))

        assert set(listing.ids(session, view)) == {2, 3}, spec.key


def test_an_empty_value_asks_for_blanks(session: Session, everything: type[Record]) -> None:
    for spec in fields_of(everything).values():
        blank = {row["id"] for row in stored(session, everything) if row[spec.name] is None}

        with_blank = listing.ids(session, View(everything, where=(parse_condition(f"{spec.key}="),)))
        without = listing.ids(session, View(everything, where=(parse_condition(f"{spec.key}!="),)))

        assert (set(with_blank), set(without)) == (blank, {1, 2, 3} - blank), spec.key


@pytest.mark.parametrize(
    ("condition", "hits"),
    [
        ("name~秀", {1}), ("text~第二", {1}), ("line~_%", {2}), ("line~%", {2}), ("day~2026-03", {1}),
        ("month~-03", {1}), ("sex~女", {1}), ("causes~未就业", {1}), ("causes~劳动", {1, 2}), ("unit~组", {1, 2}),
        ("unit~二", {2}),
        ("scan~影", {1}), ("id_no~1949", {1}), ("count~2", {1}), ("sure~1", {1}), ("sex~没有", set()),
        ("credit~y43", {1}),
    ],
)  # fmt: skip
def test_contains_looks_through_what_is_shown(
    session: Session, everything: type[Record], condition: str, hits: set[int]
) -> None:
    assert set(listing.ids(session, View(everything, where=(parse_condition(condition),)))) == hits


@pytest.mark.parametrize(
    "condition",
    ["count=很多", "day<昨天", "sex=没有", "unit=三组", "nothing=1", "sure<是", "unit>一组", "money<", "unit.x=1"],
)
def test_a_condition_without_sense_is_refused_in_words(
    session: Session, everything: type[Record], condition: str
) -> None:
    with pytest.raises(KnownError) as refused:
        listing.ids(session, View(everything, where=(parse_condition(condition),)))

    assert refused.value.code == "bad_input" and str(refused.value.problems[0].what)


def test_an_early_and_a_late_bound_take_in_the_whole_year(session: Session, everything: type[Record]) -> None:
    until = listing.ids(session, View(everything, where=(parse_condition("month<=1985"),)))
    after = listing.ids(session, View(everything, where=(parse_condition("month>1985"),)))

    assert (until, after) == ([1], [2])


def test_counts_sums_and_groups_come_from_the_declaration(session: Session, everything: type[Record]) -> None:
    view = View(everything)

    assert listing.count(session, view) == 3
    assert listing.sums(session, view, ["money", "count"]) == {"money": 100_051, "count": 9}
    assert list(listing.groups(session, view, ["sex"], ["money"])) == [
        (("",), 1, {"money": 0}), (("男",), 1, {"money": 1}), (("女",), 1, {"money": 100_050}),
    ]  # fmt: skip
    assert {shown[0]: count for shown, count, _ in listing.groups(session, view, ["unit"])} == {
        "": 1,
        "一组": 1,
        "二组": 1,
    }
    with pytest.raises(KnownError, match="bad_input"):
        listing.sums(session, view, ["name"])


def test_a_form_names_every_wrong_field_at_once(session: Session, everything: type[Record]) -> None:
    typed = {
        "name": "", "line": "长" * 101, "text": "长" * 5001, "count": "10001", "money": "-1", "day": "2026-02-30",
        "month": "1985-13", "moment": "昨天", "sure": "也许", "sex": "外星人", "causes": ["1", "99"], "unit": "三组",
        "scan": "没有", "nothing": "x", "phone": ["1", "2"],
    }  # fmt: skip

    checked = records.read_values(everything, typed, FileWords(session, TODAY))

    assert {problem.field for problem in checked.refused} == set(typed)
    assert checked.values == {}
    assert all(isinstance(problem, Problem) and str(problem.what) for problem in checked.problems)


def test_masks_hide_names_numbers_and_phones(session: Session, everything: type[Record]) -> None:
    words = FileWords(session, TODAY)
    row = stored(session, everything)[0]

    masked = {name: spec.kind.mask(row[name], words) for name, spec in fields_of(everything).items()}

    for name in ("name", "id_no", "phone"):
        assert "*" in masked[name] and masked[name] != row[name]
    assert all(spec.kind.mask(None, words) == "" for spec in fields_of(everything).values())


def test_a_record_shows_its_fields_labels_and_children(session: Session, everything: type[Record]) -> None:
    shown = records.show(session, records.find(session, everything, "丙"))

    assert shown["sex"] == "2" and shown["sex_label"] == "女"
    assert shown["causes"] == ["1", "2"] and shown["unit_label"] == "一组" and shown["money"] == "1000.50"
    assert [part["what"] for part in shown["parts"]] == ["头一份", "第二份"]
    assert json.loads(json.dumps(shown)) == shown


def test_its_history_tells_who_changed_what_from_what_to_what(filled: Database, everything: type[Record]) -> None:
    with filled.write("改几栏") as session:
        changes = {"money": "2", "sex": "男", "day": "", "unit": "二组", "sure": "否", "causes": ["3"]}
        records.edit(session, records.find(session, everything, "丙"), changes)

    with filled.read() as session:
        entries = records.history(session, records.find(session, everything, "丙"))

    last = {entry.field: (str(entry.label), entry.old, entry.new) for entry in entries if str(entry.name) == "改几栏"}
    assert last == {
        "money": ("钱", "1,000.50", "2.00"), "sex": ("性别", "女", "男"), "day": ("日子", "2026-03-05", ""),
        "unit": ("小组", "一组", "二组"), "sure": ("是否", "是", "否"),
        "causes": ("原因", "无劳动能力、有劳动能力而未就业", THIRD_CAUSE),
    }  # fmt: skip
    assert {entry.actor for entry in entries} == {"张主席"}
    first = {entry.field for entry in entries if str(entry.name) == "新增3条"}
    assert first == {spec.key for spec in fields_of(everything).values()}


def test_undo_and_redo_give_every_kind_back(filled: Database, everything: type[Record]) -> None:
    def digests() -> dict[str, tuple[int, str]]:
        with filled.read() as session:
            return all_digests(session.connection(), leave_out=("deed", "journal", "meta"))

    states = [digests()]
    with filled.write("清空") as session:
        blank = {spec.key: None for spec in fields_of(everything).values() if not spec.required}
        records.edit(session, records.find(session, everything, "丙"), blank)
    states.append(digests())
    with filled.write("删除") as session:
        records.delete(session, session.get_one(everything, 1))
    states.append(digests())

    for state in (states[1], states[0]):
        undo.undo(filled)
        assert digests() == state
    for state in states[1:]:
        undo.redo(filled)
        assert digests() == state


def test_children_go_to_the_recycle_bin_with_their_owner_and_come_back(filled: Database, types: Types) -> None:
    everything, part = types
    with filled.write("删除") as session:
        gone = records.delete(session, records.find(session, everything, "丙"))
    with filled.read() as session:
        left = listing.count(session, View(everything)), listing.count(session, View(part))
        in_bin = (
            listing.count(session, View(everything, deleted=True)),
            listing.count(session, View(part, deleted=True)),
        )
    with filled.write("恢复") as session:
        records.restore(session, records.find(session, everything, "丙", deleted=True))
    with filled.read() as session:
        back = listing.count(session, View(everything)), listing.count(session, View(part))

    assert (len(gone), left, in_bin, back) == (3, (2, 0), (1, 2), (3, 2))
    assert children_of(everything) == {"parts": (part, "owner_id")}


def test_many_rows_at_once_are_the_same_as_one_by_one(filled: Database, everything: type[Record]) -> None:
    with filled.read() as session:
        rows = stored(session, everything)
    with filled.write("批量") as session:
        copies = [{name: row[name] for name in fields_of(everything)} for row in rows]
        session.insert_many(everything, copies)
    with filled.read() as session:
        after = stored(session, everything)

    own = {"id", "uid"}
    assert [{k: v for k, v in row.items() if k not in own} for row in after[3:]] == [
        {k: v for k, v in row.items() if k not in own} for row in rows
    ]
    undo.undo(filled)
    with filled.read() as session:
        assert stored(session, everything) == rows


Command = Callable[..., dict[str, Any]]


def command_line(
    database: Database, made_file: MadeFile, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Command:
    """What the command line answers; the file is closed for it."""
    from app.cli.run import main

    database.close()
    monkeypatch.setenv("XIAOJIA_PASSWORD", made_file.password)

    def run(command: str, *arguments: str) -> dict[str, Any]:
        code = main([command, str(database.path), *arguments, "--json", "--today", "2026-11-22"])
        set_today(TODAY)
        answer: dict[str, Any] = json.loads(capsys.readouterr().out.splitlines()[-1])
        assert (code, answer["ok"]) == (0, True), answer
        return answer

    return run


def test_the_command_line_serves_the_new_type(
    filled: Database, made_file: MadeFile, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    run = command_line(filled, made_file, capsys, monkeypatch)
    new = json.dumps(ROWS[0] | {"line": "丁"}, ensure_ascii=False)
    run("add", "everything", new)
    listed = run("list", "everything", "--search", "lxy", "--sort", "line:desc", "--fields", "line,money,sex")
    counted = run("count", "everything", "--by", "sex", "--sum", "money")
    run("edit", "everything", "丁", '{"money": "3"}')
    shown = run("show", "everything", "丁")
    history = run("history", "everything", "丁")
    run("delete", "everything", "丁")
    run("undo")

    assert listed["total"] == 2 and counted["total"] == 4
    assert shown["record"]["money"] == "3.00" and shown["record"]["parts"][0]["what"] == "头一份"
    assert history["entries"]
    assert run("list", "everything")["total"] == 4


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_importing_an_export_changes_nothing_and_an_import_can_be_undone(
    filled: Database, made_file: MadeFile, capsys: pytest.CaptureFixture[str],
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str,
) -> None:  # fmt: skip
    run = command_line(filled, made_file, capsys, monkeypatch)
    sheet = str(tmp_path / f"out.{suffix}")
    exported = run("export", "everything", sheet)
    tried = run("import", "everything", sheet, "--trial")
    run(
        "edit",
        "everything",
        "丙",
        '{"money": "3", "causes": ["3"], "unit": "二组", "sure": "否", "moment": "2026-01-01"}',
    )
    changed = run("import", "everything", sheet)
    back = run("show", "everything", "丙")["record"]
    run("undo")

    assert exported["rows"] == 3
    assert (tried["unchanged"], tried["new"], tried["changed"], tried["wrong"]) == (3, 0, 0, 0), tried["problems"]
    assert (changed["changed"], changed["unchanged"]) == (1, 2)
    assert (back["money"], back["causes"], back["unit_label"], back["sure"]) == ("1000.50", ["1", "2"], "一组", True)
    assert run("show", "everything", "丙")["record"]["money"] == "3.00"


def test_a_filled_sheet_makes_new_records_of_the_type(
    filled: Database, made_file: MadeFile, capsys: pytest.CaptureFixture[str],
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    run = command_line(filled, made_file, capsys, monkeypatch)
    sheet = tmp_path / "new.csv"
    sheet.write_text(
        '姓名,一行字,钱,性别,原因,小组,大约日子\n王芳,戊,"1,200",女,无劳动能力、其他,一组,1990.5\n', encoding="utf-8"
    )

    imported = run("import", "everything", str(sheet))

    record = run("show", "everything", "戊")["record"]
    assert (imported["new"], imported["wrong"]) == (1, 0)
    assert (record["name"], record["money"], record["sex"], record["causes"]) == ("王芳", "1200.00", "2", ["1", "10"])
    assert (record["unit_label"], record["month"]) == ("一组", "1990-05")


def test_the_new_type_prints_as_a_list(
    filled: Database, made_file: MadeFile, capsys: pytest.CaptureFixture[str],
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    run = command_line(filled, made_file, capsys, monkeypatch)

    printed = run("print", "LIST:everything", str(tmp_path / "out.pdf"))

    assert printed["rows"] == 3
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF")
