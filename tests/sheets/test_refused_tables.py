"""Spreadsheets that cannot or must not be read: each is refused in plain words, and nothing else happens."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import xlsxwriter

from app.errors import ErrorCode, KnownError
from app.services.sheets import limits, reading
from app.services.sheets.reading import read_workbook
from tests.sheets import sheet_makers as make

ROW = b'<row><c t="inlineStr"><is><t>' + b"A" * 50 + b"</t></is></c></row>"
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "'
    + b"lol" * 1000
    + b'">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, (b"&a%d;" % (n - 1) if n > 1 else b"&a;") * 10) for n in range(1, 7))
    + b"]>"
)
READS_A_FILE = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
WEB_PAGE = "<html><meta charset='utf-8'><table><tr><td>姓名</td></tr></table></html>"


def far_cell(cell: str) -> Callable[[Path], Path]:
    row = cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return lambda path: make.with_rows(
        path, f'<row r="{row}"><c r="{cell}" t="inlineStr"><is><t>x</t></is></c></row>'.encode()
    )


def far_in_open_document(path: Path) -> Path:
    return make.ods(
        path,
        [["姓名"], [make.ods_cell("x", 'table:number-columns-repeated="16384" office:value-type="string"')]],
        row_attributes={2: 'table:number-rows-repeated="1048000"'},
    )


def one_long_text_everywhere(path: Path) -> Path:
    """Every cell points to one shared text of 30,000 characters: small on disk, 18 GB when spelled out."""
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("会员").write_string(0, 0, "A" * 30_000)
    cells = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(9, 150_000))
    return make.repacked(
        path, lambda name, part: part.replace(b"</sheetData>", cells + b"</sheetData>") if name == make.SHEET else part
    )


def lying_bomb(path: Path) -> Path:
    """The table of contents says 50,000 bytes, the sheet unpacks to 300 MB."""
    return make.lying_size(make.with_rows(path, ROW * 3_000_000), make.SHEET, 50_000)


BOMBS: dict[str, Callable[[Path], Path]] = {
    "cell XFD1048576": far_cell("XFD1048576"),
    "cell XFD9000": far_cell("XFD9000"),
    "cell A1048576": far_cell("A1048576"),
    "cells far in an open document": far_in_open_document,
    "a sheet of 400 MB": lambda path: make.with_rows(path, ROW * 4_000_000),
    "a cell of 300 MB": lambda path: make.with_rows(
        path, b'<row><c t="inlineStr"><is><t>' + b"A" * 300_000_000 + b"</t></is></c></row>"
    ),
    "300,000 rows without numbers": lambda path: make.with_rows(
        path, b"".join(b'<row><c t="inlineStr"><is><t>%d</t></is></c></row>' % number for number in range(300_000))
    ),
    "one long text in every cell": one_long_text_everywhere,
    "a lying table of contents": lying_bomb,
    "5,000 parts": lambda path: make.crowded_zip(path, 5_000),
    "billion laughs": lambda path: make.with_prolog(path, LAUGHS, b"&a6;"),
    "reads another file": lambda path: make.with_prolog(path, READS_A_FILE, b"&x;"),
}
TOO_BIG = {name for name in BOMBS if name not in ("a lying table of contents", "billion laughs", "reads another file")}


def refusal(path: Path) -> KnownError:
    with pytest.raises(KnownError) as refused:
        read_workbook(path)
    return refused.value


MEASURE = """
import resource, sys
from pathlib import Path
from app.errors import KnownError
from app.services.sheets.reading import read_workbook

def cpu():  # of this process and the children it read with
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)

for path in sys.argv[1:2]:  # once to have everything loaded
    read_workbook(Path(path))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for path in sys.argv[2:]:
    started = cpu()
    try:
        read_workbook(Path(path))
        code = "read"
    except KnownError as error:
        code = error.code
    print(code, cpu() - started)
