"""The fonts of the paper: which font draws which character, how wide it is, and which characters no font has.

Two faces carry the forms (a serif 宋体 look for text, a bold sans 黑体 look for headings); HanaMinB holds the rare
characters of names and is read (30 MB, 0.5 s) only when one of them is met. Every font is embedded as a subset.
reportlab itself has no fallback: a character missing from its font would vanish, so text is cut into runs by coverage.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from app.frozen import dataclass

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont


class Face(StrEnum):
    """A face of the paper; the value is the name under which reportlab knows the font."""

    SERIF = "XiaojiaSerif"
    BOLD = "XiaojiaSansBold"
    RARE = "XiaojiaRare"


FONT_FILES = {
    Face.SERIF: "NotoSerifSC-Regular.ttf",
    Face.BOLD: "NotoSansSC-Bold.ttf",
    Face.RARE: "HanaMinB.ttf",
}

GAP = "□"
"""Printed in place of a character that no font has: room for the pen."""

BFCHARS_PER_BLOCK = 100
"""The most entries one `beginbfchar` block may hold (PDF 32000-1, 9.10.3)."""


@dataclass(frozen=True)
class LoadedFace:
    """A font in memory: its characters and their widths in em."""

    name: str
    characters: frozenset[str]
    widths: dict[str, float]


@cache
def load(face: Face) -> LoadedFace:
    """Read a font once per process and make it known to reportlab."""
    from reportlab.pdfbase import pdfmetrics

    font = _font_class()(str(face), str(files("app.resources") / "fonts" / FONT_FILES[face]))
    pdfmetrics.registerFont(font)
    glyphs = {chr(code) for code, glyph in font.face.charToGlyph.items() if glyph}
    widths = {character: font.face.charWidths[ord(character)] / 1000 for character in glyphs}
    return LoadedFace(str(face), frozenset(glyphs), widths)


def runs(text: str, face: Face) -> list[tuple[str, str]]:
    """Cut `text` into runs of one font each: `face` where it has the character, else serif, else the rare font.

    A character that no font has becomes `GAP`; `missing` finds it beforehand.
    """
    first = load(face)
    if first.characters.issuperset(text):
        return [(first.name, text)] if text else []
    result: list[tuple[str, str]] = []
    for character in text:
        name = _holder(character, face)
        if not name:
            name, character = str(Face.SERIF), GAP
        if result and result[-1][0] == name:
            result[-1] = (name, result[-1][1] + character)
        else:
            result.append((name, character))
    return result


def missing(text: str) -> list[str]:
    """The characters of `text` that no font can print, each once, in order of appearance."""
    if load(Face.SERIF).characters.issuperset(text):
        return []
    return [
        character
        for character in dict.fromkeys(text)
        if character not in load(Face.SERIF).characters and character not in load(Face.RARE).characters
    ]


def text_width(text: str, face: Face, size: float) -> float:
    """How wide `text` prints, in points at `size` points, each character measured in the font that draws it."""
    return _width(text, face) * size


@lru_cache(maxsize=20_000)
def _width(text: str, face: Face) -> float:
    """In em. Kept, since a cell is measured to fit and again to be placed, and lists repeat their words."""
    first = load(face)
    if first.characters.issuperset(text):
        return sum(map(first.widths.__getitem__, text))
    return sum(character_width(character, face) for character in text)


def character_width(character: str, face: Face) -> float:
    """How wide one character prints, in em; one that no font has is counted as a full em."""
    for candidate in (face, Face.SERIF, Face.RARE):
        width = load(candidate).widths.get(character)
        if width is not None:
            return width
    return 1.0


def _holder(character: str, face: Face) -> str:
    for candidate in (face, Face.SERIF, Face.RARE):
        if character in load(candidate).characters:
            return str(candidate)
    return ""


@cache
def _font_class() -> type[TTFont]:
    """The font class used on all paper; made on first use, as importing reportlab costs 0.35 s."""
    from reportlab.pdfbase.ttfonts import TTFont

    class PaperFont(TTFont):  # type: ignore[misc]
        """A TrueType font whose text copies and searches right beyond U+FFFF.

        reportlab 5.1 writes such characters into the ToUnicode table as one number of five digits, so 𬱖 was copied
        as ⳅ. The table wants UTF-16BE. `addObjects` is the point where reportlab has just made these tables.
        """

        def addObjects(self, doc: object) -> None:
            subsets = [list(subset) for subset in self.state[doc].subsets]
            names = [self.getSubsetInternalName(number, doc)[1:] for number in range(len(subsets))]
            super().addObjects(doc)
            fonts = doc.idToObject["BasicFonts"].dict  # type: ignore[attr-defined]
            for name, subset in zip(names, subsets, strict=True):
                table = doc.idToObject[fonts[name].ToUnicode.name]  # type: ignore[attr-defined]
                table.content = to_unicode_table(name, subset)

    return PaperFont


def to_unicode_table(name: str, codes: Iterable[int]) -> str:
    """The PDF table that maps each one-byte code of a font subset back to its character (0 = no character)."""
    pairs = [f"<{byte:02X}> <{chr(code).encode('utf-16-be').hex().upper()}>" for byte, code in enumerate(codes) if code]
    blocks = [pairs[start : start + BFCHARS_PER_BLOCK] for start in range(0, len(pairs), BFCHARS_PER_BLOCK)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return f"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def
/CMapName /{name} def
/CMapType 2 def
1 begincodespacerange
<00> <FF>
endcodespacerange
{body}
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""
