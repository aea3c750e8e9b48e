"""The one door for text on paper: cleaned, cut where too long, broken into lines, fitted into its room.

Everything is drawn on the canvas as plain characters. Nothing reads markup, so `<b>` or `<img src=…>` in a name is
printed as it stands (design/reliability E9); reportlab's `Paragraph`, which would follow it, is used nowhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from app.frozen import dataclass
from app.reports.fonts import Face, character_width, text_width

LONGEST = 2000
"""Characters of one text that are printed at most (design/reliability E9); the rest is in the file."""
CUT_MARK = "…（见电子档案）"

LEADING = 1.18
"""Distance of two lines of text, in font sizes."""
MIDDLE = 0.38
"""How far the baseline lies under the optical middle of a Chinese line, in font sizes."""

_NOT_AT_START = frozenset("，。、；：？！）》」』】〕”’％…—·×,.;:?!)]}%")
_NOT_AT_END = frozenset("（《「『【〔“‘￥¥×([{")
_EMPLOYER_END = "公司"
_SIZE_STEP = 0.5
# Characters that need no cleaning: what nearly all texts are made of.
_PLAIN = re.compile("[ -~·×…—“”‘’\u3000-\u3020\u3400-\u9fff！-～\U00020000-\U0002f7ff]*")
_COMPATIBILITY = re.compile("([\uf900-\ufaff\U0002f800-\U0002fa1f]+)")


def clean(text: str) -> str:
    """Text as it may stand on paper: NFC, no control, direction or invisible characters, at most `LONGEST` long.

    Stored text is clean already (`app.models.values.text`); paper does not rely on it. As there, the compatibility
    ideographs keep their own shape, which NFC would replace in people's names.
    """
    if len(text) <= LONGEST and _PLAIN.fullmatch(text):
        return text.strip()
    too_long = len(text) > 4 * LONGEST
    kept = "".join(_kept(character) for character in text[: 4 * LONGEST].replace("\r\n", "\n"))
    parts = _COMPATIBILITY.split(kept)
    kept = "".join(part if index % 2 else unicodedata.normalize("NFC", part) for index, part in enumerate(parts))
    kept = kept.strip() + (CUT_MARK if too_long else "")
    return cut(kept, LONGEST)


def _kept(character: str) -> str:
    if character in "\n\r\x0b\x0c\x85\u2028\u2029":
        return "\n"
    category = unicodedata.category(character)
    if character == "\t" or (category == "Zs" and character != "\u3000"):
        return " "
    return "" if category in ("Cc", "Cf", "Cs") or _selects_variant(character) else character


def _selects_variant(character: str) -> bool:
    """Variation selectors only choose among shapes of the character before them; our fonts hold one shape."""
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def cut(text: str, length: int) -> str:
    """`text` shortened to `length` characters, the end saying where the rest is."""
    return text if len(text) <= length else text[: max(0, length - len(CUT_MARK))] + CUT_MARK


@dataclass(frozen=True)
class Fitted:
    """Text ready to be drawn: its lines, the font size in points, and whether its end had to be left out."""

    lines: tuple[str, ...]
    size: float
    cut: bool = False
    leading: float = LEADING

    @property
    def pitch(self) -> float:
        """Distance from one line to the next, in points."""
        return self.size * self.leading

    @property
    def height(self) -> float:
        """Room that the lines take, in points."""
        return len(self.lines) * self.pitch


def wrap(text: str, face: Face, size: float, width: float) -> list[str]:
    """Break cleaned text into lines no wider than `width` points.

    Chinese breaks between any two characters, at a space if one is near the end, but no line begins with closing or
    ends with opening punctuation; words and numbers in half-width characters stay whole unless longer than a line.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        if text_width(paragraph, face, size) <= width:
            lines.append(paragraph)
        else:
            lines.extend(_wrap_paragraph(paragraph, face, size, width))
    return lines or [""]


def _wrap_paragraph(text: str, face: Face, size: float, width: float) -> Iterator[str]:
    line, used = "", 0.0
    for atom in _atoms(text):
        wide = text_width(atom, face, size)
        if line and used + wide > width:
            line, carried = _at_space(line)
            yield line
            line, atom = "", carried + atom.lstrip(" ")
            used, wide = 0.0, text_width(atom, face, size)
        if wide <= width:
            line, used = line + atom, used + wide
            continue
        for character in atom:
            wide = character_width(character, face) * size
            if line and used + wide > width:
                yield line
                line, used = "", 0.0
            line, used = line + character, used + wide
    if line:
        yield line