print("memory", (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="measures with the resource module")
def test_bombs_are_refused_within_5_cpu_seconds_and_50_mib(tmp_path: Path) -> None:
    good = make.xlsx(tmp_path / "good.xlsx", [make.HEADINGS, *make.PEOPLE])
    bombs = [maker(tmp_path / f"{at}.xlsx") for at, maker in enumerate(BOMBS.values())]

    run = subprocess.run(
        [sys.executable, "-c", MEASURE, str(good), *map(str, bombs)], capture_output=True, text=True, check=True
    )

    *lines, memory = run.stdout.splitlines()
    for name, line in zip(BOMBS, lines, strict=True):
        code, seconds = line.split()
        assert code == ("too_big" if name in TOO_BIG else "unreadable_sheet"), name
        assert float(seconds) <= 5, name
    assert float(memory.split()[1]) <= 50


@pytest.mark.parametrize("prolog", [LAUGHS, READS_A_FILE], ids=["blows up", "reads another file"])
def test_a_sheet_that_declares_entities_is_refused_even_when_it_uses_none(tmp_path: Path, prolog: bytes) -> None:
    refused = refusal(make.with_prolog(tmp_path / "x.xlsx", prolog, b"x"))

    assert refused.code == ErrorCode.UNREADABLE_SHEET and "夹带" in str(refused.what)


def test_a_far_cell_is_named_so_that_it_can_be_deleted(tmp_path: Path) -> None:
    refused = refusal(far_cell("XFD1048576")(tmp_path / "far.xlsx"))

    assert (tmp_path / "far.xlsx").stat().st_size < 8192
    assert refused.code == ErrorCode.TOO_BIG
    assert "会员" in str(refused.what) and "XFD1048576" in str(refused.what) and "Ctrl+End" in str(refused.next)


def test_a_file_above_20_mib_is_refused_before_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "big.csv").write_bytes(b"x" * (limits.FILE_BYTES + 1))

    assert refusal(tmp_path / "big.csv").code == ErrorCode.TOO_BIG


def test_a_text_file_with_too_many_rows_or_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("姓名,手机\n" + "a,b\n" * limits.ROWS, "utf-8")
    (tmp_path / "columns.csv").write_text("," * limits.COLUMNS, "utf-8")

    assert refusal(tmp_path / "rows.csv").code == refusal(tmp_path / "columns.csv").code == ErrorCode.TOO_BIG


def encrypted_xlsx(path: Path) -> Path:
    return make.renamed_stream(make.xls(path, [make.HEADINGS]), "Workbook", "EncryptedPackage")


def encrypted_xls(path: Path) -> Path:
    data = make.xls(path, [make.HEADINGS]).read_bytes()
    path.write_bytes(data.replace(b"\xe1\x00\x02\x00", b"\x2f\x00\x02\x00", 1))  # the first record → FILEPASS
    return path


def encrypted_ods(path: Path) -> Path:
    return make.repacked(
        make.ods(path, [make.HEADINGS]),
        lambda name, part: part.replace(b"/></man", b"><manifest:encryption-data/></manifest:file-entry></man"),
    )


@pytest.mark.parametrize("maker", [encrypted_xlsx, encrypted_xls, encrypted_ods])
def test_a_workbook_with_a_password_is_told_so(tmp_path: Path, maker: Callable[[Path], Path]) -> None:
    refused = refusal(maker(tmp_path / "locked.xlsx"))

    assert refused.code == ErrorCode.UNREADABLE_SHEET
    assert "密码" in str(refused.what) and "密码" in str(refused.next)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_web_page_named_xls_is_called_a_web_page(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "会员.xls").write_bytes(WEB_PAGE.encode(encoding))

    refused = refusal(tmp_path / "会员.xls")

    assert refused.code == ErrorCode.UNREADABLE_SHEET
    assert "网页" in str(refused.what) and "另存为" in str(refused.next)


