"""What was typed in a cell and is not kept: where it belongs, why it was refused, and how a draft holds it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

WAITING = "waiting"


@dataclass(frozen=True)
class HalfTyped:
    """The raw `text` of a cell and the words `shown` for it; `name` is what its row is called.

    `refusal` says why it could not be kept, "" where nobody has tried.
    """

    record_id: int
    column: str
    text: str
    shown: str
    name: str = ""
    refusal: str = ""


def written(cells: Sequence[HalfTyped]) -> dict[str, Any]:
    """What a draft holds of one cell or more; the first is the one that was typed in last."""
    first, *others = cells
    return asdict(first) | {WAITING: [asdict(each) for each in others]}


def read(content: Mapping[str, Any]) -> list[HalfTyped]:
    """The cells of a draft."""
    first = {key: value for key, value in content.items() if key != WAITING}
    return [HalfTyped(**each) for each in (first, *content.get(WAITING, ()))]


class Unkept:
    """Cells that wait: `on_way` until they are kept or refused, `refused` until no other one is typed in,
    `absent` until their row is in the list again.
    """

    def __init__(self) -> None:
        self.on_way: list[HalfTyped] = []
        self.refused: list[HalfTyped] = []
        self.absent: list[HalfTyped] = []

    def all(self) -> list[HalfTyped]:
        """All of them."""
        return [*self.on_way, *self.refused, *self.absent]

    def next(self, shown: Sequence[int]) -> HalfTyped | None:
        """The one to go on with now, taken out; `shown` are the records of the list."""
        if self.refused:
            return self.refused.pop(0)
        back = next((each for each in self.absent if each.record_id in shown), None)
        if back is not None:
            self.absent.remove(back)
        return back
