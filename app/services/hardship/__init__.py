"""Hardship files: opening one, its stages, and which category a household falls in (domain 02)."""

from app.services.hardship.assessment import Assessment, assess, assess_facts, category_of, keep_assessment
from app.services.hardship.cases import advance, household_of, members_of, open_case_of
from app.services.hardship.facts import Facts, IncomeFact, Relative, Spent, facts_of
from app.services.hardship.opening import add_case

__all__ = [
    "Assessment",
    "Facts",
    "IncomeFact",
    "Relative",
    "Spent",
    "add_case",
    "advance",
    "assess",
    "assess_facts",
    "category_of",
    "facts_of",
    "household_of",
    "keep_assessment",
    "members_of",
    "open_case_of",
]
