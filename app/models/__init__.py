"""What the union keeps. Importing this package declares every record type."""

from app.models.archive import Attachment, Blob, NumberSequence, PrintedForm
from app.models.codes import CodeItem
from app.models.condolence import CondolenceRecord, CondolenceRound
from app.models.hardship import ExpenseItem, HardshipCase, IncomeItem
from app.models.household import Household, HouseholdMember
from app.models.organization import Organization, OrgUnit
from app.models.people import Membership, MembershipChange, Person
from app.models.policy import PolicyParameter

__all__ = [
    "Attachment",
    "Blob",
    "CodeItem",
    "CondolenceRecord",
    "CondolenceRound",
    "ExpenseItem",
    "HardshipCase",
    "Household",
    "HouseholdMember",
    "IncomeItem",
    "Membership",
    "MembershipChange",
    "NumberSequence",
    "OrgUnit",
    "Organization",
    "Person",
    "PolicyParameter",
    "PrintedForm",
]
