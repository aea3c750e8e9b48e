"""彻底删除: what a person asks to have deleted is gone from the whole file, and the rest still holds together."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from zipfile import ZipFile

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.errors import ErrorCode, KnownError
from app.i18n import Label
from app.models import (
    Attachment,
    Blob,
    CondolenceRecord,
    CondolenceRound,
    HardshipCase,
    Household,
    HouseholdMember,
    OrgUnit,
    Person,
    PrintedForm,
)
from app.models.declare import Record, fields_of
from app.models.store import undo
from app.models.store.blanking import BLANKED_AT
from app.models.store.database import Database
from app.models.store.keyfile import keys_path
from app.reports import press
from app.services import backup, checking, drafts, files, hidden, history, purging, records, recycle_bin, rounds
from app.services.backup.making import REMEMBERED
from app.services.drafts import Draft
from app.services.today import today
from tests.conftest import MadeFile
from tests.core.random_deeds import RandomDeeds
from tests.factories import add_case, add_person, add_round, add_standard, digests

NAME, OLD_NAME, NUMBER, PHONE = "诸葛金丝雀", "诸葛银丝雀", "110105196812310013", "13971234568"
CARD, SPOUSE = "6222020200011112223", "上官百灵鸟"
NEEDLES = (NAME, OLD_NAME, NUMBER, PHONE, CARD, SPOUSE, "zhugejinsique", "zgjsq")


@dataclass(frozen=True)
class Story:
    """Ids of the canary, of a colleague who stays, and of the round in which both were given something."""

    canary: int
    colleague: int
    round: int
    number: str


def tell(database: Database) -> Story:
    """The canary with everything that a person can have in the file; a colleague with a file of his own."""
    with database.write("新增{n}人", n=2) as session:
        canary = add_person(session, OLD_NAME, id_no=NUMBER, phone=PHONE, address="金丝雀胡同9号")
        colleague = add_person(session, "李明")
        add_standard(session)
    with database.write("附上扫描件") as session:
        scan, sha256 = f"{NAME}的身份证".encode(), "ab" * 32
        session.add(Blob(sha256=sha256, mime="image/jpeg", size=len(scan), bytes=scan))
        session.add(Attachment(name=f"{NAME}.jpg", sha256=sha256, of_type="person", of_uid=canary.uid))
    with database.write("修改人员：{title}", title=OLD_NAME) as session:
        records.edit(session, session.get_one(Person, canary.id), {"name": NAME})
    with database.write("新增困难职工档案：{title}", title=NAME) as session:
        case = add_case(session, session.get_one(Person, canary.id), bank_account=CARD)
        member = {"household": household_of(session, case), "name": SPOUSE, "relation": "10"}
        records.add(session, HouseholdMember, member)
        other = add_case(session, session.get_one(Person, colleague.id))
        kin = {"household": household_of(session, other), "name": NAME, "relation": "20", "person": canary.uid}
        records.add(session, HouseholdMember, kin | {"id_no": NUMBER, "monthly_income": "1200"})
    with database.write("新建慰问批次") as session:
        round = add_round(session)
        rounds.add(session, round, [session.get_one(Person, one) for one in (canary.id, colleague.id)])
        rounds.advance(session, round, "open")
    with database.write("记慰问情况") as session:
        found = session.get_one(CondolenceRound, round.id)
        rounds.mark(session, found, [session.get_one(Person, canary.id)], "signed", on=today())
        person = [session.get_one(Person, colleague.id)]
        rounds.mark(session, found, person, "signed", on=today(), proxy=NAME, relation="20")
    printed = press.print_form(database, press.request_for("F22", of=round.title))
    hidden.note_looking(database, Person, [canary.id], hidden.LOOKED)
    drafts.keep(database, Draft(drafts.new_token(), "members", NAME, {"texts": {"phone": PHONE}}))
    drafts.keep(database, Draft(drafts.new_token(), "members", "王五", {"texts": {}}))
    with database.write("新增会籍") as session:
        records.add(session, CondolenceRound, {"title": f"看望{NAME}", "year": 2027, "occasion": "HARD"})
    undo.undo(database)
    assert printed.number
    return Story(canary.id, colleague.id, round.id, printed.number)


def household_of(session: Session, case: HardshipCase) -> str:
    return session.get_one(Household, case.household_id).uid


@pytest.fixture(scope="module")
def told(made_file: MadeFile, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Story]:
    """The file of the story, closed; tests work on copies."""
    path = made_file.copy_to(tmp_path_factory.mktemp("told"))
    with Database.open(path, made_file.dek, actor="张主席") as database:
        return path, tell(database)


@pytest.fixture
def story(told: tuple[Path, Story]) -> Story:
    return told[1]


@pytest.fixture
def canaries(told: tuple[Path, Story], made_file: MadeFile, tmp_path: Path) -> Iterator[Database]:
    """The story's file, open."""
    path = tmp_path / told[0].name
    shutil.copy(told[0], path)
    with Database.open(path, made_file.dek, actor="张主席") as database:
        yield database


