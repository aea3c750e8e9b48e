"""Good sheets and backups, and ways to change a few of their bytes."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Sequence
from pathlib import Path

from tests.sheets import sheet_makers as make

CASES = "档案-"
_CASE_ROWS = [
    ["职工证件号码", "档案状态", "建档日期", "主要致困原因"],
    ["110105194912310022", "在档", "2026-11-01", ""],
]


def samples(folder: Path) -> list[Path]:
    """One good sheet of every format that is read."""
    folder.mkdir()
    rows = [make.HEADINGS, *make.PEOPLE]
    text = "\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in rows)
    for name, encoding in (("会员.csv", "utf-8-sig"), ("会员.txt", "gb18030")):
        (folder / name).write_bytes(text.encode(encoding))
    made = [
        make.xlsx(folder / "会员.xlsx", rows),
        make.xls(folder / "会员.xls", rows),
        make.ods(folder / "会员.ods", rows),
    ]
    cases = make.xlsx(folder / f"{CASES}.xlsx", _CASE_ROWS, lambda book, sheet: setattr(sheet, "title", "档案"))
    return [*made, cases, folder / "会员.csv", folder / "会员.txt"]


def mutated(good: Sequence[Path], folder: Path, dice: random.Random) -> Path:
    """One of the good files, changed; in a zip either the packed bytes or what is packed."""
    one = dice.choice(good)
    path = folder / f"{CASES if one.name.startswith(CASES) else ''}{dice.randrange(10**9)}{one.suffix}"
    content = one.read_bytes()
    if zipfile.is_zipfile(one) and dice.random() < 0.6:
        path.write_bytes(content)
        with zipfile.ZipFile(one) as archive:
            part = dice.choice(archive.namelist())
        if one.suffix == ".xjbak":
            _repack_plain(path, part, dice)
        else:
            make.repacked(path, lambda name, inner: changed(inner, dice) if name == part else inner)
    else:
        path.write_bytes(changed(content, dice))
    return path


def _repack_plain(path: Path, part: str, dice: random.Random) -> None:
    from tests.backup.backup_makers import members, repack

    repack(path, {part: changed(members(path)[part], dice)})


def changed(content: bytes, dice: random.Random) -> bytes:
    """A few bytes flipped, cut out, doubled, swapped, zeroed, or the end cut off."""
    data = bytearray(content)
    for _ in range(dice.randrange(1, 6)):
        if not data:
            break
        at, length = dice.randrange(len(data)), dice.randrange(1, 40)
        kind = dice.randrange(7)
        if kind == 0:
            data[at] ^= 1 << dice.randrange(8)
        elif kind == 1:
            del data[at : at + length]
        elif kind == 2:
            data[at:at] = data[at : at + length]
        elif kind == 3:
            data[at : at + length] = bytes(len(data[at : at + length]))
        elif kind == 4:
            data[at : at + length] = dice.randbytes(len(data[at : at + length]))
        elif kind == 5:
            data[at : at + 4] = dice.choice((b"\xff\xff\xff\xff", b"\0\0\0\x80", b"9999", b"</a>", b"<!--"))
        elif dice.random() < 0.3:
            del data[at:]
    return bytes(data)
