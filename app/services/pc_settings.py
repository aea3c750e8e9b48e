"""What belongs to this PC, not to the union's file: the last file, how the window looks, the language."""

from __future__ import annotations

import json
from dataclasses import asdict, field, fields, replace
from pathlib import Path
from typing import Any

from app.frozen import dataclass
from app.models.store.durable import replace as replace_file
from app.models.store.keyfile import data_folder

NAME = "settings.json"


@dataclass(frozen=True)
class PcSettings:
    """The settings of this PC; unknown ones in the file are passed over, broken ones read as the default."""

    last_file: str = ""
    look: str = "system"
    scale: int = 100
    language: str = "zh_CN"
    window: tuple[int, int, int, int] = (0, 0, 0, 0)
    maximized: bool = False
    folders: dict[str, str] = field(default_factory=dict)  # where the last file of a kind was read or written


def load() -> PcSettings:
    """The settings as kept, or the defaults."""
    try:
        kept: Any = json.loads((data_folder() / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return PcSettings()
    defaults = PcSettings()
    known = {one.name: type(getattr(defaults, one.name)) for one in fields(PcSettings)}
    given = kept if isinstance(kept, dict) else {}
    found = {name: tuple(value) if kind is tuple and isinstance(value, list) else value for name, value in given.items()
             if (kind := known.get(name))}  # fmt: skip
    return replace(defaults, **{name: value for name, value in found.items() if isinstance(value, known[name])})


def save(settings: PcSettings) -> None:
    """Keep the settings; a folder that cannot be written loses only them."""
    path = data_folder() / NAME
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        new = path.with_name(NAME + ".new")
        new.write_text(json.dumps(asdict(settings), ensure_ascii=False), encoding="utf-8")
        replace_file(new, path)
    except OSError:
        return


def remembered(settings: PcSettings) -> Path | None:
    """The file that was open last, where it still is."""
    path = Path(settings.last_file) if settings.last_file else None
    return path if path is not None and path.exists() else None