PAGE, RESERVED, IV = 4096, 80, 16


def decrypted(content: bytes, dek: bytes) -> bytes:
    """Every page of an encrypted file as it is, the free ones too (SQLCipher 4: AES-CBC, each page with its own IV)."""
    pages = []
    for start in range(0, len(content), PAGE):
        page = content[start : start + PAGE]
        vector = page[PAGE - RESERVED : PAGE - RESERVED + IV]
        box = Cipher(AES(dek), CBC(vector)).decryptor()
        pages.append(box.update(page[0 if start else 16 : PAGE - RESERVED]) + box.finalize())
    return b"".join(pages)


def found_in(content: bytes, dek: bytes) -> list[str]:
    """Which of the canary's words stand in a file."""
    plain = decrypted(content, dek)
    assert "示例工会".encode() in plain, "the file was not decrypted, so nothing could be found"
    return [word for word in NEEDLES if word.encode() in plain]


def wipe(database: Database, story: Story) -> None:
    assert purging.purge(database, [("person", story.canary)]) == 1


def bin_it(database: Database, record: type[Record], record_id: int) -> None:
    """Put one thing into the recycle bin past the question whether others need it."""
    with database.write("移到回收站") as session:
        session.get_one(record, record_id).deleted_at = 1_700_000_000_000


def test_before_it_the_words_of_a_person_are_found_on_the_pages(told: tuple[Path, Story], made_file: MadeFile) -> None:
    assert found_in(told[0].read_bytes(), made_file.dek) == list(NEEDLES)


def test_afterwards_no_page_holds_a_word_of_the_person_already_before_the_file_is_tidied(
    canaries: Database, story: Story, made_file: MadeFile
) -> None:
    at_commit: list[bytes] = []
    canaries.subscribe(lambda tables: at_commit.append(canaries.path.read_bytes()))

    wipe(canaries, story)

    assert found_in(at_commit[0], made_file.dek) == []
    assert found_in(canaries.path.read_bytes(), made_file.dek) == []


def test_a_new_backup_holds_no_word_of_the_person(
    told: tuple[Path, Story], made_file: MadeFile, tmp_path: Path
) -> None:
    for name in (told[0].name, keys_path(told[0]).name):
        shutil.copy(told[0].with_name(name), tmp_path / name)
    stick = tmp_path / "stick"
    stick.mkdir()
    with files.open_file(tmp_path / told[0].name, lambda keys: made_file.dek) as opened:
        wipe(opened.database, told[1])
        made = backup.backup(opened, stick)
    with ZipFile(made.path) as box:
        inside = box.read("data.sqlcipher")

    assert found_in(inside, made_file.dek) == []


def test_the_chain_the_derived_fields_and_the_replay_of_the_journal_hold(canaries: Database, story: Story) -> None:
    wipe(canaries, story)

    assert checking.check_file(canaries, deep=True) == []


def test_money_handed_out_stays_in_the_accounts_without_a_name(canaries: Database, story: Story) -> None:
    wipe(canaries, story)

    with canaries.read() as session:
        record = session.scalars(select(CondolenceRecord).where(CondolenceRecord.person_id == story.canary)).one()
        person = session.get_one(Person, story.canary)
        assert (record.cash, record.status, record.visited_on, record.proxy) == (100_000, "signed", today(), None)
        assert person.name == "已按本人要求删除"
        assert all(getattr(person, name) is None for name in fields_of(Person) if name != "name")
        assert recycle_bin.binned(session) == []


