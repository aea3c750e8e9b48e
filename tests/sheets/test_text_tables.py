"""Text files as tables: the right characters or a refusal, never a silent mix-up."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from app.errors import ErrorCode, KnownError
from app.services.sheets.book import Cell
from app.services.sheets.reading import read_workbook

TEXTS = [
    "张伟", "欧阳䶮", "𠮷田", "古丽·买买提", "王芳😀", "〇一二", "龘靐齉", "（女，回族）", "㼆", "ABC 123",
    "儋州市那大镇中兴大道１号", "A栋3单元", "“先进”", "——", "①②③", "12.50元", "½", "Ωμ", "é", "㎡",
]  # fmt: skip
ENCODINGS = {
    "utf-8": b"",
    "utf-8 with a mark": codecs.BOM_UTF8,
    "gb18030": b"",
    "gbk": b"",
    "utf-16-le with a mark": codecs.BOM_UTF16_LE,
    "utf-16-be with a mark": codecs.BOM_UTF16_BE,
    "utf-16-le": b"",
}
COMMON = "单位名称,姓名,性别,出生日期,备注\n海口市第一中学,王小明,男,1985年3月,无\n"


def rows(path: Path, content: bytes) -> list[list[Cell]]:
    path.write_bytes(content)
    return read_workbook(path).sheets[0].rows


def refusal(path: Path, content: bytes) -> KnownError:
    with pytest.raises(KnownError) as refused:
        rows(path, content)
    return refused.value


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_text_comes_back_in_every_encoding_that_can_hold_it(tmp_path: Path, encoding: str) -> None:
    codec = encoding.split()[0]
    lines = COMMON + "".join(f"{number},{text}\n" for number, text in enumerate(TEXTS) if holds(codec, text))

    read = rows(tmp_path / "t.csv", ENCODINGS[encoding] + lines.encode(codec))

    assert [row[1] for row in read[2:]] == [text for text in TEXTS if holds(codec, text)]


def holds(codec: str, text: str) -> bool:
    try:
        return bool(text.encode(codec))
    except UnicodeEncodeError:
        return False


@pytest.mark.parametrize(
    ("codec", "text"),
    [
        ("big5", "姓名,性別,電話,工作單位\n陳小明,男,0912345678,高雄市總工會\n林美玲,女,0987654321,台北捷運公司\n"),
        ("shift_jis", "名前,性別,電話番号\nやまだたろう,男,0312345678\nさとうはなこ,女,0398765432\n"),
    ],
)
def test_other_countries_encodings_are_never_read_as_chinese(tmp_path: Path, codec: str, text: str) -> None:
    refused = refusal(tmp_path / "t.csv", text.encode(codec))

    assert refused.code == ErrorCode.UNREADABLE_SHEET
    assert "Excel" in str(refused.next) and "编码" not in str(refused.what)


@pytest.mark.parametrize("character", ["\ufffd", "\ue001", "\uf8ff", "\U000f0001"])
def test_characters_that_mean_nothing_are_refused_with_their_line(tmp_path: Path, character: str) -> None:
    refused = refusal(tmp_path / "t.csv", f"{COMMON}三亚市,王{character},女\n".encode())

    assert refused.code == ErrorCode.UNREADABLE_SHEET
    assert "第3行" in str(refused.what)


def test_characters_that_old_gb_18030_kept_privately_are_let_through(tmp_path: Path) -> None:
    content = COMMON.encode("gb18030") + b"\xfe\x51," + "王".encode("gb18030") + b"\xfe\x59,\n"

    assert rows(tmp_path / "t.csv", content)[2] == ["\ue816", "王\ue81e"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    lines = ["会员名单", "姓名|地址|备注", '张伟|"海口, 三亚; 儋州"|好，很好', "王芳||"]
    content = "\n".join(lines).replace("|", delimiter).encode()

    assert rows(tmp_path / "t.txt", content) == [
        ["会员名单"],
        ["姓名", "地址", "备注"],
        ["张伟", "海口, 三亚; 儋州", "好，很好"],
        ["王芳"],
    ]


def test_line_breaks_inside_quotes_stay_in_their_cell(tmp_path: Path) -> None:
    content = '姓名,备注\r\n张伟,"第一行\n第二行"\r\n王芳,"说""好"""\r\n'.encode()

    assert rows(tmp_path / "t.csv", content)[1:] == [["张伟", "第一行\n第二行"], ["王芳", '说"好"']]


def test_a_quote_that_never_closes_is_refused_and_swallows_no_rows(tmp_path: Path) -> None:
    refused = refusal(tmp_path / "t.csv", '姓名,备注\n张伟,"好\n王芳,\n李娜,\n'.encode())

    assert refused.code == ErrorCode.UNREADABLE_SHEET and "引号" in str(refused.what)


def test_the_guard_against_formulas_comes_off_and_other_apostrophes_stay(tmp_path: Path) -> None:
    content = "编号,电话\n'=1+1,'+86 138\n''-x,'110101199003070010\n'，,'\n".encode()

    assert rows(tmp_path / "t.csv", content)[1:] == [
        ["=1+1", "+86 138"],
        ["'-x", "'110101199003070010"],
        ["'，", "'"],
    ]


def test_a_cell_longer_than_any_spreadsheet_allows_is_refused(tmp_path: Path) -> None:
    refused = refusal(tmp_path / "t.csv", b"name,note\nx," + b"y" * 40_000)

    assert refused.code == ErrorCode.UNREADABLE_SHEET
