"""The shipped code lists, read from `app/resources/codes.json`.

Each list: `title`, `conf` (A to D, how sure the source is: domain page 00), `source` (domain page) and `items` in their
order. An item: `code`, `label`; where known `export` (label per template), `synonyms` (spellings met in imports),
`found_by` (words that find it when somebody chooses, and that would be too vague to be read as it in a sheet) and
`extra` facts of that list.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def shipped_code_lists() -> dict[str, Any]:
    """All shipped lists by name. Shared: nobody changes what comes back."""
    text = files("app.resources").joinpath("codes.json").read_text(encoding="utf-8")
    lists: dict[str, Any] = json.loads(text)
    return lists


@cache
def also_found(list_name: str, code: str) -> tuple[str, ...]:
    """The further words by which people look for a shipped code."""
    items = shipped_code_lists().get(list_name, {}).get("items", ())
    return tuple(next((one.get("found_by", ()) for one in items if one["code"] == code), ()))
