"""Standards and ceilings on a day, by region, with the document that each comes from (domain 02 §2.1, 03 §3.3).

None is ever guessed: without a row for that day there is no standard. Only the two ratios that the definitions
themselves name (2 × 低保, 80 %) have a usual value, and whoever uses it says so.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NOTHING_CHANGED, ErrorCode, KnownError
from app.frozen import dataclass
from app.i18n import Label
from app.models import Organization, PolicyParameter
from app.models.policy import parameter_facts, read_value
from app.models.values import text
from app.models.values.days import show_day
from app.models.values.money import show_money, write_yuan
from app.models.words import FileWords

# How well a row's region fits our own; the least number wins.
_OURS, _WIDER, _ANYWHERE, _OWN_UNKNOWN = range(4)


@dataclass(frozen=True)
class Standard:
    """One standard as it was valid: `value` in fen for money, a fraction for a ratio, else a whole number.

    `uid` is empty for a usual value that nobody entered.
    """

    key: str
    label: str
    value: int | Fraction
    written: str
    doc_no: str = ""
    region: str = ""
    occasion: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    uid: str = ""

    @property
    def fen(self) -> int:
        """The value of a standard in money."""
        assert isinstance(self.value, int)
        return self.value

    @property
    def ratio(self) -> Fraction:
        """The value of a ratio, exactly."""
        return Fraction(self.value)

    @property
    def basis(self) -> Label:
        """Where it comes from, as people cite it."""
        if not self.uid:
            return Label("通行规定")
        if self.doc_no:
            return Label("依据{doc}", doc=self.doc_no)
        return Label("没有填依据文件")

    def out(self) -> dict[str, Any]:
        """As JSON for the command line and for the snapshot of an assessment."""
        return {
            "uid": self.uid or None,
            "key": self.key,
            "label": self.label,
            "value": write_yuan(self.value) if _in_money(self.key) and isinstance(self.value, int) else self.written,
            "region": self.region or None,
            "occasion": self.occasion or None,
            "from": show_day(self.valid_from) if self.valid_from else None,
            "to": show_day(self.valid_to) if self.valid_to else None,
            "doc_no": self.doc_no or None,
        }


def standard(session: Session, key: str, on: date, region: str | None = None) -> Standard | None:
    """The standard valid on a day: our own region's row first, then one without a region; None when none was entered.

    Raises AMBIGUOUS when our own region is not known and rows of several regions fit.
    """
    return _best(session, key, on, "", region)


def usual_or_entered(session: Session, key: str, on: date) -> Standard:
    """A ratio: as entered for that day, else the usual one of the definition (domain 02 §2.1)."""
    usual = parameter_facts(key)["usual"]
    value = read_value(key, usual).value
    assert value is not None
    return standard(session, key, on) or Standard(key, _label(session, key), value, usual)


def required_standard(session: Session, key: str, on: date) -> Standard:
    """The standard valid on a day; raises NO_STANDARD when none was entered."""
    found = standard(session, key, on)
    if found is None:
        raise KnownError(
            ErrorCode.NO_STANDARD,
            Label("未设置标准：{day}没有可用的“{label}”。", day=show_day(on), label=_label(session, key)),
            safe=NOTHING_CHANGED,
            next=Label("在“设置”的“标准”里填上数值、起止日期和依据文件，再核算。"),
        )
    return found


def ceilings(session: Session, key: str, on: date, occasion: str) -> list[Standard]:
    """The ceilings of one key for an occasion: the one entered for this occasion first, then the one for all."""
    found = [_best(session, key, on, occasion, None), _best(session, key, on, "", None)] if occasion else []
    return [one for one in found if one is not None]


def own_region(session: Session) -> str:
    """The region of our own union, or an empty text."""
    query = select(Organization.region).where(Organization.deleted_at.is_(None)).order_by(Organization.id)
    return session.scalars(query.limit(1)).first() or ""


def _best(session: Session, key: str, on: date, occasion: str, region: str | None) -> Standard | None:
    own = own_region(session) if region is None else region
    rows = [row for row in _valid_rows(session, key, on) if (row.occasion or "") == occasion]
    ranked = [(fit, row) for row in rows if (fit := _fit(own, row.region or "")) is not None]
    if not ranked:
        return None
    best = min(fit for fit, _ in ranked)
    fitting = [row for fit, row in ranked if fit == best]
    if best == _OWN_UNKNOWN and len({text.fold(row.region or "") for row in fitting}) > 1:
        raise _which_region(_label(session, key))
    longest = max(len(row.region or "") for row in fitting)
    near = [row for row in fitting if len(row.region or "") == longest]
    return _standard(session, max(near, key=lambda row: (row.valid_from or date.min, row.id)))


def _valid_rows(session: Session, key: str, on: date) -> list[PolicyParameter]:
    rows = session.scalars(
        select(PolicyParameter).where(PolicyParameter.key == key, PolicyParameter.deleted_at.is_(None))
    )
    return [
        row
        for row in rows
        if not row.disabled
        and (row.valid_from is None or row.valid_from <= on)
        and (row.valid_to is None or row.valid_to >= on)
    ]


def _fit(own: str, theirs: str) -> int | None:
    """How well a row's region fits: ours (海口市 is 海南省海口市), one around it, everywhere, or not."""
    own, theirs = text.fold(own), text.fold(theirs)
    if not theirs:
        return _ANYWHERE
    if not own:
        return _OWN_UNKNOWN
    if own.endswith(theirs) or theirs.endswith(own):
        return _OURS
    return _WIDER if theirs in own else None


def _standard(session: Session, row: PolicyParameter) -> Standard:
    value = read_value(row.key, row.value).value
    assert value is not None, "a parameter's value is checked when it is kept"
    written = show_money(value) if _in_money(row.key) and isinstance(value, int) else row.value
    return Standard(
        row.key,
        _label(session, row.key),
        value,
        written,
        row.doc_no or "",
        row.region or "",
        row.occasion or "",
        row.valid_from,
        row.valid_to,
        row.uid,
    )


def _in_money(key: str) -> bool:
    return parameter_facts(key).get("unit") == "yuan"


def _label(session: Session, key: str) -> str:
    return FileWords(session, date.min).code_label("parameter_key", key)


def _which_region(label: str) -> KnownError:
    return KnownError(
        ErrorCode.AMBIGUOUS,
        Label("“{label}”有几个地区的，不知道该用哪一个。", label=label),
        safe=NOTHING_CHANGED,
        next=Label("在“设置”的“工会”里填上所在地区，再核算。"),
    )
