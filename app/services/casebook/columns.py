"""The columns of each sheet: those of the household's page, and in front of them whose they are."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.frozen import dataclass
from app.i18n import Label
from app.models import HardshipCase, kinds
from app.models.declare import fields_of
from app.models.kinds import Words
from app.services import hardship

CASES = "cases"
SHEETS = {CASES: Label("档案"), "members": Label("家庭"), "incomes": Label("收入"), "expenses": Label("支出")}

WORKER, WORKER_NAME, NUMBER, STAGE, UID = "worker", "worker_name", "case_no", "stage", "uid"
SHOWN = ("category", "per_capita", "assessed_on")
"""What follows from a file; written for people, never read."""

_WORDS = ("职工身份证号", "职工身份证号码", "困难职工身份证号", "困难职工证件号码")
_OWN_WORDS = ("身份证号", "身份证号码", "证件号码", "证件号", "本人身份证号", "职工")
"""What the worker's number may also be called where no other number stands beside it."""


@dataclass(frozen=True)
class CaseColumn:
    """One column: the path of the field in a draft, its heading, its kind."""

    path: str
    label: Label
    kind: kinds.Kind


def columns_of(session: Session, sheet: str) -> list[CaseColumn]:
    """The columns of a sheet in their order."""
    whose = [
        CaseColumn(WORKER, Label("职工证件号码"), kinds.ShortText()),
        CaseColumn(WORKER_NAME, Label("职工姓名"), kinds.PersonName()),
    ]
    if sheet != CASES:
        items = hardship.table_items(session, sheet)
        return whose + [CaseColumn(item.path, item.spec.label, item.spec.kind) for item in items]
    fields = fields_of(HardshipCase)
    items = hardship.form_items(session, "closed")
    return [
        *whose,
        CaseColumn(NUMBER, fields[NUMBER].label, kinds.ShortText()),
        CaseColumn(STAGE, fields[STAGE].label, fields[STAGE].kind),
        *(CaseColumn(item.path, item.spec.label, item.spec.kind) for item in items),
        *(CaseColumn(name, fields[name].label, fields[name].kind) for name in SHOWN),
        CaseColumn(UID, Label("标识（勿改）"), kinds.ShortText()),
    ]


def synonyms_of(sheet: str) -> dict[str, list[str]]:
    """What else the columns may be called."""
    return {WORKER: [*_WORDS, *(() if sheet == "members" else _OWN_WORDS)]}


def as_written(kind: kinds.Kind, value: object, words: Words) -> str:
    """A value as text that reads as the same value: labels, or codes where a label would read as something else."""
    if value is None:
        return ""
    text = kind.write(value, words)
    if isinstance(kind, kinds.Code | kinds.Codes) and kind.read(text, words).value != value:
        return str(value)
    return text
