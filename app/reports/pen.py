"""The pen: puts text and lines on the pages of one PDF. The only module, with `fonts`, that touches reportlab.

reportlab makes the document, its pages and its fonts. The drawing operators are written here, because a list of 10,000
rows spends more than half its time in reportlab's formatting of numbers; each distinct text is encoded once.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from io import BytesIO
from typing import Any

from app.reports.fonts import Face, load, runs, text_width
from app.reports.paper import MM, Align, Page
from app.reports.text import MIDDLE, Fitted, clean

HAIR = 0.5
"""Width of the lines inside a table, points."""
FRAME = 0.9
"""Width of the frame of a table, points."""
PROGRAM = "职工小家"
_TITLE_STROKE = 0.25
"""Outline that makes the serif as heavy as the 小标宋 of titles (domain 09 §9.1), points."""
_MARK_GREY = 0.88
_MARK_SIZE = 110.0
_MARK_ANGLE = math.radians(30)


_Encoded = list[tuple[str, str]]


class Pen:
    """Draws page after page; positions in points from the lower left corner of the paper.

    The same calls give the same bytes: no clock, no random number, no path gets into the file.
    """

    def __init__(self, page: Page, *, title: str, author: str) -> None:
        from reportlab import rl_config
        from reportlab.pdfgen.canvas import Canvas

        rl_config.useA85 = 0  # PDF streams as bytes, not as text a quarter longer
        for face in (Face.SERIF, Face.BOLD):
            load(face)
        self.page = page
        self._buffer = BytesIO()
        self._canvas: Any = Canvas(
            self._buffer,
            pagesize=(page.width * MM, page.height * MM),
            invariant=1,
            pageCompression=1,
            lang="zh-CN",
            initialFontName=str(Face.SERIF),  # else every page asks for Helvetica, which is not embedded
        )
        self._canvas.setTitle(clean(title).replace("\n", ""))
        self._canvas.setSubject(clean(title).replace("\n", ""))
        self._canvas.setAuthor(clean(author))
        self._canvas.setCreator(PROGRAM)
        self._canvas.setProducer(PROGRAM)
        self._encoded: dict[tuple[str, Face], _Encoded] = {}
        self._starts: dict[tuple[float, float, str, float, Align, Face], tuple[str, _Encoded]] = {}
        self._start_page()

    def _start_page(self) -> None:
        self._under: list[str] = []
        self._words: list[str] = []
        self._lines: dict[float, list[str]] = {}
        self._font = ("", 0.0)

    def text(self, x: float, y: float, text: str, size: float, face: Face = Face.SERIF) -> None:
        """Write one line with its baseline starting at (x, y)."""
        if text:
            self._words.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm")
            self._show(self._encode_once(text, face), size)

    def aligned(
        self, left: float, right: float, y: float, text: str, size: float, align: Align, face: Face = Face.SERIF
    ) -> None:
        """Write one line between two verticals, its baseline at y."""
        self.text(self._begin(left, right, text, size, align, face), y, text, size, face)

    def _begin(self, left: float, right: float, text: str, size: float, align: Align, face: Face) -> float:
        """Where one line between two verticals begins."""
        if align is Align.LEFT:
            return left
        free = right - left - text_width(text, face, size)
        return left + (free if align is Align.RIGHT else free / 2)

    def block(
        self, left: float, right: float, middle: float, fitted: Fitted, align: Align, face: Face = Face.SERIF
    ) -> None:
        """Write fitted lines, the whole block centred on the height `middle`."""
        size, pitch, words = fitted.size, fitted.pitch, self._words
        y = middle + (len(fitted.lines) - 1) * pitch / 2 - MIDDLE * size
        for line in fitted.lines:
            if line:
                place = (left, right, line, size, align, face)
                start = self._starts.get(place)
                if start is None:
                    x = self._begin(left, right, line, size, align, face)
                    start = self._starts[place] = f"1 0 0 1 {x:.2f} ", self._encode_once(line, face)
                words.append(f"{start[0]}{y:.2f} Tm")
                self._show(start[1], size)
            y -= pitch

    def title(self, left: float, right: float, middle: float, fitted: Fitted) -> None:
        """Write the lines of a title in a heavier serif, centred on the height `middle`."""
        self._words.append(f"{_TITLE_STROKE} w 2 Tr")
        self.block(left, right, middle, fitted, Align.CENTRE)
        self._words.append("0 Tr")

    def line(self, x1: float, y1: float, x2: float, y2: float, width: float = HAIR) -> None:
        """Draw one straight line, `width` points wide."""
        self._lines.setdefault(width, []).append(f"{x1:.2f} {y1:.2f} m {x2:.2f} {y2:.2f} l")

    def mark(self, word: str) -> None:
        """Lay a large grey word across the page, under everything else: 草稿, 样张."""
        cos, sin = math.cos(_MARK_ANGLE), math.sin(_MARK_ANGLE)
        back, down = text_width(word, Face.BOLD, _MARK_SIZE) / 2, MIDDLE * _MARK_SIZE
        x = self.page.width * MM / 2 - back * cos + down * sin
        y = self.page.height * MM / 2 - back * sin - down * cos
        matrix = f"{cos:.4f} {sin:.4f} {-sin:.4f} {cos:.4f} {x:.2f} {y:.2f} Tm"
        words, self._words = self._words, []
        self._show(self._encode_once(word, Face.BOLD), _MARK_SIZE)
        shown, self._words = " ".join(self._words), words
        self._under.append(f"q {_MARK_GREY} g BT {matrix} {shown} ET Q")
        self._font = ("", 0.0)

    def end_page(self) -> None:
        """Finish this page."""
        lines = [f"{width} w {' '.join(parts)} S" for width, parts in sorted(self._lines.items())]
        self._canvas.addLiteral("\n".join([*self._under, *lines, "BT", *self._words, "ET"]))
        self._canvas.showPage()
        self._start_page()

    def finish(self) -> bytes:
        """The finished PDF."""
        self._canvas.save()
        return self._buffer.getvalue()

    def _show(self, encoded: _Encoded, size: float) -> None:
        """Add the operators that show an encoded text, switching fonts only where they change."""
        for font, shown in encoded:
            if self._font != (font, size):
                self._font = (font, size)
                self._words.append(f"{font} {size:g} Tf")
            self._words.append(shown)

    def _encode_once(self, text: str, face: Face) -> _Encoded:
        if (text, face) not in self._encoded:
            self._encoded[text, face] = list(self._encode(text, face))
        return self._encoded[text, face]

    def _encode(self, text: str, face: Face) -> Iterable[tuple[str, str]]:
        """Text as (name of the embedded font subset, the operator that shows it in one-byte codes)."""
        from reportlab.pdfbase.pdfmetrics import getFont

        document = self._canvas._doc  # subsets belong to a document; reportlab has no public way to it
        for name, part in runs(text, face):
            font = getFont(name)
            for subset, codes in font.splitString(part, document):
                yield font.getSubsetInternalName(subset, document), f"<{codes.hex()}> Tj"


def merged(segments: Iterable[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """Join vertical segments (x, top, bottom) that meet, so that a column line is one line."""
    result: list[tuple[float, float, float]] = []
    for x, top, bottom in sorted(segments, key=lambda segment: (segment[0], -segment[1])):
        if result and result[-1][0] == x and abs(result[-1][2] - top) < 0.01:
            result[-1] = (x, result[-1][1], bottom)
        else:
            result.append((x, top, bottom))
    return result
