"""File names that every stick takes, and that never meet an older one (reliability B7, M9)."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from pathlib import Path

SUFFIX = ".xjbak"
PART = ".part"
LONGEST = 60
"""Characters of the union's name; with three bytes each and the rest of the name still below every limit."""
LONGEST_BYTES = 180
_WITHOUT_NAME = "职工小家"
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_NUMBER = re.compile(r"-\d{8}-\d{6}-(\d{3,})\.xjbak")


def file_stem(union_name: str) -> str:
    """The union's name as the beginning of a file name."""
    normal = unicodedata.normalize("NFC", union_name)
    kept = "".join(
        " " if character in '<>:"/\\|?*' or not character.isprintable() else character for character in normal
    )
    stem = " ".join(kept.split()).lstrip(".- ")[:LONGEST]
    stem = stem.encode("utf-8", "ignore")[:LONGEST_BYTES].decode("utf-8", "ignore").rstrip(". -")
    return _WITHOUT_NAME if not stem or _RESERVED.fullmatch(stem) else stem


def next_sequence(folder: Path, stem: str, last: int) -> int:
    """One more than the last number used, in the folder or by the file itself (which may be a restored older one)."""
    found = (_NUMBER.fullmatch(path.name[len(stem) :]) for path in folder.iterdir() if path.name.startswith(stem))
    return max([last, *(int(match[1]) for match in found if match)]) + 1


def backup_name(stem: str, moment: datetime, sequence: int) -> str:
    """NAME-YYYYMMDD-HHMMSS-NNN.xjbak."""
    return f"{stem}-{moment:%Y%m%d-%H%M%S}-{sequence:03}{SUFFIX}"


def named_union(path: Path) -> str:
    """The union that a backup's name begins with; "" where the name was changed, or never said one."""
    found = _NUMBER.search(path.name)
    stem = path.name[: found.start()] if found is not None and found.end() == len(path.name) else ""
    return "" if stem == _WITHOUT_NAME else stem


def left_overs(folder: Path, stem: str) -> list[Path]:
    """Parts of backups that were cut off; never a backup."""
    ending = len(PART)
    return [
        path
        for path in folder.iterdir()
        if path.name.endswith(SUFFIX + PART)
        and path.name.startswith(stem)
        and _NUMBER.fullmatch(path.name[len(stem) : -ending])
    ]