def test_other_kinds_of_files_are_called_what_they_are(tmp_path: Path) -> None:
    kinds: dict[str, tuple[Callable[[Path], object], str]] = {
        "a.docx": (lambda path: make.zip_of(path, word__document_dot_xml=b"<a/>"), "文字文档"),
        "b.xlsb": (lambda path: make.zip_of(path, xl__workbook_dot_bin=b"x"), "另一种格式"),
        "c.xlsx": (lambda path: make.zip_of(path, people_dot_xlsx=b"x"), "压缩包"),
        "d.doc": (
            lambda path: make.renamed_stream(make.xls(path, [["x"]]), "Workbook", "WordDocument"),
            "文字文档",
        ),
        "e.xls": (lambda path: path.write_text('<?xml version="1.0"?><Workbook/>', "utf-8"), "另一种格式"),
        "f.xlsx": (lambda path: path.write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), "PDF"),
        "g.xls": (lambda path: path.write_text("{\\rtf1 x}", "utf-8"), "文字文档"),
    }
    for name, (maker, word) in kinds.items():
        maker(tmp_path / name)

        refused = refusal(tmp_path / name)

        assert refused.code == ErrorCode.UNREADABLE_SHEET and word in str(refused.what), name


@pytest.mark.parametrize(
    "content",
    [b"", b"   \n", b"PK\x03\x04" + b"\0" * 500, bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), bytes(range(256)) * 9],
    ids=["empty", "blank", "zip without an end", "container without content", "every byte"],
)
def test_garbage_is_unreadable_and_says_what_to_do(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.xlsx").write_bytes(content)

    refused = refusal(tmp_path / "x.xlsx")

    assert refused.code == ErrorCode.UNREADABLE_SHEET
    assert str(refused.what) and "没有改动" in str(refused.safe) and str(refused.next)


def test_a_file_copied_only_in_part_is_unreadable(tmp_path: Path) -> None:
    path = make.xlsx(tmp_path / "half.xlsx", [make.HEADINGS, *make.PEOPLE])
    path.write_bytes(path.read_bytes()[:-300])

    assert refusal(path).code == ErrorCode.UNREADABLE_SHEET


@pytest.mark.parametrize("owner", ["~${}", ".~lock.{}#", ".~{}"], ids=["Excel", "LibreOffice", "WPS"])
def test_a_file_that_is_open_in_a_spreadsheet_program_is_told_so(tmp_path: Path, owner: str) -> None:
    path = make.xlsx(tmp_path / "会员.xlsx", [make.HEADINGS, *make.PEOPLE])
    (tmp_path / owner.format(path.name)).write_bytes(b"x")

    refused = refusal(path)

    assert refused.code == ErrorCode.LOCKED
    assert "Excel" in str(refused.what) and "关掉" in str(refused.next)


def test_a_missing_file_is_not_found(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.xlsx").code == refusal(tmp_path).code == ErrorCode.NOT_FOUND


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_is_no_file_and_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xlsx")

    assert refusal(tmp_path / "pipe.xlsx").code == ErrorCode.NOT_FOUND


SPY = """
import json, os, sys
print(json.dumps({"kind": "spied", "date1904": False}))
print(json.dumps({"sheet": "x", "hidden": False, "hidden_rows": [], "merged": []}))
numbers = [n for n in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{n}")]
handles = [os.readlink(f"/proc/self/fd/{n}") for n in numbers]
print(json.dumps([[json.dumps({"env": dict(os.environ), "argv": sys.orig_argv, "cwd": os.getcwd(), "open": handles})]]))
print(json.dumps({"end": True}))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_the_child_knows_no_key_no_database_and_no_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "spy.py").write_text(SPY, "utf-8")
    secret = tmp_path / "工会.xiaojia"
    monkeypatch.setenv("XIAOJIA_PASSWORD", "secret-word")
    monkeypatch.setattr(reading, "_CHILD", "spy")
    monkeypatch.setattr(reading, "_HOME", tmp_path)
    path = make.xlsx(tmp_path / "会员名单.xlsx", [make.HEADINGS])

    with secret.open("wb"):
        (told,) = read_workbook(path).sheets[0].rows[0]

    assert "secret-word" not in str(told) and "XIAOJIA" not in str(told)
    assert ".xiaojia" not in str(told)
    assert "会员名单" not in str(told).partition('"open"')[0]


@pytest.mark.parametrize(
    ("program", "code"),
    [
        ("raise SystemExit(0)", ErrorCode.UNREADABLE_SHEET),
        ("import os; os.kill(os.getpid(), 11)", ErrorCode.UNREADABLE_SHEET),
        ("print('no json')", ErrorCode.UNREADABLE_SHEET),
        ("import os; os.abort()", ErrorCode.TOO_BIG),
        ("import time; time.sleep(60)", ErrorCode.TOO_BIG),
        ("import sys\nwhile True: print('[[' + '1,' * 9999 + '1]]')", ErrorCode.UNREADABLE_SHEET),
    ],
    ids=["ends", "crashes", "babbles", "aborts", "hangs", "floods"],
)
def test_whatever_becomes_of_the_child_is_told_as_a_known_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, code: ErrorCode
) -> None:
    (tmp_path / "ill.py").write_text(program, "utf-8")
    monkeypatch.setattr(reading, "_CHILD", "ill")
    monkeypatch.setattr(reading, "_HOME", tmp_path)
    monkeypatch.setattr(limits, "WALL_SECONDS", 1)
    path = make.xlsx(tmp_path / "t.xlsx", [make.HEADINGS])

    assert refusal(path).code == code


def mutated(data: bytes, seed: int) -> bytes:
    chance = random.Random(seed)
    spoiled = bytearray(data)
    for _ in range(chance.choice([1, 3, 20, 200])):
        at = chance.randrange(len(spoiled))
        kind = chance.randrange(4)
        if kind == 0:
            spoiled[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            spoiled[at : at + chance.randrange(1, 40)] = b""
        elif kind == 2:
            spoiled[at:at] = bytes(chance.randrange(256) for _ in range(chance.randrange(1, 20)))
        else:
            spoiled[at : at + 4] = b"\xff\xff\xff\xff"
        if not spoiled:
            break
    return bytes(spoiled)


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods", "csv"])
def test_mutated_sheets_are_read_or_refused_and_never_worse(tmp_path: Path, kind: str) -> None:
    source = tmp_path / f"source.{kind}"
    if kind == "csv":
        source.write_bytes(",".join(make.HEADINGS).encode("gb18030") + b"\n" + "1,张伟,男".encode("gb18030"))
    else:
        getattr(make, kind)(source, [make.HEADINGS, *make.PEOPLE])
    data = source.read_bytes()

    def outcome(seed: int) -> str:
        path = tmp_path / f"{seed}.{kind}"
        path.write_bytes(mutated(data, seed))
        try:
            read_workbook(path)
        except KnownError as error:
            return str(error.code)
        return "read"

    with ThreadPoolExecutor(2) as pool:
        outcomes = set(pool.map(outcome, range(50)))

    assert outcomes <= {"read", "unreadable_sheet", "too_big"} and len(outcomes) > 1


def test_noise_named_as_a_workbook_is_said_to_be_no_table_and_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "会员.xlsx"
    path.write_bytes(bytes(random.Random(5).randrange(1, 256) for _ in range(4000)))

    with pytest.raises(KnownError) as refused:
        read_workbook(path)

    assert str(refused.value.what).startswith("这个文件")
    assert any(words in str(refused.value.what) for words in ("不像表格", "不是表格", "不是能导入的表格"))
    assert ".xlsx" in str(refused.value.next) and "重新发一份" in str(refused.value.next)
