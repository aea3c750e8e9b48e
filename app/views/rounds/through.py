"""Everybody on the list was visited: the round can be called done, said where the work ended."""

from __future__ import annotations

from app.i18n import Label
from app.views.kit.deeds import Button, Deed
from app.views.kit.layout import Area, row
from app.views.kit.text import ElidedText, Picture
from app.views.rounds.state import RoundState


class ThroughLine(Area):
    """One sentence and the button; there only while it is so."""

    def __init__(self, finish: Deed) -> None:
        super().__init__("note", tone="good")
        self._words = ElidedText(least=10)
        line = row(Picture("check", "good"), self._words, Button(finish), margins=(12, 4, 12, 4))
        line.setStretchFactor(self._words, 1)
        self.setLayout(line)
        self.hide()

    def show_state(self, state: RoundState) -> None:
        """Say it, or nothing."""
        words = _visited(state) if state.unsigned else _signed(state)
        self._words.say(words)
        self.setAccessibleName(str(words))
        self.setVisible(state.is_through)


def _signed(state: RoundState) -> Label:
    told = {"n": state.tally.person_times, "m": state.cancelled, "stage": state.label("done")}
    if state.cancelled:
        return Label("{n} 人签收，{m} 人取消，可以把这一批记成“{stage}”。", **told)
    return Label("名单上的人都签收了，可以把这一批记成“{stage}”。", stage=told["stage"])


def _visited(state: RoundState) -> Label:
    told = {"n": state.unsigned, "m": state.cancelled, "stage": state.label("done")}
    if state.cancelled:
        return Label(
            "除了取消的 {m} 人都走访了，还有 {n} 人没有签收。可以先把这一批记成“{stage}”，签收以后再补。", **told
        )
    return Label(
        "都走访了，还有 {n} 人没有签收。可以先把这一批记成“{stage}”，签收以后再补。", n=told["n"], stage=told["stage"]
    )
