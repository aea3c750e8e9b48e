"""How a round stands, as its page shows it: plain values that cross from the database thread."""

from __future__ import annotations

from collections.abc import Mapping

from app.frozen import dataclass
from app.models.condolence import ROUND_MOVES
from app.services.figures import Tally

STAGES = ("draft", "open", "done", "archived")


@dataclass(frozen=True)
class RoundState:
    """A round as its page shows it. Amounts in fen; `usual` are the round's amounts as raw texts.

    `stages` are (code, label) in their order; `unanswered` the records with a warning and no reason, in the order of
    the list; `homeless` are on the list without any household known of them. `unsigned` have not signed yet,
    `cancelled` are counted nowhere else.
    """

    round_id: int
    uid: str
    title: str
    year: int
    status: str
    stages: tuple[tuple[str, str], ...]
    tally: Tally
    budget: int | None
    groups: tuple[str, ...]
    usual: Mapping[str, str]
    waiting: int
    warned: int
    unanswered: tuple[int, ...]
    homeless: int = 0
    unsigned: int = 0
    cancelled: int = 0

    @property
    def is_through(self) -> bool:
        """Whether everybody was visited, and the round does not say so yet."""
        return self.is_open and bool(self.tally.person_times) and not self.waiting

    @property
    def is_open(self) -> bool:
        """Whether the list may still be changed."""
        return self.status in ("draft", "open")

    def label(self, stage: str) -> str:
        """What a stage is called."""
        return dict(self.stages)[stage]

    @property
    def following(self) -> str | None:
        """The stage that comes next."""
        onward = STAGES[STAGES.index(self.status) + 1 :]
        return next((one for one in onward if one in ROUND_MOVES.get(self.status, ())), None)

    @property
    def former(self) -> str | None:
        """The stage that one may go back to."""
        before = STAGES[: STAGES.index(self.status)]
        return next((one for one in before if one in ROUND_MOVES.get(self.status, ())), None)