def _at_space(line: str) -> tuple[str, str]:
    """A full line broken at a space in its latter half if it has one, else where it is full."""
    space = line.rstrip(" ").rfind(" ")
    return (line[:space].rstrip(" "), line[space + 1 :]) if space * 2 > len(line) else (line.rstrip(" "), "")


def _atoms(text: str) -> Iterator[str]:
    """The pieces of a line that must not be torn apart."""
    atom = ""
    for character in text:
        if atom and not _together(atom[-1], character):
            yield atom
            atom = ""
        atom += character
    if atom:
        yield atom


def _together(before: str, after: str) -> bool:
    if after in _NOT_AT_START or before in _NOT_AT_END:
        return True
    return before.isascii() and after.isascii() and " " not in (before, after)


def balance(text: str, face: Face, size: float, width: float) -> list[str]:
    """Like `wrap`, with lines of about one length: a centred title or name does not leave one character alone."""
    lines = wrap(text, face, size, width)
    if len(lines) == 1 or "\n" in text:
        return lines
    narrow, wide = width / len(lines) / 2, width
    while wide - narrow > size / 4:
        middle = (narrow + wide) / 2
        if len(wrap(text, face, size, middle)) == len(lines):
            wide = middle
        else:
            narrow = middle
    return wrap(text, face, size, wide)


@dataclass(frozen=True)
class Room:
    """What a text may take: width and height in points, the size wished for, the smallest, the tallest if it must grow.

    `whole`: keep it on one line as long as it is at least this large (amounts, days, phones, names); 0: break freely.
    `joint`: where it is broken, each of its parts that ends so gets a line of its own (· in names).
    """

    width: float
    height: float
    size: float
    floor: float
    tallest: float
    whole: float = 0.0
    joint: str = ""
    centred: bool = False


def largest(text: str, face: Face, size: float, width: float) -> float:
    """The largest size up to `size`, in half points, at which `text` takes one line of `width`."""
    widest = width / max(text_width(text, face, 1.0), 0.01)
    return size if widest >= size else int(widest / _SIZE_STEP) * _SIZE_STEP


def fit(text: str, face: Face, room: Room) -> Fitted:
    """Fit cleaned text into its room: on one line, else smaller, else in a taller row, at last cut and saying so."""
    line_size = largest(text, face, room.size, room.width) if room.whole and "\n" not in text else 0.0
    if line_size >= min(room.whole, room.size) > 0:
        return Fitted((text,), line_size)
    if room.joint:
        text = text.replace(room.joint, room.joint + "\n")
    size = room.size
    while True:
        fitted = Fitted(tuple(_lines(text, face, size, room)), size)
        if fitted.height <= room.height or size - _SIZE_STEP < room.floor:
            break
        size -= _SIZE_STEP
    return fitted if fitted.height <= room.tallest else _cut_to(text, face, size, room)


def _lines(text: str, face: Face, size: float, room: Room) -> Iterator[str]:
    """The lines of a cell. An employer and its department part where the one ends, if that too makes two lines."""
    for paragraph in text.split("\n"):
        lines = (balance if room.centred else wrap)(paragraph, face, size, room.width)
        employer, end, department = paragraph.partition(_EMPLOYER_END)
        parted = [employer + end, department.lstrip(" ")]
        if len(lines) == 2 and len(department) > 1 and department[0] not in _NOT_AT_START:
            yield from parted if all(text_width(part, face, size) <= room.width for part in parted) else lines
        else:
            yield from lines


def _cut_to(text: str, face: Face, size: float, room: Room) -> Fitted:
    most = int(room.tallest / (size * LEADING))
    shortest, longest = 0, len(text)
    while longest - shortest > 1:
        middle = (shortest + longest) // 2
        if len(wrap(text[:middle] + CUT_MARK, face, size, room.width)) <= most:
            shortest = middle
        else:
            longest = middle
    return Fitted(tuple(wrap(text[:shortest] + CUT_MARK, face, size, room.width)), size, cut=True)
