"""What the family table tells of somebody's 月收入, as incomes of the reckoned months: proposed, and kept by nobody."""

from __future__ import annotations

from collections.abc import Sequence

from app.models.values import text
from app.models.values.money import write_yuan
from app.services.hardship.draft import CaseDraft, DraftRow
from app.services.hardship.facts import SELF, Relative

WAGE, PENSION = "wage", "pension"
RETIRED = "4"  # code of the list `member_identity`


def incomes_of_months(draft: CaseDraft, uncounted: Sequence[Relative], months: int) -> tuple[DraftRow, ...]:
    """One income for each of those whose 月收入 is not among the incomes: so many months of it.

    A pension for the retired, else a wage; the chair can write another kind.
    """
    retired = {
        text.fold(row.texts.get("name", "")) for row in draft.members if row.texts.get("identity", "") == RETIRED
    }
    return tuple(
        DraftRow(
            {
                "member": SELF if one.relation == SELF else one.name,
                "kind": PENSION if text.fold(one.name) in retired else WAGE,
                "yuan": write_yuan(one.monthly * months),
            }
        )
        for one in uncounted
    )
