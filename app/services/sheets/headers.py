"""Where the table is: which sheet, which row holds the headings, and which rows below are its content."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from app.frozen import dataclass
from app.i18n import Label
from app.services.sheets import faults
from app.services.sheets.book import Cell, MergedRange, RawBook, RawSheet, column_letter, is_blank
from app.services.sheets.columns import heading_forms
from app.services.sheets.limits import COLUMNS
from app.services.sheets.tablerows import SERIAL_HEADINGS, Skipped, TableRows, Why

_SEARCHED_ROWS = 100
_COMPARABLE = 0.5  # of the best one's known headings: another table worth asking about
_GROUP_LONGEST = 30


@dataclass(frozen=True)
class HeaderGuess:
    """The headings of a table and the rows that belong to it. Rows count from 1, as the spreadsheet program shows.

    `candidates`: other rows that may be the header; `ambiguous` when one of them is so good that a person must say.
    """

    row: int
    rows_used: int
    columns: tuple[tuple[str, str], ...]  # letter, heading as written
    known: int  # how many headings are known words
    rows: tuple[int, ...]  # the rows of content
    skipped: tuple[Skipped, ...]
    hidden: tuple[int, ...]  # rows of content that are hidden in the sheet; they are read all the same
    candidates: tuple[int, ...] = ()
    ambiguous: bool = False

    @property
    def data_first_row(self) -> int | None:
        """The first row of content; None when there is none."""
        return self.rows[0] if self.rows else None

    @property
    def data_last_row(self) -> int | None:
        """The last row of content; None when there is none."""
        return self.rows[-1] if self.rows else None

    def notes(self) -> list[Label]:
        """What was done with the sheet that its owner should know, in whole sentences."""
        told = [] if self.rows else [Label("只有标题，下面一行内容也没有。")]
        if self.hidden:
            told.append(
                Label("有{count}行是隐藏的，也一起读了：{rows}。", count=len(self.hidden), rows=_spans(self.hidden))
            )
        for why, sentence in _SKIPPED.items():
            if rows := [skipped.row for skipped in self.skipped if skipped.why == why]:
                told.append(Label(sentence.msgid, rows=_spans(rows)))
        return told


_SKIPPED = {
    Why.REPEATED: Label("重复的标题行跳过了：第{rows}行。"),
    Why.TOTAL: Label("合计、小计行跳过了：第{rows}行。"),
    Why.GROUP: Label("分组的标题行跳过了：第{rows}行。"),
    Why.NOTE: Label("说明和签名的行跳过了：第{rows}行。"),
    Why.NUMBER_ONLY: Label("只有序号、没有内容的行跳过了：第{rows}行。"),
}


@dataclass(frozen=True)
class SheetChoice:
    """The sheet that holds the table. `others`: sheets with a table as good, so that a person must say which."""

    sheet: RawSheet
    header: HeaderGuess
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Candidate:
    row: int
    rows_used: int
    headings: dict[int, str]  # column from 1 → heading
    known: int

    @property
    def rank(self) -> tuple[int, int, int]:
        return self.known, -self.rows_used, -self.row

    def overlaps(self, other: _Candidate) -> bool:
        return self.row < other.row + other.rows_used and other.row < self.row + self.rows_used

    def same_words(self, other: _Candidate) -> bool:
        return set(map(_folded, self.headings.values())) == set(map(_folded, other.headings.values()))


def choose_sheet(
    book: RawBook, known: Collection[str], *, wanted: str | None = None, row: int | None = None
) -> SheetChoice:
    """The sheet whose header knows most; hidden sheets only when no visible one has a header.

    Raises `not_found` when there is no sheet named `wanted`, `no_header` when no sheet has one.
    """
    if wanted is not None:
        sheet = next((sheet for sheet in book.sheets if sheet.name.strip() == wanted.strip()), None)
        if sheet is None:
            raise faults.no_such_sheet([sheet.name for sheet in book.sheets])
        return SheetChoice(sheet, find_header(sheet, known, row=row))
    visible = [sheet for sheet in book.sheets if not sheet.hidden]
    found = _with_header(visible, known, row) or _with_header([s for s in book.sheets if s.hidden], known, row)
    if not found:
        if len(visible) == 1:
            find_header(visible[0], known, row=row)  # says why
        raise faults.no_header()
    most = max(choice.header.known for choice in found)
    found = [choice for choice in found if choice.header.known >= _COMPARABLE * most]
    best = max(found, key=lambda choice: (bool(choice.header.rows), choice.header.known))
    others = tuple(choice.sheet.name for choice in found if choice is not best and choice.header.rows)
    return SheetChoice(best.sheet, best.header, others)


def _with_header(sheets: Sequence[RawSheet], known: Collection[str], row: int | None) -> list[SheetChoice]:
    found = []
    for sheet in sheets:
        candidates = _candidates(sheet, known) if row is None else [_candidate_at(sheet, row, known)]
        if any(candidate.headings for candidate in candidates):
            found.append(SheetChoice(sheet, find_header(sheet, known, row=row)))
    return found


def find_header(sheet: RawSheet, known: Collection[str], *, row: int | None = None) -> HeaderGuess:
    """The header of a sheet; `row` says which row it is, when a person knows better.

    `known` are folded headings (`columns.known_labels`). Raises `no_header`.
    """
    if sheet.is_empty:
        raise faults.empty_sheet(sheet.name)
    candidates = _candidates(sheet, known)
    if row is not None:
        best = _candidate_at(sheet, row, known)
        if not best.headings:
            raise faults.blank_header_row(row)
        candidates = []
    elif candidates:
        best = max(candidates, key=lambda candidate: candidate.rank)
    else:
        raise faults.no_header()
    rivals = [other for other in candidates if not other.overlaps(best) and not other.same_words(best)]
    table = TableRows(sheet, best.row, best.row + best.rows_used, best.headings)
    rows, skipped = table.sort_out()
    return HeaderGuess(
        best.row,
        best.rows_used,
        tuple((column_letter(column), heading) for column, heading in sorted(best.headings.items())),
        best.known,
        tuple(rows),
        tuple(skipped),
        tuple(number for number in rows if number in sheet.hidden_rows),
        tuple(sorted({other.row for other in rivals})),
        any(other.known >= max(2, _COMPARABLE * best.known) for other in rivals),
    )


def _candidates(sheet: RawSheet, known: Collection[str]) -> list[_Candidate]:
    """The rows that may be headers: with two known words, else with one known word among short texts."""
    last = min(len(sheet.rows), _SEARCHED_ROWS)
    found = [_candidate_at(sheet, number, known) for number in range(1, last + 1)]
    strong = [candidate for candidate in found if candidate.known >= 2]
    return strong or [candidate for candidate in found if candidate.known == 1 and _all_short(sheet, candidate)]


def _all_short(sheet: RawSheet, candidate: _Candidate) -> bool:
    cells = [cell for cell in sheet.row(candidate.row) if not is_blank(cell)]
    return all(isinstance(cell, str) and len(cell) <= _GROUP_LONGEST for cell in cells)


def _candidate_at(sheet: RawSheet, row: int, known: Collection[str]) -> _Candidate:
    """The header that starts in `row`, of one row or two."""
    one = _headings(sheet, row)
    single = _Candidate(row, 1, one, _count(one, known))
    below = _texts(sheet.row(row + 1))
    if not one or not below or len(below) < sum(1 for cell in sheet.row(row + 1) if not is_blank(cell)):
        return single  # numbers and days stand in content, not in headings
    both = _two_rows(sheet, row)
    double = _Candidate(row, 2, both, _count(both, known))
    reaches_down = any(one.top == row and one.bottom > row for one in sheet.merged)
    is_double = double.known > single.known or (reaches_down and double.known >= single.known >= 1)
    return double if is_double else _with_groups_above(sheet, single)


def _with_groups_above(sheet: RawSheet, single: _Candidate) -> _Candidate:
    """Headings that occur twice get the words of the group they stand under, as in 配偶 over 姓名."""
    if single.row < 2 or len(set(single.headings.values())) == len(single.headings):
        return single
    groups = _spread(sheet, single.row - 1)
    if len(set(groups.values())) < 2:
        return single
    return _Candidate(single.row, 1, _told_apart(single.headings, groups), single.known)


def _two_rows(sheet: RawSheet, row: int) -> dict[int, str]:
    above, below = _spread(sheet, row), _texts(sheet.row(row + 1))
    return _told_apart({**{at: text for at, text in _texts(sheet.row(row)).items() if at not in below}, **below}, above)


def _told_apart(headings: dict[int, str], groups: dict[int, str]) -> dict[int, str]:
    counts = Counter(map(_folded, headings.values()))
    return {
        at: f"{groups[at]}/{text}" if counts[_folded(text)] > 1 and groups.get(at, text) != text else text
        for at, text in headings.items()
    }


def _headings(sheet: RawSheet, row: int) -> dict[int, str]:
    return {at: str(cell).strip() for at, cell in enumerate(sheet.row(row), 1) if not is_blank(cell)}


def _texts(cells: Sequence[Cell]) -> dict[int, str]:
    return {at: cell.strip() for at, cell in enumerate(cells, 1) if isinstance(cell, str) and cell.strip()}


def _spread(sheet: RawSheet, row: int) -> dict[int, str]:
    """The texts of a row, each over all the columns of its merged cell."""
    texts = _texts(sheet.row(row))
    for merged in _starting_in(sheet.merged, row):
        if merged.left in texts:
            texts.update(dict.fromkeys(range(merged.left, min(merged.right, COLUMNS) + 1), texts[merged.left]))
    return texts


def _starting_in(merged: Sequence[MergedRange], row: int) -> Iterator[MergedRange]:
    return (one for one in merged if one.top == row)


def _count(headings: dict[int, str], known: Collection[str]) -> int:
    found = set()
    for text in headings.values():
        if not text.endswith((":", "：")):  # 电话： is to be filled in behind, not below
            forms = heading_forms(text)
            if any(form in known or form in SERIAL_HEADINGS for form in forms):
                found.add(forms[-1])
    return len(found)


def _folded(text: str) -> str:
    return next(iter(heading_forms(text)), "")


def _spans(rows: Sequence[int]) -> str:
    """Row numbers as people write them: 3、7、10—14."""
    spans: list[list[int]] = []
    for row in sorted(rows):
        if spans and row == spans[-1][1] + 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    shown = "、".join(f"{first}" if first == last else f"{first}—{last}" for first, last in spans[:10])
    return f"{shown}…" if len(spans) > 10 else shown
