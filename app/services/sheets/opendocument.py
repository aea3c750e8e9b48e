"""What the reading library leaves out of an .ods: hidden rows, merged cells, errors, far cells.

Runs in the child only.
"""

from __future__ import annotations

from app.services.sheets import limits
from app.services.sheets.book import ERROR_PREFIX, NO_VALUE
from app.services.sheets.limits import Refusal
from app.services.sheets.ooxml import Details, Workbook, markup_parser, parse, refuse_far
from app.services.sheets.package import Package, refuse_entities

_VALUES = frozenset(
    {"office:value", "office:string-value", "office:date-value", "office:time-value", "office:boolean-value"}
)
_CELLS = ("table:table-cell", "table:covered-table-cell")


def examine(package: Package) -> Workbook:
    """Check an .ods and gather what its sheets hold besides values."""
    for name in package.xml_parts():
        if name != "content.xml":
            refuse_entities(package.read(name))
    if b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise Refusal("password")
    content = package.read("content.xml")
    refuse_entities(content)
    return _ContentWalk().run(content)


class _ContentWalk:
    """One pass over the markup of all sheets. Rows and cells may stand for many of their kind."""

    def __init__(self) -> None:
        self._workbook = Workbook()
        self._sheet = ""
        self._details = Details()
        self._parser = markup_parser(self._start)
        self._parser.EndElementHandler = self._end
        self._row = self._rows = 0
        self._column = self._columns = 0
        self._cell: dict[str, str] = {}
        self._text = ""

    def run(self, content: bytes) -> Workbook:
        try:
            parse(self._parser, content)
        except ValueError as error:
            raise Refusal("damaged") from error
        return self._workbook

    def _start(self, name: str, flat: list[str]) -> None:
        if name in _CELLS:
            self._cell = dict(zip(flat[::2], flat[1::2], strict=True))
            self._column += self._columns
            self._columns = max(1, int(self._cell.get("table:number-columns-repeated", 1)))
            self._text = ""
            self._parser.CharacterDataHandler = self._characters
        elif name == "table:table-row":
            self._start_row(dict(zip(flat[::2], flat[1::2], strict=True)))
        elif name == "table:table":
            attributes = dict(zip(flat[::2], flat[1::2], strict=True))
            self._sheet = attributes.get("table:name", "")
            self._details = self._workbook.sheets.setdefault(self._sheet, Details())
            self._row, self._rows = 1, 0
        elif name == "table:null-date":
            attributes = dict(zip(flat[::2], flat[1::2], strict=True))
            self._workbook.date1904 = attributes.get("table:date-value", "").startswith("1904")

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._row += self._rows
        self._rows = max(1, int(attributes.get("table:number-rows-repeated", 1)))
        self._column, self._columns = 1, 0
        if attributes.get("table:visibility") in ("collapse", "filter"):
            last = min(self._row + self._rows, limits.ROWS + 1)
            self._details.hidden_rows.extend(range(self._row, last))

    def _characters(self, text: str) -> None:
        self._text += text

    def _end(self, name: str) -> None:
        if name not in _CELLS:
            return
        self._parser.CharacterDataHandler = None
        has_value = not _VALUES.isdisjoint(self._cell) or bool(self._text.strip())
        if has_value or "table:formula" in self._cell:
            self._refuse_far()
        self._note_span()
        if self._cell.get("calcext:value-type") == "error":
            self._note_fault(ERROR_PREFIX + (self._text.strip() or "#N/A"))
        elif "table:formula" in self._cell and not has_value:
            self._note_fault(NO_VALUE)

    def _refuse_far(self) -> None:
        row, column = self._row + self._rows - 1, self._column + self._columns - 1
        if row > limits.ROWS or column > limits.COLUMNS or self._rows * self._columns > limits.ROWS:
            refuse_far(self._sheet, row, column)

    def _note_span(self) -> None:
        wide = int(self._cell.get("table:number-columns-spanned", 1))
        high = int(self._cell.get("table:number-rows-spanned", 1))
        if wide > 1 or high > 1:
            self._details.merged.append((self._row, self._column, self._row + high - 1, self._column + wide - 1))

    def _note_fault(self, kind: str) -> None:
        for row in range(self._row, min(self._row + self._rows, limits.ROWS + 1)):
            for column in range(self._column, min(self._column + self._columns, limits.COLUMNS + 1)):
                self._details.add_fault(row, column, kind)
