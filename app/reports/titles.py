"""Names of unions and rounds as they stand in the titles of forms."""

from __future__ import annotations

from app.reports.text import clean

_CAMPAIGNS = ("送温暖", "送清凉", "金秋助学", "一帮一")


def union_name(union: str) -> str:
    """The union's name; room for the pen where it is not known."""
    return clean(union) or "　　　　　　　　工会委员会"


def round_name(title: str) -> str:
    """A round's name before the words 慰问…, which it may already end with; room for the pen where it is not known."""
    return _bare(title) or "　　　　年　　　　　"


def form_title(title: str, form: str) -> str:
    """What a printed form is called: the round, where it is of one, and the form's name, without 慰问慰问."""
    return f"{_bare(title)}{form}"


def _bare(title: str) -> str:
    return clean(title).removesuffix("慰问").removesuffix("走访")


def quoted_round_name(title: str) -> str:
    """The same with the campaign in quotation marks: 2027年春节“送温暖”."""
    name = round_name(title)
    for campaign in _CAMPAIGNS:
        if campaign in name and f"“{campaign}”" not in name:
            return name.replace(campaign, f"“{campaign}”")
    return name
