"""What the reading library leaves out of an .xlsx: hidden rows, errors, formulas without a value, far cells, 1904.

Runs in the child only. A sheet is first searched as bytes, which is fast; it is walked element by element only when
something to find is in it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from app.services.sheets import limits
from app.services.sheets.book import ERROR_PREFIX, NO_VALUE, column_letter, column_number
from app.services.sheets.limits import Refusal
from app.services.sheets.package import Package, refuse_entities

# A cell with something in it whose column or row may lie beyond the limits. Empty formatted cells, which Excel leaves
# behind down to row 1048576, do not match: they have no content.
_MAYBE_FAR = re.compile(rb' r="([A-Z]{3}|G[S-Z]|[H-Z][A-Z]|[A-Z]{1,2}(?=[2-9]\d{5}|\d{7}))(\d+)"[^>]*(?<!/)>(?!</)')
_WORTH_A_WALK = (b"hidden=", b"<f>", b"<f ", b"<f/", b":f>", b":f ", b":f/", b't="e"', b"t='e'")
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


@dataclass
class Details:
    """What one sheet holds besides its values; rows and columns from 1."""

    hidden_rows: list[int] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)  # top, left, bottom, right
    faults: dict[int, dict[int, str]] = field(default_factory=dict)  # row → column → kind

    def add_fault(self, row: int, column: int, kind: str) -> None:
        """Note that a cell holds no usable value."""
        self.faults.setdefault(row, {})[column] = kind


@dataclass
class Workbook:
    """The facts of a whole workbook; `sheets` by sheet name."""

    date1904: bool = False
    sheets: dict[str, Details] = field(default_factory=dict)


def examine(package: Package) -> Workbook:
    """Check every part of an .xlsx and gather what its sheets hold besides values."""
    workbook = Workbook()
    names_of = _sheet_parts(package, workbook)
    for part_name in package.xml_parts():
        part = package.read(part_name)
        refuse_entities(part)
        for name in names_of.get(part_name, ()):
            _refuse_far_cell(part, name)
            workbook.sheets[name] = _walk(part) if any(mark in part for mark in _WORTH_A_WALK) else Details()
    return workbook


def _sheet_parts(package: Package, workbook: Workbook) -> dict[str, list[str]]:
    """Part name → names of the sheets kept there."""
    targets: dict[str, str] = {}
    for element, attributes in elements(package.read("xl/_rels/workbook.xml.rels")):
        if element == "Relationship":
            targets[attributes.get("Id", "")] = posixpath.normpath(
                posixpath.join("/xl", attributes.get("Target", ""))
            ).lstrip("/")
    names_of: dict[str, list[str]] = {}
    for element, attributes in elements(package.read("xl/workbook.xml")):
        if element == "workbookPr":
            workbook.date1904 = attributes.get("date1904", "") in ("1", "true")
        elif element == "sheet":
            names_of.setdefault(targets.get(attributes.get("id", ""), ""), []).append(attributes.get("name", ""))
    return names_of


def _refuse_far_cell(part: bytes, sheet: str) -> None:
    for match in _MAYBE_FAR.finditer(part):
        column, row = match[1].decode(), int(match[2])
        if row > limits.ROWS or column_number(column) > limits.COLUMNS:
            refuse_far(sheet, row, column_number(column))


def refuse_far(sheet: str, row: int, column: int) -> None:
    """Refuse a cell beyond the limits by its name: usually a stray one that nobody sees."""
    raise Refusal("far_cell", sheet=sheet, cell=f"{column_letter(column)}{row}")


def markup_parser(start: Callable[[str, list[str]], None]) -> expat.XMLParserType:
    """A parser that refuses every DTD. Attributes come as a flat list of names and values."""
    parser = expat.ParserCreate()
    parser.ordered_attributes = True
    parser.buffer_text = True
    parser.StartElementHandler = start

    def refuse(*_: object) -> None:
        raise Refusal("entities")

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    return parser


def parse(parser: expat.XMLParserType, part: bytes) -> None:
    """Run a parser over a whole part."""
    try:
        parser.Parse(part, True)
    except expat.ExpatError as error:
        raise Refusal("damaged") from error


def elements(part: bytes) -> Iterator[tuple[str, dict[str, str]]]:
    """The elements of a small part with their attributes, all without namespace prefix."""
    found: list[tuple[str, dict[str, str]]] = []

    def start(name: str, flat: list[str]) -> None:
        attributes = {key.rpartition(":")[2]: value for key, value in zip(flat[::2], flat[1::2], strict=True)}
        found.append((name.rpartition(":")[2], attributes))

    parse(markup_parser(start), part)
    return iter(found)


class _SheetWalk:
    """One pass over a sheet's markup. Cells without a reference count on from the last one."""

    def __init__(self) -> None:
        self.details = Details()
        self._parser = markup_parser(self._start)
        self._parser.EndElementHandler = self._end
        self._prefix: str | None = None
        self._row = self._column = 0
        self._type = ""
        self._formula = self._in_value = False
        self._value = ""

    def run(self, part: bytes) -> Details:
        parse(self._parser, part)
        return self.details

    def _start(self, name: str, flat: list[str]) -> None:
        if self._prefix is None:
            self._prefix = name[: name.rfind(":") + 1]
        if name == self._prefix + "c":
            self._start_cell(flat)
        elif name == self._prefix + "f":
            self._formula = True
        elif name == self._prefix + "v":
            if self._formula or self._type == "e":
                self._parser.CharacterDataHandler = self._text
        elif name == self._prefix + "row":
            attributes = dict(zip(flat[::2], flat[1::2], strict=True))
            self._row = int(attributes.get("r", self._row + 1))
            self._column = 0
            if attributes.get("hidden") in ("1", "true"):
                self.details.hidden_rows.append(self._row)

    def _start_cell(self, flat: list[str]) -> None:
        self._type, self._formula, self._value = "", False, ""
        self._column += 1
        for index in range(0, len(flat), 2):
            if flat[index] == "r" and (match := _REFERENCE.fullmatch(flat[index + 1])):
                self._column = column_number(match[1])
            elif flat[index] == "t":
                self._type = flat[index + 1]

    def _text(self, text: str) -> None:
        self._value += text

    def _end(self, name: str) -> None:
        self._parser.CharacterDataHandler = None
        if (not self._formula and self._type != "e") or name != f"{self._prefix}c":
            return
        if self._type == "e":
            self.details.add_fault(self._row, self._column, ERROR_PREFIX + (self._value.strip() or "#N/A"))
        elif not self._value and self._type != "str":  # a text formula may well give no text
            self.details.add_fault(self._row, self._column, NO_VALUE)
        self._type, self._formula = "", False


def _walk(part: bytes) -> Details:
    try:
        return _SheetWalk().run(part)
    except ValueError as error:
        raise Refusal("damaged") from error