def test_what_a_colleague_has_stays_and_only_the_name_in_it_goes(canaries: Database, story: Story) -> None:
    wipe(canaries, story)

    with canaries.read() as session:
        assert session.get_one(Person, story.colleague).name == "李明"
        record = session.scalars(select(CondolenceRecord).where(CondolenceRecord.person_id == story.colleague)).one()
        assert (record.cash, record.proxy, record.proxy_relation) == (100_000, "已按本人要求删除", "20")
        kin = session.scalars(select(HouseholdMember).where(HouseholdMember.relation == "20")).one()
        assert (kin.name, kin.id_no, kin.person_id, kin.monthly_income) == ("已按本人要求删除", None, None, 120_000)
        case = session.scalars(select(HardshipCase)).one()
        assert case.person_id == story.colleague and session.get_one(Household, case.household_id).size == 2


def test_the_history_of_what_stays_says_why_it_is_empty(canaries: Database, story: Story) -> None:
    wipe(canaries, story)

    with canaries.read() as session:
        record = session.scalars(select(CondolenceRecord).where(CondolenceRecord.person_id == story.canary)).one()
        assert "已按本人要求删除" in [str(past.label) for past in history.whole_history(session, record)]


def test_deeds_about_the_person_lose_the_name_and_are_not_undone(canaries: Database, story: Story) -> None:
    wipe(canaries, story)

    lines = undo.deeds(canaries)
    assert "修改人员：已按本人要求删除" in [str(line.name) for line in lines]
    assert str(lines[0].name) == "彻底删除1人" and lines[0].state == "fixed"
    assert not any(line.is_blanked and line.state != "fixed" for line in lines)
    renamed = next(line.id for line in lines if str(line.name).startswith("修改人员") and line.is_blanked)
    with pytest.raises(KnownError) as refused:
        undo.undo(canaries, renamed)
    assert "已按本人要求删除" in str(refused.value.what)


def test_the_last_deed_that_can_be_taken_back_is_one_of_which_nothing_was_deleted(
    canaries: Database, story: Story
) -> None:
    with canaries.write("新建分会") as session:
        records.add(session, OrgUnit, {"name": "一车间"})
    with canaries.write("删除人员") as session:
        records.edit(session, session.get_one(Person, story.canary), {"remark": "要求删除"})
    wipe(canaries, story)

    assert str(undo.next_names(canaries)[0]) == "新建分会"
    undo.undo(canaries)

    with canaries.read() as session:
        assert session.scalars(select(OrgUnit.id).where(OrgUnit.name == "一车间")).all() == []


def test_an_archived_print_keeps_its_number_and_is_not_printed_again(canaries: Database, story: Story) -> None:
    wipe(canaries, story)

    with canaries.read() as session:
        found = session.scalars(select(PrintedForm)).one()
        assert (found.number, found.rows, found.snapshot) == (story.number, 2, None)
    with pytest.raises(KnownError) as refused:
        press.reprint(canaries, story.number)
    assert refused.value.code is ErrorCode.STATE


def test_prints_that_somebody_made_keep_their_pages_when_that_person_goes(canaries: Database, story: Story) -> None:
    with canaries.write("新增人员") as session:
        printer = add_person(session, "张主席").id

    purging.purge(canaries, [("person", printer)])

    with canaries.read() as session:
        found = session.scalars(select(PrintedForm)).one()
        assert found.printed_by == "张主席" and found.snapshot is not None
    assert press.reprint(canaries, story.number)


def test_a_draft_about_the_person_goes_and_another_stays(canaries: Database, story: Story) -> None:
    wipe(canaries, story)

    assert [draft.name for draft in drafts.kept(canaries)] == ["王五"]


def test_the_question_says_what_goes_and_what_stays_and_changes_nothing(canaries: Database, story: Story) -> None:
    before = digests(canaries)

    asked = purging.question(canaries, [("person", story.canary)])

    assert digests(canaries) == before
    assert (asked.title, asked.is_people, asked.paid, asked.prints) == (NAME, True, (1, 100_000), [story.number])
    assert {str(kind): n for kind, n in asked.removed} == {
        "人员": 1, "会籍": 1, "会籍变动": 1, "困难职工档案": 1, "家庭（户）": 1, "家庭成员": 2, "附件": 1,
    }  # fmt: skip
    assert {str(kind): n for kind, n in asked.changed} == {"家庭成员": 1, "慰问记录": 1}
    assert list(asked.undecided) == []


