"""Reads a printed PDF back as a person with a ruler would: words with their places, lines of tables, all in mm."""

from __future__ import annotations

import ctypes
import html
import re
import subprocess
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

MM = 72 / 25.4
WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>', re.DOTALL)


@dataclass(frozen=True)
class Word:
    """A run of characters; distances from the left and upper edge of the paper."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True)
class Line:
    """A straight line from (x1, y1) to (x2, y2)."""

    x1: float
    y1: float
    x2: float
    y2: float

    @property
    def upright(self) -> bool:
        return abs(self.x1 - self.x2) < 0.01


@dataclass(frozen=True)
class ReadPage:
    """One page read back."""

    width: float
    height: float
    words: tuple[Word, ...]
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """All words line by line across the page, without spaces."""
        return "".join(word.text for word in _in_lines(list(self.words)))

    @property
    def levels(self) -> list[float]:
        """Heights of the lines across the table, from above."""
        return sorted({round(line.y1, 1) for line in self.lines if not line.upright})

    def edges(self, height: float) -> list[float]:
        """Where the lines between columns stand at this height, from the left."""
        return sorted(
            {
                round(line.x1, 2)
                for line in self.lines
                if line.upright and min(line.y1, line.y2) - 0.1 <= height <= max(line.y1, line.y2) + 0.1
            }
        )

    def find(self, text: str) -> Word:
        """The first word that holds `text`."""
        return next(word for word in self.words if text in word.text)

    def cells(self, height: float) -> list[str]:
        """The texts of the cells of the table row at this height, lines joined without spaces."""
        below = next(level for level in self.levels if level > height)
        above = max(level for level in self.levels if level <= height)
        edges = self.edges(height)
        found: list[list[Word]] = [[] for _ in edges[1:]]
        for word in self.words:
            if above <= word.middle <= below and edges[0] <= word.centre <= edges[-1]:
                found[sum(1 for edge in edges if edge < word.centre) - 1].append(word)
        return ["".join(word.text for word in _in_lines(words)) for words in found]

    def rows(self) -> list[list[str]]:
        """All rows of the table from above."""
        return [self.cells((above + below) / 2) for above, below in zip(self.levels, self.levels[1:], strict=False)]

    def row(self, first: str) -> list[str]:
        """The row whose first cell reads so."""
        return next(row for row in self.rows() if row[0] == first)

    def torn(self) -> list[Word]:
        """The words that a line of the table runs through."""
        return [word for word in self.words if any(_crosses(line, word) for line in self.lines)]


def _in_lines(words: list[Word]) -> list[Word]:
    """Words line by line from above, each line from the left."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.bottom):
        if lines and word.bottom - lines[-1][0].bottom < 1.5:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [word for line in lines for word in sorted(line, key=lambda word: word.left)]


def _crosses(line: Line, word: Word, slack: float = 0.25) -> bool:
    if line.upright:
        inside = word.left + slack < line.x1 < word.right - slack
        return inside and min(line.y1, line.y2) < word.middle < max(line.y1, line.y2)
    inside = word.top + slack < line.y1 < word.bottom - slack
    return inside and min(line.x1, line.x2) < word.centre < max(line.x1, line.x2)


def pdf_text(pdf: bytes) -> str:
    """The text as a reader copies it, white space left out."""
    shown = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True).stdout
    return re.sub(r"\s", "", shown.decode("utf-8"))


def read_pages(pdf: bytes) -> list[ReadPage]:
    """Read every page."""
    boxes = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True).stdout
    described = boxes.decode("utf-8").split("<page ")[1:]
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_read(page, text) for page, text in zip(document, described, strict=True)]
    finally:
        document.close()


def _read(page: pypdfium2.PdfPage, described: str) -> ReadPage:
    width, height = page.get_size()
    words = [
        Word(html.unescape(text), *(float(number) / MM for number in numbers))
        for *numbers, text in WORD.findall(described)
    ]
    lines = [
        Line(x1 / MM, (height - y1) / MM, x2 / MM, (height - y2) / MM)
        for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH])
        for (x1, y1), (x2, y2) in _strokes(item)
    ]
    page.close()
    return ReadPage(width / MM, height / MM, tuple(words), tuple(lines))


def _strokes(item: pypdfium2.PdfObject) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    points = []
    for number in range(pdfium.FPDFPath_CountSegments(item)):
        x, y = ctypes.c_float(), ctypes.c_float()
        pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFPath_GetPathSegment(item, number), x, y)
        points.append((x.value, y.value))
    return list(zip(points[::2], points[1::2], strict=True))
