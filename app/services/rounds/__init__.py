"""Condolence rounds: the list, the amounts, the warnings, and the way to 已归档 (domain 03, `cli.md`)."""

from app.services.rounds.again import Again, Copy, Gone, copy_of, giver, take_over
from app.services.rounds.doubting import doubt_typed, doubtful
from app.services.rounds.listed import add, find_in, find_people, group, remove, set_amounts
from app.services.rounds.marking import mark
from app.services.rounds.ordering import move, place
from app.services.rounds.proposing import Dropped, Proposal, Proposed, apply, not_visited, propose
from app.services.rounds.result import RoundResult, result
from app.services.rounds.stages import advance, new, titled

__all__ = [
    "Again",
    "Copy",
    "Dropped",
    "Gone",
    "Proposal",
    "Proposed",
    "RoundResult",
    "add",
    "advance",
    "apply",
    "copy_of",
    "doubt_typed",
    "doubtful",
    "find_in",
    "find_people",
    "giver",
    "group",
    "mark",
    "move",
    "new",
    "not_visited",
    "place",
    "propose",
    "remove",
    "result",
    "set_amounts",
    "take_over",
    "titled",
]
