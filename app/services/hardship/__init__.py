"""Hardship files: opening one, its stages, and which category a household falls in (domain 02)."""

from app.services.hardship.assessment import (
    Assessment,
    assess,
    assess_facts,
    category_of,
    keep_assessment,
    told_monthly,
)
from app.services.hardship.cases import advance, household_of, members_of, open_case_of
from app.services.hardship.draft import CaseDraft, DraftRow, Sheet, form_items, new_sheet, open_sheet, table_items
from app.services.hardship.facts import Facts, IncomeFact, Relative, Spent, facts_of
from app.services.hardship.looking import Looked, Written, look
from app.services.hardship.monthly import incomes_of_months
from app.services.hardship.opening import add_case
from app.services.hardship.reading import Move
from app.services.hardship.received import Received, received
from app.services.hardship.saving import SavedCase, save_draft

__all__ = [
    "Assessment",
    "CaseDraft",
    "DraftRow",
    "Facts",
    "IncomeFact",
    "Looked",
    "Move",
    "Received",
    "Relative",
    "SavedCase",
    "Sheet",
    "Spent",
    "Written",
    "add_case",
    "advance",
    "assess",
    "assess_facts",
    "category_of",
    "facts_of",
    "form_items",
    "household_of",
    "incomes_of_months",
    "keep_assessment",
    "look",
    "members_of",
    "new_sheet",
    "open_case_of",
    "open_sheet",
    "received",
    "save_draft",
    "table_items",
    "told_monthly",
]
