"""Rows of a laid out table put on a page, and the lines around them."""

from __future__ import annotations

from app.reports.layout import Row
from app.reports.pen import FRAME, HAIR, Pen, merged


class TableBrush:
    """Paints rows from `top` downwards; `y` is the height reached, in points."""

    def __init__(self, pen: Pen, edges: tuple[float, ...], top: float) -> None:
        self._pen = pen
        self._edges = edges
        self._top = top
        self.y = top
        self._verticals: dict[tuple[float, float], float] = {}  # (x, lowest point) → top, of the lines between columns

    def row(self, row: Row) -> None:
        """Paint one row with the line above it."""
        bottom = self.y - row.height
        middle = (self.y + bottom) / 2
        for cell in row.cells:
            left, right = self._edges[cell.start], self._edges[cell.start + cell.span]
            self._verticals[left, bottom] = self._verticals.pop((left, self.y), self.y)
            if cell.fitted.lines:
                room = cell.inset
                self._pen.block(left + room, right - room, middle, cell.fitted, cell.align, cell.face)
        if self.y < self._top:
            self._pen.line(self._edges[0], self.y, self._edges[-1], self.y)
        self.y = bottom

    def close(self) -> None:
        """Draw the lines between the columns and the frame around everything painted."""
        left, right = self._edges[0], self._edges[-1]
        for x, upper, lower in merged((x, top, lowest) for (x, lowest), top in self._verticals.items()):
            if x != left:
                self._pen.line(x, upper, x, lower, HAIR)
        for x in (left, right):
            self._pen.line(x, self._top, x, self.y, FRAME)
        for y in (self._top, self.y):
            self._pen.line(left, y, right, y, FRAME)
