from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.errors import ErrorCode, KnownError
from app.models.store.recovery_code import new_recovery_code
from app.services.backup import backup, by_its_password, by_its_recovery_code, glance, verify
from app.services.files import OpenFile
from tests.backup.backup_makers import repack, with_manifest


def refused(path: Path) -> KnownError:
    with pytest.raises(KnownError) as caught:
        glance(path)
    return caught.value


def test_a_backup_tells_its_union_and_its_day_without_the_password(opened: OpenFile, stick: Path) -> None:
    found = glance(path := backup(opened, stick).path)

    assert found.union and path.name.startswith(f"{found.union}-2")
    assert abs(datetime.now().astimezone() - found.made_at) < timedelta(hours=1)


def test_a_backup_under_another_name_tells_its_day_only(opened: OpenFile, stick: Path) -> None:
    path = backup(opened, stick).path
    other = path.rename(path.with_name("备份.xjbak"))

    assert glance(other).union == "" and glance(other).made_at.year == datetime.now().year


def test_what_no_password_opens_is_told_before_one_is_asked_for(opened: OpenFile, stick: Path) -> None:
    (strange := stick / "notours.xjbak").write_text("别的东西" * 50)
    made = backup(opened, stick).path
    assert refused(strange).code is ErrorCode.NOT_OURS
    assert refused(stick / "没有.xjbak").code is ErrorCode.NOT_FOUND

    repack(made, {"keys.json": b"{}"})
    assert refused(made).code is ErrorCode.DAMAGED
    repack(made, {"manifest.json": with_manifest(made, made_at="gestern")})
    assert refused(made).code is ErrorCode.DAMAGED
    repack(made, {"manifest.json": with_manifest(made, schema=9999)})
    assert refused(made).code is ErrorCode.NEWER_FILE


def test_a_wrong_password_or_code_says_that_those_of_that_day_are_wanted(opened: OpenFile, stick: Path) -> None:
    made = backup(opened, stick).path
    for unlock in (by_its_password("falsch-12"), by_its_recovery_code(new_recovery_code())):
        with pytest.raises(KnownError) as caught:
            verify(made, unlock)
        assert caught.value.code is ErrorCode.WRONG_PASSWORD
        assert "那天" in f"{caught.value.what}{caught.value.next}"
    with pytest.raises(KnownError) as mistyped:
        verify(made, by_its_recovery_code("7GZ4M"))
    assert "26个字" in str(mistyped.value.what)
