"""What a sheet's row means for a membership: joining dates it, joining again begins a new one (domain 01 §1.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from app.i18n import Label
from app.models.kinds import Words
from app.models.people import LIVING_STATUSES, STATUS_AFTER
from app.models.values.days import surely_before
from app.services.importing.writes import Values
from app.services.members import ALLOWED, JOINED, TRANSFERRED_IN

MEMBERSHIP = "membership"
CHANGE = "membership.change"
FACTS = ("membership.id", "membership.status", "membership.joined_on", "membership.ended_on")
_JOINING = (JOINED, TRANSFERRED_IN)


def leave_out(parts: dict[str, Values]) -> None:
    """Forget what a sheet says of the membership of somebody who is to be no member."""
    parts.pop(MEMBERSHIP, None)
    parts.pop(CHANGE, None)


def begins_anew(parts: Mapping[str, Values], before: Mapping[str, Any]) -> bool:
    """Whether an event that is not in the file yet is a joining after the shown membership had ended.

    Where nobody knows when that one ended, a joining later than its own begins a new one.
    """
    event = parts.get(CHANGE, {})
    on, joined, ended = event.get("on"), before["membership.joined_on"], before["membership.ended_on"]
    if before["membership.id"] is None or before["membership.status"] in LIVING_STATUSES:
        return False
    if event.get("type") not in _JOINING or on is None:
        return False
    if ended is not None:
        return not surely_before(on, ended)
    return joined is not None and surely_before(joined, on)


def date_joining(parts: dict[str, Values], joined_on: str | None) -> None:
    """A membership of unknown beginning begins on the day of its joining event."""
    event = parts.get(CHANGE, {})
    if event.get("type") in _JOINING and event.get("on") and joined_on is None:
        parts.setdefault(MEMBERSHIP, {}).setdefault("joined_on", event["on"])


def out_of_order(events: Sequence[Mapping[str, Any]], new: Mapping[str, Any], words: Words) -> Label | None:
    """The doubt about a new event that cannot follow the one before it, or lets the next one not follow."""
    if new.get("on") is None and events:
        return Label("没有变化日期，会籍状态不会跟着变，请补上日期")
    ordered = sorted([*events, new], key=lambda event: (event.get("on") or "", event is new))
    for earlier, later in pairwise(ordered):
        if new is not earlier and new is not later:
            continue
        status = STATUS_AFTER.get(earlier.get("type") or "", "active")
        if later.get("type") not in ALLOWED.get(status, set()):
            return Label(
                "“{status}”之后一般不会再“{event}”，请核对",
                status=words.code_label("membership_status", status),
                event=words.code_label("membership_change_type", str(later.get("type"))),
            )
    return None
