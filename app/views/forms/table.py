"""The one table from the kind of a field to its editor and its width."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.views.forms.choices import RADIO_MOST, ChoiceEditor, CodesEditor, LinkEditor, RadioEditor, yes_no
from app.views.forms.days import DayEditor
from app.views.forms.editors import Editor, LineEditor, LongEditor, ResidentIdEditor
from app.views.forms.source import FormField
from app.views.forms.ticks import TicksEditor

EDITORS: dict[str, Callable[[FormField], Editor]] = {
    "long_text": LongEditor,
    "day": DayEditor,
    "partial_day": DayEditor,
    "code": ChoiceEditor,
    "codes": CodesEditor,
    "ticks": TicksEditor,
    "link": LinkEditor,
    "resident_id": ResidentIdEditor,
}

# Width tells the kind (screen.md §4): in digits, to which 24 px are added; 0 takes the whole line.
WIDTHS = {
    "name": 12,
    "phone": 13,
    "day": 15,
    "partial_day": 15,
    "moment": 18,
    "resident_id": 21,
    "credit_code": 21,
    "money": 14,
    "number": 9,
    "code": 14,
    "codes": 0,
    "ticks": 0,
    "link": 18,
    "text": 18,
    "long_text": 0,
}
# A short list of short words is as narrow as its longest word wants.
CODE_LEAST, CODE_MOST = 9, 26


def editor(field: FormField) -> Editor:
    """The editor for a field; at most three short choices stand open as radio buttons."""
    if field.kind == "yes_no":
        made: Editor = RadioEditor(replace(field, choices=yes_no()))
    elif field.kind == "code" and 0 < len(field.choices) <= RADIO_MOST and _short(field):
        made = RadioEditor(field)
    else:
        made = EDITORS.get(field.kind, LineEditor)(field)
    if field.read_only:
        made.lock()
    return made


def digits(field: FormField) -> int:
    """The width of a field in digits; 0 is the whole line."""
    if field.width is not None:
        return field.width
    if field.kind == "code" and field.choices:
        longest = max(len(each.label) for each in field.choices)
        return max(CODE_LEAST, min(2 * longest + 4, CODE_MOST))
    return WIDTHS.get(field.kind, WIDTHS["text"])


def _short(field: FormField) -> bool:
    return sum(len(each.label) for each in field.choices) <= 10