def test_a_namesakes_records_are_left_alone_and_counted(canaries: Database, story: Story) -> None:
    with canaries.write("新增人员") as session:
        add_person(session, NAME, phone="13900000001")

    assert purging.question(canaries, [("person", story.canary)]).undecided
    wipe(canaries, story)

    with canaries.read() as session:
        assert session.scalars(select(Person.phone).where(Person.name == NAME)).all() == ["13900000001"]
        record = session.scalars(select(CondolenceRecord).where(CondolenceRecord.person_id == story.colleague)).one()
        assert record.proxy == NAME
    assert checking.check_file(canaries, deep=True) == []


def test_stopped_on_the_way_nothing_is_changed(canaries: Database, story: Story) -> None:
    before = digests(canaries)

    def stop(done: int, total: int) -> None:
        if done == 3:
            raise KnownError(ErrorCode.CANCELLED, Label(""), safe=Label(""), next=Label(""))

    with pytest.raises(KnownError):
        purging.purge(canaries, [("person", story.canary)], stop)

    assert digests(canaries) == before and canaries.chain_problems() == []


KILLED = """
import os, sys
from pathlib import Path
from app.models.store.database import Database
from app.services import purging
database = Database.open(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))
if sys.argv[4] == "after":
    database.subscribe(lambda tables: os._exit(9))
stop = lambda done, total: os._exit(9) if done == 3 and sys.argv[4] == "before" else None
purging.purge(database, [("person", int(sys.argv[3]))], stop)
"""


@pytest.mark.parametrize("moment", ["before", "after"])
def test_killed_on_the_way_it_is_whole_or_not_at_all(
    told: tuple[Path, Story], made_file: MadeFile, tmp_path: Path, moment: str
) -> None:
    path = tmp_path / told[0].name
    shutil.copy(told[0], path)
    command = [sys.executable, "-c", KILLED, str(path), made_file.dek.hex(), str(told[1].canary), moment]

    assert subprocess.run(command, timeout=100, check=False).returncode == 9

    with Database.open(path, made_file.dek) as database:
        assert checking.check_file(database) == []
    left = [] if moment == "after" else list(NEEDLES)
    assert found_in(path.read_bytes(), made_file.dek) == left


def test_the_backups_made_before_are_named_by_their_numbers_whatever_the_clock_says(
    canaries: Database, story: Story, tmp_path: Path
) -> None:
    made = {"sequence": 1, "made_at": "2099-01-02T08:00:00+08:00", "place": str(tmp_path), "name": "旧.xjbak"}
    canaries.remember(REMEMBERED, [made])
    assert purging.copies_left(canaries) is None
    wipe(canaries, story)
    late = made | {"sequence": 2, "made_at": "2001-01-02T08:00:00+08:00", "name": "新.xjbak"}
    canaries.remember(REMEMBERED, [made, late])

    left = purging.copies_left(canaries)

    assert left is not None
    assert [(copy[1].name, copy[2]) for copy in left.backups] == [("旧.xjbak", False)]


