"""Bring the catalogues in step with the texts in the code.

    python -m tools.catalogues

Writes `i18n/xiaojia.pot` and every `i18n/<language>/xiaojia.po`: new texts come in empty, texts that the code no
longer has go. Ends with 1 and names them while some wait for their translation.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from app.i18n import CATALOGUES, LANGUAGES

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = CATALOGUES / "xiaojia.pot"
TRANSLATED = tuple(language for language in LANGUAGES if language != "zh_CN")
HAN = re.compile("[㐀-鿿]")
PLACEHOLDER = re.compile(r"\{([a-z_]\w*)\}")
HEADER = "# Texts of 职工小家. The message id is the Simplified Chinese text as shown."


def texts() -> dict[str, list[str]]:
    """Every text for people in the code, with the files that say it."""
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "app").rglob("*.py")):
        for text in _texts_of(ast.parse(path.read_text(encoding="utf-8"))):
            found.setdefault(text, []).append(path.relative_to(ROOT).as_posix())
    return found


def label_calls(tree: ast.AST) -> Iterator[ast.Call]:
    """The places where a label is made."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) == "Label" and node.args:
            yield node


def said(text: ast.expr) -> list[str]:
    """The texts that an expression may be, as far as they stand there."""
    if isinstance(text, ast.IfExp):
        return said(text.body) + said(text.orelse)
    return [text.value] if isinstance(text, ast.Constant) and isinstance(text.value, str) else []


def _texts_of(tree: ast.Module) -> Iterator[str]:
    """What labels say, the names given to deeds, and Chinese with a named gap, which is always a message."""
    for call in label_calls(tree):
        yield from filter(None, said(call.args[0]))
    parts = {part for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    remarks = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) == "write" and node.args:
            yield from filter(HAN.search, said(node.args[0]))
        if isinstance(node, ast.Constant) and node not in parts | remarks:
            yield from (text for text in said(node) if HAN.search(text) and PLACEHOLDER.search(text))


def _called(call: ast.Call) -> str:
    function = call.func
    return (
        function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    )


def read(path: Path, language: str | None = None) -> Catalog:
    """A catalogue as it lies there; empty when there is none yet."""
    if not path.exists():
        return Catalog(language, project="Xiaojia", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def main() -> int:
    """Write the template and the catalogues; tell what waits for its translation."""
    found, waiting = texts(), 0
    _write(TEMPLATE, read(TEMPLATE), found)
    for language in TRANSLATED:
        path = CATALOGUES / language / "xiaojia.po"
        old = read(path, language)
        _write(path, old, found)
        for text in found:
            message = old.get(text)
            if message is None or not message.string:
                waiting += 1
                print(f"{language}: {text!r}")
    return 1 if waiting else 0


def _write(path: Path, old: Catalog, found: dict[str, list[str]]) -> None:
    """Write a catalogue of the texts found with what is translated already; the dates change only with the texts."""
    before = [(message.id, [place for place, _ in message.locations]) for message in old if message.id]
    after = sorted(((text, sorted(set(places))) for text, places in found.items()), key=lambda one: (one[1], one[0]))
    if before == after and path.exists():
        return
    new = Catalog(old.locale, project="Xiaojia", header_comment=HEADER, fuzzy=False)
    new.last_translator = new.language_team = new.msgid_bugs_address = ""
    for text, places in after:
        message = old.get(text)
        new.add(text, message.string if message else "", locations=[(place, 0) for place in places])
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, new, width=0, include_lineno=False)


if __name__ == "__main__":
    sys.exit(main())
