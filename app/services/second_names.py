"""What files are called that are kept beside the one in use: before a restore, a move, an upgrade, or rescued."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path


def second_name(path: Path, word: str, folder: Path | None = None) -> Path:
    """NAME-WORD-YYYYMMDD-HHMMSS in the same folder or in `folder`, with a number where that is taken."""
    place = folder or path.parent
    stem = f"{path.stem}-{word}-{datetime.now():%Y%m%d-%H%M%S}"
    tries = (place / f"{stem}{more}{path.suffix}" for more in ("", *(f"-{n}" for n in range(2, 100))))
    return next(each for each in tries if not each.exists())
