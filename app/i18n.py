"""Words shown to people.

The message id is the Simplified Chinese text exactly as shown. A `Label` is translated at the moment it is shown,
never earlier, so a deed stored years ago still reads in the language of today's reader.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

LANGUAGES = ("zh_CN", "zh_TW", "en")
CATALOGUES = Path(__file__).resolve().parent.parent / "i18n"

_language = "zh_CN"


def set_language(language: str) -> None:
    """Show every label in `language` from now on; one of `LANGUAGES`."""
    global _language
    if language not in LANGUAGES:
        raise ValueError(f"no catalogue for {language}")
    _language = language


def language() -> str:
    """The language that labels are shown in now."""
    return _language


@cache
def _catalogue(code: str) -> dict[str, str]:
    path = CATALOGUES / code / "xiaojia.po"
    if not path.exists():
        return {}
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        catalogue = read_po(file, locale=code)
    return {str(message.id): str(message.string) for message in catalogue if message.id and message.string}


class _Shown(dict[str, str]):
    """Parameters as shown; a placeholder that nobody filled shows as itself."""

    def __missing__(self, name: str) -> str:
        return "{" + name + "}"


class Label:
    """A text for people: a message id and its named parameters (parameters may be labels too).

    Showing one never fails: a deed's name stored years ago may lack a parameter that today's text has.
    """

    __slots__ = ("msgid", "params")

    def __init__(self, msgid: str, /, **params: object) -> None:
        self.msgid = msgid
        self.params = params

    def __str__(self) -> str:
        text = self.msgid if _language == "zh_CN" else _catalogue(_language).get(self.msgid, self.msgid)
        if not self.params:
            return text
        try:
            return text.format_map(_Shown({name: str(value) for name, value in self.params.items()}))
        except (ValueError, LookupError, AttributeError):  # braces that are no placeholders
            return text

    def __repr__(self) -> str:
        return f"Label({self.msgid!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Label) and (self.msgid, self.params) == (other.msgid, other.params)

    def __hash__(self) -> int:
        return hash((self.msgid, tuple(sorted((name, str(value)) for name, value in self.params.items()))))
