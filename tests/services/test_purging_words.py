"""彻底删除: only what is surely the person's own is taken out; ordinary words and other people's numbers stay."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.models import CodeItem, HardshipCase, Organization, OrgUnit, Person
from app.models.store import blanking, standing, undo
from app.models.store.database import Database
from app.models.store.journal import DEED, JOURNAL
from app.services import checking, hardship, moving, purging, records
from app.services.backup.making import REMEMBERED
from app.services.today import today
from tests.conftest import MadeFile
from tests.factories import add_case, add_person, add_round, add_standard

BLANK = standing.BLANK


def add(database: Database, name: str, **fields: str) -> int:
    """One more person; the id."""
    with database.write("新增{n}人", n=1) as session:
        return add_person(session, name, **fields).id


def wipe(database: Database, person: int) -> int:
    """Delete somebody for good and check the whole file; how many fields were left undecided."""
    undecided = len(purging.question(database, [("person", person)]).undecided)
    purging.purge(database, [("person", person)])
    assert checking.check_file(database, deep=True) == []
    return undecided


def value(database: Database, person: int, name: str) -> object:
    with database.read() as session:
        return getattr(session.get_one(Person, person), name)


def told_of(database: Database, text: str) -> int:
    """In how many lines of the journal a text stands."""
    with database.read() as session:
        query = select(func.count()).select_from(JOURNAL).where(func.instr(JOURNAL.c.changes, text) > 0)
        return session.scalar(query) or 0


def test_a_name_that_is_also_an_ordinary_word_changes_nothing_of_anybody_else(database: Database) -> None:
    person = add(database, "和平")
    other = add(database, "李明", address="和平里3号", remark="和平，转交", employer_name="和平")
    with database.write("改名") as session:
        records.edit(session, session.scalars(select(Organization)).one(), {"name": "天津市和平区总工会"})
        records.add(session, OrgUnit, {"name": "和平路小组"})
        add_round(session, "和平路春节送温暖")
    said = told_of(database, "和平里3号")

    assert wipe(database, person) == 6

    with database.read() as session:
        found = session.get_one(Person, other)
        assert (found.address, found.remark, found.employer_name) == ("和平里3号", "和平，转交", "和平")
        assert session.scalars(select(Organization.name)).one() == "天津市和平区总工会"
        assert session.scalars(select(OrgUnit.name)).one() == "和平路小组"
    assert told_of(database, "和平里3号") == said


def test_a_short_name_goes_where_it_stands_alone_and_stays_within_other_words(database: Database) -> None:
    person = add(database, "和平")
    alone = add(database, "李明", remark="钱请和平转交给：和平、张伟")
    within = add(database, "张伟", remark="住在和平里")

    assert wipe(database, person) == 2  # in the remark of the one too, a part of 请和平转

    assert value(database, alone, "remark") == f"钱请和平转交给：{BLANK}、张伟"
    assert value(database, within, "remark") == "住在和平里"


@pytest.mark.parametrize("word", ["没有", "不详", "不清楚"])
def test_what_people_write_where_there_is_no_name_is_no_name(database: Database, word: str) -> None:
    person = add(database, "诸葛金丝雀", former_name=word)
    other = add(database, "李明", former_name=word, remark=f"家里{word}收入")

    assert wipe(database, person) == 0

    assert (value(database, other, "former_name"), value(database, other, "remark")) == (word, f"家里{word}收入")


def test_a_name_in_an_option_of_the_forms_is_not_taken_out_of_it(database: Database) -> None:
    with database.write("新增选项") as session:
        item = {"list": "occasion", "code": "X1", "label": "东方红杯活动"}
        code = records.add(session, CodeItem, item).records[0].id
    person = add(database, "东方红")
    other = add(database, "李明", department="东方红车间")

    assert wipe(database, person) == 2

    with database.read() as session:
        assert session.get_one(CodeItem, code).label == "东方红杯活动"
    assert value(database, other, "department") == "东方红车间"


def test_a_shared_name_that_an_old_deed_hides_goes_and_one_that_is_shown_stays(database: Database) -> None:
    """Programs before kept the name of the first of many in a deed whose name never shows it."""
    person, namesake = add(database, "李伟"), add(database, "李伟")
    for name in ("修改 {n} 条{type}", "修改{type}：{title}"):
        with database.write(name, type=Person.record_label, n=2, title="李伟") as session:
            records.edit(session, session.get_one(Person, namesake), {"remark": name})
        undo.undo(database)

    wipe(database, person)

    with database.read() as session:
        told = session.execute(select(DEED.c.name, DEED.c.params)).all()
    named = [f"{name} {params}" for name, params in told if "李伟" in params]
    assert len(named) == 2 and all("修改{type}：{title}" in one for one in named)


def test_a_bank_card_that_another_file_has_too_stays_there(database: Database) -> None:
    card = "6222020200011112223"
    with database.write("新增") as session:
        add_standard(session)
        one, two = add_person(session, "诸葛金丝雀"), add_person(session, "上官百灵鸟")
        add_case(session, one, bank_account=card)
        spouse = add_case(session, two, bank_account=card).id
        person = one.id

    wipe(database, person)

    with database.read() as session:
        assert session.get_one(HardshipCase, spouse).bank_account == card
    assert told_of(database, card) == 1


def test_a_number_within_a_longer_one_is_another_number(database: Database) -> None:
    number = "110105196812310013"
    person = add(database, "诸葛金丝雀", phone2="19681231")
    other = add(database, "李明", id_no=number, remark=f"打19681231找他；卡号62{'19681231'}9")

    wipe(database, person)

    assert value(database, other, "id_no") == number
    assert value(database, other, "remark") == f"打{BLANK}找他；卡号62196812319"


def test_the_accounts_of_a_hardship_file_are_whole_when_a_number_of_the_person_is_in_them(database: Database) -> None:
    with database.write("新增") as session:
        add_standard(session)
        person = add_person(session, "诸葛金丝雀", phone2="900000").id
        wage = {"member": "本人", "kind": "wage", "yuan": "900000.00"}
        case = add_case(session, add_person(session, "李明"), incomes=[wage], cause_note="电话900000")
        hardship.keep_assessment(session, case, today())
        before, one = str(case.assessment), case.id

    wipe(database, person)

    with database.read() as session:
        found = session.get_one(HardshipCase, one)
        assert (found.assessment, found.cause_note) == (before, f"电话{BLANK}")
    assert "900000" in before and json.loads(before)


def test_where_copies_lie_is_still_known_when_a_folder_is_called_as_the_person(database: Database) -> None:
    made = {"sequence": 3, "made_at": "2026-01-02T08:00:00+08:00", "place": "/media/诸葛金丝雀", "name": "旧.xjbak"}
    database.remember(REMEMBERED, [made])
    database.remember(moving.MOVED_FROM, "/home/诸葛金丝雀/工会.xiaojia")
    database.remember("说明", {"诸葛金丝雀": ["诸葛金丝雀", 1]})

    wipe(database, add(database, "诸葛金丝雀"))

    assert database.recall(REMEMBERED) == [made]
    assert database.recall(moving.MOVED_FROM) == "/home/诸葛金丝雀/工会.xiaojia"
    assert database.recall("说明") == {"诸葛金丝雀": [BLANK, 1]}


def test_what_was_entered_undone_and_entered_again_is_forgotten_too(database: Database) -> None:
    add(database, "诸葛金丝雀", birth_date="1968-12-31", address="金丝雀胡同9号")
    undo.undo(database)
    person = add(database, "诸葛金丝雀", birth_date="1968-12-31")
    add(database, "诸葛金丝雀", birth_date="1970-01-01", address="百灵巷7号")

    wipe(database, person)

    assert (told_of(database, "金丝雀胡同9号"), told_of(database, "百灵巷7号")) == (0, 1)


def test_what_was_undone_before_somebody_was_deleted_for_good_is_done_again(database: Database) -> None:
    person = add(database, "诸葛金丝雀")
    with database.write("改备注") as session:
        records.edit(session, session.get_one(Person, person), {"remark": "先记下"})
    with database.write("新建分会") as session:
        records.add(session, OrgUnit, {"name": "一车间"})
    undo.undo(database)
    undo.undo(database)
    wipe(database, person)

    assert str(undo.next_names(database)[1]) == "新建分会"
    undo.redo(database)

    with database.read() as session:
        assert session.scalars(select(OrgUnit.name)).all() == ["一车间"]
    assert undo.next_names(database)[1] is None
    assert checking.check_file(database, deep=True) == []


def test_a_large_file_is_not_written_anew(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blanking, "TIDY_AT_MOST", 0)

    wipe(database, add(database, "诸葛金丝雀", remark="很长" * 2000))

    assert database.raw.execute("PRAGMA freelist_count").fetchone()[0] > 0


SHORT_OF_MEMORY = """
import os, sys
from pathlib import Path
from app.models.store.database import Database
from app.services import purging
database = Database.open(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))
limit = lambda tables: database.raw.execute("PRAGMA hard_heap_limit = 1000000")
database.subscribe(limit)
print(purging.purge(database, [("person", int(sys.argv[3]))]), flush=True)
os._exit(0)
"""


def test_when_memory_runs_out_while_the_file_is_written_anew_it_was_deleted_all_the_same(
    made_file: MadeFile, data_file: Path
) -> None:
    with Database.open(data_file, made_file.dek) as database:
        person = add(database, "诸葛金丝雀", remark="很长" * 2000)
    command = [sys.executable, "-c", SHORT_OF_MEMORY, str(data_file), made_file.dek.hex(), str(person)]

    done = subprocess.run(command, timeout=100, check=False, capture_output=True, text=True)

    assert (done.returncode, done.stdout) == (0, "1\n"), done.stderr


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ('{"fen": 1500000, "500000": "500000"}', f'{{"fen": 1500000, "500000": "{BLANK}"}}'),
        ('["500000",[500000,"a500000"]]', f'["{BLANK}",[500000,"a500000"]]'),
        ('{"msgid": "500000", "params": {"n": "500000"}}', f'{{"msgid": "500000", "params": {{"n": "{BLANK}"}}}}'),
        ('{"name": "500000", "of": {"n": "500000"}}', f'{{"name": "500000", "of": {{"n": "{BLANK}"}}}}'),
        ("电话500000。", f"电话{BLANK}。"),
    ],
)
def test_in_json_only_values_that_are_texts_lose_a_word(text: str, left: str) -> None:
    assert standing.without(text, ["500000"], is_json=True) == left


@pytest.mark.parametrize(
    ("word", "text", "found"),
    [
        ("和平", "和平", True),
        ("和平", "（和平）", True),
        ("和平", "和平区", False),
        ("诸葛金丝雀", "看望诸葛金丝雀同志", True),
        ("13971234568", "电话13971234568转2", True),
        ("13971234568", "139712345680", False),
        ("900000", "共900000.00元", False),
        ("li@a.cn", "写信给li@a.cn.", True),
        ("li@a.cn", "wang.li@a.cn", False),
        ("li@a.cn", "li@a.cn.com", False),
    ],
)
def test_where_a_word_stands(word: str, text: str, found: bool) -> None:
    assert standing.stands(text, [word]) is found


def test_the_question_lists_where_the_name_is_left_by_kind_record_and_field(database: Database) -> None:
    person = add(database, "和平")
    add(database, "李明", address="和平里3号", remark="和平路转交", employer_name="和平")

    places = purging.question(database, [("person", person)]).undecided

    assert {(str(one.kind), one.title, str(one.field)) for one in places} == {
        ("人员", "李明", "住址"),
        ("人员", "李明", "备注"),
    }


def test_a_place_where_the_name_stood_earlier_is_told_as_history(database: Database) -> None:
    person = add(database, "和平")
    other = add(database, "李明", address="和平里3号")
    with database.write("搬家") as session:
        records.edit(session, session.get_one(Person, other), {"address": "建设路1号"})

    places = purging.question(database, [("person", person)]).undecided

    assert [(one.title, str(one.field), one.is_past) for one in places] == [("李明", "改动历史（以前写过）", True)]


def test_who_did_something_stays_named_and_the_question_says_how_often(made_file: MadeFile, tmp_path: Path) -> None:
    path = made_file.copy_to(tmp_path)
    with Database.open(path, made_file.dek, actor="钱主席") as database:
        chair = add(database, "钱主席")
        add(database, "李明")
        assert purging.question(database, [("person", chair)]).acted == 2

        wipe(database, chair)

        deeds = undo.deeds(database)
        assert [line.actor for line in deeds[:3]] == ["钱主席"] * 3