def test_files_kept_beside_and_rescued_into_the_programs_folder_are_named(
    told: tuple[Path, Story], made_file: MadeFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XIAOJIA_DATA_DIR", str(tmp_path / "own"))
    rescues = tmp_path / "own" / "资料"
    rescues.mkdir(parents=True)
    stem, suffix = told[0].stem, told[0].suffix
    path = tmp_path / f"{stem}-抢救-20260201-080000{suffix}"
    kept = [
        tmp_path / f"{stem}{suffix}",
        tmp_path / f"{stem}-恢复前-20260101-080000{suffix}",
        tmp_path / f"{stem}-抢救-20260201-080000-恢复前-20260301-080000{suffix}",
        rescues / f"{stem}-抢救-20260102-080000-2{suffix}",
    ]
    foreign = rescues / f"{stem}-抢救-20260103-080000{suffix}"
    for each in (path, *kept):
        shutil.copy(told[0], each)
    foreign.write_bytes(bytes.fromhex("01a2065a38c977e9a8d3a8e387f28b64"))

    with Database.open(path, made_file.dek) as database:
        wipe(database, told[1])
        left = purging.copies_left(database)

    assert left is not None and set(left.files) == set(kept)


def test_what_is_not_in_the_bin_is_not_deleted_for_good_unless_it_is_a_person(canaries: Database, story: Story) -> None:
    with pytest.raises(KnownError) as refused:
        purging.question(canaries, [("round", story.round)])

    assert str(refused.value.what) == "只有回收站里的才能彻底删除。"


def test_a_round_in_which_money_was_handed_out_is_not_deleted_for_good(canaries: Database, story: Story) -> None:
    bin_it(canaries, CondolenceRound, story.round)

    with pytest.raises(KnownError) as refused:
        purging.purge(canaries, [("round", story.round)])

    assert refused.value.code is ErrorCode.STATE and "慰问已经发出去" in str(refused.value.what)


def test_what_others_cannot_do_without_is_refused_with_their_names(canaries: Database, story: Story) -> None:
    with canaries.read() as session:
        household = session.scalars(select(HardshipCase.household_id).order_by(HardshipCase.id)).first() or 0
    bin_it(canaries, Household, household)

    with pytest.raises(KnownError) as refused:
        purging.purge(canaries, [("household", household)])

    assert refused.value.code is ErrorCode.HAS_DEPENDENTS
    assert str(refused.value.problems[0].what) == f"困难职工档案：{NAME}"


def test_a_hardship_file_deleted_for_good_leaves_the_person(canaries: Database, story: Story) -> None:
    with canaries.read() as session:
        case = session.scalars(select(HardshipCase.id).where(HardshipCase.person_id == story.canary)).one()
    bin_it(canaries, HardshipCase, case)

    purging.purge(canaries, [("hardship-case", case)])

    with canaries.read() as session:
        assert session.get(HardshipCase, case) is None and session.get_one(Person, story.canary).name == NAME
        assert session.scalars(select(HouseholdMember.id).where(HouseholdMember.name == SPOUSE)).all() == []
        record = session.scalars(select(CondolenceRecord).where(CondolenceRecord.person_id == story.canary)).one()
        assert (record.case_id, record.household_id, record.cash) == (None, None, 100_000)
    assert checking.check_file(canaries, deep=True) == []


def test_a_deed_is_not_undone_when_it_would_link_to_what_is_gone(canaries: Database, story: Story) -> None:
    with canaries.write("新建分会") as session:
        unit = records.add(session, OrgUnit, {"name": "一车间"}).records[0].id
    with canaries.write("分组") as session:
        records.edit(session, session.get_one(Person, story.colleague), {"membership.org_unit": "一车间"})
    with canaries.write("离组") as session:
        records.edit(session, session.get_one(Person, story.colleague), {"membership.org_unit": None})
    left = canaries.last_deed()
    bin_it(canaries, OrgUnit, unit)
    purging.purge(canaries, [("org-unit", unit)])

    with pytest.raises(KnownError) as refused:
        undo.undo(canaries, left)

    assert refused.value.code is ErrorCode.HAS_DEPENDENTS


def test_a_file_whose_journal_was_tampered_with_is_not_linked_anew(canaries: Database, story: Story) -> None:
    with canaries.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE deed SET actor = '别人' WHERE id = 2")

    with pytest.raises(KnownError) as refused:
        wipe(canaries, story)

    assert refused.value.code is ErrorCode.DAMAGED


def test_after_random_deeds_deletions_and_undoing_the_journal_still_gives_the_file(database: Database) -> None:
    RandomDeeds(database, 1).run(40)
    chance = Random(1)
    for record in (Person, Person, HardshipCase, OrgUnit, CondolenceRound, HouseholdMember, Person):
        with database.read() as session:
            binned = record.deleted_at > BLANKED_AT
            ids = session.scalars(select(record.id).where(or_(binned, record.deleted_at.is_(None)))).all()
        if ids:
            with suppress(KnownError):
                chosen = chance.choice(ids)
                if record is not Person:
                    with database.write("移到回收站") as session:
                        recycle_bin.delete(session, session.get_one(record, chosen))
                purging.purge(database, [(record.type_name, chosen)])
    done = undo.deeds(database, 1000)
    assert any(str(line.name).startswith("彻底删除") for line in done)

    for line in done:
        with suppress(KnownError):
            undo.undo(database, line.id)

    assert checking.check_file(database, deep=True) == []


def test_more_people_than_can_be_looked_for_at_once_are_refused(canaries: Database, story: Story) -> None:
    with pytest.raises(KnownError) as refused:
        purging.question(canaries, [("person", one) for one in range(1, 12)])

    assert str(refused.value.what) == "一次最多彻底删除 10 人，现在选了 11 人。"
