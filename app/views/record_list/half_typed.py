"""What was typed in a cell and is not kept: where it belongs, why it was refused, and how a draft holds it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from app.frozen import dataclass
from app.i18n import Label

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


def kept_words(half: HalfTyped, column: Label) -> Label:
    """Said once it is kept: whose it is, and what."""
    if half.name:
        return Label("已改好“{name}”的{column}。", name=half.name, column=column)
    return Label("已改好“{column}”。", column=column)


def absent_words(half: HalfTyped, *, has_row: bool) -> Label:
    """Said where its cell is not in the list: its row is gone, or its column is no more."""
    text = half.shown or half.text
    if has_row:
        return Label("“{name}”写到一半的那一栏现在没有了。刚写的“{text}”还留着。", name=half.name, text=text)
    return Label("“{name}”不在名单里了。刚写的“{text}”还留着，这一行回来就接着改。", name=half.name, text=text)


def refused_words(half: HalfTyped, column: Label, *, is_typing: bool) -> Label:
    """Said where it was refused and does not open again yet: something else is typed in, or is searched for."""
    if is_typing:
        return Label("“{name}”的{column}没有改好。写的还在，改完这一格就回到那里。", name=half.name, column=column)
    return Label("“{name}”的{column}没有改好。写的还在，回到名单里就接着改。", name=half.name, column=column)


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

    def next(self, is_shown: Callable[[HalfTyped], bool]) -> HalfTyped | None:
        """The one to go on with now, taken out; `is_shown` tells whether a cell is in the list."""
        if self.refused:
            return self.refused.pop(0)
        back = next((each for each in self.absent if is_shown(each)), None)
        if back is not None:
            self.absent.remove(back)
        return back
