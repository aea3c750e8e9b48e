"""A block of cells from a spreadsheet, as the clipboard holds it."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO

from app.views.forms.source import FormField

Block = list[list[str]]

# So many headings must be known before the first row of a block is taken for headings.
HEADINGS_LEAST = 2


def read_block(text: str) -> Block:
    """Tab-separated text as rows of cells; a cell in quotes may hold line breaks, which become spaces."""
    rows = csv.reader(StringIO(text.replace("\r\n", "\n").replace("\r", "\n")), delimiter="\t")
    block = [[" ".join(cell.split("\n")).strip() for cell in row] for row in rows]
    while block and not any(block[-1]):
        block.pop()
    return block


def is_block(text: str) -> bool:
    """Whether a text holds more than one cell."""
    return "\t" in text or "\n" in text.strip("\r\n")


def columns_of(block: Block, type_name: str, fields: Sequence[FormField]) -> list[str] | None:
    """The field of each column by the block's own headings ("" for an unknown one); None when it has no headings."""
    from app.services.sheets.columns import How, load_synonyms, match_columns  # no start needs it

    headings = [(str(at), heading) for at, heading in enumerate(block[0])]
    names = [(field.name, field.label) for field in fields]
    found = match_columns(headings, names, load_synonyms(type_name))
    known = [each for each in found if each.how in (How.EXACT, How.SYNONYM)]
    if len(known) < min(HEADINGS_LEAST, len(headings)):
        return None
    return [each.field or "" for each in found]
