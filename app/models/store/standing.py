"""Where a name or a number stands in a text or in JSON, and the same without it.

A number stands only where no other digit or letter touches it: within a longer one, or before the fen of an amount, it
is another number. A name of two characters stands only where no other Chinese character touches it: 和平 does not stand
in 和平区. In JSON only the values that are texts are looked at, never keys, numbers, or the message ids of labels.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from functools import lru_cache
from typing import Any

BLANK = "已按本人要求删除"
"""What stands where a name stood."""
SHORT_NAME = 2
_HAN = "\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_LATIN = "0-9A-Za-z"
# What belongs to an address before and after; a full stop after it may end the sentence.
_BEFORE_MAIL, _AFTER_MAIL = f"(?<![{_LATIN}._+-])", rf"(?![{_LATIN}_+-]|\.[{_LATIN}])"
_FORMS: tuple[dict[str, Any], ...] = tuple(
    {"ensure_ascii": ascii, "separators": separators}
    for ascii in (False, True)
    for separators in ((", ", ": "), (",", ":"))
)


def stands(text: str, words: Collection[str], *, parts: bool = False, is_json: bool = False) -> bool:
    """Whether one of these words stands in a text, or JSON; with `parts` a short name within other words too."""
    if is_json and (value := _read(text)) is not None:
        return _stands_within(value, _pattern(tuple(words), parts))
    return _pattern(tuple(words), parts).search(text) is not None


def names(value: Any, words: Collection[str]) -> bool:
    """Whether one of these words stands in a value as JSON has it."""
    return _stands_within(value, _pattern(tuple(words), False))


def without(text: str, words: Collection[str], *, is_json: bool = False) -> str:
    """A text, or JSON in the form in which it was written, in which none of these words is left."""
    if not is_json or (value := _read(text)) is None:
        return _pattern(tuple(words), False).sub(BLANK, text)
    left = value_without(value, words)
    return text if left == value else json.dumps(left, **_form_of(text, value))


def value_without(value: Any, words: Collection[str]) -> Any:
    """A value as JSON has it, in which none of these words is left."""
    if isinstance(value, str):
        return without(value, words)
    if isinstance(value, list):
        return [value_without(one, words) for one in value]
    if isinstance(value, dict):
        kept = _kept(value)
        return {key: one if key in kept else value_without(one, words) for key, one in value.items()}
    return value


def _stands_within(value: Any, pattern: re.Pattern[str]) -> bool:
    if isinstance(value, str):
        return pattern.search(value) is not None
    if isinstance(value, list):
        return any(_stands_within(one, pattern) for one in value)
    if isinstance(value, dict):
        kept = _kept(value)
        return any(_stands_within(one, pattern) for key, one in value.items() if key not in kept)
    return False


def _kept(value: dict[str, Any]) -> frozenset[str]:
    """Which entry is a message id: of a label, or of the deed that was taken back (`undo`)."""
    if set(value) == {"msgid", "params"}:
        return frozenset({"msgid"})
    return frozenset({"name"}) if set(value) == {"name", "of"} else frozenset()


def _read(text: str) -> Any:
    """The value that JSON holds; None where it is none, or nothing."""
    try:
        return json.loads(text)
    except ValueError:
        return None


def _form_of(text: str, value: Any) -> dict[str, Any]:
    return next((form for form in _FORMS if json.dumps(value, **form) == text), _FORMS[0])


@lru_cache(maxsize=64)
def _pattern(words: tuple[str, ...], parts: bool) -> re.Pattern[str]:
    """One of these words as it stands, the longest first; what is in `BLANK` itself is never looked for."""
    found = sorted((word for word in words if word not in BLANK), key=len, reverse=True)
    return re.compile("|".join(_bounded(word, parts) for word in found) or "(?!)")


def _bounded(word: str, parts: bool) -> str:
    if "@" in word:
        return f"{_BEFORE_MAIL}{re.escape(word)}{_AFTER_MAIL}"
    touching = _LATIN if re.search(f"[{_LATIN}]", word) else ""
    if len(word) <= SHORT_NAME and not parts:
        touching += _HAN
    return rf"(?<![{touching}]){re.escape(word)}(?![{touching}]|\.[0-9])" if touching else re.escape(word)
