"""What the import wizard does in the database thread leaves Python's collector to the window (`garbage.py`)."""

from __future__ import annotations

import gc
from pathlib import Path

from app.models import Person
from app.models.store.database import Database
from app.services.sheets.workbook import ColumnKind
from app.services.sheets.writing import write_table
from app.views.importing import work


def test_an_import_does_not_let_another_thread_collect(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    write_table(path, ["姓名", "手机号码"], [ColumnKind.TEXT] * 2, [["张伟", "13800000001"]], sheet_name="会员")
    gc.disable()

    source = work.read(database, path, Person, lambda done, total: None).source
    tried = work.try_it(database, source, work.Choices(), {}, lambda done, total: None)
    kept = work.keep(database, tried, source, lambda done, total: None)

    work.release()
    assert (kept.new, gc.isenabled()) == (1, False)
